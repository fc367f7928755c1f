import { DATA, DATA_CHUNK_HEADER_LENGTH, I_DATA, I_DATA_CHUNK_HEADER_LENGTH } from '@sigbed/sctp-codec'
import type { ProtocolParameters } from '../association/protocol-parameters.js'
import { type Instant, NEVER } from '../time.js'
import { AdvancedPeerAckPoint } from './advanced-peer-ack-point.js'
import type { MessageOutcomeQueue } from './message-outcome.js'
import { OutstandingData } from './outstanding-data.js'
import { SendQueue } from './send-queue.js'

/** All that one association keeps for the data it sends: the queue, the window of outstanding TSNs, the peer's window, Fast Recovery. */
export class OutboundData {
  readonly queue: SendQueue
  readonly outstanding: OutstandingData
  readonly advancedPeerAckPoint: AdvancedPeerAckPoint
  /** rwnd of RFC 9260 §6.2.1: octets of user data the peer still has room for, what is in flight subtracted. May be negative. */
  peerWindow: number
  /** Begun and ended by FastRetransmit. */
  inFastRecovery = false
  fastRecoveryExit = 0
  /** One packet of retransmissions is due whatever cwnd says: the first after T3-rtx expired (§6.3.3 E3) or a fast one. */
  urgentRetransmission = false
  /** Next stream sequence number, per stream. */
  nextStreamSequenceNumber: Uint16Array
  /** DATA or I-DATA, and its octets before the user data. */
  chunkType: number = DATA
  chunkHeaderOctets = DATA_CHUNK_HEADER_LENGTH
  /** Two for each stream where messages are interleaved: of ordered and of unordered ones. */
  private nextMessageIds = NO_MESSAGE_IDS
  /** When the peer's closed window is to be probed (§6.1 A); NEVER while it is open. */
  probeAt: Instant = NEVER
  /** The probe may leave with the next packets. */
  probeDue = false
  /** The chunk in flight is a zero window probe. */
  probingZeroWindow = false
  /** A SACK came since the probe left: its loss is the peer's closed window, not an error (§6.1 A). */
  acknowledgedWhileProbing = false
  /** A message was sent that need not be delivered: only then anything is ever given up. */
  partlyReliable = false
  /** send() was refused since the last 'send-buffer-available'. */
  refused = false

  /** @param streamValues what the user set for streams (RFC 8260 §4.3.3) */
  constructor(initialTsn: number, peerWindow: number, streams: number, poison: boolean, streamValues?: ReadonlyMap<number, number>) {
    this.queue = new SendQueue(poison, streamValues)
    this.outstanding = new OutstandingData(initialTsn)
    this.advancedPeerAckPoint = new AdvancedPeerAckPoint(this.outstanding)
    this.peerWindow = peerWindow
    this.nextStreamSequenceNumber = new Uint16Array(streams)
  }

  /** RFC 8260 §2.2.1: from the start on I-DATA chunks are used for all messages. */
  interleave(): void {
    this.queue.interleaving = true
    this.chunkType = I_DATA
    this.chunkHeaderOctets = I_DATA_CHUNK_HEADER_LENGTH
    this.nextMessageIds = new Uint32Array(2 * this.nextStreamSequenceNumber.length)
  }

  /** RFC 8260 §2.1: the MID of the next ordered or unordered message of a stream; each kind has its own counter, which wraps around. */
  takeMessageId(streamId: number, unordered: boolean): number {
    return this.nextMessageIds[2 * streamId + (unordered ? 1 : 0)]!++
  }

  /** Takes over what waits in `before`; nothing of it has left. */
  inherit(before: OutboundData, outcomes: MessageOutcomeQueue): void {
    const { queue: waiting, refused, partlyReliable } = before
    this.refused = refused
    this.partlyReliable = partlyReliable
    for (let message = waiting.oldest; message !== null; message = waiting.after(message)) {
      const { page, at, length, streamId, payloadProtocolId, unordered, immediate, context, remoteAddress, policy, policyValue } = message
      // A message for a stream the peer did not grant has nowhere to go (§5.1.1).
      if (streamId < this.nextStreamSequenceNumber.length)
        this.queue.push(
          page.octets,
          at,
          length,
          streamId,
          payloadProtocolId,
          unordered,
          immediate,
          context,
          remoteAddress,
          policy,
          policyValue,
        )
      else if (context !== 0) outcomes.push(context, false, false)
    }
  }

  /** Nothing queued and nothing unacknowledged. */
  get settled(): boolean {
    return this.queue.length === 0 && this.outstanding.length === 0
  }

  /** True when `length` more octets may be buffered. A message larger than the whole buffer is taken when the buffer is empty. */
  hasRoomFor(length: number, parameters: ProtocolParameters): boolean {
    return this.queue.bufferedOctets === 0 || this.queue.bufferedOctets + length <= parameters.sendBufferOctets
  }
}

const NO_MESSAGE_IDS = new Uint32Array(0)
