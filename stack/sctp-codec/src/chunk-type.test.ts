import { describe, expect, it } from 'vitest'
import * as chunkType from './chunk-type.js'

describe('chunk type', () => {
  it('carries the numbers of RFC 9260 §3.2, RFC 4895 §5.1, RFC 5061 §4.1, RFC 4820 §3 and RFC 3758 §3.2', () => {
    const { chunkTypeName: _, ...numbers } = chunkType
    expect(numbers).toEqual({
      DATA: 0,
      INIT: 1,
      INIT_ACK: 2,
      SACK: 3,
      HEARTBEAT: 4,
      HEARTBEAT_ACK: 5,
      ABORT: 6,
      SHUTDOWN: 7,
      SHUTDOWN_ACK: 8,
      ERROR: 9,
      COOKIE_ECHO: 10,
      COOKIE_ACK: 11,
      SHUTDOWN_COMPLETE: 14,
      AUTH: 15,
      I_DATA: 64,
      ASCONF_ACK: 128,
      PAD: 132,
      FORWARD_TSN: 192,
      ASCONF: 193,
      I_FORWARD_TSN: 194,
    })
  })

  it('names every chunk type, known or not', () => {
    expect(chunkType.chunkTypeName(chunkType.SHUTDOWN_COMPLETE)).toBe('SHUTDOWN COMPLETE')
    expect(chunkType.chunkTypeName(0xc0)).toBe('FORWARD TSN')
    expect(chunkType.chunkTypeName(77)).toBe('chunk type 77')
    const names = Array.from({ length: 256 }, (_, type) => chunkType.chunkTypeName(type))
    expect(new Set(names).size).toBe(256)
  })
})
