import { expect, it } from 'vitest'
import { drawComparisons } from './comparison-draws.js'

// A thousand draws are in the slow suite.
it('a comparison hardly ever finds what is not there, and mostly what is', () => {
  expect(drawComparisons(30, 1, 1).different).toBeLessThan(0.08)
  expect(drawComparisons(10, 2, 1.1).latencyWorse).toBeGreaterThan(0.8)
}, 60_000)
