import { LatencyHistogram } from '@sigbed/measurement'
import { describe, expect, it } from 'vitest'
import type { SelfReport } from '../measurement/self-watch.js'
import type { ArrivalPlan, LoadPlan } from '../plan/load-plan.js'
import { LoadTally } from '../run/load-tally.js'
import { latencyMeaning } from './latency-meaning.js'
import { type LoadMoment, loadFrame, loadLine } from './load-frame.js'
import { shownWidth } from './paint.js'

const SOUND: SelfReport = { judgement: 'sound', reasons: ['well'], handled: 1, late: 0, lateShare: 0, cpuShare: 0.1, eventLoopDelayMs: 1 }
const OPEN: ArrivalPlan = { model: 'open', spacing: 'constant', form: 'steps', rates: [{ atMs: 0, perSecond: 1000 }] }

function moment(changes: { readonly arrivals?: ArrivalPlan; readonly self?: SelfReport } = {}): LoadMoment {
  const latencies = new LatencyHistogram()
  for (let i = 1; i <= 990; i++) latencies.record(i * 10)
  const tally = new LoadTally()
  const kind = {
    kind: 'ECR',
    offered: 1000,
    completed: 990,
    errors: 7,
    lost: 3,
    refused: 0,
    duplicated: 0,
    reordered: 0,
    latencies: latencies.toBlob(),
  }
  const self = changes.self ?? SOUND
  tally.addReport({
    second: 0,
    fromMs: 4000,
    toMs: 5000,
    lengthMs: 5000,
    kinds: [kind],
    results: [],
    waiting: 5,
    outstanding: 17,
    late: 0,
    self,
    events: [],
    last: false,
  })
  const plan = {
    arrivals: changes.arrivals ?? OPEN,
    durationMs: 10_000,
    count: Infinity,
    traffic: { protocol: 'diameter' },
  } as unknown as LoadPlan
  return { plan, last: { second: tally, whole: tally, waiting: 5, outstanding: 17, self, events: [] }, rate: 1000 }
}

const LOOK = { colour: false, width: 100 }

describe('the live display of a load', () => {
  it('tells the last second in a line', () => {
    expect(loadLine(moment(), LOOK)).toBe(
      '   5.0 s  990/s of 1,000/s  p50 4.95  p99 9.81  max 9.90 ms  errors 7  lost 3  under way 17  waiting 5',
    )
  })

  it('says in every line that a closed loop is one, and that an overloaded generator measures itself', () => {
    const closed = moment({ arrivals: { model: 'closed', outstanding: 64, thinkMs: 0 } })
    expect(loadLine(closed, { ...LOOK, width: 200 })).toContain('(closed loop)')
    expect(loadFrame(closed, LOOK).join('\n')).toContain('CLOSED LOOP, 64 under way on each connection')
    expect(latencyMeaning(closed.plan)).toBe('from the sending of a message to its answer')
    const invalid = moment({ self: { ...SOUND, judgement: 'saturated', reasons: ['the generator used 99 % of a processor core'] } })
    expect(loadLine(invalid, { ...LOOK, width: 200 })).toContain('! INVALID')
    expect(loadFrame(invalid, LOOK).join('\n')).toContain('INVALID: what is measured is the generator itself\n    the generator used 99 %')
  })

  it('draws a picture no wider than the terminal', () => {
    for (const width of [60, 79, 100])
      for (const line of loadFrame(moment(), { colour: false, width })) expect(shownWidth(line)).toBeLessThanOrEqual(width)
    const text = loadFrame(moment(), LOOK).join('\n')
    expect(text).toContain('ECR')
    expect(text).toContain('so far 990 of 1,000, errors 7, lost 3, refused 0')
    expect(text).toContain('begun 1,000/s, keys + and - change that')
  })
})
