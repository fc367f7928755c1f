import { toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COOKIE_ACK, PAD } from '../chunk-type.js'
import { ChunkCursor } from '../packet-reader.js'
import { mustReportUnknown, mustStopAtUnknown } from '../unknown-type-action.js'
import { writeBareChunk } from './bare-chunk.js'
import { LARGEST_PAD_CHUNK, writePadChunk } from './pad-chunk.js'

describe('PAD', () => {
  it('writes captured bytes: type 0x84, flags 0, length 12, eight octets of zero', () => {
    const octets = new Uint8Array(14).fill(0xee)
    expect(writePadChunk(octets, 1, 12)).toBe(13)
    expect(toHexadecimal(octets)).toBe('ee8400000c0000000000000000ee')
  })

  it('is skipped silently by a receiver that does not know it', () => {
    expect([mustStopAtUnknown(PAD), mustReportUnknown(PAD)]).toEqual([false, false])
  })

  it('leads the cursor to the chunk after it, whatever its length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 80 }), (length) => {
        const packet = new Uint8Array(120).fill(0xee)
        const end = writeBareChunk(packet, writePadChunk(packet, 12, length), COOKIE_ACK, 0)
        const cursor = new ChunkCursor()
        cursor.begin(packet, 0, end)
        expect([cursor.next(), cursor.type, cursor.length]).toEqual([true, PAD, length])
        expect([cursor.next(), cursor.type]).toEqual([true, COOKIE_ACK])
        expect([cursor.next(), cursor.fault]).toEqual([false, null])
      }),
    )
  })

  it('fills the largest chunk there can be', () => {
    const packet = new Uint8Array(12 + LARGEST_PAD_CHUNK)
    expect(writePadChunk(packet, 12, LARGEST_PAD_CHUNK)).toBe(packet.length)
    const cursor = new ChunkCursor()
    cursor.begin(packet, 0, packet.length)
    expect([cursor.next(), cursor.length, cursor.next(), cursor.fault]).toEqual([true, LARGEST_PAD_CHUNK, false, null])
  })
})
