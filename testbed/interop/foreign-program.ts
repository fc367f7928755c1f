import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'

/**
 * Somebody else's program as a child process, with what it writes and how it ends. Whoever starts one stops it; a forgotten one is killed
 * after LONGEST_LIFE_MS.
 */
export class ForeignProgram {
  /** What it wrote so far, standard output and standard error in the order of arrival. */
  output = ''
  /** Null while it runs; then its exit code, or -1 when a signal ended it. */
  exitCode: number | null = null
  private readonly waiters = new Set<() => void>()
  private readonly lifetime: NodeJS.Timeout

  /**
   * @param title for messages: "usrsctp's tsctp"
   * @param outputs where what it writes comes out; a filter's, where there is one between
   */
  protected constructor(
    private readonly title: string,
    protected readonly child: ChildProcess,
    outputs: readonly (Readable | null | undefined)[],
  ) {
    this.lifetime = setTimeout(() => child.kill('SIGKILL'), LONGEST_LIFE_MS)
    for (const stream of outputs) {
      stream?.setEncoding('latin1').on('data', (text: string) => {
        this.output += text
        this.wakeWaiters()
      })
    }
    // A program that has gone reads its input no more.
    child.stdin?.on('error', () => {})
    child.once('error', (error) => {
      this.output += String(error)
      this.ended(-1)
    })
  }

  /** Writes to its standard input. */
  write(text: string): void {
    this.child.stdin?.write(text, 'latin1')
  }

  /** Ends its standard input. */
  endInput(): void {
    this.child.stdin?.end()
  }

  /** Resolves once the output fits. @throws Error (rejects) with the output when it does not in time. */
  async outputMatches(pattern: RegExp, limitMs = 20_000): Promise<RegExpExecArray> {
    await this.wait(() => pattern.test(this.output), limitMs, `output like ${pattern}`)
    return pattern.exec(this.output)!
  }

  /** Resolves once the output has so many matches of a global pattern. @throws Error (rejects) when it does not in time. */
  async outputHolds(count: number, pattern: RegExp, limitMs = 20_000): Promise<RegExpExecArray[]> {
    await this.wait(() => [...this.output.matchAll(pattern)].length >= count, limitMs, `${count} times output like ${pattern}`)
    return [...this.output.matchAll(pattern)]
  }

  /** Resolves with its exit code. @throws Error (rejects) with the output when it still runs after `limitMs`. */
  async exited(limitMs = 20_000): Promise<number> {
    await this.wait(() => this.exitCode !== null, limitMs, 'the end')
    return this.exitCode!
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal)
  }

  /** Kills it if it still runs, and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.exitCode === null) this.child.kill('SIGKILL')
    await this.exited()
  }

  private wait(condition: () => boolean, limitMs: number, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!condition()) return
        clearTimeout(timer)
        this.waiters.delete(check)
        resolve()
      }
      const timer = setTimeout(() => {
        this.waiters.delete(check)
        const said = this.output.slice(-2000) || 'nothing'
        reject(new Error(`waited ${limitMs} ms in vain for ${what} of ${this.title}, which wrote: ${said}`))
      }, limitMs)
      this.waiters.add(check)
      check()
    })
  }

  protected ended(exitCode: number): void {
    clearTimeout(this.lifetime)
    this.exitCode ??= exitCode
    this.wakeWaiters()
  }

  private wakeWaiters(): void {
    for (const check of [...this.waiters]) check()
  }
}

const LONGEST_LIFE_MS = 150_000
