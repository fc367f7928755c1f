import type { AvpDefinition, DataFormatName } from 'diameter-codec'

/** The version whose dictionary the lists below are complete for. A later one may know more, and none less. */
export const TSHARK_LISTED = '4.0'

/** AVPs of our dictionaries that tshark's own lacks: it shows their octets and warns that they are unknown. */
export const UNKNOWN_TO_TSHARK: readonly string[] = [
  // RFC 8506: what it added to RFC 4006.
  'QoS-Final-Unit-Indication',
  'Redirect-Address-IPAddress',
  'Redirect-Address-SIP-URI',
  'Redirect-Address-URL',
  'Redirect-Server-Extension',
  'Subscription-Id-E164',
  'Subscription-Id-Extension',
  'Subscription-Id-IMSI',
  'Subscription-Id-NAI',
  'Subscription-Id-Private',
  'Subscription-Id-SIP-URI',
  // 3GPP TS 29.061.
  '3GPP-Secondary-RAT-Usage',
  '3GPP-User-Location-Info-Time',
  // TS 29.212, TS 29.214, TS 29.219.
  'TCP-Source-Port',
  'Media-Component-Status',
  'SN-Request-Type',
  // TS 29.229, TS 29.329.
  'Alternate-Digest-Algorithm',
  'Alternate-Digest-HA1',
  'Failed-PCSCF',
  'P-CSCF-Subscription-Info',
  'PCSCF-FQDN',
  'PCSCF-IP-Address',
  'RTR-Flags',
  'Registration-Time-Out',
  'AS-Number',
  'Call-Reference-Info',
  'Call-Reference-Number',
  // TS 32.299.
  'IMS-Emergency-Indicator',
  'Related-Trigger',
  'Status-AS-Code',
  'Transit-IOI-List',
]

/** Whether tshark means the AVP by this name: its own, but for capitals and the "3GPP-" it puts before many, or one of the list. */
export function isNameFor({ name, vendorId, code }: AvpDefinition, shown: string): boolean {
  const other = NAMED_OTHERWISE[`${vendorId}:${code}`]
  return other === undefined ? withoutPrefix(shown) === withoutPrefix(name) : shown === other
}

/** The format tshark reads the AVP's value by, where it is another than ours. */
export function formatOfTshark({ name, format }: AvpDefinition): DataFormatName {
  return READ_OTHERWISE[name] ?? format
}

/** The command as tshark calls it in a summary: "Update-Location-Request" is its "3GPP-Update-Location Request". */
export function isCommandIn(summary: string, { name, code }: { readonly name: string; readonly code: number }): boolean {
  // RFC 8506 §3.1 writes CC-Request where it is short for Credit-Control-Request.
  const spaced = name.replace(/^CC-/, 'Credit-Control-').replace(/-(Request|Answer)$/, ' $1')
  return summary.includes(`cmd=${spaced}(${code})`) || summary.includes(`cmd=3GPP-${spaced}(${code})`)
}

function withoutPrefix(name: string): string {
  return name.toLowerCase().replace(/^3gpp-/, '')
}

/** By vendor and code, with the document that gives our name. */
const NAMED_OTHERWISE: Readonly<Record<string, string>> = {
  '0:50': 'Accounting-Multi-Session-Id', // RFC 6733 §9.8.5: Acct-Multi-Session-Id
  '0:68': 'Tunnel-Connection-ID', // RFC 7155 §4.6.10: Acct-Tunnel-Connection
  '10415:17': '3GPP-IPv6-DNS-Server', // TS 29.061 §16.4.7: 3GPP-IPv6-DNS-Servers
  '10415:606': 'Cx-User-Data', // TS 29.229 §6.3.7: User-Data
  '10415:634': 'Wildcarded-PSI', // TS 29.229 §6.3.35: Wildcarded-Public-Identity
  '10415:702': 'Sh-User-Data', // TS 29.329 §6.3.3: User-Data
  '10415:1488': 'Call-Barring-Infor-List', // TS 29.272 §7.3.101: Call-Barring-Info
  '10415:2603': 'IP-Realm-Default-Indicator', // TS 32.299: IP-Realm-Default-Indication
  '10415:2604': 'Local-GW-Inserted-Indicator', // TS 32.299: Local-GW-Inserted-Indication
  '10415:2605': 'Transcoder-Inserted-Indicator', // TS 32.299: Transcoder-Inserted-Indication
  '10415:2847': '3GPP-PS-Data-Off-Status-Gx', // TS 29.212 §5.3.133: 3GPP-PS-Data-Off-Status
  '10415:3416': 'ISUP-Release-Cause', // TS 32.299: ISUP-Cause
}

/** By name; why ours is kept stands beside it. */
const READ_OTHERWISE: Readonly<Record<string, DataFormatName>> = {
  // RFC 7155 §4.4.10.6.1: Unsigned32.
  'Framed-IPX-Network': 'UTF8String',
  // TS 32.299: Unsigned32.
  'ISUP-Cause-Location': 'OctetString',
  // TS 29.212 §5.3.138, §5.3.139: Unsigned32, in tenths of a percent, since V15.3.0.
  'Max-PLR-DL': 'Float32',
  'Max-PLR-UL': 'Float32',
  // TS 32.299: UTF8String, the From header of SIP.
  'From-Address': 'OctetString',
}
