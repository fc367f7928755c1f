import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FaultAction } from '../fault-action.js'
import type { LinkSelector, LinkState } from '../scenario.js'
import type { ScenarioNames } from './scenario-names.js'
import { readSteps, TIMETABLE_PHRASES, wordsForAction } from './timetable-phrases.js'

const NAMES: ScenarioNames = { nodes: ['sg', 'asp-1', 'asp-2'], networks: ['path-a', 'path-b'], flows: ['m3ua'], events: [] }
const everywhere: LinkSelector = { network: null, from: null, to: null }
const on = (network: string, from: string | null = null, to: string | null = null): LinkSelector => ({ network, from, to })

function actions(text: string): FaultAction[] {
  const understood = readSteps(text, NAMES)
  if ('fault' in understood) throw new Error(understood.fault)
  return understood.value.map(({ action }) => action)
}

function fault(text: string, names = NAMES): string {
  const understood = readSteps(text, names)
  if (!('fault' in understood)) throw new Error(`understood: ${JSON.stringify(understood.value)}`)
  return understood.fault
}

describe('the timetable', () => {
  it.each<[string, FaultAction]>([
    ['cut path-a', { kind: 'cut', links: [on('path-a')] }],
    ['  Cut   path-a ', { kind: 'cut', links: [on('path-a')] }],
    ['cut path-b from asp-1 to sg', { kind: 'cut', links: [on('path-b', 'asp-1', 'sg')] }],
    ['cut path-b to sg', { kind: 'cut', links: [on('path-b', null, 'sg')] }],
    ['cut path-a and path-b from asp-1', { kind: 'cut', links: [on('path-a', 'asp-1'), on('path-b', 'asp-1')] }],
    ['cut path-a, path-b', { kind: 'cut', links: [on('path-a'), on('path-b')] }],
    ['cut both paths', { kind: 'cut', links: [everywhere] }],
    ['cut all', { kind: 'cut', links: [everywhere] }],
    ['cut all from sg', { kind: 'cut', links: [{ ...everywhere, from: 'sg' }] }],
    ['restore', { kind: 'restore', links: [everywhere] }],
    ['restore path-a', { kind: 'restore', links: [on('path-a')] }],
    ['loss 5% on path-b from asp-1 to sg', impair({ lossProbability: 0.05 }, on('path-b', 'asp-1', 'sg'))],
    ['loss 0.1% on path-b', impair({ lossProbability: 0.001 }, on('path-b'))],
    ['delay 20ms jitter 5 ms on path-a', impair({ delayMs: 20, jitterMs: 5 }, on('path-a'))],
    ['delay 20ms, loss 1% and corrupt 2%', impair({ delayMs: 20, lossProbability: 0.01, corruptProbability: 0.02 }, everywhere)],
    ['reorder 5% by 20ms on path-a', impair({ reorderProbability: 0.05, reorderByMs: 20 }, on('path-a'))],
    ['rate 1 Mbit/s queue 64 kB on path-b', impair({ octetsPerSecond: 125_000, queueOctets: 64_000 }, on('path-b'))],
    ['rate unlimited on path-b', impair({ octetsPerSecond: Number.POSITIVE_INFINITY }, on('path-b'))],
    ['mtu 800 on all', impair({ mtu: 800 }, everywhere)],
    ['take down path-a at asp-1', { kind: 'interface-down', node: 'asp-1', network: 'path-a' }],
    ['bring up path-a at asp-1', { kind: 'interface-up', node: 'asp-1', network: 'path-a' }],
    ['pause sg', { kind: 'pause', node: 'sg' }],
    ['unstall asp-2', { kind: 'unstall', node: 'asp-2' }],
  ])('%s', (text, action) => {
    expect(actions(text)).toEqual([action])
  })

  it('restarts a node by killing and starting it', () => {
    expect(actions('restart sg')).toEqual([
      { kind: 'kill', node: 'sg' },
      { kind: 'start', node: 'sg' },
    ])
  })

  it('flaps by cutting every so often and restoring half-way', () => {
    const understood = readSteps('flap path-b every 500ms for 1.6s', NAMES)
    expect('value' in understood && understood.value.map(({ afterMs, action }) => `${afterMs} ${wordsForAction(action)}`)).toEqual([
      '0 cut path-b',
      '250 restore path-b',
      '500 cut path-b',
      '750 restore path-b',
      '1000 cut path-b',
      '1250 restore path-b',
    ])
  })

  it.each(TIMETABLE_PHRASES.flatMap(({ form, examples }) => examples.map((example) => [example, form])))(
    'understands %s as %s',
    (example) => {
      const understood = readSteps(example, NAMES)
      expect(understood).toHaveProperty('value')
    },
  )

  it.each([
    ['cutt path-a', '"cutt path-a" is not understood; did you mean "cut path-a"?'],
    ['cut', '"cut" is not understood; the nearest form is "cut <links>", as in "cut path-a".'],
    ['cut path-c', 'there is no network path-c; did you mean path-a?'],
    ['cut lan', 'there is no network lan; there are path-a and path-b.'],
    ['pause gateway', 'there is no node gateway; there are sg, asp-1 and asp-2.'],
    ['pause', '"pause" is not understood; the nearest form is "pause <node>", as in "pause sg".'],
    ['cut path-a from sg to sg', 'no link leads from sg to itself.'],
    ['loss 5 on path-a', '5 has no unit: write 5%.'],
    ['loss 500% on path-a', '500% is more than all; write 100% at most.'],
    ['delay 20 on path-a', '20 has no unit: write 20ms or 20s.'],
    ['delay soon', 'soon is no time; write 500ms, 2s or 1.5 s.'],
    ['reorder 5% on path-a', 'say how long they are held back: reorder 5% by 20ms.'],
    ['rate fast', 'fast is no rate; write 1 Mbit/s, 500 kbit/s or unlimited.'],
    ['mtu 50', '50 lets no association be set up; write mtu 128 or more.'],
    ['loss 1% loss 2%', 'loss is told twice; once will do.'],
    ['loss 1% on path-a and path-b', 'an impairment is of one network, or of all: write one line for each of them.'],
    ['flap path-b every 5s for 3s', 'it flaps for less than one period; write a longer time behind for.'],
    [
      'take path-a down at asp-1',
      '"take path-a down at asp-1" is not understood; the nearest form is "take down <network> at <node>", as in "take down path-a at asp-1".',
    ],
    ['', /^nothing is said here; there are "cut <links>"/],
    ['evaporate', /^"evaporate" is not understood; there are "cut <links>"/],
  ])('refuses "%s" with a remedy', (text, message) => {
    if (typeof message === 'string') expect(fault(text)).toBe(message)
    else expect(fault(text)).toMatch(message)
  })

  it('knows both paths only where there are two', () => {
    const names = { ...NAMES, networks: ['one', 'two', 'three'] }
    expect(fault('cut both paths', names)).toBe('there are 3 networks, not two: write all instead of both paths.')
  })

  it('reads what it writes', () => {
    fc.assert(
      fc.property(action, (written) => {
        expect(actions(wordsForAction(written))).toEqual([written])
      }),
      { numRuns: 500 },
    )
  })

  it('never throws on any words', () => {
    const words = fc.array(
      fc.constantFrom('cut', 'loss', '5%', 'on', 'path-a', 'from', 'to', 'sg', 'and', ',', 'all', 'flap', 'every', '1s', 'x'),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          words.map((list) => list.join(' ')),
        ),
        (text) => void readSteps(text, NAMES),
      ),
      { numRuns: 500 },
    )
  })
})

