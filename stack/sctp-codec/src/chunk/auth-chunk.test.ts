import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AUTH } from '../chunk-type.js'
import { mustReportUnknown, mustStopAtUnknown } from '../unknown-type-action.js'
import { AuthChunk, authChunkLength, readAuthChunk, writeAuthChunk } from './auth-chunk.js'

describe('AUTH', () => {
  it('reads captured bytes: key 5, SHA-1, twenty octets of HMAC', () => {
    const octets = fromHexadecimal(`0f00001c00050001${'ab'.repeat(20)}`)!
    const chunk = new AuthChunk()
    expect(readAuthChunk(octets, 0, octets.length, chunk)).toBeNull()
    expect(chunk).toEqual({ sharedKeyIdentifier: 5, hmacIdentifier: 1, hmacAt: 8, hmacLength: 20 })
  })

  it('is written with an HMAC of zeroes, to be filled in when the packet is complete', () => {
    const octets = new Uint8Array(42).fill(0xee)
    expect(writeAuthChunk(octets, 1, 0x0102, 3, 32)).toBe(41)
    expect(toHexadecimal(octets)).toBe(`ee0f00002801020003${'00'.repeat(32)}ee`)
    expect(authChunkLength(32)).toBe(40)
  })

  it('refuses a chunk without its identifiers', () => {
    expect(readAuthChunk(new Uint8Array(8), 0, 7, new AuthChunk())).toEqual({ fault: 'truncated', where: 'AUTH' })
  })

  it('makes a receiver that does not know it pass over all that it covers, silently', () => {
    expect([mustStopAtUnknown(AUTH), mustReportUnknown(AUTH)]).toEqual([true, false])
  })

  it('round-trips, and never throws on arbitrary octets', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0xffff), fc.nat(64), (key, hmac, hmacLength) => {
        const octets = new Uint8Array(80)
        writeAuthChunk(octets, 0, key, hmac, hmacLength)
        const chunk = new AuthChunk()
        expect(readAuthChunk(octets, 0, authChunkLength(hmacLength), chunk)).toBeNull()
        expect(chunk).toEqual({ sharedKeyIdentifier: key, hmacIdentifier: hmac, hmacAt: 8, hmacLength })
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 60 }), (octets) => {
        readAuthChunk(octets, 0, octets.length, new AuthChunk())
      }),
    )
  })
})
