import { readU16, readU32, writeU16, writeU32 } from '@sigbed/octets'
import { FORWARD_TSN } from '../chunk-type.js'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeChunkHeader } from './chunk-header.js'

/**
 * Forward Cumulative TSN: the receiver is to wait no longer for the TSNs up to the new point. RFC 3758 §3.2.
 *
 *      0                   1                   2                   3
 *     |  Type = 192   |  Flags = 0x00 |        Length = Variable      |
 *     |                      New Cumulative TSN                       |
 *     |           Stream i            |       Stream Sequence i       |  N times
 *
 * The array belongs to the chunk and is reused; only its first entries, as many as the count says, mean anything.
 */
export class ForwardTsnChunk {
  newCumulativeTsn = 0
  /**
   * Flat pairs stream, stream sequence number, stream …: the highest number skipped in each stream. As the peer sent them: not checked
   * to name streams that exist, or each of them once.
   */
  skippedStreams = new Uint16Array(2 * ROOM_FOR_STREAMS)
  skippedStreamCount = 0
}

/** Octets on the wire, header included; a multiple of four by its nature. */
export function forwardTsnChunkLength(skippedStreams: number): number {
  return FIXED_LENGTH + OCTETS_PER_STREAM * skippedStreams
}

/** How many streams a chunk of at most so many octets has room for; negative when not even the fixed fields fit. */
export function mostSkippedStreams(octets: number): number {
  return Math.floor((octets - FIXED_LENGTH) / OCTETS_PER_STREAM)
}

/** Adds a pair, making room when there is none. */
export function skipStream(chunk: ForwardTsnChunk, streamId: number, streamSequenceNumber: number): void {
  reserveRoom(chunk, chunk.skippedStreamCount + 1)
  chunk.skippedStreams[2 * chunk.skippedStreamCount] = streamId
  chunk.skippedStreams[2 * chunk.skippedStreamCount + 1] = streamSequenceNumber
  chunk.skippedStreamCount++
}

/** Fills `into` from the chunk at `at`; `length` is the Chunk Length field. `into` is unspecified after a fault. */
export function readForwardTsnChunk(octets: Uint8Array, at: number, length: number, into: ForwardTsnChunk): DecodeFault | null {
  if (length < FIXED_LENGTH) return TRUNCATED
  if ((length - FIXED_LENGTH) % OCTETS_PER_STREAM !== 0) return LENGTH_MISMATCH
  const count = (length - FIXED_LENGTH) / OCTETS_PER_STREAM
  into.newCumulativeTsn = readU32(octets, at + 4)
  into.skippedStreamCount = 0
  reserveRoom(into, count)
  let from = at + FIXED_LENGTH
  for (let i = 0; i < 2 * count; i++, from += 2) into.skippedStreams[i] = readU16(octets, from)
  into.skippedStreamCount = count
  return null
}

/** Writes the chunk at `at` and returns the offset after it. The caller has checked the room with forwardTsnChunkLength. */
export function writeForwardTsnChunk(octets: Uint8Array, at: number, chunk: ForwardTsnChunk): number {
  const { newCumulativeTsn, skippedStreams, skippedStreamCount } = chunk
  // RFC 3758 §3.2: the flags are zero, and ignored on receipt.
  writeChunkHeader(octets, at, FORWARD_TSN, 0, forwardTsnChunkLength(skippedStreamCount))
  writeU32(octets, at + 4, newCumulativeTsn)
  let to = at + FIXED_LENGTH
  for (let i = 0; i < 2 * skippedStreamCount; i++, to += 2) writeU16(octets, to, skippedStreams[i]!)
  return to
}

/** Grown at least to double, so that a chunk reused for ever longer lists is not reallocated each time. */
function reserveRoom(chunk: ForwardTsnChunk, streams: number): void {
  const { skippedStreams } = chunk
  if (skippedStreams.length >= 2 * streams) return
  chunk.skippedStreams = new Uint16Array(Math.max(2 * streams, 2 * skippedStreams.length))
  chunk.skippedStreams.set(skippedStreams)
}

/** Header and New Cumulative TSN. */
const FIXED_LENGTH = 8
const OCTETS_PER_STREAM = 4
const ROOM_FOR_STREAMS = 32
const TRUNCATED = fault('truncated', 'FORWARD TSN')
const LENGTH_MISMATCH = fault('length-mismatch', 'FORWARD TSN streams')
