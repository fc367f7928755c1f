import type { PeerTimers, ReportType, RouteEntry, RoutingConfiguration } from '@sigbed/diameter'
import type { StreamUse, TransportLayerSecurity } from '@sigbed/peer-bindings'
import type { ProtocolParameters } from '@sigbed/sctp-sockets'

/** How a connection carries Diameter. 'tls-sctp' is TLS on stream 0 of an association, between nodes of ours (RFC 3436). */
export type ConnectionTransport = 'sctp' | 'tcp' | 'tls' | 'tls-sctp'

export function isSecured(transport: ConnectionTransport): boolean {
  return transport === 'tls' || transport === 'tls-sctp'
}

/** Whether a connection needs the node's SCTP endpoint. */
export function isOnSctp(transport: ConnectionTransport): boolean {
  return transport === 'sctp' || transport === 'tls-sctp'
}

/** Where connections are accepted. */
export interface ListenSettings {
  readonly transport: ConnectionTransport
  /** Of TCP; SCTP listens on all addresses of its endpoint. */
  readonly address: string
  readonly port: number
}

/** A peer that is connected to, and connected to again until the node stops. */
export interface PeerSettings {
  /** Its Origin-Host; empty when it is not known before its CEA. */
  readonly originHost: string
  readonly transport: ConnectionTransport
  /** IP addresses; the first is the primary path of an association, TCP tries one after the other. */
  readonly addresses: readonly string[]
  readonly port: number
  /** Of SCTP in UDP; 0 where the association is on IP itself. */
  readonly encapsulationPort: number
  /** The address TCP connects from; null for any. */
  readonly localAddress: string | null
}

/** An overload that is reported from the start on. */
export interface OverloadReportSettings {
  readonly applicationId: number
  readonly reportType: ReportType
  /** How many of a hundred requests are not to be sent. */
  readonly reductionPercentage: number
}

/** All a node is told, every default filled in. */
export interface DiameterNodeSettings {
  readonly originHost: string
  readonly originRealm: string
  readonly productName: string
  /** Unix time: identifiers that must not come back after a restart begin with it (RFC 6733 §3, RFC 7683 §5.2.1.4). 0 in a lab. */
  readonly startTimeSeconds: number
  /** Addresses for CER and CEA (RFC 6733 §5.3.5). */
  readonly hostIpAddresses: readonly string[]
  readonly listen: readonly ListenSettings[]
  readonly peers: readonly PeerSettings[]
  /** Without any, requests go to whatever peer is named by them. */
  readonly routes: readonly RouteEntry[]
  /** Advertise the relay application, and take requests of every application (RFC 6733 §2.4). */
  readonly isAgent: boolean
  /** Names whose CER is accepted; anybody's when empty. */
  readonly knownPeers: readonly string[]
  readonly timers: Partial<PeerTimers>
  readonly routing: Partial<Omit<RoutingConfiguration, 'routes'>>
  /** Reductions this node asks those for who ask it (RFC 7683). */
  readonly overloadReports: readonly OverloadReportSettings[]
  readonly streamUse: StreamUse
  /** Of the associations. */
  readonly parameters: Partial<ProtocolParameters>
  /** Null where nothing is secured. */
  readonly security: TransportLayerSecurity | null
}

/** The settings of a node of which only its names and addresses are known: it neither listens nor connects. */
export function nodeSettings(
  node: Pick<DiameterNodeSettings, 'originHost' | 'originRealm' | 'hostIpAddresses'>,
  changes: Partial<DiameterNodeSettings> = {},
): DiameterNodeSettings {
  return {
    productName: 'Sigbed',
    startTimeSeconds: 0,
    listen: [],
    peers: [],
    routes: [],
    isAgent: false,
    knownPeers: [],
    timers: {},
    routing: {},
    overloadReports: [],
    streamUse: 'streams',
    parameters: {},
    security: null,
    ...node,
    ...changes,
  }
}