function impair(changes: Partial<LinkState>, links: LinkSelector): FaultAction {
  return { kind: 'impair', change: { ...links, changes } }
}

const node = fc.constantFrom(...NAMES.nodes)
const direction = fc.record({ from: fc.option(node), to: fc.option(node) }).filter(({ from, to }) => from === null || from !== to)
const links = fc
  .tuple(fc.constantFrom([null], ['path-a'], ['path-b'], ['path-a', 'path-b']), direction)
  .map(([networks, way]) => networks.map((network): LinkSelector => ({ network, ...way })))
const share = fc.integer({ min: 0, max: 1_000_000 }).map((n) => Number((n / 10_000).toFixed(6)) / 100)
const time = fc.integer({ min: 0, max: 50_000 }).map((n) => n / 8)
const octets = fc.oneof(fc.integer({ min: 128, max: 10_000_000 }), fc.constant(Number.POSITIVE_INFINITY))
const changes = fc
  .record(
    {
      lossProbability: share,
      delayMs: time,
      jitterMs: time,
      duplicateProbability: share,
      corruptProbability: share,
      octetsPerSecond: octets,
      queueOctets: octets,
      mtu: octets,
      reorder: fc.record({ reorderProbability: share, reorderByMs: time }),
    },
    { requiredKeys: [] },
  )
  .map(({ reorder, ...rest }): Partial<LinkState> => ({ ...rest, ...reorder }))
  .filter((all) => Object.keys(all).length > 0)
const action: fc.Arbitrary<FaultAction> = fc.oneof(
  fc.record({ kind: fc.constantFrom('cut' as const, 'restore' as const), links }),
  fc.record({
    kind: fc.constantFrom('interface-down' as const, 'interface-up' as const),
    node,
    network: fc.constantFrom('path-a', 'path-b'),
  }),
  fc.record({
    kind: fc.constantFrom('pause' as const, 'resume' as const, 'kill' as const, 'start' as const, 'stall' as const, 'unstall' as const),
    node,
  }),
  fc.tuple(changes, fc.constantFrom(null, ...NAMES.networks), direction).map(([one, network, way]) => impair(one, { network, ...way })),
)
