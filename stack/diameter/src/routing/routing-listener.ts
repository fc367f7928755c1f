import type { AvpCursor, DiameterUri, MessageHeader } from 'diameter-codec'
import type { DiameterPeer } from '../peer.js'
import type { DiameterPeerEvent } from '../peer-event.js'
import type { ReceivedRequest } from '../received-request.js'

/** What became of a request an application wanted to send. Only 'sent' is followed by onAnswer or onRequestFailed, once. */
export type RoutingOutcome =
  | 'sent'
  /** No peer that could take it is open and trusted, or none is named for its realm and application (3002, 3003). */
  | 'unable-to-deliver'
  /** The bounds of the pending message queue, or of every peer that could take it, are reached (3004). */
  | 'too-busy'
  /** The host or realm is overloaded and has asked for less; this request is among those not to be sent (RFC 7683 §5.2.2). */
  | 'throttled'
  | 'message-too-long'

/** Why a request that was sent will not be answered: no answer within Tx, or its connection is gone and there was no other to take it. */
export type RoutingFailure = 'timeout' | 'connection-lost'

export type RoutingEvent =
  | DiameterPeerEvent
  /** After a failure requests went to other peers (RFC 6733 §5.5.4). */
  | { readonly kind: 'requests-resent'; readonly count: number }

/** The local applications of a node. Plain calls; header, cursor and their octets are borrowed until they return. */
export interface RoutingListener {
  onEvent(event: RoutingEvent, peer: DiameterPeer): void
  /** A request for this node. Answer it with peer.beginAnswer and peer.endAnswer, now or later, once. */
  onRequest(header: MessageHeader, avps: AvpCursor, request: ReceivedRequest, peer: DiameterPeer): void
  /** A request for this node that arrived before (RFC 6733 §3), and is answered as it was. For those who count. */
  onDuplicate?(header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void
  /** @param context the number given to endRequest */
  onAnswer(context: number, header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void
  onRequestFailed(context: number, endToEndId: number, failure: RoutingFailure): void
  /**
   * A redirect agent has named a host to which there is no connection. True when an initiator towards it is made and started, by this
   * host name, now or soon; the request waits for it (RFC 6733 §6.1.8). Without it only hosts that are peers already are followed to.
   */
  onRedirectHost?(uri: DiameterUri): boolean
}
