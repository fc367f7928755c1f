import { type COOKIE_ACK, chunkTypeName, type SHUTDOWN_ACK, type SHUTDOWN_COMPLETE } from '../chunk-type.js'
import { type DecodeFault, fault } from '../decode-fault.js'
import { CHUNK_HEADER_LENGTH, writeChunkHeader } from './chunk-header.js'

/**
 * The three chunks that are their header and nothing else: Shutdown Acknowledgement (RFC 9260 §3.3.9), Cookie
 * Acknowledgement (§3.3.12) and Shutdown Complete (§3.3.13), of which only the last has a flag, the T bit.
 *
 *      0                   1                   2                   3
 *     | Type=8, 11, 14|  Reserved   |T|          Length = 4           |
 */
export type BareChunkType = typeof SHUTDOWN_ACK | typeof COOKIE_ACK | typeof SHUTDOWN_COMPLETE

/** Octets on the wire; no padding follows. */
export const BARE_CHUNK_LENGTH = CHUNK_HEADER_LENGTH

/** Null when `length` is the one these chunks have. Their flags are the cursor's; isTagReflected reads the T bit. */
export function readBareChunk(type: BareChunkType, length: number): DecodeFault | null {
  return length === BARE_CHUNK_LENGTH ? null : LENGTH_MISMATCH[type]
}

/**
 * Writes the chunk at `at` and returns the offset after it.
 *
 * @param flags TAG_REFLECTED in a SHUTDOWN COMPLETE sent without a TCB (RFC 9260 §8.4); 0 everywhere else.
 */
export function writeBareChunk(octets: Uint8Array, at: number, type: BareChunkType, flags: number): number {
  return writeChunkHeader(octets, at, type, flags, BARE_CHUNK_LENGTH)
}

const LENGTH_MISMATCH: Readonly<Record<BareChunkType, DecodeFault>> = {
  8: fault('length-mismatch', chunkTypeName(8)),
  11: fault('length-mismatch', chunkTypeName(11)),
  14: fault('length-mismatch', chunkTypeName(14)),
}
