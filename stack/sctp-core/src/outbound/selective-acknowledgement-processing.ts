import { DATA_ENDING, type SackChunk, tsnDistance } from '@sigbed/sctp-codec'
import type { AssociationStatistics } from '../association/association-statistics.js'
import type { Path } from '../path/path.js'
import type { PathSet } from '../path/path-set.js'
import type { Instant } from '../time.js'
import { FastRetransmit } from './fast-retransmit.js'
import type { MessageOutcomeQueue } from './message-outcome.js'
import type { OutboundData } from './outbound-data.js'
import { CHUNK_ABANDONED, CHUNK_GAP_ACKED, CHUNK_IN_FLIGHT, type OutstandingChunk } from './outstanding-data.js'

export type SackVerdict = 'old' | 'accepted' | 'acknowledges-unsent-data'

/**
 * Takes SACKs into account (RFC 9260 §6.2.1): moves the Cumulative TSN Ack Point, marks what Gap Ack Blocks cover and what they
 * miss, feeds RTT, congestion control and the T3-rtx timers. One per association; its fields tell what the latest SACK did.
 */
export class SelectiveAcknowledgementProcessing {
  /** DATA chunks the latest SACK acknowledged for the first time. */
  newlyAcknowledged = 0
  /** Bit i: the latest SACK proves that path i delivers (see `credit`). */
  private alive: boolean[] = []
  /** Per path: its earliest chunk in flight was met in this pass, and was acknowledged. */
  private earliestSeen: boolean[] = []
  private earliestAcknowledged: boolean[] = []
  /** Per path: index of the highest newly acknowledged chunk that was sent there, or -1. */
  private highestNewlyAcknowledged: number[] = []
  private readonly blocks: number[] = []
  private readonly fastRetransmit: FastRetransmit

  constructor(
    private readonly outbound: OutboundData,
    private readonly paths: PathSet,
    private readonly statistics: AssociationStatistics,
    /** Where the messages of the user that are now acknowledged are noted. */
    private readonly outcomes: MessageOutcomeQueue,
  ) {
    this.fastRetransmit = new FastRetransmit(outbound, paths, statistics)
  }

  pathIsAlive(path: Path): boolean {
    return this.alive[path.index] === true
  }

  /**
   * @param sack borrowed; its Gap Ack Blocks may be unsorted, overlapping or senseless: they are put in order here, not trusted
   * @param cumulativeOnly it is the Cumulative TSN Ack of a SHUTDOWN: §3.3.8, the lack of Gap Ack Blocks MUST NOT be taken for reneging
   * @returns 'old' when it lies behind the Cumulative TSN Ack Point and changed nothing; 'acknowledges-unsent-data' when the
   *          caller has to abort; else 'accepted', with `newlyAcknowledged` and `pathIsAlive` saying more
   */
  handleSack(sack: SackChunk, now: Instant, cumulativeOnly: boolean): SackVerdict {
    const { outbound, paths } = this
    const { outstanding } = outbound
    const advance = tsnDistance(outstanding.cumulativeTsnAckPoint, sack.cumulativeTsnAck)
    // §6.2.1 D i: a Cumulative TSN Ack behind the point tells of an out-of-order SACK; an equal one may bring new gaps.
    if (advance < 0) return 'old'
    if (advance > outstanding.length) return 'acknowledges-unsent-data'
    this.begin()

    this.acknowledgeCumulatively(advance, now)
    const endOfBlocks = this.normaliseBlocks(sack)
    if (endOfBlocks > 0 || (outstanding.gapAcked > 0 && !cumulativeOnly)) this.walkGaps(endOfBlocks, now)

    // §6.2.1 D ii: what is in flight is not in the peer's buffer yet.
    outbound.peerWindow = sack.advertisedReceiverWindow - outstanding.inFlightPayload

    // Windows grow by what was acknowledged before a loss cuts them.
    for (const path of paths.paths) {
      if (path.newlyAckedOctets > 0)
        path.congestion.acknowledged(
          path.newlyAckedOctets,
          path.outstandingBeforeSack,
          advance > 0,
          outbound.inFastRecovery,
          outstanding.length === 0,
        )
    }
    // Whether this SACK ends Fast Recovery is decided before its losses may begin another, and takes effect after.
    const ends = this.fastRetransmit.endsWith(sack.cumulativeTsnAck)
    if (endOfBlocks > 0) this.fastRetransmit.countMissIndications(this.highestNewlyAcknowledged, endOfBlocks, advance > 0)
    if (ends) outbound.inFastRecovery = false
    outbound.advancedPeerAckPoint.acknowledged(now)
    this.settleTimers(now)
    return 'accepted'
  }

  private begin(): void {
    this.newlyAcknowledged = 0
    for (const path of this.paths.paths) {
      path.newlyAckedOctets = 0
      path.outstandingBeforeSack = path.outstandingOctets
      this.alive[path.index] = false
      this.earliestSeen[path.index] = false
      this.earliestAcknowledged[path.index] = false
      this.highestNewlyAcknowledged[path.index] = -1
    }
  }

  private acknowledgeCumulatively(chunks: number, now: Instant): void {
    const { queue, outstanding } = this.outbound
    for (let i = 0; i < chunks; i++) {
      const chunk = outstanding.at(0)
      if (chunk.state === CHUNK_ABANDONED) {
        this.passAbandoned(chunk)
        outstanding.shift(this.paths.paths)
        continue
      }
      if (chunk.state !== CHUNK_GAP_ACKED) this.credit(chunk, now)
      queue.bufferedOctets -= chunk.length
      if ((chunk.flags & DATA_ENDING) !== 0) {
        queue.slab.release(chunk.page)
        this.statistics.messagesAcknowledged++
        if (chunk.context !== 0) this.outcomes.push(chunk.context, true, true)
      }
      outstanding.shift(this.paths.paths)
    }
  }

