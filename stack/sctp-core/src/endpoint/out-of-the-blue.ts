import {
  ABORT,
  AUTH,
  abortChunkLength,
  BARE_CHUNK_LENGTH,
  ChunkCursor,
  COOKIE_ACK,
  ERROR,
  isFault,
  readErrorCauses,
  SHUTDOWN_ACK,
  SHUTDOWN_COMPLETE,
  TAG_REFLECTED,
  writeAbortChunk,
  writeBareChunk,
} from '@sigbed/sctp-codec'
import { encodeChunk } from '../association/control-queue.js'

/**
 * The one chunk that answers a packet no association is found for, or null for silence (RFC 9260 §8.4; INIT and COOKIE ECHO
 * never come here). The answer reflects the packet's Verification Tag, with the T bit set.
 */
export function answerOutOfTheBlue(octets: Uint8Array, at: number, length: number): Uint8Array | null {
  cursor.begin(octets, at, length)
  let chunks = 0
  let shutdownAck = false
  let silence = false
  while (cursor.next()) {
    // RFC 4895 §6.3: as if the AUTH chunk were not there.
    if (cursor.type === AUTH) continue
    chunks++
    // (2) goes before all others.
    if (cursor.type === ABORT) return null
    if (cursor.type === SHUTDOWN_ACK) shutdownAck = true
    // (6) SHUTDOWN COMPLETE, (7) Stale Cookie or COOKIE ACK.
    if (cursor.type === SHUTDOWN_COMPLETE || cursor.type === COOKIE_ACK) silence = true
    if (cursor.type === ERROR && reportsStaleCookie(octets, cursor.at, cursor.length)) silence = true
  }
  if (shutdownAck) {
    // (5)
    return encodeChunk(BARE_CHUNK_LENGTH, (into) => writeBareChunk(into, 0, SHUTDOWN_COMPLETE, TAG_REFLECTED))
  }
  // A packet without a single readable chunk is malformed rather than out of the blue.
  if (chunks === 0 || silence) return null
  // (8)
  return encodeChunk(abortChunkLength([]), (into) => writeAbortChunk(into, 0, true, []))
}

function reportsStaleCookie(octets: Uint8Array, at: number, length: number): boolean {
  const causes = readErrorCauses(octets, at, length)
  return !isFault(causes) && causes.some((cause) => cause.kind === 'stale-cookie')
}

const cursor = new ChunkCursor()
