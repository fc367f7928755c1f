import type { ProtocolParameters } from '@sigbed/sctp-core'
import type { Expectation } from './expectation.js'
import type { FaultAction } from './fault-action.js'

/**
 * A scenario as every lab runs it: read from YAML, checked, every default filled in. Names of nodes and networks in it are known to
 * exist. All times are milliseconds; those of the timetable count from the start of traffic.
 */
export interface Scenario {
  readonly name: string
  /** A line for lists. */
  readonly title: string
  /** What it shows, a paragraph; may be empty. */
  readonly teaches: string
  /** Name of a timer profile, with what was changed of it: `telecom`, `telecom with rto-min 200ms`. */
  readonly profile: string
  /** Of every association: the profile's, and over them what the scenario changes. */
  readonly parameters: Partial<ProtocolParameters>
  /** Of chance, where nobody gives another. */
  readonly seed: number
  readonly repetitions: number
  /** Length of the traffic. */
  readonly durationMs: number
  readonly networks: readonly ScenarioNetwork[]
  readonly nodes: readonly ScenarioNode[]
  /** How links differ from those of their network, from the start on; later ones win. */
  readonly links: readonly LinkChange[]
  readonly traffic: readonly TrafficPlan[]
  readonly timetable: readonly TimetableEntry[]
  readonly expectations: readonly Expectation[]
  /** The file it was read from, whole: it is stored with each run. */
  readonly text: string
}

export interface ScenarioNetwork {
  readonly name: string
  /** With its prefix length, as 10.132.1.0/24 or fd00:132:2::/64. */
  readonly subnet: string
  /** Every link of it in both directions, until something changes it. */
  readonly link: LinkState
}

export interface ScenarioNode {
  readonly name: string
  /** In the order of the paths: the first is the primary one of associations this node sets up. */
  readonly interfaces: readonly ScenarioInterface[]
  /** The word of a role kind. */
  readonly role: string
  /** As the schema of its role kind made them. */
  readonly settings: unknown
}

export interface ScenarioInterface {
  readonly network: string
  /** An IP address in its network's subnet, in text. Labs that cannot have it map it, and say so in `LabNode.addresses`. */
  readonly address: string
}

/** How one direction of a link behaves. Probabilities lie from 0 to 1. */
export interface LinkState {
  readonly up: boolean
  readonly delayMs: number
  /** Added to the delay, uniform from 0 up to this; order is kept. */
  readonly jitterMs: number
  readonly lossProbability: number
  readonly duplicateProbability: number
  /** A corrupted packet arrives with bits flipped, so that its checksum is wrong. */
  readonly corruptProbability: number
  /** A reordered packet is held back by `reorderByMs`, so that later ones overtake it. */
  readonly reorderProbability: number
  readonly reorderByMs: number
  /** Infinity: never the bottleneck. */
  readonly octetsPerSecond: number
  /** What may wait for the wire; Infinity: any number. */
  readonly queueOctets: number
  /** Longer packets vanish without a word (an MTU black hole); octets of the SCTP packet, without IP and UDP. Infinity: none do. */
  readonly mtu: number
}

export const PERFECT_LINK_STATE: LinkState = {
  up: true,
  delayMs: 0,
  jitterMs: 0,
  lossProbability: 0,
  duplicateProbability: 0,
  corruptProbability: 0,
  reorderProbability: 0,
  reorderByMs: 0,
  octetsPerSecond: Number.POSITIVE_INFINITY,
  queueOctets: Number.POSITIVE_INFINITY,
  mtu: Number.POSITIVE_INFINITY,
}

/** Which links: those of one network, or of all; from one node, to one node, or between any two. */
export interface LinkSelector {
  /** null: of every network. */
  readonly network: string | null
  /** null: from every node. */
  readonly from: string | null
  /** null: to every node. */
  readonly to: string | null
}

export interface LinkChange extends LinkSelector {
  readonly changes: Partial<LinkState>
}

/** Messages offered at a rate by one node, whatever becomes of them. */
export interface TrafficPlan {
  /** The flow's name, unique in the scenario. */
  readonly flow: string
  readonly from: string
  /** Whoever of them the protocol chooses gets a message. */
  readonly to: readonly string[]
  readonly perSecond: number
  readonly arrivals: 'constant' | 'poisson'
  /** User data of an M3UA message, in octets; a Diameter request is as long as it is. */
  readonly octets: number
}

export interface TimetableEntry {
  readonly atMs: number
  /** As it was written: `cut path-a`. */
  readonly text: string
  /** In the scenario's file, 1 for the first. */
  readonly line: number
  readonly action: FaultAction
}
