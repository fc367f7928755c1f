import { NumberedPayload, readNumberedPayload } from '@sigbed/measurement'
import { timerProfile } from '@sigbed/sctp-core'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import type { NodeProgram, NodeProgramContext } from '../lab/node-program.js'
import { SimulatedScenarioLab } from '../lab/simulated-scenario-lab.js'
import type { FaultAction } from './fault-action.js'
import { type ArrivalAddress, type FlowSender, NO_ORDER, type RoleKind, type RoleObserver, type ScenarioRole } from './role-kind.js'
import { PERFECT_LINK_STATE, type Scenario, type TrafficPlan } from './scenario.js'

export interface RehearsalOptions {
  readonly roleKinds: readonly RoleKind[]
  /** By name: the word of its role, and its settings as YAML has them. Each node is on both networks, path-a and path-b. */
  readonly nodes: Readonly<Record<string, readonly [role: string, settings: object]>>
  /** A flow's name is `flow` with its number where it has none. */
  readonly traffic?: readonly Partial<TrafficPlan>[]
  /** Those of the telecom profile unless told. */
  readonly parameters?: Scenario['parameters']
  readonly seed?: number
}

/**
 * Roles of a scenario in virtual time, with nothing around them but what somebody wants to look at: for trying a role kind, without
 * generator, audit and conductor.
 */
export class RoleRehearsal {
  readonly scenario: Scenario
  private readonly lab: SimulatedScenarioLab
  private readonly nodes = new Map<string, RehearsedNode>()

  /** @throws (rejects) what the settings and the roles lead to */
  static async open(options: RehearsalOptions): Promise<RoleRehearsal> {
    const rehearsal = new RoleRehearsal(options)
    await rehearsal.lab.open({ onReport() {}, onEnded() {}, say() {} })
    return rehearsal
  }

  private constructor(options: RehearsalOptions) {
    this.scenario = scenarioOf(options)
    for (const { name } of this.scenario.nodes) this.nodes.set(name, new RehearsedNode(this.scenario))
    this.lab = new SimulatedScenarioLab({
      scenario: this.scenario,
      openNodeProgram: (context) => this.node(context.plan.name).live(kindOf(options, context.plan.role), context),
    })
  }

  node(name: string): RehearsedNode {
    const found = this.nodes.get(name)
    if (found === undefined) throw new Error(`there is no node ${name}`)
    return found
  }

  now(): number {
    return this.lab.now()
  }

  /** Brings everything up, as far as traffic needs it. @throws (rejects) what keeps it from that */
  async begin(): Promise<void> {
    const roles = [...this.nodes.values()].map(({ role }) => role)
    await this.run(Promise.all(roles.map((role) => role.start())))
    await this.run(Promise.all(roles.map((role) => role.ready())))
  }

  /** A node that is gone comes back and begins its role anew; what it waits for is not waited for. */
  async start(node: string): Promise<void> {
    await this.carryOut({ kind: 'start', node })
    await this.run(this.node(node).role.start())
  }

  carryOut(action: FaultAction): Promise<void> {
    return this.lab.carryOut(action)
  }

  /** Lets time pass. */
  pass(ms: number): Promise<void> {
    return this.run(this.lab.sleep(ms, new AbortController().signal))
  }

  /** Lets time pass until the work is done. */
  run<T>(work: Promise<T>): Promise<T> {
    return this.lab.run(work)
  }

  async end(): Promise<void> {
    await this.run(Promise.all([...this.nodes.values()].map((node) => node.stop())))
    await this.lab.close()
  }
}

/** One node through all its lives, and what its roles told. */
export class RehearsedNode {
  /** `asp-active: asp-1: ASP-INACTIVE -> ASP-ACTIVE`, in the order they came. */
  readonly events: string[] = []
  /** The latest of each name. */
  readonly sockets = new Map<string, OneToOneSocket>()
  /** Sequence numbers by flow, in the order they arrived, each as often as it did. For Diameter, those answered rightly. */
  readonly arrived = new Map<string, number[]>()
  /** Sequence numbers of requests that came to nothing. */
  readonly failed: number[] = []
  readonly arrivedFrom = new Set<string>()
  /** First arrivals behind a higher number of their order key. */
  reordered = 0
  /** Requests that reached this node to be served: `flow0 17 from 10.132.1.10`, with `marked` and `repeated` behind what was. */
  readonly requests: string[] = []
  /** Messages offered and taken by the stack, by `offer`. */
  taken = 0
  private life: Life | null = null
  private readonly highest = new Map<number, number>()
  private readonly payload = new NumberedPayload()

  constructor(private readonly scenario: Scenario) {}

  /** That of its present life. */
  get role(): ScenarioRole {
    if (this.life === null) throw new Error('the node is gone')
    return this.life.role
  }

  /** Kinds of events, without their details. */
  get kinds(): string[] {
    return this.events.map((event) => event.slice(0, event.indexOf(':')))
  }

  arrivedOf(flow: string): readonly number[] {
    return this.arrived.get(flow) ?? []
  }

