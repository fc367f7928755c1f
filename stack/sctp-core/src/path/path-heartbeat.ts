import { readU32, writeU32 } from '@sigbed/octets'
import { HEARTBEAT, HEARTBEAT_ACK, isFault, readHeartbeatInfo, writeHeartbeatChunk } from '@sigbed/sctp-codec'
import { grantWantedPrimary } from '../address-configuration/asconf-processing.js'
import type { Association } from '../association/association.js'
import { maySendData } from '../association/association-state.js'
import { type Instant, NEVER } from '../time.js'
import type { Path } from './path.js'
import { changeState, clearErrors, countError } from './path-failure.js'

/** The association is up: paths not confirmed are verified, the others watched when idle (RFC 9260 §5.4, §8.3). */
export function startHeartbeats(association: Association, now: Instant): void {
  let unconfirmed = 0
  for (const path of association.paths.paths) {
    path.heartbeatExpiry = NEVER
    if (path.confirmed) {
      path.heartbeatAt = nextIdleHeartbeat(association, path, now)
    } else {
      // §5.4: HB.Max.Burst probes at a time, the others an RTO later each.
      path.heartbeatAt = now + Math.floor(unconfirmed / association.parameters.heartbeatMaxBurst) * path.roundTrip.rtoMs
      unconfirmed++
    }
  }
}

export function stopHeartbeats(association: Association): void {
  for (const path of association.paths.paths) {
    path.heartbeatAt = NEVER
    path.heartbeatExpiry = NEVER
  }
}

/** Sends and judges the heartbeats of one path whose time has come. */
export function handleHeartbeatTimers(association: Association, path: Path, now: Instant): void {
  if (now >= path.heartbeatExpiry) heartbeatUnanswered(association, path, now)
  // An association that this error ended has no timer left: heartbeatAt is NEVER.
  if (now < path.heartbeatAt) return
  const idleSince = path.lastProbedAt + path.heartbeatIntervalMs
  if (path.state === 'active' && now < idleSince) {
    // §8.3: in use within the heartbeat period, so not idle.
    path.heartbeatAt = nextIdleHeartbeat(association, path, path.lastProbedAt)
    return
  }
  sendHeartbeat(association, path, now)
}

/** Sends a HEARTBEAT now; also the on-demand one of RFC 9260 §11.1.10. */
export function sendHeartbeat(association: Association, path: Path, now: Instant): void {
  association.sendControl(newHeartbeat(association, path, now), path.localAddress, path.remoteAddress, false)
}

/** A HEARTBEAT chunk for that path, counted as sent now: the caller sees to it that it leaves. */
export function newHeartbeat(association: Association, path: Path, now: Instant): Uint8Array {
  const high = association.host.environment.randomUint32()
  const low = association.host.environment.randomUint32()
  // §5.4: a 64-bit nonce and the path it is sent on. The time stays here: what comes back proves only what was sent.
  const info = new Uint8Array(HEARTBEAT_INFO_OCTETS)
  writeU32(info, 0, high)
  writeU32(info, 4, low)
  writeU32(info, 8, path.number)
  const octets = new Uint8Array(HEARTBEAT_CHUNK_OCTETS)
  writeHeartbeatChunk(octets, 0, HEARTBEAT, info, 0, info.length)
  path.rememberNonce(high, low, now)
  path.lastProbedAt = now
  path.heartbeatExpiry = now + path.roundTrip.rtoMs
  path.heartbeatAt = NEVER
  association.statistics.heartbeatsSent++
  return octets
}

/** RFC 9260 §8.3: the whole information goes back unchanged, to the address it came from, from the address it was sent to. */
export function answerHeartbeat(
  association: Association,
  octets: Uint8Array,
  at: number,
  length: number,
  local: number,
  remote: number,
): void {
  const info = readHeartbeatInfo(octets, at, length)
  if (isFault(info)) {
    association.statistics.chunksDiscarded++
    return
  }
  const answer = octets.slice(at, at + ((length + 3) & ~3))
  answer[0] = HEARTBEAT_ACK
  answer[1] = 0
  association.sendControl(answer, local, remote, false)
}

/** RFC 9260 §8.3 and §5.4: only the nonce that was sent on that very path counts; then it is confirmed, active and measured. */
export function handleHeartbeatAck(association: Association, octets: Uint8Array, at: number, length: number, now: Instant): void {
  const info = readHeartbeatInfo(octets, at, length)
  const path =
    isFault(info) || info.infoLength !== HEARTBEAT_INFO_OCTETS ? undefined : pathWith(association, readU32(octets, info.infoAt + 8))
  if (isFault(info) || path === undefined) {
    association.statistics.chunksDiscarded++
    return
  }
  const sentAt = path.redeemNonce(readU32(octets, info.infoAt), readU32(octets, info.infoAt + 4))
  if (Number.isNaN(sentAt)) {
    association.statistics.chunksDiscarded++
    return
  }
  association.statistics.heartbeatAcksReceived++
  path.roundTrip.measure(now - sentAt)
  path.heartbeatExpiry = NEVER
  path.heartbeatAt = nextIdleHeartbeat(association, path, now)
  association.errorCount = 0
  if (!path.confirmed) {
    path.confirmed = true
    path.errorCount = 0
    changeState(association, path, 'active', 'confirmed', now)
    grantWantedPrimary(association, path)
  } else {
    clearErrors(association, path, 'heartbeat-acknowledged', now)
  }
}

function pathWith(association: Association, number: number): Path | undefined {
  return association.paths.paths.find((path) => path.number === number)
}

/**
 * T3-rtx expired on the path and was counted: a heartbeat under way there went the way of the data. One silence is one error and one
 * back-off (RFC 9260 §8.2), so it is not waited for any longer; its answer, should it come, is recognised all the same.
 */
export function giveUpHeartbeatUnderWay(association: Association, path: Path, now: Instant): void {
  if (path.heartbeatExpiry === NEVER) return
  path.heartbeatExpiry = NEVER
  path.heartbeatAt = nextHeartbeatAfterSilence(association, path, now)
}

function heartbeatUnanswered(association: Association, path: Path, now: Instant): void {
  path.heartbeatExpiry = NEVER
  // While T3-rtx runs on the path, its expiries are the errors: one silence is not counted twice.
  if (path.outstandingOctets === 0) {
    path.roundTrip.backOff()
    countError(association, path, 'heartbeat-unanswered', now)
    if (association.isOver) return
  }
  path.heartbeatAt = nextHeartbeatAfterSilence(association, path, now)
}

/** RFC 7829 §3.2: a potentially failed path is probed every RTO; so is one not yet confirmed (RFC 9260 §5.4). The RTO has just gone by. */
function nextHeartbeatAfterSilence(association: Association, path: Path, now: Instant): Instant {
  const probing = path.state === 'potentially-failed' || path.state === 'unconfirmed'
  return probing ? now : nextIdleHeartbeat(association, path, now)
}

/** RFC 9260 §8.3: once per RTO plus HB.interval, with jitter of ± 50 % of the RTO. */
function nextIdleHeartbeat(association: Association, path: Path, from: Instant): Instant {
  // §8.3: discontinued after SHUTDOWN or SHUTDOWN ACK has been sent; data and heartbeats move in the same states.
  if (!path.heartbeatEnabled || !maySendData(association.state)) return NEVER
  const jitter = association.host.environment.randomUint32() / 0x1_0000_0000 + 0.5
  return from + path.heartbeatIntervalMs + path.roundTrip.rtoMs * jitter
}

const HEARTBEAT_INFO_OCTETS = 12
const HEARTBEAT_CHUNK_OCTETS = 20
