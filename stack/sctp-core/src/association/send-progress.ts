import type { SackChunk } from '@sigbed/sctp-codec'
import { resendProbe } from '../outbound/zero-window-probe.js'
import { clearErrors } from '../path/path-failure.js'
import { type Instant, NEVER } from '../time.js'
import { abortForViolation } from './abort.js'
import type { Association } from './association.js'
import { progressShutdown } from './shutdown.js'

/** A SACK, or what a SHUTDOWN says like one (`cumulativeOnly`). False when it ended the association. */
export function takeSack(association: Association, sack: SackChunk, now: Instant, cumulativeOnly = false): boolean {
  const { outbound, acknowledgements, paths } = association
  const verdict = acknowledgements.handleSack(sack, now, cumulativeOnly)
  if (verdict === 'acknowledges-unsent-data') {
    abortForViolation(association, 'a SACK acknowledges a TSN that was never sent')
    return false
  }
  if (verdict === 'old') return true
  outbound.acknowledgedWhileProbing = true
  const windowIsOpen = sack.advertisedReceiverWindow > 0
  if (outbound.outstanding.length === 0 || (windowIsOpen && acknowledgements.newlyAcknowledged > 0)) outbound.probingZeroWindow = false
  // What is outstanding into a closed window is dropped there: sent again by T3-rtx, it is a zero window probe (§6.1 A).
  else if (!windowIsOpen) outbound.probingZeroWindow = true
  if (acknowledgements.newlyAcknowledged > 0) {
    association.errorCount = 0
    for (const path of paths.paths) if (acknowledgements.pathIsAlive(path)) clearErrors(association, path, 'data-acknowledged', now)
  } else if (outbound.probingZeroWindow && outbound.peerWindow > 0) {
    resendProbe(outbound, paths.paths)
  }
  if (association.reportsDry && outbound.settled && acknowledgements.newlyAcknowledged > 0) association.emit({ kind: 'sender-dry' })
  association.reportRoom()
  progressShutdown(association, now)
  return true
}

/** Messages were given up after the events of a turn had been asked for: there may be room again, or nothing left to send. */
export function followUp(association: Association, now: Instant): void {
  association.followUpAt = NEVER
  if (association.reportsDry && association.outbound.settled) association.emit({ kind: 'sender-dry' })
  association.reportRoom()
  progressShutdown(association, now)
}
