import { padded } from '@sigbed/octets'
import {
  COMMON_HEADER_LENGTH,
  DATA_BEGINNING,
  DATA_ENDING,
  DATA_IMMEDIATE,
  DATA_UNORDERED,
  FORWARD_TSN,
  ForwardTsnChunk,
  forwardTsnChunkLength,
  mostSkippedStreams,
  SACK,
  SackChunk,
  ssnAdd,
  tsnAdd,
  writeDataChunk,
  writeForwardTsnChunk,
  writeIDataChunk,
  writeSackChunk,
} from '@sigbed/sctp-codec'
import type { Association } from '../association/association.js'
import { maySendData } from '../association/association-state.js'
import type { PacketBatch } from '../endpoint/packet-batch.js'
import type { Path } from '../path/path.js'
import type { PathSet } from '../path/path-set.js'
import type { Instant } from '../time.js'
import { abandonFront, abandonWhatIsSpent } from './abandonment.js'
import type { OutboundData } from './outbound-data.js'
import { CHUNK_IN_FLIGHT, type OutstandingChunk } from './outstanding-data.js'
import { PacketBuilder } from './packet-builder.js'
import { nextMarked } from './retransmission.js'
import type { QueuedMessage } from './send-queue.js'
import { peerHasRoomFor } from './zero-window-probe.js'

/**
 * Writes everything an association may send now into the batch: control chunks, then the SACK and FORWARD TSN, then retransmissions, then
 * new data (RFC 9260 §6.1 C), bundled as far as they go the same way (§6.10).
 *
 * @returns false when the batch ran out of room: to be called again with an empty one
 */
export function transmit(association: Association, batch: PacketBatch, now: Instant): boolean {
  abandonWhatIsSpent(association, now)
  const done =
    sendControl(association, batch) &&
    sendSack(association, batch) &&
    sendForwardTsn(association, batch, now) &&
    sendMarked(association, batch, now) &&
    sendNew(association, batch, now)
  association.statistics.packetsSent += builder.finish()
  return done
}

/** One at a time: a packet is always finished before transmit returns. */
const builder = new PacketBuilder()
const sack = new SackChunk()
const forwardTsn = new ForwardTsnChunk()

function sendControl(association: Association, batch: PacketBatch): boolean {
  const { control, statistics, authentication } = association
  for (let chunk = control.front; chunk !== undefined; chunk = control.front) {
    const type = authentication === null ? chunk.octets[0]! : authentication.decidingType(chunk.octets)
    const fits =
      !chunk.alone &&
      builder.goesTo(chunk.localAddress, chunk.remoteAddress, chunk.verificationTag) &&
      chunk.octets.length <= builder.roomFor(type)
    if (!fits) {
      statistics.packetsSent += builder.finish()
      const neededOctets = COMMON_HEADER_LENGTH + (authentication?.octetsBefore(type) ?? 0) + chunk.octets.length
      const packetOctets = Math.max(association.paths.packetOctetsTo(chunk.remoteAddress), neededOctets)
      const { localPort, peerPort } = association
      const { localAddress, remoteAddress, verificationTag } = chunk
      if (!builder.begin(batch, localAddress, remoteAddress, localPort, peerPort, verificationTag, packetOctets, authentication))
        return false
    }
    builder.prepareFor(type)
    builder.octets.set(chunk.octets, builder.at)
    builder.at += chunk.octets.length
    if (chunk.alone) statistics.packetsSent += builder.finish()
    control.shift()
    statistics.controlChunksSent++
  }
  return true
}

function sendSack(association: Association, batch: PacketBatch): boolean {
  const { inbound } = association
  if (inbound === null || !inbound.schedule.due) return true
  const { schedule } = inbound
  // §6.4: back to where the DATA came from, as long as that way is not known to be doubtful.
  const back = association.paths.byRemoteAddress(schedule.remoteAddress)
  const path = back !== null && back.state === 'active' ? back : association.paths.dataPath()
  const localAddress = path === back ? schedule.localAddress : path.localAddress
  const bundled = builder.goesTo(localAddress, path.remoteAddress, association.peerTag) && builder.roomFor(SACK) >= SACK_FIXED_OCTETS
  if (!bundled && !beginOn(association, batch, path, localAddress)) return false
  appendSack(association, builder.roomFor(SACK))
  return true
}

