import type { Path } from '../path/path.js'
import type { OutboundData } from './outbound-data.js'
import { CHUNK_IN_FLIGHT } from './outstanding-data.js'

/**
 * The peer's window opened without a SACK covering the probe: the peer had to drop it (RFC 9260 §6.2), so it is sent again at once
 * instead of at T3-rtx. When and how a probe leaves at all is transmission's business (§6.1 A).
 */
export function resendProbe(outbound: OutboundData, paths: readonly Path[]): void {
  outbound.probingZeroWindow = false
  const probe = outbound.outstanding.at(0)
  if (probe.state !== CHUNK_IN_FLIGHT) return
  outbound.peerWindow += probe.length
  outbound.outstanding.mark(probe, paths)
  outbound.urgentRetransmission = true
}
