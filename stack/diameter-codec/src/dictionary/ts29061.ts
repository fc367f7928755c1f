import { VENDOR_3GPP } from './vendor-3gpp.js'

/**
 * The 3GPP-* AVPs a gateway fills from what it knows of a bearer, made for RADIUS and carried in Diameter ever since: the values are
 * those of the RADIUS attributes. TS 29.061 §16.4.7.2, §16.5; M bits as §16.5.3 of it leaves them to the application that uses them.
 */
export const TS29061_AVPS = {
  '3GPP-IMSI': { code: 1, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'may' },
  '3GPP-Charging-Id': { code: 2, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-PDP-Type': {
    code: 3,
    vendorId: VENDOR_3GPP,
    format: 'Enumerated',
    mandatory: 'may',
    values: { IPv4: 0, PPP: 1, IPv6: 2, IPv4v6: 3, 'Non-IP': 4, Unstructured: 5, Ethernet: 6 },
  },
  '3GPP-CG-Address': { code: 4, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-GPRS-Negotiated-QoS-Profile': { code: 5, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'may' },
  '3GPP-SGSN-Address': { code: 6, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-GGSN-Address': { code: 7, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-IMSI-MCC-MNC': { code: 8, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'may' },
  '3GPP-GGSN-MCC-MNC': { code: 9, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'may' },
  '3GPP-NSAPI': { code: 10, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-Session-Stop-Indicator': { code: 11, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-Selection-Mode': { code: 12, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'may' },
  '3GPP-Charging-Characteristics': { code: 13, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'may' },
  '3GPP-CG-Ipv6-Address': { code: 14, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-SGSN-Ipv6-Address': { code: 15, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-GGSN-Ipv6-Address': { code: 16, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-Ipv6-DNS-Servers': { code: 17, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-SGSN-MCC-MNC': { code: 18, vendorId: VENDOR_3GPP, format: 'UTF8String', mandatory: 'may' },
  '3GPP-IMEISV': { code: 20, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-RAT-Type': { code: 21, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-User-Location-Info': { code: 22, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-MS-TimeZone': { code: 23, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-CAMEL-Charging-Info': { code: 24, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-Packet-Filter': { code: 25, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-Negotiated-DSCP': { code: 26, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-Allocate-IP-Type': { code: 27, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  'TWAN-Identifier': { code: 29, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-User-Location-Info-Time': { code: 30, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
  '3GPP-Secondary-RAT-Usage': { code: 31, vendorId: VENDOR_3GPP, format: 'OctetString', mandatory: 'may' },
} as const
