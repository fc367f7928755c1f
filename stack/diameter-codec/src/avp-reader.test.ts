import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AvpCursor } from './avp-reader.js'

// Origin-Host "test"; Host-IP-Address of 6 octets with 2 of padding; a vendor's AVP 1402 with one octet.
const THREE_AVPS = fromHexadecimal(`
  00000108 4000000c 74657374
  00000101 4000000e 00010a01 00010000
  0000057a c000000d 000028af 39000000`)!

function walk(octets: Uint8Array, at = 0, length = octets.length): AvpCursor {
  const cursor = new AvpCursor()
  cursor.enter(octets, at, length)
  return cursor
}

describe('AVP cursor', () => {
  it('walks code, vendor, flags and value without the padding', () => {
    const cursor = walk(THREE_AVPS)
    const seen: unknown[] = []
    while (cursor.next()) seen.push([cursor.code, cursor.vendorId, cursor.flags, toHexadecimal(cursor.copyValue()), cursor.paddedLength()])
    expect(seen).toEqual([
      [264, 0, 0x40, '74657374', 12],
      [257, 0, 0x40, '00010a010001', 16],
      [1402, 10415, 0xc0, '39', 16],
    ])
    expect(cursor.faultCode).toBe(0)
  })

  it('finds an AVP by code and vendor from wherever it stands', () => {
    const cursor = walk(THREE_AVPS)
    while (cursor.next());
    expect(cursor.find(257)).toBe(true)
    expect(cursor.valueLength).toBe(6)
    expect(cursor.find(1402)).toBe(false)
    expect(cursor.find(1402, 10415)).toBe(true)
    expect(toHexadecimal(cursor.copyAvp())).toBe('0000057ac000000d000028af39000000')
  })

  it('walks the members of a group with a second cursor', () => {
    const group = fromHexadecimal(`00000104 40000020  00000102 4000000c 00000004  0000010a 4000000c 000028af`)!
    const outer = walk(group)
    const inner = new AvpCursor()
    expect(outer.next()).toBe(true)
    inner.enterGroup(outer)
    expect([inner.next(), inner.code, inner.next(), inner.code, inner.next(), outer.next()]).toEqual([true, 258, true, 266, false, false])
  })

  it.each([
    ['a length of zero', '00000108 40000000 74657374', '0000010840000008'],
    ['a length below the header', '00000108 40000007 74657374', '0000010840000008'],
    ['a length below the header with Vendor-ID', '0000057a c000000b 000028af', '0000057ac000000c000028af'],
    ['a length past the end', '00000108 4000000d 74657374', '0000010840000008'],
    ['the longest length', '00000108 40ffffff 74657374', '0000010840000008'],
    ['padding that is cut off', '00000108 40000009 74', '0000010840000008'],
    ['a header that is cut off', '00000108 400000', '0000010840000008'],
    ['a Vendor-ID that is cut off', '0000057a c000000c 0000', '0000057a40000008'],
  ])('stops at %s and offers the header for Failed-AVP', (_, octets, failed) => {
    const cursor = walk(fromHexadecimal(octets)!)
    expect(cursor.next()).toBe(false)
    expect(cursor.faultCode).toBe(5014)
    expect(cursor.next()).toBe(false)
    expect(toHexadecimal(cursor.failedAvp(0))).toBe(failed)
    const again = walk(cursor.failedAvp(4))
    expect([again.next(), again.valueLength, again.next(), again.faultCode]).toEqual([true, 4, false, 0])
  })

  it('lets go of the octets', () => {
    const cursor = walk(THREE_AVPS)
    cursor.next()
    cursor.release()
    expect([cursor.octets.length, cursor.next()]).toEqual([0, false])
  })

  it('advances, stays inside its range and never throws, whatever the octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(30), fc.nat(300), (octets, at, length) => {
        const cursor = walk(octets, at, length)
        const end = Math.min(octets.length, at + length)
        let before = at
        while (cursor.next()) {
          expect(cursor.headerAt).toBe(before)
          expect(cursor.valueAt + cursor.valueLength).toBeLessThanOrEqual(end)
          before = cursor.headerAt + cursor.paddedLength()
          expect(cursor.paddedLength()).toBeGreaterThanOrEqual(8)
        }
        if (cursor.faultCode !== 0) expect(cursor.failedAvp(8).length % 4).toBe(0)
        else expect(before).toBe(Math.max(at, end))
      }),
    )
  })
})
