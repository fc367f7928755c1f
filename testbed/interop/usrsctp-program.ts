import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { ForeignProgram } from './foreign-program.js'

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
 * line with it.
 */
export class UsrsctpProgram extends ForeignProgram {
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

  private readonly over: UsrsctpCarrier

  private constructor({ name, arguments: given, over, output = 'kept' }: UsrsctpProgramOptions) {
    const said = output === 'kept' ? SAID_AMONG_TRACES[name] : undefined
    const filter = said === undefined ? null : spawn('grep', ['--line-buffered', '-aoE', said], { stdio: ['pipe', 'pipe', 'ignore'] })
    const stdout = filter?.stdin ?? (output === 'kept' ? 'pipe' : 'ignore')
    // Into a pipe the C library writes only when its buffer is full: stdbuf has it write line by line.
    const command = ['stdbuf', '-oL', pathOf(name), ...given.map(String)]
    // Both of these become the program they are told to run: what is killed later is that.
    if (over.kind === 'ip') command.unshift('ip', 'netns', 'exec', over.networkNamespace)
    const child = spawn(command[0]!, command.slice(1), { stdio: ['pipe', stdout, 'pipe'] })
    // The child holds that end now: the filter ends when the child does.
    filter?.stdin.destroy()
    super(`usrsctp's ${name}`, child, [filter?.stdout ?? child.stdout, child.stderr])
    this.over = over
    child.once('close', (code) => {
      if (filter === null || filter.exitCode !== null) this.ended(code ?? -1)
      else filter.once('close', () => this.ended(code ?? -1))
    })
  }

  /** usrsctp does not say when it is ready; the kernel's tables of sockets do. */
  private isBound(): boolean {
    return this.over.kind === 'udp' ? isUdpPortBound(this.over.encapsulationPort) : hasRawSctp(this.child.pid)
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
