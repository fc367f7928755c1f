import { POLICY_AND_CHARGING_AVPS } from './policy-and-charging.js'
import { RFC6733 } from './rfc6733.js'
import { RFC8506_COMMANDS } from './rfc8506-commands.js'
import { VENDOR_3GPP } from './vendor-3gpp.js'

/** What charging calls by a name that policy has given to another AVP. TS 32.299 V15, §7.2.135B. */
export const GY_AVPS = {
  '3GPP-PS-Data-Off-Status': {
    code: 4406,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { ACTIVE: 0, INACTIVE: 1 },
  },
} as const

/**
 * Credit control as 3GPP uses it, on Gy and Ro: the messages of RFC 8506 under its own Application-ID, with the AVPs of 3GPP that
 * `* [ AVP ]` makes room for. TS 32.299 V15, §6.4.
 */
export const GY = RFC6733.extend({ ...POLICY_AND_CHARGING_AVPS, ...GY_AVPS }, RFC8506_COMMANDS)
