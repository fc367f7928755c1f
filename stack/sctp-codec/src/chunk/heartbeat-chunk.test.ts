import { fromHexadecimal, padded, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HEARTBEAT, HEARTBEAT_ACK } from '../chunk-type.js'
import { isFault } from '../decode-fault.js'
import { heartbeatChunkLength, readHeartbeatInfo, writeHeartbeatAck, writeHeartbeatChunk } from './heartbeat-chunk.js'

/** Type 4, flags 0, length 14; Heartbeat Info of six octets, two of padding. */
const CAPTURED = '0400000e 0001 000a 112233445566 0000'

describe('HEARTBEAT and HEARTBEAT ACK', () => {
  it('reads captured bytes, with the final padding counted or not', () => {
    const octets = fromHexadecimal(`ffff ${CAPTURED}`)!
    expect(readHeartbeatInfo(octets, 2, 14)).toEqual({ infoAt: 10, infoLength: 6 })
    expect(readHeartbeatInfo(octets, 2, 16)).toEqual({ infoAt: 10, infoLength: 6 })
  })

  it('writes captured bytes', () => {
    const octets = new Uint8Array(16).fill(0xee)
    expect(writeHeartbeatChunk(octets, 0, HEARTBEAT, fromHexadecimal('00112233445566 ff')!, 1, 6)).toBe(16)
    expect(toHexadecimal(octets)).toBe(CAPTURED.replaceAll(' ', ''))
  })

  it('round-trips', () => {
    const type = fc.constantFrom<typeof HEARTBEAT | typeof HEARTBEAT_ACK>(HEARTBEAT, HEARTBEAT_ACK)
    fc.assert(
      fc.property(type, fc.uint8Array({ maxLength: 100 }), fc.nat(5), (chunkType, info, at) => {
        const octets = new Uint8Array(at + padded(heartbeatChunkLength(info.length)))
        expect(writeHeartbeatChunk(octets, at, chunkType, info, 0, info.length)).toBe(octets.length)
        expect(octets[at]).toBe(chunkType)
        const read = readHeartbeatInfo(octets, at, heartbeatChunkLength(info.length))
        expect(read).toEqual({ infoAt: at + 8, infoLength: info.length })
        expect(toHexadecimal(octets, at + 8, at + 8 + info.length)).toBe(toHexadecimal(info))
      }),
    )
  })

  it('answers with all that came, further parameters included, and zeroes for the padding', () => {
    const heartbeat = fromHexadecimal('04ff0013 0001 0006 aabb ffff c0ff 0007 010203 ee')!
    expect(readHeartbeatInfo(heartbeat, 0, 19)).toEqual({ infoAt: 8, infoLength: 2 })
    const octets = new Uint8Array(23).fill(0x99)
    expect(writeHeartbeatAck(octets, 3, heartbeat, 0, 19)).toBe(23)
    expect(toHexadecimal(octets, 3)).toBe('0500001300010006aabbffffc0ff000701020300')
  })

  it.each([
    ['truncated', '04000004', 'a chunk without the mandatory information'],
    ['truncated', '04000006 0001', 'a parameter header cut short'],
    ['truncated', '0400000a 0001 0007 1122', 'information that reaches past the chunk'],
    ['length-mismatch', '04000008 0001 0003', 'information shorter than its own header'],
    ['bad-value', '04000008 0002 0004', 'another parameter in its place'],
    ['length-mismatch', '0400000c 0001 0004 c001 0000', 'a broken parameter after it'],
  ])('refuses with %s: %s, %s', (fault, text) => {
    const octets = fromHexadecimal(text)!
    expect(readHeartbeatInfo(octets, 0, octets.length)).toMatchObject({ fault })
  })

  it('never throws on arbitrary octets, and keeps the information inside the chunk', () => {
    const plausible = fc.uint8Array({ minLength: 8, maxLength: 40 }).map((octets) => {
      octets.set([0, 1, 0, octets[7]! & 63], 4)
      return octets
    })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ minLength: 4, maxLength: 40 }), plausible), (octets) => {
        const read = readHeartbeatInfo(octets, 0, octets.length)
        if (!isFault(read)) expect(read.infoAt + read.infoLength).toBeLessThanOrEqual(octets.length)
      }),
    )
  })
})
