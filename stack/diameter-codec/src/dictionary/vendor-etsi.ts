/** The Vendor-Id of ETSI. */
const VENDOR_ETSI = 13019

/** Fixed access lines: AVPs of ETSI's that 3GPP takes over. The document of each stands beside it. */
export const ETSI_ACCESS_AVPS = {
  'Logical-Access-ID': { code: 302, vendorId: VENDOR_ETSI, format: 'OctetString', mandatory: 'must-not' }, // ES 283 034 §7.3
  'Physical-Access-ID': { code: 313, vendorId: VENDOR_ETSI, format: 'UTF8String', mandatory: 'must-not' }, // ES 283 034 §7.3
  'Reservation-Priority': { code: 458, vendorId: VENDOR_ETSI, format: 'Enumerated', mandatory: 'must-not' }, // TS 183 017 §7.3
  'Line-Identifier': { code: 500, vendorId: VENDOR_ETSI, format: 'OctetString', mandatory: 'must-not' }, // TS 183 033 §6.3.34
} as const
