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
  private readonly surroundings: SimulatedSurroundings
  private readonly sockets: SimulatedSockets
  /** Commands that wait to be read. */
  private unread: NodeCommand[] = []
  /** null until it runs. */
  private program: NodeProgram | null = null
  private goingOn: VirtualTimer | null = null

  constructor(private readonly options: SimulatedNodeOptions) {
    this.surroundings = new SimulatedSurroundings(options.clock, options.random)
    this.sockets = new SimulatedSockets(options.network)
  }

  /**
   * Resolves when its program runs, or it was killed before. The program may be sent commands as soon as it reports anything.
   *
   * @throws (rejects) when an address is taken, or the program cannot begin; nothing is left then
   */
  async open(): Promise<void> {
    const { surroundings, sockets, options } = this
    const { scenario, plan, encapsulationPort, wrapTransport, whereIs } = options
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
      if (this.isGone) return
      this.program = options.openNodeProgram({
        scenario,
        plan,
        node: { name: plan.name, addresses, endpoint },
        whereIs,
        surroundings,
        sharedClockOffsetMs: 0,
        realTime: false,
        report: (report) => {
          if (!this.isGone) options.report(report)
        },
      })
    } catch (error) {
      this.kill()
      throw error
    }
    this.readCommands()
  }

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

  /** Read when its program runs, and does not stand still. */
  handle(command: NodeCommand): void {
    if (this.isGone) return
    this.unread.push(command)
    this.readCommands()
  }

  pause(): void {
    if (this.state === 'gone') return
    if (this.goingOn !== null) this.options.clock.stopTimer(this.goingOn)
    this.goingOn = null
    this.state = 'standing-still'
    this.surroundings.standStill()
    this.sockets.standStill()
  }

  /** It goes on in the next turn of the clock, at this instant. */
  resume(): void {
    if (this.state !== 'standing-still' || this.goingOn !== null) return
    this.goingOn = this.options.clock.startTimer(0, this.goOn)
  }

  /** Without a word: nothing is sent any more, nothing told. */
  kill(): void {
    if (this.state === 'gone') return
    if (this.goingOn !== null) this.options.clock.stopTimer(this.goingOn)
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
    this.readCommands()
  }

  private readCommands(): void {
    while (this.state === 'running' && this.program !== null && this.unread.length > 0) this.program.handle(this.unread.shift()!)
  }
}
