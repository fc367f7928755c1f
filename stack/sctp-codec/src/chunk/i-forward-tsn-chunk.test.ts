import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  IForwardTsnChunk,
  iForwardTsnChunkLength,
  mostSkippedMessages,
  readIForwardTsnChunk,
  skipMessages,
  writeIForwardTsnChunk,
} from './i-forward-tsn-chunk.js'

/** RFC 8260 §2.3.1: type 194, length 24; new cumulative TSN 0x01020304; stream 3, ordered up to 7; stream 9, unordered up to 2^32-1. */
const CAPTURED = 'c2000018 01020304 0003 0000 00000007 0009 0001 ffffffff'

type Entry = readonly [stream: number, unordered: boolean, messageId: number]

function chunkOf(newCumulativeTsn: number, entries: readonly Entry[]): IForwardTsnChunk {
  const chunk = new IForwardTsnChunk()
  chunk.newCumulativeTsn = newCumulativeTsn
  for (const entry of entries) skipMessages(chunk, ...entry)
  return chunk
}

const listed = ({ skippedMessages, skippedCount }: IForwardTsnChunk) => [...skippedMessages.subarray(0, 3 * skippedCount)]

describe('I-FORWARD-TSN', () => {
  it('reads captured bytes, whatever is in the reserved bits', () => {
    const octets = fromHexadecimal(`ff ${CAPTURED}`)!
    octets[11] = 0xff
    octets[12] = 0xfe
    const chunk = new IForwardTsnChunk()
    expect(readIForwardTsnChunk(octets, 1, 24, chunk)).toBeNull()
    expect(chunk.newCumulativeTsn).toBe(0x01020304)
    expect(listed(chunk)).toEqual([3, 0, 7, 9, 1, 0xffff_ffff])
  })

  it('writes captured bytes', () => {
    const octets = new Uint8Array(24).fill(0xff)
    const chunk = chunkOf(0x01020304, [
      [3, false, 7],
      [9, true, 0xffff_ffff],
    ])
    expect(writeIForwardTsnChunk(octets, 0, chunk)).toBe(24)
    expect(toHexadecimal(octets)).toBe(CAPTURED.replaceAll(' ', ''))
  })

  it('round-trips, growing its array when it must', () => {
    const reused = new IForwardTsnChunk()
    const entry = fc.tuple(fc.nat(0xffff), fc.boolean(), fc.nat(0xffff_ffff))
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.array(entry, { maxLength: 100 }), fc.nat(7), (tsn, entries, at) => {
        const octets = new Uint8Array(at + iForwardTsnChunkLength(entries.length))
        expect(writeIForwardTsnChunk(octets, at, chunkOf(tsn, entries))).toBe(octets.length)
        expect(readIForwardTsnChunk(octets, at, octets.length - at, reused)).toBeNull()
        expect(reused.newCumulativeTsn).toBe(tsn)
        expect(listed(reused)).toEqual(entries.flatMap(([stream, unordered, messageId]) => [stream, unordered ? 1 : 0, messageId]))
      }),
    )
  })

  it('knows how many entries fit', () => {
    for (const entries of [0, 1, 7, 180]) expect(mostSkippedMessages(iForwardTsnChunkLength(entries) + 7)).toBe(entries)
    expect(mostSkippedMessages(7)).toBeLessThan(0)
  })

  it.each([4, 7])('refuses a length of %i, too short for the fixed fields', (length) => {
    expect(readIForwardTsnChunk(new Uint8Array(16), 0, length, new IForwardTsnChunk())).toEqual({
      fault: 'truncated',
      where: 'I-FORWARD-TSN',
    })
  })

  it.each([9, 12, 15, 17])('refuses a length of %i, which cuts an entry', (length) => {
    expect(readIForwardTsnChunk(fromHexadecimal(CAPTURED)!, 0, length, new IForwardTsnChunk())).toMatchObject({ fault: 'length-mismatch' })
  })

  it('never throws on arbitrary octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 200 }), (octets) => {
        readIForwardTsnChunk(octets, 0, octets.length, new IForwardTsnChunk())
      }),
    )
  })
})
