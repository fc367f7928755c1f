import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathOf, type RunningProgram, startProgram } from './built-program.js'
import { freePort } from './endpoint-scene.js'

/** `sigbed m3ua …` as programs of their own on a UDP port of theirs, with control sockets of their own; all gone after the test. */
export class M3uaScene {
  readonly folder = mkdtempSync(join(tmpdir(), 'sigbed-m3ua-'))
  udpPort = 0
  private readonly programs: RunningProgram[] = []

  async open(): Promise<void> {
    this.udpPort = await freePort()
  }

  /** A node that listens, once it says READY. */
  async listening(role: 'sg' | 'ipsp', ...words: readonly (string | number)[]): Promise<RunningProgram> {
    return this.ready([role, '--udp-port', this.udpPort, '--profile', 'telecom', ...words])
  }

  /** A node that sets up its association to the listening one. */
  connecting(role: 'asp' | 'ipsp', ...words: readonly (string | number)[]): RunningProgram {
    return this.start([role, '--remote', '127.0.0.1', '--remote-udp-port', this.udpPort, '--profile', 'telecom', ...words])
  }

  async ready(words: readonly (string | number)[]): Promise<RunningProgram> {
    const program = this.start(words)
    await program.hasWritten(words.includes('--json') ? '"event":"ready"' : 'READY\n')
    return program
  }

  start(words: readonly (string | number)[]): RunningProgram {
    const program = startProgram(['m3ua', ...words.map(String)], { folder: this.folder, environment: { TMPDIR: this.folder } })
    this.programs.push(program)
    return program
  }

  /** The control sockets that are there. */
  sockets(): string[] {
    return readdirSync(this.folder)
      .filter((name) => name.startsWith('sigbed-m3ua-'))
      .flatMap((name) => readdirSync(join(this.folder, name)))
  }

  async clear(): Promise<void> {
    for (const { child } of this.programs) child.kill('SIGKILL')
    await Promise.all(this.programs.splice(0).map(({ end }) => end))
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Each line without its time of day, and without the port of an association that takes any. */
export function linesOf(output: string): string[] {
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => line.replace(/^[\d:.]{12} {2}/, '').replace(/127\.0\.0\.1:\d{4,5}/, 'PEER'))
}

/** How many DATA a node told of at its end, in all; NaN when it did not. */
export function dataOf(output: string): { received: number; sent: number } {
  const [, received, sent] = / {2}DATA ([\d,]+) received, ([\d,]+) sent in all/.exec(output) ?? []
  const count = (text = 'none') => Number(text.replaceAll(',', ''))
  return { received: count(received), sent: count(sent) }
}

export const EXAMPLES = pathOf('../../m3ua-peer/examples')
