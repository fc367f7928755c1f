import { LatencyHistogram } from '@sigbed/measurement'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GeneratorReport } from '../generator/generator-report.js'
import { type Condition, parseCondition } from '../plan/condition.js'
import { judgeThresholds, StopWatch } from './judged-conditions.js'
import { LoadTally } from './load-tally.js'

const SELF = { judgement: 'sound', reasons: [], handled: 0, late: 0, lateShare: 0, cpuShare: null, eventLoopDelayMs: null } as const

function report(
  second: number,
  latenciesMs: readonly number[],
  changes: { readonly errors?: number; readonly lost?: number; readonly kind?: string } = {},
): GeneratorReport {
  const histogram = new LatencyHistogram()
  for (const ms of latenciesMs) histogram.record(ms * 1000)
  const { errors = 0, lost = 0, kind = 'ECR' } = changes
  const counted = {
    kind,
    offered: latenciesMs.length + lost,
    completed: latenciesMs.length,
    errors,
    lost,
    refused: 0,
    duplicated: 0,
    reordered: 0,
    latencies: histogram.toBlob(),
  }
  return {
    second,
    fromMs: second * 1000,
    toMs: second * 1000 + 1000,
    lengthMs: second * 1000 + 1000,
    kinds: [counted],
    results: [{ code: 2001, vendorId: 0, count: latenciesMs.length }],
    waiting: 0,
    outstanding: 0,
    late: 1,
    self: SELF,
    events: [],
    last: false,
  }
}

function tallyOf(...reports: readonly GeneratorReport[]): LoadTally {
  const tally = new LoadTally()
  for (const one of reports) tally.addReport(one)
  return tally
}

const conditions = (...texts: readonly string[]) => texts.map((text) => parseCondition(text) as Condition)

describe('a tally', () => {
  it('holds what all workers measured, exactly', () => {
    const latencies = fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 50 })
    fc.assert(
      fc.property(fc.array(latencies, { minLength: 1, maxLength: 5 }), (workers) => {
        const together = tallyOf(
          ...workers.map((list) =>
            report(
              0,
              list.map((us) => us / 1000),
            ),
          ),
        ).total().latencies
        const alone = new LatencyHistogram()
        for (const us of workers.flat()) alone.record(us)
        expect(together.toBlob()).toEqual(alone.toBlob())
      }),
    )
  })

  it('adds up kinds, results and lateness', () => {
    const whole = tallyOf(report(0, [1, 2]), report(1, [3], { errors: 1 }))
    whole.add(tallyOf(report(2, [4], { kind: 'AIR' })))
    expect(whole.total()).toMatchObject({ offered: 4, completed: 4, errors: 1 })
    expect(whole.results).toEqual([{ code: 2001, vendorId: 0, count: 4 }])
    expect([whole.fromMs, whole.toMs, whole.late]).toEqual([0, 3000, 3])
    expect(whole.of('nothing').offered).toBe(0)
  })
})

describe('thresholds', () => {
  it('are met when what they forbid did not happen', () => {
    const whole = tallyOf(report(0, [1, 2, 3, 80], { errors: 1, lost: 1 }), report(0, [500], { kind: 'AIR' }))
    const outcomes = judgeThresholds(
      conditions('p50>100ms', 'ECR max>50ms', 'AIR p99>1s', 'lost>0', 'errors>20%', 'rate<100', 'mean>1s'),
      whole,
      1000,
    )
    expect(outcomes.map(({ text, met, seen }) => [text, met, seen])).toEqual([
      ['not p50>100ms', true, '3.00 ms'],
      ['not ECR max>50ms', false, '80.0 ms'],
      ['not AIR p99>1s', true, '500 ms'],
      ['not lost>0', false, '1'],
      ['not errors>20%', true, '17 %'],
      ['not rate<100', false, '5/s'],
      ['not mean>1s', true, '117 ms'],
    ])
  })

  it('are open where nothing was measured', () => {
    expect(judgeThresholds(conditions('p99>1ms', 'errors>1%'), new LoadTally(), 0)).toEqual([
      { text: 'not p99>1ms', met: null, seen: 'nothing to measure it by' },
      { text: 'not errors>1%', met: null, seen: 'nothing to measure it by' },
    ])
  })
})

describe('a stop condition', () => {
  it('has to hold as long as it says, without a break', () => {
    const watch = new StopWatch(conditions('p99>10ms for 3s')[0]!)
    const whole = new LoadTally()
    const looks = [20, 20, 1, 20, 20, 20].map((ms, second) => watch.look(tallyOf(report(second, [ms])), whole))
    expect(looks).toEqual([false, false, false, false, false, true])
  })

  it('counts from the beginning, and takes shares of the second', () => {
    const whole = new LoadTally()
    const [count, share] = conditions('errors>2', 'errors>50%').map((condition) => new StopWatch(condition))
    const looks = [0, 1, 2].map((second) => {
      const one = tallyOf(report(second, [1, 1, 1, 1], { errors: 1 }))
      whole.add(one)
      return [count!.look(one, whole), share!.look(one, whole)]
    })
    expect(looks).toEqual([
      [false, false],
      [false, false],
      [true, false],
    ])
    expect(share!.look(tallyOf(report(3, [1, 1], { errors: 2 })), whole)).toBe(true)
  })

  it('does not hold where there was nothing', () => {
    expect(new StopWatch(conditions('p99>0ms')[0]!).look(tallyOf(report(0, [])), new LoadTally())).toBe(false)
  })
})
