import type { SlabPage } from '@sigbed/octets'
import { Slab } from '@sigbed/octets'
import { tsnDistance } from '@sigbed/sctp-codec'
import type { Path } from '../path/path.js'
import { RELIABLE } from './reliability-policy.js'

/** What has become of a DATA chunk since it was first sent. */
export const CHUNK_IN_FLIGHT = 1
export const CHUNK_MARKED = 2
export const CHUNK_GAP_ACKED = 3
export const CHUNK_ABANDONED = 4

/** A DATA chunk sent and not yet cumulatively acknowledged. Hot: reused in a ring. */
export class OutstandingChunk {
  tsn = 0
  /** One of the CHUNK_ constants: in flight, marked for retransmission, acknowledged by a Gap Ack Block, abandoned (RFC 3758 §3.4). */
  state = CHUNK_IN_FLIGHT
  flags = 0
  streamId = 0
  /** The MID, in I-DATA. */
  streamSequenceNumber = 0
  /** The FSN, in I-DATA. */
  fragmentSequenceNumber = 0
  payloadProtocolId = 0
  page: SlabPage = NO_PAGE
  at = 0
  /** Where in the page the user message begins that this chunk is a part of. */
  messageAt = 0
  length = 0
  /** Place of the user message in the order of `send`. */
  serial = 0
  /** Octets of the whole chunk with padding: what cwnd and rwnd are counted in (RFC 9260 §7.2). */
  chunkOctets = 0
  transmissions = 0
  missIndications = 0
  /** By FastRetransmit, which does so once at most. */
  fastRetransmitted = false
  /** Marked because T3-rtx expired: it moves to another path (§6.4), while a fast retransmission stays on its own. */
  timedOut = false
  /** Of the user message that ends with this chunk, if somebody wants to hear what becomes of it; else 0. */
  context = 0
  /** Index of the path it was last sent on. */
  path = 0
  /** How reliable its message is (reliability-policy.ts). */
  policy = RELIABLE
  policyValue = Number.NaN
}

/**
 * The window of outstanding TSNs as a ring of reused records, indexed by the distance from the Cumulative TSN Ack Point.
 * It keeps two sums in step with the records: octets in flight here, and per path in Path.outstandingOctets.
 */
export class OutstandingData {
  /** Octets in flight on all paths, chunk headers and padding included: what cwnd is held against. */
  inFlightOctets = 0
  /** Octets of user data in flight: what the peer's rwnd is held against. */
  inFlightPayload = 0
  gapAcked = 0
  /** Chunks marked for retransmission. */
  marked = 0
  /** Chunks abandoned, which wait for the peer to pass them. */
  abandoned = 0
  /** TSN of the next new chunk. */
  nextTsn: number
  private ring: OutstandingChunk[] = Array.from({ length: 64 }, () => new OutstandingChunk())
  private head = 0
  private count = 0

  constructor(initialTsn: number) {
    this.nextTsn = initialTsn
  }

  /** Chunks sent and not cumulatively acknowledged. */
  get length(): number {
    return this.count
  }

  get cumulativeTsnAckPoint(): number {
    return (this.nextTsn - this.count - 1) >>> 0
  }

  get highestTsn(): number {
    return (this.nextTsn - 1) >>> 0
  }

  /** The `index`-th chunk above the Cumulative TSN Ack Point; 0 ≤ index < length. */
  at(index: number): OutstandingChunk {
    return this.ring[(this.head + index) & (this.ring.length - 1)]!
  }

  /** Index of a TSN, or -1 when it is not outstanding. */
  indexOf(tsn: number): number {
    const index = tsnDistance(this.cumulativeTsnAckPoint, tsn) - 1
    return index >= 0 && index < this.count ? index : -1
  }

