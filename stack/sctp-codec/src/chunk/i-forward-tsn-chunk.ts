import { readU16, readU32, writeU16, writeU32 } from '@sigbed/octets'
import { I_FORWARD_TSN } from '../chunk-type.js'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeChunkHeader } from './chunk-header.js'

/**
 * Forward Cumulative TSN where messages are interleaved. RFC 8260 §2.3.1.
 *
 *      0                   1                   2                   3
 *     |   Type = 194  | Flags = 0x00  |      Length = Variable        |
 *     |                       New Cumulative TSN                      |
 *     |       Stream Identifier       |          Reserved           |U|  N times
 *     |                       Message Identifier                      |
 *
 * The array belongs to the chunk and is reused; only its first entries, as many as the count says, mean anything.
 */
export class IForwardTsnChunk {
  newCumulativeTsn = 0
  /**
   * Flat triples stream, 1 for unordered messages or 0, Message Identifier, stream …: the highest identifier skipped of either kind in
   * each stream. As the peer sent them: not checked to name streams that exist, or each of them once.
   */
  skippedMessages = new Uint32Array(FIELDS * ROOM_FOR_ENTRIES)
  skippedCount = 0
}

/** Octets on the wire, header included; a multiple of four by its nature. */
export function iForwardTsnChunkLength(skippedCount: number): number {
  return FIXED_LENGTH + OCTETS_PER_ENTRY * skippedCount
}

/** How many entries a chunk of at most so many octets has room for; negative when not even the fixed fields fit. */
export function mostSkippedMessages(octets: number): number {
  return Math.floor((octets - FIXED_LENGTH) / OCTETS_PER_ENTRY)
}

/** Adds an entry, making room when there is none. */
export function skipMessages(chunk: IForwardTsnChunk, streamId: number, unordered: boolean, messageId: number): void {
  reserveRoom(chunk, chunk.skippedCount + 1)
  const at = FIELDS * chunk.skippedCount++
  chunk.skippedMessages[at] = streamId
  chunk.skippedMessages[at + 1] = unordered ? 1 : 0
  chunk.skippedMessages[at + 2] = messageId
}

/** Fills `into` from the chunk at `at`; `length` is the Chunk Length field. `into` is unspecified after a fault. */
export function readIForwardTsnChunk(octets: Uint8Array, at: number, length: number, into: IForwardTsnChunk): DecodeFault | null {
  if (length < FIXED_LENGTH) return TRUNCATED
  if ((length - FIXED_LENGTH) % OCTETS_PER_ENTRY !== 0) return LENGTH_MISMATCH
  const count = (length - FIXED_LENGTH) / OCTETS_PER_ENTRY
  into.newCumulativeTsn = readU32(octets, at + 4)
  into.skippedCount = 0
  reserveRoom(into, count)
  for (let i = 0, from = at + FIXED_LENGTH; i < FIELDS * count; i += FIELDS, from += OCTETS_PER_ENTRY) {
    into.skippedMessages[i] = readU16(octets, from)
    // The 15 bits above it are reserved, and MUST be ignored.
    into.skippedMessages[i + 1] = readU16(octets, from + 2) & 1
    into.skippedMessages[i + 2] = readU32(octets, from + 4)
  }
  into.skippedCount = count
  return null
}

/** Writes the chunk at `at` and returns the offset after it. The caller has checked the room with iForwardTsnChunkLength. */
export function writeIForwardTsnChunk(octets: Uint8Array, at: number, chunk: IForwardTsnChunk): number {
  const { newCumulativeTsn, skippedMessages, skippedCount } = chunk
  // RFC 8260 §2.3.1: the flags are zero, and ignored on receipt.
  writeChunkHeader(octets, at, I_FORWARD_TSN, 0, iForwardTsnChunkLength(skippedCount))
  writeU32(octets, at + 4, newCumulativeTsn)
  let to = at + FIXED_LENGTH
  for (let i = 0; i < FIELDS * skippedCount; i += FIELDS, to += OCTETS_PER_ENTRY) {
    writeU16(octets, to, skippedMessages[i]!)
    writeU16(octets, to + 2, skippedMessages[i + 1]!)
    writeU32(octets, to + 4, skippedMessages[i + 2]!)
  }
  return to
}

/** Grown at least to double, so that a chunk reused for ever longer lists is not reallocated each time. */
function reserveRoom(chunk: IForwardTsnChunk, entries: number): void {
  const { skippedMessages } = chunk
  if (skippedMessages.length >= FIELDS * entries) return
  chunk.skippedMessages = new Uint32Array(Math.max(FIELDS * entries, 2 * skippedMessages.length))
  chunk.skippedMessages.set(skippedMessages)
}

/** Header and New Cumulative TSN. */
const FIXED_LENGTH = 8
const OCTETS_PER_ENTRY = 8
const FIELDS = 3
const ROOM_FOR_ENTRIES = 32
const TRUNCATED = fault('truncated', 'I-FORWARD-TSN')
const LENGTH_MISMATCH = fault('length-mismatch', 'I-FORWARD-TSN messages')
