import { ERROR } from '../chunk-type.js'
import type { DecodeFault } from '../decode-fault.js'
import { causesLength, type ErrorCause, readCauses, writeCauses } from '../error-cause/error-cause.js'
import { CHUNK_HEADER_LENGTH, writeChunkHeader } from './chunk-header.js'

/**
 * Operation Error. RFC 9260 §3.3.10. Not fatal by itself.
 *
 *      0                   1                   2                   3
 *     |   Type = 9    |  Chunk Flags  |            Length             |
 *     /                   one or more Error Causes                    /
 */

/** Octets on the wire, header included, the padding of the last cause excluded. */
export function errorChunkLength(causes: readonly ErrorCause[]): number {
  return CHUNK_HEADER_LENGTH + causesLength(causes)
}

/**
 * The causes of the ERROR or ABORT chunk at `at`, in their order; possibly none. Causes with unknown codes are kept.
 * Nothing of the result points into `octets`.
 */
export function readErrorCauses(octets: Uint8Array, at: number, length: number): readonly ErrorCause[] | DecodeFault {
  return readCauses(octets, at + CHUNK_HEADER_LENGTH, at + length)
}

/** Writes the chunk and its padding at `at` and returns the offset after both. The caller has checked the room with errorChunkLength. */
export function writeErrorChunk(octets: Uint8Array, at: number, causes: readonly ErrorCause[]): number {
  const causesAt = writeChunkHeader(octets, at, ERROR, 0, errorChunkLength(causes))
  return writeCauses(octets, causesAt, causes)
}
