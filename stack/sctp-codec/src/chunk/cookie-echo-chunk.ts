import { copyOctets, writePadding } from '@sigbed/octets'
import { COOKIE_ECHO } from '../chunk-type.js'
import { type DecodeFault, fault } from '../decode-fault.js'
import { copyRange } from '../type-length-value.js'
import { CHUNK_HEADER_LENGTH, writeChunkHeader } from './chunk-header.js'

/**
 * Cookie Echo. RFC 9260 §3.3.11.
 *
 *      0                   1                   2                   3
 *     |   Type = 10   |  Chunk Flags  |            Length             |
 *     /                            Cookie                             /
 *
 * The cookie is the value of the State Cookie parameter of the INIT ACK, exactly as it was received.
 */

/** Octets on the wire, header included, padding excluded. */
export function cookieEchoChunkLength(cookie: Uint8Array): number {
  return CHUNK_HEADER_LENGTH + cookie.length
}

/** A copy of the cookie of the chunk at `at`. An empty one is refused: no cookie can do without its authentication code (RFC 9260 §5.1.3). */
export function readCookieEchoChunk(octets: Uint8Array, at: number, length: number): Uint8Array | DecodeFault {
  if (length <= CHUNK_HEADER_LENGTH) return TRUNCATED
  return copyRange(octets, at + CHUNK_HEADER_LENGTH, at + length)
}

/** Writes the chunk and its padding at `at` and returns the offset after both. The caller has checked the room with cookieEchoChunkLength. */
export function writeCookieEchoChunk(octets: Uint8Array, at: number, cookie: Uint8Array): number {
  const cookieAt = writeChunkHeader(octets, at, COOKIE_ECHO, 0, cookieEchoChunkLength(cookie))
  copyOctets(cookie, 0, cookie.length, octets, cookieAt)
  return writePadding(octets, at, cookieAt + cookie.length)
}

const TRUNCATED = fault('truncated', 'COOKIE ECHO')
