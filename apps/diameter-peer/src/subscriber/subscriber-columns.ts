import { z } from 'zod'
import { sequenceNumberOf } from '../milenage/authentication-vector.js'
import { operatorVariantOf } from '../milenage/milenage.js'
import { type AccessPoint, BARRABLE_RADIO, type BarrableRadio, PDN_TYPES, type PdnType, type Subscriber } from './subscriber.js'

/** The columns of a table of subscribers, as text. What a message says is what to give instead. */
export const SUBSCRIBER_COLUMNS = z.object({
  imsi: text(/^\d{6,15}$/, 'give 6 to 15 digits, such as 001010000000001'),
  msisdn: text(/^\d{5,15}$/, 'give a telephone number with its country code, digits only, such as 15551234567').optional(),
  k: text(/^[0-9a-f]{32}$/i, 'give the key K as 32 hexadecimal digits'),
  opc: text(/^[0-9a-f]{32}$/i, 'give OPc as 32 hexadecimal digits, or OP in the column "op"').optional(),
  op: text(/^[0-9a-f]{32}$/i, 'give OP as 32 hexadecimal digits, or OPc in the column "opc"').optional(),
  amf: text(/^[0-9a-f]{4}$/i, 'give the authentication management field as 4 hexadecimal digits, such as 8000').default('8000'),
  sqn: text(/^[0-9a-f]{12}$/i, 'give the last sequence number as 12 hexadecimal digits, such as 000000000020').default('000000000000'),
  apns: text(
    /^\S+( +\S+)*$/,
    'give access points as name:PDN type:QCI:priority with spaces between, all but the name as you like, such as internet ims:IPv6:5:1',
  ).optional(),
  ambr_uplink: bitRate().default('50000000'),
  ambr_downlink: bitRate().default('100000000'),
  networks: text(/^\d{3}-\d{2,3}( +\d{3}-\d{2,3})*$/, 'give networks as MCC-MNC with spaces between, such as 001-01 262-02').optional(),
  barred_radio: text(/^\S+( +\S+)*$/, `give radio with spaces between, of ${Object.keys(BARRABLE_RADIO).join(', ')}`).optional(),
  public_identities: text(
    /^(sip|tel):\S+( +(sip|tel):\S+)*$/,
    'give SIP and tel URIs with spaces between, such as sip:alice@ims.example',
  ).optional(),
})

/** Columns whose values no message may repeat. */
export const SECRET_COLUMNS = ['k', 'op', 'opc'] as const

/** A row of the table, checked, as a subscriber. */
export const SUBSCRIBER_ROW = SUBSCRIBER_COLUMNS.transform((row, context): Subscriber => {
  const key = octets(row.k)
  // A row without both gets zeros here and is refused all the same.
  const operator = row.opc ?? row.op ?? '0'.repeat(32)
  if ((row.opc === undefined) === (row.op === undefined))
    context.addIssue({ code: 'custom', path: ['opc'], message: 'give either OPc in this column or OP in the column "op"' })
  return {
    imsi: row.imsi,
    msisdn: row.msisdn ?? null,
    key,
    operatorVariant: row.op === undefined ? octets(operator) : operatorVariantOf(key, octets(operator)),
    managementField: octets(row.amf),
    sequenceNumber: sequenceNumberOf(octets(row.sqn)),
    accessPoints: words(row.apns).map((word, at) => accessPointOf(word, at + 1, context)),
    aggregateBitRate: { uplink: Number(row.ambr_uplink), downlink: Number(row.ambr_downlink) },
    networks: row.networks === undefined ? null : words(row.networks),
    barredRadio: words(row.barred_radio).map((word) => barrableRadioOf(word, context)),
    publicIdentities: words(row.public_identities),
  }
})

type Context = Pick<z.core.$RefinementCtx, 'addIssue'>

function accessPointOf(word: string, contextIdentifier: number, context: Context): AccessPoint {
  const [name = '', pdnType = 'IPv4v6', qosClass = '9', priorityLevel = '8', ...more] = word.split(':')
  const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['apns'], message })
  // TS 23.003 §9.1: labels of letters, digits and hyphens with dots between.
  if (!/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(name) || more.length > 0)
    refuse('give access points as name:PDN type:QCI:priority, the name of letters, digits, hyphens and dots')
  if (!isPdnType(pdnType)) refuse(`give one of ${PDN_TYPES.join(', ')} as PDN type`)
  if (!isWithin(qosClass, 1, 254)) refuse('give a QCI from 1 to 254')
  if (!isWithin(priorityLevel, 1, 15)) refuse('give a priority from 1 to 15')
  return {
    contextIdentifier,
    name,
    pdnType: isPdnType(pdnType) ? pdnType : 'IPv4',
    qosClass: Number(qosClass),
    priorityLevel: Number(priorityLevel),
  }
}

function barrableRadioOf(word: string, context: Context): BarrableRadio {
  if (!(word in BARRABLE_RADIO))
    context.addIssue({ code: 'custom', path: ['barred_radio'], message: `give radio of ${Object.keys(BARRABLE_RADIO).join(', ')}` })
  return word as BarrableRadio
}

function text(pattern: RegExp, remedy: string): z.ZodString {
  return z.string({ error: remedy }).regex(pattern, { error: remedy })
}

/** Unsigned32 on the wire, bits per second. */
function bitRate(): z.ZodString {
  const remedy = 'give bits per second from 1 to 4294967295'
  return text(/^\d{1,10}$/, remedy).refine((value) => isWithin(value, 1, 0xffff_ffff), { error: remedy })
}

function isPdnType(word: string): word is PdnType {
  return (PDN_TYPES as readonly string[]).includes(word)
}

function isWithin(digits: string, least: number, most: number): boolean {
  return /^\d+$/.test(digits) && Number(digits) >= least && Number(digits) <= most
}

function words(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(/ +/)
}

function octets(hexadecimal: string): Uint8Array {
  return new Uint8Array(Buffer.from(hexadecimal, 'hex'))
}
