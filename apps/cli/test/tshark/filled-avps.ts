import {
  ANY_AVP,
  type AvpDefinition,
  type AvpOf,
  type AvpTable,
  type CommandTable,
  type DataFormatName,
  DEEPEST_GROUP,
  type Dictionary,
  type Grammar,
} from 'diameter-codec'

export type AnyDictionary = Dictionary<AvpTable, CommandTable>
export type AnyAvp = AvpOf<AvpTable>

/** What the values of a message depend on. */
export interface Filling {
  readonly dictionary: AnyDictionary
  /** Application-Ids in a message say the same as its header (RFC 6733 §6.8). */
  readonly applicationId: number
}

/**
 * An AVP for each rule of a grammar, groups filled in the same way as deep as the codec allows: what a message looks like that leaves
 * nothing out.
 */
export function filledAvps(filling: Filling, grammar: Grammar, depth = 0): AnyAvp[] {
  return grammar.flatMap((rule) => {
    if (rule.avp === ANY_AVP || rule.max === 0 || (rule.min === 0 && depth >= DEEPEST_GROUP - 1)) return []
    const avp = filledAvp(filling, filling.dictionary.avpNamed(rule.avp)!, depth)
    return new Array<AnyAvp>(Math.max(rule.min, 1)).fill(avp)
  })
}

/** One AVP; of a group, with everything its grammar has room for. */
export function filledAvp(filling: Filling, definition: AvpDefinition, depth = 0): AnyAvp {
  const value = definition.format === 'Grouped' ? filledGroup(filling, definition, depth) : filledValue(filling, definition)
  return { name: definition.name, value } as unknown as AnyAvp
}

export function filledValue({ applicationId }: Filling, { name, format, values }: AvpDefinition): unknown {
  if (values !== null) return Object.keys(values)[0]
  if (name === 'Auth-Application-Id' || name === 'Acct-Application-Id') return applicationId
  return STRUCTURED[name] ?? ANY_VALUE[format as keyof typeof ANY_VALUE]
}

/** Where a grammar names nothing, as that of Failed-AVP, something stands that every dictionary knows. */
function filledGroup(filling: Filling, { group }: AvpDefinition, depth: number): AnyAvp[] {
  const avps = filledAvps(filling, group, depth + 1)
  return avps.length > 0 ? avps : [{ name: 'Origin-State-Id', value: 1 } as unknown as AnyAvp]
}

const ascii = (text: string) => new TextEncoder().encode(text)

const ANY_VALUE: Record<Exclude<DataFormatName, 'Grouped'>, unknown> = {
  OctetString: ascii('abcd'),
  Integer32: -7,
  Integer64: -7_000_000_000n,
  Unsigned32: 4_000_000_001,
  Unsigned64: 9_000_000_000n,
  Float32: 1.5,
  Float64: 2.5,
  Address: '192.0.2.1',
  Time: 1_767_794_602,
  UTF8String: 'text',
  DiameterIdentity: 'host.example',
  DiameterURI: 'aaa://host.example:3868;transport=sctp',
  Enumerated: 1,
  IPFilterRule: 'permit out 6 from any to assigned 80',
}

/** MCC 001, MNC 01, as mobile networks code it. 3GPP TS 24.008 §10.5.1.3. */
const PLMN = Uint8Array.of(0x00, 0xf1, 0x10)

/** Values whose octets have a form of their own, which Wireshark looks into. */
const STRUCTURED: Readonly<Record<string, unknown>> = {
  // An IMSI where the user is a subscriber (TS 29.272 §7.3.1).
  'User-Name': '001010000000001',
  // TS 29.272 §7.3.9, TS 29.336 §8.4.
  'Visited-PLMN-Id': PLMN,
  'Group-PLMN-Id': PLMN,
  // RFC 3162 §2.3: reserved, length in bits, prefix.
  'Framed-IPv6-Prefix': Uint8Array.of(0, 64, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 1),
  // TS 29.061 §16.4.7.2.
  '3GPP-IMSI-MCC-MNC': '00101',
  '3GPP-SGSN-MCC-MNC': '00101',
  '3GPP-GPRS-Negotiated-QoS-Profile': '08-4808000000fa00000000fa',
  // TS 32.299 §7.2.154: MCC, MNC, LAC and RAC.
  RAI: '001010001ff',
  // TS 29.274 §8.100: flags, length of the SSID, SSID.
  'TWAN-Identifier': Uint8Array.of(0, 4, ...ascii('wlan')),
  'Presence-Reporting-Area-Elements-List': Uint8Array.of(0, 0, 0, 0, 0, 0, 0),
  // TS 29.061 §16.4.7.2: TAI and ECGI.
  '3GPP-User-Location-Info': Uint8Array.of(0x82, ...PLMN, 0, 1, ...PLMN, 0, 0, 0, 1),
  // IMEISV.
  'User-Equipment-Info-Value': ascii('0010000100000001'),
}
