import type { AffectedPointCode, CongestionMessage, ErrorMessage, NotifyMessage } from '@sigbed/m3ua-codec'
import type { AspRequest } from './application-server-process/acknowledgement-timer.js'
import type { AspState, AspTrigger } from './asp-state-machine.js'
import type { DestinationStatus } from './destination-table.js'
import type { RemoteIpsp } from './ip-server-process/remote-ipsp.js'
import type { AsState, AsTrigger } from './signalling-gateway/as-state-machine.js'
import type { RemoteAsp } from './signalling-gateway/remote-asp.js'

/** What either side may report of one association. A Routing Context is null where none is configured. */
export type AssociationEvent =
  | {
      readonly kind: 'asp-state-change'
      readonly routingContext: number | null
      readonly from: AspState
      readonly to: AspState
      readonly trigger: AspTrigger
    }
  | { readonly kind: 'error-sent'; readonly errorCode: number; readonly where: string }
  | { readonly kind: 'error-received'; readonly message: ErrorMessage }
  /** An ERR that could not be read: it is not answered. */
  | { readonly kind: 'unreadable-error-received'; readonly where: string }
  | { readonly kind: 'heartbeat-acknowledged'; readonly roundTripMs: number }
  /** T(beat) ran out twice: whoever owns the association should abort it and, if it is the client, associate again (RFC 4666 §4.3.4.6). */
  | { readonly kind: 'peer-unavailable'; readonly silentMs: number }
  /** The association came up without a stream for DATA: states will be kept, traffic cannot be. */
  | { readonly kind: 'no-data-stream'; readonly outboundStreams: number }

/** What an ASP reports. */
export type AspEvent =
  | AssociationEvent
  | DestinationEvent
  | RegistrationEvent
  | { readonly kind: 'notify-received'; readonly message: NotifyMessage }
  /** DATA that a lost association took and did not deliver, in messages: shown to onUndelivered before. */
  | {
      readonly kind: 'data-undelivered'
      readonly routingContext: number | null
      readonly unsent: number
      readonly unacknowledged: number
    }
  /** DATA for an AS in which the ASP is ASP-INACTIVE. */
  | { readonly kind: 'data-discarded'; readonly routingContext: number | null }
  /** The SGP answered a request with ERR; it is not repeated until asked for again. */
  | {
      readonly kind: 'request-refused'
      readonly request: AspRequest
      readonly errorCode: number
      readonly routingContexts: readonly number[]
    }
  /** T(ack) ran out for the last time. */
  | { readonly kind: 'request-abandoned'; readonly request: AspRequest; readonly attempts: number }

/** What the SGP says of SS7 destinations of an AS of the ASP's. RFC 4666 §4.5.2. Who sends DATA decides what to do about it. */
export type DestinationEvent =
  /** Of these destinations something is other than it was; DATA to those unavailable are refused from now on. */
  | {
      readonly kind: 'destination-status-changed'
      readonly routingContext: number | null
      readonly affectedPointCodes: readonly AffectedPointCode[]
      readonly status: DestinationStatus
    }
  /** `congestionLevel`: 0 says that it is over; null where the network has no levels and never says so. */
  | {
      readonly kind: 'destination-congested'
      readonly routingContext: number | null
      readonly affectedPointCodes: readonly AffectedPointCode[]
      readonly congestionLevel: number | null
    }
  /** DUPU. `user` and `cause` as MTP3_USER and UNAVAILABILITY_CAUSE of the codec have them. */
  | {
      readonly kind: 'user-part-unavailable'
      readonly routingContext: number | null
      readonly pointCode: number
      readonly user: number
      readonly cause: number
    }
  /** The table of destinations is full: `forgotten` ranges or point codes are as if they had not been told of. */
  | { readonly kind: 'destination-table-full'; readonly routingContext: number | null; readonly forgotten: number }

