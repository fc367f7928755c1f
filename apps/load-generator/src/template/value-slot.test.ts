import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeDigits } from './value-slot.js'

function digits(number: number, width: number): string {
  const octets = new Uint8Array(32)
  return new TextDecoder().decode(octets.subarray(0, writeDigits(octets, 0, number, width)))
}

describe('digits', () => {
  it('are written with zeros in front, up to a width', () => {
    expect([digits(7, 3), digits(0, 1), digits(0, 0), digits(12_345, 0), digits(12_345, 2)]).toEqual(['007', '0', '0', '12345', '45'])
  })

  it('are those of the number', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 0, max: 20 }), (number, width) => {
        expect(digits(number, width)).toBe(width === 0 ? String(number) : String(number).padStart(width, '0').slice(-width))
      }),
    )
  })
})
