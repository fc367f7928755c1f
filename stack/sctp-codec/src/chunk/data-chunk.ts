import { copyOctets, readU16, readU32, writePadding, writeU16, writeU32 } from '@sigbed/octets'
import { DATA } from '../chunk-type.js'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeChunkHeader } from './chunk-header.js'

/** Octets before the user data. */
export const DATA_CHUNK_HEADER_LENGTH = 16

/** Bits of the Chunk Flags field; the four above them are reserved and ignored on receipt. */
export const DATA_ENDING = 1
export const DATA_BEGINNING = 2
export const DATA_UNORDERED = 4
export const DATA_IMMEDIATE = 8

/**
 * Payload Data. RFC 9260 §3.3.1.
 *
 *      0                   1                   2                   3
 *     |   Type = 0    |  Res  |I|U|B|E|            Length             |
 *     |                              TSN                              |
 *     |      Stream Identifier S      |   Stream Sequence Number n    |
 *     |                  Payload Protocol Identifier                  |
 *     /                 User Data (seq n of Stream S)                 /
 *
 * The user data is not copied: it stays in the octets the chunk was read from, at payloadAt.
 */
export class DataChunk {
  unordered = false
  beginning = false
  ending = false
  immediate = false
  tsn = 0
  streamId = 0
  /** Zero for an unordered chunk, whatever it carried. */
  streamSequenceNumber = 0
  payloadProtocolId = 0
  /** Offset of the user data in the octets given to readDataChunk. */
  payloadAt = 0
  /** Octets of user data, padding excluded. Zero is for the caller to answer: RFC 9260 §6.2, error cause 9. */
  payloadLength = 0
}

/** Fills `into` from the chunk at `at`, whose flags and length the cursor has read. `into` is unspecified after a fault. */
export function readDataChunk(octets: Uint8Array, at: number, length: number, flags: number, into: DataChunk): DecodeFault | null {
  if (length < DATA_CHUNK_HEADER_LENGTH) return TRUNCATED
  into.unordered = (flags & DATA_UNORDERED) !== 0
  into.beginning = (flags & DATA_BEGINNING) !== 0
  into.ending = (flags & DATA_ENDING) !== 0
  into.immediate = (flags & DATA_IMMEDIATE) !== 0
  into.tsn = readU32(octets, at + 4)
  into.streamId = readU16(octets, at + 8)
  // RFC 9260 §3.3.1, U bit: no number is assigned to an unordered chunk, and the receiver MUST ignore the field.
  into.streamSequenceNumber = into.unordered ? 0 : readU16(octets, at + 10)
  into.payloadProtocolId = readU32(octets, at + 12)
  into.payloadAt = at + DATA_CHUNK_HEADER_LENGTH
  into.payloadLength = length - DATA_CHUNK_HEADER_LENGTH
  return null
}

/** Octets on the wire, header included, padding excluded. */
export function dataChunkLength(payloadLength: number): number {
  return DATA_CHUNK_HEADER_LENGTH + payloadLength
}

/** Copies the user data in, writes the chunk and its padding at `at` and returns the offset after both. The caller has checked the room. */
export function writeDataChunk(
  octets: Uint8Array,
  at: number,
  flags: number,
  tsn: number,
  streamId: number,
  streamSequenceNumber: number,
  payloadProtocolId: number,
  payload: Uint8Array,
  payloadAt: number,
  payloadLength: number,
): number {
  const length = DATA_CHUNK_HEADER_LENGTH + payloadLength
  writeChunkHeader(octets, at, DATA, flags, length)
  writeU32(octets, at + 4, tsn)
  writeU16(octets, at + 8, streamId)
  writeU16(octets, at + 10, streamSequenceNumber)
  writeU32(octets, at + 12, payloadProtocolId)
  copyOctets(payload, payloadAt, payloadLength, octets, at + DATA_CHUNK_HEADER_LENGTH)
  // RFC 9260 §3.3.1: padded with zeroes to four octets, the padding not counted in Length.
  return writePadding(octets, at, at + length)
}

const TRUNCATED = fault('truncated', 'DATA')
