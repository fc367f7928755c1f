import type { Association, AssociationEvent, LossReason, PathChangeReason, PathState, TransportAddressTable } from '@sigbed/sctp-core'

/** What happens to an association besides messages (RFC 6458 §6.1), with addresses in text. Branch on `kind`. */
export type Notification =
  | { readonly kind: 'communication-up'; readonly outboundStreams: number; readonly inboundStreams: number }
  | { readonly kind: 'communication-lost'; readonly reason: LossReason; readonly detail: string; readonly unacknowledgedMessages: number }
  | { readonly kind: 'restart'; readonly outboundStreams: number; readonly inboundStreams: number }
  | {
      /** SCTP_PEER_ADDR_CHANGE */
      readonly kind: 'path-change'
      readonly localAddress: string
      readonly remoteAddress: string
      readonly state: PathState
      readonly reason: PathChangeReason
      readonly rtoMs: number
      readonly errorCount: number
    }
  /** New data takes another path from now on. */
  | { readonly kind: 'data-path-change'; readonly localAddress: string; readonly remoteAddress: string }
  | { readonly kind: 'communication-error'; readonly causes: string }
  | { readonly kind: 'peer-shutdown' }
  | { readonly kind: 'shutdown-complete' }
  /** Everything sent is acknowledged (RFC 6458 §6.1.9). */
  | { readonly kind: 'sender-dry' }
  /** send() may be called again after it said 'send-buffer-full'. */
  | { readonly kind: 'send-buffer-available' }

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
    default:
      return event
  }
}

/** One path as it stands: RFC 6458 §8.2.2 SCTP_GET_PEER_ADDR_INFO and what it leaves out. */
export interface PathStatus {
  readonly localAddress: string
  readonly remoteAddress: string
  readonly state: PathState
  readonly primary: boolean
  /** New data goes here now. */
  readonly carriesData: boolean
  /** NaN before the first measurement. */
  readonly smoothedRoundTripMs: number
  readonly rtoMs: number
  /** octets */
  readonly congestionWindow: number
  readonly outstandingOctets: number
  readonly errorCount: number
}

export function pathStatuses(association: Association, addresses: TransportAddressTable): PathStatus[] {
  const { paths } = association
  return paths.paths.map((path) => ({
    localAddress: addresses.at(path.localAddress).text,
    remoteAddress: addresses.at(path.remoteAddress).text,
    state: path.state,
    primary: path.index === paths.primary,
    carriesData: path === paths.dataPath(),
    smoothedRoundTripMs: path.roundTrip.smoothedMs,
    rtoMs: path.roundTrip.rtoMs,
    congestionWindow: path.congestion.cwnd,
    outstandingOctets: path.outstandingOctets,
    errorCount: path.errorCount,
  }))
}
