/** Network access: tunnels and accounting. RFC 7155 §4.5, §4.6. */
export const RFC7155_ACCOUNTING_AVPS = {
  // §4.5.1
  Tunneling: {
    code: 401,
    format: 'Grouped',
    mandatory: 'must',
    group: `
      { Tunnel-Type } { Tunnel-Medium-Type } { Tunnel-Client-Endpoint } { Tunnel-Server-Endpoint } [ Tunnel-Preference ]
      [ Tunnel-Client-Auth-Id ] [ Tunnel-Server-Auth-Id ] [ Tunnel-Assignment-Id ] [ Tunnel-Password ] [ Tunnel-Private-Group-Id ]`,
  },
  'Tunnel-Type': { code: 64, format: 'Enumerated', mandatory: 'must' }, // §4.5.2
  'Tunnel-Medium-Type': { code: 65, format: 'Enumerated', mandatory: 'must' }, // §4.5.3
  'Tunnel-Client-Endpoint': { code: 66, format: 'UTF8String', mandatory: 'must' }, // §4.5.4
  'Tunnel-Server-Endpoint': { code: 67, format: 'UTF8String', mandatory: 'must' }, // §4.5.5
  'Tunnel-Password': { code: 69, format: 'OctetString', mandatory: 'must' }, // §4.5.6
  'Tunnel-Private-Group-Id': { code: 81, format: 'OctetString', mandatory: 'must' }, // §4.5.7
  'Tunnel-Assignment-Id': { code: 82, format: 'OctetString', mandatory: 'must' }, // §4.5.8
  'Tunnel-Preference': { code: 83, format: 'Unsigned32', mandatory: 'must' }, // §4.5.9
  'Tunnel-Client-Auth-Id': { code: 90, format: 'UTF8String', mandatory: 'must' }, // §4.5.10
  'Tunnel-Server-Auth-Id': { code: 91, format: 'UTF8String', mandatory: 'must' }, // §4.5.11
  'Accounting-Input-Octets': { code: 363, format: 'Unsigned64', mandatory: 'must' }, // §4.6.1
  'Accounting-Output-Octets': { code: 364, format: 'Unsigned64', mandatory: 'must' }, // §4.6.2
  'Accounting-Input-Packets': { code: 365, format: 'Unsigned64', mandatory: 'must' }, // §4.6.3
  'Accounting-Output-Packets': { code: 366, format: 'Unsigned64', mandatory: 'must' }, // §4.6.4
  'Acct-Session-Time': { code: 46, format: 'Unsigned32', mandatory: 'must' }, // §4.6.5
  'Acct-Authentic': { code: 45, format: 'Enumerated', mandatory: 'must' }, // §4.6.6
  'Accounting-Auth-Method': { code: 406, format: 'Enumerated', mandatory: 'must' }, // §4.6.7
  'Acct-Delay-Time': { code: 41, format: 'Unsigned32', mandatory: 'must' }, // §4.6.8
  'Acct-Link-Count': { code: 51, format: 'Unsigned32', mandatory: 'must' }, // §4.6.9
  'Acct-Tunnel-Connection': { code: 68, format: 'OctetString', mandatory: 'must' }, // §4.6.10
  'Acct-Tunnel-Packets-Lost': { code: 86, format: 'Unsigned32', mandatory: 'must' }, // §4.6.11
  'Origin-AAA-Protocol': { code: 408, format: 'Enumerated', mandatory: 'must', values: { RADIUS: 1 } }, // RFC 4005 §9.3.6
} as const
