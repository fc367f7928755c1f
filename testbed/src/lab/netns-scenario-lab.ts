import { existsSync } from 'node:fs'
import { loadRawIpAddon } from '@sigbed/sctp-transport'
import type { LinkState } from '../scenario/scenario.js'
import { LabError } from './lab-error.js'
import { deleteNamespaces, ipBatch, writeParameters } from './netns-commands.js'
import { type Disturbance, NetnsPlan } from './netns-plan.js'
import { type NodeSite, type ProcessLabOptions, ProcessScenarioLab } from './process-scenario-lab.js'
import type { LinkAction, ScenarioLink } from './scenario-links.js'

/**
 * Each node in a network namespace of its own, with SCTP straight on IP, the addresses of the scenario, and a cable to the switch of
 * each network it is on. A cut is a port of the switch that is down, so that the node loses its carrier; a cut in one direction is a rule
 * by which the receiver turns the packets away. Needs root on Linux, and of commands only `ip`.
 */
export class NetnsScenarioLab extends ProcessScenarioLab {
  readonly kind = 'netns'
  protected readonly carrier = 'ip'
  private readonly plan: NetnsPlan
  /** What is broken now, by its key. */
  private broken: ReadonlyMap<string, Disturbance> = new Map()
  private readonly dead = new Set<string>()
  /** What is done to the network, one thing after the other. */
  private breaking: Promise<void> = Promise.resolve()

  constructor(options: ProcessLabOptions) {
    super(options)
    this.plan = new NetnsPlan(options.scenario, this.register.lab)
  }

  /** @throws LabError (rejects) SIGBED_LAB_UNAVAILABLE or SIGBED_LAB_NETWORK */
  protected async makeNetworks(): Promise<readonly NodeSite[]> {
    const obstacle = netnsObstacle()
    if (obstacle !== null) throw new LabError('SIGBED_LAB_UNAVAILABLE', obstacle)
    const { plan, scenario } = this
    try {
      await ipBatch(null, plan.namespaceLines())
    } catch (cause) {
      throw noNamespaces(cause)
    }
    const inNodes = (each: (namespace: string, node: string) => Promise<void>) =>
      Promise.all(scenario.nodes.map(({ name }) => each(plan.namespaceOf(name), name)))
    await Promise.all([
      writeParameters(plan.switches, SWITCH_PARAMETERS),
      inNodes((namespace) => writeParameters(namespace, NODE_PARAMETERS)),
    ])
    await ipBatch(plan.switches, plan.switchLines())
    await inNodes(async (namespace, node) => {
      for (const family of plan.families) await ipBatch(namespace, plan.ruleLines(), family)
      await ipBatch(namespace, plan.nodeLines(node))
    })
    await this.breakNetworks()
    return scenario.nodes.map(({ name, interfaces }) => ({
      node: name,
      addresses: interfaces.map(({ address }) => address),
      encapsulationPort: 0,
      command: ['ip', 'netns', 'exec', plan.namespaceOf(name), ...this.options.nodeCommand],
    }))
  }

  protected async removeNetworks(): Promise<readonly string[]> {
    await this.breaking.catch(() => {})
    return deleteNamespaces(this.plan.namespaces)
  }

  protected linkStateAtSender({ state }: ScenarioLink): LinkState {
    return { ...state, up: true }
  }

  protected override breakNetworks(_action?: LinkAction, _changed?: readonly ScenarioLink[]): Promise<void> {
    this.breaking = this.breaking.catch(() => {}).then(() => this.makeNetworksAgree())
    return this.breaking
  }

  protected override async kill(node: string): Promise<void> {
    this.living(node)
    this.dead.add(node)
    await this.breakNetworks()
    await super.kill(node)
  }

  protected override async revive(node: string, begin: () => Promise<void>): Promise<void> {
    await begin()
    this.dead.delete(node)
    await this.breakNetworks()
  }

  /** Carries out the difference between what is broken and what is to be by now. @throws LabError SIGBED_LAB_NETWORK (rejects) */
  private async makeNetworksAgree(): Promise<void> {
    const before = this.broken
    const after = new Map(this.plan.disturbances(this.links, this.dead).map((disturbance) => [disturbance.key, disturbance]))
    this.broken = after
    const batches = new Map<string, { readonly place: Disturbance; readonly lines: string[] }>()
    const enter = (place: Disturbance, lines: readonly string[]): void => {
      const key = `${place.namespace} ${place.family}`
      const batch = batches.get(key) ?? { place, lines: [] }
      batch.lines.push(...lines)
      batches.set(key, batch)
    }
    for (const [key, disturbance] of after) if (!before.has(key)) enter(disturbance, [disturbance.begin])
    for (const [key, disturbance] of before) if (!after.has(key)) enter(disturbance, disturbance.end)
    await Promise.all([...batches.values()].map(({ place, lines }) => ipBatch(place.namespace, lines, place.family)))
  }
}

/** Why this machine or this user cannot have such a lab, with what would help; null when nothing speaks against it. */
export function netnsObstacle(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are an affair of Linux: run it with --network loopback'
  if (process.getuid?.() !== 0) return 'network namespaces and raw sockets want root: run it as root (sudo), or with --network loopback'
  const loading = loadRawIpAddon()
  if (!loading.loaded)
    return `SCTP straight on IP is not available (${loading.reason}: ${loading.detail}): build it with "node stack/sctp-transport/native/build.js", or run it with --network loopback`
  if (existsSync('/proc/net/sctp'))
    return 'the SCTP of this kernel is loaded and would abort associations it does not know: unload it ("rmmod sctp"), or run it with --network loopback'
  return null
}

function noNamespaces(cause: unknown): unknown {
  if (!(cause instanceof LabError) || cause.code !== 'SIGBED_LAB_NETWORK') return cause
  const message = `network namespaces cannot be made here: ${cause.message}: root in a container needs CAP_SYS_ADMIN and CAP_NET_ADMIN; or run it with --network loopback`
  return new LabError('SIGBED_LAB_UNAVAILABLE', message, { cause })
}

/** New namespaces begin with what the machine is set to. */
const NODE_PARAMETERS = {
  // A multihomed host gets packets on one interface that it would answer on another.
  'net/ipv4/conf/all/rp_filter': 0,
  'net/ipv4/conf/default/rp_filter': 0,
  'net/ipv4/ip_forward': 0,
  'net/ipv6/conf/all/forwarding': 0,
  'net/ipv6/conf/all/disable_ipv6': 0,
  'net/ipv6/conf/default/disable_ipv6': 0,
  'net/ipv6/conf/default/accept_ra': 0,
  // No addresses but those of the scenario: 1 means that no link-local one is made.
  'net/ipv6/conf/default/addr_gen_mode': 1,
} as const

/** A switch has no say of its own. */
const SWITCH_PARAMETERS = {
  'net/ipv4/ip_forward': 0,
  'net/ipv6/conf/all/disable_ipv6': 1,
  'net/ipv6/conf/default/disable_ipv6': 1,
} as const
