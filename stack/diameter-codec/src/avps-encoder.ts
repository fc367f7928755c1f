import { padded } from '@sigbed/octets'
import { avpHeaderLength, VENDOR_FLAG, writeAvpHeader } from './avp-header.js'
import type { AvpKey, AvpWriter } from './avp-writer.js'
import type { DataFormat } from './data-format/data-format.js'
import { DATA_FORMATS } from './data-format/data-formats.js'
import { DEEPEST_GROUP } from './data-format/grouped.js'
import { type Grammar, grammarIndex } from './dictionary/command-code-format.js'
import type { ArbitraryAvp, AvpAsReceived, AvpDefinition, AvpTable, CommandTable, Dictionary } from './dictionary/dictionary.js'
import { Occurrences } from './occurrences.js'

/** An AVP to be written, after its dictionary has checked the type. */
type KnownAvp = AvpAsReceived & { readonly name: string; readonly value: unknown }
type AvpToWrite = KnownAvp | ArbitraryAvp

export interface Writing {
  readonly dictionary: Dictionary<AvpTable, CommandTable>
  readonly into: AvpWriter
  /** No grammar is held against the AVPs, and none is moved. */
  readonly asGiven: boolean
}

/**
 * Writes the AVPs of a message or a group in the order of their grammar's fixed places, then in the order given.
 * Null, or what the caller did wrong, in words; the writer's content is useless then.
 */
export function writeAvpsOf(avps: readonly AvpToWrite[], grammar: Grammar, writing: Writing, depth = 0): string | null {
  const occurrences = new Occurrences(grammar)
  for (const avp of writing.asGiven ? avps : fixedFirst(avps, grammar)) {
    const mistake = 'code' in avp ? writeArbitraryAvp(avp, occurrences, writing) : writeAvp(avp, occurrences, writing, depth)
    if (mistake !== null) return mistake
  }
  const missing = writing.asGiven ? undefined : occurrences.missing()[0]
  return missing === undefined ? null : `${missing.avp} is missing`
}

/** RFC 6733 §3.2: AVPs written `< … >` have a place before all others. Mostly they stand there already. */
function fixedFirst(avps: readonly AvpToWrite[], grammar: Grammar): readonly AvpToWrite[] {
  const { fixed } = grammarIndex(grammar)
  if (fixed.every((name, place) => avps[place]?.name === name)) {
    if (!avps.some((avp, place) => place >= fixed.length && fixed.includes(avp.name))) return avps
  }
  const atTheirPlace = fixed.flatMap((name) => avps.filter((avp) => avp.name === name))
  return [...atTheirPlace, ...avps.filter((avp) => !fixed.includes(avp.name))]
}

function writeArbitraryAvp(avp: ArbitraryAvp, occurrences: Occurrences, { into, asGiven }: Writing): string | null {
  const { code, vendorId, flags, value } = avp
  const inRange = code >>> 0 === code && vendorId >>> 0 === vendorId
  if (!inRange) return `AVP code ${code}, vendor ${vendorId} out of range`
  // Flags with V but no vendor, or the reverse, would not survive the way back.
  const hasVendor = (flags & VENDOR_FLAG) !== 0
  if (hasVendor !== (vendorId !== 0) && !(asGiven && hasVendor)) return `AVP ${code}: the V bit and Vendor-ID ${vendorId} contradict`
  occurrences.admitArbitrary()
  if (hasVendor && vendorId === 0) into.writeAvps(withVendorZero(avp))
  else into.writeOctetString(avp, value)
  writeReceivedPadding(avp, into)
  return null
}

/** Never of our own making (RFC 6733 §4.1.1), but passed on as it came. */
function withVendorZero({ code, flags, value }: ArbitraryAvp): Uint8Array {
  const octets = new Uint8Array(padded(avpHeaderLength(flags) + value.length))
  const valueAt = writeAvpHeader(octets, 0, code, flags, 1, value.length)
  octets[valueAt - 1] = 0
  octets.set(value, valueAt)
  return octets
}

function writeAvp(avp: KnownAvp, occurrences: Occurrences, writing: Writing, depth: number): string | null {
  const definition = writing.dictionary.avpNamed(avp.name)
  if (definition === null) return `${avp.name} is not in the dictionary`
  if (!writing.asGiven && occurrences.admit(avp.name) !== 0) return `${avp.name} stands here too often, or at all`
  const key = avp.flags === undefined ? definition : { code: definition.code, vendorId: definition.vendorId, flags: avp.flags }
  if (definition.format === 'Grouped') return writeGroup(definition, key, avp.value as readonly AvpToWrite[], writing, depth)
  const format = DATA_FORMATS[definition.format] as DataFormat<unknown>
  const value = definition.values === null ? avp.value : definition.values[avp.value as string]
  if (value === undefined || !format.accepts(value)) return `${avp.name} cannot be ${String(avp.value)}`
  writing.into.writeValue(key, format, value)
  writeReceivedPadding(avp, writing.into)
  return null
}

function writeGroup(
  definition: AvpDefinition,
  key: AvpKey,
  members: readonly AvpToWrite[],
  writing: Writing,
  depth: number,
): string | null {
  if (depth === DEEPEST_GROUP) return `${definition.name} is nested too deep`
  writing.into.beginGroup(key)
  const mistake = writeAvpsOf(members, definition.group, writing, depth + 1)
  if (mistake !== null) return `${definition.name}: ${mistake}`
  writing.into.endGroup()
  return null
}

/** Puts the padding an AVP came with where zeros were written. */
function writeReceivedPadding({ padding }: AvpAsReceived, into: AvpWriter): void {
  if (padding !== undefined) into.octets.set(padding, into.length - padding.length)
}