/** Into the open packet, in `room` octets, which hold a SACK at least. §6.2: as many Gap Ack Blocks as the packet has room for. */
function appendSack(association: Association, room: number): void {
  const inbound = association.inbound!
  inbound.tracker.describe(sack, (room - SACK_FIXED_OCTETS) >>> 2)
  sack.advertisedReceiverWindow = inbound.window.advertise()
  builder.prepareFor(SACK)
  builder.at = writeSackChunk(builder.octets, builder.at, sack)
  inbound.schedule.sent()
  association.statistics.sacksSent++
  association.statistics.controlChunksSent++
}

/** RFC 3758 §3.5 C3: bundled with the DATA chunks that follow, as far as they go the same way (F2). */
function sendForwardTsn(association: Association, batch: PacketBatch, now: Instant): boolean {
  const { outbound, paths } = association
  const { advancedPeerAckPoint } = outbound
  if (!advancedPeerAckPoint.due || !maySendData(association.state)) return true
  const path = advancedPeerAckPoint.path(paths)
  if (!path.confirmed) return true
  const before = COMMON_HEADER_LENGTH + (association.authentication?.octetsBefore(FORWARD_TSN) ?? 0)
  advancedPeerAckPoint.describe(forwardTsn, mostSkippedStreams(path.packetOctets - before))
  const fits =
    builder.goesTo(path.localAddress, path.remoteAddress, association.peerTag) &&
    builder.roomFor(FORWARD_TSN) >= forwardTsnChunkLength(forwardTsn.skippedStreamCount)
  if (!fits && !beginOn(association, batch, path, path.localAddress)) return false
  builder.prepareFor(FORWARD_TSN)
  builder.at = writeForwardTsnChunk(builder.octets, builder.at, forwardTsn)
  advancedPeerAckPoint.sent(path, now)
  // C5
  path.ensureT3(now)
  association.statistics.forwardTsnsSent++
  association.statistics.controlChunksSent++
  return true
}

function sendMarked(association: Association, batch: PacketBatch, now: Instant): boolean {
  const { outbound, paths } = association
  if (outbound.outstanding.marked === 0) {
    outbound.urgentRetransmission = false
    return true
  }
  if (!maySendData(association.state)) return true
  let from = 0
  let path: Path | null = null
  for (let chunk = nextMarked(outbound, from); chunk !== null; chunk = nextMarked(outbound, from)) {
    const last = paths.paths[chunk.path]!
    const to: Path = chunk.timedOut || last.state !== 'active' ? paths.retransmissionPath(last) : last
    // RFC 9260 §5.4: nothing but probes to an address that is not confirmed; where the peer has given up all others, data wait.
    if (!to.confirmed) return true
    const length = padded(outbound.chunkHeaderOctets + chunk.length)
    if (outbound.queue.separatesStreams) closePacketOfOthers(association, chunk.streamId)
    if (path !== to || !builder.open || length > builder.roomFor(outbound.chunkType)) {
      // A new packet: cwnd must allow it, but for the one that leaves at once (§6.3.3 E3, FastRetransmit).
      if (path !== null) outbound.urgentRetransmission = false
      if (!outbound.urgentRetransmission && !to.congestion.allowsPacket(to.outstandingOctets)) return true
      if (!dataPacketOn(association, batch, to, length)) return false
      path = to
    }
    // §6.1: this packet is all that may be in flight, so its SACK is wanted without delay.
    if (to.congestion.onePacketOnly) chunk.flags |= DATA_IMMEDIATE
    writeOutstanding(chunk, outbound)
    const index = outbound.outstanding.indexOf(chunk.tsn)
    // §6.1: T3-rtx is restarted when the earliest chunk outstanding on the path is sent again.
    if (isEarliestOn(association, to, index)) to.restartT3(now)
    outbound.outstanding.resend(chunk, to)
    outbound.peerWindow -= chunk.length
    to.ensureT3(now)
    to.lastDataAt = now
    association.statistics.dataChunksRetransmitted++
    to.retransmittedChunks++
    from = index + 1
  }
  outbound.urgentRetransmission = false
  return true
}

function isEarliestOn(association: Association, path: Path, index: number): boolean {
  if (path.outstandingOctets === 0) return false
  for (let i = 0; i < index; i++) {
    const chunk = association.outbound.outstanding.at(i)
    if (chunk.state === CHUNK_IN_FLIGHT && chunk.path === path.index) return false
  }
  return true
}

function writeOutstanding(chunk: OutstandingChunk, outbound: OutboundData): void {
  const { flags, tsn, streamId, streamSequenceNumber, payloadProtocolId, page, at, length } = chunk
  builder.streamId = streamId
  builder.prepareFor(outbound.chunkType)
  if (outbound.queue.interleaving) {
    writeInterleaved(chunk)
    return
  }
  builder.at = writeDataChunk(
    builder.octets,
    builder.at,
    flags,
    tsn,
    streamId,
    streamSequenceNumber,
    payloadProtocolId,
    page.octets,
    at,
    length,
  )
}

