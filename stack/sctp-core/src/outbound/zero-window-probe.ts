import type { Association } from '../association/association.js'
import type { Path } from '../path/path.js'
import { type Instant, NEVER } from '../time.js'
import type { OutboundData } from './outbound-data.js'
import { CHUNK_IN_FLIGHT } from './outstanding-data.js'

/**
 * RFC 9260 §6.1 A: no new data beyond the peer's window, but for the probe that finds out whether it is still closed: one chunk,
 * with nothing else in flight, an RTO after the window was found closed.
 */
export function peerHasRoomFor(association: Association, length: number, path: Path, now: Instant): boolean {
  const { outbound } = association
  if (outbound.peerWindow >= length) {
    outbound.probeAt = NEVER
    outbound.probeDue = false
    return true
  }
  if (outbound.outstanding.length > 0) return false
  if (outbound.probeDue) {
    outbound.probeDue = false
    outbound.probingZeroWindow = true
    outbound.acknowledgedWhileProbing = false
    association.statistics.zeroWindowProbes++
    return true
  }
  if (outbound.probeAt === NEVER) outbound.probeAt = now + path.roundTrip.rtoMs
  return false
}

/**
 * The peer's window opened without a SACK covering the probe: the peer had to drop it (RFC 9260 §6.2), so it is sent again at once
 * instead of at T3-rtx.
 */
export function resendProbe(outbound: OutboundData, paths: readonly Path[]): void {
  outbound.probingZeroWindow = false
  const probe = outbound.outstanding.at(0)
  if (probe.state !== CHUNK_IN_FLIGHT) return
  outbound.peerWindow += probe.length
  outbound.outstanding.mark(probe, paths)
  outbound.urgentRetransmission = true
}
