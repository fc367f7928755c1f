import { readU32 } from '@sigbed/octets'
import {
  ABORT,
  ASCONF,
  ASCONF_ACK,
  AUTH,
  CHUNK_HEADER_LENGTH,
  ChunkCursor,
  COMMON_HEADER_LENGTH,
  COOKIE_ACK,
  COOKIE_ECHO,
  DATA,
  DataChunk,
  ERROR,
  FORWARD_TSN,
  ForwardTsnChunk,
  HEARTBEAT,
  HEARTBEAT_ACK,
  I_DATA,
  IDataChunk,
  INIT,
  INIT_ACK,
  isFault,
  mustReportUnknown,
  mustStopAtUnknown,
  PAD,
  readDataChunk,
  readErrorCauses,
  readForwardTsnChunk,
  readIDataChunk,
  readInitChunk,
  readSackChunk,
  SACK,
  SackChunk,
  SHUTDOWN,
  SHUTDOWN_ACK,
  SHUTDOWN_COMPLETE,
} from '@sigbed/sctp-codec'
import { handleAddressConfiguration } from '../address-configuration/asconf-processing.js'
import { handleAsconfUnrecognized } from '../address-configuration/asconf-request.js'
import { authenticate } from '../authentication/authenticated-reception.js'
import { reflectedTagFits } from '../endpoint/verification-tag-rules.js'
import type { DataOutcome, InboundData } from '../inbound/inbound-data.js'
import { answerHeartbeat, handleHeartbeatAck } from '../path/path-heartbeat.js'
import type { Instant } from '../time.js'
import { abortAssociation, abortForViolation, describeCauses, handleAbort, sendError } from './abort.js'
import type { Association } from './association.js'
import { mayReceiveData } from './association-state.js'
import { takeSack } from './send-progress.js'
import { handleCookieAck, handleInitAck, handleStaleCookie } from './setup.js'
import { dataWhileShutdownSent, handleShutdown, handleShutdownAck, handleShutdownComplete } from './shutdown.js'

/** What is known of the packet whose chunks are being handled. */
export interface PacketContext {
  octets: Uint8Array
  at: number
  length: number
  localAddress: number
  remoteAddress: number
}

/**
 * Handles the chunks of a packet whose checksum, tag and addresses have been checked, from the chunk after `skipChunks` on. INIT
 * and COOKIE ECHO have been dealt with by the endpoint; any left over is out of place.
 *
 * @param authenticated an AUTH chunk among those skipped covers the rest
 */
export function handleChunks(
  association: Association,
  packet: PacketContext,
  skipChunks: number,
  now: Instant,
  authenticated = false,
): void {
  const { octets } = packet
  association.statistics.packetsReceived++
  cursor.begin(octets, packet.at, packet.length)
  dataState.begin()
  for (let i = 0; i < skipChunks; i++) cursor.next()
  while (!association.isOver && cursor.next()) {
    const { type, at, length } = cursor
    if (type !== DATA && type !== I_DATA) association.statistics.controlChunksReceived++
    if (association.authentication !== null) {
      if (type === AUTH) {
        // RFC 4895 §5.1: not more than once in a packet; §6.3: what a MAC does not prove to be the peer's is silently discarded.
        if (authenticated || !authenticate(association, association.authentication, packet, at, length)) break
        authenticated = true
        continue
      }
      if (!authenticated && association.authentication.isRequired(type)) {
        association.statistics.unauthenticatedChunks++
        // RFC 5061 §5.2 D5: with an ASCONF goes the rest of the packet.
        if (type === ASCONF) break
        continue
      }
    }
    switch (type) {
      case DATA:
        handleData(association, packet, at, length, cursor.flags)
        break
      case I_DATA:
        // To an endpoint that does not offer it, a chunk like any other it does not know.
        if (association.parameters.interleaving) handleIData(association, packet, at, length, cursor.flags)
        else if (!handleUnknown(association, packet, type, at, length)) {
          finishData(association, packet, now)
          return
        }
        break
      case SACK:
        handleSack(association, octets, at, length, now)
        break
      case HEARTBEAT:
        // §8.3: answered once the peer may count on this side, that is in every state here but COOKIE-WAIT.
        if (association.state !== 'COOKIE-WAIT') answerHeartbeat(association, octets, at, length, packet.localAddress, packet.remoteAddress)
        break
      case HEARTBEAT_ACK:
        handleHeartbeatAck(association, octets, at, length, now)
        break
      case ABORT:
        // RFC 5061 §5.3 F4: to an address that is being deleted it means nothing.
        if (association.addressConfiguration?.leaving.has(packet.localAddress) === true) {
          association.statistics.chunksDiscarded++
          finishData(association, packet, now)
          return
        }
        // §8.5.1 B: behind other chunks its T bit has not been held against the tag yet.
        if (reflectedTagFits(association, readU32(octets, packet.at + VERIFICATION_TAG_AT), cursor.flags))
          handleAbort(association, octets, at, length)
        else association.statistics.chunksDiscarded++
        finishData(association, packet, now)
        return
      case SHUTDOWN:
        handleShutdown(association, octets, at, length, now)
        break
      case SHUTDOWN_ACK:
        handleShutdownAck(association)
        break
      case SHUTDOWN_COMPLETE:
        // §6.10: the only chunk of its packet, or none; and it may have come under the peer's tag, so nothing behind it counts.
        if (isAlone(packet, at, length)) handleShutdownComplete(association)
        else association.statistics.chunksDiscarded++
        finishData(association, packet, now)
        return
      case ERROR:
        handleError(association, octets, at, length, now)
        break
      case COOKIE_ACK:
        handleCookieAck(association, now)
        break
      case INIT_ACK: {
        // §5.1, §6.10: it MUST be the only chunk of its packet.
        const init = isAlone(packet, at, length) ? readInitChunk(octets, at, length) : null
        if (init === null || isFault(init)) association.statistics.chunksDiscarded++
        else handleInitAck(association, init, packet.remoteAddress, now)
        finishData(association, packet, now)
        return
      }
      case INIT:
      case COOKIE_ECHO:
        association.statistics.chunksDiscarded++
        break
      case ASCONF:
      case ASCONF_ACK:
        if (association.addressConfiguration === null) {
          if (!handleUnknown(association, packet, type, at, length)) {
            finishData(association, packet, now)
            return
          }
        } else handleAddressConfiguration(association, packet, type, at, length, now)
        break
      case PAD:
        // RFC 4820 §3: thrown away.
        break
      case FORWARD_TSN:
        // RFC 3758 §3.3.1: where it was not offered, an endpoint MUST act as if it did not know the chunk.
        if (association.capabilities.partialReliability) handleForwardTsn(association, octets, at, length)
        else handleUnknown(association, packet, type, at, length)
        break
      default:
        if (!handleUnknown(association, packet, type, at, length)) {
          finishData(association, packet, now)
          return
        }
    }
  }
  if (cursor.fault !== null) association.statistics.chunksDiscarded++
  finishData(association, packet, now)
}

