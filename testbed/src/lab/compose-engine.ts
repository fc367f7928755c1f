import { spawn } from 'node:child_process'
import { LabError } from './lab-error.js'

/** How a program ended and what it wrote. */
interface Ending {
  /** null when it could not be started. */
  readonly status: number | null
  readonly output: string
  readonly errors: string
}

/**
 * The container engine of this machine, as the programs `docker` and whichever compose is installed: the plugin `docker compose`, or the
 * older `docker-compose`. They run in sessions of their own, so that Ctrl-C on the terminal does not stop them half-way.
 */
export class ComposeEngine {
  /** @throws LabError SIGBED_LAB_UNAVAILABLE (rejects) when there is no engine or no compose, with what to do */
  static async find(): Promise<ComposeEngine> {
    const version = await run('docker', ['version', '--format', '{{.Server.Version}}'])
    if (version.status !== 0) throw unavailable(version.status === null ? NOT_INSTALLED : complaintAbout(version.errors))
    for (const compose of [['docker', 'compose'], ['docker-compose']]) {
      const [file = '', ...words] = [...compose, 'version']
      if ((await run(file, words)).status === 0) return new ComposeEngine(compose)
    }
    throw unavailable('neither "docker compose" nor docker-compose is installed; on Debian: apt-get install docker-compose')
  }

  private constructor(private readonly composeCommand: readonly string[]) {}

  /** Whether compose is the plugin, and names containers with hyphens. */
  get hasPlugin(): boolean {
    return this.composeCommand[0] === 'docker'
  }

  /** What it wrote, without the last line's end. @throws LabError SIGBED_LAB_NETWORK (rejects) with what it complained about */
  async docker(...words: readonly string[]): Promise<string> {
    return this.demand('docker', words)
  }

  /** Whether it succeeded; for questions. */
  async succeeds(...words: readonly string[]): Promise<boolean> {
    return (await run('docker', words)).status === 0
  }

  async compose(...words: readonly string[]): Promise<string> {
    const [file = '', ...leading] = this.composeCommand
    return this.demand(file, [...leading, ...words])
  }

  /** Any other program that talks to the same engine. @param onLine of what it writes to standard error */
  async script(file: string, words: readonly string[], onLine: (line: string) => void): Promise<string> {
    return this.demand(file, words, onLine)
  }

  private async demand(file: string, words: readonly string[], onLine: (line: string) => void = () => {}): Promise<string> {
    const { status, output, errors } = await run(file, words, onLine)
    if (status === 0) return output.trimEnd()
    const command = [file, ...words.slice(0, WORDS_SHOWN)].join(' ')
    throw new LabError('SIGBED_LAB_NETWORK', `"${command} …" failed: ${lastLines(errors === '' ? output : errors)}`)
  }
}

function run(file: string, words: readonly string[], onLine: (line: string) => void = () => {}): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let output = ''
    let errors = ''
    let unfinished = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
      const lines = `${unfinished}${text}`.split('\n')
      unfinished = lines.pop()!
      for (const line of lines) onLine(line)
    })
    child.once('error', (error) => resolve({ status: null, output, errors: error.message }))
    child.once('close', (status, signal) =>
      resolve({ status: status ?? 128, output, errors: signal === null ? errors : `ended by ${signal}` }),
    )
  })
}

function complaintAbout(errors: string): string {
  if (/permission denied/i.test(errors))
    return 'this user may not talk to the Docker engine: run it as root, or join the group "docker" and log in anew'
  if (/cannot connect|no such host|connection refused|is the docker daemon running/i.test(errors)) {
    const where = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock'
    return `no Docker engine answers at ${where}: start it, or one of your own, as root: export DOCKER_HOST=$(testbed/images/engine.sh start FOLDER)`
  }
  return `the Docker engine does not answer: ${lastLines(errors)}`
}

function unavailable(reason: string): LabError {
  return new LabError('SIGBED_LAB_UNAVAILABLE', `labs of containers cannot be had here: ${reason}`)
}

function lastLines(text: string): string {
  const lines = text.trim().split('\n')
  return lines.slice(-LINES_SHOWN).join(' / ')
}

const NOT_INSTALLED = 'docker is not installed; on Debian: apt-get install docker.io docker-compose'
const WORDS_SHOWN = 3
const LINES_SHOWN = 3
