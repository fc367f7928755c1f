import { describe, expect, it } from 'vitest'
import { SystemRandom } from './system-random.js'

describe('system random', () => {
  it('gives unsigned numbers of 32 bits that do not repeat, beyond one filling of its pool', () => {
    const random = new SystemRandom()
    const drawn = Array.from({ length: 3000 }, () => random.uint32())
    expect(drawn.every((value) => value === value >>> 0)).toBe(true)
    // Two equal ones among 3,000 of 2^32 happen once in a thousand runs; ten never do.
    expect(new Set(drawn).size).toBeGreaterThan(2990)
    expect(drawn.some((value) => value > 0x7fff_ffff)).toBe(true)
  })
})
