import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { ComposeEngine, currentImage } from '@sigbed/testbed'
import { DockerComposeEnvironment, type StartedDockerComposeEnvironment, type StartedTestContainer } from 'testcontainers'
import { expect, vi } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const PROJECT = 'sigbed-peers'

/** The containers of compose.yaml, brought up as a user does. */
export class RunningPeers {
  /** @param transport between the peers @throws Error (rejects), with nothing left behind */
  static async start(transport: 'ip' | 'udp'): Promise<RunningPeers> {
    const engine = await ComposeEngine.find()
    const image = await currentImage(engine, ROOT, (line) => console.log(line))
    const environment = new DockerComposeEnvironment(ROOT, 'compose.yaml')
      .withProjectName(PROJECT)
      .withEnvironment({ SIGBED_IMAGE: image, SIGBED_TRANSPORT: transport })
      .withClientOptions(engine.hasPlugin ? {} : { executable: { standalone: true, executablePath: 'docker-compose' } })
    return new RunningPeers(await environment.up(), engine.hasPlugin)
  }

  private readonly logs = new Map<string, ServiceLog>()

  private constructor(
    private readonly environment: StartedDockerComposeEnvironment,
    private readonly named: boolean,
  ) {}

  container(service: string): StartedTestContainer {
    // Of the older compose testcontainers knows the whole name alone.
    return this.environment.getContainer(this.named ? `${service}-1` : `${PROJECT}_${service}_1`)
  }

  /** What it wrote to either stream. @throws Error (rejects) when it ends with another status than 0 */
  async exec(service: string, ...words: string[]): Promise<string> {
    const { exitCode, output } = await this.container(service).exec(words)
    if (exitCode !== 0) throw new Error(`${service}: ${words.join(' ')} ended with status ${exitCode}: ${output}`)
    return output
  }

  /** Waits until what a service has logged, from its start on, matches all of these. */
  async logged(service: string, ...patterns: readonly RegExp[]): Promise<void> {
    const log = await this.logOf(service)
    await vi.waitFor(() => {
      for (const pattern of patterns) expect(log.text).toMatch(pattern)
    }, PATIENCE)
  }

  /** The interface that has the address, found as its name depends on the order in which the engine connects networks. */
  async setInterface(service: string, address: string, state: 'up' | 'down'): Promise<void> {
    await this.exec(service, 'sh', '-c', `ip link set "$(ip -oneline address show to ${address} | cut -d ' ' -f 2)" ${state}`)
  }

  async stop(): Promise<void> {
    for (const log of this.logs.values()) log.end()
    await this.environment.down({ removeVolumes: true, timeout: 2000 })
  }

  private async logOf(service: string): Promise<ServiceLog> {
    const known = this.logs.get(service)
    if (known !== undefined) return known
    const log = new ServiceLog(await this.container(service).logs())
    this.logs.set(service, log)
    return log
  }
}

/** All that a service has logged so far; it goes on for as long as its container does. */
class ServiceLog {
  text = ''

  constructor(private readonly stream: Readable) {
    stream.on('data', (piece) => (this.text += String(piece)))
  }

  end(): void {
    this.stream.destroy()
  }
}

const PATIENCE = { timeout: 30_000, interval: 100 }
