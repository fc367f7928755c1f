import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ssnAdd, ssnLess, tsnAdd, tsnDistance, tsnLess, tsnLessOrEqual } from './serial-number.js'

const tsn = () => fc.oneof(fc.nat(0xffff_ffff), fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff))
const ssn = () => fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 1, 0x7fff, 0x8000, 0xffff))

describe('serial numbers', () => {
  it('wraps a TSN from 2^32-1 to 0 and a stream sequence number from 65535 to 0', () => {
    expect(tsnAdd(0xffff_ffff, 1)).toBe(0)
    expect(tsnAdd(0, -1)).toBe(0xffff_ffff)
    expect(ssnAdd(0xffff, 1)).toBe(0)
    expect(ssnAdd(0, -1)).toBe(0xffff)
  })

  it('orders numbers on both sides of the wrap', () => {
    expect(tsnLess(0xffff_ffff, 0)).toBe(true)
    expect(tsnLess(0, 0xffff_ffff)).toBe(false)
    expect(tsnDistance(0xffff_fffe, 3)).toBe(5)
    expect(tsnDistance(3, 0xffff_fffe)).toBe(-5)
    expect(ssnLess(0xffff, 0)).toBe(true)
    expect(ssnLess(0, 0xffff)).toBe(false)
  })

  it('follows the definition of RFC 1982 §3.2 for any two TSNs', () => {
    fc.assert(
      fc.property(tsn(), tsn(), (a, b) => {
        const less = (a < b && b - a < 2 ** 31) || (a > b && a - b > 2 ** 31)
        expect(tsnLess(a, b)).toBe(less)
        expect(tsnLessOrEqual(a, b)).toBe(less || a === b)
      }),
    )
  })

  it('follows the definition of RFC 1982 §3.2 for any two stream sequence numbers', () => {
    fc.assert(
      fc.property(ssn(), ssn(), (a, b) => {
        expect(ssnLess(a, b)).toBe((a < b && b - a < 2 ** 15) || (a > b && a - b > 2 ** 15))
      }),
    )
  })

  it('never calls each of two numbers less than the other', () => {
    fc.assert(fc.property(tsn(), tsn(), (a, b) => !(tsnLess(a, b) && tsnLess(b, a))))
    expect([tsnLess(0, 0x8000_0000), tsnLess(0x8000_0000, 0), ssnLess(0, 0x8000), ssnLess(0x8000, 0)]).toEqual([false, false, false, false])
  })

  it('measures a distance that leads back by addition', () => {
    fc.assert(fc.property(tsn(), tsn(), (a, b) => tsnAdd(a, tsnDistance(a, b)) === b))
  })
})
