import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { SystemEnvironment } from './system-environment.js'

describe('system environment', () => {
  it('computes the HMAC-SHA-256 of RFC 4231 §4.2 and §4.7', () => {
    const environment = new SystemEnvironment()
    const octetsOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
    expect(toHexadecimal(environment.hmacSha256(fromHexadecimal('0b'.repeat(20))!, octetsOf('Hi There')))).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    )
    const longKey = fromHexadecimal('aa'.repeat(131))!
    expect(toHexadecimal(environment.hmacSha256(longKey, octetsOf('Test Using Larger Than Block-Size Key - Hash Key First')))).toBe(
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    )
  })

  it('draws numbers that differ', () => {
    const environment = new SystemEnvironment()
    expect(new Set(Array.from({ length: 50 }, () => environment.randomUint32())).size).toBeGreaterThan(45)
  })
})
