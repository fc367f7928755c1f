import { readU24 } from '@sigbed/octets'
import type { Place, Report } from '@sigbed/testbed'
import {
  type AvpDefinition,
  type AvpOf,
  type AvpTable,
  AvpWriter,
  type CommandTable,
  DiameterEncodingError,
  type Dictionary,
  decodeMessage,
  findApplication,
  isDecodeFault,
  valueFromText,
  whatValueTakes,
  writeAvps,
} from 'diameter-codec'
import type { AvpDraft } from './avp-draft.js'
import { CompiledRequest, type RequestPart } from './compiled-request.js'
import { columnOf, columnOfOctets, type DataColumn, type DataColumns, valueAt } from './data-columns.js'
import type { TextPart } from './template-text.js'
import type { TemplateStep } from './traffic-template.js'
import { RunValues, SlotPart, ValueSlot } from './value-slot.js'

type AnyDictionary = Dictionary<AvpTable, CommandTable>

/** What is known of both ends when a connection is open. */
export interface RequestIdentities {
  readonly originHost: string
  readonly originRealm: string
  readonly destinationRealm: string
  /** Null lets any server of the realm answer. */
  readonly destinationHost: string | null
}

/**
 * Compiles one step of a template for one connection: every name is looked up, every constant is written by its format, and a sample of
 * the message is held against the command's grammar.
 *
 * @param report hears of every mistake; the result counts only where it heard of none
 */
export function compileRequest(
  step: TemplateStep,
  identities: RequestIdentities,
  data: DataColumns,
  report: Report,
): CompiledRequest | null {
  const dictionary = findApplication(step.applicationId)!.dictionary
  const command = dictionary.command(step.command)
  const compiler = new RequestCompiler(dictionary, identities, data, report)
  const parts = compiler.parts(withUsualAvps(step.avps, command.grammar, identities))
  if (parts === null) return null
  const request = new CompiledRequest(command.code, step.applicationId, command.proxiable, parts)
  request.write(new RunValues(), 0)
  const sample = decodeMessage(request.octets.slice(0, request.length), 0, request.length, dictionary, { mode: 'strict' })
  if (!isDecodeFault(sample)) return request
  report(step.avps[0]?.place.slice(0, -1) ?? [], `${command.name} would be refused with ${sample.resultCode}: ${sample.where}.`)
  return null
}

/** Session-Id first; who asks, and who is asked, where the template does not say so itself. */
function withUsualAvps(
  avps: readonly AvpDraft[],
  grammar: readonly { readonly avp: string }[],
  { destinationHost }: RequestIdentities,
): readonly AvpDraft[] {
  const usual = (name: string, part: TextPart): AvpDraft[] => {
    const has = avps.some((avp) => avp.name === name)
    return has || !grammar.some(({ avp }) => avp === name) ? [] : [{ name, value: [part], members: [], place: [] }]
  }
  return [
    ...usual('Session-Id', { kind: 'session', name: '' }),
    ...avps.filter(({ name }) => name === 'Session-Id'),
    ...usual('Origin-Host', { kind: 'identity', identity: 'origin-host' }),
    ...usual('Origin-Realm', { kind: 'identity', identity: 'origin-realm' }),
    ...usual('Destination-Realm', { kind: 'identity', identity: 'destination-realm' }),
    ...(destinationHost === null ? [] : usual('Destination-Host', { kind: 'identity', identity: 'destination-host' })),
    ...avps.filter(({ name }) => name !== 'Session-Id'),
  ]
}

class RequestCompiler {
  private wrong = false

  constructor(
    private readonly dictionary: AnyDictionary,
    private readonly identities: RequestIdentities,
    private readonly data: DataColumns,
    private readonly tell: Report,
  ) {}

  parts(avps: readonly AvpDraft[]): RequestPart[] | null {
    const parts = joined(avps.flatMap((avp) => this.partsOf(avp)))
    return this.wrong ? null : parts
  }

