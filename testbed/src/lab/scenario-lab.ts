import type { NetworkKind } from '@sigbed/measurement'
import type { FaultAction } from '../scenario/fault-action.js'
import type { Scenario } from '../scenario/scenario.js'
import type { NodeCommand, NodeReport } from './node-protocol.js'

/**
 * A lab that carries out one scenario: networks, and on each node a program that plays its role and reports. Four kinds differ in
 * where the programs run and how the networks are broken; who conducts a run sees this alone.
 *
 * The programs speak `NodeCommand` and `NodeReport`. On the simulated network they are objects in this process on virtual time;
 * everywhere else they are processes, and the two are lines of JSON on their standard input and output.
 */
export interface ScenarioLab {
  readonly kind: NetworkKind
  readonly scenario: Scenario
  /** The clock all nodes share: milliseconds, as `Surroundings.now`. */
  now(): number
  /** Makes networks, starts every node's program. @throws (rejects) with nothing left behind */
  open(listener: LabListener): Promise<void>
  /** To one node's program. Nothing happens when it is dead. */
  send(node: string, command: NodeCommand): void
  /** Resolves when it is done; what was done and when is what the reports then show. @throws (rejects) when the lab cannot do it */
  carryOut(action: FaultAction): Promise<void>
  /** Waits on the lab's time; less when told to stop. */
  sleep(ms: number, stop: AbortSignal): Promise<void>
  /** Lets the lab's time pass until the work is done. */
  run<T>(work: Promise<T>): Promise<T>
  /** Ends every program and takes the networks away. Never rejects; says what could not be removed. */
  close(): Promise<readonly string[]>
}

export interface LabListener {
  onReport(node: string, report: NodeReport): void
  /** A node's program has ended though nobody killed it. */
  onEnded(node: string, detail: string): void
  /** Progress of what takes long: an image being built. */
  say(line: string): void
}
