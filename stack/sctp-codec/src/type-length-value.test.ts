import { fromHexadecimal, padded, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copyTlvValue, TypeLengthValueCursor, tlvListLength, writeTlv } from './type-length-value.js'

function walk(octets: Uint8Array, at = 0, end = octets.length) {
  const cursor = new TypeLengthValueCursor(octets, at, end)
  const entries: { type: number; at: number; length: number }[] = []
  while (cursor.next()) entries.push({ type: cursor.type, at: cursor.at, length: cursor.length })
  return { entries, fault: cursor.fault, cursor }
}

describe('type-length-value list', () => {
  it('walks captured bytes: an IPv4 address, a three-octet cookie with padding, an empty Forward-TSN-Supported', () => {
    const octets = fromHexadecimal('00050008 7f000101 00070007 aabbcc00 c0000004')!
    expect(walk(octets)).toMatchObject({
      fault: null,
      entries: [
        { type: 5, at: 0, length: 8 },
        { type: 7, at: 8, length: 7 },
        { type: 0xc000, at: 16, length: 4 },
      ],
    })
  })

  it.each([7, 8])('accepts a last entry with or without its padding (list of %i octets)', (end) => {
    expect(walk(fromHexadecimal('00070007 aabbcc00')!, 0, end)).toMatchObject({ fault: null, entries: [{ type: 7, length: 7 }] })
  })

  it.each([0, 1, 2, 3])('refuses a length of %i, which would never advance', (length) => {
    expect(walk(fromHexadecimal(`c0000004 0007000${length} 00000000`)!)).toMatchObject({
      fault: { fault: 'length-mismatch' },
      entries: [{ type: 0xc000 }],
    })
  })

  it('refuses an entry that reaches past the list, though the octets go on', () => {
    expect(walk(fromHexadecimal('00050008 7f000101')!, 0, 7)).toMatchObject({
      fault: { fault: 'truncated', where: 'parameter' },
      entries: [],
    })
  })

  it.each([1, 2, 3])('refuses %i octets left over where a type and a length should stand', (left) => {
    const { fault, cursor } = walk(fromHexadecimal('c0000004 c00000')!, 0, 4 + left)
    expect(fault).toEqual({ fault: 'truncated', where: 'parameter header' })
    expect(cursor.next()).toBe(false)
  })

  it('returns what was written, and measures what it takes', () => {
    const entry = fc.record({ type: fc.nat(0xffff), value: fc.uint8Array({ maxLength: 30 }) })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 10 }), fc.nat(5), (entries, at) => {
        const length = tlvListLength(entries.map(({ value }) => 4 + value.length))
        const octets = new Uint8Array(at + padded(length) + 1).fill(0xcc)
        let end = at
        for (const { type, value } of entries) end = writeTlv(octets, end, type, value)
        expect(end).toBe(at + padded(length))
        expect(octets[end]).toBe(0xcc)
        const { entries: read, fault } = walk(octets, at, at + length)
        expect(fault).toBeNull()
        expect(read.map((e) => [e.type, toHexadecimal(copyTlvValue(octets, e.at, e.length))])).toEqual(
          entries.map(({ type, value }) => [type, toHexadecimal(value)]),
        )
      }),
    )
  })

  it('copies values out even of a Buffer, whose slice() would share the memory', () => {
    const octets = Buffer.from('00070006aabb0000', 'hex')
    const copy = copyTlvValue(octets, 0, 6)
    octets.fill(0)
    expect(toHexadecimal(copy)).toBe('aabb')
  })

  it('never throws on arbitrary octets, always advances and never hands out what lies outside the list', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (octets) => {
        let end = 0
        for (const entry of walk(octets).entries) {
          expect(entry.at).toBeGreaterThanOrEqual(end)
          expect(entry.length).toBeGreaterThanOrEqual(4)
          end = entry.at + entry.length
          expect(end).toBeLessThanOrEqual(octets.length)
        }
      }),
    )
  })
})
