import { ABORT } from '../chunk-type.js'
import { causesLength, type ErrorCause, writeCauses } from '../error-cause/error-cause.js'
import { CHUNK_HEADER_LENGTH, TAG_REFLECTED, writeChunkHeader } from './chunk-header.js'

/**
 * Abort Association. RFC 9260 §3.3.7.
 *
 *      0                   1                   2                   3
 *     |   Type = 6    |  Reserved   |T|            Length             |
 *     /                   zero or more Error Causes                   /
 *
 * Read by readErrorCauses (error-chunk.ts) and isTagReflected (chunk-header.ts). An ABORT with a format error, that is
 * one whose causes come back as a fault, MUST be discarded silently, and no ABORT is ever answered with an ABORT.
 */

/** Octets on the wire, header included, the padding of the last cause excluded. */
export function abortChunkLength(causes: readonly ErrorCause[]): number {
  return CHUNK_HEADER_LENGTH + causesLength(causes)
}

/**
 * Writes the chunk and its padding at `at` and returns the offset after both. The caller has checked the room with
 * abortChunkLength.
 *
 * @param tagReflected the packet carries the Verification Tag of the packet it answers, for want of a TCB.
 */
export function writeAbortChunk(octets: Uint8Array, at: number, tagReflected: boolean, causes: readonly ErrorCause[]): number {
  // RFC 9260 §3.3.7: the T bit MUST be 1 when the tag is reflected, 0 when it is the one the peer expects.
  const flags = tagReflected ? TAG_REFLECTED : 0
  const causesAt = writeChunkHeader(octets, at, ABORT, flags, abortChunkLength(causes))
  return writeCauses(octets, causesAt, causes)
}
