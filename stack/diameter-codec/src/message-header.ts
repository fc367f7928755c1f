import { readU8, readU24, readU32, writeU8, writeU24, writeU32 } from '@sigbed/octets'
import { type DecodeFault, decodeFault } from './decode-fault.js'
import { ResultCode } from './result-code.js'

/** Octets of the Diameter header; every message has at least these. */
export const MESSAGE_HEADER_LENGTH = 20

/** Command Flags (RFC 6733 §3). */
export const REQUEST_FLAG = 0x80
export const PROXIABLE_FLAG = 0x40
export const ERROR_FLAG = 0x20
export const RETRANSMITTED_FLAG = 0x10
export const RESERVED_FLAGS = 0x0f

/** The longest message the 24-bit Message Length can announce, a multiple of four. */
export const MAXIMUM_MESSAGE_LENGTH = 0xff_fffc

/**
 * The Diameter header. RFC 6733 §3. Hot: filled in place by readMessageHeader, reused for message after message.
 *
 *  0                   1                   2                   3
 * |    Version    |                 Message Length                |
 * | Command Flags |                  Command Code                 |
 * |                         Application-ID                        |
 * |                      Hop-by-Hop Identifier                    |
 * |                      End-to-End Identifier                    |
 */
export class MessageHeader {
  version = 1
  /** octets, header included */
  length = 0
  flags = 0
  commandCode = 0
  applicationId = 0
  hopByHopId = 0
  endToEndId = 0
}

/**
 * Fills `into` from the message at `at`, `length` octets of which are there. With 20 octets or more the fields are filled
 * even when a fault is returned, so that the caller can answer the request it refuses; with fewer `into` is unspecified.
 */
export function readMessageHeader(octets: Uint8Array, at: number, length: number, into: MessageHeader): DecodeFault | null {
  if (length < MESSAGE_HEADER_LENGTH || at + length > octets.length) return TRUNCATED
  into.version = readU8(octets, at)
  into.length = readU24(octets, at + 1)
  into.flags = readU8(octets, at + 4)
  into.commandCode = readU24(octets, at + 5)
  into.applicationId = readU32(octets, at + 8)
  into.hopByHopId = readU32(octets, at + 12)
  into.endToEndId = readU32(octets, at + 16)
  // RFC 6733 §3: Version "MUST be set to 1"; §7.1.5 DIAMETER_UNSUPPORTED_VERSION.
  if (into.version !== DIAMETER_VERSION) return UNSUPPORTED_VERSION
  // RFC 6733 §3: "the Message Length field is always a multiple of 4" and covers the whole message.
  if (into.length !== length || (length & 3) !== 0) return INVALID_MESSAGE_LENGTH
  // RFC 6733 §3: the E bit "MUST NOT be set in request messages". The reserved bits are ignored, as the same section orders.
  if ((into.flags & (REQUEST_FLAG | ERROR_FLAG)) === (REQUEST_FLAG | ERROR_FLAG)) return INVALID_HEADER_BITS
  return null
}

/** Writes the 20 octets at `at` and returns the offset after them. Reserved flag bits are written as zero (RFC 6733 §3). */
export function writeMessageHeader(octets: Uint8Array, at: number, header: MessageHeader): number {
  writeU8(octets, at, header.version)
  writeU24(octets, at + 1, header.length)
  writeU8(octets, at + 4, header.flags & ~RESERVED_FLAGS)
  writeU24(octets, at + 5, header.commandCode)
  writeU32(octets, at + 8, header.applicationId)
  writeU32(octets, at + 12, header.hopByHopId)
  writeU32(octets, at + 16, header.endToEndId)
  return at + MESSAGE_HEADER_LENGTH
}

const DIAMETER_VERSION = 1
const TRUNCATED = decodeFault(ResultCode.DIAMETER_INVALID_MESSAGE_LENGTH, 'Diameter header')
const UNSUPPORTED_VERSION = decodeFault(ResultCode.DIAMETER_UNSUPPORTED_VERSION, 'Version')
const INVALID_MESSAGE_LENGTH = decodeFault(ResultCode.DIAMETER_INVALID_MESSAGE_LENGTH, 'Message Length')
const INVALID_HEADER_BITS = decodeFault(ResultCode.DIAMETER_INVALID_HDR_BITS, 'Command Flags: R with E')
