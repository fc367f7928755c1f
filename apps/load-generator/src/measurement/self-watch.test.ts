import { describe, expect, it } from 'vitest'
import { HandClock } from '../../test/hand-clock.js'
import { InvalidLoadError } from '../load-generator-error.js'
import { ConstantRateArrivals } from '../workload/arrival-schedule.js'
import { OpenLoopSource } from '../workload/open-loop-source.js'
import { type LoadProbe, SelfWatch, USUAL_SELF_LIMITS } from './self-watch.js'

describe('a watch over the generator', () => {
  it('finds a generator sound that kept its schedule', () => {
    const watch = new SelfWatch()
    watch.recordSends(10_000, 10)
    watch.recordWakeUp(100, 101.5)
    expect(watch.report()).toEqual({
      judgement: 'sound',
      reasons: ['the generator kept its schedule'],
      handled: 10_000,
      late: 10,
      lateShare: 0.001,
      cpuShare: null,
      eventLoopDelayMs: null,
    })
  })

  it.each<[string, (watch: SelfWatch) => void, LoadProbe | null, 'strained' | 'saturated', string]>([
    [
      'a few late sends',
      (watch) => watch.recordSends(1000, 4),
      null,
      'strained',
      '0.4 % of the messages were sent late (0.1 % is tolerable)',
    ],
    [
      'many late sends',
      (watch) => watch.recordSends(1000, 400),
      null,
      'saturated',
      '40 % of the messages were sent late (0.1 % is tolerable)',
    ],
    [
      'late wake-ups',
      (watch) => watch.recordWakeUp(0, 7.5),
      null,
      'strained',
      'one wake-up in a hundred was 7.5 ms late or more (5 ms is tolerable)',
    ],
    [
      'very late wake-ups',
      (watch) => watch.recordWakeUp(0, 75),
      null,
      'saturated',
      'one wake-up in a hundred was 75 ms late or more (5 ms is tolerable)',
    ],
    [
      'little processor time left',
      ask,
      probeOf([0.93], [0]),
      'strained',
      'the generator used 93 % of a processor core (90 % is tolerable)',
    ],
    ['no processor time left', ask, probeOf([0.99], [0]), 'saturated', 'the generator used 99 % of a processor core (90 % is tolerable)'],
    ['an event loop held up', ask, probeOf([0], [120]), 'strained', 'the event loop was once held up for 120 ms (50 ms is tolerable)'],
    [
      'an event loop held up long',
      ask,
      probeOf([0], [1204]),
      'saturated',
      'the event loop was once held up for 1,204 ms (50 ms is tolerable)',
    ],
  ])('judges by %s', (_, happen, probe, judgement, reason) => {
    const watch = new SelfWatch(probe)
    happen(watch)
    expect(watch.report()).toMatchObject({ judgement, reasons: [reason] })
  })

  it('names the worst first', () => {
    const watch = new SelfWatch(probeOf([0.99], [0]))
    watch.recordSends(1000, 2)
    watch.askProbe()
    const { judgement, reasons } = watch.report()
    expect(judgement).toBe('saturated')
    expect(reasons).toEqual([
      'the generator used 99 % of a processor core (90 % is tolerable)',
      '0.2 % of the messages were sent late (0.1 % is tolerable)',
    ])
  })

  it('takes the mean of the processor time and the worst of the delays', () => {
    const watch = new SelfWatch(probeOf([1, 0.5, 0.3], [3, 40, 2]))
    for (let i = 0; i < 3; i++) watch.askProbe()
    const { cpuShare, eventLoopDelayMs, judgement } = watch.report()
    expect(cpuShare).toBeCloseTo(0.6)
    expect([eventLoopDelayMs, judgement]).toEqual([40, 'sound'])
  })

  it('asks nobody where there is no probe', () => {
    const watch = new SelfWatch()
    watch.askProbe()
    expect(watch.report().cpuShare).toBe(null)
  })

  it('refuses limits that are the wrong way round', () => {
    expect(() => new SelfWatch(null, { ...USUAL_SELF_LIMITS, cpuShare: { strained: 0.9, saturated: 0.8 } })).toThrow(InvalidLoadError)
  })

  it('hears from a source how late its wake-ups and its sends were', () => {
    const clock = new HandClock()
    const watch = new SelfWatch()
    const source = new OpenLoopSource(clock, new ConstantRateArrivals(1000, 1000), () => true, { watch })
    clock.timerLatenessMs = 3
    source.start()
    clock.runUntil(500)
    expect(watch.wakeUpLateness.minimumUs).toBe(3000)
    expect(watch.wakeUpLateness.maximumUs).toBe(3000)
    expect(watch.report().judgement).toBe('sound')
    clock.standStill(200)
    clock.runUntil(2000)
    const { handled, late, judgement, reasons } = watch.report()
    expect([handled, late]).toEqual([1000, source.late])
    expect(late).toBeGreaterThan(190)
    expect(judgement).toBe('saturated')
    expect(reasons[0]).toMatch(/^(19|20) % of the messages were sent late/)
  })
})

function ask(watch: SelfWatch): void {
  watch.askProbe()
}

function probeOf(cpuShares: readonly number[], delaysMs: readonly number[]): LoadProbe {
  let asked = 0
  return {
    cpuShare: () => cpuShares[asked]!,
    eventLoopDelayMs: () => delaysMs[asked++]!,
  }
}
