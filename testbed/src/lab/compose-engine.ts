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
  /**
   * @param limitMs how long a command may take that builds nothing
   * @throws LabError SIGBED_LAB_UNAVAILABLE (rejects) when there is no engine or no compose, with what to do
   */
  static async find(limitMs = COMMAND_LIMIT_MS): Promise<ComposeEngine> {
    const version = await run('docker', ['version', '--format', '{{.Server.Version}}'], limitMs)
    if (version.status !== 0) throw unavailable(version.status === null ? NOT_INSTALLED : complaintAbout(version.errors))
    for (const compose of [['docker', 'compose'], ['docker-compose']]) {
      const [file = '', ...words] = [...compose, 'version']
      if ((await run(file, words, limitMs)).status === 0) return new ComposeEngine(compose, limitMs)
    }
    throw unavailable('neither "docker compose" nor docker-compose is installed; on Debian: apt-get install docker-compose')
  }

  private constructor(
    private readonly composeCommand: readonly string[],
    private readonly limitMs: number,
  ) {}

  /** Whether compose is the plugin, and names containers with hyphens. */
  get hasPlugin(): boolean {
    return this.composeCommand[0] === 'docker'
  }

  /** What it wrote, without the last line's end. @throws LabError SIGBED_LAB_NETWORK (rejects) with what it complained about */
  async docker(...words: readonly string[]): Promise<string> {
    return this.demand('docker', words)
  }

  /** `docker build`, which takes its time. */
  async build(...words: readonly string[]): Promise<string> {
    return this.demand('docker', ['build', ...words], BUILD_LIMIT_MS)
  }

  /** Whether it succeeded; for questions. */
  async succeeds(...words: readonly string[]): Promise<boolean> {
    return (await run('docker', words, this.limitMs)).status === 0
  }

  async compose(...words: readonly string[]): Promise<string> {
    const [file = '', ...leading] = this.composeCommand
    return this.demand(file, [...leading, ...words])
  }

  /** Any other program that talks to the same engine, and may build as well. @param onLine of what it writes to standard error */
  async script(file: string, words: readonly string[], onLine: (line: string) => void): Promise<string> {
    return this.demand(file, words, BUILD_LIMIT_MS, onLine)
  }

  private async demand(file: string, words: readonly string[], limitMs = this.limitMs, onLine?: (line: string) => void): Promise<string> {
    const { status, output, errors } = await run(file, words, limitMs, onLine)
    if (status === 0) return output.trimEnd()
    const command = [file, ...words.slice(0, WORDS_SHOWN)].join(' ')
    throw new LabError('SIGBED_LAB_NETWORK', `"${command} …" failed: ${lastLines(errors === '' ? output : errors)}`)
  }
}

function run(file: string, words: readonly string[], limitMs: number, onLine: (line: string) => void = () => {}): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let output = ''
    let errors = ''
    let unfinished = ''
    let isLate = false
    // With whatever it has started itself: that would hold its streams open.
    const impatience = setTimeout(() => {
      isLate = true
      if (child.pid !== undefined) killGroup(child.pid)
    }, limitMs)
    const end = (ending: Ending): void => {
      clearTimeout(impatience)
      resolve(ending)
    }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output = `${output}${text}`.slice(-TEXT_AT_MOST)))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = `${errors}${text}`.slice(-TEXT_AT_MOST)
      const lines = `${unfinished}${text}`.split('\n')
      unfinished = lines.pop()!
      for (const line of lines) onLine(line)
    })
    child.once('error', (error) => end({ status: null, output, errors: error.message }))
    child.once('close', (status, signal) => {
      const why = isLate ? `it did not end within ${limitMs / 1000} s` : signal === null ? errors : `ended by ${signal}`
      end({ status: status ?? 128, output, errors: why })
    })
  })
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // It has just ended.
  }
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
/** An engine that a busy machine keeps waiting starts some containers within this. */
const COMMAND_LIMIT_MS = 120_000
const BUILD_LIMIT_MS = 1_800_000
/** The list of all containers of a machine is shorter. */
const TEXT_AT_MOST = 4 * 1024 * 1024
