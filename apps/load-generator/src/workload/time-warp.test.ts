import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Pace, RateCurve, type RatePoint } from './time-warp.js'

const points = fc
  .array(fc.record({ gapMs: fc.integer({ min: 1, max: 60_000 }), perSecond: fc.integer({ min: 0, max: 1e8 }).map((n) => n / 1000) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((steps) => {
    let atMs = 0
    return steps.map(({ gapMs, perSecond }, i): RatePoint => ({ atMs: i === 0 ? 0 : (atMs += gapMs), perSecond }))
  })
  .filter((rates) => rates.at(-1)!.perSecond > 0)

describe('a rate curve', () => {
  it('brings arrivals about at even distances while the rate stays the same', () => {
    const curve = new RateCurve([{ atMs: 0, perSecond: 200 }], 'steps')
    expect([0, 1, 2, 200].map((n) => curve.at(n))).toEqual([0, 5, 10, 1000])
  })

  it('jumps from step to step', () => {
    const steps = [
      { atMs: 0, perSecond: 10 },
      { atMs: 1000, perSecond: 0 },
      { atMs: 5000, perSecond: 1000 },
    ]
    const curve = new RateCurve(steps, 'steps')
    // Ten in the first second, none for four, and the eleventh with the new rate.
    expect([9, 10, 11, 1010].map((n) => curve.at(n))).toEqual([900, 5000, 5001, 6000])
    expect([0, 999, 1000, 6000].map((atMs) => curve.perSecondAt(atMs))).toEqual([10, 10, 0, 1000])
  })

  it('rises evenly along a ramp, and holds its last rate', () => {
    const ramp = [
      { atMs: 0, perSecond: 0 },
      { atMs: 10_000, perSecond: 1000 },
    ]
    const curve = new RateCurve(ramp, 'ramp')
    // Half of 10 s at 1,000 a second have come by its end, and a quarter of those by half of it.
    expect(curve.at(5000)).toBeCloseTo(10_000, 6)
    expect(curve.at(1250)).toBeCloseTo(5000, 6)
    expect(curve.at(6000)).toBeCloseTo(11_000, 6)
    expect(curve.perSecondAt(2500)).toBeCloseTo(250, 6)
  })

  it('never runs backwards, whatever the rates', () => {
    fc.assert(
      fc.property(points, fc.constantFrom('steps', 'ramp'), (rates, form) => {
        const curve = new RateCurve(rates, form as 'steps')
        const instants = Array.from({ length: 300 }, (_, n) => curve.at(n * 7))
        expect(instants.every((atMs, i) => i === 0 || atMs >= instants[i - 1]!)).toBe(true)
      }),
    )
  })

  it.each([
    [[], 'begin at 0'],
    [[{ atMs: 5, perSecond: 1 }], 'begin at 0'],
    [[{ atMs: 0, perSecond: -1 }], 'from 0 up'],
    [[{ atMs: 0, perSecond: 0 }], 'no load'],
    [
      [
        { atMs: 0, perSecond: 1 },
        { atMs: 0, perSecond: 2 },
      ],
      'does not come after',
    ],
  ])('refuses %j', (rates, why) => {
    expect(() => new RateCurve(rates, 'steps')).toThrow(why)
  })
})

describe('a pace', () => {
  it('leaves what lies behind as it was', () => {
    const pace = new Pace()
    pace.change(2, 1000)
    pace.change(0.5, 2000)
    expect([500, 1000, 2000, 3000, 3500].map((plan) => pace.at(plan))).toEqual([500, 1000, 1500, 2000, 3000])
    expect([500, 1500, 3000].map((real) => pace.planAt(real))).toEqual([500, 2000, 3500])
  })

  it('comes to nothing at 0, and goes on from there', () => {
    const pace = new Pace()
    pace.change(0, 1000)
    expect([999, 1000, 1001].map((plan) => pace.at(plan))).toEqual([999, 1000, Infinity])
    pace.change(1, 5000)
    expect(pace.at(1001)).toBe(5001)
  })

  it('never runs backwards, however it is changed', () => {
    const changes = fc.array(
      fc.record({ afterMs: fc.integer({ min: 0, max: 5000 }), factor: fc.double({ min: 0.01, max: 100, noNaN: true }) }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(changes, (list) => {
        const pace = new Pace()
        let realMs = 0
        for (const { afterMs, factor } of list) pace.change(factor, (realMs += afterMs))
        const plans = Array.from({ length: 200 }, (_, n) => n * 251)
        const instants = plans.map((plan) => pace.at(plan))
        expect(instants.every((atMs, i) => i === 0 || atMs >= instants[i - 1]!)).toBe(true)
        expect(plans.every((plan, i) => Math.abs(pace.planAt(instants[i]!) - plan) < 0.001)).toBe(true)
      }),
    )
  })
})
