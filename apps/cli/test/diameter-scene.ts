import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathOf, type RunningProgram, startProgram } from './built-program.js'
import { freePort } from './endpoint-scene.js'

/** `sigbed diameter …` as programs of their own, on ports and loopback addresses that no other test has; all gone after the test. */
export class DiameterScene {
  readonly folder = mkdtempSync(join(tmpdir(), 'sigbed-diameter-'))
  /** Of SCTP and TCP. */
  port = 0
  udpPort = 0
  private readonly network = `127.${100 + (process.pid % 100)}.${Math.trunc(process.pid / 100) % 250}`
  private readonly programs: RunningProgram[] = []

  async open(): Promise<void> {
    this.udpPort = await freePort()
    this.port = await freeTcpPort()
  }

  /** An address of this scene. */
  address(host: number): string {
    return `${this.network}.${host}`
  }

  /** A server on an address of its own, once it says READY. */
  async server(host: number, ...words: readonly (string | number)[]): Promise<RunningProgram> {
    return this.ready(['server', '--local', this.address(host), '--udp-port', this.udpPort, '--port', this.port, ...words])
  }

  /** One request to the server on that address. */
  send(host: number, ...words: readonly (string | number)[]): RunningProgram {
    return this.start(['send', ...words, '--to', this.address(host), '--port', this.port, '--udp-port', this.udpPort])
  }

  client(host: number, ...words: readonly (string | number)[]): RunningProgram {
    return this.start(['client', '--to', this.address(host), '--remote-port', this.port, '--remote-udp-port', this.udpPort, ...words])
  }

  async ready(words: readonly (string | number)[]): Promise<RunningProgram> {
    const program = this.start(words)
    await program.hasWritten(words.includes('--json') ? '"event":"ready"' : 'READY\n')
    return program
  }

  start(words: readonly (string | number)[], folder = this.folder): RunningProgram {
    const program = startProgram(['diameter', ...words.map(String)], { folder, environment: { TMPDIR: this.folder } })
    this.programs.push(program)
    return program
  }

  write(name: string, text: string): string {
    writeFileSync(join(this.folder, name), text)
    return name
  }

  /** The examples, with addresses of this scene in the place of their own: those may be in use on the machine of the test. */
  copyExamples(): void {
    for (const name of readdirSync(DIAMETER_EXAMPLES)) {
      const text = readFileSync(join(DIAMETER_EXAMPLES, name), 'utf8')
      this.write(name, text.replaceAll(/127\.0\.40\.(?=\d)/g, `${this.network}.`))
    }
  }

  async clear(): Promise<void> {
    for (const { child } of this.programs) child.kill('SIGKILL')
    await Promise.all(this.programs.splice(0).map(({ end }) => end))
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export const DIAMETER_EXAMPLES = pathOf('../../diameter-peer/examples')
export const CERTIFICATES = pathOf('../../../stack/peer-bindings/test/certificates')

async function freeTcpPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
