/**
 * The AVPs of Mobile IPv6 with which 3GPP names access points and the gateways that serve them. RFC 4004, RFC 5447 and RFC 5778,
 * sections beside.
 */
export const MOBILE_IPV6_AVPS = {
  'MIP6-Feature-Vector': { code: 124, format: 'Unsigned64', mandatory: 'must' }, // RFC 5447 §4.2.5
  'MIP6-Home-Link-Prefix': { code: 125, format: 'OctetString', mandatory: 'may' }, // RFC 5447 §4.2.4
  'MIP-Home-Agent-Address': { code: 334, format: 'Address', mandatory: 'must' }, // RFC 4004 §7.4
  // RFC 4004 §7.11
  'MIP-Home-Agent-Host': {
    code: 348,
    format: 'Grouped',
    mandatory: 'must',
    group: '{ Destination-Realm } { Destination-Host } * [ AVP ]',
  },
  // RFC 5447 §4.2.1
  'MIP6-Agent-Info': {
    code: 486,
    format: 'Grouped',
    mandatory: 'must',
    group: '*2 [ MIP-Home-Agent-Address ] [ MIP-Home-Agent-Host ] [ MIP6-Home-Link-Prefix ] * [ AVP ]',
  },
  'Service-Selection': { code: 493, format: 'UTF8String', mandatory: 'must' }, // RFC 5778 §6.2
} as const
