import type { FlowMeasurement, LivePath, OpenLoopSource } from '@sigbed/load-generator'
import type { FlowAudit, FlowName } from '@sigbed/measurement'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import type { FailoverWatch } from './failover-watch.js'

/** Traffic of one kind between two roles, its measurement and its account. */
export interface RunFlow {
  readonly name: FlowName
  readonly offeredPerSecond: number
  readonly source: OpenLoopSource
  readonly measurement: FlowMeasurement
  /** One for each direction that data of this flow travels in. */
  readonly watches: readonly FailoverWatch[]
  /** Associations, peers, capabilities: until traffic may flow. @throws what keeps it from that */
  start(): Promise<void>
  /** Messages taken by the stack that have neither arrived nor failed for good. */
  outstanding(): number
  /** Ends peers and associations in order. Never rejects. */
  stop(): Promise<void>
  audit(): FlowAudit
  /** Every path of every association of this flow, as each node sees it now. */
  paths(): LivePath[]
}

/** @param sockets of the nodes by name, where there is one yet */
export function livePaths(association: string, sockets: Readonly<Record<string, OneToOneSocket | null>>): LivePath[] {
  return Object.entries(sockets).flatMap(([node, socket]) => (socket?.paths() ?? []).map((path) => ({ ...path, node, association })))
}

/** What both flows are built with. */
export interface FlowPlan {
  readonly offeredPerSecond: number
  readonly durationMs: number
  readonly cutAtMs: number
  readonly restoreAtMs: number
}
