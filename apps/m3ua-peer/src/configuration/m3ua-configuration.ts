import type { Interoperability, RegistrationConfiguration, TrafficMode } from '@sigbed/m3ua'
import type { AffectedPointCode, PointCodeForm } from '@sigbed/m3ua-codec'
import type { DATA_USES, DESTINATION_STATES, EXCHANGES, ROLES, TRANSPORTS } from './configuration-document.js'

export type M3uaRole = (typeof ROLES)[number]
export type DestinationState = (typeof DESTINATION_STATES)[number]

/** What one M3UA node is to be: every value checked, every default filled in. Times in milliseconds. */
export interface M3uaConfiguration {
  readonly role: M3uaRole
  readonly name: string
  readonly local: {
    readonly addresses: readonly string[]
    /** Null for any that is free: of a node nobody connects to. */
    readonly sctpPort: number | null
    readonly transport: (typeof TRANSPORTS)[number]
    /** 0 for any that is free. */
    readonly udpPort: number
  }
  readonly remotes: readonly RemoteConfiguration[]
  readonly pointCodeForm: PointCodeForm
  readonly aspIdentifier: number | null
  readonly applicationServers: readonly ApplicationServerEntry[]
  /** Of an IPSP with a double exchange. */
  readonly peerApplicationServers: readonly ApplicationServerEntry[]
  readonly exchange: (typeof EXCHANGES)[number]
  readonly destinations: readonly DestinationEntry[]
  /** Null: ASPs may not register routing keys. */
  readonly registration: RegistrationConfiguration | null
  readonly timers: {
    readonly acknowledgementMs: number
    readonly recoveryMs: number
    /** 0: never. */
    readonly heartbeatMs: number
    readonly requestAttempts: number
    /** From the end of one association to the next attempt. */
    readonly reconnectMs: number
  }
  readonly sctpProfile: string
  readonly traffic: TrafficConfiguration
  readonly interop: {
    readonly aspIdentifierRequired: boolean
    readonly sendTrafficMode: boolean
    readonly interoperability: Interoperability
  }
}

export interface RemoteConfiguration {
  readonly name: string
  /** What one SGP says of destinations holds for all of its gateway; null for a gateway of its own. */
  readonly signallingGateway: string | null
  readonly addresses: readonly string[]
  readonly sctpPort: number
  readonly udpPort: number
}

export interface ApplicationServerEntry {
  readonly name: string
  readonly routingContext: number | null
  readonly networkAppearance: number | null
  readonly trafficMode: TrafficMode | null
  readonly activeAsps: number
  readonly routingKey: TrafficKey | null
  /** Addresses of the ASPs that may serve it; null for all. */
  readonly asps: readonly string[] | null
  /** An ASP asks for the key by REG REQ before it becomes active. */
  readonly registers: boolean
}

/** Which traffic an AS is for; an empty list stands for every user, and for every origin. Single point codes: RFC 4666 §3.6.1. */
export interface TrafficKey {
  readonly destinationPointCodes: readonly number[]
  readonly serviceIndicators: readonly number[]
  readonly originatingPointCodes: readonly number[]
}

export interface DestinationEntry {
  /** Of the network it is in. */
  readonly networkAppearance: number | null
  readonly pointCode: AffectedPointCode
  readonly state: DestinationState
  /** 0 (none) to 3. */
  readonly congestion: number
}

/** What becomes of received DATA, and what `send-data` puts in where it is not told. */
export interface TrafficConfiguration {
  readonly onData: (typeof DATA_USES)[number]
  readonly originatingPointCode: number
  readonly destinationPointCode: number
  readonly serviceIndicator: number
  readonly networkIndicator: number
}
