import { copyOctets, writePadding } from '@sigbed/octets'
import { type HEARTBEAT, HEARTBEAT_ACK } from '../chunk-type.js'
import { type DecodeFault, fault } from '../decode-fault.js'
import { HEARTBEAT_INFO } from '../parameter/parameter-type.js'
import { TLV_HEADER_LENGTH, TypeLengthValueCursor, writeTlvHeader } from '../type-length-value.js'
import { CHUNK_HEADER_LENGTH, writeChunkHeader } from './chunk-header.js'

/**
 * Heartbeat Request and Heartbeat Acknowledgement. RFC 9260 §3.3.5, §3.3.6.
 *
 *      0                   1                   2                   3
 *     |  Type = 4, 5  |  Chunk Flags  |       Heartbeat Length        |
 *     |    Heartbeat Info Type = 1    |        HB Info Length         |
 *     /                Sender-Specific Heartbeat Info                 /
 *
 * The information means something to the sender of the HEARTBEAT only, and comes back to it unchanged.
 */
export interface HeartbeatInfo {
  /** Offset of the Sender-Specific Heartbeat Info in the octets the chunk was read from. */
  readonly infoAt: number
  /** Octets of it, padding excluded. */
  readonly infoLength: number
}

/** Octets on the wire, both headers included, padding excluded. */
export function heartbeatChunkLength(infoLength: number): number {
  return CHUNK_HEADER_LENGTH + TLV_HEADER_LENGTH + infoLength
}

/** Where the information of the HEARTBEAT or HEARTBEAT ACK at `at` stands. Other parameters may follow it and are passed over. */
export function readHeartbeatInfo(octets: Uint8Array, at: number, length: number): HeartbeatInfo | DecodeFault {
  const cursor = new TypeLengthValueCursor(octets, at + CHUNK_HEADER_LENGTH, at + length)
  // RFC 9260 §3.3.5, §3.3.6: the Heartbeat Info parameter is mandatory.
  if (!cursor.next()) return cursor.fault ?? INFO_MISSING
  if (cursor.type !== HEARTBEAT_INFO) return NOT_INFO
  const info = { infoAt: cursor.at + TLV_HEADER_LENGTH, infoLength: cursor.length - TLV_HEADER_LENGTH }
  while (cursor.next());
  return cursor.fault ?? info
}

/** Copies the information in, writes the chunk and its padding at `at` and returns the offset after both. */
export function writeHeartbeatChunk(
  octets: Uint8Array,
  at: number,
  type: typeof HEARTBEAT | typeof HEARTBEAT_ACK,
  info: Uint8Array,
  infoAt: number,
  infoLength: number,
): number {
  const parameterAt = writeChunkHeader(octets, at, type, 0, heartbeatChunkLength(infoLength))
  const valueAt = writeTlvHeader(octets, parameterAt, HEARTBEAT_INFO, TLV_HEADER_LENGTH + infoLength)
  copyOctets(info, infoAt, infoLength, octets, valueAt)
  return writePadding(octets, at, valueAt + infoLength)
}

/**
 * Writes the HEARTBEAT ACK that answers the HEARTBEAT at `heartbeatAt` (`heartbeatLength` is its Chunk Length) and returns
 * the offset after it and its padding; it takes as much room as the HEARTBEAT, padded.
 */
export function writeHeartbeatAck(
  octets: Uint8Array,
  at: number,
  heartbeat: Uint8Array,
  heartbeatAt: number,
  heartbeatLength: number,
): number {
  // RFC 9260 §8.3: the Heartbeat Information with any other parameters received, copied unchanged.
  const valueAt = writeChunkHeader(octets, at, HEARTBEAT_ACK, 0, heartbeatLength)
  copyOctets(heartbeat, heartbeatAt + CHUNK_HEADER_LENGTH, heartbeatLength - CHUNK_HEADER_LENGTH, octets, valueAt)
  return writePadding(octets, at, at + heartbeatLength)
}

const INFO_MISSING = fault('truncated', 'HEARTBEAT without Heartbeat Info')
const NOT_INFO = fault('bad-value', 'Heartbeat Info Type')
