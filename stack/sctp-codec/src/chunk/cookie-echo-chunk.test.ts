import { fromHexadecimal, padded, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cookieEchoChunkLength, readCookieEchoChunk, writeCookieEchoChunk } from './cookie-echo-chunk.js'

describe('COOKIE ECHO', () => {
  it('reads and writes captured bytes: type 10, flags 0, length 9, cookie of five octets, three of padding', () => {
    const text = '0a000009 0102030405 000000'
    const cookie = Uint8Array.of(1, 2, 3, 4, 5)
    expect(readCookieEchoChunk(fromHexadecimal(text)!, 0, 9)).toEqual(cookie)
    const written = new Uint8Array(12).fill(0xee)
    expect(writeCookieEchoChunk(written, 0, cookie)).toBe(12)
    expect(toHexadecimal(written)).toBe(text.replaceAll(' ', ''))
  })

  it('round-trips', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.nat(5), (cookie, at) => {
        const octets = new Uint8Array(at + padded(cookieEchoChunkLength(cookie)))
        expect(writeCookieEchoChunk(octets, at, cookie)).toBe(octets.length)
        expect(readCookieEchoChunk(octets, at, cookieEchoChunkLength(cookie))).toEqual(cookie)
      }),
    )
  })

  it('refuses an empty cookie', () => {
    expect(readCookieEchoChunk(new Uint8Array(8), 0, 4)).toEqual({ fault: 'truncated', where: 'COOKIE ECHO' })
  })

  it('never throws on arbitrary octets, and copies what it returns', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 5, maxLength: 60 }), (value) => {
        const octets = Buffer.from(value)
        const cookie = readCookieEchoChunk(octets, 0, octets.length)
        octets.fill(0)
        expect(cookie).toEqual(value.slice(4))
      }),
    )
  })
})