  /** Marks what the blocks cover, and takes back what an earlier SACK covered and this one does not (§6.2.1 D iii). */
  private walkGaps(endOfBlocks: number, now: Instant): void {
    const { outstanding } = this.outbound
    const all = this.paths.paths
    const { blocks } = this
    let block = 0
    for (let index = 0; index < outstanding.length; index++) {
      if (index >= endOfBlocks && outstanding.gapAcked === 0) break
      const chunk = outstanding.at(index)
      while (block < blocks.length && blocks[block + 1]! < index) block += 2
      const covered = block < blocks.length && blocks[block]! <= index
      if (chunk.state === CHUNK_ABANDONED) continue
      if (covered && chunk.state !== CHUNK_GAP_ACKED) {
        this.credit(chunk, now)
        this.highestNewlyAcknowledged[chunk.path] = index
        outstanding.gapAcknowledge(chunk, all)
      } else if (!covered && chunk.state === CHUNK_GAP_ACKED) {
        outstanding.renege(chunk, all)
        // §6.3.2 R4
        all[chunk.path]!.ensureT3(now)
      } else if (!covered && chunk.state === CHUNK_IN_FLIGHT) {
        this.earliestSeen[chunk.path] = true
      }
    }
  }

  /** A chunk is acknowledged for the first time: gives its path the octets, the measurement and the proof of life. */
  private credit(chunk: OutstandingChunk, now: Instant): void {
    this.newlyAcknowledged++
    if (chunk.state !== CHUNK_IN_FLIGHT) {
      // Marked for retransmission but not sent again: it went out before the path was found dead, so its late
      // acknowledgement says nothing of that path today (§8.2 leaves the ambiguity to us).
      return
    }
    const path = this.paths.paths[chunk.path]!
    path.newlyAckedOctets += chunk.chunkOctets
    // §8.2: a chunk sent several times may be acknowledged for any of them, and "the transmitter MAY choose not to clear the error
    // counter". It does where the path is in doubt: data must not move to a dead path because of what another one delivered.
    if (chunk.transmissions === 1 || path.state === 'active') this.alive[chunk.path] = true
    if (this.earliestSeen[chunk.path] === false) this.earliestAcknowledged[chunk.path] = true
    // §6.3.1 C5, Karn's rule: retransmitted chunks are never measured; forgetMeasurements sees to the rest of the rule.
    if (chunk.transmissions === 1 && chunk.tsn === path.timedTsn && !Number.isNaN(path.timedAt)) {
      path.roundTrip.measure(now - path.timedAt)
      path.timedAt = Number.NaN
    }
  }

  /**
   * RFC 3758 §3.5 A2: no window grows by what was abandoned. That the peer has followed a FORWARD TSN says that it lives, and that a path
   * does when it could have come no other way.
   */
  private passAbandoned(chunk: OutstandingChunk): void {
    this.newlyAcknowledged++
    const { advancedPeerAckPoint } = this.outbound
    const path = advancedPeerAckPoint.sentOn
    if (path === null) return
    if (this.earliestSeen[path.index] === false) this.earliestAcknowledged[path.index] = true
    if (advancedPeerAckPoint.sentOnOnePath && (chunk.path === path.index || path.state === 'active')) this.alive[path.index] = true
  }

  /** §6.3.2 R2 and R3; RFC 3758 §3.5 C5: T3-rtx also runs for a FORWARD TSN. */
  private settleTimers(now: Instant): void {
    for (const path of this.paths.paths) {
      if (path.outstandingOctets === 0 && !this.outbound.advancedPeerAckPoint.waitsOn(path)) path.stopT3()
      else if (this.earliestAcknowledged[path.index] === true) path.restartT3(now)
    }
  }

  /** Fills `blocks` with sorted pairs of chunk indices inside the window; returns the index after the last one covered. */
  private normaliseBlocks(sack: SackChunk): number {
    const { blocks } = this
    const { length } = this.outbound.outstanding
    blocks.length = 0
    let sorted = true
    let end = 0
    for (let i = 0; i < sack.gapAckBlockCount; i++) {
      // Offset 1 is the chunk right above the Cumulative TSN Ack: index 0.
      const from = sack.gapAckBlocks[2 * i]! - 1
      const to = Math.min(sack.gapAckBlocks[2 * i + 1]! - 1, length - 1)
      if (from < 0 || from > to) continue
      if (from < end) sorted = false
      blocks.push(from, to)
      end = Math.max(end, to + 1)
    }
    if (!sorted) this.sortBlocks()
    return end
  }

  /** Cold: only for peers that send their blocks out of order or overlapping. */
  private sortBlocks(): void {
    const pairs: [number, number][] = []
    for (let i = 0; i < this.blocks.length; i += 2) pairs.push([this.blocks[i]!, this.blocks[i + 1]!])
    pairs.sort((a, b) => a[0] - b[0])
    this.blocks.length = 0
    for (const [from, to] of pairs) {
      const last = this.blocks.length - 1
      if (last >= 0 && from <= this.blocks[last]!) this.blocks[last] = Math.max(this.blocks[last]!, to)
      else this.blocks.push(from, to)
    }
  }
}