/** RFC 8260 §2.1: the PPID with the first fragment, the FSN with the others. */
function writeInterleaved(chunk: OutstandingChunk): void {
  const { flags, tsn, streamId, streamSequenceNumber: messageId, payloadProtocolId, fragmentSequenceNumber, page, at, length } = chunk
  builder.at = writeIDataChunk(
    builder.octets,
    builder.at,
    flags,
    tsn,
    streamId,
    messageId,
    payloadProtocolId,
    fragmentSequenceNumber,
    page.octets,
    at,
    length,
  )
}

function sendNew(association: Association, batch: PacketBatch, now: Instant): boolean {
  const { outbound, paths, parameters } = association
  const { queue, outstanding } = outbound
  if (queue.length === 0 || !maySendData(association.state)) return true
  let path: Path | null = null
  let window = 0
  let packetOpen = false
  const { separatesStreams } = queue
  if (separatesStreams) separateFront(association)
  while (queue.length > 0 && outstanding.length < MOST_OUTSTANDING_CHUNKS) {
    if (abandonFront(association, now)) {
      if (separatesStreams && !mayContinuePacket(association)) packetOpen = false
      continue
    }
    const message = queue.front
    const way = wayOf(message, paths)
    // §5.4: nothing but probes MUST go to an address that is not confirmed.
    if (!way.confirmed) return true
    if (path !== way) {
      path = way
      packetOpen = false
      decayIdleWindow(path, now)
      // §6.1 D: Max.Burst, by a window that is smaller for this turn only.
      window = Math.min(path.congestion.cwnd, path.outstandingOctets + parameters.maxBurst * path.congestion.pmdcs)
    }
    const fragment = Math.min(message.length - message.sent, association.fragmentationPoint)
    if (!peerHasRoomFor(association, fragment, path, now)) return true
    const chunkOctets = padded(outbound.chunkHeaderOctets + fragment)
    if (!packetOpen || chunkOctets > builder.roomFor(outbound.chunkType)) {
      // §6.1 B: a packet may begin below cwnd and then exceed it.
      if (path.outstandingOctets >= window || !path.congestion.allowsPacket(path.outstandingOctets)) return true
      if (!dataPacketOn(association, batch, path, chunkOctets)) return false
      packetOpen = true
    }
    sendFragment(association, message, path, fragment, chunkOctets, now)
    if (separatesStreams && !mayContinuePacket(association)) packetOpen = false
  }
  return true
}

/** RFC 9260 §6.4, §11.1.5: the path that carries data, unless the user named another for this message and that one is active. */
function wayOf(message: QueuedMessage, paths: PathSet): Path {
  if (message.remoteAddress < 0) return paths.dataPath()
  const chosen = paths.byRemoteAddress(message.remoteAddress)
  return chosen !== null && chosen.state === 'active' ? chosen : paths.dataPath()
}

function sendFragment(
  association: Association,
  message: QueuedMessage,
  path: Path,
  fragment: number,
  chunkOctets: number,
  now: Instant,
): void {
  const { outbound } = association
  const { queue } = outbound
  const chunk = outbound.outstanding.send(path, fragment, chunkOctets)
  if (queue.interleaving) {
    if (message.sent === 0) message.streamSequenceNumber = outbound.takeMessageId(message.streamId, message.unordered)
    chunk.fragmentSequenceNumber = message.nextFragment
    message.nextFragment = tsnAdd(message.nextFragment, 1)
  } else if (message.sent === 0 && !message.unordered) {
    const next = outbound.nextStreamSequenceNumber
    message.streamSequenceNumber = next[message.streamId]!
    next[message.streamId] = ssnAdd(message.streamSequenceNumber, 1)
  }
  chunk.streamId = message.streamId
  chunk.streamSequenceNumber = message.streamSequenceNumber
  chunk.payloadProtocolId = message.payloadProtocolId
  chunk.page = message.page
  chunk.at = message.at + message.sent
  chunk.messageAt = message.at
  chunk.serial = message.serial
  chunk.policy = message.policy
  chunk.policyValue = message.policyValue
  chunk.flags = message.unordered ? DATA_UNORDERED : 0
  if (message.sent === 0) chunk.flags |= DATA_BEGINNING
  if (message.sent + fragment === message.length) {
    chunk.flags |= DATA_ENDING
    chunk.context = message.context
    if (message.immediate) chunk.flags |= DATA_IMMEDIATE
    association.statistics.messagesSent++
    if (fragment < message.length) association.statistics.messagesFragmented++
  }
  queue.cut(message, fragment)
  // §6.1: the last data before a shutdown wants its SACK at once, and so does the only packet that may be in flight.
  if ((association.state === 'SHUTDOWN-PENDING' && queue.length === 0) || path.congestion.onePacketOnly) chunk.flags |= DATA_IMMEDIATE
  writeOutstanding(chunk, outbound)
  outbound.peerWindow -= fragment
  if (Number.isNaN(path.timedAt)) {
    path.timedAt = now
    path.timedTsn = chunk.tsn
  }
  path.ensureT3(now)
  path.lastDataAt = now
  path.lastProbedAt = now
  association.noteTraffic(now)
  path.decayed = false
  association.statistics.dataChunksSent++
  if (message.unordered) association.statistics.unorderedChunksSent++
}

