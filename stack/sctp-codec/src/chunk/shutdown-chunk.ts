import { readU32, writeU32 } from '@sigbed/octets'
import { SHUTDOWN } from '../chunk-type.js'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeChunkHeader } from './chunk-header.js'

/**
 * Shutdown Association. RFC 9260 §3.3.8.
 *
 *      0                   1                   2                   3
 *     |   Type = 7    |  Chunk Flags  |          Length = 8           |
 *     |                      Cumulative TSN Ack                       |
 *
 * It acknowledges like a SACK, but says nothing about gaps: their absence MUST NOT be taken for a renege.
 */

/** Octets on the wire, header included; no padding follows. */
export const SHUTDOWN_CHUNK_LENGTH = 8

/** The Cumulative TSN Ack of the chunk at `at`. */
export function readShutdownChunk(octets: Uint8Array, at: number, length: number): number | DecodeFault {
  if (length < SHUTDOWN_CHUNK_LENGTH) return TRUNCATED
  if (length > SHUTDOWN_CHUNK_LENGTH) return LENGTH_MISMATCH
  return readU32(octets, at + 4)
}

/** Writes the chunk at `at` and returns the offset after it. */
export function writeShutdownChunk(octets: Uint8Array, at: number, cumulativeTsnAck: number): number {
  writeU32(octets, writeChunkHeader(octets, at, SHUTDOWN, 0, SHUTDOWN_CHUNK_LENGTH), cumulativeTsnAck)
  return at + SHUTDOWN_CHUNK_LENGTH
}

const TRUNCATED = fault('truncated', 'SHUTDOWN')
const LENGTH_MISMATCH = fault('length-mismatch', 'SHUTDOWN')
