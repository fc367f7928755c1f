import { readU16, readU32, writeU16, writeU32 } from '@sigbed/octets'
import { SACK } from '../chunk-type.js'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeChunkHeader } from './chunk-header.js'

/**
 * Selective Acknowledgement. RFC 9260 §3.3.4.
 *
 *      0                   1                   2                   3
 *     |   Type = 3    |  Chunk Flags  |         Chunk Length          |
 *     |                      Cumulative TSN Ack                       |
 *     |          Advertised Receiver Window Credit (a_rwnd)           |
 *     | Number of Gap Ack Blocks = N  |  Number of Duplicate TSNs = M |
 *     |    Gap Ack Block #i Start     |     Gap Ack Block #i End      |  N times
 *     |                        Duplicate TSN #j                       |  M times
 *
 * The arrays belong to the chunk and are reused; only the first entries, as many as the counts say, mean anything.
 */
export class SackChunk {
  cumulativeTsnAck = 0
  /** octets */
  advertisedReceiverWindow = 0
  /**
   * Flat pairs start, end, start, end …, each relative to cumulativeTsnAck. As the peer sent them: not checked to be
   * isolated, in order or even the right way round.
   */
  gapAckBlocks = new Uint16Array(2 * ROOM_FOR_BLOCKS)
  gapAckBlockCount = 0
  duplicateTsns = new Uint32Array(ROOM_FOR_DUPLICATES)
  duplicateTsnCount = 0
}

/** Octets on the wire, header included; a multiple of four by its nature. */
export function sackChunkLength(chunk: SackChunk): number {
  return FIXED_LENGTH + 4 * (chunk.gapAckBlockCount + chunk.duplicateTsnCount)
}

/** Makes the arrays large enough for so many entries, keeping those already counted. */
export function reserveSackRoom(chunk: SackChunk, gapAckBlocks: number, duplicateTsns: number): void {
  // Grown at least to double, so that a chunk reused for ever longer lists is not reallocated each time.
  if (chunk.gapAckBlocks.length < 2 * gapAckBlocks) {
    const grown = new Uint16Array(Math.max(2 * gapAckBlocks, 2 * chunk.gapAckBlocks.length))
    grown.set(chunk.gapAckBlocks)
    chunk.gapAckBlocks = grown
  }
  if (chunk.duplicateTsns.length < duplicateTsns) {
    const grown = new Uint32Array(Math.max(duplicateTsns, 2 * chunk.duplicateTsns.length))
    grown.set(chunk.duplicateTsns)
    chunk.duplicateTsns = grown
  }
}

/** Fills `into` from the chunk at `at`; `length` is the Chunk Length field. `into` is unspecified after a fault. */
export function readSackChunk(octets: Uint8Array, at: number, length: number, into: SackChunk): DecodeFault | null {
  if (length < FIXED_LENGTH) return TRUNCATED
  const blocks = readU16(octets, at + 12)
  const duplicates = readU16(octets, at + 14)
  // RFC 9260 §3.3.4: nothing follows the two lists. Comparing before allocating bounds both by the chunk's length.
  if (length !== FIXED_LENGTH + 4 * (blocks + duplicates)) return LENGTH_MISMATCH

  into.cumulativeTsnAck = readU32(octets, at + 4)
  into.advertisedReceiverWindow = readU32(octets, at + 8)
  into.gapAckBlockCount = 0
  into.duplicateTsnCount = 0
  reserveSackRoom(into, blocks, duplicates)
  let from = at + FIXED_LENGTH
  for (let i = 0; i < 2 * blocks; i++, from += 2) into.gapAckBlocks[i] = readU16(octets, from)
  for (let i = 0; i < duplicates; i++, from += 4) into.duplicateTsns[i] = readU32(octets, from)
  into.gapAckBlockCount = blocks
  into.duplicateTsnCount = duplicates
  return null
}

/** Writes the chunk at `at` and returns the offset after it. The caller has checked the room with sackChunkLength. */
export function writeSackChunk(octets: Uint8Array, at: number, chunk: SackChunk): number {
  writeChunkHeader(octets, at, SACK, 0, sackChunkLength(chunk))
  writeU32(octets, at + 4, chunk.cumulativeTsnAck)
  writeU32(octets, at + 8, chunk.advertisedReceiverWindow)
  writeU16(octets, at + 12, chunk.gapAckBlockCount)
  writeU16(octets, at + 14, chunk.duplicateTsnCount)
  let to = at + FIXED_LENGTH
  for (let i = 0; i < 2 * chunk.gapAckBlockCount; i++, to += 2) writeU16(octets, to, chunk.gapAckBlocks[i]!)
  for (let i = 0; i < chunk.duplicateTsnCount; i++, to += 4) writeU32(octets, to, chunk.duplicateTsns[i]!)
  return to
}

/** Header, Cumulative TSN Ack, a_rwnd and the two counts. */
const FIXED_LENGTH = 16
const ROOM_FOR_BLOCKS = 32
const ROOM_FOR_DUPLICATES = 16
const TRUNCATED = fault('truncated', 'SACK')
const LENGTH_MISMATCH = fault('length-mismatch', 'SACK Gap Ack Blocks and Duplicate TSNs')
