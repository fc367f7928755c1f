import type { AssociationEvent, LossReason, PathChangeReason, PathState, TransportAddressTable } from '@sigbed/sctp-core'
import type { SendFailureReason } from './message-information.js'

/**
 * What happens to an association besides messages (RFC 6458 §6.1), with addresses in text. Branch on `kind`.
 *
 * SCTP_NOTIFICATIONS_STOPPED_EVENT (§6.1.10) has no member: notifications are handed over as they happen and never pile up.
 */
export type Notification =
  // §6.1.1, SCTP_ASSOC_CHANGE
  | CommunicationUp
  | CommunicationLost
  | CannotStart
  | Restart
  | ShutdownComplete
  // §6.1.2, SCTP_PEER_ADDR_CHANGE
  | PathChange
  | DataPathChange
  // §6.1.3 to §6.1.11
  | CommunicationError
  | PeerShutdown
  | AdaptationIndication
  | PartialDeliveryAborted
  | AuthenticationKeyChange
  | PeerAddressChange
  | LocalAddressChange
  | SenderDry
  | SendFailed
  | SendBufferAvailable

export type NotificationKind = Notification['kind']

/** SCTP_COMM_UP: messages may be exchanged. */
export interface CommunicationUp {
  readonly kind: 'communication-up'
  readonly outboundStreams: number
  readonly inboundStreams: number
}

/** SCTP_COMM_LOST: the association has failed. The last notification of an association; 'send-failed' comes before it. */
export interface CommunicationLost {
  readonly kind: 'communication-lost'
  readonly reason: Exclude<LossReason, SetupFailure>
  readonly detail: string
  readonly unacknowledgedMessages: number
}

/**
 * SCTP_CANT_STR_ASSOC: the association could not be set up. To be told from SCTP_COMM_LOST by its reason: whoever waits for the end
 * of an association need not know that it never began.
 */
export interface CannotStart {
  readonly kind: 'communication-lost'
  readonly reason: SetupFailure
  readonly detail: string
  readonly unacknowledgedMessages: number
}

export type SetupFailure = Extract<LossReason, 'setup-timed-out' | 'setup-refused'>

/** SCTP_RESTART: the peer began anew; what was not acknowledged is lost. */
export interface Restart {
  readonly kind: 'restart'
  readonly outboundStreams: number
  readonly inboundStreams: number
}

/** SCTP_SHUTDOWN_COMP: the association has ended in good order. */
export interface ShutdownComplete {
  readonly kind: 'shutdown-complete'
}

/**
 * A path changed its state. SCTP_ADDR_AVAILABLE is 'active', SCTP_ADDR_UNREACHABLE 'inactive', SCTP_ADDR_CONFIRMED the reason
 * 'confirmed', SCTP_ADDR_POTENTIALLY_FAILED (RFC 7829 §7.1) 'potentially-failed'.
 */
export interface PathChange {
  readonly kind: 'path-change'
  readonly localAddress: string
  readonly remoteAddress: string
  readonly state: PathState
  readonly reason: PathChangeReason
  readonly rtoMs: number
  readonly errorCount: number
}

/** SCTP_ADDR_ADDED, SCTP_ADDR_REMOVED, SCTP_ADDR_MADE_PRIM (§6.1.2): the peer has changed its addresses (RFC 5061). */
export interface PeerAddressChange {
  readonly kind: 'peer-address-change'
  readonly change: 'added' | 'removed' | 'made-primary'
  readonly remoteAddress: string
}

/** The peer has answered a change of this side's addresses (RFC 5061 §5.1 A6). RFC 6458 tells nothing of the kind. */
export interface LocalAddressChange {
  readonly kind: 'local-address-change'
  readonly change: 'added' | 'removed' | 'made-primary'
  readonly localAddress: string
  readonly accepted: boolean
  /** Why not, for people; empty where the peer gave no reason. */
  readonly causes: string
}

/** New data takes another path from now on. */
export interface DataPathChange {
  readonly kind: 'data-path-change'
  readonly localAddress: string
  readonly remoteAddress: string
}

