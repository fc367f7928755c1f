import { copyOctets, readU16, readU32, writePadding, writeU16, writeU32 } from '@sigbed/octets'
import { I_DATA } from '../chunk-type.js'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeChunkHeader } from './chunk-header.js'
import { DATA_BEGINNING, DATA_ENDING, DATA_IMMEDIATE, DATA_UNORDERED } from './data-chunk.js'

/** Octets before the user data: four more than in a DATA chunk. */
export const I_DATA_CHUNK_HEADER_LENGTH = 20

/**
 * Payload Data supporting Interleaving. RFC 8260 §2.1. Its flags are those of DATA.
 *
 *      0                   1                   2                   3
 *     |   Type = 64   |  Res  |I|U|B|E|       Length = Variable       |
 *     |                              TSN                              |
 *     |        Stream Identifier      |           Reserved            |
 *     |                      Message Identifier                       |
 *     |    Payload Protocol Identifier / Fragment Sequence Number     |
 *     /                           User Data                           /
 *
 * The user data is not copied: it stays in the octets the chunk was read from, at payloadAt.
 */
export class IDataChunk {
  unordered = false
  beginning = false
  ending = false
  immediate = false
  tsn = 0
  streamId = 0
  /** Counts the ordered and, apart from them, the unordered messages of a stream. */
  messageId = 0
  /** In the first fragment; zero in the others, which do not carry it. */
  payloadProtocolId = 0
  /** Zero in the first fragment, which does not carry it. */
  fragmentSequenceNumber = 0
  /** Offset of the user data in the octets given to readIDataChunk. */
  payloadAt = 0
  /** Octets of user data, padding excluded. Zero is for the caller to answer: RFC 9260 §6.2, error cause 9. */
  payloadLength = 0
}

/** Fills `into` from the chunk at `at`, whose flags and length the cursor has read. `into` is unspecified after a fault. */
export function readIDataChunk(octets: Uint8Array, at: number, length: number, flags: number, into: IDataChunk): DecodeFault | null {
  if (length < I_DATA_CHUNK_HEADER_LENGTH) return TRUNCATED
  into.unordered = (flags & DATA_UNORDERED) !== 0
  into.beginning = (flags & DATA_BEGINNING) !== 0
  into.ending = (flags & DATA_ENDING) !== 0
  into.immediate = (flags & DATA_IMMEDIATE) !== 0
  into.tsn = readU32(octets, at + 4)
  into.streamId = readU16(octets, at + 8)
  into.messageId = readU32(octets, at + 12)
  // RFC 8260 §2.1: the B bit says which of the two it is; with it, the FSN is 0.
  const either = readU32(octets, at + 16)
  into.payloadProtocolId = into.beginning ? either : 0
  into.fragmentSequenceNumber = into.beginning ? 0 : either
  into.payloadAt = at + I_DATA_CHUNK_HEADER_LENGTH
  into.payloadLength = length - I_DATA_CHUNK_HEADER_LENGTH
  return null
}

/** Octets on the wire, header included, padding excluded. */
export function iDataChunkLength(payloadLength: number): number {
  return I_DATA_CHUNK_HEADER_LENGTH + payloadLength
}

/**
 * Copies the user data in, writes the chunk and its padding at `at` and returns the offset after both. The caller has checked the room.
 *
 * @param payloadProtocolId written with the B flag
 * @param fragmentSequenceNumber written without it
 */
export function writeIDataChunk(
  octets: Uint8Array,
  at: number,
  flags: number,
  tsn: number,
  streamId: number,
  messageId: number,
  payloadProtocolId: number,
  fragmentSequenceNumber: number,
  payload: Uint8Array,
  payloadAt: number,
  payloadLength: number,
): number {
  const length = I_DATA_CHUNK_HEADER_LENGTH + payloadLength
  writeChunkHeader(octets, at, I_DATA, flags, length)
  writeU32(octets, at + 4, tsn)
  writeU16(octets, at + 8, streamId)
  // RFC 8260 §2.1: Reserved MUST be set to 0 by the sender, and MUST be ignored by the receiver.
  writeU16(octets, at + 10, 0)
  writeU32(octets, at + 12, messageId)
  writeU32(octets, at + 16, (flags & DATA_BEGINNING) !== 0 ? payloadProtocolId : fragmentSequenceNumber)
  copyOctets(payload, payloadAt, payloadLength, octets, at + I_DATA_CHUNK_HEADER_LENGTH)
  return writePadding(octets, at, at + length)
}

const TRUNCATED = fault('truncated', 'I-DATA')
