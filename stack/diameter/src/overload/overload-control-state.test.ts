import { describe, expect, it } from 'vitest'
import { OverloadControlState } from './overload-control-state.js'

const report = (sequenceNumber: bigint, reductionPercentage: number, validityDurationSeconds = 30) =>
  ({ sequenceNumber, reportType: 'HOST_REPORT', reductionPercentage, validityDurationSeconds }) as const

describe('overload control state', () => {
  it('follows a greater sequence number, and ignores the same and smaller ones (RFC 7683 §5.2.1.3)', () => {
    const state = new OverloadControlState(report(5n, 20), 0, 10_000)
    expect([state.update(report(5n, 90), 1), state.update(report(4n, 90), 1), state.percentage(1)]).toEqual([false, false, 20])
    expect([state.update(report(6n, 90), 2), state.percentage(2)]).toEqual([true, 90])
  })

  it('takes a number that has rolled over for a greater one', () => {
    const state = new OverloadControlState(report(2n ** 64n - 3n, 20), 0, 10_000)
    expect([state.update(report(2n, 30), 1), state.percentage(1)]).toEqual([true, 30])
    const early = new OverloadControlState(report(2n ** 63n, 20), 0, 10_000)
    expect(early.update(report(2n, 30), 1)).toBe(false)
  })

  it('counts its validity from the first report of a number', () => {
    const state = new OverloadControlState(report(1n, 20, 10), 0, 10_000)
    state.update(report(1n, 20, 10), 9_000)
    expect([state.percentage(9_999), state.percentage(10_000), state.percentage(15_000)]).toEqual([20, 20, 10])
  })

  it('ends evenly over the recovery time, when it runs out and when it is told to', () => {
    const told = new OverloadControlState(report(1n, 100, 60), 0, 10_000)
    told.update(report(2n, 0, 0), 5_000)
    expect([5_000, 7_500, 10_000, 14_999, 15_000].map((now) => Math.round(told.percentage(now)))).toEqual([100, 75, 50, 0, 0])
    expect([told.isOver(14_999), told.isOver(15_000)]).toEqual([false, true])
  })
})
