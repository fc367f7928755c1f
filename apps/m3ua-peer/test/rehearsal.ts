import { NumberedPayload, readNumberedPayload } from '@sigbed/measurement'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import {
  type FlowSender,
  type LabNode,
  type RoleKind,
  type Scenario,
  type ScenarioNode,
  type ScenarioRole,
  SimulatedLab,
  type TrafficPlan,
} from '@sigbed/testbed'
import { APPLICATION_SERVER_PROCESS, SIGNALLING_GATEWAY } from '../src/index.js'

/** A node as a scenario's YAML has it: the word of its role, and the settings. */
export type NodeText = readonly [role: string, settings: object]

/** M3UA roles of a scenario on a network in virtual time, with nothing around them but what a test looks at. */
export class Rehearsal {
  static async open(nodes: Readonly<Record<string, NodeText>>, traffic: readonly Partial<TrafficPlan>[] = []): Promise<Rehearsal> {
    const scenario = scenarioOf(nodes, traffic)
    const lab = await SimulatedLab.open({
      topology: {
        networks: ['path-a', 'path-b'],
        nodes: scenario.nodes.map(({ name, interfaces }) => ({ name, addresses: interfaces.map(({ address }) => address) })),
      },
      encapsulationPort: 9899,
      captureFile: null,
      seed: 1,
      delayMs: 1,
    })
    return new Rehearsal(scenario, lab)
  }

  readonly players = new Map<string, Player>()

  private constructor(
    readonly scenario: Scenario,
    readonly lab: SimulatedLab,
  ) {
    for (const plan of scenario.nodes) this.players.set(plan.name, new Player(this, lab.node(plan.name), plan))
  }

  player(name: string): Player {
    return this.players.get(name)!
  }

  /** Everything up, as far as traffic needs it. */
  async begin(): Promise<void> {
    const all = [...this.players.values()]
    await this.lab.run(Promise.all(all.map(({ role }) => role.start())))
    await this.lab.run(Promise.all(all.map(({ role }) => role.ready())))
  }

  /** Lets time pass. */
  pass(ms: number): Promise<void> {
    return this.lab.run(new Promise((resolve) => this.lab.surroundings.startTimer(ms, resolve)))
  }

  async end(): Promise<void> {
    await this.lab.run(Promise.all([...this.players.values()].map(({ role }) => role.stop())))
    await this.lab.close()
  }
}

/** One node, and what it was told. */
export class Player {
  readonly role: ScenarioRole
  readonly events: string[] = []
  readonly sockets = new Map<string, OneToOneSocket>()
  /** Sequence numbers by flow, in the order they arrived. */
  readonly arrived = new Map<string, number[]>()
  readonly arrivedFrom = new Set<string>()
  writable = 0
  private readonly flows = new Map<string, FlowSender>()

  constructor(rehearsal: Rehearsal, node: LabNode, plan: ScenarioNode) {
    const { scenario, lab } = rehearsal
    const incoming = new NumberedPayload()
    this.role = kindOf(plan.role).open({
      scenario,
      name: plan.name,
      settings: plan.settings,
      node,
      whereIs: (name) => ({ addresses: lab.node(name).addresses, encapsulationPort: 9899 }),
      surroundings: lab.surroundings,
      parameters: {},
      observer: {
        onSocket: (association, socket) => this.sockets.set(association, socket),
        onNotification: () => {},
        onEvent: (kind, detail) => this.events.push(`${kind}: ${detail}`),
        onWritable: () => this.writable++,
        onUserData: (octets, offset, length, orderKey, arrivedFrom) => {
          if (readNumberedPayload(octets, offset, length, incoming) !== null || incoming.orderKey !== orderKey) throw new Error('damaged')
          const { flow } = scenario.traffic[incoming.flowNumber]!
          this.arrived.set(flow, [...(this.arrived.get(flow) ?? []), incoming.sequence])
          this.arrivedFrom.add(arrivedFrom.text())
        },
        onAnswer: () => {
          throw new Error('M3UA has no answers')
        },
      },
    })
    for (const flow of scenario.traffic) if (flow.from === plan.name) this.flows.set(flow.flow, this.role.openFlow(flow))
  }

  /** Sends so many numbered messages of a flow. Returns how many were taken. */
  send(flow: string, count: number, from = 0): number {
    let taken = 0
    for (let i = from; i < from + count; i++) if (this.flows.get(flow)!.send(i, 0)) taken++
    return taken
  }

  /** Kinds of events, without their details. */
  kinds(): string[] {
    return this.events.map((event) => event.slice(0, event.indexOf(':')))
  }
}

/** A scenario of these nodes, each on two networks. */
export function scenarioOf(nodes: Readonly<Record<string, NodeText>>, traffic: readonly Partial<TrafficPlan>[] = []): Scenario {
  return {
    name: 'rehearsal',
    nodes: Object.entries(nodes).map(([name, [role, settings]], i) => ({
      name,
      interfaces: [
        { network: 'path-a', address: `10.132.1.${10 + i}` },
        { network: 'path-b', address: `10.132.2.${10 + i}` },
      ],
      role,
      settings: kindOf(role).schema.parse(settings),
    })),
    traffic: traffic.map((plan, i) => ({
      flow: `flow-${i}`,
      from: '',
      to: [],
      perSecond: 100,
      arrivals: 'constant',
      octets: 100,
      ...plan,
    })),
  } as Partial<Scenario> as Scenario
}

export function kindOf(word: string): RoleKind {
  return [SIGNALLING_GATEWAY as RoleKind, APPLICATION_SERVER_PROCESS as RoleKind].find((kind) => kind.word === word)!
}
