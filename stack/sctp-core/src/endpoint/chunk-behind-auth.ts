import { padded, readU16 } from '@sigbed/octets'
import { AUTH, CHUNK_HEADER_LENGTH, COMMON_HEADER_LENGTH } from '@sigbed/sctp-codec'

/**
 * Offset of the chunk that decides what a packet is: the first, or the one behind it when the first is AUTH. RFC 4895 §6.3: a packet
 * that begins with AUTH is looked up, and answered if nobody's, as if that chunk were not there.
 */
export function chunkBehindAuth(octets: Uint8Array, packetAt: number, packetLength: number): number {
  const first = packetAt + COMMON_HEADER_LENGTH
  if (octets[first] !== AUTH) return first
  const behind = first + padded(Math.max(readU16(octets, first + 2), CHUNK_HEADER_LENGTH))
  return behind + CHUNK_HEADER_LENGTH <= packetAt + packetLength ? behind : first
}
