import { describe, expect, it } from 'vitest'
import { differenceText, instantText, msText, percentText } from './figures.js'

describe('the figures of the reports', () => {
  it('give differences their sign, and none to nothing', () => {
    expect([3, -12.04, 0, 0.0001].map((difference) => differenceText(difference, msText))).toEqual(['+3.00', '−12.0', '±0', '±0'])
    expect([4.21, -37.2, 0, 0.01, 899, 7500].map(percentText)).toEqual(['+4.2 %', '−37 %', '±0 %', '±0 %', '+899 %', '×76'])
  })

  it('write instants for people and leave what is none', () => {
    expect(instantText('2026-01-07T14:03:22.480Z')).toBe('2026-01-07 14:03:22 UTC')
    expect(instantText('yesterday')).toBe('yesterday')
  })
})
