import { Dictionary } from './dictionary.js'

/** Overload indication conveyance (DOIC): AVPs any application may carry. RFC 7683 §7. */
export const RFC7683_AVPS = {
  'OC-Supported-Features': { code: 621, format: 'Grouped', mandatory: 'may', group: '[ OC-Feature-Vector ] * [ AVP ]' }, // §7.1
  'OC-Feature-Vector': { code: 622, format: 'Unsigned64', mandatory: 'may' }, // §7.2
  // §7.3
  'OC-OLR': {
    code: 623,
    format: 'Grouped',
    mandatory: 'may',
    group: '< OC-Sequence-Number > < OC-Report-Type > [ OC-Reduction-Percentage ] [ OC-Validity-Duration ] * [ AVP ]',
  },
  'OC-Sequence-Number': { code: 624, format: 'Unsigned64', mandatory: 'may' }, // §7.4
  'OC-Validity-Duration': { code: 625, format: 'Unsigned32', mandatory: 'may' }, // §7.5, seconds
  'OC-Report-Type': { code: 626, format: 'Enumerated', mandatory: 'may', values: { HOST_REPORT: 0, REALM_REPORT: 1 } }, // §7.6
  'OC-Reduction-Percentage': { code: 627, format: 'Unsigned32', mandatory: 'may' }, // §7.7
} as const

/** A bit of OC-Feature-Vector: the loss algorithm, which every node supports (RFC 7683 §7.2). */
export const OLR_DEFAULT_ALGO = 1n

/** These AVPs by themselves, for nodes that put them into the messages of whatever application. */
export const RFC7683 = new Dictionary(RFC7683_AVPS, {})
