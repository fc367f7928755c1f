import type { NetworkKind } from '@sigbed/measurement'
import { epochNanosecondsAtZero, machineClockOffsetMs, monotonicNow } from '@sigbed/sctp-transport'
import type { FaultAction } from '../scenario/fault-action.js'
import type { LinkState, Scenario } from '../scenario/scenario.js'
import { PERFECT_LINK_STATE } from '../scenario/scenario.js'
import { CaptureParts } from './capture-parts.js'
import { LabError } from './lab-error.js'
import { LabRegister } from './lab-register.js'
import { NodeProcess } from './node-process.js'
import type { NodeCapture, NodePlace, PacketCarrier } from './node-process-start.js'
import type { NodeCommand } from './node-protocol.js'
import type { LabListener, ScenarioLab } from './scenario-lab.js'
import { isLinkAction, type LinkAction, type ScenarioLink, ScenarioLinks } from './scenario-links.js'

export interface ProcessLabOptions {
  readonly scenario: Scenario
  /** What turns into a node when it reads a NodeProcessStart: program and arguments. */
  readonly nodeCommand: readonly string[]
  /** Absolute: where the packets of all nodes are written down; nowhere unless told. */
  readonly captureFile?: string | null
  /** How long a process may take to leave when its role has ended; 3 s unless told. */
  readonly endPatienceMs?: number
}

/** Where one node's process runs. */
export interface NodeSite extends NodePlace {
  /** `nodeCommand`, with what puts it there in front of it. */
  readonly command: readonly string[]
}

/**
 * A lab whose nodes are processes, each of which reads commands and writes reports. What is common to all of them is here: processes
 * from start to end, the shared clock, the timetable. Kinds of it say where the processes run, and break what the network there is made of.
 */
export abstract class ProcessScenarioLab implements ScenarioLab {
  abstract readonly kind: NetworkKind
  readonly scenario: Scenario
  protected readonly links: ScenarioLinks
  protected abstract readonly carrier: PacketCarrier
  private readonly clockOffsetMs = machineClockOffsetMs()
  /** Of the wall clock at the instant zero of the clock all nodes share. */
  private readonly epochNsAtZero = epochNanosecondsAtZero() - BigInt(Math.round(this.clockOffsetMs * 1e6))
  private capture: CaptureParts | null = null
  private sites: readonly NodeSite[] = []
  /** All that have been started and have not gone. */
  private readonly started = new Set<NodeProcess>()
  /** By node, the last that was to become it. */
  private readonly processes = new Map<string, NodeProcess>()
  /** Processes that wait to become a node that the timetable starts again, by node. */
  private readonly spares = new Map<string, NodeProcess[]>()
  /** Ended on purpose: nobody is told of their end. */
  private readonly killed = new Set<NodeProcess>()
  /** Nodes that stand still. */
  private readonly paused = new Set<string>()
  protected readonly register = new LabRegister()
  private listener: LabListener = { onReport() {}, onEnded() {}, say() {} }
  private opening: Promise<unknown> = Promise.resolve()
  private closing: Promise<readonly string[]> | null = null

  constructor(protected readonly options: ProcessLabOptions) {
    this.scenario = options.scenario
    this.links = new ScenarioLinks(options.scenario)
  }

  /** Makes the networks and says where every node is, in the scenario's order. @throws LabError (rejects); `removeNetworks` follows then, too. */
  protected abstract makeNetworks(say: (line: string) => void): Promise<readonly NodeSite[]>

  /** Takes away what `makeNetworks` made, however far it came. Never rejects; says what could not be removed. */
  protected abstract removeNetworks(): Promise<readonly string[]>

  /** How the sender's own process is to treat what it sends over a link: all of it where there is no real network to break. */
  protected abstract linkStateAtSender(link: ScenarioLink): LinkState

  /** Makes a real network agree with `links`. @throws LabError (rejects) */
  protected async breakNetworks(_action: LinkAction, _changed: readonly ScenarioLink[]): Promise<void> {}

  protected async pause(node: string): Promise<void> {
    this.living(node).signal('SIGSTOP')
  }

