import { describe, expect, it } from 'vitest'
import { isTagReflected, writeChunkHeader } from './chunk-header.js'

describe('chunk header', () => {
  it('writes type, flags and length, and nothing else', () => {
    const octets = new Uint8Array(8).fill(0xee)
    expect(writeChunkHeader(octets, 2, 14, 1, 0x1234)).toBe(6)
    expect([...octets]).toEqual([0xee, 0xee, 14, 1, 0x12, 0x34, 0xee, 0xee])
  })

  it('reads the T bit and ignores the reserved bits beside it', () => {
    expect([0x00, 0xfe, 0x01, 0xff].map(isTagReflected)).toEqual([false, false, true, true])
  })
})
