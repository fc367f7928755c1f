import { describe, expect, it } from 'vitest'
import { epochNanosecondsAtZero, monotonicNow } from './monotonic-clock.js'

describe('monotonic clock', () => {
  it('never runs backwards and shows fractions of a millisecond', () => {
    const instants = Array.from({ length: 1000 }, monotonicNow)
    expect(instants.every((instant, i) => i === 0 || instant >= instants[i - 1]!)).toBe(true)
    expect(instants.some((instant) => !Number.isInteger(instant))).toBe(true)
  })

  it('adds up to the time of day', () => {
    const now = Number((epochNanosecondsAtZero() + BigInt(Math.round(monotonicNow() * 1e6))) / 1_000_000n)
    expect(Math.abs(now - Date.now())).toBeLessThan(100)
  })
})
