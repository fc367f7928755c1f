import { writePadding } from '@sigbed/octets'
import { TLV_HEADER_LENGTH, writeTlvHeader } from '../type-length-value.js'
import { SUPPORTED_EXTENSIONS } from './parameter-type.js'

/**
 * Supported Extensions, in an INIT or INIT ACK: the chunk types of extensions its sender understands. RFC 5061 §4.2.7.
 *
 *      0                   1                   2                   3
 *     |     Parameter Type = 0x8008   |      Parameter Length         |
 *     | CHUNK TYPE 1  |  CHUNK TYPE 2 |  CHUNK TYPE 3 |  CHUNK TYPE 4 |
 *     |                             ....                              |
 *     | CHUNK TYPE N  |      PAD      |      PAD      |      PAD      |
 *
 * One octet a chunk type, hence no length is refused.
 */
export interface SupportedExtensionsParameter {
  readonly kind: 'supported-extensions'
  readonly type: typeof SUPPORTED_EXTENSIONS
  /** Chunk types, 0 to 255. */
  readonly chunkTypes: readonly number[]
}

export function supportedExtensionsParameter(chunkTypes: readonly number[]): SupportedExtensionsParameter {
  return { kind: 'supported-extensions', type: SUPPORTED_EXTENSIONS, chunkTypes }
}

/** Octets on the wire, padding excluded. */
export function supportedExtensionsParameterLength(parameter: SupportedExtensionsParameter): number {
  return TLV_HEADER_LENGTH + parameter.chunkTypes.length
}

export function readSupportedExtensionsParameter(octets: Uint8Array, at: number, length: number): SupportedExtensionsParameter {
  return supportedExtensionsParameter([...octets.subarray(at + TLV_HEADER_LENGTH, at + length)])
}

export function writeSupportedExtensionsParameter(octets: Uint8Array, at: number, parameter: SupportedExtensionsParameter): number {
  let to = writeTlvHeader(octets, at, SUPPORTED_EXTENSIONS, supportedExtensionsParameterLength(parameter))
  for (const chunkType of parameter.chunkTypes) octets[to++] = chunkType
  return writePadding(octets, at, to)
}
