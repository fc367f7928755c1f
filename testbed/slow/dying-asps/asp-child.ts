import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GATEWAY_ADDRESS } from './scenario.js'

/** One ASP that is killed and started again: each life is a process, with a record of deliveries of its own. */
export class AspChild {
  /** Of every life so far. */
  readonly recordFiles: string[] = []
  /** What went wrong in the processes, killings apart. */
  readonly complaints: string[] = []
  private process: ChildProcess | null = null
  private ended: Promise<void> = Promise.resolve()

  constructor(
    readonly address: string,
    private readonly folder: string,
  ) {}

  start(): void {
    const recordFile = join(this.folder, `${this.address}-${this.recordFiles.length}`)
    this.recordFiles.push(recordFile)
    const child = spawn(process.execPath, [PROGRAM, this.address, GATEWAY_ADDRESS, recordFile], { stdio: ['ignore', 'ignore', 'pipe'] })
    this.process = child
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.complaints.push(text))
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => this.complaints.push(String(error)))
      child.once('close', (status, signal) => {
        if (status !== 0 && signal !== 'SIGKILL') this.complaints.push(`${this.address} ended with ${status ?? signal}`)
        resolve()
      })
    })
  }

  /** Without a warning, as a process dies whose machine does. */
  kill(): Promise<void> {
    this.process?.kill('SIGKILL')
    return this.ended
  }

  /** In order. */
  stop(): Promise<void> {
    this.process?.kill('SIGTERM')
    return this.ended
  }
}

const PROGRAM = fileURLToPath(new URL('./asp-process.js', import.meta.url))
