import { VENDOR_FLAG } from './avp-header.js'
import type { AvpWriter } from './avp-writer.js'
import type { DataFormat } from './data-format/data-format.js'
import { DATA_FORMATS } from './data-format/data-formats.js'
import { DEEPEST_GROUP } from './data-format/grouped.js'
import type { Grammar } from './dictionary/command-code-format.js'
import type { ArbitraryAvp, AvpDefinition, AvpTable, CommandTable, Dictionary } from './dictionary/dictionary.js'
import { Occurrences } from './occurrences.js'

/** An AVP to be written, after its dictionary has checked the type. */
type AvpToWrite = { readonly name: string; readonly value: unknown } | ArbitraryAvp

/**
 * Writes the AVPs of a message or a group in the order of their grammar's fixed places, then in the order given.
 * Null, or what the caller did wrong, in words; the writer's content is useless then.
 */
export function writeAvpsOf(
  avps: readonly AvpToWrite[],
  dictionary: Dictionary<AvpTable, CommandTable>,
  grammar: Grammar,
  into: AvpWriter,
  depth = 0,
): string | null {
  const occurrences = new Occurrences(grammar)
  for (const avp of fixedFirst(avps, grammar)) {
    const mistake = 'code' in avp ? writeArbitraryAvp(avp, occurrences, into) : writeAvp(avp, dictionary, occurrences, into, depth)
    if (mistake !== null) return mistake
  }
  const missing = occurrences.missing()
  return missing === null ? null : `${missing.avp} is missing`
}

/** RFC 6733 §3.2: AVPs written `< … >` have a place before all others. */
function fixedFirst(avps: readonly AvpToWrite[], grammar: Grammar): readonly AvpToWrite[] {
  const fixed = grammar.filter((rule) => rule.fixed).map((rule) => rule.avp)
  if (fixed.length === 0) return avps
  const atTheirPlace = fixed.flatMap((name) => avps.filter((avp) => avp.name === name))
  return [...atTheirPlace, ...avps.filter((avp) => !fixed.includes(avp.name))]
}

function writeArbitraryAvp(avp: ArbitraryAvp, occurrences: Occurrences, into: AvpWriter): string | null {
  const { code, vendorId, value } = avp
  const inRange = code >>> 0 === code && vendorId >>> 0 === vendorId
  if (!inRange) return `AVP code ${code}, vendor ${vendorId} out of range`
  // Flags with V but no vendor, or the reverse, would not survive the way back.
  if (((avp.flags & VENDOR_FLAG) !== 0) !== (vendorId !== 0)) return `AVP ${code}: the V bit and Vendor-ID ${vendorId} contradict`
  occurrences.admitArbitrary()
  into.writeOctetString(avp, value)
  return null
}

function writeAvp(
  avp: { readonly name: string; readonly value: unknown },
  dictionary: Dictionary<AvpTable, CommandTable>,
  occurrences: Occurrences,
  into: AvpWriter,
  depth: number,
): string | null {
  const definition = dictionary.avpNamed(avp.name)
  if (definition === null) return `${avp.name} is not in the dictionary`
  if (occurrences.admit(avp.name) !== 0) return `${avp.name} stands here too often, or at all`
  if (definition.format === 'Grouped') return writeGroup(definition, avp.value as readonly AvpToWrite[], dictionary, into, depth)
  const format = DATA_FORMATS[definition.format] as DataFormat<unknown>
  const value = definition.values === null ? avp.value : definition.values[avp.value as string]
  if (value === undefined || !format.accepts(value)) return `${avp.name} cannot be ${String(avp.value)}`
  const octets = new Uint8Array(format.lengthOf(value))
  format.write(octets, 0, value)
  into.writeOctetString(definition, octets)
  return null
}

function writeGroup(
  definition: AvpDefinition,
  members: readonly AvpToWrite[],
  dictionary: Dictionary<AvpTable, CommandTable>,
  into: AvpWriter,
  depth: number,
): string | null {
  if (depth === DEEPEST_GROUP) return `${definition.name} is nested too deep`
  into.beginGroup(definition)
  const mistake = writeAvpsOf(members, dictionary, definition.group, into, depth + 1)
  if (mistake !== null) return `${definition.name}: ${mistake}`
  into.endGroup()
  return null
}
