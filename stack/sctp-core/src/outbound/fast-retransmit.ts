import { tsnDistance } from '@sigbed/sctp-codec'
import type { AssociationStatistics } from '../association/association-statistics.js'
import type { PathSet } from '../path/path-set.js'
import type { OutboundData } from './outbound-data.js'
import { CHUNK_IN_FLIGHT } from './outstanding-data.js'
import { forgetMeasurements } from './retransmission.js'

/**
 * Fast Retransmit on Gap Reports and Fast Recovery (RFC 9260 §7.2.4). What it decides is kept where it is used: marked chunks among the
 * outstanding ones, `inFastRecovery` and `urgentRetransmission` in OutboundData, windows in each path's congestion control.
 */
export class FastRetransmit {
  /** Per path: the SACK at hand told of a loss there. */
  private readonly lossOn: boolean[] = []

  constructor(
    private readonly outbound: OutboundData,
    private readonly paths: PathSet,
    private readonly statistics: AssociationStatistics,
  ) {}

  /** §6.2.1 D iv: this Cumulative TSN Ack covers the exit point of Fast Recovery. */
  endsWith(cumulativeTsnAck: number): boolean {
    const { outbound } = this
    return outbound.inFastRecovery && tsnDistance(outbound.fastRecoveryExit, cumulativeTsnAck) >= 0
  }

  /**
   * Three missing reports by the HTNA rule, kept per path so that a changeover causes no false retransmission.
   *
   * @param highestNewlyAcknowledged per path: index of the highest chunk sent there that this SACK acknowledged first, or -1; borrowed
   * @param endOfBlocks index after the last chunk that a Gap Ack Block covers
   * @param cumulativeAdvanced in Fast Recovery such a SACK reports every hole below its blocks
   */
  countMissIndications(highestNewlyAcknowledged: readonly number[], endOfBlocks: number, cumulativeAdvanced: boolean): void {
    const { outbound, paths } = this
    const { outstanding } = outbound
    const entersRecovery = !outbound.inFastRecovery
    const countAll = outbound.inFastRecovery && cumulativeAdvanced
    let found = false
    const last = Math.min(endOfBlocks, outstanding.length)
    for (let index = 0; index < last; index++) {
      const chunk = outstanding.at(index)
      if (chunk.state !== CHUNK_IN_FLIGHT || chunk.fastRetransmitted) continue
      if (!countAll && index > highestNewlyAcknowledged[chunk.path]!) continue
      if (++chunk.missIndications < MISSING_REPORTS) continue
      chunk.fastRetransmitted = true
      found = true
      outbound.peerWindow += chunk.length
      this.lossOn[chunk.path] = true
      outstanding.mark(chunk, paths.paths)
      this.statistics.fastRetransmissions++
    }
    if (!found) return
    forgetMeasurements(paths)
    if (entersRecovery) this.enterFastRecovery()
    this.lossOn.fill(false)
  }

  /** Steps 2 and 3: the windows of the paths that lost, and one packet at once. Within Fast Recovery they are not cut again. */
  private enterFastRecovery(): void {
    const { outbound } = this
    outbound.inFastRecovery = true
    outbound.fastRecoveryExit = outbound.outstanding.highestTsn
    outbound.urgentRetransmission = true
    for (const path of this.paths.paths) if (this.lossOn[path.index] === true) path.congestion.lossReported()
  }
}

const MISSING_REPORTS = 3
