import type { SweepTimers } from '@sigbed/measurement'
import { describe, expect, it } from 'vitest'
import { read, SOUND } from '../../test/example-scenario.js'
import { disturbanceFault, type SweepChoices, SweptScenario } from './swept-scenario.js'

const TIMERS: SweepTimers = { rtoMinMs: 500, pathMaxRetrans: 2, potentiallyFailedMaxRetrans: null, heartbeatIntervalMs: 5000 }
const CHOICES: SweepChoices = { messagesPerSecond: 20, rtoMaxMs: null, disturbance: 'loss 1%', observedMs: 60_000 }

describe('a scenario as a sweep runs it', () => {
  it('has the timers of its cell, thin traffic, and the rest of its profile', () => {
    const scenario = read(swept().failoverText(TIMERS, 7))
    expect(scenario).toMatchObject({ seed: 7, repetitions: 1, expectations: [] })
    expect(scenario.parameters).toMatchObject({
      rtoMinMs: 500,
      rtoInitialMs: 500,
      rtoMaxMs: 800,
      pathMaxRetrans: 2,
      potentiallyFailed: false,
      heartbeatIntervalMs: 5000,
      associationMaxRetrans: 8,
      sackDelayMs: 20,
    })
    expect(scenario.traffic.map(({ perSecond }) => perSecond)).toEqual([20, 10])
  })

  it('never has an RTO.Max below its RTO.Min', () => {
    expect(read(swept().failoverText({ ...TIMERS, rtoMinMs: 1000 }, 1)).parameters).toMatchObject({
      rtoMinMs: 1000,
      rtoInitialMs: 1000,
      rtoMaxMs: 1000,
    })
    const chosen = swept({ rtoMaxMs: 4000 })
    expect(read(chosen.failoverText(TIMERS, 1)).parameters).toMatchObject({ rtoMaxMs: 4000 })
  })

  it('is cut until the path must be inactive, and then whole until a heartbeat must have found out', () => {
    const { timetable, durationMs } = read(swept().failoverText(TIMERS, 1))
    expect(timetable.map(({ text }) => text)).toEqual(['cut path-a', 'restore'])
    const [cut, restore] = timetable.map(({ atMs }) => atMs)
    expect(cut).toBe(3000)
    // RFC 9260 §8.2: three strikes, an RTO of 500, 800 and 800 ms; §8.3: HB.interval and one and a half RTO.
    expect(restore! - cut!).toBeGreaterThan(500 + 800 + 800)
    expect(durationMs - restore!).toBeGreaterThan(5000 + 1.5 * 800)
    expect(durationMs).toBeLessThan(20_000)
  })

  it('is not cut at all where it is disturbed', () => {
    const scenario = read(swept().disturbedText(TIMERS, 1))
    expect(scenario.timetable).toEqual([])
    expect(scenario.durationMs).toBe(60_000)
    expect(scenario.links).toEqual([
      { network: 'path-b', from: 'one', to: 'gate', changes: { lossProbability: 0.001 } },
      { network: null, from: null, to: null, changes: { lossProbability: 0.01 } },
    ])
  })

  it('keeps its timetable where that cuts nothing', () => {
    const pausing = SOUND.replace(/timetable:.*/s, 'timetable:\n  - at 5s: pause two\n')
    const scenario = new SweptScenario(read(pausing), { ...CHOICES, disturbance: null })
    expect(scenario.cut).toBeNull()
    expect(read(scenario.disturbedText(TIMERS, 1)).timetable.map(({ text }) => text)).toEqual(['pause two'])
    expect(() => scenario.failoverText(TIMERS, 1)).toThrow('cuts nothing')
  })
})

describe('a disturbance', () => {
  it('is an impairment in the words of the timetable, of all links or of some', () => {
    const scenario = read(SOUND)
    expect(disturbanceFault('loss 1% reorder 1% by 300ms', scenario)).toBeNull()
    expect(disturbanceFault('delay 20ms jitter 300ms on path-b', scenario)).toBeNull()
    expect(disturbanceFault('lose 1%', scenario)).toMatch(/not understood/)
    expect(disturbanceFault('loss 1% on path-z', scenario)).toMatch(/path-z/)
    expect(disturbanceFault('cut path-a', scenario)).not.toBeNull()
  })
})

function swept(changes: Partial<SweepChoices> = {}): SweptScenario {
  return new SweptScenario(read(SOUND), { ...CHOICES, ...changes })
}