/** No other chunk is in the packet; padding behind the last is none. */
function isAlone(packet: PacketContext, at: number, length: number): boolean {
  return at === packet.at + COMMON_HEADER_LENGTH && packet.at + packet.length - (at + length) < CHUNK_HEADER_LENGTH
}

/** What the DATA and FORWARD TSN chunks of the packet at hand have amounted to. */
class DataState {
  seen = false
  /** The SACK is not to wait. */
  immediate = false
  begin(): void {
    this.seen = false
    this.immediate = false
  }
}

function handleData(association: Association, packet: PacketContext, at: number, length: number, flags: number): void {
  const { octets } = packet
  const { inbound, statistics } = association
  if (inbound === null || !mayReceiveData(association.state) || readDataChunk(octets, at, length, flags, data) !== null) {
    statistics.chunksDiscarded++
    return
  }
  if (association.capabilities.interleaving) {
    // RFC 8260 §2.2.3: the two kinds never mix, and whoever receives the wrong one MUST abort.
    abortForViolation(association, 'a DATA chunk where I-DATA was agreed')
    return
  }
  if (mayTakeIn(association, packet, data, inbound)) settle(association, data, inbound.receive(data, octets))
}

/** The same for an I-DATA chunk (RFC 8260 §2.1). */
function handleIData(association: Association, packet: PacketContext, at: number, length: number, flags: number): void {
  const { octets } = packet
  const { inbound, statistics } = association
  if (inbound === null || !mayReceiveData(association.state) || readIDataChunk(octets, at, length, flags, iData) !== null) {
    statistics.chunksDiscarded++
    return
  }
  if (!association.capabilities.interleaving) {
    abortForViolation(association, 'an I-DATA chunk where it was not agreed')
    return
  }
  if (mayTakeIn(association, packet, iData, inbound)) settle(association, iData, inbound.receiveInterleaved(iData, octets))
}

/** False when the chunk was answered by ABORT or ERROR. */
function mayTakeIn(association: Association, packet: PacketContext, chunk: DataChunk | IDataChunk, inbound: InboundData): boolean {
  dataState.seen = true
  // §6.2 by RFC 5681 §4.2: what fills a gap, in whole or in part, is acknowledged at once, as what opens one is.
  if (chunk.immediate || inbound.tracker.hasGaps) dataState.immediate = true
  if (chunk.payloadLength === 0) {
    // §6.2: a DATA chunk without user data is answered by ABORT.
    abortAssociation(association, 'protocol-violation', 'a DATA chunk without user data', [
      { kind: 'no-user-data', code: 9, tsn: chunk.tsn },
    ])
    return false
  }
  if (chunk.streamId >= association.inboundStreams) {
    refuseStream(association, packet, chunk)
    return false
  }
  inbound.delivery.remoteAddress = packet.remoteAddress
  return true
}

