import type { AvpCursor, MessageHeader } from 'diameter-codec'
import type { Capabilities } from './capabilities-exchange.js'
import type { DisconnectCause } from './disconnection.js'
import type { DiameterPeer } from './peer.js'
import type { PeerState } from './peer-state-machine.js'
import type { ReceivedRequest } from './received-request.js'
import type { WatchdogState } from './watchdog.js'

/** Why a connection has ended. */
export type CloseReason =
  | 'connect-failed'
  | 'connection-lost'
  | 'setup-timeout'
  | 'protocol-error'
  | 'capabilities-refused'
  | 'duplicate-connection'
  | 'election-lost'
  | 'watchdog'
  | 'stopped'
  | 'stopped-by-peer'
  | 'disconnect-timeout'

export type DiameterPeerEvent =
  | { readonly kind: 'state-change'; readonly from: PeerState; readonly to: PeerState }
  | { readonly kind: 'watchdog-state-change'; readonly from: WatchdogState; readonly to: WatchdogState }
  /**
   * Capabilities are exchanged. Requests may be sent, unless the watchdog is in REOPEN: then after failback. `restarted`: by its
   * Origin-State-Id the peer has lost the state it had when it was connected last (RFC 6733 §8.16).
   */
  | {
      readonly kind: 'open'
      readonly remote: Capabilities
      readonly commonApplications: readonly number[]
      readonly restarted: boolean
    }
  | { readonly kind: 'capabilities-refused'; readonly by: 'local' | 'remote'; readonly resultCode: number; readonly where: string }
  /** Both nodes connected to each other; won keeps the connection this node accepted. */
  | { readonly kind: 'election'; readonly won: boolean }
  /** The peer is not to be used; requests without an answer may be sent elsewhere with the T bit (abandonPendingRequests). */
  | { readonly kind: 'failover' }
  | { readonly kind: 'failback' }
  | { readonly kind: 'disconnect-requested'; readonly cause: DisconnectCause }
  | { readonly kind: 'message-discarded'; readonly reason: DiscardReason }
  | { readonly kind: 'closed'; readonly reason: CloseReason }
  /** After 'send-buffer-full': there is room again. */
  | { readonly kind: 'writable' }

/** Why a received message came to nothing. */
export type DiscardReason = 'malformed-answer' | 'unknown-hop-by-hop-id' | 'watchdog-throwaway' | 'not-open'

/** What became of a message the application wanted to send. Nothing but 'sent' has put anything on the wire. */
export type SendOutcome =
  | 'sent'
  /** Capabilities are not exchanged, or the connection is gone. */
  | 'not-open'
  /** A DPR has been sent or received; answers still go out. */
  | 'closing'
  /** The watchdog does not trust the connection (RFC 3539 §3.4.1): choose another peer, or wait for failback. */
  | 'suspect'
  | 'too-many-pending'
  | 'send-buffer-full'
  | 'message-too-long'

/** Why a request will not be answered any more: no answer within Tx, the connection is gone, or the caller gave it up. */
export type RequestFailure = 'timeout' | 'connection-lost' | 'abandoned'

/**
 * Who is told what happens on a connection: an application of one peer, or the routing of a node with many. Plain calls from within
 * handleMessage, handleTimeout and the like, with the connection last. Header, cursor and their octets are borrowed until the call
 * returns. Sending is allowed from within; start and stop are not.
 */
export interface PeerListener {
  onEvent(event: DiameterPeerEvent, peer: DiameterPeer): void
  /**
   * Whether this node answers the request itself instead of passing it on (RFC 6733 §6.1.4): only then is it held against those seen
   * before (§3). Asked right before onRequest. Without it every request is the node's own.
   */
  processesLocally?(header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): boolean
  /** A request. Answer it now or later with beginAnswer and endAnswer, or forwardAnswer, once. */
  onRequest(header: MessageHeader, avps: AvpCursor, request: ReceivedRequest, peer: DiameterPeer): void
  /** A request that arrived before (RFC 6733 §3): it is answered as it was, and has no effect. For those who count. */
  onDuplicate?(header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void
  /** @param context the number given to endRequest or forwardRequest */
  onAnswer(context: number, header: MessageHeader, avps: AvpCursor, peer: DiameterPeer): void
  /** @param endToEndId to be used again when the request is repeated elsewhere with the T bit (RFC 6733 §5.5.4) */
  onRequestFailed(context: number, endToEndId: number, failure: RequestFailure, peer: DiameterPeer): void
}
