import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatPointCode, largestPointCode, type PointCodeForm, parsePointCode } from './point-code.js'

describe('point codes', () => {
  it.each<[PointCodeForm, string, number]>([
    ['3-8-3', '2-100-3', 4899],
    ['3-8-3', '7-255-7', 16_383],
    ['8-8-8', '245-16-9', 16_060_425],
    ['7-4-5', '5-3-17', 2673],
    ['decimal', '4899', 4899],
  ])('in %s, %s is a number and back', (form, text, pointCode) => {
    expect(parsePointCode(text, form)).toBe(pointCode)
    expect(formatPointCode(pointCode, form)).toBe(text)
    expect(parsePointCode(String(pointCode), form)).toBe(pointCode)
  })

  it.each<[PointCodeForm, string]>([
    ['3-8-3', '8-0-0'],
    ['3-8-3', '0-256-0'],
    ['3-8-3', '1-2'],
    ['3-8-3', '1-2-3-4'],
    ['3-8-3', '16384'],
    ['3-8-3', ''],
    ['3-8-3', '-1-2'],
    ['3-8-3', '1.2.3'],
    ['8-8-8', '256-0-0'],
    ['7-4-5', '0-16-0'],
    ['decimal', '1-2-3'],
  ])('in %s, %j is refused', (form, text) => {
    expect(parsePointCode(text, form)).toBeNull()
  })

  it('writes what is too large for a form in decimal', () => {
    expect(formatPointCode(16_384, '3-8-3')).toBe('16384')
    expect(formatPointCode(0xffff_ffff, '8-8-8')).toBe('4294967295')
  })

  it('come back from text unchanged', () => {
    const forms = fc.constantFrom<PointCodeForm>('3-8-3', '8-8-8', '7-4-5', 'decimal')
    const numbered = forms.chain((form) => fc.tuple(fc.constant(form), fc.nat(largestPointCode(form))))
    fc.assert(
      fc.property(numbered, ([form, pointCode]) => {
        expect(parsePointCode(formatPointCode(pointCode, form), form)).toBe(pointCode)
      }),
    )
  })
})
