import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import {
  ABORT,
  type BareChunkType,
  ChunkCursor,
  COOKIE_ACK,
  COOKIE_ECHO,
  CommonHeader,
  DATA,
  DataChunk,
  ERROR,
  fillChecksum,
  HEARTBEAT,
  HEARTBEAT_ACK,
  INIT,
  INIT_ACK,
  readBareChunk,
  readCommonHeader,
  readCookieEchoChunk,
  readDataChunk,
  readErrorCauses,
  readHeartbeatInfo,
  readInitChunk,
  readSackChunk,
  readShutdownChunk,
  SACK,
  SackChunk,
  SHUTDOWN,
  SHUTDOWN_ACK,
  SHUTDOWN_COMPLETE,
  staleCookieCause,
  verifyChecksum,
  writeCommonHeader,
  writeCookieEchoChunk,
  writeDataChunk,
  writeErrorChunk,
} from '@sigbed/sctp-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** Reads a chunk of any type with the reader it belongs to, as an endpoint would. */
function readAnyChunk(cursor: ChunkCursor): unknown {
  const { octets, at, length, flags } = cursor
  switch (cursor.type) {
    case DATA:
      return readDataChunk(octets, at, length, flags, new DataChunk())
    case INIT:
    case INIT_ACK:
      return readInitChunk(octets, at, length)
    case SACK:
      return readSackChunk(octets, at, length, new SackChunk())
    case HEARTBEAT:
    case HEARTBEAT_ACK:
      return readHeartbeatInfo(octets, at, length)
    case ABORT:
    case ERROR:
      return readErrorCauses(octets, at, length)
    case SHUTDOWN:
      return readShutdownChunk(octets, at, length)
    case COOKIE_ECHO:
      return readCookieEchoChunk(octets, at, length)
    case SHUTDOWN_ACK:
    case COOKIE_ACK:
    case SHUTDOWN_COMPLETE:
      return readBareChunk(cursor.type as BareChunkType, length)
    default:
      return null
  }
}

describe('a packet as a whole', () => {
  it('bundles COOKIE ECHO, ERROR and DATA, and gives them back', () => {
    const packet = new Uint8Array(200).fill(0xee)
    const payload = fromHexadecimal('01000401 00000008')!
    let end = writeCommonHeader(packet, 5, 2905, 2906, 0x0a0b_0c0d)
    end = writeCookieEchoChunk(packet, end, Uint8Array.of(9, 8, 7))
    end = writeErrorChunk(packet, end, [staleCookieCause(1)])
    end = writeDataChunk(packet, end, 3, 77, 1, 0, 3, payload, 0, payload.length)
    fillChecksum(packet, 5, end - 5)
    expect(verifyChecksum(packet, 5, end - 5)).toBe(true)

    const header = new CommonHeader()
    expect(readCommonHeader(packet, 5, end - 5, header)).toBeNull()
    expect({ ...header }).toEqual({ sourcePort: 2905, destinationPort: 2906, verificationTag: 0x0a0b_0c0d })
    const cursor = new ChunkCursor()
    cursor.begin(packet, 5, end - 5)
    expect([cursor.next(), cursor.type, readAnyChunk(cursor)]).toEqual([true, COOKIE_ECHO, Uint8Array.of(9, 8, 7)])
    expect([cursor.next(), cursor.type, readAnyChunk(cursor)]).toEqual([true, ERROR, [staleCookieCause(1)]])
    expect([cursor.next(), cursor.type]).toEqual([true, DATA])
    const data = new DataChunk()
    expect(readDataChunk(packet, cursor.at, cursor.length, cursor.flags, data)).toBeNull()
    expect(toHexadecimal(packet, data.payloadAt, data.payloadAt + data.payloadLength)).toBe(toHexadecimal(payload))
    expect([cursor.next(), cursor.fault]).toEqual([false, null])
  })

  it('never throws on arbitrary chunks, nor on one octet changed or cut off anywhere in a good packet', () => {
    const good = fromHexadecimal(
      `0b590b59 00000001 00000000
       0100002c deadbeef 00010000 000a 0800 fffffff0 0005 0008 7f000001 000c 0008 0005 0006 c0000004 80000004
       0300001c 0000000c 00001234 0002 0001 0002 0003 0005 0005 00000013
       0400000e 0001 000a 112233445566 0000
       0900000e 0002 000a 00000001 0007 0000
       0601000b 000c 0007 627965 00
       00030013 fffffffe 0005 0102 00000003 616263 00`,
    )!
    const readAll = (octets: Uint8Array, length: number) => {
      const cursor = new ChunkCursor()
      cursor.begin(octets, 0, length)
      let chunks = 0
      for (; cursor.next(); chunks++) readAnyChunk(cursor)
      return chunks
    }
    expect(readAll(good, good.length)).toBe(6)
    for (let length = 0; length < good.length; length++) expect(readAll(good, length)).toBeLessThanOrEqual(6)
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, octet) => {
        const octets = good.slice()
        octets[at] = octet
        expect(readAll(octets, octets.length)).toBeLessThanOrEqual(good.length / 4)
      }),
      { numRuns: 1000 },
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), fc.nat(15), (octets, type) => {
        if (octets.length > 16) octets.set([type, 0, 0, octets.length - 12], 12)
        expect(readAll(octets, octets.length)).toBeLessThanOrEqual(octets.length / 4)
      }),
      { numRuns: 500 },
    )
  })
})
