import { SctpEndpoint, type Surroundings } from '@sigbed/sctp-sockets'
import { ANY_ADDRESS, EventLoopSurroundings, epochNanosecondsAtZero, FaultInjector } from '@sigbed/sctp-transport'
import type { Lab, LabNode, LabOptions } from './lab.js'
import { type CaptureView, LabCapture, SENDERS_COMMENT, sendersView } from './lab-capture.js'
import { networkNameBetween, type Topology } from './topology.js'

interface LoopbackNode extends LabNode {
  readonly faults: FaultInjector
  readonly localAddresses: readonly number[]
}

/**
 * Nodes on the loopback addresses of this machine: real sockets, real time, no rights needed. Networks are broken in the transport of
 * the nodes, as the kernel is not ours to break.
 */
export class LoopbackLab implements Lab {
  readonly kind = 'loopback'

  /** @throws TransportError (rejects) when an address or the port cannot be bound, or the capture not be made; nothing stays open. */
  static async open(options: LabOptions): Promise<LoopbackLab> {
    const surroundings = new EventLoopSurroundings()
    const { topology, captureFile } = options
    const view = sendersView((a, z) => networkNameBetween(topology, a, z))
    const startedAtEpochNs = epochNanosecondsAtZero()
    const capture =
      captureFile === null ? null : new LabCapture({ path: captureFile, surroundings, startedAtEpochNs, comment: SENDERS_COMMENT })
    const nodes: LoopbackNode[] = []
    try {
      for (const plan of topology.nodes)
        nodes.push(await openNode(plan.name, plan.addresses, options.encapsulationPort, surroundings, capture, view))
    } catch (error) {
      await Promise.all(nodes.map((node) => node.endpoint.close()))
      capture?.close()
      throw error
    }
    return new LoopbackLab(topology, surroundings, nodes, capture)
  }

  private constructor(
    readonly topology: Topology,
    readonly surroundings: Surroundings,
    private readonly nodes: readonly LoopbackNode[],
    private readonly capture: LabCapture | null,
  ) {}

  node(name: string): LabNode {
    const found = this.nodes.find((node) => node.name === name)
    if (found === undefined) throw new Error(`the lab has no node ${name}`)
    return found
  }

  cut(network: number): void {
    for (const node of this.nodes) node.faults.cut({ local: node.localAddresses[network]!, remote: ANY_ADDRESS })
  }

  restore(network: number): void {
    for (const node of this.nodes) node.faults.restore({ local: node.localAddresses[network]!, remote: ANY_ADDRESS })
  }

  run<T>(work: Promise<T>): Promise<T> {
    return work
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.endpoint.close()))
    this.capture?.close()
  }
}

async function openNode(
  name: string,
  addresses: readonly string[],
  encapsulationPort: number,
  surroundings: Surroundings,
  capture: LabCapture | null,
  view: CaptureView,
): Promise<LoopbackNode> {
  let faults: FaultInjector | null = null
  let localAddresses: readonly number[] = []
  const endpoint = await SctpEndpoint.open({
    localAddresses: addresses,
    encapsulationPort,
    surroundings,
    wrapTransport: (transport, table, local) => {
      faults = new FaultInjector(transport, table, surroundings)
      localAddresses = local
      return capture === null ? faults : capture.wrap(faults, table, view)
    },
  })
  return { name, addresses, endpoint, faults: faults!, localAddresses }
}
