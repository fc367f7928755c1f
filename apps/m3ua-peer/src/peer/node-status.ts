import type { ApplicationServerStatistics, AspState, AsState, TrafficMode } from '@sigbed/m3ua'
import type { PathStatus } from '@sigbed/sctp-sockets'
import type { M3uaRole } from '../configuration/m3ua-configuration.js'
import type { MessageCounts } from './message-trace.js'

/** How a node stands, as `sigbed m3ua status --json` shows it. Not-a-number comes out as null. */
export interface NodeStatus {
  readonly format: 'sigbed-m3ua-status'
  readonly version: 1
  readonly name: string
  readonly role: M3uaRole
  readonly processId: number
  readonly upForMs: number
  /** SCTP and UDP ports of this end; null for one nobody is told of. */
  readonly sctpPort: number | null
  readonly udpPort: number
  readonly localAddresses: readonly string[]
  readonly applicationServers: readonly ApplicationServerStatus[]
  readonly associations: readonly AssociationStatus[]
  readonly messages: MessageCounts
  /** Received DATA that was echoed or relayed. */
  readonly passedOn: { readonly passed: number; readonly refused: number; readonly unroutable: number }
}

export interface ApplicationServerStatus {
  readonly name: string
  readonly routingContext: number | null
  /** Null at an ASP, which knows of its own state only. */
  readonly state: AsState | null
  readonly trafficMode: TrafficMode | null
  readonly data: Readonly<ApplicationServerStatistics> | null
}

export interface AssociationStatus {
  /** As configured; null for one that was accepted. */
  readonly name: string | null
  /** Address and SCTP port. */
  readonly peer: string
  readonly state: string
  /** Of the ASP at the other end where there is one, else the own. */
  readonly aspIdentifier: number | null
  readonly asps: readonly { readonly end: 'local' | 'remote'; readonly routingContext: number | null; readonly state: AspState }[]
  readonly paths: readonly PathStatus[]
  readonly messagesSent: number
  readonly messagesReceived: number
  readonly retransmissions: number
}
