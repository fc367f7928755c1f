import { sameOctets } from '@sigbed/octets'
import { MANDATORY_FLAG, PROTECTED_FLAG, UNASSIGNED_AVP_FLAGS, VENDOR_FLAG } from './avp-header.js'
import { AvpCursor } from './avp-reader.js'
import type { DataFormat } from './data-format/data-format.js'
import { DATA_FORMATS } from './data-format/data-formats.js'
import { DEEPEST_GROUP } from './data-format/grouped.js'
import { type DecodeFault, decodeFault, isDecodeFault } from './decode-fault.js'
import { ANY_AVP, type Grammar } from './dictionary/command-code-format.js'
import type { ArbitraryAvp, AvpAsReceived, AvpDefinition, AvpTable, CommandTable, Dictionary } from './dictionary/dictionary.js'
import { exampleAvp, faultInsideGroup, minimumValueLength } from './failed-avp.js'
import { Judgement } from './judgement.js'
import { Occurrences } from './occurrences.js'
import { ResultCode } from './result-code.js'

/** An AVP decoded, before its dictionary gives it a type. */
export type DecodedAvp = (AvpAsReceived & { readonly name: string; readonly value: unknown }) | ArbitraryAvp

export interface AvpsContext {
  readonly dictionary: Dictionary<AvpTable, CommandTable>
  readonly grammar: Grammar
  readonly judgement: Judgement
  /** Groups around these AVPs. */
  readonly depth: number
}

/** The AVPs of a message or a group, or the fault the reading ends with. */
export function decodeAvps(octets: Uint8Array, at: number, length: number, context: AvpsContext): readonly DecodedAvp[] | DecodeFault {
  const { judgement } = context
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
    judgement.isCutShort = true
    const definition = context.dictionary.findAvp(cursor.code, cursor.vendorId)
    const wrongLength = decodeFault(cursor.faultCode, definition?.name ?? 'AVP Length', cursor.failedAvp(minimumValueLength(definition)))
    const refused = judgement.refuse(wrongLength)
    if (refused !== null) return refused
  }
  for (const missing of occurrences.missing()) {
    // RFC 6733 §7.1.5: 5005 with an example of the missing AVP; "any AVP" has none.
    const definition = context.dictionary.avpNamed(missing.avp)
    const example = definition === null ? undefined : exampleAvp(definition)
    const refused = judgement.refuse(decodeFault(ResultCode.DIAMETER_MISSING_AVP, missing.avp, example))
    if (refused !== null) return refused
  }
  return avps
}

function decodeAvp(cursor: AvpCursor, occurrences: Occurrences, context: AvpsContext): DecodedAvp | DecodeFault {
  const { judgement } = context
  // RFC 6733 §4.1.1: the Vendor-ID field MUST NOT be zero, so a V bit with it contradicts the definition of any AVP.
  if ((cursor.flags & VENDOR_FLAG) !== 0 && cursor.vendorId === 0) {
    return judgement.refuse(faultAt(cursor, ResultCode.DIAMETER_INVALID_AVP_BITS, 'Vendor-ID')) ?? arbitraryAvp(cursor, judgement)
  }
  const definition = context.dictionary.findAvp(cursor.code, cursor.vendorId)
  if (judgement.bindsSender) {
    const refused = judgeSender(cursor, definition, occurrences, judgement)
    if (refused !== null) return refused
  }
  if (definition === null) {
    // RFC 6733 §4.1: an AVP with the M bit that is not understood is answered with an error; without it, it may be passed over.
    if ((cursor.flags & MANDATORY_FLAG) !== 0) {
      const refused = judgement.refuse(faultAt(cursor, ResultCode.DIAMETER_AVP_UNSUPPORTED, `AVP ${cursor.code}`))
      if (refused !== null) return refused
    }
    occurrences.admitArbitrary()
    return arbitraryAvp(cursor, judgement)
  }
  const tooMany = occurrences.admit(definition.name)
  if (tooMany !== 0) {
    const refused = judgement.refuse(faultAt(cursor, tooMany, definition.name))
    if (refused !== null) return refused
  }
  return definition.format === 'Grouped' ? decodeGroup(cursor, definition, context) : decodeValue(cursor, definition, judgement)
}

/** What a sender is told and a receiver need not mind. The fault that ends the reading, or null. */
function judgeSender(
  cursor: AvpCursor,
  definition: AvpDefinition | null,
  occurrences: Occurrences,
  judgement: Judgement,
): DecodeFault | null {
  const where = definition?.name ?? `AVP ${cursor.code}`
  const { flags } = cursor
  const judge = (wrong: boolean, resultCode: number, what: string): DecodeFault | null =>
    wrong ? judgement.refuse(faultAt(cursor, resultCode, `${where}${what}`)) : null
  return (
    // RFC 6733 §4.1: "an unrecognized bit SHOULD be considered an error"; §7.1.3: 3009 for "an unrecognized value".
    judge((flags & UNASSIGNED_AVP_FLAGS) !== 0, ResultCode.DIAMETER_INVALID_AVP_BITS, ', reserved flag bits') ??
    // RFC 6733 §4.1: no end-to-end security is specified, so P "SHOULD be set to 0"; §7.1.5: 5016 for flags that are "not allowed".
    judge((flags & PROTECTED_FLAG) !== 0, ResultCode.DIAMETER_INVALID_AVP_BIT_COMBO, ', P bit') ??
    // RFC 6733 §4.1: the M bit "MUST be set according to the rules defined in the application specification".
    judge(definition !== null && contradictsMandatory(flags, definition), ResultCode.DIAMETER_INVALID_AVP_BITS, ', M bit') ??
    // RFC 6733 §4: "A number of zero-valued bytes are added".
    judge(!isZeroPadded(cursor), ResultCode.DIAMETER_INVALID_AVP_VALUE, ', padding') ??
    // RFC 6733 §3.2: a fixed AVP has its position. No Result-Code is named for another one; 5008 says it must not be present there.
    judge(definition !== null && occurrences.isMisplaced(definition.name), ResultCode.DIAMETER_AVP_NOT_ALLOWED, ', not at its place')
  )
}

