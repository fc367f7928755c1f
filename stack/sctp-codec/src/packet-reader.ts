import { padded, readU8, readU16 } from '@sigbed/octets'
import { COMMON_HEADER_LENGTH } from './common-header.js'
import { type DecodeFault, fault } from './decode-fault.js'

/**
 * Walks the chunks of one packet in their order (RFC 9260 §6.10), after the common header:
 *
 *      0                   1                   2                   3
 *     |  Chunk Type   |  Chunk Flags  |         Chunk Length          |
 *     /                          Chunk Value                          /
 *
 * Reused from packet to packet. After `next()` returned true the fields describe one chunk that lies wholly inside the
 * packet, so the chunk's reader may trust `at + length`. After false, `fault` says whether the packet simply ended
 * (null) or what stands there is no chunk; the chunks handed out before it remain good.
 */
export class ChunkCursor {
  type = 0
  flags = 0
  /** offset of the chunk header */
  at = 0
  /** Chunk Length field: header and value without padding */
  length = 0
  /** The array given to `begin`, borrowed. */
  octets: Uint8Array = NOTHING
  fault: DecodeFault | null = null
  private following = 0
  private end = 0

  /** Starts on the packet of `packetLength` octets, common header included, at `packetAt`. The packet lies inside `octets`. */
  begin(octets: Uint8Array, packetAt: number, packetLength: number): void {
    this.octets = octets
    this.following = packetAt + COMMON_HEADER_LENGTH
    this.end = packetAt + packetLength
    this.fault = null
  }

  next(): boolean {
    const at = this.following
    const room = this.end - at
    // No padding is asked of the last chunk, so `following` may lie up to three octets past the end.
    if (room <= 0) return false
    if (room < CHUNK_HEADER_LENGTH) return this.refuse(HEADER_TRUNCATED)
    const length = readU16(this.octets, at + 2)
    // RFC 9260 §3.2: the length counts the header itself, so it is at least 4. A smaller one would never advance.
    if (length < CHUNK_HEADER_LENGTH) return this.refuse(LENGTH_TOO_SMALL)
    // RFC 9260 §6.10: a partial chunk MUST be dropped; where the chunk after it would begin cannot be known.
    if (length > room) return this.refuse(PARTIAL_CHUNK)
    this.type = readU8(this.octets, at)
    this.flags = readU8(this.octets, at + 1)
    this.at = at
    this.length = length
    this.following = at + padded(length)
    return true
  }

  private refuse(fault: DecodeFault): false {
    this.fault = fault
    this.following = this.end
    return false
  }
}

const CHUNK_HEADER_LENGTH = 4
const NOTHING = new Uint8Array(0)
const HEADER_TRUNCATED = fault('truncated', 'chunk header')
const LENGTH_TOO_SMALL = fault('length-mismatch', 'Chunk Length')
const PARTIAL_CHUNK = fault('truncated', 'chunk')