  /** Sends messages of a flow at once. @returns how many of them were taken */
  send(flow: string, count: number, first = 0): number {
    let taken = 0
    for (let sequence = first; sequence < first + count; sequence++) if (this.senderOf(flow).send(sequence, 0)) taken++
    return taken
  }

  /** Offers messages of a flow at a steady rate, each until it is taken. Resolves with the last; never, when the node is gone before. */
  offer(flow: string, count: number, perSecond: number): Promise<void> {
    const { surroundings } = this.life!.context
    const sender = this.senderOf(flow)
    const beganAt = surroundings.now()
    let next = 0
    return new Promise((resolve) => {
      const tick = (): void => {
        const due = Math.min(count, 1 + Math.floor(((surroundings.now() - beganAt) * perSecond) / 1000))
        for (; next < due && sender.send(next, 0); next++) this.taken++
        if (next === count) resolve()
        else surroundings.startTimer(TICK_MS, tick)
      }
      tick()
    })
  }

  async stop(): Promise<void> {
    await this.life?.role.stop()
  }

  /** For RoleRehearsal: a life begins. */
  live(kind: RoleKind, context: NodeProgramContext): NodeProgram {
    const { scenario, plan, node, whereIs, surroundings, realTime } = context
    const { parameters } = scenario
    const { name, settings } = plan
    const observer = this.observer()
    const role = kind.open({ scenario, name, settings, node, whereIs, surroundings, parameters, realTime, observer })
    const flows = new Map(scenario.traffic.filter(({ from }) => from === name).map((flow) => [flow.flow, role.openFlow(flow)]))
    const life: Life = { role, flows, context }
    this.life = life
    return {
      handle: (command) => {
        if (command.kind === 'stall') role.stall(command.stalled)
      },
      abandon: () => {
        if (this.life === life) this.life = null
      },
    }
  }

  private senderOf(flow: string): FlowSender {
    const sender = this.life?.flows.get(flow)
    if (sender === undefined) throw new Error(`no flow ${flow} begins here`)
    return sender
  }

  private observer(): RoleObserver {
    const { payload } = this
    return {
      onSocket: (association, socket) => this.sockets.set(association, socket),
      onNotification: () => {},
      onEvent: (kind, detail) => this.events.push(`${kind}: ${detail}`),
      onWritable: () => {},
      onUserData: (octets, offset, length, orderKey, arrivedFrom) => {
        const fault = readNumberedPayload(octets, offset, length, payload)
        if (fault !== null || payload.orderKey !== orderKey) throw new Error(`damaged user data: ${fault}`)
        this.take(this.scenario.traffic[payload.flowNumber]!.flow, payload.sequence, orderKey, arrivedFrom)
      },
      onRequest: (flow, sequence, marked, repeated, arrivedFrom) =>
        this.requests.push(`${flow} ${sequence} from ${arrivedFrom.text()}${marked ? ' marked' : ''}${repeated ? ' repeated' : ''}`),
      onAnswer: (flow, sequence, failed, orderKey, arrivedFrom) => {
        if (failed) this.failed.push(sequence)
        else this.take(flow, sequence, orderKey, arrivedFrom)
      },
    }
  }

  private take(flow: string, sequence: number, orderKey: number, arrivedFrom: ArrivalAddress): void {
    const before = this.arrived.get(flow) ?? []
    this.arrived.set(flow, before)
    const highest = this.highest.get(orderKey) ?? -1
    if (orderKey !== NO_ORDER && sequence < highest && !before.includes(sequence)) this.reordered++
    this.highest.set(orderKey, Math.max(sequence, highest))
    before.push(sequence)
    this.arrivedFrom.add(arrivedFrom.text())
  }
}

interface Life {
  readonly role: ScenarioRole
  readonly flows: ReadonlyMap<string, FlowSender>
  readonly context: NodeProgramContext
}

function kindOf({ roleKinds }: RehearsalOptions, word: string): RoleKind {
  const found = roleKinds.find((kind) => kind.word === word)
  if (found === undefined) throw new Error(`no role is called ${word}`)
  return found
}

/** The scenario of a rehearsal, for who checks one without playing it. */
export function scenarioOf(options: RehearsalOptions): Scenario {
  const { nodes, traffic = [], parameters = timerProfile('telecom')!.parameters, seed = 1 } = options
  const networks = ['path-a', 'path-b']
  return {
    name: 'rehearsal',
    title: '',
    teaches: '',
    profile: 'telecom',
    parameters,
    seed,
    repetitions: 1,
    durationMs: 1000,
    networks: networks.map((name, i) => ({ name, subnet: `10.132.${i + 1}.0/24`, link: { ...PERFECT_LINK_STATE, delayMs: 1 } })),
    nodes: Object.entries(nodes).map(([name, [role, settings]], position) => ({
      name,
      interfaces: networks.map((network, i) => ({ network, address: `10.132.${i + 1}.${10 + position}` })),
      role,
      settings: kindOf(options, role).schema.parse(settings),
    })),
    links: [],
    traffic: traffic.map((plan, i) => ({ flow: `flow${i}`, from: '', to: [], perSecond: 100, arrivals: 'constant', octets: 100, ...plan })),
    timetable: [],
    expectations: [],
    text: '',
  }
}

const TICK_MS = 5
