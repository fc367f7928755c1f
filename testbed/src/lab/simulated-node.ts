import type { TransportAddressTable } from '@sigbed/sctp-core'
import { SctpEndpoint } from '@sigbed/sctp-sockets'
import { type DatagramTransport, type PacketNetwork, SimulatedTransport } from '@sigbed/sctp-transport'
import type { SeededRandom, VirtualClock, VirtualTimer } from '@sigbed/simulated-network'
import type { Scenario, ScenarioNode } from '../scenario/scenario.js'
import type { NodeProgram, NodeProgramContext, OpenNodeProgram } from './node-program.js'
import type { NodeCommand, NodeReport } from './node-protocol.js'
import { simulatedEnvironment } from './simulated-environment.js'
import { SimulatedSockets } from './simulated-sockets.js'
import { SimulatedSurroundings } from './simulated-surroundings.js'

export interface SimulatedNodeOptions {
  readonly scenario: Scenario
  readonly plan: ScenarioNode
  readonly clock: VirtualClock
  readonly network: PacketNetwork
  /** This node's alone. */
  readonly random: SeededRandom
  readonly encapsulationPort: number
  readonly openNodeProgram: OpenNodeProgram
  readonly whereIs: NodeProgramContext['whereIs']
  readonly wrapTransport: (transport: DatagramTransport, addresses: TransportAddressTable) => DatagramTransport
  readonly report: (report: NodeReport) => void
}

/**
 * One life of a node in virtual time: its endpoint and its program, from the opening of its sockets until it is killed. What a system
 * does to a process by signals is done to it here by holding back its time, its packets and what it is told.
 */
export class SimulatedNode {
  private state: 'running' | 'standing-still' | 'gone' = 'running'
  /** Commands that wait to be read. */
  private unread: NodeCommand[] = []
  private program: NodeProgram | null = null
  private goingOn: VirtualTimer | null = null

  /** Resolves when its program runs. @throws (rejects) when an address is taken, or the program cannot begin; nothing is left then */
  static async open(options: SimulatedNodeOptions): Promise<SimulatedNode> {
    const { scenario, plan, clock, network, random, encapsulationPort, wrapTransport } = options
    const surroundings = new SimulatedSurroundings(clock, random)
    const sockets = new SimulatedSockets(network)
    const node = new SimulatedNode(clock, surroundings, sockets)
    const addresses = plan.interfaces.map(({ address }) => address)
    try {
      const endpoint = await SctpEndpoint.open({
        localAddresses: addresses,
        surroundings,
        environment: simulatedEnvironment(surroundings),
        openTransport: async (table) =>
          new SimulatedTransport(sockets, surroundings, { addresses: table, local: addresses, encapsulationPort }),
        wrapTransport,
      })
      node.program = options.openNodeProgram({
        scenario,
        plan,
        node: { name: plan.name, addresses, endpoint },
        whereIs: options.whereIs,
        surroundings,
        sharedClockOffsetMs: 0,
        realTime: false,
        report: (report) => {
          if (!node.isGone) options.report(report)
        },
      })
      return node
    } catch (error) {
      node.kill()
      throw error
    }
  }

  private constructor(
    private readonly clock: VirtualClock,
    private readonly surroundings: SimulatedSurroundings,
    private readonly sockets: SimulatedSockets,
  ) {}

  get isGone(): boolean {
    return this.state === 'gone'
  }

  get pendingTimers(): number {
    return this.surroundings.pendingTimers
  }

  /** Packets that came while it stood still, and found the buffer of its socket full. */
  get socketDrops(): number {
    return this.sockets.drops
  }

  /** Read when it goes on, if it stands still. */
  handle(command: NodeCommand): void {
    if (this.state === 'standing-still') this.unread.push(command)
    else if (this.state === 'running') this.program?.handle(command)
  }

  pause(): void {
    if (this.state === 'gone') return
    if (this.goingOn !== null) this.clock.stopTimer(this.goingOn)
    this.goingOn = null
    this.state = 'standing-still'
    this.surroundings.standStill()
    this.sockets.standStill()
  }

  /** It goes on in the next turn of the clock, at this instant. */
  resume(): void {
    if (this.state !== 'standing-still' || this.goingOn !== null) return
    this.goingOn = this.clock.startTimer(0, this.goOn)
  }

  /** Without a word: nothing is sent any more, nothing told. */
  kill(): void {
    if (this.state === 'gone') return
    if (this.goingOn !== null) this.clock.stopTimer(this.goingOn)
    this.goingOn = null
    this.state = 'gone'
    this.unread = []
    this.surroundings.vanish()
    this.sockets.vanish()
    this.program?.abandon()
  }

  /** In the order of an event loop: timers, packets and commands, and what was left to the end of a turn. */
  private readonly goOn = (): void => {
    this.goingOn = null
    this.state = 'running'
    this.surroundings.goOn()
    this.sockets.goOn()
    for (const command of this.unread.splice(0)) this.handle(command)
  }
}
