import type { ComposeEngine } from './compose-engine.js'
import {
  type ContainerInterface,
  type ContainerNetwork,
  NETWORK_SHELL_FUNCTIONS,
  networkScript,
  WITHOUT_GATEWAYS,
} from './compose-interfaces.js'
import { networkName } from './compose-names.js'
import { ComposeShell } from './compose-shell.js'

/** The container of one node, and what is done to it. One thing at a time: each call waits for the one before it. */
export class ComposeContainer {
  private shell: ComposeShell | null = null
  private network: ContainerNetwork
  /** Networks it is connected to. */
  private readonly connected: Set<string>
  private isPaused = false
  private isDead = false
  private lastWork: Promise<void> = Promise.resolve()

  /** @param network as it has been brought up: everything there and up */
  constructor(
    private readonly engine: ComposeEngine,
    private readonly lab: string,
    readonly name: string,
    network: ContainerNetwork,
  ) {
    this.network = network
    this.connected = new Set(network.interfaces.map((one) => one.network))
  }

  /** Makes it ready for its node after it has been started, again, too. @throws LabError (rejects) */
  prepare(): Promise<void> {
    return this.next(() => this.openShell())
  }

  /** Brings its interfaces and packet filter to this. What stands still is changed when it goes on; until then it sends and reads nothing. */
  agreeWith(network: ContainerNetwork): Promise<void> {
    return this.next(async () => {
      this.network = network
      const moving = network.interfaces.filter((one) => one.there !== this.connected.has(one.network))
      for (const one of moving) await this.connect(one)
      if (this.isDead) return
      const script = networkScript(network)
      const words = moving.length > 0 ? `${WITHOUT_GATEWAYS}; ${script}` : script
      if (this.isPaused) this.shell!.run(words, null).catch(() => {})
      else await this.shell!.run(words)
    })
  }

  pause(): Promise<void> {
    return this.next(async () => {
      await this.engine.docker('pause', this.name)
      this.isPaused = true
    })
  }

  resume(): Promise<void> {
    return this.next(async () => {
      await this.engine.docker('unpause', this.name)
      this.isPaused = false
      // What was to be changed in the meantime has been, when this is.
      await this.shell!.run(networkScript(this.network))
    })
  }

  kill(): Promise<void> {
    return this.next(async () => {
      this.isDead = true
      await this.engine.docker('kill', this.name)
      await this.shell!.end()
      this.isPaused = false
    })
  }

  start(): Promise<void> {
    return this.next(async () => {
      await this.engine.docker('start', this.name)
      this.isDead = false
      await this.openShell()
    })
  }

  /** Ends what this holds outside of it; the container stays. Never rejects. */
  async letGo(): Promise<void> {
    await this.lastWork
    await this.shell?.end()
  }

  private async openShell(): Promise<void> {
    this.shell = new ComposeShell(this.name)
    await this.shell.run(NETWORK_SHELL_FUNCTIONS)
    await this.shell.run(`${WITHOUT_GATEWAYS}; ${networkScript(this.network)}`)
  }

  /** Of the networks that are left, the engine makes another one the way to everywhere. */
  private async connect({ network, address, there }: ContainerInterface): Promise<void> {
    const full = networkName(this.lab, network)
    if (there) {
      await this.engine.docker('network', 'connect', address.includes(':') ? '--ip6' : '--ip', address, full, this.name)
      this.connected.add(network)
    } else {
      await this.engine.docker('network', 'disconnect', full, this.name)
      this.connected.delete(network)
    }
  }

  private next(work: () => Promise<void>): Promise<void> {
    const done = this.lastWork.then(work)
    this.lastWork = done.catch(() => {})
    return done
  }
}
