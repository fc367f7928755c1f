import { LatencyHistogram } from '@sigbed/measurement'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { syntheticRun, type Variation } from '../test/synthetic-run.js'
import { type ComparedMetric, compareMetric, type MetricSubject } from './compared-metric.js'
import { compareRuns } from './comparison.js'
import type { RecordedRun } from './recorded-run.js'

const SUBJECT: MetricSubject = { metric: 'latency-p50', flow: 'm3ua', phase: 'before', node: null, unit: 'ms' }

describe('one compared metric', () => {
  it.each([
    ['lower', 100, 111, 'worse'],
    ['lower', 100, 89, 'better'],
    ['higher', 100, 89, 'worse'],
    ['higher', 100, 112, 'better'],
    ['lower', 100, 108, 'same'],
    ['lower', 0.5, 1.4, 'same'],
  ] as const)('with %s better goes from %d to %d: %s', (better, a, b, change) => {
    expect(compareMetric(SUBJECT, a, b, better, { share: 0.09, least: 1 }).change).toBe(change)
  })

  it('states difference, per cent and the noise floor used', () => {
    const { difference, percent, noiseFloor } = compareMetric(SUBJECT, 200, 150, 'lower', { share: 0.1, least: 1 })
    expect({ difference, percent, noiseFloor }).toEqual({ difference: -50, percent: -25, noiseFloor: 20 })
  })

  it('has no per cent of nothing, and no change without both figures', () => {
    const noise = { share: 0, least: 0 }
    expect(compareMetric(SUBJECT, 0, 2, 'lower', noise)).toMatchObject({ percent: null, difference: 2, change: 'worse' })
    expect(compareMetric(SUBJECT, null, 2, 'lower', noise)).toMatchObject({
      change: 'unclear',
      difference: null,
      remark: 'not measured in run A',
    })
    expect(compareMetric(SUBJECT, 2, null, 'lower', noise)).toMatchObject({ change: 'unclear', remark: 'not measured in run B' })
  })

  it('turns from better to worse when the runs change places', () => {
    const figure = fc.double({ min: 0, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(figure, figure, (a, b) => {
        const opposite = { better: 'worse', worse: 'better', same: 'same', unclear: 'unclear' } as const
        const noise = { share: 0.1, least: 0.5 }
        expect(compareMetric(SUBJECT, b, a, 'lower', noise).change).toBe(opposite[compareMetric(SUBJECT, a, b, 'lower', noise).change])
      }),
    )
  })
})

describe('the comparison of two runs', () => {
  it('finds a run the same as itself', () => {
    const { metrics, warnings, parameters } = compareRuns(syntheticRun(), syntheticRun())
    expect(new Set(metrics.filter((metric) => metric.remark === null).map((metric) => metric.change))).toEqual(new Set(['same']))
    expect(warnings).toEqual([])
    expect(parameters).toEqual([])
  })

  it('finds what became worse and by how much', () => {
    const comparison = compareRuns(syntheticRun(), syntheticRun({ lost: 2, failoverMs: 1404, latencyUs: 360 }))
    expect(metricOf(comparison.metrics, 'lost')).toMatchObject({ a: 0, b: 2, difference: 2, change: 'worse', unit: 'messages' })
    expect(metricOf(comparison.metrics, 'first-delivery-on-alternate')).toMatchObject({
      a: 1004,
      b: 1404,
      change: 'worse',
      noiseFloor: 250,
    })
    expect(metricOf(comparison.metrics, 'first-delivery-off-computed')).toMatchObject({ a: 4, b: 404, change: 'worse' })
    expect(metricOf(comparison.metrics, 'latency-p50', 'before')).toMatchObject({ change: 'worse', phase: 'before' })
    expect(metricOf(comparison.metrics, 'latency-p50', 'before').percent).toBeCloseTo(100, -1)
    expect(metricOf(comparison.metrics, 'delivered-rate')).toMatchObject({ a: 500, b: 500, change: 'same' })
  })

  it('draws no conclusion from a percentile with hardly a message beyond it', () => {
    const { metrics } = compareRuns(syntheticRun(), syntheticRun({ latencyUs: 4000 }))
    expect(metricOf(metrics, 'latency-p99.9', 'during')).toMatchObject({
      change: 'unclear',
      remark: 'of one run only 2 messages lie beyond it; 10 are needed',
    })
    expect(metricOf(metrics, 'latency-p99', 'during').change).not.toBe('unclear')
  })

  it('counts ten of ten thousand messages as ten', () => {
    const histogram = new LatencyHistogram()
    for (let message = 0; message < 10_000; message++) histogram.record(message)
    const run: RecordedRun = { ...syntheticRun(), latencies: [{ flow: 'm3ua', phase: 'before', histogram }] }
    expect(metricOf(compareRuns(run, run).metrics, 'latency-p99.9', 'before').change).toBe('same')
  })

  it('leaves out what neither run has, and marks what only one has', () => {
    const quiet: Partial<Variation> = { cutAtMs: null, restoreAtMs: null }
    const names = compareRuns(syntheticRun(quiet), syntheticRun(quiet)).metrics.map((metric) => metric.metric)
    expect(names).not.toContain('first-delivery-on-alternate')
    const onlyB = compareRuns(syntheticRun(quiet), syntheticRun()).metrics
    expect(metricOf(onlyB, 'first-delivery-on-alternate')).toMatchObject({
      a: null,
      b: 1004,
      change: 'unclear',
      remark: 'not measured in run A',
    })
    expect(onlyB.map((metric) => metric.metric)).not.toContain('inactive')
  })

  it.each<[string, Partial<RecordedRun>, RegExp]>([
    [
      'scenario',
      { description: { ...syntheticRun().description, scenario: 'idle' } },
      /^scenario differs: primary-path-cut in A, idle in B$/,
    ],
    ['profile', { description: { ...syntheticRun().description, profile: 'linux' } }, /^profile differs/],
    ['network', { description: { ...syntheticRun().description, network: 'simulated' } }, /^network differs/],
    [
      'length of the cut',
      { description: { ...syntheticRun().description, restoreAtMs: 12_000 } },
      /^length of the cut differs: 4000 ms in A, 2000 ms in B$/,
    ],
    [
      'missing cut',
      { description: { ...syntheticRun().description, cutAtMs: null } },
      /^length of the cut differs: 4000 ms in A, no cut in B$/,
    ],
    [
      'rates',
      syntheticRun({ m3uaPerSecond: 750 }),
      /^offered rate differs: diameter 100\/s and m3ua 500\/s in A, diameter 100\/s and m3ua 750\/s in B$/,
    ],
    ['machine', { environment: { ...syntheticRun().environment, cores: 64 } }, /^number of cores differs: 2 in A, 64 in B$/],
    ['uncommitted changes', { environment: { ...syntheticRun().environment, gitDirty: true } }, /in no commit$/],
    ['an unfinished run', { status: 'interrupted' }, /^run B \(17\) is interrupted/],
    ['a saturated generator', syntheticRun({ late: 4000 }), /^run B \(17\): the generator itself sent 8000 of 18000 messages late$/],
  ])('warns of different circumstances: %s', (_, change, words) => {
    const { warnings } = compareRuns(syntheticRun(), { ...syntheticRun(), ...change })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(words)
  })

  it('does not warn of different commits', () => {
    const other = { ...syntheticRun().environment, gitCommit: 'ffff' }
    expect(compareRuns(syntheticRun(), { ...syntheticRun(), environment: other }).warnings).toEqual([])
  })

  it('lists the parameters that differ, however deep', () => {
    const run = syntheticRun()
    const sctp = { rtoInitialMs: 1000, rtoMinMs: 100, rtoMaxMs: 60_000, pathMaxRetrans: 5, algorithms: ['crc32c'] }
    const other = { ...run, description: { ...run.description, parameters: { sctp } } }
    expect(compareRuns(run, other).parameters).toEqual([
      { name: 'sctp.algorithms', a: null, b: '["crc32c"]' },
      { name: 'sctp.potentiallyFailedMaxRetrans', a: '0', b: null },
      { name: 'sctp.rtoMinMs', a: '1000', b: '100' },
    ])
  })
})

/** Of the M3UA flow. */
function metricOf(metrics: readonly ComparedMetric[], metric: string, phase: string | null = null): ComparedMetric {
  return metrics.find((candidate) => candidate.flow === 'm3ua' && candidate.metric === metric && candidate.phase === phase)!
}
