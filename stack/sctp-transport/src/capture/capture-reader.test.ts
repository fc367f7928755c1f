import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CaptureReader, captureKindOf } from './capture-reader.js'
import {
  ENHANCED_PACKET_HEADER,
  enhancedPacketBlockLength,
  interfaceDescriptionBlock,
  sectionHeaderBlock,
  writeEnhancedPacketBlock,
} from './pcapng-writer.js'

const NO_COMMENT = new Uint8Array(0)

function packetBlock(frame: Uint8Array, timeNs: bigint): Uint8Array {
  const octets = new Uint8Array(enhancedPacketBlockLength(frame.length, NO_COMMENT))
  octets.set(frame, ENHANCED_PACKET_HEADER)
  writeEnhancedPacketBlock(octets, 0, 0, timeNs, 'outbound', frame.length, NO_COMMENT)
  return octets
}

function joined(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

/** A pcap file of one packet, in either byte order and unit. */
function pcap(magic: number, littleEndian: boolean, linkType = 1): Uint8Array {
  const octets = new Uint8Array(24 + 16 + 3)
  const view = new DataView(octets.buffer)
  view.setUint32(0, magic, littleEndian)
  view.setUint16(4, 2, littleEndian)
  view.setUint16(6, 4, littleEndian)
  view.setUint32(16, 65535, littleEndian)
  view.setUint32(20, linkType, littleEndian)
  view.setUint32(24, 1000, littleEndian)
  view.setUint32(28, 7, littleEndian)
  view.setUint32(32, 3, littleEndian)
  view.setUint32(36, 99, littleEndian)
  octets.set([1, 2, 3], 40)
  return octets
}

/** The blocks of a little-endian pcapng file: section, one interface, then these. */
function littleEndianPcapng(interfaceOptions: readonly number[], ...blocks: readonly (readonly number[])[]): Uint8Array {
  const words = (...values: readonly number[]) =>
    values.flatMap((value) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24])
  const block = (type: number, body: readonly number[]) => [...words(type, body.length + 12), ...body, ...words(body.length + 12)]
  return joined(
    block(0x0a0d0d0a, [...words(0x1a2b3c4d, 1), ...words(0xffff_ffff, 0xffff_ffff)]),
    block(1, [...words(113, 0), ...interfaceOptions]),
    ...blocks.map(([type, ...body]) => block(type!, body)),
  )
}

function packetsOf(octets: Uint8Array) {
  const reader = new CaptureReader(octets)
  const packets: unknown[] = []
  while (reader.next()) {
    const { linkType, timeNs, at, length, originalLength } = reader.frame
    packets.push({ linkType, timeNs, octets: [...octets.subarray(at, at + length)], originalLength })
  }
  return { packets, fault: reader.fault }
}

const OWN_FILE = joined(
  sectionHeaderBlock('test', 'of a test'),
  interfaceDescriptionBlock('a', 'b'),
  packetBlock(Uint8Array.of(9, 8, 7), 5n),
)

describe('capture reader', () => {
  it('reads what the writer of this package writes', () => {
    expect(packetsOf(OWN_FILE)).toEqual({ packets: [{ linkType: 101, timeNs: 5n, octets: [9, 8, 7], originalLength: 3 }], fault: null })
  })

  it.each([
    ['pcap', 0xa1b2c3d4, false, 1000_000_007_000n],
    ['pcap in the other byte order', 0xa1b2c3d4, true, 1000_000_007_000n],
    ['pcap with nanoseconds', 0xa1b23c4d, false, 1000_000_000_007n],
    ['pcap with nanoseconds in the other byte order', 0xa1b23c4d, true, 1000_000_000_007n],
  ])('reads %s', (_, magic, littleEndian, timeNs) => {
    const file = pcap(magic, littleEndian)
    expect(captureKindOf(file)).toBe('pcap')
    expect(packetsOf(file)).toEqual({ packets: [{ linkType: 1, timeNs, octets: [1, 2, 3], originalLength: 99 }], fault: null })
  })

  it('takes bits of the link type that speak of check sequences for no part of it', () => {
    expect(packetsOf(pcap(0xa1b2c3d4, false, 0x3400_0001)).packets).toMatchObject([{ linkType: 1 }])
  })

  it('reads simple and obsolete packet blocks, resolutions and offsets of time, and passes over what it does not know', () => {
    const milliseconds = [9, 0, 1, 0, 3, 0, 0, 0, 14, 0, 8, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    const file = littleEndianPcapng(
      milliseconds,
      [3, 2, 0, 0, 0, 0xaa, 0xbb, 0, 0],
      [0x0bad, 1, 2, 3, 4],
      [2, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0xcc, 0, 0, 0],
    )
    expect(packetsOf(file)).toEqual({
      packets: [
        { linkType: 113, timeNs: 10_000_000_000n, octets: [0xaa, 0xbb], originalLength: 2 },
        { linkType: 113, timeNs: 10_005_000_000n, octets: [0xcc], originalLength: 1 },
      ],
      fault: null,
    })
  })

  it.each([
    ['no capture', Uint8Array.of(1, 2, 3, 4, 5), 0, 'neither the first octets of pcap nor those of pcapng'],
    ['an empty file', new Uint8Array(0), 0, 'neither the first octets of pcap nor those of pcapng'],
    ['a pcap header cut short', pcap(0xa1b2c3d4, false).subarray(0, 20), 0, 'a header of 20 octets, where 24 are expected'],
    ['a record cut short', pcap(0xa1b2c3d4, false).subarray(0, 42), 32, 'a packet of 3 octets, where 2 are left'],
    ['a record header cut short', pcap(0xa1b2c3d4, false).subarray(0, 30), 24, '6 octets, where the 16 of a record header are expected'],
    ['a block cut short', OWN_FILE.subarray(0, OWN_FILE.length - 4), OWN_FILE.length - 44, 'a block length of 48'],
    [
      'a packet of an interface that is not there',
      joined(sectionHeaderBlock('t'), packetBlock(Uint8Array.of(1), 1n)),
      null,
      'a packet of interface 0',
    ],
  ])('ends at %s, and says where and what', (_, octets, offset, found) => {
    const { fault } = packetsOf(octets)
    expect(fault?.found).toContain(found)
    if (offset !== null) expect(fault?.offset).toBe(offset)
  })

  it('ends on any octets, inside them, and never throws', () => {
    const files = [OWN_FILE, pcap(0xa1b2c3d4, true), littleEndianPcapng([], [3, 2, 0, 0, 0, 1, 2, 0, 0])]
    const change = fc.record({ at: fc.nat(), value: fc.nat(255) })
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.array(change, { maxLength: 6 }), fc.nat(40), (file, changes, cut) => {
        const octets = file.slice(0, Math.max(0, file.length - cut))
        for (const { at, value } of changes) if (octets.length > 0) octets[at % octets.length] = value
        const reader = new CaptureReader(octets)
        let steps = 0
        while (reader.next()) {
          expect(reader.frame.at + reader.frame.length).toBeLessThanOrEqual(octets.length)
          expect(++steps).toBeLessThanOrEqual(octets.length)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
