import { describe, expect, it } from 'vitest'
import { HEAT_STEPS, HeatScale } from './heat-scale.js'

describe('the shades of a heat map', () => {
  it('are the same factor wide each, from the least figure to the most', () => {
    const scale = HeatScale.of([1, 128, 16])
    expect(scale.bounds.map(Math.round)).toEqual([2, 4, 8, 16, 32, 64])
    expect([1, 1.9, 2.1, 63, 65, 128].map((value) => scale.stepOf(value))).toEqual([0, 0, 1, 5, 6, 6])
    expect(scale.steps).toHaveLength(HEAT_STEPS)
    expect(scale.steps[0]).toMatchObject({ from: 1 })
    expect(scale.steps.at(-1)).toMatchObject({ to: 128 })
  })

  it('begin at 0 where that is among the figures', () => {
    const scale = HeatScale.of([0, 1, 128])
    expect(scale.stepOf(0)).toBe(0)
    expect(scale.steps[0]).toMatchObject({ from: 0 })
  })

  it('are a single one for figures that are about the same, for one and for none', () => {
    for (const values of [[100, 100.01], [5], [0, 0], []]) {
      const scale = HeatScale.of(values)
      expect(scale.steps).toHaveLength(1)
      expect(values.map((value) => scale.stepOf(value))).toEqual(values.map(() => 0))
    }
  })
})
