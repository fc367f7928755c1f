/**
 * The first line on the standard input of a node's process (`sigbed lab node`): all it has to know to become one node of a scenario.
 * What follows are lines of `NodeCommand`; `opened` is the first line it says itself. When its standard input closes it ends, so
 * that no process outlives its lab.
 */
export interface NodeProcessStart {
  /** The scenario as it is to be run, in YAML: seed, profile and everything else that was given besides the file stand in it. */
  readonly scenario: string
  /** Which of its nodes to be. */
  readonly node: string
  /** Where every node of the scenario is, this one included. */
  readonly places: readonly NodePlace[]
  readonly carrier: PacketCarrier
  /** Where this node writes down the packets it sends and receives; null for nowhere. */
  readonly capture: NodeCapture | null
}

export interface NodeCapture {
  /** For this life of the node alone. */
  readonly file: string
  /** Nanoseconds since 1970 (UTC) at the instant zero of the clock all nodes share, the same for all; in digits, as JSON has no such numbers. */
  readonly epochNsAtZero: string
}

export interface NodePlace {
  readonly node: string
  /** IP addresses in text, in the order of the node's interfaces, as this lab has them. */
  readonly addresses: readonly string[]
  /** The UDP port it is encapsulated on (RFC 6951); 0 for SCTP straight on IP. */
  readonly encapsulationPort: number
}

/** What carries this node's SCTP packets. The port of `udp` is its own of `places`. */
export type PacketCarrier = 'udp' | 'ip'
