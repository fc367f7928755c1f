import { readU16, readU32, writeU16, writeU32 } from '@sigbed/octets'
import { crc32cOfPacket } from './crc32c.js'
import { type DecodeFault, fault } from './decode-fault.js'

/** Octets before the first chunk. */
export const COMMON_HEADER_LENGTH = 12

/**
 * The SCTP common header. RFC 9260 §3.1.
 *
 *      0                   1                   2                   3
 *     |      Source Port Number       |    Destination Port Number    |
 *     |                       Verification Tag                        |
 *     |                           Checksum                            |
 *
 * The checksum is no field here: whoever stands next to the socket fills and verifies it on the packet as a whole.
 */
export class CommonHeader {
  sourcePort = 0
  destinationPort = 0
  verificationTag = 0
}

/** Fills `into` from the packet of `length` octets at `at`; does not look at the checksum. `into` is unspecified after a fault. */
export function readCommonHeader(octets: Uint8Array, at: number, length: number, into: CommonHeader): DecodeFault | null {
  if (length < COMMON_HEADER_LENGTH || at + COMMON_HEADER_LENGTH > octets.length) return TRUNCATED
  into.sourcePort = readU16(octets, at)
  into.destinationPort = readU16(octets, at + 2)
  into.verificationTag = readU32(octets, at + 4)
  // RFC 9260 §3.1: port 0 MUST NOT be used. No endpoint can own it, and an answer would have to use it in turn.
  if (into.sourcePort === 0) return NO_SOURCE_PORT
  if (into.destinationPort === 0) return NO_DESTINATION_PORT
  return null
}

/** Writes the header with its checksum zero and returns the offset of the first chunk. */
export function writeCommonHeader(
  octets: Uint8Array,
  at: number,
  sourcePort: number,
  destinationPort: number,
  verificationTag: number,
): number {
  writeU16(octets, at, sourcePort)
  writeU16(octets, at + 2, destinationPort)
  writeU32(octets, at + 4, verificationTag)
  writeU32(octets, at + 8, 0)
  return at + COMMON_HEADER_LENGTH
}

/** Stores the CRC32c of the whole packet (`length` octets, at least 12) in its header. */
export function fillChecksum(octets: Uint8Array, at: number, length: number): void {
  // RFC 9260 §6.8: calculated over the whole packet with the checksum field zero.
  const checksum = crc32cOfPacket(octets, at, length)
  // RFC 9260 Appendix A: the one field not in network order; the register's low octet comes first.
  octets[at + 8] = checksum
  octets[at + 9] = checksum >>> 8
  octets[at + 10] = checksum >>> 16
  octets[at + 11] = checksum >>> 24
}

/** True when the packet carries its own CRC32c; otherwise it MUST be treated as invalid (RFC 9260 §6.8). Does not modify `octets`. */
export function verifyChecksum(octets: Uint8Array, at: number, length: number): boolean {
  if (length < COMMON_HEADER_LENGTH || at + length > octets.length) return false
  const stored = octets[at + 8]! | (octets[at + 9]! << 8) | (octets[at + 10]! << 16) | (octets[at + 11]! << 24)
  return stored >>> 0 === crc32cOfPacket(octets, at, length)
}

const TRUNCATED = fault('truncated', 'common header')
const NO_SOURCE_PORT = fault('bad-value', 'Source Port Number')
const NO_DESTINATION_PORT = fault('bad-value', 'Destination Port Number')
