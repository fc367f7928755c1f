import { fromHexadecimal, readU32, readU64, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBlocks, readPackets, textOf } from '../testing/pcapng-reader.js'
import {
  captureText,
  ENHANCED_PACKET_HEADER,
  enhancedPacketBlockLength,
  interfaceDescriptionBlock,
  interfaceStatisticsBlock,
  sectionHeaderBlock,
  writeEnhancedPacketBlock,
} from './pcapng-writer.js'

describe('pcapng writer', () => {
  it('begins a section in network order, of open length', () => {
    expect(toHexadecimal(sectionHeaderBlock('Sigbed'))).toBe(
      toHexadecimal(fromHexadecimal('0a0d0d0a 0000002c 1a2b3c4d 00010000 ffffffffffffffff 00040006 536967626564 0000 00000000 0000002c')!),
    )
    const [section] = readBlocks(sectionHeaderBlock('Sigbed', 'seed 7, lôss'))
    expect(textOf(section!.options.get(1))).toBe('seed 7, lôss')
  })

  it('describes an interface of raw IP frames with times in nanoseconds', () => {
    const [description] = readBlocks(interfaceDescriptionBlock('path 1', 'the first path'))
    expect(description!.type).toBe(1)
    expect(toHexadecimal(description!.fixed)).toBe('0065000000000000')
    expect(textOf(description!.options.get(2))).toBe('path 1')
    expect(textOf(description!.options.get(3))).toBe('the first path')
    expect([...description!.options.get(9)!]).toEqual([9])
  })

  it('writes packets that read back as they were, beside each other', () => {
    const packet = fc.record({
      interfaceId: fc.nat(),
      timeNs: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      isInbound: fc.boolean(),
      frame: fc.uint8Array({ maxLength: 50 }),
      comment: fc.string({ unit: 'grapheme', maxLength: 20 }),
    })
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 8 }), (packets) => {
        const lengths = packets.map(({ frame, comment }) => enhancedPacketBlockLength(frame.length, captureText(comment)))
        const file = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0)).fill(0xee)
        let at = 0
        for (const { interfaceId, timeNs, isInbound, frame, comment } of packets) {
          file.set(frame, at + ENHANCED_PACKET_HEADER)
          at = writeEnhancedPacketBlock(
            file,
            at,
            interfaceId,
            timeNs,
            isInbound ? 'inbound' : 'outbound',
            frame.length,
            captureText(comment),
          )
        }
        expect(at).toBe(file.length)
        expect(readPackets(file)).toEqual(packets.map(({ isInbound, ...rest }) => ({ ...rest, flags: isInbound ? 1 : 2 })))
      }),
    )
  })

  it('counts the packets of an interface between two instants', () => {
    const [statistics] = readBlocks(interfaceStatisticsBlock(3, { startNs: 5n, endNs: 2n ** 40n + 9n }, { written: 10, dropped: 2 }))
    expect(readU32(statistics!.fixed, 0)).toBe(3)
    expect(readU64(statistics!.fixed, 4)).toBe(2n ** 40n + 9n)
    const values = [2, 3, 4, 5].map((code) => readU64(statistics!.options.get(code)!, 0))
    expect(values).toEqual([5n, 2n ** 40n + 9n, 12n, 2n])
  })

  it('cuts a text that an option cannot hold', () => {
    expect(captureText('€'.repeat(100_000)).length).toBe(60_000)
    expect(readBlocks(interfaceDescriptionBlock('€'.repeat(100_000), ''))).toHaveLength(1)
  })
})
