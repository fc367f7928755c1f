import type { PathState } from '../path/path.js'
import type { Duration } from '../time.js'

/** Why an association came to an end that nobody asked for. RFC 9260 §11.2.5. */
export type LossReason =
  | 'aborted-by-peer'
  | 'aborted-by-user'
  | 'too-many-retransmissions'
  | 'setup-timed-out'
  | 'setup-refused'
  | 'shutdown-timed-out'
  | 'protocol-violation'

/** Named as RFC 9260 §11.2 names its notifications. Each is handed out once, in the order of happening. */
export type AssociationEvent =
  | { readonly kind: 'communication-up'; readonly outboundStreams: number; readonly inboundStreams: number }
  | {
      readonly kind: 'communication-lost'
      readonly reason: LossReason
      /** The error causes that came with an ABORT, or what this side found wrong; for people. */
      readonly detail: string
      /** User messages accepted by send and not acknowledged by the peer. */
      readonly unacknowledgedMessages: number
    }
  | { readonly kind: 'restart'; readonly outboundStreams: number; readonly inboundStreams: number }
  | {
      readonly kind: 'network-status-change'
      /** Indices into the endpoint's transport address table. */
      readonly localAddress: number
      readonly remoteAddress: number
      readonly status: PathState
      readonly reason: PathChangeReason
      /** The RTO of the path after the change. */
      readonly rtoMs: Duration
      readonly errorCount: number
    }
  | { readonly kind: 'data-path-change'; readonly localAddress: number; readonly remoteAddress: number }
  /** An ERROR chunk of the peer. RFC 9260 §11.2.6. */
  | { readonly kind: 'communication-error'; readonly causes: string }
  /** The peer has begun a shutdown: what is queued still goes out, new messages are refused. */
  | { readonly kind: 'peer-shutdown' }
  | { readonly kind: 'shutdown-complete' }
  /** The rest of a message that was handed over in part will not come (RFC 6458 §6.1.7). */
  | { readonly kind: 'partial-delivery-aborted'; readonly streamId: number; readonly streamSequenceNumber: number }
  /** The peer has changed its addresses (RFC 6458 §6.1.2); of a removed one the index may soon be another's. */
  | {
      readonly kind: 'peer-address-change'
      readonly change: 'added' | 'removed' | 'made-primary'
      readonly remoteAddress: number
      readonly text: string
    }
  /** What became of a change of this side's addresses that was asked for (RFC 5061 §5.1 A6). */
  | {
      readonly kind: 'local-address-change'
      readonly change: 'added' | 'removed' | 'made-primary'
      readonly localAddress: number
      readonly accepted: boolean
      /** What the peer refused it with, for people; empty where it was accepted. */
      readonly causes: string
    }
  /**
   * RFC 6458 §6.1.8: the peer has begun to use another key; the peer does not authenticate at all (`keyIdentifier` is 0 then); or a key
   * is used for nothing any more.
   */
  | {
      readonly kind: 'authentication-key'
      readonly indication: 'new-key' | 'no-authentication' | 'free-key'
      readonly keyIdentifier: number
    }
  /** Everything that was sent is acknowledged and nothing is queued (RFC 6458 §6.1.9); only when asked for. */
  | { readonly kind: 'sender-dry' }
  /** After `send` answered 'send-buffer-full': there is room again. */
  | { readonly kind: 'send-buffer-available' }

export type PathChangeReason = 'confirmed' | 'timeout' | 'heartbeat-unanswered' | 'heartbeat-acknowledged' | 'data-acknowledged' | 'restart'
