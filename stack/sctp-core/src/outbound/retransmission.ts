import type { Association } from '../association/association.js'
import type { AssociationStatistics } from '../association/association-statistics.js'
import type { Path } from '../path/path.js'
import { countError } from '../path/path-failure.js'
import { giveUpHeartbeatUnderWay } from '../path/path-heartbeat.js'
import type { PathSet } from '../path/path-set.js'
import type { Instant } from '../time.js'
import type { OutboundData } from './outbound-data.js'
import { CHUNK_IN_FLIGHT, CHUNK_MARKED, type OutstandingChunk } from './outstanding-data.js'

/** T3-rtx expired on `path`: what was in flight there is sent again, and the silence is an error of the path (RFC 9260 §8.2). */
export function expireT3(association: Association, path: Path, now: Instant): void {
  const { outbound } = association
  handleT3Expiry(outbound, association.paths, path, association.statistics)
  // RFC 3758 §3.5 A5
  outbound.advancedPeerAckPoint.expired(path)
  // §6.1 A: while SACKs keep coming, an unacknowledged probe is the peer's closed window and no error.
  if (outbound.probingZeroWindow && outbound.acknowledgedWhileProbing) {
    outbound.acknowledgedWhileProbing = false
    return
  }
  countError(association, path, 'timeout', now)
  if (!association.isOver) giveUpHeartbeatUnderWay(association, path, now)
}

/**
 * T3-rtx expired on `path` (RFC 9260 §6.3.3): slow start there, back-off, and everything in flight on it is marked, to be sent
 * again on the path that PathSet.retransmissionPath names. Error counting is path management's (§8.1, §8.2).
 */
export function handleT3Expiry(outbound: OutboundData, paths: PathSet, path: Path, statistics: AssociationStatistics): void {
  statistics.t3Expirations++
  // E1, E2
  path.congestion.timedOut()
  path.roundTrip.backOff()
  path.stopT3()
  // E3 and the paragraph after it: the first packet's worth goes at once, the rest as cwnd allows; both are marked here.
  const { outstanding } = outbound
  for (let index = 0; index < outstanding.length; index++) {
    const chunk = outstanding.at(index)
    if (chunk.state !== CHUNK_IN_FLIGHT || chunk.path !== path.index) continue
    // §6.2.1 C: what is marked no longer claims room in the peer's buffer.
    outbound.peerWindow += chunk.length
    // A zero window probe stays on its path: it is not the path that failed.
    chunk.timedOut = !outbound.probingZeroWindow
    outstanding.mark(chunk, paths.paths)
  }
  // A timeout ends Fast Recovery: slow start now governs, and the exit point is of the past.
  outbound.inFastRecovery = false
  outbound.urgentRetransmission = true
  forgetMeasurements(paths)
}

/**
 * RFC 9260 §6.3.1 C5, second part: no TSN is measured once a lower or equal one was retransmitted after it was sent. Any
 * retransmission therefore ends the measurements under way.
 */
export function forgetMeasurements(paths: PathSet): void {
  for (const path of paths.paths) path.timedAt = Number.NaN
}

/** The lowest marked chunk at or above `fromIndex`, or null. */
export function nextMarked(outbound: OutboundData, fromIndex: number): OutstandingChunk | null {
  const { outstanding } = outbound
  if (outstanding.marked === 0) return null
  for (let index = fromIndex; index < outstanding.length; index++) {
    const chunk = outstanding.at(index)
    if (chunk.state === CHUNK_MARKED) return chunk
  }
  return null
}
