import { describe, expect, it } from 'vitest'
import { drawComparisons } from './comparison-draws.js'

const SEED = Number(process.env['SIGBED_SEED'] ?? 20_260_107)

describe('of a thousand comparisons of ten runs with ten', () => {
  it('fewer than 5 % find anything where there is nothing', () => {
    expect(drawComparisons(1000, SEED, 1).different, `seed ${SEED}`).toBeLessThan(0.05)
  }, 240_000)

  it('more than 90 % find that all latencies are 10 % longer', () => {
    expect(drawComparisons(1000, SEED + 1, 1.1).latencyWorse, `seed ${SEED}`).toBeGreaterThan(0.9)
  }, 240_000)
})
