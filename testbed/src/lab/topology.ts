/** A node: its name and one address for each network, in the order of the networks. */
export interface NodePlan {
  readonly name: string
  readonly addresses: readonly string[]
}

/** Nodes and the networks between them. Network i joins the i-th addresses of all nodes; they have no other way to one another. */
export interface Topology {
  readonly networks: readonly string[]
  readonly nodes: readonly NodePlan[]
}

/** Two nodes, two networks: what every failover begins with. All addresses are this machine's own loopback. */
export const TWO_HOMED: Topology = {
  networks: ['path 1', 'path 2'],
  nodes: [
    { name: 'west', addresses: ['127.0.1.1', '127.0.2.1'] },
    { name: 'east', addresses: ['127.0.1.2', '127.0.2.2'] },
  ],
}

/** The name of the network both addresses are on; null when there is none. */
export function networkNameBetween(topology: Topology, a: string, z: string): string | null {
  return topology.networks[networkBetween(topology, a, z)] ?? null
}

/** The network both addresses are on; -1 when there is none. */
export function networkBetween(topology: Topology, a: string, z: string): number {
  return topology.networks.findIndex((_, network) => {
    const there = topology.nodes.map((node) => node.addresses[network])
    return there.includes(a) && there.includes(z)
  })
}
