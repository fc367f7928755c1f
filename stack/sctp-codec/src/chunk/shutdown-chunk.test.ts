import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readShutdownChunk, writeShutdownChunk } from './shutdown-chunk.js'

describe('SHUTDOWN', () => {
  it('reads and writes captured bytes: type 7, flags 0, length 8, cumulative TSN ack 0xfffffffe', () => {
    const octets = fromHexadecimal('07000008 fffffffe')!
    expect(readShutdownChunk(octets, 0, 8)).toBe(0xffff_fffe)
    const written = new Uint8Array(9).fill(0xee)
    expect(writeShutdownChunk(written, 0, 0xffff_fffe)).toBe(8)
    expect(toHexadecimal(written)).toBe('07000008fffffffeee')
  })

  it('round-trips', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.nat(5), (tsn, at) => {
        const octets = new Uint8Array(at + 8)
        return writeShutdownChunk(octets, at, tsn) === at + 8 && readShutdownChunk(octets, at, 8) === tsn
      }),
    )
  })

  it.each([
    [4, 'truncated'],
    [7, 'truncated'],
    [9, 'length-mismatch'],
    [12, 'length-mismatch'],
  ])('refuses a length of %i as %s', (length, fault) => {
    expect(readShutdownChunk(new Uint8Array(12), 0, length)).toEqual({ fault, where: 'SHUTDOWN' })
  })

  it('never throws on arbitrary octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 12 }), (octets) => {
        expect(typeof readShutdownChunk(octets, 0, octets.length)).toBe(octets.length === 8 ? 'number' : 'object')
      }),
    )
  })
})
