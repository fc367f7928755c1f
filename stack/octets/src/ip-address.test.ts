import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatIpAddress, parseIpAddress } from './ip-address.js'

describe('IP addresses', () => {
  it.each([
    ['127.0.1.1', [127, 0, 1, 1]],
    ['::1', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['2001:db8::a:0:1', [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0xa, 0, 0, 0, 1]],
    ['::ffff:10.0.0.1', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1]],
  ])('reads and writes %s', (text, octets) => {
    expect([...parseIpAddress(text)!]).toEqual(octets)
    expect(formatIpAddress(Uint8Array.from(octets))).toBe(text)
  })

  it.each(['', '1.2.3', '1.2.3.256', '01.2.3.4', '1::2::3', ':::', '1:2:3:4:5:6:7:8:9', 'fe80::1%eth0', '12345::', 'localhost'])(
    'refuses %j',
    (text) => {
      expect(parseIpAddress(text)).toBeNull()
    },
  )

  it('agrees with node:net on random texts of the right alphabet', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: fc.constantFrom(...'0123:.f'), maxLength: 20 })), (text) => {
        expect(parseIpAddress(text) !== null).toBe(isIP(text) !== 0)
      }),
    )
  })

  it('comes back from text unchanged', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ minLength: 16, maxLength: 16 })), (octets) => {
        expect([...parseIpAddress(formatIpAddress(octets))!]).toEqual([...octets])
      }),
    )
  })
})
