import { writeU16 } from '@sigbed/octets'

/** Octets of Chunk Type, Chunk Flags and Chunk Length. */
export const CHUNK_HEADER_LENGTH = 4

/**
 * The T bit of ABORT and SHUTDOWN COMPLETE. RFC 9260 §3.3.7, §3.3.13: zero when the packet carries the Verification
 * Tag its receiver expects, one when the sender has no TCB and reflects the tag of the packet it answers.
 */
export const TAG_REFLECTED = 1

/** True when the T bit of an ABORT or SHUTDOWN COMPLETE is set; which tag such a chunk must carry is RFC 9260 §8.5.1. */
export function isTagReflected(flags: number): boolean {
  return (flags & TAG_REFLECTED) !== 0
}

/**
 * Writes the header every chunk begins with and returns the offset of the chunk value. RFC 9260 §3.2.
 *
 *      0                   1                   2                   3
 *     |  Chunk Type   |  Chunk Flags  |         Chunk Length          |
 *
 * @param length header and value, without the chunk's padding; at most 65535, which the caller has seen to.
 */
export function writeChunkHeader(octets: Uint8Array, at: number, type: number, flags: number, length: number): number {
  octets[at] = type
  octets[at + 1] = flags
  writeU16(octets, at + 2, length)
  return at + CHUNK_HEADER_LENGTH
}
