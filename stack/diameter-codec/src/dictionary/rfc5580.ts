/** Where a terminal on WLAN is, and whose network it uses. RFC 5580 §4.1 to §4.3; made for RADIUS, the values are octets as there. */
export const RFC5580_AVPS = {
  'Operator-Name': { code: 126, format: 'OctetString', mandatory: 'may' }, // §4.1
  'Location-Information': { code: 127, format: 'OctetString', mandatory: 'may' }, // §4.2
  'Location-Data': { code: 128, format: 'OctetString', mandatory: 'may' }, // §4.3
} as const
