import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Comparison, CountedFate, Demand, TimeLimit } from '../expectation.js'
import { EXPECTATION_PHRASES, readDemand, wordsForDemand } from './expectation-phrases.js'
import type { ScenarioNames } from './scenario-names.js'

const NAMES: ScenarioNames = {
  nodes: ['sg', 'asp-1', 'asp-2'],
  networks: ['path-a', 'path-b'],
  flows: ['m3ua', 'diameter'],
  events: ['communication-lost', 'communication-up', 'asp-active'],
}

function demand(text: string): Demand {
  const understood = readDemand(text, NAMES)
  if ('fault' in understood) throw new Error(understood.fault)
  return understood.value
}

function fault(text: string): string {
  const understood = readDemand(text, NAMES)
  if (!('fault' in understood)) throw new Error(`understood: ${JSON.stringify(understood.value)}`)
  return understood.fault
}

describe('an expectation', () => {
  it.each<[string, Demand]>([
    ['lost = 0', { kind: 'count', flow: null, fate: 'lost', comparison: '=', limit: 0 }],
    ['lost=0', { kind: 'count', flow: null, fate: 'lost', comparison: '=', limit: 0 }],
    ['m3ua duplicated <= 5', { kind: 'count', flow: 'm3ua', fate: 'duplicated', comparison: '<=', limit: 5 }],
    ['delivered at asp-2 >= 500', { kind: 'delivered-at', flow: null, node: 'asp-2', comparison: '>=', limit: 500 }],
    ['p99 during < 300 ms', { kind: 'latency', flow: null, percentile: 99, phase: 'during', comparison: '<', limitMs: 300 }],
    ['diameter max before < 50 ms', { kind: 'latency', flow: 'diameter', percentile: 100, phase: 'before', comparison: '<', limitMs: 50 }],
    ['p99.9 <= 1.5s', { kind: 'latency', flow: null, percentile: 99.9, phase: null, comparison: '<=', limitMs: 1500 }],
    ['alternate carries data within 1 RTO', { kind: 'alternate', flow: null, within: { kind: 'rto', times: 1 } }],
    ['m3ua alternate carries data within 250ms', { kind: 'alternate', flow: 'm3ua', within: { kind: 'time', ms: 250 } }],
    [
      'path-a potentially-failed within 2 RTOs',
      { kind: 'path-state', network: 'path-a', state: 'potentially-failed', within: { kind: 'rto', times: 2 } },
    ],
    ['path-b stays active', { kind: 'path-stays', network: 'path-b' }],
    ['path-b never inactive', { kind: 'path-never', network: 'path-b', state: 'inactive' }],
    ['data returns to path-a within 3 s', { kind: 'data-returns', network: 'path-a', within: { kind: 'time', ms: 3000 } }],
    ['association stays up', { kind: 'association-stays' }],
    ['association lost within 5 s', { kind: 'association-lost', within: { kind: 'time', ms: 5000 } }],
    ['delivery resumes within 2 s', { kind: 'longest-silence', flow: null, within: { kind: 'time', ms: 2000 } }],
    ['asp-2 takes over within 2 s', { kind: 'takes-over', node: 'asp-2', within: { kind: 'time', ms: 2000 } }],
    ['event asp-active on sg', { kind: 'event', event: 'asp-active', node: 'sg' }],
    ['event asp-active', { kind: 'event', event: 'asp-active', node: null }],
  ])('%s', (text, meant) => {
    expect(demand(text)).toEqual(meant)
  })

  it.each(EXPECTATION_PHRASES.flatMap(({ form, examples }) => examples.map((example) => [example, form])))(
    'understands %s as %s',
    (example) => {
      expect(readDemand(example, NAMES)).toHaveProperty('value')
    },
  )

  it.each([
    ['los = 0', '"los = 0" is not understood; did you mean "lost = 0"?'],
    ['lost = none', 'none is no number; write 0, 5 or 1000.'],
    ['sctp lost = 0', 'there is no flow sctp; there are m3ua and diameter.'],
    ['p99 durign < 300 ms', '"p99 durign < 300 ms" is not understood; did you mean "p99 during < 300 ms"?'],
    ['p99 during < 300', '300 has no unit: write 300ms or 300s.'],
    ['alternate carries data within 0 RTO', 'nothing happens within no time: write 1 RTO or more.'],
    ['delivery resumes within 0s', 'nothing happens within no time: write 100 ms or more.'],
    ['path-c stays active', 'there is no network path-c; did you mean path-a?'],
    ['asp-3 takes over within 2 s', 'there is no node asp-3; did you mean asp-1?'],
    ['event asp-activ on sg', 'there is no event asp-activ; did you mean asp-active?'],
    [
      'association stays',
      '"association stays" is not understood; the nearest form is "association stays up", as in "association stays up".',
    ],
  ])('refuses "%s" with a remedy', (text, message) => {
    expect(fault(text)).toBe(message)
  })

  it('is read again as it is written', () => {
    fc.assert(
      fc.property(anyDemand, (meant) => {
        expect(demand(wordsForDemand(meant))).toEqual(meant)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws on any words', () => {
    const words = fc.array(
      fc.constantFrom('lost', '=', '0', 'm3ua', 'p99', 'during', '<', '3', 's', 'path-a', 'within', 'RTO', 'event', 'on', 'sg'),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          words.map((list) => list.join(' ')),
        ),
        (text) => void readDemand(text, NAMES),
      ),
      { numRuns: 500 },
    )
  })
})

const flow = fc.option(fc.constantFrom(...NAMES.flows))
const node = fc.constantFrom(...NAMES.nodes)
const network = fc.constantFrom(...NAMES.networks)
const comparison = fc.constantFrom<Comparison>('=', '<', '<=', '>', '>=')
const ms = fc.integer({ min: 1, max: 1_000_000 }).map((n) => n / 8)
const limit = fc.nat(1_000_000)
const within: fc.Arbitrary<TimeLimit> = fc.oneof(
  fc.record({ kind: fc.constant('time' as const), ms }),
  fc.record({ kind: fc.constant('rto' as const), times: fc.integer({ min: 1, max: 99_000 }).map((n) => n / 1000) }),
)
const fate = fc.constantFrom<CountedFate>('offered', 'delivered', 'lost', 'duplicated', 'reordered', 'corrupted', 'refused')
const percentile = fc.oneof(
  fc.integer({ min: 1, max: 99_999 }).map((n) => n / 1000),
  fc.constant(100),
)
const phase = fc.option(fc.constantFrom('before' as const, 'during' as const, 'after' as const))
const failure = fc.constantFrom('potentially-failed' as const, 'inactive' as const)
const kind = <Kind extends Demand['kind']>(word: Kind) => fc.constant(word)
const anyDemand: fc.Arbitrary<Demand> = fc.oneof(
  fc.record({ kind: kind('count'), flow, fate, comparison, limit }),
  fc.record({ kind: kind('delivered-at'), flow, node, comparison, limit }),
  fc.record({ kind: kind('latency'), flow, percentile, phase, comparison, limitMs: ms }),
  fc.record({ kind: kind('alternate'), flow, within }),
  fc.record({ kind: kind('path-state'), network, state: fc.oneof(failure, fc.constant('active' as const)), within }),
  fc.record({ kind: kind('path-stays'), network }),
  fc.record({ kind: kind('path-never'), network, state: failure }),
  fc.record({ kind: kind('data-returns'), network, within }),
  fc.record({ kind: kind('association-stays') }),
  fc.record({ kind: fc.constantFrom('association-lost' as const, 'association-returns' as const), within }),
  fc.record({ kind: kind('failover-as-computed') }),
  fc.record({ kind: kind('longest-silence'), flow, within }),
  fc.record({ kind: kind('takes-over'), node, within }),
  fc.record({ kind: kind('event'), event: fc.constantFrom(...NAMES.events), node: fc.option(node) }),
)