/** SCTP_REMOTE_ERROR (§6.1.3): the peer sent an ERROR chunk. */
export interface CommunicationError {
  readonly kind: 'communication-error'
  readonly causes: string
}

/** SCTP_SHUTDOWN_EVENT (§6.1.5): the peer is shutting down; new messages are refused, what was taken is still delivered. */
export interface PeerShutdown {
  readonly kind: 'peer-shutdown'
}

/** SCTP_ADAPTATION_INDICATION (§6.1.6). Never sent as yet: the core does not read that parameter of RFC 5061. */
export interface AdaptationIndication {
  readonly kind: 'adaptation-indication'
  readonly indication: number
}

/** SCTP_PARTIAL_DELIVERY_EVENT (§6.1.7): the rest of a message that was being delivered in pieces will not come. */
export interface PartialDeliveryAborted {
  readonly kind: 'partial-delivery-aborted'
  readonly stream: number
  readonly streamSequenceNumber: number
}

/**
 * SCTP_AUTHENTICATION_EVENT (§6.1.8). 'new-key': the peer has begun to use another key; 'no-authentication': the peer does not
 * authenticate; 'free-key': a deactivated key is used for nothing any more and may be deleted.
 */
export interface AuthenticationKeyChange {
  readonly kind: 'authentication-key'
  readonly indication: 'new-key' | 'no-authentication' | 'free-key'
  /** 0 where there is none. */
  readonly keyIdentifier: number
}

/** SCTP_SENDER_DRY_EVENT (§6.1.9): all that was sent is acknowledged and nothing waits. Not subscribed to unless asked for. */
export interface SenderDry {
  readonly kind: 'sender-dry'
}

/** SCTP_SEND_FAILED_EVENT (§6.1.11). Not subscribed to unless asked for: while it is, a copy of every message is kept. */
export interface SendFailed {
  readonly kind: 'send-failed'
  /** SCTP_DATA_SENT, else SCTP_DATA_UNSENT. */
  readonly sent: boolean
  readonly reason: SendFailureReason
  readonly stream: number
  readonly payloadProtocolId: number
  readonly unordered: boolean
  readonly context: number
  /** The whole message. */
  readonly payload: Uint8Array
}

/** send() may be called again after it said 'send-buffer-full'. RFC 6458 has select() for this. */
export interface SendBufferAvailable {
  readonly kind: 'send-buffer-available'
}

/** Under which kind users hear of an event of the core. */
export function notificationKind(event: AssociationEvent): NotificationKind {
  return event.kind === 'network-status-change' ? 'path-change' : event.kind
}

export function toNotification(event: AssociationEvent, addresses: TransportAddressTable): Notification {
  switch (event.kind) {
    case 'network-status-change':
      return {
        kind: 'path-change',
        localAddress: addresses.at(event.localAddress).text,
        remoteAddress: addresses.at(event.remoteAddress).text,
        state: event.status,
        reason: event.reason,
        rtoMs: event.rtoMs,
        errorCount: event.errorCount,
      }
    case 'data-path-change':
      return {
        kind: 'data-path-change',
        localAddress: addresses.at(event.localAddress).text,
        remoteAddress: addresses.at(event.remoteAddress).text,
      }
    case 'peer-address-change':
      return { kind: 'peer-address-change', change: event.change, remoteAddress: event.text }
    case 'local-address-change': {
      const { kind, change, accepted, causes } = event
      return { kind, change, accepted, localAddress: addresses.at(event.localAddress).text, causes }
    }
    case 'communication-lost': {
      const { kind, reason, detail, unacknowledgedMessages } = event
      return isSetupFailure(reason) ? { kind, reason, detail, unacknowledgedMessages } : { kind, reason, detail, unacknowledgedMessages }
    }
    case 'partial-delivery-aborted':
      return { kind: 'partial-delivery-aborted', stream: event.streamId, streamSequenceNumber: event.streamSequenceNumber }
    default:
      return event
  }
}

/** SCTP_CANT_STR_ASSOC and not SCTP_COMM_LOST (§6.1.1). */
export function isSetupFailure(reason: LossReason): reason is SetupFailure {
  return reason === 'setup-timed-out' || reason === 'setup-refused'
}
