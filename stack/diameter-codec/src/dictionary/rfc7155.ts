/**
 * Network access: calls, authentication and authorization. RFC 7155 §4.2 to §4.4, §4.4.10 and §4.4.11 in the order of the document;
 * the section of each stands beside it. The first four are RADIUS attributes its messages use without a section of their own. Where
 * the values are a registry of RADIUS, which is open, any number goes. Addresses are octets here, as they are in RADIUS, not the
 * Address format.
 */
export const RFC7155_AVPS = {
  'NAS-IP-Address': { code: 4, format: 'OctetString', mandatory: 'must' }, // RFC 2865
  'NAS-Identifier': { code: 32, format: 'UTF8String', mandatory: 'must' }, // RFC 2865
  'NAS-IPv6-Address': { code: 95, format: 'OctetString', mandatory: 'must' }, // RFC 3162
  State: { code: 24, format: 'OctetString', mandatory: 'must' }, // RFC 2865
  'NAS-Port': { code: 5, format: 'Unsigned32', mandatory: 'must' }, // §4.2.2
  'NAS-Port-Id': { code: 87, format: 'UTF8String', mandatory: 'must' }, // §4.2.3
  'NAS-Port-Type': { code: 61, format: 'Enumerated', mandatory: 'must' }, // §4.2.4
  'Called-Station-Id': { code: 30, format: 'UTF8String', mandatory: 'must' }, // §4.2.5
  'Calling-Station-Id': { code: 31, format: 'UTF8String', mandatory: 'must' }, // §4.2.6
  'Connect-Info': { code: 77, format: 'UTF8String', mandatory: 'must' }, // §4.2.7
  'Originating-Line-Info': { code: 94, format: 'OctetString', mandatory: 'may' }, // §4.2.8
  'Reply-Message': { code: 18, format: 'UTF8String', mandatory: 'must' }, // §4.2.9
  'User-Password': { code: 2, format: 'OctetString', mandatory: 'must' }, // §4.3.1
  'Password-Retry': { code: 75, format: 'Unsigned32', mandatory: 'must' }, // §4.3.2
  Prompt: { code: 76, format: 'Enumerated', mandatory: 'must', values: { No_Echo: 0, Echo: 1 } }, // §4.3.3
  // §4.3.4
  'CHAP-Auth': {
    code: 402,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ CHAP-Algorithm } { CHAP-Ident } [ CHAP-Response ] * [ AVP ]',
  },
  'CHAP-Algorithm': { code: 403, format: 'Enumerated', mandatory: 'must', values: { CHAP_with_MD5: 5 } }, // §4.3.5
  'CHAP-Ident': { code: 404, format: 'OctetString', mandatory: 'must' }, // §4.3.6
  'CHAP-Response': { code: 405, format: 'OctetString', mandatory: 'must' }, // §4.3.7
  'CHAP-Challenge': { code: 60, format: 'OctetString', mandatory: 'must' }, // §4.3.8
  'ARAP-Password': { code: 70, format: 'OctetString', mandatory: 'must' }, // §4.3.9
  'ARAP-Challenge-Response': { code: 84, format: 'OctetString', mandatory: 'must' }, // §4.3.10
  'ARAP-Security': { code: 73, format: 'Unsigned32', mandatory: 'must' }, // §4.3.11
  'ARAP-Security-Data': { code: 74, format: 'OctetString', mandatory: 'must' }, // §4.3.12
  'Service-Type': { code: 6, format: 'Enumerated', mandatory: 'must' }, // §4.4.1
  'Callback-Number': { code: 19, format: 'UTF8String', mandatory: 'must' }, // §4.4.2
  'Callback-Id': { code: 20, format: 'UTF8String', mandatory: 'must' }, // §4.4.3
  'Idle-Timeout': { code: 28, format: 'Unsigned32', mandatory: 'must' }, // §4.4.4
  'Port-Limit': { code: 62, format: 'Unsigned32', mandatory: 'must' }, // §4.4.5
  'NAS-Filter-Rule': { code: 400, format: 'IPFilterRule', mandatory: 'must' }, // §4.4.6
  'Filter-Id': { code: 11, format: 'UTF8String', mandatory: 'must' }, // §4.4.7
  'Configuration-Token': { code: 78, format: 'OctetString', mandatory: 'must' }, // §4.4.8
  'QoS-Filter-Rule': { code: 407, format: 'OctetString', mandatory: 'must' }, // §4.4.9
  'Framed-Protocol': { code: 7, format: 'Enumerated', mandatory: 'must' }, // §4.4.10.1
  'Framed-Routing': { code: 10, format: 'Enumerated', mandatory: 'must' }, // §4.4.10.2
  'Framed-MTU': { code: 12, format: 'Unsigned32', mandatory: 'must' }, // §4.4.10.3
  'Framed-Compression': { code: 13, format: 'Enumerated', mandatory: 'must' }, // §4.4.10.4
  'Framed-IP-Address': { code: 8, format: 'OctetString', mandatory: 'must' }, // §4.4.10.5.1
  'Framed-IP-Netmask': { code: 9, format: 'OctetString', mandatory: 'must' }, // §4.4.10.5.2
  'Framed-Route': { code: 22, format: 'UTF8String', mandatory: 'must' }, // §4.4.10.5.3
  'Framed-Pool': { code: 88, format: 'OctetString', mandatory: 'must' }, // §4.4.10.5.4
  'Framed-Interface-Id': { code: 96, format: 'Unsigned64', mandatory: 'must' }, // §4.4.10.5.5
  'Framed-IPv6-Prefix': { code: 97, format: 'OctetString', mandatory: 'must' }, // §4.4.10.5.6
  'Framed-IPv6-Route': { code: 99, format: 'UTF8String', mandatory: 'must' }, // §4.4.10.5.7
  'Framed-IPv6-Pool': { code: 100, format: 'OctetString', mandatory: 'must' }, // §4.4.10.5.8
  'Framed-IPX-Network': { code: 23, format: 'Unsigned32', mandatory: 'must' }, // §4.4.10.6.1
  'Framed-Appletalk-Link': { code: 37, format: 'Unsigned32', mandatory: 'must' }, // §4.4.10.7.1
  'Framed-Appletalk-Network': { code: 38, format: 'Unsigned32', mandatory: 'must' }, // §4.4.10.7.2
  'Framed-Appletalk-Zone': { code: 39, format: 'OctetString', mandatory: 'must' }, // §4.4.10.7.3
  'ARAP-Features': { code: 71, format: 'OctetString', mandatory: 'must' }, // §4.4.10.8.1
  'ARAP-Zone-Access': { code: 72, format: 'Enumerated', mandatory: 'must' }, // §4.4.10.8.2
  'Login-IP-Host': { code: 14, format: 'OctetString', mandatory: 'must' }, // §4.4.11.1
  'Login-IPv6-Host': { code: 98, format: 'OctetString', mandatory: 'must' }, // §4.4.11.2
  'Login-Service': { code: 15, format: 'Enumerated', mandatory: 'must' }, // §4.4.11.3
  'Login-TCP-Port': { code: 16, format: 'Unsigned32', mandatory: 'must' }, // §4.4.11.4.1
  'Login-LAT-Service': { code: 34, format: 'OctetString', mandatory: 'must' }, // §4.4.11.5.1
  'Login-LAT-Node': { code: 35, format: 'OctetString', mandatory: 'must' }, // §4.4.11.5.2
  'Login-LAT-Group': { code: 36, format: 'OctetString', mandatory: 'must' }, // §4.4.11.5.3
  'Login-LAT-Port': { code: 63, format: 'OctetString', mandatory: 'must' }, // §4.4.11.5.4
} as const
