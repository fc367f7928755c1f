import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidLoadError, ScheduleOrderError } from '../load-generator-error.js'
import { type ArrivalSchedule, ConstantRateArrivals, PoissonArrivals } from './arrival-schedule.js'

const rate = fc.double({ min: 0.01, max: 1_000_000, noNaN: true })

describe('arrivals at a constant rate', () => {
  it('come at equal distances from zero on', () => {
    const arrivals = new ConstantRateArrivals(250)
    expect([0, 1, 2, 3].map((sequence) => arrivals.intendedAtMs(sequence))).toEqual([0, 4, 8, 12])
  })

  it('do not drift: the arrival after a thousand hours of a third of a millisecond is on time', () => {
    const arrivals = new ConstantRateArrivals(3000)
    const hours = 1000
    expect(arrivals.intendedAtMs(hours * 3600 * 3000)).toBe(hours * 3_600_000)
  })

  it('end with the duration, an arrival at its very end left out', () => {
    const arrivals = new ConstantRateArrivals(100, 50)
    expect(arrivals.intendedAtMs(4)).toBe(40)
    expect(arrivals.intendedAtMs(5)).toBe(Infinity)
    expect(arrivals.arrivalsBefore(1e9)).toBe(5)
    expect(arrivals.arrivalsBefore(Infinity)).toBe(5)
    expect(new ConstantRateArrivals(100).arrivalsBefore(Infinity)).toBe(Infinity)
  })

  it('are counted exactly as they are timed, at any rate and instant', () => {
    fc.assert(
      fc.property(rate, fc.nat(1_000_000), fc.constantFrom(-1e-9, 0, 1e-9), (perSecond, sequence, nudge) => {
        const arrivals = new ConstantRateArrivals(perSecond)
        const atMs = arrivals.intendedAtMs(sequence) * (1 + nudge)
        const count = arrivals.arrivalsBefore(atMs)
        if (count > 0) expect(arrivals.intendedAtMs(count - 1)).toBeLessThan(atMs)
        expect(arrivals.intendedAtMs(count)).toBeGreaterThanOrEqual(atMs)
      }),
    )
  })

  it('have none before the start', () => {
    expect(new ConstantRateArrivals(100).arrivalsBefore(0)).toBe(0)
    expect(new ConstantRateArrivals(100).arrivalsBefore(-5)).toBe(0)
  })
})

describe('Poisson arrivals', () => {
  it('keep the mean rate', () => {
    const arrivals = new PoissonArrivals(1000, randomFrom(1))
    const count = arrivals.arrivalsBefore(100_000)
    // 100,000 expected; five standard deviations are 1,581.
    expect(Math.abs(count - 100_000)).toBeLessThan(1581)
  })

  it('vary from one tenth of a second to the next as much as their mean (variance = mean)', () => {
    const arrivals = new PoissonArrivals(1000, randomFrom(2))
    const counts: number[] = []
    let before = 0
    for (let end = 100; end <= 200_000; end += 100) {
      const upTo = arrivals.arrivalsBefore(end)
      counts.push(upTo - before)
      before = upTo
    }
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1)
    // The standard error of the ratio over 2,000 intervals is 0.032.
    expect(variance / mean).toBeGreaterThan(0.84)
    expect(variance / mean).toBeLessThan(1.16)
  })

  it('leave gaps of the exponential distribution (Kolmogorov and Smirnov)', () => {
    const arrivals = new PoissonArrivals(500, randomFrom(3))
    const instants = Array.from({ length: 20_000 }, (_, sequence) => arrivals.intendedAtMs(sequence))
    const gaps = instants.map((atMs, index) => atMs - (index === 0 ? 0 : instants[index - 1]!)).sort((a, b) => a - b)
    const distances = gaps.map((gap, index) => Math.abs(1 - Math.exp(-gap / 2) - (index + 0.5) / gaps.length))
    // Exceeded by one good sample in ten thousand.
    expect(Math.max(...distances)).toBeLessThan(2.23 / Math.sqrt(gaps.length))
  })

  it('leave gaps that do not depend on one another', () => {
    const arrivals = new PoissonArrivals(1000, randomFrom(4))
    const instants = Array.from({ length: 20_001 }, (_, sequence) => arrivals.intendedAtMs(sequence))
    const gaps = instants.slice(1).map((atMs, index) => atMs - instants[index]! - 1)
    const product = gaps.slice(1).reduce((sum, gap, index) => sum + gap * gaps[index]!, 0)
    const square = gaps.reduce((sum, gap) => sum + gap * gap, 0)
    expect(Math.abs(product / square)).toBeLessThan(5 / Math.sqrt(gaps.length))
  })

  it('are the same for the same chance and others for other chance', () => {
    const instants = (seed: number) => {
      const arrivals = new PoissonArrivals(1000, randomFrom(seed))
      return Array.from({ length: 100 }, (_, sequence) => arrivals.intendedAtMs(sequence))
    }
    expect(instants(5)).toEqual(instants(5))
    expect(instants(5)).not.toEqual(instants(6))
  })

  it('are counted exactly as they are timed, whoever goes ahead', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.tuple(fc.boolean(), fc.nat(50))), (seed, steps) => {
        const oracle = instantsOf(new PoissonArrivals(1000, randomFrom(seed), 900), 2000)
        const arrivals = new PoissonArrivals(1000, randomFrom(seed), 900)
        let sequence = 0
        let atMs = 0
        for (const [counts, step] of steps) {
          if (counts) expect(arrivals.arrivalsBefore((atMs += step))).toBe(oracle.filter((instant) => instant < atMs).length)
          else expect(arrivals.intendedAtMs((sequence += step))).toBe(oracle[sequence] ?? Infinity)
        }
      }),
    )
  })

  it('cannot be asked backwards', () => {
    const arrivals = new PoissonArrivals(1000, randomFrom(7))
    arrivals.intendedAtMs(10)
    arrivals.arrivalsBefore(10)
    expect(arrivals.intendedAtMs(10)).toBe(arrivals.intendedAtMs(10))
    expect(() => arrivals.intendedAtMs(9)).toThrow(ScheduleOrderError)
    expect(() => arrivals.arrivalsBefore(9)).toThrow(ScheduleOrderError)
  })
})

describe('a load that cannot be', () => {
  const schedules: readonly [string, (perSecond: number, durationMs?: number) => ArrivalSchedule][] = [
    ['at a constant rate', (perSecond, durationMs) => new ConstantRateArrivals(perSecond, durationMs)],
    ['of Poisson arrivals', (perSecond, durationMs) => new PoissonArrivals(perSecond, randomFrom(1), durationMs)],
  ]
  it.each(schedules)('is refused %s', (_, schedule) => {
    for (const perSecond of [0, -1, Number.NaN, Infinity]) expect(() => schedule(perSecond)).toThrow(InvalidLoadError)
    for (const durationMs of [0, -1, Number.NaN]) expect(() => schedule(1, durationMs)).toThrow(InvalidLoadError)
    expect(() => schedule(1_000_000, 4_294_968_000)).toThrow(InvalidLoadError)
    expect(schedule(1_000_000, 4_294_967).offeredPerSecond).toBe(1_000_000)
  })
})

/** A small linear congruential generator: chance enough for two seed words. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0)
}

function instantsOf(arrivals: ArrivalSchedule, most: number): number[] {
  return Array.from({ length: most }, (_, sequence) => arrivals.intendedAtMs(sequence)).filter((atMs) => atMs < Infinity)
}
