import { SctpEndpoint, type Surroundings } from '@sigbed/sctp-sockets'
import { SimulatedTransport } from '@sigbed/sctp-transport'
import { SeededRandom, SimulatedNetwork, VirtualClock } from '@sigbed/simulated-network'
import type { Lab, LabNode, LabOptions } from './lab.js'
import { epochNanosecondsOfVirtualZero, LabCapture, SENDERS_COMMENT, sendersView } from './lab-capture.js'
import { simulatedEnvironment } from './simulated-environment.js'
import { SimulatedTime } from './simulated-time.js'
import { networkNameBetween, type Topology } from './topology.js'

export interface SimulatedLabOptions extends LabOptions {
  readonly seed: number
  /** One way, on every network. */
  readonly delayMs: number
}

/** The same nodes on a network in memory and on virtual time: same seed, same bytes; a minute passes in as long as its work takes. */
export class SimulatedLab implements Lab {
  readonly kind = 'simulated'

  /** @throws TransportError (rejects) when the capture cannot be made */
  static async open(options: SimulatedLabOptions): Promise<SimulatedLab> {
    const { topology, captureFile, encapsulationPort } = options
    const view = sendersView((a, z) => networkNameBetween(topology, a, z))
    const random = new SeededRandom(options.seed)
    const clock = new VirtualClock(random)
    const network = new SimulatedNetwork(clock, random)
    network.configureUsual({ delayMs: options.delayMs })
    const startedAtEpochNs = epochNanosecondsOfVirtualZero()
    const capture =
      captureFile === null ? null : new LabCapture({ path: captureFile, surroundings: clock, startedAtEpochNs, comment: SENDERS_COMMENT })
    const nodes: LabNode[] = []
    for (const { name, addresses } of topology.nodes) {
      const endpoint = await SctpEndpoint.open({
        localAddresses: addresses,
        surroundings: clock,
        environment: simulatedEnvironment(clock),
        openTransport: async (table) => new SimulatedTransport(network, clock, { addresses: table, local: addresses, encapsulationPort }),
        ...(capture && { wrapTransport: (transport, table) => capture.wrap(transport, table, view) }),
      })
      nodes.push({ name, addresses, endpoint })
    }
    return new SimulatedLab(topology, clock, network, nodes, capture)
  }

  private readonly time: SimulatedTime

  private constructor(
    readonly topology: Topology,
    private readonly clock: VirtualClock,
    private readonly network: SimulatedNetwork,
    private readonly nodes: readonly LabNode[],
    private readonly capture: LabCapture | null,
  ) {
    this.time = new SimulatedTime(clock)
  }

  get surroundings(): Surroundings {
    return this.clock
  }

  /** A number over everything that was sent: equal for equal seeds. */
  get digest(): number {
    return this.network.log.digest
  }

  node(name: string): LabNode {
    const found = this.nodes.find((node) => node.name === name)
    if (found === undefined) throw new Error(`the lab has no node ${name}`)
    return found
  }

  cut(network: number): void {
    this.eachWay(network, (from, to) => this.network.link(from, to).cut())
  }

  restore(network: number): void {
    this.eachWay(network, (from, to) => this.network.link(from, to).restore())
  }

  run<T>(work: Promise<T>): Promise<T> {
    return this.time.run(work)
  }

  async close(): Promise<void> {
    await this.run(Promise.all(this.nodes.map((node) => node.endpoint.close())))
    this.capture?.close()
  }

  private eachWay(network: number, change: (from: string, to: string) => void): void {
    const there = this.topology.nodes.map((node) => node.addresses[network]!)
    for (const from of there) for (const to of there) if (from !== to) change(from, to)
  }
}
