import { VENDOR_3GPP } from './vendor-3gpp.js'

/**
 * When a terminal that saves power listens, and what is kept for it meanwhile. TS 29.272 §7.3; Active-Time is of TS 29.128,
 * Maximum-UE-Availability-Time of TS 29.338.
 */
export const TS29272_POWER_SAVING_AVPS = {
  'DL-Buffering-Suggested-Packet-Count': { code: 1674, vendorId: VENDOR_3GPP, format: 'Integer32', mandatory: 'must-not' }, // §7.3.188
  // §7.3.215
  'eDRX-Cycle-Length': {
    code: 1691,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ RAT-Type } { eDRX-Cycle-Length-Value } * [ AVP ]',
  },
  'eDRX-Cycle-Length-Value': { code: 1692, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.216
  'Service-Gap-Time': { code: 1698, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.223, seconds
  // §7.3.226
  'Paging-Time-Window': {
    code: 1701,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '{ Operation-Mode } { Paging-Time-Window-Length } * [ AVP ]',
  },
  'Operation-Mode': { code: 1702, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // §7.3.227
  'Paging-Time-Window-Length': { code: 1703, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must-not' }, // §7.3.228
  // §7.3.229
  'eDRX-Related-RAT': {
    code: 1705,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must-not',
    group: '1* { RAT-Type } * [ AVP ]',
  },
  'Maximum-UE-Availability-Time': { code: 3329, vendorId: VENDOR_3GPP, format: 'Time', mandatory: 'must-not' }, // TS 29.338 §5.3.3.22
  'Active-Time': { code: 4324, vendorId: VENDOR_3GPP, format: 'Unsigned32', mandatory: 'must-not' }, // TS 29.128 §6.4.34, seconds
} as const
