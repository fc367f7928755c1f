import type {
  FailoverMeasure,
  FlowAudit,
  FlowName,
  NetworkKind,
  PathEvent,
  PathSample,
  PhaseLatency,
  RequestAudit,
  RunEvent,
  RunFault,
} from '@sigbed/measurement'
import type { ProtocolParameters } from '@sigbed/sctp-core'
import type { FaultAction } from '../scenario/fault-action.js'
import type { Scenario } from '../scenario/scenario.js'
import type { HoldUp } from './hold-up.js'

/**
 * All that a run of a scenario has shown, gathered from every node: what expectations are judged by. Instants `…Ms` count from the
 * start of traffic; what came before it is negative. Lists are in the order in which things happened.
 */
export interface RunEvidence {
  readonly scenario: Scenario
  /** Where time is virtual (`simulated`) a time limit is held to exactly; elsewhere the machine is given what it took. */
  readonly network: NetworkKind
  /** Every address of every node, so that those in paths, arrivals and events can be told by their network. */
  readonly addresses: readonly NodeAddress[]
  readonly faults: readonly CarriedOutFault[]
  readonly pathEvents: readonly PathEvent[]
  /** Each tenth of a second, and at the instant before each fault: the RTO a cut path had stands there. */
  readonly pathSamples: readonly PathSample[]
  readonly events: readonly RunEvent[]
  /** One for each flow, in the scenario's order. */
  readonly audits: readonly FlowAudit[]
  /** One for each flow whose requests reached a server, in the scenario's order. */
  readonly requestAudits: readonly RequestAudit[]
  /** By flow, then by phase; phases without a message are left out. */
  readonly phaseLatencies: readonly PhaseLatency[]
  readonly arrivals: readonly FlowArrival[]
  readonly deliveries: readonly FlowDelivery[]
  /** When any node was held up, joint: nothing it owed to others could come then. None where time is virtual. */
  readonly holdUps: readonly HoldUp[]
  /** One for each flow and node that sends on a path which was cut. */
  readonly failovers: readonly FailoverMeasure[]
  /** In effect for every association of the run. */
  readonly parameters: ProtocolParameters
  /** Length of the traffic, as far as it got. */
  readonly durationMs: number
  /** When the last node had settled and nothing more was observed. */
  readonly endMs: number
}

/** An address as the lab of the run has it, which need not be the scenario's. */
export interface NodeAddress {
  readonly node: string
  readonly network: string
  /** In text. Where a lab has one address for several networks, it stands here several times. */
  readonly address: string
}

/** A fault with what it was; `atMs` is when the lab began to carry it out. */
export interface CarriedOutFault extends RunFault {
  readonly action: FaultAction
  /** When the lab had done it: between the two it took hold. */
  readonly doneMs: number
}

/** From here on, messages of a flow came to a node from this address; its first arrival, too. */
export interface FlowArrival {
  readonly flow: FlowName
  /** That received: for protocols that answer, requests at a server, and answers at who asked. */
  readonly node: string
  readonly atMs: number
  /** Of the sender, in text. */
  readonly address: string
  /** On which that address is; null when no node has it. */
  readonly network: string | null
}

/** What arrived of a flow at a node in the tenth of a second up to `toMs`. Tenths in which nothing came are left out. */
export interface FlowDelivery {
  readonly flow: FlowName
  /** That received: for protocols that answer, the one that asked. */
  readonly node: string
  readonly toMs: number
  readonly delivered: number
}
