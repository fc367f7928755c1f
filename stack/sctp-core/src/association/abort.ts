import {
  abortChunkLength,
  type ErrorCause,
  errorCauseName,
  errorChunkLength,
  isFault,
  readErrorCauses,
  writeAbortChunk,
  writeErrorChunk,
} from '@sigbed/sctp-codec'
import type { Association } from './association.js'
import type { LossReason } from './association-event.js'
import { encodeChunk } from './control-queue.js'

/** RFC 9260 §9.1: tells the peer in a packet of its own, then forgets the association; the user hears of it. */
export function abortAssociation(association: Association, reason: LossReason, detail: string, causes: readonly ErrorCause[]): void {
  if (association.state === 'CLOSED') return
  if (association.peerTag !== 0) {
    const path = association.paths.dataPath()
    const octets = encodeChunk(abortChunkLength(causes), (into) => writeAbortChunk(into, 0, false, causes))
    association.control.clear()
    association.sendControl(octets, path.localAddress, path.remoteAddress, true)
  }
  association.lose(reason, detail)
}

/**
 * An INIT ACK with the Initiate Tag 0 (§3.3.3): there is no tag to send to, so the ABORT reflects the one the INIT ACK came with, which
 * is this side's own, and says so by its T bit.
 */
export function abortForZeroTag(association: Association, remoteAddress: number, detail: string, causes: readonly ErrorCause[]): void {
  const path = association.paths.byRemoteAddress(remoteAddress) ?? association.paths.dataPath()
  const octets = encodeChunk(abortChunkLength(causes), (into) => writeAbortChunk(into, 0, true, causes))
  association.control.clear()
  association.sendControl(octets, path.localAddress, path.remoteAddress, true, association.localTag)
  association.lose('protocol-violation', detail)
}

/** On the user's request: the reason goes along (§9.1, §3.3.10.12). */
export function abortByUser(association: Association, reason: string): void {
  const octets = Uint8Array.from(reason.slice(0, LONGEST_ABORT_REASON), (character) => character.charCodeAt(0) & 0x7f)
  abortAssociation(association, 'aborted-by-user', reason, [{ kind: 'user-initiated-abort', code: 12, reason: octets }])
}

/** The peer broke the protocol in a way the RFC answers with ABORT; `information` goes along for its log (§3.3.10.13). */
export function abortForViolation(association: Association, information: string): void {
  const octets = Uint8Array.from(information, (character) => character.charCodeAt(0) & 0x7f)
  abortAssociation(association, 'protocol-violation', information, [{ kind: 'protocol-violation', code: 13, information: octets }])
}

/** An ABORT whose tag has been checked (§8.5.1 B): the association is gone, whatever the causes say. */
export function handleAbort(association: Association, octets: Uint8Array, at: number, length: number): void {
  // §9.1: a packet with an ABORT MUST NOT be answered, nor is anything else that waits of use to anybody.
  association.control.clear()
  const causes = readErrorCauses(octets, at, length)
  if (isFault(causes)) {
    // §3.3.7: with a format error it MUST be silently discarded.
    association.statistics.chunksDiscarded++
    return
  }
  const duringSetup = association.state === 'COOKIE-WAIT' || association.state === 'COOKIE-ECHOED'
  association.lose(duringSetup ? 'setup-refused' : 'aborted-by-peer', describeCauses(causes))
}

/** Reports an error to the peer without ending the association (§3.3.10). */
export function sendError(association: Association, causes: readonly ErrorCause[], localAddress: number, remoteAddress: number): void {
  const octets = encodeChunk(errorChunkLength(causes), (into) => writeErrorChunk(into, 0, causes))
  // §6.4: a reply goes back where its cause came from; §5.4: but nothing of this kind to an address that is not confirmed.
  if (association.paths.byRemoteAddress(remoteAddress)?.confirmed === true) {
    association.sendControl(octets, localAddress, remoteAddress, false)
    return
  }
  const path = association.paths.dataPath()
  association.sendControl(octets, path.localAddress, path.remoteAddress, false)
}

/** For people: "User-Initiated Abort (maintenance)", or "no cause given". */
export function describeCauses(causes: readonly ErrorCause[]): string {
  if (causes.length === 0) return 'no cause given'
  return causes.map((cause) => `${errorCauseName(cause.code)}${spokenDetail(cause)}`).join(', ')
}

function spokenDetail(cause: ErrorCause): string {
  const octets = cause.kind === 'user-initiated-abort' ? cause.reason : cause.kind === 'protocol-violation' ? cause.information : null
  if (octets === null || octets.length === 0) return ''
  const text = Array.from(octets.subarray(0, MOST_DETAIL), (octet) =>
    octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.',
  ).join('')
  return ` (${text})`
}

const MOST_DETAIL = 120
const LONGEST_ABORT_REASON = 200
