import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  coversPointCode,
  formatAffectedPointCode,
  parseAffectedPointCode,
  pointCodeRange,
  pointCodesWithin,
} from './affected-point-code.js'
import { largestPointCode, type PointCodeForm } from './point-code.js'

describe('an affected point code', () => {
  it.each([
    [0, 0x1323, 0x1323, 0x1323],
    [3, 0x1323, 0x1320, 0x1327],
    [8, 0xf51009, 0xf51000, 0xf510ff],
    [24, 0x1323, 0, 0xff_ffff],
    [255, 0x1323, 0, 0xff_ffff],
  ])('with mask %i at %i is a range', (mask, pointCode, first, last) => {
    expect(pointCodeRange({ mask, pointCode })).toEqual({ first, last })
  })

  it('covers what differs from it in the open bits only', () => {
    const affected = fc.record({ mask: fc.nat(255), pointCode: fc.nat(0xff_ffff) })
    fc.assert(
      fc.property(affected, fc.nat(0xff_ffff), fc.nat(0xff_ffff), ({ mask, pointCode }, other, low) => {
        const open = mask >= 24 ? 0xff_ffff : (1 << mask) - 1
        expect(coversPointCode({ mask, pointCode }, other)).toBe(((other ^ pointCode) & ~open & 0xff_ffff) === 0)
        expect(coversPointCode({ mask, pointCode }, (pointCode & ~open) | (low & open))).toBe(true)
      }),
    )
  })

  it('is walked in order and never past the limit', () => {
    expect([...pointCodesWithin({ mask: 2, pointCode: 5 }, 10)]).toEqual([4, 5, 6, 7])
    expect([...pointCodesWithin({ mask: 2, pointCode: 5 }, 3)]).toEqual([4, 5, 6])
    expect([...pointCodesWithin({ mask: 255, pointCode: 5 }, 2)]).toEqual([0, 1])
    expect([...pointCodesWithin({ mask: 0, pointCode: 5 }, 0)]).toEqual([])
  })

  it.each<[PointCodeForm, string, number, number]>([
    ['3-8-3', '2-100-3', 0, 4899],
    ['3-8-3', '2-100-0/3', 3, 4896],
    ['8-8-8', '245-16-0/8', 8, 16_060_416],
    ['decimal', '0/24', 24, 0],
  ])('in %s, %s is read and written', (form, text, mask, pointCode) => {
    expect(parseAffectedPointCode(text, form)).toEqual({ mask, pointCode })
    expect(formatAffectedPointCode({ mask, pointCode }, form)).toBe(text)
  })

  it.each(['', '/', '/3', '2-100-3/', '2-100-3/25', '2-100-3/-1', '2-100-3/3/3', '8-0-0/3', '2-100-3 /3'])('%j is refused', (text) => {
    expect(parseAffectedPointCode(text, '3-8-3')).toBeNull()
  })

  it('comes back from text unchanged', () => {
    const forms = fc.constantFrom<PointCodeForm>('3-8-3', '8-8-8', '7-4-5', 'decimal')
    const written = forms.chain((form) => fc.tuple(fc.constant(form), fc.nat(24), fc.nat(largestPointCode(form))))
    fc.assert(
      fc.property(written, ([form, mask, pointCode]) => {
        expect(parseAffectedPointCode(formatAffectedPointCode({ mask, pointCode }, form), form)).toEqual({ mask, pointCode })
      }),
    )
  })
})