  private partsOf(avp: AvpDraft): RequestPart[] {
    const definition = this.dictionary.avpNamed(avp.name)
    if (definition === null) return this.refuse(avp.place, `no AVP of this application is called ${avp.name}.`)
    if (definition.format === 'Grouped') return this.groupOf(avp, definition)
    if (avp.value === null) return this.refuse(avp.place, `${avp.name} is ${definition.format}, not a group: give a value.`)
    const value = this.withIdentities(avp.value, avp.place)
    if (value.every((part) => part.kind === 'literal')) return this.constant(avp, definition, value.map(({ text }) => text).join(''))
    const slot = this.slotOf(value, definition, avp)
    return slot === null ? [] : [{ kind: 'slot', avp: definition, slot }]
  }

  private groupOf(avp: AvpDraft, definition: AvpDefinition): RequestPart[] {
    if (avp.value !== null && avp.value.length > 0)
      return this.refuse(avp.place, `${avp.name} is a group of ${membersOf(definition)}: give a map of them.`)
    const inner = avp.members.flatMap((member) => this.partsOf(member))
    return [{ kind: 'begin-group', avp: definition }, ...inner, { kind: 'end-group' }]
  }

  private constant(avp: AvpDraft, definition: AvpDefinition, text: string): RequestPart[] {
    const octets = this.encoded(definition, text)
    return octets === null ? this.refuseValue(avp, definition, text) : [{ kind: 'avps', octets }]
  }

  /** A whole AVP; null for a text that is no value of it. */
  private encoded(definition: AvpDefinition, text: string): Uint8Array | null {
    const value = valueFromText(text, definition)
    if (value === null) return null
    try {
      const writer = new AvpWriter()
      writeAvps([{ name: definition.name, value } as unknown as AvpOf<AvpTable>], this.dictionary, writer)
      return writer.copy()
    } catch (error) {
      if (error instanceof DiameterEncodingError) return null
      throw error
    }
  }

  private slotOf(value: readonly TextPart[], definition: AvpDefinition, avp: AvpDraft): ValueSlot | null {
    const [only] = value
    const isText = TEXTS.has(definition.format)
    if (value.length === 1 && only!.kind === 'column' && !isText) return this.columnSlot(only!.column, definition, avp)
    if (value.length === 1 && only!.kind === 'address' && (definition.format === 'OctetString' || definition.format === 'Address')) {
      const family = definition.format === 'Address' ? [octetsPart(Uint8Array.of(0, 1))] : []
      return new ValueSlot([...family, new SlotPart('address', NO_OCTETS, 'sequence', 0, only!.first, NO_COLUMN)])
    }
    const octets = NUMBERS[definition.format]
    if (octets !== undefined) {
      if (value.length === 1 && only!.kind === 'number')
        return new ValueSlot([
          new SlotPart('unsigned', NO_OCTETS, only!.number, octets, definition.format === 'Time' ? SECONDS_1900_TO_1970 : 0, NO_COLUMN),
        ])
      this.refuse(avp.place, `${avp.name} takes ${whatValueTakes(definition)}: one variable that is a number, and nothing beside it.`)
      return null
    }
    if (!isText && definition.format !== 'OctetString') {
      this.refuse(avp.place, `${avp.name} is ${definition.format}: it takes a constant, or a column by itself.`)
      return null
    }
    const parts = value.flatMap((part) => this.textParts(part, avp))
    return this.wrong ? null : new ValueSlot(parts)
  }

  /** The values of a column by the AVP's format, encoded now. */
  private columnSlot(name: string, definition: AvpDefinition, avp: AvpDraft): ValueSlot | null {
    const column = this.column(name, avp.place)
    if (column === null) return null
    const values: Uint8Array[] = []
    for (let row = 0; row < this.data.rows; row++) {
      const text = valueAt(column, row)
      const octets = this.encoded(definition, text)
      if (octets === null) {
        this.refuse(
          avp.place,
          `row ${row + 1} of the column ${name} has ${JSON.stringify(text)}; ${avp.name} takes ${whatValueTakes(definition)}.`,
        )
        return null
      }
      values.push(octets.subarray(definition.vendorId === 0 ? 8 : 12, readU24(octets, AVP_LENGTH_AT)))
    }
    return new ValueSlot([new SlotPart('column', NO_OCTETS, 'sequence', 0, 0, columnOfOctets(name, values))])
  }

