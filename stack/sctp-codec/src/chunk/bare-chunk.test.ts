import { toHexadecimal } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { COOKIE_ACK, chunkTypeName, SHUTDOWN_ACK, SHUTDOWN_COMPLETE } from '../chunk-type.js'
import { ChunkCursor } from '../packet-reader.js'
import { type BareChunkType, readBareChunk, writeBareChunk } from './bare-chunk.js'
import { isTagReflected, TAG_REFLECTED } from './chunk-header.js'

const TYPES: readonly BareChunkType[] = [SHUTDOWN_ACK, COOKIE_ACK, SHUTDOWN_COMPLETE]

describe('chunks without a value', () => {
  it.each([
    ['SHUTDOWN ACK', SHUTDOWN_ACK, 0, '08000004'],
    ['COOKIE ACK', COOKIE_ACK, 0, '0b000004'],
    ['SHUTDOWN COMPLETE', SHUTDOWN_COMPLETE, 0, '0e000004'],
    ['SHUTDOWN COMPLETE with the T bit', SHUTDOWN_COMPLETE, TAG_REFLECTED, '0e010004'],
  ] as const)('writes captured bytes of %s', (_, type, flags, text) => {
    const octets = new Uint8Array(6).fill(0xee)
    expect(writeBareChunk(octets, 1, type, flags)).toBe(5)
    expect(toHexadecimal(octets)).toBe(`ee${text}ee`)
  })

  it.each(TYPES)('reads back chunk type %i with either T bit', (type) => {
    for (const flags of [0, TAG_REFLECTED]) {
      const packet = new Uint8Array(16)
      writeBareChunk(packet, 12, type, flags)
      const cursor = new ChunkCursor()
      cursor.begin(packet, 0, packet.length)
      expect(cursor.next()).toBe(true)
      expect(cursor.type).toBe(type)
      expect(isTagReflected(cursor.flags)).toBe(flags === TAG_REFLECTED)
      expect(readBareChunk(type, cursor.length)).toBeNull()
    }
  })

  it.each(TYPES)('refuses any other length for chunk type %i', (type) => {
    for (const length of [5, 8, 65_535])
      expect(readBareChunk(type, length)).toEqual({ fault: 'length-mismatch', where: chunkTypeName(type) })
  })
})
