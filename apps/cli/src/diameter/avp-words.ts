import { nearestWord } from '@sigbed/testbed/nearest-word'
import type { AvpDefinition, AvpOf, AvpTable, CommandTable, Dictionary } from 'diameter-codec'
import { UsageError } from '../command-failure.js'
import { avpValueOf } from './avp-value.js'

type AnyDictionary = Dictionary<AvpTable, CommandTable>
type AnyAvp = AvpOf<AvpTable>

/** An AVP before its dictionary has looked at it: text, or members. */
interface AvpDraft {
  readonly name: string
  readonly value: string | AvpDraft[]
}

/**
 * The AVPs that words say: `Name=value`, `Group.Member=value`, `Group[1].Member=value` for the second group of that name, and
 * `code:vendor=0x…` for one no dictionary knows, or for octets that its format does not have. Words with the same group before the dot go into one group.
 *
 * @throws UsageError naming the word and what would do
 */
export function avpsOfWords(words: readonly string[], dictionary: AnyDictionary): AnyAvp[] {
  const drafts: AvpDraft[] = []
  for (const word of words) {
    const equals = word.indexOf('=')
    if (equals < 1) throw new UsageError(`${JSON.stringify(word)} is no AVP: say Name=value, or Group.Member=value.`)
    put(drafts, word.slice(0, equals).split('.'), word.slice(equals + 1), word)
  }
  return drafts.map((draft) => typed(draft, dictionary, draft.name))
}

/**
 * The AVPs of a document, JSON or YAML: a map of names to values, to maps (groups) or to lists of either (several AVPs of one name).
 *
 * @throws UsageError naming the AVP and what would do
 */
export function avpsOfDocument(document: unknown, dictionary: AnyDictionary): AnyAvp[] {
  return draftsOf(document, '').map((draft) => typed(draft, dictionary, draft.name))
}

function put(into: AvpDraft[], path: readonly string[], value: string, word: string): void {
  const [first, ...rest] = path
  const [, name, index] = /^([^[\]]+)(?:\[(\d{1,3})\])?$/.exec(first!) ?? []
  if (name === undefined)
    throw new UsageError(`${JSON.stringify(word)} is no AVP: say Name=value, Group.Member=value or Group[1].Member=value.`)
  if (rest.length === 0) {
    into.push({ name, value })
    return
  }
  const groups = into.filter((draft) => draft.name === name)
  const wanted = Number(index ?? 0)
  if (wanted > groups.length)
    throw new UsageError(`${JSON.stringify(word)}: ${name}[${wanted}] comes after ${name}[${groups.length}]; number groups from 0.`)
  let group = groups[wanted]
  if (group === undefined) {
    group = { name, value: [] }
    into.push(group)
  }
  if (typeof group.value === 'string')
    throw new UsageError(`${JSON.stringify(word)}: ${name} has a value already, it cannot be a group as well.`)
  put(group.value, rest, value, word)
}

function draftsOf(document: unknown, place: string): AvpDraft[] {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new UsageError(`${place === '' ? 'the document' : place} must be a map of AVP names to values.`)
  }
  return Object.entries(document).flatMap(([name, value]) => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value]
    return values.map((one) => {
      const isText = typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' || typeof one === 'bigint'
      return { name, value: isText ? String(one) : draftsOf(one, place === '' ? name : `${place}.${name}`) }
    })
  })
}

function typed({ name, value }: AvpDraft, dictionary: AnyDictionary, place: string): AnyAvp {
  const byNumber = /^(\d{1,10}):(\d{1,10})$/.exec(name)
  const definition = byNumber === null ? dictionary.avpNamed(name) : dictionary.findAvp(Number(byNumber[1]), Number(byNumber[2]))
  // Octets under a number go out as they are, whatever their AVP is: how a tester sends a value that no format has.
  if (byNumber !== null && (definition === null || (typeof value === 'string' && value.startsWith('0x'))))
    return arbitrary(Number(byNumber[1]), Number(byNumber[2]), value, place, definition)
  if (definition === null) throw unknownAvp(name, place, dictionary)
  if (definition.format === 'Grouped') return grouped(definition, value, dictionary, place)
  if (typeof value !== 'string') throw new UsageError(`${place} is ${definition.format}, not a group: say ${place}=value.`)
  return { name: definition.name, value: avpValueOf(value, definition, place) } as AnyAvp
}

function grouped(definition: AvpDefinition, value: AvpDraft['value'], dictionary: AnyDictionary, place: string): AnyAvp {
  if (typeof value === 'string') {
    if (value === '') return { name: definition.name, value: [] } as unknown as AnyAvp
    const members = definition.group.map(({ avp }) => avp).filter((avp) => avp !== 'AVP')
    throw new UsageError(
      `${place} is a group of ${members.slice(0, 8).join(', ')}${members.length > 8 ? ' …' : ''}: say ${place}.${members[0] ?? 'Member'}=value.`,
    )
  }
  return { name: definition.name, value: value.map((member) => typed(member, dictionary, `${place}.${member.name}`)) } as unknown as AnyAvp
}

function arbitrary(code: number, vendorId: number, value: AvpDraft['value'], place: string, definition: AvpDefinition | null): AnyAvp {
  const digits = typeof value === 'string' ? /^0x((?:[0-9a-f]{2})*)$/i.exec(value)?.[1] : undefined
  if (digits === undefined) throw new UsageError(`${place} is in no dictionary: give its octets in hexadecimal, as ${place}=0x0102.`)
  const octets = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return { name: 'AVP', code, vendorId, flags: definition?.flags ?? (vendorId === 0 ? 0 : VENDOR_FLAG), value: octets }
}

function unknownAvp(name: string, place: string, dictionary: AnyDictionary): UsageError {
  const meant = nearestWord(
    name,
    dictionary.avps().map((avp) => avp.name),
  )
  const hint = meant === null ? 'An AVP without a name is said by its numbers, as 77777:10415=0x0102.' : `Did you mean ${meant}?`
  return new UsageError(`${place}: no AVP of this application is called ${JSON.stringify(name)}. ${hint}`)
}

const VENDOR_FLAG = 0x80
