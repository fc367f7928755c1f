import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { LabError } from './lab-error.js'
import { LineReader } from './node-line.js'

/**
 * A shell in a container that stays: a command takes the milliseconds it takes by itself, where starting a process there takes a tenth of
 * a second. It ends when its container does, or this program.
 */
export class ComposeShell {
  private readonly child: ChildProcessWithoutNullStreams
  /** Of commands that have not ended, the first first. */
  private readonly waiting: ((ending: { readonly status: number; readonly output: string }) => void)[] = []
  private output: string[] = []
  private ended = false

  constructor(private readonly container: string) {
    this.child = spawn('docker', ['exec', '--interactive', container, 'sh'], { stdio: 'pipe', detached: true })
    for (const stream of [this.child.stdout, this.child.stderr]) {
      const lines = new LineReader(
        (line) => this.read(line),
        () => {},
      )
      stream.on('data', (chunk: Buffer) => lines.push(chunk))
    }
    this.child.stdin.on('error', () => {})
    const end = (): void => {
      this.ended = true
      for (const tell of this.waiting.splice(0)) tell({ status: GONE, output: this.output.join(' / ') || 'its container has stopped' })
    }
    this.child.once('error', end)
    this.child.once('close', end)
  }

  /**
   * Commands are carried out in the order in which they are given; those for a container that stands still, when it goes on.
   *
   * @param limitMs how long it may take; null where the container stands still, and goes on who knows when
   * @throws LabError SIGBED_LAB_NETWORK (rejects) when it fails, with what it wrote
   */
  async run(script: string, limitMs: number | null = COMMAND_LIMIT_MS): Promise<void> {
    const impatience = limitMs === null ? undefined : setTimeout(() => this.child.kill('SIGKILL'), limitMs)
    const { status, output } = this.ended
      ? { status: GONE, output: 'its container has stopped' }
      : await new Promise<{ readonly status: number; readonly output: string }>((resolve) => {
          this.waiting.push(resolve)
          this.child.stdin.write(`{ ${script}\n} 2>&1; echo "${END_MARK}$?"\n`)
        })
    clearTimeout(impatience)
    if (status !== 0) throw new LabError('SIGBED_LAB_NETWORK', `the network of container ${this.container} cannot be changed: ${output}`)
  }

  /** Resolves when it is gone. */
  async end(): Promise<void> {
    if (this.ended) return
    const gone = new Promise((resolve) => this.child.once('close', resolve))
    this.child.kill('SIGKILL')
    await gone
  }

  private read(line: string): void {
    if (!line.startsWith(END_MARK)) {
      this.output.push(line)
      return
    }
    const output = this.output.join(' / ')
    this.output = []
    this.waiting.shift()?.({ status: Number(line.slice(END_MARK.length)), output })
  }
}

/** They are over in milliseconds; a machine that does much else at once may keep them waiting. */
const COMMAND_LIMIT_MS = 30_000
const END_MARK = '--- sigbed: '
const GONE = -1
