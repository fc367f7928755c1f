import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DataFormatName } from '../data-format/data-formats.js'
import { DEEPEST_GROUP } from '../data-format/grouped.js'
import { type DiameterMessage, decodeMessage, encodeMessage } from '../message-codec.js'
import { ALL_APPLICATIONS } from './all-applications.js'
import type { Grammar, GrammarRule } from './command-code-format.js'
import type { AvpDefinition, AvpOf, AvpTable, CommandDefinition, CommandTable, Dictionary } from './dictionary.js'
import { RFC6733 } from './rfc6733.js'

type Avp = AvpOf<AvpTable>
type AnyDictionary = Dictionary<AvpTable, CommandTable>

const SIMPLE_VALUES: Record<Exclude<DataFormatName, 'Grouped'>, fc.Arbitrary<unknown>> = {
  OctetString: fc.uint8Array({ maxLength: 9 }),
  Integer32: fc.integer(),
  Integer64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  Unsigned32: fc.nat(0xffff_ffff),
  Unsigned64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  Float32: fc.float({ noNaN: true }),
  Float64: fc.double({ noNaN: true }),
  Address: fc.oneof(fc.ipV4(), fc.constant('2001:db8::1')),
  Time: fc.nat(2 ** 31),
  UTF8String: fc.string({ unit: 'grapheme', maxLength: 9 }).filter((text) => !text.includes('\0')),
  DiameterIdentity: fc.domain(),
  DiameterURI: fc.domain().map((host) => `aaa://${host};transport=sctp`),
  Enumerated: fc.integer(),
  IPFilterRule: fc.constant('permit out 6 from any to assigned 80'),
}

/** How many AVPs stand where the grammar leaves a choice: as few as may be, any number, or one of everything at every depth. */
type Filling = 'minimal' | 'by lot' | 'full'

function occurrences({ min, max }: GrammarRule, filling: Filling, depth: number): { minLength: number; maxLength: number } {
  if (filling === 'full' && depth < DEEPEST_GROUP - 1)
    return { minLength: Math.max(min, Math.min(max, 1)), maxLength: Math.max(min, Math.min(max, 1)) }
  // Groups of groups grow fast, so chance leaves the inner ones as empty as they may be.
  if (filling === 'by lot' && depth < 2) return { minLength: min, maxLength: Math.min(max, min + 2) }
  return { minLength: min, maxLength: min }
}

/** Any value of an AVP; of a group, members that its grammar asks for and allows. */
function anyValueOf(dictionary: AnyDictionary, definition: AvpDefinition, filling: Filling, depth: number): fc.Arbitrary<unknown> {
  if (definition.name === 'Failed-AVP') return fc.constant([{ name: 'AVP', code: 1, vendorId: 0, flags: 0x40, value: new Uint8Array(3) }])
  if (definition.format === 'Grouped') return membersOf(dictionary, definition.group, filling, depth)
  return definition.values === null ? SIMPLE_VALUES[definition.format] : fc.constantFrom(...Object.keys(definition.values))
}

/** AVPs that satisfy a grammar. */
function membersOf(dictionary: AnyDictionary, grammar: Grammar, filling: Filling, depth = 0): fc.Arbitrary<Avp[]> {
  const named = grammar.filter((rule) => rule.avp !== 'AVP')
  const lists = named.map((rule) => {
    const often = occurrences(rule, filling, depth)
    const value = often.maxLength === 0 ? fc.constant(0) : anyValueOf(dictionary, dictionary.avpNamed(rule.avp)!, filling, depth + 1)
    return fc.array(value, often).map((values) => values.map((one) => ({ name: rule.avp, value: one }) as unknown as Avp))
  })
  return fc.tuple(...lists).map((all) => all.flat())
}

function roundTrip(
  dictionary: AnyDictionary,
  command: CommandDefinition,
  applicationId: number,
  avps: readonly Avp[],
  ids: readonly [number, number],
): void {
  const message = {
    command: command.name,
    applicationId,
    proxiable: command.proxiable,
    error: false,
    retransmitted: command.request && ids[0] % 2 === 0,
    hopByHopId: ids[0],
    endToEndId: ids[1],
    avps: avps as never,
  }
  const octets = encodeMessage(message, dictionary)
  expect(decodeMessage(octets, 0, octets.length, dictionary)).toEqual(message)
  const { faults, ...back } = decodeMessage(octets, 0, octets.length, dictionary, { mode: 'lenient' }) as DiameterMessage<
    AvpTable,
    CommandTable
  >
  expect(back).toEqual(message)
  // Application-Ids and Result-Codes drawn by lot may contradict the header; nothing else may be found.
  expect(faults!.filter(({ resultCode }) => resultCode !== 5007 && resultCode !== 3008)).toEqual([])
}

/** Each dictionary once, with the rows no dictionary before it has. */
const seen = new Set<unknown>()
const isNew = (row: unknown) => !seen.has(row) && seen.add(row) !== undefined
const DICTIONARIES = [...new Map(ALL_APPLICATIONS.map((application) => [application.dictionary, application])).values()].map(
  ({ applicationId, name, dictionary }) => ({
    name,
    applicationId,
    dictionary,
    commands: dictionary.commands().filter((command) => isNew(dictionary.commandRows[command.name])),
    avps: dictionary.avps().filter((avp) => isNew(dictionary.avpRows[avp.name])),
  }),
)

describe.each(DICTIONARIES)('dictionary of $name', ({ applicationId, dictionary, commands, avps }) => {
  const anyIds = fc.tuple(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff))

  it.each(commands)('$name comes back as it was written: as short as may be, full, and filled by lot', (command) => {
    const application = command.applicationId === 'any' ? applicationId : command.applicationId
    for (const [filling, numRuns] of [
      ['minimal', 2],
      ['full', 2],
      ['by lot', 10],
    ] as const) {
      const members = membersOf(dictionary, command.grammar, filling)
      fc.assert(
        fc.property(members, anyIds, (some, ids) => roundTrip(dictionary, command, application, some, ids)),
        { numRuns },
      )
    }
  })

  const dwr = RFC6733.command('Device-Watchdog-Request')
  const origin: Avp[] = ['Origin-Host', 'Origin-Realm'].map((name) => ({ name, value: 'a.example' }) as unknown as Avp)

  it.each(avps)('$name comes back as it was written', (definition) => {
    // In a DWR, which allows any AVP but those its grammar bounds.
    const bounded = dwr.grammar.some((rule) => rule.avp === definition.name && rule.min === 1)
    const values = [anyValueOf(dictionary, definition, 'by lot', 1), anyValueOf(dictionary, definition, 'full', 1)]
    for (const value of definition.format === 'Grouped' ? values : values.slice(0, 1))
      fc.assert(
        fc.property(value, (one) => {
          const avp = { name: definition.name, value: one } as unknown as Avp
          const all = bounded ? origin.map((other) => (other.name === definition.name ? avp : other)) : [...origin, avp]
          roundTrip(dictionary, dwr, 0, all, [1, 2])
        }),
        { numRuns: definition.format === 'Grouped' ? 5 : 20 },
      )
  })
})
