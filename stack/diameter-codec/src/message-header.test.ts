import { fromHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAXIMUM_MESSAGE_LENGTH, MESSAGE_HEADER_LENGTH, MessageHeader, readMessageHeader, writeMessageHeader } from './message-header.js'

const CER_HEADER = fromHexadecimal('01000014 80000101 00000000 80d4058a 7d8c1d25')!

function headerWith(change: (octets: Uint8Array) => void): Uint8Array {
  const octets = CER_HEADER.slice()
  change(octets)
  return octets
}

describe('message header', () => {
  it('reads the fields of RFC 6733 §3 where they stand', () => {
    const header = new MessageHeader()
    expect(readMessageHeader(CER_HEADER, 0, 20, header)).toBeNull()
    expect({ ...header }).toEqual({
      version: 1,
      length: 20,
      flags: 0x80,
      commandCode: 257,
      applicationId: 0,
      hopByHopId: 0x80d4058a,
      endToEndId: 0x7d8c1d25,
    })
  })

  it('round-trips', () => {
    fc.assert(
      fc.property(
        fc.nat(0xff),
        fc.nat(0xff_ffff),
        fc.nat(0xffff_ffff),
        fc.nat(0xffff_ffff),
        fc.nat(0xffff_ffff),
        fc.nat(8),
        (flags, code, application, hop, end, at) => {
          fc.pre((flags & 0xa0) !== 0xa0)
          const header = new MessageHeader()
          Object.assign(header, {
            length: 20,
            flags: flags & 0xf0,
            commandCode: code,
            applicationId: application,
            hopByHopId: hop,
            endToEndId: end,
          })
          const octets = new Uint8Array(at + 20)
          expect(writeMessageHeader(octets, at, header)).toBe(at + MESSAGE_HEADER_LENGTH)
          const back = new MessageHeader()
          expect(readMessageHeader(octets, at, 20, back)).toBeNull()
          expect(back).toEqual(header)
        },
      ),
    )
  })

  it.each([
    ['a message shorter than the header', CER_HEADER.subarray(0, 19), 5015],
    ['another version', headerWith((octets) => (octets[0] = 2)), 5011],
    ['a length longer than the message', headerWith((octets) => (octets[3] = 24)), 5015],
    ['a length shorter than the message', headerWith((octets) => (octets[3] = 16)), 5015],
    ['a length of zero', headerWith((octets) => (octets[3] = 0)), 5015],
    ['a length that is no multiple of four', Uint8Array.from([...headerWith((octets) => (octets[3] = 21)), 0]), 5015],
    ['a request with the E bit', headerWith((octets) => (octets[4] = 0xa0)), 3008],
  ])('refuses %s', (_, octets, resultCode) => {
    const fault = readMessageHeader(octets, 0, octets.length, new MessageHeader())
    expect(fault?.resultCode).toBe(resultCode)
    expect(Object.isFrozen(fault)).toBe(true)
  })

  it('fills the identifiers of a message it refuses, so that it can be answered', () => {
    const header = new MessageHeader()
    readMessageHeader(
      headerWith((octets) => (octets[0] = 9)),
      0,
      20,
      header,
    )
    expect([header.hopByHopId, header.endToEndId, header.commandCode]).toEqual([0x80d4058a, 0x7d8c1d25, 257])
  })

  it('ignores the reserved flag bits and never sends them', () => {
    const header = new MessageHeader()
    expect(
      readMessageHeader(
        headerWith((octets) => (octets[4] = 0x8f)),
        0,
        20,
        header,
      ),
    ).toBeNull()
    const octets = new Uint8Array(20)
    writeMessageHeader(octets, 0, header)
    expect(octets[4]).toBe(0x80)
  })

  it('knows the longest length 24 bits can say', () => {
    expect(MAXIMUM_MESSAGE_LENGTH % 4).toBe(0)
    expect(MAXIMUM_MESSAGE_LENGTH + 4).toBe(2 ** 24)
  })

  it('never throws on arbitrary octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), fc.nat(80), (octets, at, length) => {
        readMessageHeader(octets, at, length, new MessageHeader())
      }),
    )
  })
})