/** §7.2.1, last rule: the window of a path that carried no data shrinks once per RTO. */
function decayIdleWindow(path: Path, now: Instant): void {
  if (Number.isNaN(path.lastDataAt) || path.outstandingOctets > 0) return
  let idle = now - path.lastDataAt
  for (let rounds = 0; idle >= path.roundTrip.rtoMs && rounds < MOST_DECAYS; rounds++, idle -= path.roundTrip.rtoMs) {
    path.congestion.idled(!path.decayed)
    path.decayed = true
    // Once per RTO, however often this is asked before data goes out again.
    path.lastDataAt += path.roundTrip.rtoMs
  }
}

/** RFC 8260 §3.3: whether the next chunk goes into the open packet, too; if not that is closed, and the turn may come to another stream. */
function mayContinuePacket(association: Association): boolean {
  const { outbound } = association
  const { queue } = outbound
  if (queue.length === 0) return true
  const { streamId, length, sent } = queue.front
  const fragment = Math.min(length - sent, association.fragmentationPoint)
  if (streamId === builder.streamId && padded(outbound.chunkHeaderOctets + fragment) <= builder.roomFor(outbound.chunkType)) return true
  separateFront(association)
  return false
}

/** The next packet may be another stream's; what is open is not for it then. */
function separateFront(association: Association): void {
  const { queue } = association.outbound
  queue.startPacket()
  closePacketOfOthers(association, queue.front.streamId)
}

/** RFC 8260 §3.3: where streams are kept apart, a packet holds chunks of one only. */
function closePacketOfOthers(association: Association, streamId: number): void {
  if (builder.streamId >= 0 && builder.streamId !== streamId) association.statistics.packetsSent += builder.finish()
}

/** Makes the open packet one that goes along `path` with room for a DATA chunk; a SACK that waits rides along (§6.1). */
function dataPacketOn(association: Association, batch: PacketBatch, path: Path, chunkOctets: number): boolean {
  const { chunkType } = association.outbound
  const fits = chunkOctets <= builder.roomFor(chunkType)
  if (fits && builder.goesTo(path.localAddress, path.remoteAddress, association.peerTag)) return true
  // A chunk cut for a larger MTU than the path has now cannot be cut again (§6.9): it travels alone, and IP fragments it (§7.3).
  const authOctets = association.authentication?.octetsBefore(chunkType) ?? 0
  if (!beginOn(association, batch, path, path.localAddress, COMMON_HEADER_LENGTH + authOctets + chunkOctets)) return false
  const { inbound } = association
  if (inbound?.schedule.pending !== true || inbound.schedule.remoteAddress !== path.remoteAddress) return true
  const room = Math.min(builder.roomFor(SACK), builder.roomFor(chunkType)) - chunkOctets
  if (room >= SACK_FIXED_OCTETS && !inbound.tracker.hasGaps) appendSack(association, room)
  return true
}

function beginOn(association: Association, batch: PacketBatch, path: Path, localAddress: number, atLeast = 0): boolean {
  association.statistics.packetsSent += builder.finish()
  const { localPort, peerPort, peerTag, authentication } = association
  const packetOctets = Math.max(path.packetOctets, atLeast)
  return builder.begin(batch, localAddress, path.remoteAddress, localPort, peerPort, peerTag, packetOctets, authentication)
}

const SACK_FIXED_OCTETS = 16
/** Gap Ack Block offsets have 16 bits and streams 2^16 - 1 ordered messages in the window at most (§6.1): this stays below both. */
const MOST_OUTSTANDING_CHUNKS = 32_767
const MOST_DECAYS = 16
