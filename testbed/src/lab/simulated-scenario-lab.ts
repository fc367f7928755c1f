import { formatIpAddress, parseIpAddress } from '@sigbed/octets'
import { linkPropertiesOf } from '@sigbed/sctp-transport'
import { SeededRandom, SimulatedNetwork, VirtualClock } from '@sigbed/simulated-network'
import type { FaultAction } from '../scenario/fault-action.js'
import type { Scenario, ScenarioNode } from '../scenario/scenario.js'
import { impairmentOf } from './apply-link-state.js'
import { BOTH_ENDS_COMMENT, epochNanosecondsOfVirtualZero, LabCapture, nodeView } from './lab-capture.js'
import { LabError } from './lab-error.js'
import type { OpenNodeProgram } from './node-program.js'
import type { NodeCommand } from './node-protocol.js'
import type { LabListener, ScenarioLab } from './scenario-lab.js'
import { isLinkAction, ScenarioLinks } from './scenario-links.js'
import { SimulatedNode } from './simulated-node.js'
import { SimulatedTime } from './simulated-time.js'

export interface SimulatedScenarioLabOptions {
  /** As it is to be run; all chance is drawn from its seed. */
  readonly scenario: Scenario
  readonly openNodeProgram: OpenNodeProgram
  /** Where the packets of all nodes are written down; nowhere unless told. */
  readonly captureFile?: string | null
}

/**
 * A lab in this process: nodes are objects, the network is in memory, and time jumps from one thing that happens to the next. The same
 * scenario and seed give the same octets at the same instants, whatever the machine does meanwhile.
 */
export class SimulatedScenarioLab implements ScenarioLab {
  readonly kind = 'simulated'
  readonly scenario: Scenario
  private readonly random: SeededRandom
  private readonly clock: VirtualClock
  private readonly time: SimulatedTime
  private readonly network: SimulatedNetwork
  private readonly links: ScenarioLinks
  private readonly nodes = new Map<string, SimulatedNode>()
  private listener: LabListener = { onReport() {}, onEnded() {}, say() {} }
  private capture: LabCapture | null = null
  private closed = false

  constructor(private readonly options: SimulatedScenarioLabOptions) {
    this.scenario = options.scenario
    this.random = new SeededRandom(options.scenario.seed)
    this.clock = new VirtualClock(new SeededRandom(this.random.uint32()))
    this.time = new SimulatedTime(this.clock)
    this.network = new SimulatedNetwork(this.clock, this.random)
    this.links = new ScenarioLinks(options.scenario)
  }

  /** A number over every packet so far, its octets, instant and fate: equal for equal seeds. */
  get digest(): number {
    return this.network.log.digest
  }

  /** The last packets and what became of them, a line each, for people. */
  get packetLog(): string {
    return this.network.log.toText()
  }

  /** Timers of all nodes that have neither called back nor been stopped. */
  get pendingTimers(): number {
    return [...this.nodes.values()].reduce((sum, node) => sum + node.pendingTimers, 0)
  }

  /** Packets that came while the node stood still, and found the buffer of its socket full. */
  socketDrops(node: string): number {
    return this.nodes.get(node)?.socketDrops ?? 0
  }

  now(): number {
    return this.clock.now()
  }

