import { DATA_UNORDERED, type ForwardTsnChunk, skipStream, tsnDistance, tsnLess } from '@sigbed/sctp-codec'
import type { Path } from '../path/path.js'
import type { PathSet } from '../path/path-set.js'
import type { Instant } from '../time.js'
import { CHUNK_ABANDONED, type OutstandingData } from './outstanding-data.js'

/**
 * Advanced.Peer.Ack.Point (RFC 3758 §3.5): how far the peer may move its point although something is missing, and when the FORWARD TSN
 * that says so is to be sent, and again.
 */
export class AdvancedPeerAckPoint {
  tsn: number
  /** A FORWARD TSN is to leave with the next packets. */
  due = false
  /** What the latest FORWARD TSN said, and when. */
  private sentTsn: number
  private sentAt: Instant = Number.NEGATIVE_INFINITY
  /** The path it went to; null when the peer has followed. */
  sentOn: Path | null = null
  /** All that went out since the peer had last passed the point went there. */
  sentOnOnePath = true
  /** T3-rtx expired since it was sent: it is tried elsewhere (RFC 9260 §6.4). */
  private timedOut = false

  constructor(private readonly outstanding: OutstandingData) {
    this.tsn = outstanding.cumulativeTsnAckPoint
    this.sentTsn = this.tsn
  }

  /** T3-rtx runs on this path for a FORWARD TSN that the peer has not followed (C5). */
  waitsOn(path: Path): boolean {
    return this.sentOn === path
  }

  /** After a SACK (A4): C1 to C3. */
  acknowledged(now: Instant): void {
    if (!this.advance()) {
      this.sentOn = null
      this.due = false
      return
    }
    if (this.tsn !== this.sentTsn || this.sentOn === null) {
      this.due = true
      return
    }
    // F2: one that says the same again waits for a round trip, F3: but not for long.
    const { smoothedMs, rtoMs } = this.sentOn.roundTrip
    if (now - this.sentAt >= Math.min(Number.isNaN(smoothedMs) ? rtoMs : smoothedMs, LONGEST_DELAY_MS)) this.due = true
  }

  /** Something more has been abandoned. */
  abandoned(): void {
    if (this.advance() && this.tsn !== this.sentTsn) this.due = true
  }

  /** A5: T3-rtx expired on a path. */
  expired(path: Path): void {
    if (!this.advance()) return
    if (this.waitsOn(path)) this.timedOut = true
    this.due = true
  }

  /** The path is no more (RFC 5061 §5.3 F13): what went there is said again elsewhere. */
  pathRemoved(path: Path): void {
    if (!this.waitsOn(path)) return
    this.sentOn = null
    this.due = true
  }

  /** Where the next FORWARD TSN goes: with new data, so that it can be bundled (F2), or elsewhere when it came to nothing there. */
  path(paths: PathSet): Path {
    return this.timedOut && this.sentOn !== null ? paths.retransmissionPath(this.sentOn) : paths.dataPath()
  }

  /**
   * Fills in what a FORWARD TSN says now (C4): each stream once, with its highest number skipped. With more streams than may be named, the
   * point is lowered to the end of the last message that can be.
   */
  describe(into: ForwardTsnChunk, mostStreams: number): void {
    const { outstanding } = this
    const point = outstanding.cumulativeTsnAckPoint
    const length = tsnDistance(point, this.tsn)
    into.skippedStreamCount = 0
    this.places.clear()
    for (let index = 0; index < length; index++) {
      const chunk = outstanding.at(index)
      if ((chunk.flags & DATA_UNORDERED) !== 0) continue
      const place = this.places.get(chunk.streamId)
      if (place !== undefined) {
        into.skippedStreams[2 * place + 1] = chunk.streamSequenceNumber
      } else if (into.skippedStreamCount < mostStreams) {
        this.places.set(chunk.streamId, into.skippedStreamCount)
        skipStream(into, chunk.streamId, chunk.streamSequenceNumber)
      } else {
        // The first chunk of a message: the one before it is the end of another.
        this.tsn = (point + index) >>> 0
        break
      }
    }
    into.newCumulativeTsn = this.tsn
  }

  /** The FORWARD TSN described last has been written. */
  sent(path: Path, now: Instant): void {
    const before = this.sentOn
    this.sentOnOnePath = before === null || (this.sentOnOnePath && before === path)
    // Nothing waits there any more.
    if (before !== null && before !== path && before.outstandingOctets === 0) before.stopT3()
    this.sentOn = path
    this.sentTsn = this.tsn
    this.sentAt = now
    this.timedOut = false
    this.due = false
  }

  /** C1 and C2; true when the peer is to be told (C3). */
  private advance(): boolean {
    const { outstanding } = this
    const point = outstanding.cumulativeTsnAckPoint
    if (tsnLess(this.tsn, point)) this.tsn = point
    let index = tsnDistance(point, this.tsn)
    while (index < outstanding.length && outstanding.at(index).state === CHUNK_ABANDONED) index++
    this.tsn = (point + index) >>> 0
    return index > 0
  }

  /** Per stream: where its pair stands in the chunk being described. */
  private readonly places = new Map<number, number>()
}

/** F3: SHOULD NOT exceed this. */
const LONGEST_DELAY_MS = 200
