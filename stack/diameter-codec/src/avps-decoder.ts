import { MANDATORY_FLAG, VENDOR_FLAG } from './avp-header.js'
import { AvpCursor } from './avp-reader.js'
import type { DataFormat } from './data-format/data-format.js'
import { DATA_FORMATS } from './data-format/data-formats.js'
import { enumerationName } from './data-format/enumerated.js'
import { DEEPEST_GROUP } from './data-format/grouped.js'
import { type DecodeFault, decodeFault, isDecodeFault } from './decode-fault.js'
import { ANY_AVP, type Grammar } from './dictionary/command-code-format.js'
import type { ArbitraryAvp, AvpDefinition, AvpTable, CommandTable, Dictionary } from './dictionary/dictionary.js'
import { exampleAvp, insideGroup, minimumValueLength } from './failed-avp.js'
import { Occurrences } from './occurrences.js'
import { ResultCode } from './result-code.js'

/** An AVP decoded, before its dictionary gives it a type. */
export type DecodedAvp = { readonly name: string; readonly value: unknown } | ArbitraryAvp

export interface AvpsContext {
  readonly dictionary: Dictionary<AvpTable, CommandTable>
  readonly grammar: Grammar
  readonly strictAvpFlags: boolean
  /** Groups around these AVPs. */
  readonly depth: number
}

/** The AVPs of a message or a group, or the first fault among them. */
export function decodeAvps(octets: Uint8Array, at: number, length: number, context: AvpsContext): readonly DecodedAvp[] | DecodeFault {
  const cursor = new AvpCursor()
  cursor.enter(octets, at, length)
  const occurrences = new Occurrences(context.grammar)
  const avps: DecodedAvp[] = []
  while (cursor.next()) {
    const avp = decodeAvp(cursor, occurrences, context)
    if (isDecodeFault(avp)) return avp
    avps.push(avp)
  }
  if (cursor.faultCode !== 0) {
    const definition = context.dictionary.findAvp(cursor.code, cursor.vendorId)
    return decodeFault(cursor.faultCode, definition?.name ?? 'AVP Length', cursor.failedAvp(minimumValueLength(definition)))
  }
  const missing = occurrences.missing()
  if (missing === null) return avps
  // RFC 6733 §7.1.5: 5005 with an example of the missing AVP; "any AVP" has none.
  const definition = context.dictionary.avpNamed(missing.avp)
  return decodeFault(ResultCode.DIAMETER_MISSING_AVP, missing.avp, definition === null ? undefined : exampleAvp(definition))
}

function decodeAvp(cursor: AvpCursor, occurrences: Occurrences, context: AvpsContext): DecodedAvp | DecodeFault {
  // RFC 6733 §4.1.1: the Vendor-ID field MUST NOT be zero, so a V bit with it contradicts the definition of any AVP.
  if ((cursor.flags & VENDOR_FLAG) !== 0 && cursor.vendorId === 0) return refuse(cursor, ResultCode.DIAMETER_INVALID_AVP_BITS, 'Vendor-ID')
  const definition = context.dictionary.findAvp(cursor.code, cursor.vendorId)
  if (definition === null) {
    // RFC 6733 §4.1: an AVP with the M bit that is not understood is answered with an error; without it, it may be passed over.
    if ((cursor.flags & MANDATORY_FLAG) !== 0) return refuse(cursor, ResultCode.DIAMETER_AVP_UNSUPPORTED, `AVP ${cursor.code}`)
    occurrences.admitArbitrary()
    return arbitraryAvp(cursor)
  }
  if (context.strictAvpFlags && contradictsMandatory(cursor.flags, definition)) {
    return refuse(cursor, ResultCode.DIAMETER_INVALID_AVP_BITS, definition.name)
  }
  const refused = occurrences.admit(definition.name)
  if (refused !== 0) return refuse(cursor, refused, definition.name)
  return definition.format === 'Grouped' ? decodeGroup(cursor, definition, context) : decodeValue(cursor, definition)
}

function decodeGroup(cursor: AvpCursor, definition: AvpDefinition, context: AvpsContext): DecodedAvp | DecodeFault {
  if (definition.name === 'Failed-AVP') return { name: definition.name, value: failedMembers(cursor) }
  if (context.depth === DEEPEST_GROUP) return refuse(cursor, ResultCode.DIAMETER_INVALID_AVP_VALUE, `${definition.name}, nested too deep`)
  const inner = { ...context, grammar: definition.group, depth: context.depth + 1 }
  const members = decodeAvps(cursor.octets, cursor.valueAt, cursor.valueLength, inner)
  if (!isDecodeFault(members)) return { name: definition.name, value: members }
  return decodeFault(members.resultCode, `${definition.name}: ${members.where}`, insideGroup(definition, members.failedAvp))
}

/**
 * What a Failed-AVP holds is wrong by its nature (RFC 6733 §7.5), so its members are not judged but kept as they came; what
 * cannot be walked ends the list.
 */
function failedMembers(cursor: AvpCursor): readonly ArbitraryAvp[] {
  const inside = new AvpCursor()
  inside.enterGroup(cursor)
  const members: ArbitraryAvp[] = []
  while (inside.next()) members.push(arbitraryAvp(inside))
  return members
}

function decodeValue(cursor: AvpCursor, definition: AvpDefinition): DecodedAvp | DecodeFault {
  const format = DATA_FORMATS[definition.format as keyof typeof DATA_FORMATS] as DataFormat<unknown>
  if (cursor.valueLength < format.minimumLength || cursor.valueLength > format.maximumLength) {
    // RFC 6733 §4.2: the formats with a length of their own; §7.1.5: the offending AVP goes into Failed-AVP.
    return refuse(cursor, ResultCode.DIAMETER_INVALID_AVP_LENGTH, definition.name)
  }
  const value = format.read(cursor.octets, cursor.valueAt, cursor.valueLength)
  if (value === null) return refuse(cursor, ResultCode.DIAMETER_INVALID_AVP_VALUE, definition.name)
  if (definition.values === null) return { name: definition.name, value }
  const name = enumerationName(definition.values, value as number)
  // RFC 6733 §7: "an AVP that is received with an unrecognized value causes an answer to be returned with … INVALID_AVP_VALUE".
  return name === null ? refuse(cursor, ResultCode.DIAMETER_INVALID_AVP_VALUE, definition.name) : { name: definition.name, value: name }
}

function arbitraryAvp(cursor: AvpCursor): ArbitraryAvp {
  return { name: ANY_AVP, code: cursor.code, vendorId: cursor.vendorId, flags: cursor.flags, value: cursor.copyValue() }
}

function contradictsMandatory(flags: number, definition: AvpDefinition): boolean {
  const set = (flags & MANDATORY_FLAG) !== 0
  return definition.mandatory === 'must' ? !set : definition.mandatory === 'must-not' && set
}

/** A fault that carries the whole AVP, as it came. */
function refuse(cursor: AvpCursor, resultCode: number, where: string): DecodeFault {
  return decodeFault(resultCode, where, cursor.copyAvp())
}
