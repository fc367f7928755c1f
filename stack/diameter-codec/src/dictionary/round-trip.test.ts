import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DataFormatName } from '../data-format/data-formats.js'
import { type DiameterMessage, decodeMessage, encodeMessage } from '../message-codec.js'
import type { Grammar } from './command-code-format.js'
import type { AvpDefinition, AvpOf, AvpTable, CommandDefinition, CommandTable } from './dictionary.js'
import { S13 } from './s13.js'

type Avp = AvpOf<AvpTable>

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
  UTF8String: fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
  DiameterIdentity: fc.domain(),
  DiameterURI: fc.domain().map((host) => `aaa://${host};transport=sctp`),
  Enumerated: fc.integer(),
  IPFilterRule: fc.constant('permit out 6 from any to assigned 80'),
}

/** Any value of an AVP; of a group, members that its grammar asks for and allows. */
function anyValueOf(definition: AvpDefinition): fc.Arbitrary<unknown> {
  if (definition.name === 'Failed-AVP') return fc.constant([{ name: 'AVP', code: 1, vendorId: 0, flags: 0x40, value: new Uint8Array(3) }])
  if (definition.format === 'Grouped') return membersOf(definition.group)
  return definition.values === null ? SIMPLE_VALUES[definition.format] : fc.constantFrom(...Object.keys(definition.values))
}

/** AVPs that satisfy a grammar: each named one as often as it must stand, or up to twice where it may. */
function membersOf(grammar: Grammar): fc.Arbitrary<Avp[]> {
  const named = grammar.filter((rule) => rule.avp !== 'AVP')
  const lists = named.map((rule) =>
    fc
      .array(anyValueOf(S13.avpNamed(rule.avp)!), { minLength: rule.min, maxLength: Math.min(rule.max, rule.min + 2) })
      .map((values) => values.map((value) => ({ name: rule.avp, value }) as unknown as Avp)),
  )
  return fc.tuple(...lists).map((all) => all.flat())
}

function roundTrip(command: CommandDefinition, avps: readonly Avp[], ids: readonly [number, number]): void {
  const message = {
    command: command.name as 'ME-Identity-Check-Request',
    applicationId: command.applicationId === 'any' ? 16777238 : command.applicationId,
    proxiable: command.proxiable,
    error: false,
    retransmitted: command.request && ids[0] % 2 === 0,
    hopByHopId: ids[0],
    endToEndId: ids[1],
    avps: avps as never,
  }
  const octets = encodeMessage(message, S13)
  expect(decodeMessage(octets, 0, octets.length, S13)).toEqual(message)
  const { faults, ...back } = decodeMessage(octets, 0, octets.length, S13, { mode: 'lenient' }) as DiameterMessage<AvpTable, CommandTable>
  expect(back).toEqual(message)
  // Application-Ids and Result-Codes drawn by lot may contradict the header; nothing else may be found.
  expect(faults!.filter(({ resultCode }) => resultCode !== 5007 && resultCode !== 3008)).toEqual([])
}

describe('every command of the dictionaries', () => {
  it.each(S13.commands())('$name comes back as it was written', (command) => {
    fc.assert(
      fc.property(membersOf(command.grammar), fc.tuple(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff)), (avps, ids) =>
        roundTrip(command, avps, ids),
      ),
      { numRuns: 30 },
    )
  })
})

describe('every AVP of the dictionaries', () => {
  const dwr = S13.command('Device-Watchdog-Request')
  const origin: Avp[] = ['Origin-Host', 'Origin-Realm'].map((name) => ({ name, value: 'a.example' }) as unknown as Avp)

  it.each(S13.avps())('$name comes back as it was written', (definition) => {
    // In a DWR, which allows any AVP but those its grammar bounds.
    const bounded = dwr.grammar.some((rule) => rule.avp === definition.name && rule.min === 1)
    fc.assert(
      fc.property(anyValueOf(definition), (value) => {
        const avp = { name: definition.name, value } as unknown as Avp
        roundTrip(dwr, bounded ? origin.map((other) => (other.name === definition.name ? avp : other)) : [...origin, avp], [1, 2])
      }),
      { numRuns: 30 },
    )
  })
})
