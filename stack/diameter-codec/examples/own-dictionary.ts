import { type AvpOf, RFC6733 } from 'diameter-codec'

const MY_VENDOR = 32473

/** The rows of a document, and the grammars as it prints them. */
const MY_AVPS = {
  'Room-Temperature': { code: 1, vendorId: MY_VENDOR, format: 'Integer32', mandatory: 'must' },
  'Window-State': { code: 2, vendorId: MY_VENDOR, format: 'Enumerated', mandatory: 'may', values: { SHUT: 0, OPEN: 1 } },
  Room: { code: 3, vendorId: MY_VENDOR, format: 'Grouped', mandatory: 'must', group: '{ Room-Temperature } * [ Window-State ] * [ AVP ]' },
} as const

const MY_COMMANDS = {
  'Room-Report-Request': {
    abbreviation: 'RRR',
    code: 16777214,
    request: true,
    proxiable: true,
    applicationId: 16777999,
    grammar: '< Session-Id > { Origin-Host } { Origin-Realm } 1* { Room } * [ AVP ]',
  },
} as const

export const ROOMS = RFC6733.extend(MY_AVPS, MY_COMMANDS)

/** Its AVPs are typed as the built-in ones are. */
export const room: AvpOf<typeof MY_AVPS> = {
  name: 'Room',
  value: [
    { name: 'Room-Temperature', value: -4 },
    { name: 'Window-State', value: 'OPEN' },
  ],
}
