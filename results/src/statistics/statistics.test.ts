import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jointFindings, smallestP } from './joint-permutation.js'
import { mannWhitney } from './mann-whitney.js'
import { normalTail } from './normal-distribution.js'
import { median, midRanks } from './ranks.js'
import { ratioInterval } from './ratio-of-medians.js'
import { seededChance } from './seeded-chance.js'

const figure = fc.integer({ min: -1000, max: 1000 })
const group = fc.array(figure, { minLength: 1, maxLength: 6 })

describe('ranks', () => {
  it('are shared by equal values', () => {
    expect(midRanks([30, 10, 20, 20])).toEqual([4, 1, 2.5, 2.5])
  })

  it('find the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])]).toEqual([2, 2.5, 7])
  })
})

describe('the normal distribution', () => {
  // Tables of the standard normal distribution, to fifteen digits.
  it.each([
    [0, 0.5],
    [1, 0.158655253931457],
    [1.959963984540054, 0.025],
    [2.999, 0.0013543365337271066],
    [3.001, 0.0013454728250849683],
    [5, 2.866515718791939e-7],
    [8, 6.220960574271785e-16],
    [-1, 0.841344746068543],
  ])('has beyond %d the share %d', (z, share) => {
    expect(normalTail(z) / share).toBeCloseTo(1, 9)
  })
})

describe('the test of Mann and Whitney', () => {
  it('has the probabilities of its published tables', () => {
    // Critical values for a two-sided level of 5 %: at them p is at most 0.05, one above no more.
    const critical: [number, number, number][] = [
      [5, 5, 2],
      [6, 7, 6],
      [8, 8, 13],
      [10, 10, 23],
      [12, 15, 49],
      [20, 20, 127],
    ]
    for (const [sizeA, sizeB, u] of critical) {
      expect(mannWhitney(...withU(sizeA, sizeB, u)).u).toBe(u)
      expect(mannWhitney(...withU(sizeA, sizeB, u)).p).toBeLessThanOrEqual(0.05)
      expect(mannWhitney(...withU(sizeA, sizeB, u + 1)).p).toBeGreaterThan(0.05)
    }
  })

  it('agrees with going through all orders, where no values tie', () => {
    fc.assert(
      fc.property(fc.uniqueArray(figure, { minLength: 2, maxLength: 9 }), fc.nat(), (values, cut) => {
        const sizeA = 1 + (cut % (values.length - 1))
        const [a, b] = [values.slice(0, sizeA), values.slice(sizeA)]
        const { u, p, exact } = mannWhitney(a, b)
        expect(exact).toBe(true)
        expect(u).toBe(pairsWon(a, b))
        expect(p).toBeCloseTo(bruteForceP(a, b), 12)
      }),
    )
  })

  it('with ties stays near what going through all orders gives', () => {
    const a = [0, 0, 0, 1, 1, 2, 3, 3]
    const b = [1, 2, 2, 3, 3, 3, 4, 5]
    const { p, exact } = mannWhitney(a, b)
    expect(exact).toBe(false)
    expect(Math.abs(p - bruteForceP(a, b))).toBeLessThan(0.01)
  })

  it('is normal for large groups as it is exact for small ones', () => {
    const a = Array.from({ length: 20 }, (_, i) => i * 3)
    const b = Array.from({ length: 20 }, (_, i) => i * 3 + 12.5)
    const exact = mannWhitney(a, b)
    // One tie within a group moves nothing but the way of computing.
    const normal = mannWhitney([...a.slice(1), a[1]!], b)
    expect([exact.exact, normal.exact, normal.u]).toEqual([true, false, exact.u])
    expect(Math.abs(normal.p - exact.p)).toBeLessThan(0.003)
    expect(exact.p).toBeLessThan(0.05)
  })

  it('sees nothing in equal values, and the same whichever group comes first', () => {
    expect(mannWhitney([5, 5, 5], [5, 5]).p).toBe(1)
    expect(mannWhitney([], [5]).p).toBe(1)
    fc.assert(
      fc.property(group, group, (a, b) => {
        expect(mannWhitney(a, b).p).toBeCloseTo(mannWhitney(b, a).p, 12)
      }),
    )
  })
})

describe('the interval of the ratio of medians', () => {
  it('is the same for the same seed, and holds the ratio', () => {
    const a = [10, 11, 9, 10, 12, 10.5, 9.5]
    const b = [12, 13, 11, 12, 14, 12.5, 11.5]
    const interval = ratioInterval(a, b, 1000, seededChance(1))!
    expect(ratioInterval(a, b, 1000, seededChance(1))).toEqual(interval)
    expect(interval[0]).toBeLessThan(1.2)
    expect(interval[1]).toBeGreaterThan(1.2)
    expect(interval[0]).toBeGreaterThan(1)
  })

  it('holds the true ratio in about 95 of 100 draws', () => {
    const chance = seededChance(2)
    const draw = (centre: number) => Array.from({ length: 15 }, () => centre * (1 + 0.1 * (chance() + chance() + chance() - 1.5)))
    let held = 0
    for (let time = 0; time < 300; time++) {
      const [low, high] = ratioInterval(draw(100), draw(120), 300, chance)!
      if (low <= 1.2 && high >= 1.2) held++
    }
    expect(held / 300).toBeGreaterThan(0.9)
    expect(held / 300).toBeLessThan(0.99)
  })

  it('is none where there is nothing to draw from, or nothing to divide by', () => {
    expect(ratioInterval([1], [2], 100, seededChance(1))).toBeNull()
    expect(ratioInterval([], [2, 3], 100, seededChance(1))).toBeNull()
    expect(ratioInterval([0, 0, 1], [2, 3, 4], 100, seededChance(1))).toBeNull()
  })
})

