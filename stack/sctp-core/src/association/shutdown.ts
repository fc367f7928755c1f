import {
  BARE_CHUNK_LENGTH,
  isFault,
  readShutdownChunk,
  SackChunk,
  SHUTDOWN_ACK,
  SHUTDOWN_CHUNK_LENGTH,
  SHUTDOWN_COMPLETE,
  tsnDistance,
  writeBareChunk,
  writeShutdownChunk,
} from '@sigbed/sctp-codec'
import { giveUpMessages } from '../outbound/undelivered-messages.js'
import { stopHeartbeats } from '../path/path-heartbeat.js'
import { takeOtherSource } from '../path/source-address.js'
import { type Instant, NEVER } from '../time.js'
import { abortAssociation } from './abort.js'
import type { Association } from './association.js'
import { encodeChunk } from './control-queue.js'
import { takeSack } from './send-progress.js'

/** The user's SHUTDOWN (RFC 9260 §9.2): nothing new is accepted; what is queued still goes out. */
export function beginShutdown(association: Association, now: Instant): void {
  switch (association.state) {
    case 'COOKIE-WAIT':
    case 'COOKIE-ECHOED':
      giveUpMessages(association)
      association.end('shutdown')
      association.emit({ kind: 'shutdown-complete' })
      return
    case 'ESTABLISHED':
      association.move('shutdown')
      // §9.2: the guard over the whole sequence, 5 times RTO.Max.
      association.t5Deadline = now + 5 * association.parameters.rtoMaxMs
      progressShutdown(association, now)
      return
    default:
      // §9.2: in SHUTDOWN-RECEIVED and later the request is ignored.
      return
  }
}

/** RFC 6458 §8.1.8: shut down after a time without user data in either direction. */
export function closeIfIdle(association: Association, now: Instant): void {
  const idleUntil = association.trafficAt + association.parameters.autocloseMs
  association.autocloseAt = idleUntil > now ? idleUntil : NEVER
  if (idleUntil <= now) association.shutdown(now)
}

/** Called whenever data has been acknowledged: the next step is due once nothing is outstanding (RFC 9260 §9.2). */
export function progressShutdown(association: Association, now: Instant): void {
  if (!association.outbound.settled) return
  if (association.state === 'SHUTDOWN-PENDING') {
    association.move('nothing outstanding')
    stopHeartbeats(association)
    sendShutdown(association)
    association.t2.start(now, association.paths.dataPath().roundTrip.rtoMs)
  } else if (association.state === 'SHUTDOWN-RECEIVED') {
    association.move('nothing outstanding')
    stopHeartbeats(association)
    resendShutdownAck(association)
    association.t2.start(now, association.paths.dataPath().roundTrip.rtoMs)
  }
}

export function handleShutdown(association: Association, octets: Uint8Array, at: number, length: number, now: Instant): void {
  const cumulativeTsnAck = readShutdownChunk(octets, at, length)
  if (isFault(cumulativeTsnAck)) {
    association.statistics.chunksDiscarded++
    return
  }
  switch (association.state) {
    case 'ESTABLISHED':
    case 'SHUTDOWN-PENDING':
      // §9.2: the state first, so that the last acknowledgement leads to a SHUTDOWN ACK and not to a SHUTDOWN of our own.
      association.move('receive SHUTDOWN')
      association.emit({ kind: 'peer-shutdown' })
      if (acknowledge(association, cumulativeTsnAck, now)) progressShutdown(association, now)
      return
    case 'SHUTDOWN-RECEIVED':
      if (acknowledge(association, cumulativeTsnAck, now)) progressShutdown(association, now)
      return
    case 'SHUTDOWN-SENT':
      // §9.2: both sides shut down at once.
      association.move('receive SHUTDOWN')
      resendShutdownAck(association)
      association.t2.restart(now, association.paths.dataPath().roundTrip.rtoMs)
      return
    case 'SHUTDOWN-ACK-SENT':
      resendShutdownAck(association)
      return
    default:
      // §9.2: in COOKIE-WAIT and COOKIE-ECHOED silently discarded.
      association.statistics.chunksDiscarded++
  }
}

