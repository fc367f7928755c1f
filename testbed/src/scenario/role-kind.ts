import type { NetworkKind } from '@sigbed/measurement'
import type { ProtocolParameters } from '@sigbed/sctp-core'
import type { Notification, OneToOneSocket, Surroundings } from '@sigbed/sctp-sockets'
import type { z } from 'zod'
import type { LabNode } from '../lab/lab.js'
import type { Role } from '../role.js'
import type { Scenario, ScenarioNode, TrafficPlan } from './scenario.js'

/**
 * A kind of peer a scenario can have on its nodes. The lab knows none by itself: whoever puts a program together hands it a list of
 * them. One file per kind, in the package whose peer it is.
 */
export interface RoleKind<Settings = unknown> {
  /** The key in the YAML file under which its settings stand: `signalling-gateway`. */
  readonly word: string
  /** One line for the documentation of scenarios. */
  readonly summary: string
  readonly protocol: 'm3ua' | 'diameter'
  readonly schema: z.ZodType<Settings>
  /** Nodes it names in its settings, and by which key, so that a name nobody has is found when the scenario is checked. */
  nodesNamed(settings: Settings): readonly { readonly place: readonly (string | number)[]; readonly node: string }[]
  /** What its roles tell by `onEvent`, each kind with its meaning: expectations name them. */
  readonly events?: Readonly<Record<string, string>>
  /**
   * What in the settings of a node, or in the flows that begin there, does not go with the rest of the scenario, whose nodes and names are
   * known to exist. Only scenarios without any come to `open`.
   */
  contradictions?(scenario: Scenario, node: ScenarioNode): readonly RoleContradiction[]
  /** What in the settings of a node cannot be on a kind of network, though it can on another. None when left out. */
  obstacles?(scenario: Scenario, node: ScenarioNode, network: NetworkKind): readonly RoleContradiction[]
  /** @throws whatever settings that contradict one another lead to */
  open(context: RoleContext<Settings>): ScenarioRole
}

/** Settings or a flow of a node that cannot be, in a sentence with the remedy. */
export interface RoleContradiction {
  /** Within the settings; empty for what concerns them as a whole, or a flow, which the message names. */
  readonly place: readonly (string | number)[]
  readonly message: string
}

export interface RoleContext<Settings = unknown> {
  readonly scenario: Scenario
  readonly name: string
  readonly settings: Settings
  readonly node: LabNode
  /** Addresses of any node as this lab has them, in the order of its interfaces; and the UDP port it is encapsulated on, 0 for raw IP. */
  whereIs(node: string): { readonly addresses: readonly string[]; readonly encapsulationPort: number }
  /** Addresses in text of this lab to the name of the network they are on. */
  readonly surroundings: Surroundings
  readonly parameters: Partial<ProtocolParameters>
  /** False where time is virtual, and nothing that runs on the machine's own takes part. True when left out. */
  readonly realTime?: boolean
  readonly observer: RoleObserver
}

/** Whom a role tells. Called synchronously; none may throw. */
export interface RoleObserver {
  /** An association there is from now on. @param association `asp-1 - sg`: the node that sets it up first */
  onSocket(association: string, socket: OneToOneSocket): void
  onNotification(association: string, notification: Notification): void
  /** @param kind stable, lower case with hyphens: `asp-active` */
  onEvent(kind: string, detail: string): void
  /** The flow may offer again what was refused for want of room. */
  onWritable(): void
  /**
   * Octets of user data came in: a NumberedPayload, unless they were damaged, whose flow number is the place of its flow in
   * `scenario.traffic`, from 0. Borrowed until it returns.
   */
  onUserData(octets: Uint8Array, offset: number, length: number, orderKey: number, arrivedFrom: ArrivalAddress): void
  /**
   * A request of a flow reached this node, which serves it: for protocols that answer.
   * @param marked it says of itself that it may have been sent before: the T flag of Diameter
   * @param repeated it had arrived here before, and gets the answer it got then, without being carried out again
   */
  onRequest(flow: string, sequence: number, marked: boolean, repeated: boolean, arrivedFrom: ArrivalAddress): void
  /**
   * What a request of a flow came to: for protocols that answer, where deliveries are answers.
   * @param failed never answered, or answered otherwise than it should
   * @param orderKey NO_ORDER where nobody promises one: a request that was sent again, to another server
   */
  onAnswer(flow: string, sequence: number, failed: boolean, orderKey: number, arrivedFrom: ArrivalAddress): void
}

/** The order key of what may come in any order. */
export const NO_ORDER = -1

/** Found out only when somebody asks: it costs a text. */
export interface ArrivalAddress {
  text(): string
}

/** A role as scenarios need it. */
export interface ScenarioRole extends Role {
  /**
   * Resolves when traffic may begin: for who waits for peers, when they have come as far as traffic needs. `start` only begins.
   * @param isJoining while the run is under way: peers may be dead, and some that traffic can go to are enough; false unless told
   * @throws Error (rejects) that says what has not come
   */
  ready(isJoining?: boolean): Promise<void>
  /** The sending end of a flow from this node. Called once for each, before `ready` has resolved. @throws Error for what this role cannot send */
  openFlow(plan: TrafficPlan): FlowSender
  /** The application takes no messages any more, or does again. */
  stall(stalled: boolean): void
}

/** Sends the numbered messages of one flow. */
export interface FlowSender {
  /**
   * Hands one message to the stack; allocates nothing of its own.
   * @returns false when the stack does not take it: it is offered again when `onWritable` is called, and at the next wake-up
   */
  send(sequence: number, intendedAtMs: number): boolean
}
