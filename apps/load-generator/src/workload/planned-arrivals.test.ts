import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ArrivalPlan } from '../plan/load-plan.js'
import type { ArrivalSchedule } from './arrival-schedule.js'
import { plannedArrivals, plannedRate } from './planned-arrivals.js'
import { Pace } from './time-warp.js'

const UNLIMITED = { seed: 7, warmUpMs: 0, durationMs: Infinity, count: Infinity }
const ALONE = { worker: 0, of: 1 }

type OpenPlan = Exclude<ArrivalPlan, { readonly model: 'closed' }>

const steady = (perSecond: number, spacing: 'constant' | 'poisson' = 'constant'): OpenPlan => ({
  model: 'open',
  spacing,
  form: 'steps',
  rates: [{ atMs: 0, perSecond }],
})

const ramp: OpenPlan = {
  model: 'open',
  spacing: 'poisson',
  form: 'ramp',
  rates: [
    { atMs: 0, perSecond: 50 },
    { atMs: 2000, perSecond: 2000 },
  ],
}

const replay: OpenPlan = { model: 'replayed', file: 'arrivals', instants: Float64Array.from([0, 1, 1, 5, 100, 100.5, 2000]) }

function instants(schedule: ArrivalSchedule, most: number): number[] {
  const list: number[] = []
  for (let n = 0; n < most; n++) {
    const atMs = schedule.intendedAtMs(n)
    if (atMs === Infinity) break
    list.push(atMs)
  }
  return list
}

describe('planned arrivals', () => {
  it.each([
    ['a steady rate', steady(1000)],
    ['a Poisson process', steady(1000, 'poisson')],
    ['a ramp of a Poisson process', ramp],
    ['recorded arrivals', replay],
  ])('share %s among workers so that all of them together are the schedule', (_, plan) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), (of) => {
        const whole = instants(plannedArrivals(plan, { ...UNLIMITED, durationMs: 500 }, ALONE, new Pace()), 5000)
        const shares = Array.from({ length: of }, (__, worker) =>
          instants(plannedArrivals(plan, { ...UNLIMITED, durationMs: 500 }, { worker, of }, new Pace()), 5000),
        )
        expect(shares.flat().sort((a, b) => a - b)).toEqual(whole)
      }),
    )
  })

  it.each([steady(333), steady(250, 'poisson'), ramp, replay])('are counted as they are sent: %j', (plan) => {
    const schedule = plannedArrivals(plan, { ...UNLIMITED, durationMs: 3000 }, ALONE, new Pace())
    const sent = instants(plannedArrivals(plan, { ...UNLIMITED, durationMs: 3000 }, ALONE, new Pace()), 20_000)
    for (let atMs = 0; atMs <= 3500; atMs += 125)
      expect(schedule.arrivalsBefore(atMs)).toBe(sent.filter((instant) => instant < atMs).length)
  })

  it('are the same for the same seed, and others for another', () => {
    const list = (seed: number) => instants(plannedArrivals(steady(1000, 'poisson'), { ...UNLIMITED, seed }, ALONE, new Pace()), 100)
    expect(list(1)).toEqual(list(1))
    expect(list(1)).not.toEqual(list(2))
  })

  it('hold the first rate during the warm-up, and begin the plan at its end', () => {
    const plan: OpenPlan = {
      model: 'open',
      spacing: 'constant',
      form: 'steps',
      rates: [
        { atMs: 0, perSecond: 10 },
        { atMs: 1000, perSecond: 100 },
      ],
    }
    const list = instants(plannedArrivals(plan, { ...UNLIMITED, warmUpMs: 2000, durationMs: 2000 }, ALONE, new Pace()), 1000)
    const between = (from: number, to: number) => list.filter((atMs) => atMs >= from && atMs < to).length
    expect([between(0, 2000), between(2000, 3000), between(3000, 4000), list.length]).toEqual([20, 10, 100, 130])
    expect([plannedRate(plan, 2000, 500), plannedRate(plan, 2000, 3500)]).toEqual([10, 100])
  })

  it('end after so many that count, those of the warm-up not among them', () => {
    const limits = { ...UNLIMITED, warmUpMs: 100, count: 10 }
    expect(instants(plannedArrivals(steady(100), limits, ALONE, new Pace()), 1000)).toHaveLength(20)
    const shares = [0, 1, 2].map((worker) => instants(plannedArrivals(steady(100), limits, { worker, of: 3 }, new Pace()), 1000))
    expect(shares.flat().filter((atMs) => atMs >= 100)).toHaveLength(10)
  })

  it('come faster from the instant the pace is changed, and no earlier', () => {
    const pace = new Pace()
    const schedule = plannedArrivals(steady(100), UNLIMITED, ALONE, pace)
    expect(schedule.intendedAtMs(10)).toBe(100)
    expect(schedule.arrivalsBefore(100)).toBe(10)
    pace.change(10, 100)
    expect([10, 11, 12, 110].map((n) => schedule.intendedAtMs(n))).toEqual([100, 101, 102, 200])
    expect(schedule.arrivalsBefore(200)).toBe(110)
  })
})