  protected async resume(node: string): Promise<void> {
    this.living(node).signal('SIGCONT')
  }

  /** Resolves when its process has gone. */
  protected async kill(node: string): Promise<void> {
    const living = this.living(node)
    living.signal('SIGKILL')
    await living.gone
  }

  /**
   * Whether a process can wait from the beginning for its node to be started again, so that a run shows how a peer comes back and not
   * how long a program takes to load.
   */
  protected get keepsSpares(): boolean {
    return true
  }

  /** Has a killed node run again. @param begin starts its process and resolves when its sockets are open; for when its place is ready */
  protected revive(_node: string, begin: () => Promise<void>): Promise<void> {
    return begin()
  }

  now(): number {
    return monotonicNow() + this.clockOffsetMs
  }

  async open(listener: LabListener): Promise<void> {
    this.listener = listener
    process.once('exit', this.killAll)
    try {
      const { captureFile = null } = this.options
      if (captureFile !== null) this.capture = new CaptureParts(captureFile)
      const making = this.makeNetworks((line) => listener.say(line))
      this.opening = making
      this.sites = await making
      this.demandOpen()
      if (this.keepsSpares) this.startSpares()
      await Promise.all(this.sites.map(async (site) => this.begin(site, this.startProcess(site))))
      this.demandOpen()
    } catch (error) {
      const problems = await this.close()
      if (problems.length === 0 || !(error instanceof Error)) throw error
      error.message = `${error.message}; besides, ${problems.join('; ')}`
      throw error
    }
  }

  send(node: string, command: NodeCommand): void {
    this.processes.get(node)?.send(command)
  }

  async carryOut(action: FaultAction): Promise<void> {
    if (isLinkAction(action)) return this.changeLinks(action)
    switch (action.kind) {
      case 'pause':
        await this.pause(action.node)
        this.paused.add(action.node)
        return
      case 'resume':
        await this.resume(action.node)
        this.paused.delete(action.node)
        return
      case 'kill':
        this.killed.add(this.living(action.node))
        await this.kill(action.node)
        this.paused.delete(action.node)
        return
      case 'start':
        if (this.processes.get(action.node)?.isGone === false) throw nodeError(`node ${action.node} runs already: kill it before`)
        return this.revive(action.node, () => this.beginAgain(this.site(action.node)))
      case 'stall':
      case 'unstall':
        this.living(action.node).send({ kind: 'stall', stalled: action.kind === 'stall' })
    }
  }

