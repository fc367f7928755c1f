import { padded } from '@sigbed/octets'
import { PAD } from '../chunk-type.js'
import { writeChunkHeader } from './chunk-header.js'

/**
 * Padding. RFC 4820 §3. Brings a packet to the size a path is to be probed for.
 *
 *      0                   1                   2                   3
 *     | Type = 0x84   |   Flags=0     |             Length            |
 *     /                         Padding Data                          /
 *
 * There is nothing to read: the receiver MUST discard the chunk and go on with those after it, which the two high bits
 * of its type ask of a stack that has never heard of it, too.
 */

/** The largest chunk the Length field can name with a multiple of four. */
export const LARGEST_PAD_CHUNK = 65_532

/**
 * Writes a PAD chunk of `length` octets, header included, at `at` and returns the offset after it and its padding.
 *
 * @param length 4 to LARGEST_PAD_CHUNK. When it is no multiple of four, up to three more octets of padding follow.
 */
export function writePadChunk(octets: Uint8Array, at: number, length: number): number {
  const dataAt = writeChunkHeader(octets, at, PAD, 0, length)
  const end = at + padded(length)
  octets.fill(0, dataAt, end)
  return end
}
