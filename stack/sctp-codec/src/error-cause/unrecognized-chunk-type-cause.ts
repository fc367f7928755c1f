import { copyRange, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { UNRECOGNIZED_CHUNK_TYPE } from './error-cause-code.js'

/**
 * Unrecognized Chunk Type: a chunk came that its receiver does not know and whose type asks to be told so.
 * RFC 9260 §3.3.10.6, §3.2.
 *
 *      0                   1                   2                   3
 *     |        Cause Code = 6         |         Cause Length          |
 *     /                      Unrecognized Chunk                       /
 *
 * The chunk is not taken apart again, so no length is refused.
 */
export interface UnrecognizedChunkTypeCause {
  readonly kind: 'unrecognized-chunk-type'
  readonly code: typeof UNRECOGNIZED_CHUNK_TYPE
  /** The whole chunk, padding excluded; a copy. */
  readonly chunk: Uint8Array
}

/** Copies the chunk at `at` out of its packet; `length` is its Chunk Length field. */
export function unrecognizedChunkTypeCause(octets: Uint8Array, at: number, length: number): UnrecognizedChunkTypeCause {
  return { kind: 'unrecognized-chunk-type', code: UNRECOGNIZED_CHUNK_TYPE, chunk: copyRange(octets, at, at + length) }
}

/** Octets on the wire, padding excluded. */
export function unrecognizedChunkTypeCauseLength(cause: UnrecognizedChunkTypeCause): number {
  return TLV_HEADER_LENGTH + cause.chunk.length
}

export function readUnrecognizedChunkTypeCause(octets: Uint8Array, at: number, length: number): UnrecognizedChunkTypeCause {
  return unrecognizedChunkTypeCause(octets, at + TLV_HEADER_LENGTH, length - TLV_HEADER_LENGTH)
}

export function writeUnrecognizedChunkTypeCause(octets: Uint8Array, at: number, cause: UnrecognizedChunkTypeCause): number {
  return writeTlv(octets, at, UNRECOGNIZED_CHUNK_TYPE, cause.chunk)
}