  sleep(ms: number, stop: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        stop.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, stop.aborted ? 0 : Math.max(0, ms))
      stop.addEventListener('abort', wake)
    })
  }

  run<T>(work: Promise<T>): Promise<T> {
    return work
  }

  close(): Promise<readonly string[]> {
    this.closing ??= this.closeAll()
    return this.closing
  }

  /** The process of a node that runs, or stands still. @throws LabError when it does not */
  protected living(node: string): NodeProcess {
    const found = this.processes.get(node)
    if (found === undefined || found.isGone) throw nodeError(`node ${node} does not run: start it before`)
    return found
  }

  protected site(node: string): NodeSite {
    const site = this.sites.find((candidate) => candidate.node === node)
    if (site === undefined) throw nodeError(`there is no node ${node}`)
    return site
  }

  /** Starts a node's process and waits until its sockets are open; from its first packet on, its links are as they should be. */
  private async begin(site: NodeSite, begun: NodeProcess): Promise<void> {
    const { node } = site
    const places = this.sites.map(({ node: name, addresses, encapsulationPort }) => ({ node: name, addresses, encapsulationPort }))
    this.processes.set(node, begun)
    begun.begin({ scenario: this.scenario.text, node, places, carrier: this.carrier, capture: this.nextCapture(node) })
    for (const other of this.sites) if (other !== site) for (const linkCommand of this.linkCommands(site, other)) begun.send(linkCommand)
    const impatience = setTimeout(() => begun.kill(`it was not ready within ${OPEN_PATIENCE_MS} ms`), OPEN_PATIENCE_MS)
    try {
      await begun.opened
    } finally {
      clearTimeout(impatience)
    }
  }

  private nextCapture(node: string): NodeCapture | null {
    if (this.capture === null) return null
    return { file: this.capture.nextPart(node), epochNsAtZero: String(this.epochNsAtZero) }
  }

  private beginAgain(site: NodeSite): Promise<void> {
    return this.begin(site, this.spares.get(site.node)?.shift() ?? this.startProcess(site))
  }

  private startProcess({ node, command }: NodeSite): NodeProcess {
    const started: NodeProcess = new NodeProcess(node, command, {
      onReport: (report) => this.listener.onReport(node, report),
      onGone: (detail) => {
        this.started.delete(started)
        const spares = this.spares.get(node) ?? []
        // One that was not needed yet is not missed: another is started in its place.
        if (spares.includes(started)) spares.splice(spares.indexOf(started), 1)
        else if (this.closing === null && !this.killed.has(started)) this.listener.onEnded(node, detail)
      },
    })
    this.started.add(started)
    this.register.enter(node, started.pid)
    return started
  }

  /** Beside the nodes, which are waited for: they have loaded by the time traffic begins. */
  private startSpares(): void {
    const starts = this.scenario.timetable.flatMap(({ action }) => (action.kind === 'start' ? [action.node] : []))
    for (const node of starts.slice(0, SPARES_AT_MOST)) {
      const spares = this.spares.get(node) ?? []
      this.spares.set(node, spares)
      spares.push(this.startProcess(this.site(node)))
    }
  }

  private async changeLinks(action: LinkAction): Promise<void> {
    const changed = this.links.apply(action)
    for (const { network, from, to } of changed) {
      for (const command of this.linkCommands(this.site(from), this.site(to), network)) this.send(from, command)
    }
    await this.breakNetworks(action, changed)
  }

  /**
   * What a node is told about what it sends to another: to each address of it, from each of its own. A packet belongs to the network its
   * destination is on; where the sender is not on that, it goes nowhere.
   *
   * @param network of the destination; all unless told
   */
  private *linkCommands(from: NodeSite, to: NodeSite, network: string | null = null): Iterable<NodeCommand> {
    const { interfaces } = this.scenario.nodes.find(({ name }) => name === to.node)!
    for (const [i, remote] of to.addresses.entries()) {
      const there = interfaces[i]!.network
      if (network !== null && network !== there) continue
      const link = this.links.link(there, from.node, to.node)
      const state = link === null ? NO_LINK : this.linkStateAtSender(link)
      for (const local of from.addresses) {
        if (local.includes(':') !== remote.includes(':')) continue
        yield { kind: 'link', direction: 'outbound', local, remote, remotePort: to.encapsulationPort, state }
      }
    }
  }

  private demandOpen(): void {
    if (this.closing !== null) throw nodeError('the lab was closed while it opened')
  }

  private async closeAll(): Promise<readonly string[]> {
    await this.opening.catch(() => {})
    // One that cannot be resumed does not end by itself, and is killed.
    await Promise.allSettled([...this.paused].map((node) => this.resume(node)))
    const { endPatienceMs = END_PATIENCE_MS } = this.options
    await Promise.all([...this.started].map((node) => node.end(endPatienceMs)))
    const problems = await this.removeNetworks()
    for (const lack of (await this.capture?.merge()) ?? []) this.listener.say(lack)
    this.register.remove()
    process.off('exit', this.killAll)
    return problems
  }

  /** Of a program that ends by itself before it has closed its lab: a node that stands still would not see it. */
  private readonly killAll = (): void => {
    for (const node of this.started) node.signal('SIGKILL')
  }
}

function nodeError(message: string): LabError {
  return new LabError('SIGBED_LAB_NODE', message)
}

const NO_LINK: LinkState = { ...PERFECT_LINK_STATE, up: false }
/** Each takes the memory of a node. */
const SPARES_AT_MOST = 8
/** A process loads in under a second; on a machine that does much else at once it may take ten. */
const OPEN_PATIENCE_MS = 30_000
/** Its role has come to its end in order before; what remains is to leave. */
const END_PATIENCE_MS = 3000
