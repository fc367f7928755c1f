import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { padded, writePadding } from './four-octet-padding.js'
import { fromHexadecimal, toHexadecimal } from './hexadecimal.js'
import { readU8, readU16, readU24, readU32, readU64 } from './octet-reader.js'
import { copyOctets, sameOctets, writeU8, writeU16, writeU24, writeU32, writeU64 } from './octet-writer.js'

describe('network order', () => {
  it('agrees with DataView for every width', () => {
    fc.assert(
      fc.property(
        fc.nat(255),
        fc.nat(0xffff),
        fc.nat(0xff_ffff),
        fc.nat(0xffff_ffff),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        (a, b, c, d, e) => {
          const octets = new Uint8Array(18)
          writeU8(octets, 0, a)
          writeU16(octets, 1, b)
          writeU24(octets, 3, c)
          writeU32(octets, 6, d)
          writeU64(octets, 10, e)
          const view = new DataView(octets.buffer)
          expect([view.getUint8(0), view.getUint16(1), view.getUint32(6), view.getBigUint64(10)]).toEqual([a, b, d, e])
          expect([readU8(octets, 0), readU16(octets, 1), readU24(octets, 3), readU32(octets, 6), readU64(octets, 10)]).toEqual([
            a,
            b,
            c,
            d,
            e,
          ])
        },
      ),
    )
  })

  it('copies ranges of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(10), (octets, at) => {
        const into = new Uint8Array(octets.length + 10)
        copyOctets(octets, 0, octets.length, into, at)
        expect(sameOctets(into.slice(at, at + octets.length), octets)).toBe(true)
      }),
    )
  })

  it('pads to four with zeros', () => {
    expect([0, 1, 4, 5].map(padded)).toEqual([0, 4, 4, 8])
    const octets = new Uint8Array(12).fill(9)
    expect(writePadding(octets, 2, 7)).toBe(10)
    expect([...octets]).toEqual([9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 9, 9])
  })

  it('reads hexadecimal as people paste it, and refuses the rest', () => {
    expect(toHexadecimal(fromHexadecimal('00:01 ff\nA0')!)).toBe('0001ffa0')
    expect(fromHexadecimal('123')).toBeNull()
    expect(fromHexadecimal('zz')).toBeNull()
  })
})
