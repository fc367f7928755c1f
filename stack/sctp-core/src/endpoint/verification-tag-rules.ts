import { ABORT, ChunkCursor, isTagReflected, SHUTDOWN_ACK, SHUTDOWN_COMPLETE } from '@sigbed/sctp-codec'
import type { Association } from '../association/association.js'
import { chunkBehindAuth } from './chunk-behind-auth.js'

export type TagVerdict = 'accept' | 'discard' | 'out of the blue'

/** May this packet, found to belong to `association` by its addresses, be handled? RFC 9260 §8.5 and its exceptions §8.5.1 B, C, E. */
export function judgeTag(association: Association, tag: number, octets: Uint8Array, at: number, length: number): TagVerdict {
  const first = chunkBehindAuth(octets, at, length)
  const type = octets[first]!
  const flags = octets[first + 1]!
  if (type === SHUTDOWN_ACK && (association.state === 'COOKIE-WAIT' || association.state === 'COOKIE-ECHOED')) {
    // E: treated as out of the blue, whatever its tag.
    return 'out of the blue'
  }
  if (type === ABORT || type === SHUTDOWN_COMPLETE) return reflectedTagFits(association, tag, flags) ? 'accept' : 'discard'
  // B speaks of packets that carry an ABORT, which need not be the first chunk.
  const abortFlags = flagsOfAbort(octets, at, length)
  const fits = abortFlags >= 0 ? reflectedTagFits(association, tag, abortFlags) : tag === association.localTag
  return fits ? 'accept' : 'discard'
}

/** §8.5.1 B and C: this side's tag without the T bit, or the peer's with it. */
export function reflectedTagFits(association: Association, tag: number, flags: number): boolean {
  if (!isTagReflected(flags)) return tag === association.localTag
  return association.peerTag !== 0 && tag === association.peerTag
}

function flagsOfAbort(octets: Uint8Array, at: number, length: number): number {
  cursor.begin(octets, at, length)
  while (cursor.next()) if (cursor.type === ABORT) return cursor.flags
  return -1
}

const cursor = new ChunkCursor()
