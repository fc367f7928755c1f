import type { FlowMeasurement, OpenLoopSource } from '@sigbed/load-generator'
import type { FlowAudit, FlowName } from '@sigbed/measurement'
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
}

/** What both flows are built with. */
export interface FlowPlan {
  readonly offeredPerSecond: number
  readonly durationMs: number
  readonly cutAtMs: number
  readonly restoreAtMs: number
}