function settle(association: Association, chunk: DataChunk | IDataChunk, outcome: DataOutcome): void {
  const { statistics } = association
  switch (outcome) {
    case 'accepted':
      statistics.dataChunksReceived++
      if (chunk.unordered) statistics.unorderedChunksReceived++
      return
    case 'duplicate':
      statistics.duplicateTsnsReceived++
      dataState.immediate = true
      return
    case 'dropped':
      statistics.dataDroppedForWindow++
      dataState.immediate = true
      return
    case 'given-up':
      // RFC 3758 §3.6: the rest of a message of which a FORWARD TSN took the beginning.
      statistics.chunksDiscarded++
      return
    case 'contradiction':
      // §3.3.10.13: fragments that contradict one another.
      abortForViolation(association, 'fragments of one message disagree')
  }
}

/** RFC 3758 §3.6. */
function handleForwardTsn(association: Association, octets: Uint8Array, at: number, length: number): void {
  const { inbound, statistics } = association
  if (inbound === null || !mayReceiveData(association.state) || readForwardTsnChunk(octets, at, length, forwardTsn) !== null) {
    statistics.chunksDiscarded++
    return
  }
  statistics.forwardTsnsReceived++
  // The rules of DATA hold for the SACK, which is not delayed: something was missing, or an earlier SACK was lost.
  dataState.seen = true
  dataState.immediate = true
  if (inbound.forward(forwardTsn, association.inboundStreams) === 'beyond-window') statistics.chunksDiscarded++
}

/** §6.5: acknowledged, reported by ERROR, and its data thrown away. */
function refuseStream(association: Association, packet: PacketContext, chunk: DataChunk | IDataChunk): void {
  const inbound = association.inbound!
  if (inbound.tracker.judge(chunk.tsn) === 'new') inbound.tracker.receive(chunk.tsn)
  const { localAddress, remoteAddress } = packet
  sendError(association, [{ kind: 'invalid-stream-identifier', code: 1, streamId: chunk.streamId }], localAddress, remoteAddress)
  association.statistics.chunksDiscarded++
}

/** After the last chunk: one decision about the SACK for the whole packet (§6.2). */
function finishData(association: Association, packet: PacketContext, now: Instant): void {
  const { inbound } = association
  if (!dataState.seen || inbound === null || association.isOver) return
  association.noteTraffic(now)
  association.statistics.messagesReassembled = inbound.reassembledMessages
  // §6.7: while there is a hole, every packet with data is acknowledged at once.
  const immediately = dataState.immediate || inbound.tracker.hasGaps
  inbound.schedule.packetArrived(immediately, packet.localAddress, packet.remoteAddress, now)
  if (association.state === 'SHUTDOWN-SENT') dataWhileShutdownSent(association, now)
}

function handleSack(association: Association, octets: Uint8Array, at: number, length: number, now: Instant): void {
  association.statistics.sacksReceived++
  const { state } = association
  // §6 and §9.2: SACKs mean something wherever data may be outstanding.
  const expected = state === 'ESTABLISHED' || state === 'SHUTDOWN-PENDING' || state === 'SHUTDOWN-RECEIVED'
  if (!expected || readSackChunk(octets, at, length, sack) !== null) {
    association.statistics.chunksDiscarded++
    return
  }
  takeSack(association, sack, now)
}

function handleError(association: Association, octets: Uint8Array, at: number, length: number, now: Instant): void {
  const causes = readErrorCauses(octets, at, length)
  if (isFault(causes)) {
    association.statistics.chunksDiscarded++
    return
  }
  const stale = causes.find((cause) => cause.kind === 'stale-cookie')
  if (stale !== undefined) {
    // §5.2.6: but for COOKIE-ECHOED silently discarded.
    if (association.state !== 'COOKIE-ECHOED') {
      association.statistics.chunksDiscarded++
      return
    }
    handleStaleCookie(association, stale.stalenessUs, now)
  }
  const { addressConfiguration } = association
  // RFC 5061 §5.1 A9
  if (addressConfiguration !== null && causes.some((cause) => cause.kind === 'unrecognized-chunk-type' && cause.chunk[0] === ASCONF))
    handleAsconfUnrecognized(association, addressConfiguration)
  if (!association.isOver) association.emit({ kind: 'communication-error', causes: describeCauses(causes) })
}

/** RFC 9260 §3.2: the two high bits of an unknown type say whether to go on and whether to report it. False: stop here. */
function handleUnknown(association: Association, packet: PacketContext, type: number, at: number, length: number): boolean {
  association.statistics.chunksDiscarded++
  if (mustReportUnknown(type) && association.peerTag !== 0) {
    const chunk = packet.octets.slice(at, at + Math.min(length, MOST_REPORTED_OCTETS))
    sendError(association, [{ kind: 'unrecognized-chunk-type', code: 6, chunk }], packet.localAddress, packet.remoteAddress)
  }
  return !mustStopAtUnknown(type)
}

/** Reused: chunks are handled one packet at a time, and nothing here calls back into this file. */
const cursor = new ChunkCursor()
const data = new DataChunk()
const iData = new IDataChunk()
const sack = new SackChunk()
const forwardTsn = new ForwardTsnChunk()
const dataState = new DataState()
/** Offset in the common header. */
const VERIFICATION_TAG_AT = 4
/** An error report is to fit into one packet. */
const MOST_REPORTED_OCTETS = 256