function decodeGroup(cursor: AvpCursor, definition: AvpDefinition, context: AvpsContext): DecodedAvp | DecodeFault {
  const { judgement } = context
  if (definition.name === 'Failed-AVP') return failedAvp(cursor, definition, judgement)
  if (context.depth === DEEPEST_GROUP) {
    const tooDeep = faultAt(cursor, ResultCode.DIAMETER_INVALID_AVP_VALUE, `${definition.name}, nested too deep`)
    return judgement.refuse(tooDeep) ?? arbitraryAvp(cursor, judgement)
  }
  const inner = new Judgement(judgement.mode)
  const members = decodeAvps(cursor.octets, cursor.valueAt, cursor.valueLength, {
    dictionary: context.dictionary,
    grammar: definition.group,
    judgement: inner,
    depth: context.depth + 1,
  })
  if (isDecodeFault(members)) return faultInsideGroup(definition, members)
  for (const fault of inner.faults) judgement.refuse(faultInsideGroup(definition, fault))
  return inner.isCutShort ? arbitraryAvp(cursor, judgement) : knownAvp(cursor, definition, members, judgement)
}

/**
 * What a Failed-AVP holds is wrong by its nature (RFC 6733 §7.5), so its members are not judged but kept as they came; what
 * cannot be walked ends the list.
 */
function failedAvp(cursor: AvpCursor, definition: AvpDefinition, judgement: Judgement): DecodedAvp {
  const inside = new AvpCursor()
  inside.enterGroup(cursor)
  const members: ArbitraryAvp[] = []
  while (inside.next()) members.push(arbitraryAvp(inside, judgement))
  if (judgement.isLenient && inside.faultCode !== 0) return arbitraryAvp(cursor, judgement)
  return knownAvp(cursor, definition, members, judgement)
}

function decodeValue(cursor: AvpCursor, definition: AvpDefinition, judgement: Judgement): DecodedAvp | DecodeFault {
  const format = DATA_FORMATS[definition.format as keyof typeof DATA_FORMATS] as DataFormat<unknown>
  if (cursor.valueLength < format.minimumLength || cursor.valueLength > format.maximumLength) {
    // RFC 6733 §4.2: the formats with a length of their own; §7.1.5: the offending AVP goes into Failed-AVP.
    const wrongLength = faultAt(cursor, ResultCode.DIAMETER_INVALID_AVP_LENGTH, definition.name)
    return judgement.refuse(wrongLength) ?? arbitraryAvp(cursor, judgement)
  }
  const value = format.read(cursor.octets, cursor.valueAt, cursor.valueLength)
  // RFC 6733 §7: "an AVP that is received with an unrecognized value causes an answer to be returned with … INVALID_AVP_VALUE".
  const meaning = value === null || definition.valueNames === null ? value : (definition.valueNames.get(value as number) ?? null)
  if (meaning === null) {
    const wrongValue = faultAt(cursor, ResultCode.DIAMETER_INVALID_AVP_VALUE, definition.name)
    return judgement.refuse(wrongValue) ?? arbitraryAvp(cursor, judgement)
  }
  // A NaN may carry bits that a number of JavaScript loses; a lenient reading loses nothing.
  if (judgement.isLenient && !isWrittenBack(format, value, cursor)) return arbitraryAvp(cursor, judgement)
  return knownAvp(cursor, definition, meaning, judgement)
}

function isWrittenBack(format: DataFormat<unknown>, value: unknown, { octets, valueAt, valueLength }: AvpCursor): boolean {
  const again = new Uint8Array(format.lengthOf(value))
  format.write(again, 0, value)
  return sameOctets(again, octets.subarray(valueAt, valueAt + valueLength))
}

function knownAvp(cursor: AvpCursor, definition: AvpDefinition, value: unknown, judgement: Judgement): DecodedAvp {
  if (!judgement.isLenient) return { name: definition.name, value }
  const flags = cursor.flags === definition.flags ? {} : { flags: cursor.flags }
  return { name: definition.name, value, ...flags, ...paddingOf(cursor) }
}

function arbitraryAvp(cursor: AvpCursor, judgement: Judgement): ArbitraryAvp {
  const { code, vendorId, flags } = cursor
  const avp = { name: ANY_AVP, code, vendorId, flags, value: cursor.copyValue() } as const
  return judgement.isLenient ? { ...avp, ...paddingOf(cursor) } : avp
}

/** The padding, where it is not zero. */
function paddingOf(cursor: AvpCursor): { readonly padding?: Uint8Array } {
  if (isZeroPadded(cursor)) return {}
  return { padding: cursor.octets.slice(cursor.valueAt + cursor.valueLength, cursor.headerAt + cursor.paddedLength()) }
}

function isZeroPadded(cursor: AvpCursor): boolean {
  const end = cursor.headerAt + cursor.paddedLength()
  for (let at = cursor.valueAt + cursor.valueLength; at < end; at++) if (cursor.octets[at] !== 0) return false
  return true
}

function contradictsMandatory(flags: number, definition: AvpDefinition): boolean {
  const set = (flags & MANDATORY_FLAG) !== 0
  return definition.mandatory === 'must' ? !set : definition.mandatory === 'must-not' && set
}

/** A fault that carries the whole AVP, as it came. */
function faultAt(cursor: AvpCursor, resultCode: number, where: string): DecodeFault {
  return decodeFault(resultCode, where, cursor.copyAvp())
}