/** What became of a routing key of the ASP's. RFC 4666 §4.4. `localRoutingKeyIdentifier`: the position of its AS in the configuration, from 1. */
export type RegistrationEvent =
  /** DATA may name the Routing Context once the ASP is active in it. */
  | { readonly kind: 'routing-key-registered'; readonly localRoutingKeyIdentifier: number; readonly routingContext: number }
  /** `status`: one of REGISTRATION_STATUS of the codec; ERROR_UNKNOWN also for a Routing Context that another key has. Not tried again until asked for, or on a new association. */
  | { readonly kind: 'routing-key-refused'; readonly localRoutingKeyIdentifier: number; readonly status: number }
  | { readonly kind: 'routing-key-deregistered'; readonly localRoutingKeyIdentifier: number; readonly routingContext: number }
  /** `status`: one of DEREGISTRATION_STATUS of the codec. The key stays registered. */
  | {
      readonly kind: 'deregistration-refused'
      readonly localRoutingKeyIdentifier: number
      readonly routingContext: number
      readonly status: number
    }

/** What an ASP reports that has several SGPs. `applicationServer`: its position in the configuration. */
export type AccessEvent =
  | { readonly kind: 'sgp'; readonly sgp: string; readonly event: AspEvent }
  /** An SGP has the ASP active in the AS now, or no more. At zero no destination can be reached: an MTP-PAUSE for all of them. */
  | { readonly kind: 'access-changed'; readonly applicationServer: number; readonly activeSgps: number }
  /** Of these destinations the best that any SGP says is other than it was: MTP-PAUSE, MTP-RESUME. RFC 4666 §4.5.2.2. */
  | {
      readonly kind: 'destination-status-changed'
      readonly applicationServer: number
      readonly affectedPointCodes: readonly AffectedPointCode[]
      readonly status: DestinationStatus
    }

/** What an IPSP reports: of one peer, `end` telling of whose state or message, or of an AS of the peers'. */
export type IpspEvent =
  | { readonly kind: 'ipsp'; readonly ipsp: RemoteIpsp; readonly end: 'local'; readonly event: AspEvent }
  | { readonly kind: 'ipsp'; readonly ipsp: RemoteIpsp; readonly end: 'remote'; readonly event: AssociationEvent }
  | Exclude<SgpEvent, { readonly kind: 'asp' }>

/** What an SGP reports: of one ASP, or of one AS. */
export type SgpEvent =
  | { readonly kind: 'asp'; readonly asp: RemoteAsp; readonly event: AssociationEvent }
  | {
      readonly kind: 'as-state-change'
      readonly routingContext: number | null
      readonly from: AsState
      readonly to: AsState
      readonly trigger: AsTrigger
    }
  /** A Routing Key of a REG REQ was answered with this Registration Status. The Routing Context is null when it was refused. */
  | { readonly kind: 'routing-key-registration'; readonly asp: RemoteAsp; readonly status: number; readonly routingContext: number | null }
  /** A Routing Context of a DEREG REQ was answered with this Deregistration Status. */
  | { readonly kind: 'routing-key-deregistration'; readonly asp: RemoteAsp; readonly status: number; readonly routingContext: number }
  /** An ASP sent SCON: its own congestion level has changed, or that of its M3UA (RFC 4666 §3.4.4). */
  | { readonly kind: 'congestion-reported'; readonly asp: RemoteAsp; readonly message: CongestionMessage }
  /**
   * An association was lost with DATA of an AS in it. `redistributed` went to another ASP or into the queue; `unacknowledged` had left and
   * may have arrived, `lost` had not left and found no taker: these two have been shown to the listener.
   */
  | {
      readonly kind: 'data-undelivered'
      readonly asp: RemoteAsp
      readonly routingContext: number | null
      readonly redistributed: number
      readonly unacknowledged: number
      readonly lost: number
    }
  /** An ASP became active within T(r). `refused`: messages its association did not take; they are lost. */
  | { readonly kind: 'pending-replayed'; readonly routingContext: number | null; readonly messages: number; readonly refused: number }
  /** T(r) expired. */
  | { readonly kind: 'pending-discarded'; readonly routingContext: number | null; readonly messages: number }
