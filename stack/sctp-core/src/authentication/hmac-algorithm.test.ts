import { createHmac } from 'node:crypto'
import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { HMAC_SHA_1, HMAC_SHA_256, hmacOctetsOf, hmacOf, macStandsAt, SUPPORTED_HMAC_IDENTIFIERS } from './hmac-algorithm.js'

const environment = {
  randomUint32: () => 0,
  hmacSha256: (key: Uint8Array, octets: Uint8Array) => new Uint8Array(createHmac('sha256', key).update(octets).digest()),
  hmacSha1: (key: Uint8Array, octets: Uint8Array) => new Uint8Array(createHmac('sha1', key).update(octets).digest()),
}

/** Keys and texts of RFC 2202 §3 and RFC 4231 §4.2, §4.3, §4.7. */
const VECTORS: readonly [string, string, string, string][] = [
  [
    '0b'.repeat(20),
    '4869205468657265',
    'b617318655057264e28bc0b6fb378c8ef146be00',
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    '4a656665',
    '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
    'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
]

describe('HMAC algorithms', () => {
  it.each(VECTORS)('agree with the published vectors for key %s', (key, text, sha1, sha256) => {
    expect(toHexadecimal(hmacOf(environment, HMAC_SHA_1, fromHexadecimal(key)!, fromHexadecimal(text)!))).toBe(sha1)
    expect(toHexadecimal(hmacOf(environment, HMAC_SHA_256, fromHexadecimal(key)!, fromHexadecimal(text)!))).toBe(sha256)
  })

  it('have MACs of the lengths they say', () => {
    for (const identifier of SUPPORTED_HMAC_IDENTIFIERS)
      expect(hmacOf(environment, identifier, new Uint8Array(0), new Uint8Array(0))).toHaveLength(hmacOctetsOf(identifier))
    expect([0, 2, 4, 65_535].map(hmacOctetsOf)).toEqual([0, 0, 0, 0])
  })

  it('tell a MAC from one with any octet changed, and from one that is cut short', () => {
    const mac = Uint8Array.of(1, 2, 3, 4)
    expect(macStandsAt(mac, Uint8Array.of(0, 1, 2, 3, 4), 1)).toBe(true)
    for (let i = 0; i < mac.length; i++) {
      const other = mac.slice()
      other[i]! ^= 0x80
      expect(macStandsAt(mac, other, 0)).toBe(false)
    }
    expect(macStandsAt(mac, Uint8Array.of(1, 2, 3), 0)).toBe(false)
  })
})
