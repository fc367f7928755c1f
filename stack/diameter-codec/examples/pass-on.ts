import { type DecodeFault, decodeMessage, encodeMessage, isDecodeFault, RFC6733 } from 'diameter-codec'

/** Reads what can be understood, and writes it again octet for octet; the faults are a list beside it. */
export function passedOn(octets: Uint8Array): { octets: Uint8Array; faults: readonly DecodeFault[] } | DecodeFault {
  const message = decodeMessage(octets, 0, octets.length, RFC6733, { mode: 'lenient' })
  if (isDecodeFault(message)) return message
  return { octets: encodeMessage(message, RFC6733, { asGiven: true }), faults: message.faults ?? [] }
}
