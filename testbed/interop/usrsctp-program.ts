import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** The programs of Debian's libusrsctp-examples that the tests run. */
export type UsrsctpProgramName = 'client' | 'daytime_server' | 'discard_server' | 'echo_server' | 'tsctp'

export interface UsrsctpProgramOptions {
  readonly name: UsrsctpProgramName
  readonly arguments: readonly (string | number)[]
  /** What its arguments make it speak SCTP over: start() waits until it has that. */
  readonly over: UsrsctpCarrier
  /** 'discarded' spares the reading of its output where nothing is to be learnt from it. */
  readonly output?: 'kept' | 'discarded'
}

/** A UDP port of this machine (RFC 6951), or IP itself in a network namespace, by name, where nothing else has a raw SCTP socket. */
export type UsrsctpCarrier =
  | { readonly kind: 'udp'; readonly encapsulationPort: number }
  | { readonly kind: 'ip'; readonly networkNamespace: string }

/**
 * One program built on usrsctp, FreeBSD's SCTP in userspace, as a child process. It speaks SCTP like this stack and shares no
 * line with it. Whoever starts one stops it; a forgotten one is killed after LONGEST_LIFE_MS.
 */
export class UsrsctpProgram {
  /** What it wrote so far, standard output and standard error in the order of arrival. */
  output = ''
  /** Null while it runs; then its exit code, or -1 when a signal ended it. */
  exitCode: number | null = null
  private readonly waiters = new Set<() => void>()
  private readonly lifetime: NodeJS.Timeout

  /** Resolves when its socket is bound. @throws Error (rejects) when it is not within START_LIMIT_MS; nothing runs then. */
  static async start(options: UsrsctpProgramOptions): Promise<UsrsctpProgram> {
    const program = new UsrsctpProgram(options)
    const limit = performance.now() + START_LIMIT_MS
    while (!program.isBound()) {
      if (program.exitCode !== null || performance.now() > limit) {
        await program.stop()
        const awaited = options.over.kind === 'udp' ? `UDP port ${options.over.encapsulationPort}` : 'a raw socket'
        throw new Error(`usrsctp's ${options.name} did not bind ${awaited}: ${program.output || 'no output'}`)
      }
      await new Promise((resolve) => setTimeout(resolve, START_POLL_MS))
    }
    // It binds that just before it listens: an INIT in between would be repeated only after a second.
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    return program
  }

  private readonly name: UsrsctpProgramName
  private readonly over: UsrsctpCarrier
  private readonly child: ChildProcess

  private constructor({ name, arguments: given, over, output = 'kept' }: UsrsctpProgramOptions) {
    this.name = name
    this.over = over
    const said = output === 'kept' ? SAID_AMONG_TRACES[name] : undefined
    const filter = said === undefined ? null : spawn('grep', ['--line-buffered', '-aoE', said], { stdio: ['pipe', 'pipe', 'ignore'] })
    const stdout = filter?.stdin ?? (output === 'kept' ? 'pipe' : 'ignore')
    // Into a pipe the C library writes only when its buffer is full: stdbuf has it write line by line.
    const command = ['stdbuf', '-oL', pathOf(name), ...given.map(String)]
    // Both of these become the program they are told to run: what is killed later is that.
    if (over.kind === 'ip') command.unshift('ip', 'netns', 'exec', over.networkNamespace)
    const child = spawn(command[0]!, command.slice(1), { stdio: ['pipe', stdout, 'pipe'] })
    this.child = child
    // The child holds that end now: the filter ends when the child does.
    filter?.stdin.destroy()
    this.lifetime = setTimeout(() => child.kill('SIGKILL'), LONGEST_LIFE_MS)
    for (const stream of [filter?.stdout ?? child.stdout, child.stderr]) {
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
    child.once('close', (code) => {
      if (filter === null || filter.exitCode !== null) this.ended(code ?? -1)
      else filter.once('close', () => this.ended(code ?? -1))
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

  /** Kills it if it still runs, and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.exitCode === null) this.child.kill('SIGKILL')
    await this.exited()
  }

  /** usrsctp does not say when it is ready; the kernel's tables of sockets do. */
  private isBound(): boolean {
    return this.over.kind === 'udp' ? isUdpPortBound(this.over.encapsulationPort) : hasRawSctp(this.child.pid)
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
        reject(new Error(`waited ${limitMs} ms in vain for ${what} of usrsctp's ${this.name}, which wrote: ${said}`))
      }, limitMs)
      this.waiters.add(check)
      check()
    })
  }

  private ended(exitCode: number): void {
    clearTimeout(this.lifetime)
    this.exitCode ??= exitCode
    this.wakeWaiters()
  }

  private wakeWaiters(): void {
    for (const check of [...this.waiters]) check()
  }
}

/** Empty when all programs are there. */
export function missingUsrsctpPrograms(): string[] {
  return PROGRAMS.map(pathOf).filter((path) => !existsSync(path))
}

/** Where Debian puts them, unless SIGBED_USRSCTP_PROGRAMS names the folder of another build. */
function pathOf(name: UsrsctpProgramName): string {
  return join(process.env['SIGBED_USRSCTP_PROGRAMS'] ?? '/usr/lib/usrsctp', name)
}

/** It always binds the wildcard address. */
function isUdpPortBound(port: number): boolean {
  const hexadecimal = port.toString(16).toUpperCase().padStart(4, '0')
  return readFileSync('/proc/net/udp', 'latin1').includes(` 00000000:${hexadecimal} `)
}

/** Whether the process has left for another network namespace and somebody there takes SCTP (protocol 132) of any address. */
function hasRawSctp(processId: number | undefined): boolean {
  if (processId === undefined) return false
  try {
    if (readlinkSync(`/proc/${processId}/ns/net`) === readlinkSync('/proc/self/ns/net')) return false
    return readFileSync(`/proc/${processId}/net/raw`, 'latin1').includes(' 00000000:0084 ')
  } catch {
    // It has gone; its exit code is on its way.
    return false
  }
}

const PROGRAMS: readonly UsrsctpProgramName[] = ['client', 'daytime_server', 'discard_server', 'echo_server', 'tsctp']
/**
 * Debian builds the programs with tracing, and these turn it on: a line for each step of each packet, half a gigabyte in a run. Some lack
 * their end of line, so that what the program has to say stands behind them. Only that is let through, by extended regular expressions.
 */
const SAID_AMONG_TRACES: Partial<Record<UsrsctpProgramName, string>> = {
  discard_server: 'Msg of length .* complete [01]\\.$|Notification of length [0-9]+ received\\.$',
  tsctp: '[0-9]+(, [0-9.]+){6}$',
}
const START_LIMIT_MS = 10_000
const START_POLL_MS = 5
const SETTLE_MS = 30
const LONGEST_LIFE_MS = 150_000