  private textParts(part: TextPart, avp: AvpDraft): SlotPart[] {
    switch (part.kind) {
      case 'literal':
        return [octetsPart(encoder.encode(part.text))]
      case 'number':
        return [new SlotPart('digits', NO_OCTETS, part.number, part.width, 0, NO_COLUMN)]
      case 'session': {
        const name = part.name === '' ? [] : [octetsPart(encoder.encode(`;${part.name}`))]
        const host = octetsPart(encoder.encode(`${this.identities.originHost};`))
        return [host, new SlotPart('session', NO_OCTETS, 'sequence', 0, 0, NO_COLUMN), ...name]
      }
      case 'column': {
        const column = this.column(part.column, avp.place)
        return column === null ? [] : [new SlotPart('column', NO_OCTETS, 'sequence', 0, 0, column)]
      }
      default:
        this.refuse(avp.place, `${avp.name} cannot be made of octets and text together.`)
        return []
    }
  }

  private withIdentities(value: readonly TextPart[], place: Place): readonly TextPart[] {
    return value.map((part) => {
      if (part.kind !== 'identity') return part
      const { originHost, originRealm, destinationHost, destinationRealm } = this.identities
      const texts = {
        'origin-host': originHost,
        'origin-realm': originRealm,
        'destination-host': destinationHost,
        'destination-realm': destinationRealm,
      }
      const text = texts[part.identity]
      if (text === null) this.refuse(place, `\${${part.identity}} is not known: give the load a destination host.`)
      return { kind: 'literal', text: text ?? '' }
    })
  }

  private column(name: string, place: Place): DataColumn | null {
    const found = this.data.columns.find((column) => column.name === name)
    if (found !== undefined) return found
    const known = this.data.columns.map((column) => column.name)
    const hint = known.length === 0 ? 'there is no table; give one as data, or a value of this name' : `the table has ${known.join(', ')}`
    this.refuse(place, `nothing is called \${${name}}: ${hint}.`)
    return null
  }

  private refuseValue(avp: AvpDraft, definition: AvpDefinition, text: string): RequestPart[] {
    return this.refuse(avp.place, `${avp.name} takes ${whatValueTakes(definition)}, not ${JSON.stringify(text)}.`)
  }

  private refuse(place: Place, message: string): [] {
    this.wrong = true
    this.tell(place, message)
    return []
  }
}

/** AVPs that stay the same go out in one piece; a group of nothing else is such a piece itself. */
function joined(parts: readonly RequestPart[]): RequestPart[] {
  const result: RequestPart[] = []
  for (const part of parts) {
    const begun = result.at(-1)
    const inside = result.at(-2)
    if (part.kind === 'avps' && begun?.kind === 'avps')
      result[result.length - 1] = { kind: 'avps', octets: concatenated(begun.octets, part.octets) }
    else if (part.kind === 'end-group' && begun?.kind === 'avps' && inside?.kind === 'begin-group') {
      result.splice(-2)
      const writer = new AvpWriter()
      writer.beginGroup(inside.avp)
      writer.writeAvps(begun.octets)
      writer.endGroup()
      const group: RequestPart = { kind: 'avps', octets: writer.copy() }
      result.splice(0, result.length, ...joined([...result, group]))
    } else result.push(part)
  }
  return result
}

function concatenated(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

function octetsPart(octets: Uint8Array): SlotPart {
  return new SlotPart('octets', octets, 'sequence', 0, 0, NO_COLUMN)
}

function membersOf({ group }: AvpDefinition): string {
  return group
    .map(({ avp }) => avp)
    .filter((name) => name !== 'AVP')
    .slice(0, 8)
    .join(', ')
}

const TEXTS: ReadonlySet<string> = new Set(['UTF8String', 'DiameterIdentity', 'DiameterURI', 'IPFilterRule'])
/** Octets of the numbers that a variable may be. */
const NUMBERS: Readonly<Partial<Record<string, number>>> = {
  Unsigned32: 4,
  Integer32: 4,
  Enumerated: 4,
  Time: 4,
  Unsigned64: 8,
  Integer64: 8,
}
const AVP_LENGTH_AT = 5
/** RFC 6733 §4.3.1: Time counts from 1900. */
const SECONDS_1900_TO_1970 = 2_208_988_800
const NO_COLUMN = columnOf('', [])
const NO_OCTETS = new Uint8Array(0)
const encoder = new TextEncoder()