  /** Takes the next TSN and puts a record for `length` octets of user data into flight on `path`; the caller fills in the rest. */
  send(path: Path, length: number, chunkOctets: number): OutstandingChunk {
    if (this.count === this.ring.length) this.grow()
    const chunk = this.at(this.count++)
    chunk.tsn = this.nextTsn
    this.nextTsn = (this.nextTsn + 1) >>> 0
    chunk.transmissions = 1
    chunk.missIndications = 0
    chunk.fastRetransmitted = false
    chunk.timedOut = false
    chunk.context = 0
    chunk.length = length
    chunk.chunkOctets = chunkOctets
    this.fly(chunk, path)
    return chunk
  }

  /** A marked chunk leaves again, on `path`. */
  resend(chunk: OutstandingChunk, path: Path): void {
    chunk.transmissions++
    chunk.missIndications = 0
    chunk.timedOut = false
    this.marked--
    this.fly(chunk, path)
  }

  /** Gives a chunk up for good: from now on it counts as acknowledged (RFC 3758 §3.5 A2). Its memory is the caller's to release. */
  abandon(chunk: OutstandingChunk, paths: readonly Path[]): void {
    if (chunk.state === CHUNK_IN_FLIGHT) this.land(chunk, paths)
    else if (chunk.state === CHUNK_MARKED) this.marked--
    else this.gapAcked--
    chunk.state = CHUNK_ABANDONED
    chunk.page = NO_PAGE
    this.abandoned++
  }

  /** Takes the next TSN for a chunk that is abandoned without ever having been sent; the caller fills in the rest. */
  skip(path: Path, paths: readonly Path[]): OutstandingChunk {
    const chunk = this.send(path, 0, 0)
    this.abandon(chunk, paths)
    return chunk
  }

  /** Takes a chunk out of flight because it must be sent again. */
  mark(chunk: OutstandingChunk, paths: readonly Path[]): void {
    if (chunk.state === CHUNK_IN_FLIGHT) this.land(chunk, paths)
    chunk.state = CHUNK_MARKED
    this.marked++
  }

  /** A Gap Ack Block covers the chunk. */
  gapAcknowledge(chunk: OutstandingChunk, paths: readonly Path[]): void {
    if (chunk.state === CHUNK_IN_FLIGHT) this.land(chunk, paths)
    else this.marked--
    chunk.state = CHUNK_GAP_ACKED
    this.gapAcked++
  }

  /** The peer no longer reports a chunk it had gap-acknowledged: it is in flight again as far as anybody knows. */
  renege(chunk: OutstandingChunk, paths: readonly Path[]): void {
    chunk.missIndications = 0
    this.gapAcked--
    this.fly(chunk, paths[chunk.path]!)
  }

  /** Drops the lowest outstanding chunk, cumulatively acknowledged; its memory is the caller's to release first. */
  shift(paths: readonly Path[]): void {
    const chunk = this.at(0)
    if (chunk.state === CHUNK_IN_FLIGHT) this.land(chunk, paths)
    else if (chunk.state === CHUNK_MARKED) this.marked--
    else if (chunk.state === CHUNK_GAP_ACKED) this.gapAcked--
    else this.abandoned--
    chunk.page = NO_PAGE
    this.head = (this.head + 1) & (this.ring.length - 1)
    this.count--
  }

  private fly(chunk: OutstandingChunk, path: Path): void {
    chunk.state = CHUNK_IN_FLIGHT
    chunk.path = path.index
    path.outstandingOctets += chunk.chunkOctets
    this.inFlightOctets += chunk.chunkOctets
    this.inFlightPayload += chunk.length
  }

  private land(chunk: OutstandingChunk, paths: readonly Path[]): void {
    paths[chunk.path]!.outstandingOctets -= chunk.chunkOctets
    this.inFlightOctets -= chunk.chunkOctets
    this.inFlightPayload -= chunk.length
  }

  private grow(): void {
    const old = this.ring
    this.ring = Array.from({ length: 2 * old.length }, (_, i) =>
      i < this.count ? old[(this.head + i) & (old.length - 1)]! : new OutstandingChunk(),
    )
    this.head = 0
  }
}

const NO_PAGE = new Slab(0).page
