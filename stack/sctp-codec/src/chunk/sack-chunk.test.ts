import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSackChunk, reserveSackRoom, SackChunk, sackChunkLength, writeSackChunk } from './sack-chunk.js'

/**
 * The example of RFC 9260 §3.3.4: type 3, flags 0, length 28; cumulative TSN ack 12, a_rwnd 4660 (0x1234),
 * two gap ack blocks, one duplicate; blocks 2 to 3 and 5 to 5; TSN 19 in duplicate.
 */
const CAPTURED = '0300001c 0000000c 00001234 0002 0001 0002 0003 0005 0005 00000013'

const lists = (chunk: SackChunk) => ({
  blocks: [...chunk.gapAckBlocks.subarray(0, 2 * chunk.gapAckBlockCount)],
  duplicates: [...chunk.duplicateTsns.subarray(0, chunk.duplicateTsnCount)],
})

function sackOf(cumulativeTsnAck: number, window: number, blocks: readonly number[], duplicates: readonly number[]): SackChunk {
  const chunk = new SackChunk()
  chunk.cumulativeTsnAck = cumulativeTsnAck
  chunk.advertisedReceiverWindow = window
  reserveSackRoom(chunk, blocks.length / 2, duplicates.length)
  chunk.gapAckBlocks.set(blocks)
  chunk.duplicateTsns.set(duplicates)
  chunk.gapAckBlockCount = blocks.length / 2
  chunk.duplicateTsnCount = duplicates.length
  return chunk
}

describe('SACK', () => {
  it('reads captured bytes', () => {
    const octets = fromHexadecimal(`ff ${CAPTURED}`)!
    const chunk = new SackChunk()
    expect(readSackChunk(octets, 1, 28, chunk)).toBeNull()
    expect(chunk.cumulativeTsnAck).toBe(12)
    expect(chunk.advertisedReceiverWindow).toBe(4660)
    expect(lists(chunk)).toEqual({ blocks: [2, 3, 5, 5], duplicates: [19] })
  })

  it('writes captured bytes', () => {
    const octets = new Uint8Array(28).fill(0xff)
    expect(writeSackChunk(octets, 0, sackOf(12, 4660, [2, 3, 5, 5], [19]))).toBe(28)
    expect(toHexadecimal(octets)).toBe(CAPTURED.replaceAll(' ', ''))
  })

  it('round-trips, growing its arrays when it must', () => {
    const block = fc.tuple(fc.nat(0xffff), fc.nat(0xffff))
    const reused = new SackChunk()
    fc.assert(
      fc.property(
        fc.nat(0xffff_ffff),
        fc.nat(0xffff_ffff),
        fc.array(block, { maxLength: 80 }),
        fc.array(fc.nat(0xffff_ffff), { maxLength: 60 }),
        fc.nat(7),
        (tsn, window, blocks, duplicates, at) => {
          const chunk = sackOf(tsn, window, blocks.flat(), duplicates)
          const octets = new Uint8Array(at + sackChunkLength(chunk))
          expect(writeSackChunk(octets, at, chunk)).toBe(octets.length)
          expect(readSackChunk(octets, at, octets.length - at, reused)).toBeNull()
          expect(reused).toMatchObject({ cumulativeTsnAck: tsn, advertisedReceiverWindow: window })
          expect(lists(reused)).toEqual({ blocks: blocks.flat(), duplicates })
        },
      ),
    )
  })

  it('keeps what it holds when room is reserved, and never reserves less', () => {
    const chunk = sackOf(1, 2, [3, 4], [5])
    reserveSackRoom(chunk, 100, 100)
    expect(lists(chunk)).toEqual({ blocks: [3, 4], duplicates: [5] })
    reserveSackRoom(chunk, 1, 1)
    expect(chunk.gapAckBlocks.length).toBeGreaterThanOrEqual(200)
    expect(chunk.duplicateTsns.length).toBeGreaterThanOrEqual(100)
  })

  it.each([4, 15])('refuses a length of %i, too short for the fixed fields', (length) => {
    expect(readSackChunk(new Uint8Array(16), 0, length, new SackChunk())).toEqual({ fault: 'truncated', where: 'SACK' })
  })

  it.each([16, 20, 27, 29, 32])('refuses a length of %i where the counts make 28', (length) => {
    const octets = new Uint8Array(32)
    octets.set(fromHexadecimal(CAPTURED)!)
    expect(readSackChunk(octets, 0, length, new SackChunk())).toMatchObject({ fault: 'length-mismatch' })
  })

  it('does not allocate for counts the chunk has no room for', () => {
    const chunk = new SackChunk()
    const room = chunk.gapAckBlocks.length
    expect(readSackChunk(fromHexadecimal('03000010 00000001 00000001 ffff ffff')!, 0, 16, chunk)).toMatchObject({
      fault: 'length-mismatch',
    })
    expect(chunk.gapAckBlocks.length).toBe(room)
  })

  it('never throws on arbitrary octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 80 }), fc.boolean(), (octets, plausible) => {
        if (plausible && octets.length >= 16) octets.set([0, octets[13]! & 15, 0, octets[15]! & 15], 12)
        const chunk = new SackChunk()
        const refused = readSackChunk(octets, 0, octets.length, chunk)
        if (refused === null) expect(sackChunkLength(chunk)).toBe(octets.length)
      }),
    )
  })
})
