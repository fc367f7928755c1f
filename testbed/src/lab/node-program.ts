import type { Surroundings } from '@sigbed/sctp-sockets'
import type { Scenario, ScenarioNode } from '../scenario/scenario.js'
import type { LabNode } from './lab.js'
import type { NodeCommand, NodeReport } from './node-protocol.js'

/** What runs on one node of a scenario: its role, the flows that begin and end there, and their measurement. */
export interface NodeProgram {
  /** All but `link`, which is for whoever hosts the program: the lab in virtual time, the process elsewhere. */
  handle(command: NodeCommand): void
  /** Ends all timers at once and says nothing, to nobody: what a crash is to a program in virtual time. */
  abandon(): void
}

export interface NodeProgramContext {
  readonly scenario: Scenario
  readonly plan: ScenarioNode
  /** Its endpoint stays the host's to close. */
  readonly node: LabNode
  readonly whereIs: (node: string) => { readonly addresses: readonly string[]; readonly encapsulationPort: number }
  readonly surroundings: Surroundings
  /** Milliseconds to add to `surroundings.now()` for the clock that all nodes of the lab share. */
  readonly sharedClockOffsetMs: number
  /** Whether this node's own pace is worth watching: time is real. */
  readonly realTime: boolean
  readonly report: (report: NodeReport) => void
}

/** Whoever puts a program together hands this to the lab, which knows neither roles nor generators. */
export type OpenNodeProgram = (context: NodeProgramContext) => NodeProgram
