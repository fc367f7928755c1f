import { VENDOR_3GPP } from './vendor-3gpp.js'

/**
 * AVPs that S6a takes from other specifications of 3GPP and that none of the other dictionaries shares with it. TS 29.272 §7.3.1, table
 * 7.3.1/2.
 */
export const TS29272_REUSED_AVPS = {
  'Served-Party-IP-Address': { code: 848, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // TS 32.299 §7.2.187
  'Charged-Party': { code: 857, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'must' }, // TS 32.299 §7.2.35A
  'PDP-Address': { code: 1227, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // TS 32.299 §7.2.137
  // TS 32.299 §7.2.46A
  'CSG-Access-Mode': {
    code: 2317,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { 'Closed mode': 0, 'Hybrid Mode': 1 },
  },
  // TS 32.299 §7.2.46B
  'CSG-Membership-Indication': {
    code: 2318,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'must',
    values: { 'Not CSG member': 0, 'CSG Member': 1 },
  },
  // TS 32.299 §7.2.240A
  'User-CSG-Information': {
    code: 2319,
    vendorId: VENDOR_3GPP,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ CSG-Id } { CSG-Access-Mode } [ CSG-Membership-Indication ]',
  },
  'GMLC-Address': { code: 2405, vendorId: VENDOR_3GPP, format: 'Address', mandatory: 'must' }, // TS 29.173 §6.4.7
  'eNodeB-ID': { code: 4008, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // TS 29.217
  'Extended-eNodeB-ID': { code: 4013, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'must' }, // TS 29.217
} as const
