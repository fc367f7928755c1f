import { writePadding } from '@sigbed/octets'
import { TLV_HEADER_LENGTH, writeTlvHeader } from '../type-length-value.js'
import { CHUNK_LIST } from './parameter-type.js'

/**
 * Chunk List, in an INIT or INIT ACK: the chunk types its sender takes only behind an AUTH chunk. RFC 4895 §3.2.
 *
 *      0                   1                   2                   3
 *     |    Parameter Type = 0x8003    |       Parameter Length        |
 *     | Chunk Type 1  | Chunk Type 2  | Chunk Type 3  | Chunk Type 4  |
 *     |                             ....                              |
 *     | Chunk Type n  |                   Padding                     |
 *
 * One octet a chunk type, hence no length is refused. Types that cannot be listed are kept as they came: they count in the key vector.
 */
export interface ChunkListParameter {
  readonly kind: 'chunk-list'
  readonly type: typeof CHUNK_LIST
  /** Chunk types, 0 to 255. */
  readonly chunkTypes: readonly number[]
}

export function chunkListParameter(chunkTypes: readonly number[]): ChunkListParameter {
  return { kind: 'chunk-list', type: CHUNK_LIST, chunkTypes }
}

/** Octets on the wire, padding excluded. */
export function chunkListParameterLength(parameter: ChunkListParameter): number {
  return TLV_HEADER_LENGTH + parameter.chunkTypes.length
}

export function readChunkListParameter(octets: Uint8Array, at: number, length: number): ChunkListParameter {
  return chunkListParameter([...octets.subarray(at + TLV_HEADER_LENGTH, at + length)])
}

export function writeChunkListParameter(octets: Uint8Array, at: number, parameter: ChunkListParameter): number {
  let to = writeTlvHeader(octets, at, CHUNK_LIST, chunkListParameterLength(parameter))
  for (const chunkType of parameter.chunkTypes) octets[to++] = chunkType
  return writePadding(octets, at, to)
}
