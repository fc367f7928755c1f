import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ForwardTsnChunk,
  forwardTsnChunkLength,
  mostSkippedStreams,
  readForwardTsnChunk,
  skipStream,
  writeForwardTsnChunk,
} from './forward-tsn-chunk.js'

/** RFC 3758 §3.2: type 192, flags 0, length 16; new cumulative TSN 0x01020304; stream 3 up to 7, stream 9 up to 65535. */
const CAPTURED = 'c0000010 01020304 0003 0007 0009 ffff'

function chunkOf(newCumulativeTsn: number, pairs: readonly (readonly [number, number])[]): ForwardTsnChunk {
  const chunk = new ForwardTsnChunk()
  chunk.newCumulativeTsn = newCumulativeTsn
  for (const [stream, number] of pairs) skipStream(chunk, stream, number)
  return chunk
}

const listed = ({ skippedStreams, skippedStreamCount }: ForwardTsnChunk) => [...skippedStreams.subarray(0, 2 * skippedStreamCount)]

describe('FORWARD TSN', () => {
  it('reads captured bytes', () => {
    const chunk = new ForwardTsnChunk()
    expect(readForwardTsnChunk(fromHexadecimal(`ff ${CAPTURED}`)!, 1, 16, chunk)).toBeNull()
    expect(chunk.newCumulativeTsn).toBe(0x01020304)
    expect(listed(chunk)).toEqual([3, 7, 9, 65_535])
  })

  it('writes captured bytes', () => {
    const octets = new Uint8Array(16).fill(0xff)
    const pairs = [
      [3, 7],
      [9, 65_535],
    ] as const
    expect(writeForwardTsnChunk(octets, 0, chunkOf(0x01020304, pairs))).toBe(16)
    expect(toHexadecimal(octets)).toBe(CAPTURED.replaceAll(' ', ''))
  })

  it('round-trips, growing its array when it must', () => {
    const reused = new ForwardTsnChunk()
    const pair = fc.tuple(fc.nat(0xffff), fc.nat(0xffff))
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.array(pair, { maxLength: 100 }), fc.nat(7), (tsn, pairs, at) => {
        const octets = new Uint8Array(at + forwardTsnChunkLength(pairs.length))
        expect(writeForwardTsnChunk(octets, at, chunkOf(tsn, pairs))).toBe(octets.length)
        expect(readForwardTsnChunk(octets, at, octets.length - at, reused)).toBeNull()
        expect(reused.newCumulativeTsn).toBe(tsn)
        expect(listed(reused)).toEqual(pairs.flat())
      }),
    )
  })

  it('knows how many streams fit', () => {
    for (const streams of [0, 1, 7, 360]) expect(mostSkippedStreams(forwardTsnChunkLength(streams) + 3)).toBe(streams)
    expect(mostSkippedStreams(7)).toBeLessThan(0)
  })

  it.each([4, 7])('refuses a length of %i, too short for the fixed fields', (length) => {
    expect(readForwardTsnChunk(new Uint8Array(16), 0, length, new ForwardTsnChunk())).toEqual({ fault: 'truncated', where: 'FORWARD TSN' })
  })

  it.each([9, 10, 11, 13, 15])('refuses a length of %i, which cuts a pair', (length) => {
    expect(readForwardTsnChunk(fromHexadecimal(CAPTURED)!, 0, length, new ForwardTsnChunk())).toMatchObject({ fault: 'length-mismatch' })
  })

  it('never throws on arbitrary octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 200 }), (octets) => {
        readForwardTsnChunk(octets, 0, octets.length, new ForwardTsnChunk())
      }),
    )
  })
})
