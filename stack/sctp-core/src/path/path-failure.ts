import type { Association } from '../association/association.js'
import type { PathChangeReason } from '../association/association-event.js'
import type { Instant } from '../time.js'
import type { Path, PathState } from './path.js'
import { takeOtherSource } from './source-address.js'

/**
 * Something sent on `path` went unanswered for an RTO: a T3-rtx expiry or a heartbeat without its ACK.
 * RFC 9260 §8.1 and §8.2 (error counters), RFC 7829 §3.2 (potentially failed).
 */
export function countError(association: Association, path: Path, reason: 'timeout' | 'heartbeat-unanswered', now: Instant): void {
  const { parameters, paths } = association
  const onDataPath = path === paths.dataPath()
  if (takeOtherSource(association, path) && onDataPath)
    association.emit({ kind: 'data-path-change', localAddress: path.localAddress, remoteAddress: path.remoteAddress })
  // §8.3: once inactive, heartbeats go on and the counter stands still.
  if (path.state !== 'inactive') path.errorCount++
  if (path.errorCount > path.pathMaxRetrans) {
    changeState(association, path, 'inactive', reason, now)
  } else if (path.confirmed && parameters.potentiallyFailed && path.errorCount > path.potentiallyFailedMaxRetrans) {
    changeState(association, path, 'potentially-failed', reason, now)
  }
  if (path.index === paths.primary && path.errorCount > parameters.primarySwitchoverMaxRetrans) {
    // RFC 7829 §5: the path that took over becomes the primary, and the old one is not returned to.
    const other = paths.dataPath()
    if (other !== path && other.state === 'active') paths.primary = other.index
  }
  // §8.1: heartbeats count for the association only on the path that carries the data; §5.4: probes of unconfirmed paths never, unless
  // the peer has given up all others (RFC 5061 §4.2.2).
  const lastHope = !path.confirmed && !paths.paths.some((other) => other.confirmed)
  if (reason === 'timeout' || (onDataPath && (path.confirmed || lastHope))) association.countRetransmission()
}

/** `path` delivered: an acknowledgement of data last sent there, or of a heartbeat (RFC 9260 §8.2, §8.3). */
export function clearErrors(association: Association, path: Path, reason: PathChangeReason, now: Instant): void {
  path.errorCount = 0
  if (!path.confirmed || path.state === 'active') return
  changeState(association, path, 'active', reason, now)
}

export function changeState(association: Association, path: Path, state: PathState, reason: PathChangeReason, now: Instant): void {
  if (path.state === state) return
  path.state = state
  association.emit({
    kind: 'network-status-change',
    localAddress: path.localAddress,
    remoteAddress: path.remoteAddress,
    status: state,
    reason,
    rtoMs: path.roundTrip.rtoMs,
    errorCount: path.errorCount,
  })
  // RFC 7829 §3.2 (4): a potentially failed path is probed at once.
  if (state === 'potentially-failed' && now < path.heartbeatAt) path.heartbeatAt = now
  association.noteDataPath()
}
