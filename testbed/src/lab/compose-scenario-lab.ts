import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { stringify } from 'yaml'
import type { LinkState } from '../scenario/scenario.js'
import { ComposeContainer } from './compose-container.js'
import { composeDocument } from './compose-document.js'
import { ComposeEngine } from './compose-engine.js'
import { currentImage } from './compose-image.js'
import { containerNetworkOf } from './compose-interfaces.js'
import { containerName } from './compose-names.js'
import { removeLab } from './compose-remains.js'
import { demandFreeSubnets } from './compose-subnets.js'
import type { PacketCarrier } from './node-process-start.js'
import { type NodeSite, type ProcessLabOptions, ProcessScenarioLab } from './process-scenario-lab.js'
import type { LinkAction, ScenarioLink } from './scenario-links.js'

export interface ComposeLabOptions extends ProcessLabOptions {
  /** What carries SCTP between the containers; IP itself unless told. */
  readonly carrier?: PacketCarrier
  /** Folder of the clone whose build the containers run; this one unless told. */
  readonly clone?: string
}

/**
 * Nodes in containers on bridges, brought up by compose. `nodeCommand` is run in the containers, so it is one that their image has. A
 * whole network that is cut has the interfaces on it set down in every container; a cut in one direction is a packet filter in the receiver's;
 * an interface that is taken down is pulled out of its container. What impairs without cutting is done by the nodes themselves.
 */
export class ComposeScenarioLab extends ProcessScenarioLab {
  readonly kind = 'compose'
  protected readonly carrier: PacketCarrier
  private readonly clone: string
  private readonly sharedFolders: readonly string[]
  private engine: ComposeEngine | null = null
  private readonly containers = new Map<string, ComposeContainer>()

  constructor(options: ComposeLabOptions) {
    super(options)
    this.carrier = options.carrier ?? 'ip'
    this.clone = options.clone ?? THIS_CLONE
    const { captureFile = null } = options
    this.sharedFolders = captureFile === null ? [] : [dirname(captureFile)]
  }

  protected override async makeNetworks(say: (line: string) => void): Promise<readonly NodeSite[]> {
    const { scenario, options } = this
    const engine = await ComposeEngine.find()
    const image = await currentImage(engine, this.clone, say)
    await demandFreeSubnets(engine, scenario)
    this.engine = engine
    const { lab } = this.register
    const plan = { lab, machine: hostname(), image, sharedFolders: this.sharedFolders }
    const document = composeDocument(scenario, plan)
    const folder = mkdtempSync(join(tmpdir(), 'sigbed-compose-'))
    try {
      const file = join(folder, 'compose.yaml')
      writeFileSync(file, stringify(document))
      await engine.compose('--project-name', `sigbed-${lab}`, '--file', file, 'up', '--detach')
    } finally {
      // A lab that is killed later leaves no file behind: nobody looks for those.
      rmSync(folder, { recursive: true, force: true })
    }
    await Promise.all(scenario.nodes.map(({ name }) => this.prepare(engine, name)))
    return scenario.nodes.map(({ name, interfaces }) => ({
      node: name,
      addresses: interfaces.map(({ address }) => address),
      encapsulationPort: this.carrier === 'ip' ? 0 : ENCAPSULATION_PORT,
      command: ['docker', 'exec', '--interactive', containerName(lab, name), ...options.nodeCommand],
    }))
  }

  protected override async removeNetworks(): Promise<readonly string[]> {
    const problems: string[] = []
    await Promise.all([...this.containers.values()].map((container) => container.letGo()))
    if (this.engine !== null) problems.push(...(await removeLab(this.engine, this.register.lab)).problems)
    return problems
  }

  /** Everything but cuts, which are made outside. */
  protected override linkStateAtSender({ state }: ScenarioLink): LinkState {
    return { ...state, up: true }
  }

  protected override async breakNetworks(action: LinkAction, changed: readonly ScenarioLink[]): Promise<void> {
    if (action.kind === 'impair') return
    const concerned = new Set(changed.flatMap(({ from, to }) => [from, to]))
    if ('node' in action) concerned.add(action.node)
    await Promise.all([...concerned].map((node) => this.container(node).agreeWith(containerNetworkOf(this.scenario, this.links, node))))
  }

  protected override async pause(node: string): Promise<void> {
    this.living(node)
    await this.container(node).pause()
  }

  protected override resume(node: string): Promise<void> {
    return this.container(node).resume()
  }

  protected override async kill(node: string): Promise<void> {
    const living = this.living(node)
    await this.container(node).kill()
    await living.gone
  }

  /** A container takes all its processes with it. */
  protected override get keepsSpares(): boolean {
    return false
  }

  protected override async revive(node: string, begin: () => Promise<void>): Promise<void> {
    await this.container(node).start()
    await begin()
  }

  private async prepare(engine: ComposeEngine, node: string): Promise<void> {
    const { lab } = this.register
    const container = new ComposeContainer(engine, lab, containerName(lab, node), containerNetworkOf(this.scenario, this.links, node))
    this.containers.set(node, container)
    await container.prepare()
  }

  private container(node: string): ComposeContainer {
    return this.containers.get(node)!
  }
}

/** This file is in testbed/src/lab or testbed/dist/lab. */
const THIS_CLONE = resolve(import.meta.dirname, '..', '..', '..')
/** SCTP in UDP (RFC 6951 §6); each container has all ports to itself. */
const ENCAPSULATION_PORT = 9899
