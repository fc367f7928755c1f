import type { Association, LossReason, ReceivedMessage, SendOutcome, TransportAddressTable } from '@sigbed/sctp-core'
import type { PartialReliability } from './partial-reliability.js'

/**
 * How a message is sent. RFC 6458 §5.3.4, SCTP_SNDINFO. What is left out is as SCTP_DEFAULT_SNDINFO has it (§8.1.31), and where
 * that says nothing 0 or false.
 */
export interface SendOptions {
  /** snd_sid */
  readonly stream?: number
  /** snd_ppid, in host order. */
  readonly payloadProtocolId?: number
  /** SCTP_UNORDERED */
  readonly unordered?: boolean
  /** Asks the peer to acknowledge the message without delay: the I bit of RFC 9260 §3.3.1. */
  readonly immediate?: boolean
  /** SCTP_PRINFO (§5.3.7): how long it is tried to deliver the message; what SCTP_DEFAULT_PRINFO has (§8.1.32) when left out. */
  readonly reliability?: PartialReliability
  /** snd_context: a number of the caller's own that comes back with what is told of this message. */
  readonly context?: number
  /**
   * SCTP_ADDR_OVER: the address of the peer, in text, that this message is to go to while its path is active. Messages on one
   * stream stay in order all the same.
   */
  readonly destination?: string
  /** SCTP_EOF: shut the association down gracefully once this message is taken. An empty message only shuts down. */
  readonly eof?: boolean
  /** SCTP_ABORT: nothing is sent; the association is aborted, and the message tells the peer why (ASCII, 200 octets at most). */
  readonly abort?: boolean
}

/** A message to send, with how: what streams take. A KeptMessage is one, too, so that an echo is a pipeline. */
export interface OutgoingMessage extends SendOptions {
  readonly payload: Uint8Array
}

/** What is known of a message received. RFC 6458 §5.3.5, SCTP_RCVINFO, and where it came from. */
export interface ReceiveInformation {
  /** rcv_assoc_id */
  readonly associationId: number
  /** rcv_sid */
  readonly stream: number
  /** rcv_ssn; 0 for an unordered message, which has none. */
  readonly streamSequenceNumber: number
  /** rcv_ppid, in host order. */
  readonly payloadProtocolId: number
  /** rcv_tsn: of the last DATA chunk of the message. */
  readonly tsn: number
  /** rcv_cumtsn: everything up to this TSN has been received. */
  readonly cumulativeTsn: number
  /** SCTP_UNORDERED */
  readonly unordered: boolean
  /** More of this message follows: MSG_EOR is not set (§5.1). */
  readonly partial: boolean
  /** rcv_context: as set with SCTP_CONTEXT (§8.1.25). */
  readonly context: number
  /** msg_name: the address of the peer that the packet which completed the message came from, in text. */
  readonly sourceAddress: string
}

/** A message received, with a payload of its own: it stays good. */
export interface KeptMessage extends ReceiveInformation {
  readonly payload: Uint8Array
}

/** What became of a message that was sent with sendTracked. */
export type Delivery =
  /** The peer has all of it. */
  | { readonly outcome: 'acknowledged'; readonly context: number }
  | {
      readonly outcome: 'failed'
      readonly context: number
      /** A part of it, or all, was put on the wire: it may have arrived all the same (RFC 6458 §6.1.11, SCTP_DATA_SENT). */
      readonly sent: boolean
      readonly reason: SendFailureReason
    }

/**
 * Why a message will not be delivered: it was given up by its own policy ('abandoned'), the association was lost, the peer restarted, the association was closed before it was up,
 * or the message was not even taken (for 'no-such-stream' also later, when the peer granted fewer streams than were asked for).
 */
export type SendFailureReason = 'abandoned' | LossReason | 'peer-restarted' | 'association-closed' | Exclude<SendOutcome, 'queued'>

/** Reads what is known of a message while it is borrowed. */
export function receiveInformation(
  message: ReceivedMessage,
  association: Association,
  addresses: TransportAddressTable,
  associationId: number,
  context: number,
): ReceiveInformation {
  return {
    associationId,
    stream: message.streamId,
    streamSequenceNumber: message.streamSequenceNumber,
    payloadProtocolId: message.payloadProtocolId,
    tsn: message.tsn,
    cumulativeTsn: association.inbound?.tracker.cumulativeTsn ?? message.tsn,
    unordered: message.unordered,
    partial: message.partial,
    context,
    sourceAddress: addresses.at(message.remoteAddress).text,
  }
}
