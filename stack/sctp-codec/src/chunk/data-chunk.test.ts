import { fromHexadecimal, padded, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DATA_BEGINNING,
  DATA_ENDING,
  DATA_IMMEDIATE,
  DATA_UNORDERED,
  DataChunk,
  dataChunkLength,
  readDataChunk,
  writeDataChunk,
} from './data-chunk.js'

/** Type 0, flags B and E, length 19, TSN 0xfffffffe, stream 5, sequence number 258, payload protocol 3 (M3UA), "abc", one octet of padding. */
const CAPTURED = '00030013 fffffffe 0005 0102 00000003 616263 00'

describe('DATA', () => {
  it('reads captured bytes', () => {
    const octets = fromHexadecimal(`eeee ${CAPTURED}`)!
    const chunk = new DataChunk()
    expect(readDataChunk(octets, 2, 19, octets[3]!, chunk)).toBeNull()
    expect({ ...chunk }).toEqual({
      unordered: false,
      beginning: true,
      ending: true,
      immediate: false,
      tsn: 0xffff_fffe,
      streamId: 5,
      streamSequenceNumber: 258,
      payloadProtocolId: 3,
      payloadAt: 18,
      payloadLength: 3,
    })
  })

  it('writes captured bytes, padding what was there with zeroes', () => {
    const octets = new Uint8Array(20).fill(0xff)
    const payload = fromHexadecimal('00616263 ff')!
    expect(writeDataChunk(octets, 0, DATA_BEGINNING | DATA_ENDING, 0xffff_fffe, 5, 258, 3, payload, 1, 3)).toBe(20)
    expect(toHexadecimal(octets)).toBe(CAPTURED.replaceAll(' ', ''))
  })

  it.each([
    [DATA_ENDING, 'ending'],
    [DATA_BEGINNING, 'beginning'],
    [DATA_UNORDERED, 'unordered'],
    [DATA_IMMEDIATE, 'immediate'],
  ] as const)('reads flag %i as %s, whatever the reserved bits are', (flag, name) => {
    const octets = new Uint8Array(20)
    const chunk = new DataChunk()
    readDataChunk(octets, 0, 17, 0xf0 | flag, chunk)
    const { unordered, beginning, ending, immediate } = chunk
    expect({ unordered, beginning, ending, immediate }).toEqual({
      unordered: false,
      beginning: false,
      ending: false,
      immediate: false,
      [name]: true,
    })
  })

  it('ignores the stream sequence number of an unordered chunk', () => {
    const octets = fromHexadecimal(CAPTURED)!
    const chunk = new DataChunk()
    readDataChunk(octets, 0, 19, 7, chunk)
    expect(chunk.streamSequenceNumber).toBe(0)
  })

  it('round-trips', () => {
    const u32 = fc.nat(0xffff_ffff)
    const u16 = fc.nat(0xffff)
    fc.assert(
      fc.property(
        fc.nat(15),
        u32,
        u16,
        u16,
        u32,
        fc.uint8Array({ maxLength: 150 }),
        fc.nat(9),
        (flags, tsn, streamId, ssn, ppid, payload, at) => {
          const octets = new Uint8Array(200).fill(0xa5)
          const end = writeDataChunk(octets, at, flags, tsn, streamId, ssn, ppid, payload, 0, payload.length)
          expect(end).toBe(at + padded(dataChunkLength(payload.length)))
          expect(octets[end]).toBe(0xa5)
          const chunk = new DataChunk()
          expect(readDataChunk(octets, at, (octets[at + 2]! << 8) | octets[at + 3]!, octets[at + 1]!, chunk)).toBeNull()
          expect({ ...chunk }).toEqual({
            unordered: (flags & 4) !== 0,
            beginning: (flags & 2) !== 0,
            ending: (flags & 1) !== 0,
            immediate: (flags & 8) !== 0,
            tsn,
            streamId,
            streamSequenceNumber: (flags & 4) !== 0 ? 0 : ssn,
            payloadProtocolId: ppid,
            payloadAt: at + 16,
            payloadLength: payload.length,
          })
          expect(toHexadecimal(octets, at + 16, at + 16 + payload.length)).toBe(toHexadecimal(payload))
        },
      ),
    )
  })

  it.each([4, 15])('refuses a length of %i, too short for the fixed fields', (length) => {
    expect(readDataChunk(new Uint8Array(20), 0, length, 3, new DataChunk())).toEqual({ fault: 'truncated', where: 'DATA' })
  })

  it('hands a chunk without user data to the caller, who has to answer it', () => {
    const chunk = new DataChunk()
    expect(readDataChunk(new Uint8Array(16), 0, 16, 3, chunk)).toBeNull()
    expect(chunk.payloadLength).toBe(0)
  })

  it('never throws on arbitrary octets, and keeps the payload inside the chunk', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 60 }), fc.nat(255), (octets, flags) => {
        const chunk = new DataChunk()
        if (readDataChunk(octets, 0, octets.length, flags, chunk) !== null) return
        expect(chunk.payloadAt + chunk.payloadLength).toBe(octets.length)
      }),
    )
  })
})
