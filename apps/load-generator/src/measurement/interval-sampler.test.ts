import type { IntervalSample } from '@sigbed/measurement'
import { describe, expect, it } from 'vitest'
import { HandClock } from '../../test/hand-clock.js'
import { AlreadyStartedError, InvalidLoadError } from '../load-generator-error.js'
import { RunClock } from '../workload/load-clock.js'
import { IntervalSampler, type SampledFlow } from './interval-sampler.js'

/** Remembers what it is asked for. */
class Flow implements SampledFlow {
  readonly announced: number[] = []
  constructor(private readonly name: 'm3ua' | 'diameter') {}
  endIntervalAt(atMs: number): void {
    this.announced.push(atMs)
  }
  takeInterval(fromMs: number, toMs: number): IntervalSample {
    return { flow: this.name, fromMs, toMs, offered: 0, delivered: 0, p50Us: 0, p99Us: 0, maximumUs: 0, lateSends: 0, histogram: null }
  }
}

function samplerOf(intervalMs?: number) {
  const clock = new HandClock()
  const flows = [new Flow('m3ua'), new Flow('diameter')] as const
  const taken: (readonly [fromMs: number, toMs: number, takenAtMs: number])[] = []
  const sampler = new IntervalSampler(
    clock,
    flows,
    (samples, toMs) => {
      expect(samples.map(({ flow }) => flow)).toEqual(['m3ua', 'diameter'])
      for (const sample of samples) expect(sample.toMs).toBe(toMs)
      taken.push([samples[0]!.fromMs, toMs, clock.now()])
    },
    intervalMs,
  )
  return { clock, flows, taken, sampler }
}

describe('an interval sampler', () => {
  it('samples all flows every 100 ms', () => {
    const { clock, taken, sampler } = samplerOf()
    sampler.start()
    clock.runUntil(350)
    expect(taken).toEqual([
      [0, 100, 100],
      [100, 200, 200],
      [200, 300, 300],
    ])
  })

  it('does not drift, and no interval changes, when it is woken late', () => {
    const { clock, taken, sampler } = samplerOf()
    clock.timerLatenessMs = 7
    sampler.start()
    clock.runUntil(1000)
    expect(taken.map(([fromMs, toMs]) => [fromMs, toMs])).toEqual(Array.from({ length: 9 }, (_, n) => [n * 100, n * 100 + 100]))
    expect(taken.map(([, toMs, atMs]) => atMs - toMs)).toEqual(Array<number>(9).fill(7))
  })

  it('keeps to its ends where 100 ms are no round number', () => {
    const { clock, taken, sampler } = samplerOf(1000 / 3)
    sampler.start(0.1)
    clock.runUntil(100_000)
    expect(taken).toHaveLength(299)
    taken.forEach(([fromMs, toMs], n) => {
      expect([fromMs, toMs]).toEqual([0.1 + n * (1000 / 3), 0.1 + (n + 1) * (1000 / 3)])
    })
  })

  it('does not take a timer for early whose instant was rounded down', () => {
    const clock = new HandClock(123_456.789)
    const run = new RunClock(clock)
    const takenAt: number[] = []
    const ends: number[] = []
    const take = (_: readonly IntervalSample[], toMs: number): void => {
      takenAt.push(run.now())
      ends.push(toMs)
    }
    new IntervalSampler(run, [], take, 100 / 3).start(0)
    clock.runUntil(133_456.9)
    expect(ends).toEqual(Array.from({ length: 300 }, (_, n) => (n + 1) * (100 / 3)))
    expect(takenAt.some((atMs, n) => atMs < ends[n]!)).toBe(true)
  })

  it('tells each flow beforehand where the interval ends', () => {
    const { clock, flows, sampler } = samplerOf()
    sampler.start()
    expect(flows[1].announced).toEqual([100])
    clock.runUntil(250)
    for (const { announced } of flows) expect(announced).toEqual([100, 200, 300])
  })

  it('takes one longer interval when the program stood still, and is on time again', () => {
    const { clock, taken, sampler } = samplerOf()
    sampler.start()
    clock.runUntil(100)
    clock.standStill(350)
    clock.runUntil(600)
    expect(taken).toEqual([
      [0, 100, 100],
      [100, 400, 450],
      [400, 500, 500],
      [500, 600, 600],
    ])
  })

  it('takes the rest of the interval at hand when it is stopped', () => {
    const { clock, taken, sampler } = samplerOf()
    sampler.start()
    clock.runUntil(130)
    sampler.stop()
    sampler.stop()
    clock.runUntil(500)
    expect(taken).toEqual([
      [0, 100, 100],
      [100, 130, 130],
    ])
    expect(clock.timers).toBe(0)
  })

  it('takes no empty rest, and what a stall kept from it before the rest', () => {
    const atEnd = samplerOf()
    atEnd.sampler.start()
    atEnd.clock.runUntil(100)
    atEnd.sampler.stop()
    expect(atEnd.taken).toEqual([[0, 100, 100]])

    const stalled = samplerOf()
    stalled.sampler.start()
    stalled.clock.standStill(230)
    stalled.sampler.stop()
    expect(stalled.taken).toEqual([
      [0, 200, 230],
      [200, 230, 230],
    ])
  })

  it('may be stopped by the one who takes the samples', () => {
    const clock = new HandClock()
    let times = 0
    const sampler: IntervalSampler = new IntervalSampler(clock, [], () => {
      if (++times === 2) sampler.stop()
    })
    sampler.start()
    clock.runUntil(1000)
    expect([times, clock.timers]).toEqual([2, 0])
  })

  it('may begin with traffic that lies ahead', () => {
    const { clock, taken, sampler } = samplerOf()
    sampler.start(50)
    clock.runUntil(150)
    expect(taken).toEqual([[50, 150, 150]])
    expect(() => sampler.start()).toThrow(AlreadyStartedError)
  })

  it.each([0, -1, Number.NaN, Infinity])('refuses an interval of %d ms', (intervalMs) => {
    expect(() => samplerOf(intervalMs)).toThrow(InvalidLoadError)
  })
})
