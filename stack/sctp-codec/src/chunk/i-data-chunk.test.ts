import { fromHexadecimal, padded, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IDataChunk, iDataChunkLength, readIDataChunk, writeIDataChunk } from './i-data-chunk.js'

/** Type 64, flag B, length 23, TSN 0xfffffffe, stream 5, reserved 0, MID 0x01020304, payload protocol 3 (M3UA), "abc", padding. */
const FIRST = '40020017 fffffffe 0005 0000 01020304 00000003 616263 00'
/** Flags I, U and E, length 21, TSN 7, stream 65535, MID 9, FSN 0x80000001, "z", padding. */
const LAST = '400d0015 00000007 ffff 0000 00000009 80000001 7a 000000'

describe('I-DATA', () => {
  it('reads a first fragment: the PPID, and FSN 0', () => {
    const octets = fromHexadecimal(`eeee ${FIRST}`)!
    const chunk = new IDataChunk()
    expect(readIDataChunk(octets, 2, 23, octets[3]!, chunk)).toBeNull()
    expect({ ...chunk }).toEqual({
      unordered: false,
      beginning: true,
      ending: false,
      immediate: false,
      tsn: 0xffff_fffe,
      streamId: 5,
      messageId: 0x01020304,
      payloadProtocolId: 3,
      fragmentSequenceNumber: 0,
      payloadAt: 22,
      payloadLength: 3,
    })
  })

  it('reads another fragment: the FSN, and no PPID', () => {
    const chunk = new IDataChunk()
    const octets = fromHexadecimal(LAST)!
    // Whatever stands in the reserved fields.
    octets[10] = 0xff
    expect(readIDataChunk(octets, 0, 21, octets[1]! | 0xf0, chunk)).toBeNull()
    expect(chunk).toMatchObject({ unordered: true, beginning: false, ending: true, immediate: true, streamId: 65_535, messageId: 9 })
    expect(chunk).toMatchObject({ payloadProtocolId: 0, fragmentSequenceNumber: 0x8000_0001, payloadLength: 1 })
  })

  it('writes both, padding what was there with zeroes', () => {
    const octets = new Uint8Array(24).fill(0xff)
    expect(writeIDataChunk(octets, 0, 2, 0xffff_fffe, 5, 0x01020304, 3, 77, fromHexadecimal('616263')!, 0, 3)).toBe(24)
    expect(toHexadecimal(octets)).toBe(FIRST.replaceAll(' ', ''))
    octets.fill(0xff)
    expect(writeIDataChunk(octets, 0, 13, 7, 65_535, 9, 3, 0x8000_0001, fromHexadecimal('007a')!, 1, 1)).toBe(24)
    expect(toHexadecimal(octets)).toBe(LAST.replaceAll(' ', ''))
  })

  it('round-trips', () => {
    const u32 = fc.nat(0xffff_ffff)
    fc.assert(
      fc.property(
        fc.nat(15),
        u32,
        fc.nat(0xffff),
        u32,
        u32,
        fc.uint8Array({ maxLength: 150 }),
        fc.nat(9),
        (flags, tsn, streamId, messageId, either, payload, at) => {
          const octets = new Uint8Array(200).fill(0xa5)
          const end = writeIDataChunk(octets, at, flags, tsn, streamId, messageId, either, either, payload, 0, payload.length)
          expect(end).toBe(at + padded(iDataChunkLength(payload.length)))
          expect(octets[end]).toBe(0xa5)
          const chunk = new IDataChunk()
          expect(readIDataChunk(octets, at, (octets[at + 2]! << 8) | octets[at + 3]!, octets[at + 1]!, chunk)).toBeNull()
          const beginning = (flags & 2) !== 0
          expect({ ...chunk }).toEqual({
            unordered: (flags & 4) !== 0,
            beginning,
            ending: (flags & 1) !== 0,
            immediate: (flags & 8) !== 0,
            tsn,
            streamId,
            messageId,
            payloadProtocolId: beginning ? either : 0,
            fragmentSequenceNumber: beginning ? 0 : either,
            payloadAt: at + 20,
            payloadLength: payload.length,
          })
          expect(toHexadecimal(octets, at + 20, at + 20 + payload.length)).toBe(toHexadecimal(payload))
        },
      ),
    )
  })

  it.each([4, 19])('refuses a length of %i, too short for the fixed fields', (length) => {
    expect(readIDataChunk(new Uint8Array(24), 0, length, 3, new IDataChunk())).toEqual({ fault: 'truncated', where: 'I-DATA' })
  })

  it('never throws on arbitrary octets, and keeps the payload inside the chunk', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 60 }), fc.nat(255), (octets, flags) => {
        const chunk = new IDataChunk()
        if (readIDataChunk(octets, 0, octets.length, flags, chunk) !== null) return
        expect(chunk.payloadAt + chunk.payloadLength).toBe(octets.length)
      }),
    )
  })
})