/** §9.2: the Cumulative TSN Ack of a SHUTDOWN counts like that of a SACK; of gaps it says nothing. False when it made the association end. */
function acknowledge(association: Association, cumulativeTsnAck: number, now: Instant): boolean {
  const { outbound } = association
  if (tsnDistance(outbound.outstanding.cumulativeTsnAckPoint, cumulativeTsnAck) < 0) return true
  shutdownAcknowledgement.cumulativeTsnAck = cumulativeTsnAck
  shutdownAcknowledgement.advertisedReceiverWindow = Math.max(outbound.peerWindow + outbound.outstanding.inFlightPayload, 0)
  return takeSack(association, shutdownAcknowledgement, now, true)
}

export function handleShutdownAck(association: Association): void {
  if (association.state !== 'SHUTDOWN-SENT' && association.state !== 'SHUTDOWN-ACK-SENT') {
    association.statistics.chunksDiscarded++
    return
  }
  // §9.2: stop T2, send SHUTDOWN COMPLETE, forget everything. §8.5.1 C: with a TCB, the peer's tag and no T bit.
  const path = association.paths.dataPath()
  const octets = encodeChunk(BARE_CHUNK_LENGTH, (into) => writeBareChunk(into, 0, SHUTDOWN_COMPLETE, 0))
  association.control.clear()
  association.sendControl(octets, path.localAddress, path.remoteAddress, true)
  association.end('receive SHUTDOWN ACK')
  association.emit({ kind: 'shutdown-complete' })
}

export function handleShutdownComplete(association: Association): void {
  // §8.5.1 C: ignored in any other state.
  if (association.state !== 'SHUTDOWN-ACK-SENT') {
    association.statistics.chunksDiscarded++
    return
  }
  association.end('receive SHUTDOWN COMPLETE')
  association.emit({ kind: 'shutdown-complete' })
}

/** T2-shutdown and T5-shutdown-guard (RFC 9260 §9.2). */
export function handleShutdownTimers(association: Association, now: Instant): void {
  if (now >= association.t5Deadline) {
    abortAssociation(association, 'shutdown-timed-out', 'the shutdown sequence took longer than 5 x RTO.Max', [])
    return
  }
  if (!association.t2.expire(now)) return
  association.statistics.t2Expirations++
  const path = association.paths.dataPath()
  path.roundTrip.backOff()
  takeOtherSource(association, path)
  if (association.t2.expirations > association.parameters.associationMaxRetrans) {
    association.lose('shutdown-timed-out', 'the peer did not answer the shutdown')
    return
  }
  association.shutdownRetransmissions++
  if (association.state === 'SHUTDOWN-SENT') sendShutdown(association)
  else if (association.state === 'SHUTDOWN-ACK-SENT') resendShutdownAck(association)
}

/** §9.2: in SHUTDOWN-SENT every packet with DATA is answered by a SHUTDOWN at once, and the count starts anew. */
export function dataWhileShutdownSent(association: Association, now: Instant): void {
  sendShutdown(association)
  association.inbound!.schedule.sent()
  if (association.inbound!.tracker.hasGaps || association.inbound!.tracker.duplicateCount > 0) association.inbound!.schedule.demand()
  association.t2.start(now, association.paths.dataPath().roundTrip.rtoMs)
}

function sendShutdown(association: Association): void {
  const path = shutdownPath(association)
  const { cumulativeTsn } = association.inbound!.tracker
  const octets = encodeChunk(SHUTDOWN_CHUNK_LENGTH, (into) => writeShutdownChunk(into, 0, cumulativeTsn))
  association.sendControl(octets, path.localAddress, path.remoteAddress, false)
}

export function resendShutdownAck(association: Association): void {
  const path = shutdownPath(association)
  const octets = encodeChunk(BARE_CHUNK_LENGTH, (into) => writeBareChunk(into, 0, SHUTDOWN_ACK, 0))
  association.sendControl(octets, path.localAddress, path.remoteAddress, false)
}

/** Retransmissions take turns among the usable paths, as one of them may be the reason for the silence (RFC 9260 §6.4). */
function shutdownPath(association: Association) {
  const usable = association.paths.paths.filter((path) => path.state === 'active')
  const { shutdownRetransmissions } = association
  if (shutdownRetransmissions === 0 || usable.length === 0) return association.paths.dataPath()
  return usable[shutdownRetransmissions % usable.length]!
}

const shutdownAcknowledgement = new SackChunk()
