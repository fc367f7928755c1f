import { LatencyHistogram } from '@sigbed/measurement'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { syntheticRun, type Variation } from '../test/synthetic-run.js'
import { type ComparedMetric, compareSingle } from './compared-metric.js'
import { compareRuns } from './comparison.js'
import type { RecordedRun } from './recorded-run.js'
import { parseRegressionLimits, type RegressionLimits, regressionsPast } from './regression-limits.js'
import type { FigureSubject, NoiseRule, RunFigure } from './run-figures.js'

const SUBJECT: FigureSubject = {
  family: 'latency',
  metric: 'latency-p50',
  flow: 'm3ua',
  phase: 'before',
  node: null,
  occurrence: 0,
  unit: 'ms',
  better: 'lower',
}

describe('one metric of one run against one', () => {
  it.each([
    ['lower', 100, 111, 'worse'],
    ['lower', 100, 89, 'better'],
    ['higher', 100, 89, 'worse'],
    ['higher', 100, 112, 'better'],
    ['lower', 100, 108, 'same'],
    ['lower', 0.5, 1.4, 'same'],
  ] as const)('with %s better goes from %d to %d: %s', (better, a, b, change) => {
    expect(single(a, b, { share: 0.09, least: 1 }, better).change).toBe(change)
  })

  it('states difference, per cent and the noise floor used, and no significance', () => {
    const { difference, percent, noiseFloor, p, adjustedP, percentInterval } = single(200, 150, { share: 0.1, least: 1 })
    expect({ difference, percent, noiseFloor }).toEqual({ difference: -50, percent: -25, noiseFloor: 20 })
    expect([p, adjustedP, percentInterval]).toEqual([null, null, null])
  })

  it('has no per cent of nothing, and no change without both figures', () => {
    const noise = { share: 0, least: 0 }
    expect(single(0, 2, noise)).toMatchObject({ percent: null, difference: 2, change: 'worse' })
    expect(single(null, 2, noise)).toMatchObject({ change: 'unclear', difference: null, remark: 'not measured in run A' })
    expect(single(2, null, noise)).toMatchObject({ change: 'unclear', remark: 'not measured in run B' })
  })

  it('turns from better to worse when the runs change places', () => {
    const figure = fc.double({ min: 0, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(figure, figure, (a, b) => {
        const opposite = { better: 'worse', worse: 'better', same: 'same', unclear: 'unclear' } as const
        const noise = { share: 0.1, least: 0.5 }
        expect(single(b, a, noise).change).toBe(opposite[single(a, b, noise).change])
      }),
    )
  })
})

describe('the comparison of two runs', () => {
  it('finds a run the same as itself', () => {
    const { metrics, warnings, parameters } = compareRuns([syntheticRun()], [syntheticRun()])
    expect(new Set(metrics.filter((metric) => metric.remark === null).map((metric) => metric.change))).toEqual(new Set(['same']))
    expect(warnings).toEqual([])
    expect(parameters).toEqual([])
  })

  it('sees the difference that other timers make, though the longer RTO is larger', () => {
    const [quick, slow] = [syntheticRun({ failoverMs: 1404 }), syntheticRun({ failoverMs: 2404 })]
    const tolerant = { ...slow, failovers: slow.failovers.map((failover) => ({ ...failover, toleranceMs: 5000 })) }
    const { metrics } = compareRuns([quick], [tolerant])
    expect(metricOf(metrics, 'first-delivery-on-alternate')).toMatchObject({ change: 'worse', noiseFloor: 250 })
    expect(metricOf(metrics, 'first-delivery-off-computed')).toMatchObject({ change: 'same', noiseFloor: 5000 })
  })

  it('finds what became worse and by how much', () => {
    const comparison = compareRuns([syntheticRun()], [syntheticRun({ lost: 2, failoverMs: 1404, latencyUs: 360 })])
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
    const { metrics } = compareRuns([syntheticRun()], [syntheticRun({ latencyUs: 4000 })])
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
    expect(metricOf(compareRuns([run], [run]).metrics, 'latency-p99.9', 'before').change).toBe('same')
  })

  it('leaves out what neither run has, and marks what only one has', () => {
    const quiet: Partial<Variation> = { cutAtMs: null, restoreAtMs: null }
    const names = compareRuns([syntheticRun(quiet)], [syntheticRun(quiet)]).metrics.map((metric) => metric.metric)
    expect(names).not.toContain('first-delivery-on-alternate')
    const onlyB = compareRuns([syntheticRun(quiet)], [syntheticRun()]).metrics
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
  ])('says what speaks against it: %s', (_, change, words) => {
    const { unlike, warnings } = compareRuns([syntheticRun()], [{ ...syntheticRun(), ...change }])
    expect([...unlike, ...warnings]).toEqual([expect.stringMatching(words)])
    // What the runs were meant to be and where they ran makes them unlike; how they went is a warning.
    expect(warnings).toHaveLength(/differs/.test(unlike.join()) ? 0 : 1)
  })

  it('takes no notice of the machine on virtual time', () => {
    const simulated = { ...syntheticRun().description, network: 'simulated' as const }
    const [a, b] = [2, 64].map((cores) => ({
      ...syntheticRun(),
      description: simulated,
      environment: { ...syntheticRun().environment, cores },
    }))
    expect(compareRuns([a!], [b!]).unlike).toEqual([])
  })

  it('finds a group unlike that is not of one kind in itself', () => {
    const other = { ...syntheticRun(), description: { ...syntheticRun().description, profile: 'linux' } }
    expect(compareRuns([syntheticRun(), other], [syntheticRun()]).unlike).toEqual(['profile differs: rfc9260 or linux in A, rfc9260 in B'])
  })

  it('warns of scenario files that are not the same', () => {
    const edited = { ...syntheticRun(), description: { ...syntheticRun().description, scenarioText: 'scenario: x' } }
    expect(compareRuns([syntheticRun()], [edited]).warnings).toEqual(["the scenario's file is not the same in all runs"])
  })

  it('tells of several runs in one breath', () => {
    const dirty = [3, 4, 5, 9].map((runId) => ({
      ...syntheticRun({ runId }),
      environment: { ...syntheticRun().environment, gitDirty: true },
    }))
    expect(compareRuns([syntheticRun()], dirty).warnings).toEqual(['runs B (3..5, 9) were measured with changes that are in no commit'])
  })

  it('does not warn of different commits', () => {
    const other = { ...syntheticRun().environment, gitCommit: 'ffff' }
    expect(compareRuns([syntheticRun()], [{ ...syntheticRun(), environment: other }]).warnings).toEqual([])
  })

  it('lists the parameters that differ, however deep', () => {
    const run = syntheticRun()
    const sctp = { rtoInitialMs: 1000, rtoMinMs: 100, rtoMaxMs: 60_000, pathMaxRetrans: 5, algorithms: ['crc32c'] }
    const other = { ...run, description: { ...run.description, parameters: { sctp } } }
    expect(compareRuns([run], [other]).parameters).toEqual([
      { name: 'sctp.algorithms', a: null, b: '["crc32c"]' },
      { name: 'sctp.potentiallyFailedMaxRetrans', a: '0', b: null },
      { name: 'sctp.rtoMinMs', a: '1000', b: '100' },
    ])
  })
})

function single(a: number | null, b: number | null, noise: NoiseRule, better: 'lower' | 'higher' = 'lower'): ComparedMetric {
  const subject = { ...SUBJECT, better }
  const figure = (value: number | null): RunFigure | null => (value === null ? null : { subject, value, noise, beyond: null })
  return compareSingle({ subject, a: [figure(a)], b: [figure(b)] })
}

describe('the comparison of groups of runs', () => {
  const groupOf = (runs: number, variation: (run: number) => Partial<Variation>): RecordedRun[] =>
    Array.from({ length: runs }, (_, run) => syntheticRun({ plannedDurationMs: 20_000, seed: run, runId: run + 1, ...variation(run) }))
  const slower = groupOf(6, (run) => ({ latencyUs: 240 + run, lost: run > 3 ? 1 : 0, seed: run + 100 }))
  const usual = groupOf(6, (run) => ({ latencyUs: 180 + run }))

  it('calls a clear difference by its name, with the medians of the runs and an interval around them', () => {
    const { metrics, kind } = compareRuns(usual, slower)
    expect(kind).toBe('groups')
    const p50 = metricOf(metrics, 'latency-p50', 'before')
    expect(p50).toMatchObject({ change: 'worse', noiseFloor: 0, remark: null })
    expect(p50.valuesA).toHaveLength(6)
    expect(p50.adjustedP).toBeLessThan(0.01)
    expect(p50.p).toBeLessThan(0.01)
    const [low, high] = p50.percentInterval!
    expect(low).toBeLessThan(p50.percent!)
    expect(high).toBeGreaterThan(p50.percent!)
    expect(low).toBeGreaterThan(25)
    expect(metricOf(compareRuns(slower, usual).metrics, 'latency-p50', 'before').change).toBe('better')
  })

  it('says nothing where chance might have its hand in it', () => {
    const { metrics } = compareRuns(usual, slower)
    expect(metricOf(metrics, 'lost')).toMatchObject({ change: 'unclear', remark: 'no more than chance would bring about' })
    expect(metricOf(metrics, 'duplicated')).toMatchObject({ change: 'same', p: 1, percent: null })
  })

  it('says nothing at all of groups that are too small, whatever they show', () => {
    const { metrics, kind } = compareRuns(usual.slice(0, 4), slower.slice(0, 4))
    expect(kind).toBe('too-few')
    expect(metrics.filter(({ change }) => change === 'better' || change === 'worse')).toEqual([])
    expect(compareRuns(usual, slower.slice(0, 1)).kind).toBe('too-few')
  })

  it('is the same each time', () => {
    expect(compareRuns(usual, slower).metrics).toEqual(compareRuns(usual, slower).metrics)
  })

  it('finds what became worse past a limit, and only what surely did', () => {
    const { metrics } = compareRuns(usual, slower)
    const past = (text: string) => regressionsPast(parseRegressionLimits(text) as RegressionLimits, metrics).map(({ metric }) => metric)
    expect(past('10%')).toContain('latency-p50')
    expect(past('10%')).not.toContain('lost')
    expect(past('90%')).toEqual([])
    expect(past('faults=0')).toEqual([])
    expect(past('90%,latency=5%')).toContain('latency-p50')
    const single = compareRuns(usual.slice(0, 1), slower.slice(0, 1)).metrics
    expect(regressionsPast(parseRegressionLimits('0%') as RegressionLimits, single)).toEqual([])
  })

  it.each(['fast', 'latency=ten', 'speed=10%', '-5%', ''])('refuses %j as a limit', (text) => {
    expect(parseRegressionLimits(text)).toEqual(expect.any(String))
  })
})

/** Of the M3UA flow. */
function metricOf(metrics: readonly ComparedMetric[], metric: string, phase: string | null = null): ComparedMetric {
  return metrics.find((candidate) => candidate.flow === 'm3ua' && candidate.metric === metric && candidate.phase === phase)!
}
