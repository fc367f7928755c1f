import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { LabError } from './lab-error.js'
import { LineReader, nodeLine, readNodeReport } from './node-line.js'
import type { NodeProcessStart } from './node-process-start.js'
import type { NodeCommand, NodeReport } from './node-protocol.js'

export interface NodeProcessListener {
  onReport(report: NodeReport): void
  /** Once, when it has gone and all its reports have been told. @param detail how it ended and what it last wrote to standard error */
  onGone(detail: string): void
}

/**
 * The process of one node: lines of commands go in, lines of reports come out. It leads a session of its own, so that Ctrl-C on the
 * terminal and the terminal's end reach the lab alone; and it ends when its standard input closes, as it does when the lab dies.
 */
export class NodeProcess {
  /** Resolves with the first report `opened`. @throws LabError SIGBED_LAB_NODE (rejects) when it ends or is ended before */
  readonly opened: Promise<void>
  /** Resolves when it has gone. */
  readonly gone: Promise<void>
  private readonly child: ChildProcessWithoutNullStreams
  private hasGone = false
  private stderrTail = ''
  /** What it did that it was killed for. */
  private fault: string | null = null

  /** @param command the program and its arguments */
  constructor(
    readonly node: string,
    command: readonly string[],
    listener: NodeProcessListener,
  ) {
    const [file = '', ...words] = command
    this.child = spawn(file, words, { stdio: 'pipe', detached: true })
    let opened = (): void => {}
    let failed = (_: Error): void => {}
    this.opened = new Promise((resolve, reject) => {
      opened = resolve
      failed = reject
    })
    // Whoever waits hears of it; nobody has to.
    this.opened.catch(() => {})
    const lines = new LineReader(
      (line) => {
        const report = this.read(line)
        if (report === null) return
        if (report.kind === 'opened') opened()
        if (report.kind === 'failed') failed(new LabError('SIGBED_LAB_NODE', `${node}: ${report.reason}`))
        listener.onReport(report)
      },
      () => this.kill('it wrote a line that has no end'),
    )
    this.child.stdout.on('data', (chunk: Buffer) => lines.push(chunk))
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderrTail = `${this.stderrTail}${text}`.slice(-TAIL_LENGTH)))
    // A process that has gone reads no more; how it ended is told once.
    this.child.stdin.on('error', () => {})
    this.gone = new Promise((resolve) => {
      const end = (how: string): void => {
        if (this.hasGone) return
        this.hasGone = true
        const detail = this.detail(how)
        failed(new LabError('SIGBED_LAB_NODE', `the process of node ${node} did not come up: ${detail}`))
        resolve()
        listener.onGone(detail)
      }
      this.child.once('error', (error) => end(`it could not be started: ${error.message}`))
      this.child.once('close', (status, signal) => end(signal === null ? `it ended with status ${status}` : `it was ended by ${signal}`))
      // Somebody who inherited its streams may hold them open for ever.
      const letStreamsGo = (): void => {
        for (const stream of [this.child.stdout, this.child.stderr]) stream.destroy()
      }
      this.child.once('exit', () => setTimeout(letStreamsGo, STREAM_GRACE_MS).unref())
    })
  }

  /** Says who it is to be, once; until then it only loads. */
  begin(start: NodeProcessStart): void {
    this.child.stdin.write(nodeLine(start))
  }

  /** undefined when it could not be started. */
  get pid(): number | undefined {
    return this.child.pid
  }

  get isGone(): boolean {
    return this.hasGone
  }

  /** Nothing happens when it has gone. */
  send(command: NodeCommand): void {
    const { stdin } = this.child
    if (this.hasGone || !stdin.writable) return
    stdin.write(nodeLine(command))
    if (stdin.writableLength > UNREAD_COMMANDS_AT_MOST) this.kill('it does not read its commands')
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }

  /** @param fault what it did to deserve it, told as how it ended */
  kill(fault: string): void {
    this.fault ??= fault
    this.signal('SIGKILL')
  }

  /** Lets it end by itself, and kills it when it takes too long. */
  async end(patienceMs: number): Promise<void> {
    this.child.stdin.end()
    const impatience = setTimeout(() => this.kill(`it did not end within ${patienceMs} ms`), patienceMs)
    await this.gone
    clearTimeout(impatience)
  }

  private read(line: string): NodeReport | null {
    if (this.fault !== null) return null
    try {
      return readNodeReport(line)
    } catch (error) {
      this.kill(`it wrote what is no report, ${error instanceof Error ? error.message : String(error)}`)
      return null
    }
  }

  private detail(how: string): string {
    const tail = this.stderrTail.trim()
    return `${this.fault ?? how}${tail === '' ? '' : `, and wrote: ${tail}`}`
  }
}

/** The last lines of a stack trace, and its first. */
const TAIL_LENGTH = 4000
/** A node that stands still gets no more than a few samples a second. */
const UNREAD_COMMANDS_AT_MOST = 8 * 1024 * 1024
const STREAM_GRACE_MS = 500
