import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SeededRandom } from './seeded-random.js'

const draws = (seed: number, count: number) => {
  const random = new SeededRandom(seed)
  return Array.from({ length: count }, () => random.uint32())
}

describe('seeded random', () => {
  it('repeats its sequence for an equal seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(draws(seed, 20)).toEqual(draws(seed, 20))
      }),
    )
  })

  it('gives neighbouring seeds sequences that have nothing in common', () => {
    for (let seed = 0; seed < 200; seed++) {
      const first = new Set(draws(seed, 50))
      expect(draws(seed + 1, 50).filter((value) => first.has(value))).toEqual([])
    }
  })

  it('stays within 32 unsigned bits, and sets each bit about half the time', () => {
    const ones = new Array<number>(32).fill(0)
    for (const value of draws(7, 20_000)) {
      if (value !== value >>> 0) expect.unreachable(`${value} is no unsigned number of 32 bits`)
      for (let bit = 0; bit < 32; bit++) ones[bit]! += (value >>> bit) & 1
    }
    // Five standard deviations of 20,000 coin tosses are 354.
    for (const count of ones) expect(Math.abs(count - 10_000)).toBeLessThan(354)
  })

  it('gives fractions from 0 to below 1 with a mean of one half', () => {
    const random = new SeededRandom(99)
    let sum = 0
    for (let i = 0; i < 50_000; i++) {
      const value = random.fraction()
      if (value < 0 || value >= 1) expect.unreachable(`${value} lies outside`)
      sum += value
    }
    expect(sum / 50_000).toBeCloseTo(0.5, 2)
  })

  it('draws every integer below n about equally often', () => {
    const random = new SeededRandom(3)
    const counts = new Array<number>(6).fill(0)
    for (let i = 0; i < 60_000; i++) counts[random.below(6)]!++
    // Five standard deviations of 60,000 throws of a die are 456.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(456)
  })

  it('refuses a bound that is no integer from 1 to 2^32', () => {
    const random = new SeededRandom(1)
    for (const n of [0, -1, 1.5, Number.NaN, 2 ** 32 + 1]) expect(() => random.below(n)).toThrow(RangeError)
    expect(random.below(1)).toBe(0)
    expect(random.below(2 ** 32)).toBeGreaterThanOrEqual(0)
  })
})
