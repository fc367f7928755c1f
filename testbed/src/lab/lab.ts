import type { SctpEndpoint, Surroundings } from '@sigbed/sctp-sockets'
import type { Topology } from './topology.js'

/** A node of a running lab. */
export interface LabNode {
  readonly name: string
  /** IP addresses in text, one a network. */
  readonly addresses: readonly string[]
  readonly endpoint: SctpEndpoint
}

/**
 * A network with nodes on it that can be broken while it carries traffic. The same roles run on every kind of lab; only where the
 * packets go and how time passes differs.
 */
export interface Lab {
  readonly kind: 'loopback' | 'simulated'
  readonly topology: Topology
  /** Time as everything in this lab has it. */
  readonly surroundings: Surroundings
  /** @throws Error when the topology has no such node */
  node(name: string): LabNode
  /** From now on nothing passes on the network, in either direction. */
  cut(network: number): void
  restore(network: number): void
  /** Lets the lab's time pass until the work is done: in real time that is waiting, in virtual time it is what makes time pass. */
  run<T>(work: Promise<T>): Promise<T>
  /** Shuts every association down and frees what the lab holds. Never rejects. */
  close(): Promise<void>
}

/** What is common to making any lab. */
export interface LabOptions {
  readonly topology: Topology
  /** The UDP port SCTP is encapsulated in, on every node (RFC 6951). */
  readonly encapsulationPort: number
  /** Where the packets of all nodes are written down; null for nowhere. */
  readonly captureFile: string | null
}
