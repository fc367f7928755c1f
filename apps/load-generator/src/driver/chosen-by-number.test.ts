import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WeightedChoice, wordOf } from './chosen-by-number.js'
import { DrawnNumber } from './drawn-number.js'

const MANY = Array.from({ length: 20_000 }, (_, n) => n)

describe('a choice by number', () => {
  it('is the same for the same number and seed, and as good as chance for others', () => {
    expect(MANY.slice(0, 50).map((n) => wordOf(1, n))).toEqual(MANY.slice(0, 50).map((n) => wordOf(1, n)))
    const mean = MANY.reduce((sum, n) => sum + wordOf(9, n), 0) / MANY.length / 2 ** 32
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.01)
    expect(new Set(MANY.map((n) => wordOf(9, n))).size).toBeGreaterThan(MANY.length * 0.999)
  })

  it('keeps to its weights', () => {
    const choice = new WeightedChoice([3, 0, 1])
    const counts = [0, 0, 0]
    for (const n of MANY) counts[choice.of(wordOf(4, n))]!++
    expect(counts[1]).toBe(0)
    expect(counts[0]! / counts[2]!).toBeGreaterThan(2.7)
    expect(counts[0]! / counts[2]!).toBeLessThan(3.3)
  })

  it('always chooses something', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1 }).filter((weights) => weights.some((weight) => weight > 0)),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (weights, word) => {
          expect(weights[new WeightedChoice(weights).of(word)]).toBeGreaterThan(0)
        },
      ),
    )
  })
})

describe('a number drawn', () => {
  it('is one alone, any of a range, or one of a list', () => {
    const drawn = (distribution: ConstructorParameters<typeof DrawnNumber>[0]) => {
      const numbers = new DrawnNumber(distribution, 3)
      return [...new Set(MANY.slice(0, 2000).map((n) => numbers.of(n)))].sort((a, b) => a - b)
    }
    expect(drawn({ kind: 'list', values: [100], weights: [1] })).toEqual([100])
    expect(drawn({ kind: 'uniform', least: 3, most: 7 })).toEqual([3, 4, 5, 6, 7])
    expect(drawn({ kind: 'list', values: [60, 200, 5], weights: [3, 1, 0] })).toEqual([60, 200])
  })
})