describe('many kinds of figures of the same runs', () => {
  it('of one kind have the p of the rank test, dealt out exhaustively', () => {
    fc.assert(
      fc.property(fc.uniqueArray(figure, { minLength: 2, maxLength: 9 }), fc.nat(), (values, cut) => {
        const sizeA = 1 + (cut % (values.length - 1))
        const { adjustedP } = jointFindings([values], sizeA, 10_000, seededChance(1))[0]!
        expect(adjustedP).toBeCloseTo(Math.min(1, mannWhitney(values.slice(0, sizeA), values.slice(sizeA)).p), 12)
      }),
    )
  })

  it('that say the same thing twice cost nothing, and that say different things cost something', () => {
    const apart = [1, 2, 3, 4, 5, 11, 12, 13, 14, 15]
    const chance = seededChance(3)
    const noise = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => chance()))
    const p = (...kinds: number[][]) => jointFindings(kinds, 5, 10_000, seededChance(1))[0]!.adjustedP
    expect(p(apart)).toBeCloseTo(smallestP(5, 5), 12)
    expect(
      p(
        apart,
        apart.map((value) => value ** 2),
        apart,
      ),
    ).toBeCloseTo(smallestP(5, 5), 12)
    expect(p(apart, ...noise)).toBeGreaterThan(smallestP(5, 5))
    expect(p(apart, ...noise)).toBeLessThan(11 * smallestP(5, 5))
  })

  it('are dealt at random when there are too many ways, with nearly the same result', () => {
    const chance = seededChance(4)
    const kinds = Array.from({ length: 5 }, (_, kind) => Array.from({ length: 14 }, (__, run) => chance() + (run < 7 ? kind * 0.1 : 0)))
    const exact = jointFindings(kinds, 7, 10_000, seededChance(1))
    const sampled = jointFindings(kinds, 7, 3000, seededChance(1))
    exact.forEach(({ z, adjustedP }, kind) => {
      expect(sampled[kind]!.z).toBeCloseTo(z, 12)
      expect(Math.abs(sampled[kind]!.adjustedP - adjustedP)).toBeLessThan(0.03)
    })
  })

  it('never become surer by being many: adjusted is at least what the kind alone would have', () => {
    const kinds = fc.array(fc.array(fc.option(figure, { nil: null }), { minLength: 7, maxLength: 7 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(kinds, (figures) => {
        const together = jointFindings(figures, 3, 10_000, seededChance(1))
        figures.forEach((kind, at) => {
          const alone = jointFindings([kind], 3, 10_000, seededChance(1))[0]!
          expect(together[at]!.adjustedP).toBeGreaterThanOrEqual(alone.adjustedP - 1e-12)
          expect(together[at]!.z).toBeCloseTo(alone.z, 12)
        })
      }),
    )
  })

  it('know what groups are too small for', () => {
    expect([smallestP(1, 1), smallestP(3, 3), smallestP(5, 5), smallestP(1, 9)]).toEqual([1, 0.1, 2 / 252, 0.2])
  })
})

/** Two groups without ties whose U is as given. */
function withU(sizeA: number, sizeB: number, u: number): [number[], number[]] {
  // Each of A beats as many of B as are left to be beaten, the last ones first.
  let left = u
  const b = Array.from({ length: sizeB }, (_, index) => index + 1)
  const a = Array.from({ length: sizeA }, (_, index) => {
    const beats = Math.min(sizeB, left)
    left -= beats
    return beats + 0.5 - index / 1000
  })
  return [a, b]
}

function pairsWon(a: readonly number[], b: readonly number[]): number {
  return a.flatMap((one) => b.map((other) => (one > other ? 1 : one === other ? 0.5 : 0))).reduce((sum: number, won) => sum + won, 0)
}

/** Two-sided, over every way to choose as many values as A has. */
function bruteForceP(a: readonly number[], b: readonly number[]): number {
  const values = [...a, ...b]
  const distance = (u: number): number => Math.abs(u - (a.length * b.length) / 2)
  const observed = distance(pairsWon(a, b))
  let asFar = 0
  let all = 0
  for (let mask = 0; mask < 2 ** values.length; mask++) {
    const chosen = values.filter((_, index) => (mask >> index) & 1)
    if (chosen.length !== a.length) continue
    all++
    if (
      distance(
        pairsWon(
          chosen,
          values.filter((_, index) => !((mask >> index) & 1)),
        ),
      ) >=
      observed - 1e-9
    )
      asFar++
  }
  return asFar / all
}
