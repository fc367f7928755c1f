import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RoundTripTime } from './round-trip-time.js'

describe('the round trip time', () => {
  it('is RTO.Initial until the first measurement, which is taken as it is', () => {
    const time = new RoundTripTime(3000, 10, 60_000)
    expect(time.rtoMs).toBe(3000)
    time.measure(100)
    expect([time.smoothedMs, time.variationMs, time.rtoMs]).toEqual([100, 50, 300])
  })
  it('follows the rules with SRTT as it was before the measurement', () => {
    const time = new RoundTripTime(1000, 1, 60_000)
    time.measure(100)
    time.measure(200)
    // RTTVAR = 3/4 * 50 + 1/4 * |100 - 200|; SRTT = 7/8 * 100 + 1/8 * 200.
    expect([time.variationMs, time.smoothedMs, time.rtoMs]).toEqual([62.5, 112.5, 362.5])
  })
  it('stays between RTO.Min and RTO.Max, whatever is measured', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant('back off' as const), fc.double({ min: -10, max: 1e7, noNaN: true })), { maxLength: 100 }),
        (steps) => {
          const time = new RoundTripTime(1000, 500, 4000)
          for (const step of steps) {
            const before = time.rtoMs
            if (step === 'back off') {
              time.backOff()
              expect(time.rtoMs).toBe(Math.min(2 * before, 4000))
            } else time.measure(step)
            expect(time.rtoMs).toBeGreaterThanOrEqual(500)
            expect(time.rtoMs).toBeLessThanOrEqual(4000)
          }
        },
      ),
    )
  })
  it('keeps a variation of one tick where nothing varies', () => {
    const time = new RoundTripTime(1000, 1, 60_000)
    for (let i = 0; i < 200; i++) time.measure(50)
    expect(time.variationMs).toBe(0.1)
    expect(time.rtoMs).toBeCloseTo(50.4, 9)
  })
  it('comes back from a back-off with the next measurement', () => {
    const time = new RoundTripTime(1000, 1000, 60_000)
    time.measure(20)
    for (let i = 0; i < 10; i++) time.backOff()
    expect(time.rtoMs).toBe(60_000)
    time.measure(20)
    expect(time.rtoMs).toBe(1000)
  })
  it('does not take an initial value above RTO.Max', () => {
    expect(new RoundTripTime(5000, 100, 400).rtoMs).toBe(400)
  })
})