  async open(listener: LabListener): Promise<void> {
    this.listener = listener
    const { captureFile = null } = this.options
    try {
      if (captureFile !== null) {
        const startedAtEpochNs = epochNanosecondsOfVirtualZero()
        this.capture = new LabCapture({ path: captureFile, surroundings: this.clock, startedAtEpochNs, comment: BOTH_ENDS_COMMENT })
      }
      this.layLinks()
      for (const plan of this.scenario.nodes) await this.begin(plan)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  send(node: string, command: NodeCommand): void {
    this.nodes.get(node)?.handle(command)
  }

  async carryOut(action: FaultAction): Promise<void> {
    if (isLinkAction(action)) {
      for (const { network, from, to } of this.links.apply(action)) this.layLink(network, from, to)
      return
    }
    switch (action.kind) {
      case 'pause':
        return this.living(action.node).pause()
      case 'resume':
        return this.living(action.node).resume()
      case 'kill':
        return this.living(action.node).kill()
      case 'start':
        if (this.nodes.get(action.node)?.isGone === false) throw nodeError(`node ${action.node} runs already: kill it before`)
        return this.begin(this.plan(action.node))
      case 'stall':
      case 'unstall':
        return this.living(action.node).handle({ kind: 'stall', stalled: action.kind === 'stall' })
      default:
        action satisfies never
    }
  }

  sleep(ms: number, stop: AbortSignal): Promise<void> {
    return this.time.sleep(ms, stop)
  }

  run<T>(work: Promise<T>): Promise<T> {
    return this.time.run(work)
  }

  async close(): Promise<readonly string[]> {
    if (this.closed) return []
    this.closed = true
    for (const node of this.nodes.values()) node.kill()
    const fault = this.capture?.close() ?? null
    if (fault !== null) this.listener.say(fault.message)
    return []
  }

  /** Each life of a node has chance of its own. */
  private async begin(plan: ScenarioNode): Promise<void> {
    if (this.closed) throw nodeError('the lab is closed')
    const { scenario, clock, network, capture, options } = this
    const view = nodeView(plan.name, ({ text }) => this.networkOf(text))
    const node = new SimulatedNode({
      scenario,
      plan,
      clock,
      network,
      random: new SeededRandom(this.random.uint32()),
      encapsulationPort: ENCAPSULATION_PORT,
      openNodeProgram: options.openNodeProgram,
      whereIs: (name) => ({
        addresses: this.plan(name).interfaces.map(({ address }) => address),
        encapsulationPort: ENCAPSULATION_PORT,
      }),
      wrapTransport: (transport, addresses) => capture?.wrap(transport, addresses, view) ?? transport,
      report: (report) => this.listener.onReport(plan.name, report),
    })
    this.nodes.set(plan.name, node)
    await node.open()
  }

  private layLinks(): void {
    const { nodes, networks } = this.scenario
    for (const from of nodes) {
      for (const to of nodes) if (from !== to) for (const { name } of networks) this.layLink(name, from.name, to.name)
    }
  }

  /**
   * Makes the ways from every address of a node to those of another on a network agree with the link between them: a packet belongs to
   * the network its destination is on. Where the sender is not on that, nothing passes.
   */
  private layLink(networkName: string, from: string, to: string): void {
    const link = this.links.link(networkName, from, to)
    for (const destination of this.plan(to).interfaces) {
      if (destination.network !== networkName) continue
      for (const { address } of this.plan(from).interfaces) {
        const way = this.network.link(canonical(address), canonical(destination.address))
        if (link !== null) way.configure(linkPropertiesOf(impairmentOf(link.state)))
        if (link?.carries === true) way.restore()
        else way.cut()
      }
    }
  }

  private networkOf(address: string): string | null {
    const interfaces = this.scenario.nodes.flatMap((node) => node.interfaces)
    return interfaces.find((one) => canonical(one.address) === address)?.network ?? null
  }

  /** A node that runs, or stands still. @throws LabError when it does neither */
  private living(name: string): SimulatedNode {
    const node = this.nodes.get(name)
    if (node === undefined || node.isGone) throw nodeError(`node ${name} does not run: start it before`)
    return node
  }

  private plan(name: string): ScenarioNode {
    const plan = this.scenario.nodes.find((node) => node.name === name)
    if (plan === undefined) throw nodeError(`there is no node ${name}`)
    return plan
  }
}

/** The text the stack knows an address by. */
function canonical(address: string): string {
  const octets = parseIpAddress(address)
  if (octets === null) throw new LabError('SIGBED_LAB_SCENARIO', `${address} is no IP address`)
  return formatIpAddress(octets)
}

function nodeError(message: string): LabError {
  return new LabError('SIGBED_LAB_NODE', message)
}

/** RFC 6951 §5.1; on a network in memory nobody else has it. */
const ENCAPSULATION_PORT = 9899
