import { describe, expect, it } from 'vitest'
import { countText, durationText, msText, rateText } from './figures.js'

describe('figures', () => {
  it.each([
    [0, '0'],
    [0.0004, '0.000'],
    [0.1844, '0.184'],
    [0.9996, '1.00'],
    [9.994, '9.99'],
    [9.996, '10.0'],
    [12.34, '12.3'],
    [99.96, '100'],
    [1012.4, '1,012'],
    [63_000, '63,000'],
    [-3.5, '−3.50'],
  ])('write %d ms as %s', (ms, text) => {
    expect(msText(ms)).toBe(text)
  })

  it.each([
    [0, '0 ms'],
    [0.85, '850 µs'],
    [0.9996, '1 ms'],
    [12.3, '12.3 ms'],
    [120, '120 ms'],
    [999.7, '1 s'],
    [1004, '1.004 s'],
    [4000, '4 s'],
    [63_000, '63 s'],
    [63_210, '63.2 s'],
    [299_960, '5 min'],
    [630_000, '10 min 30 s'],
    [-250, '−250 ms'],
  ])('write a duration of %d ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text)
  })

  it('group counts and rates by threes', () => {
    expect([0, 999, 1000, 1_234_567].map(countText)).toEqual(['0', '999', '1,000', '1,234,567'])
    expect([1000, 999.64, 0.5, 12_345.6].map(rateText)).toEqual(['1,000', '999.6', '0.5', '12,346'])
  })
})
