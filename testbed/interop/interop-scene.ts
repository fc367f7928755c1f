import { createHash } from 'node:crypto'
import { SctpEndpoint, type SctpEndpointOptions } from '@sigbed/sctp-sockets'
import { findFreeUdpPort } from '@sigbed/sctp-transport'
import { afterEach, beforeEach, describe } from 'vitest'
import { missingUsrsctpPrograms, UsrsctpProgram, type UsrsctpProgramName, type UsrsctpProgramOptions } from './usrsctp-program.js'

/** Programs and endpoints of the test that runs; all of them are gone when it ends, however it ends. */
export class InteropScene {
  private readonly programs: UsrsctpProgram[] = []
  private readonly endpoints: SctpEndpoint[] = []
  private readonly leftovers: (() => void)[] = []

  /** Starts a program on a UDP port that is free. */
  async start(
    name: UsrsctpProgramName,
    argumentsFor: (encapsulationPort: number) => readonly (string | number)[],
    output: UsrsctpProgramOptions['output'] = 'kept',
  ): Promise<RunningProgram> {
    const encapsulationPort = await findFreeUdpPort({ addresses: ['127.0.0.1'], from: FIRST_PORT, mostTries: 1000 })
    const over = { kind: 'udp', encapsulationPort } as const
    const program = await UsrsctpProgram.start({ name, arguments: argumentsFor(encapsulationPort), over, output })
    this.programs.push(program)
    return { program, encapsulationPort }
  }

  /** Starts a program that speaks SCTP straight on IP in a network namespace. */
  async startOnIp(
    networkNamespace: string,
    name: UsrsctpProgramName,
    programArguments: readonly (string | number)[],
  ): Promise<UsrsctpProgram> {
    const program = await UsrsctpProgram.start({ name, arguments: programArguments, over: { kind: 'ip', networkNamespace } })
    this.programs.push(program)
    return program
  }

  /** An endpoint on a UDP port that the system chooses. */
  async open(options: SctpEndpointOptions): Promise<SctpEndpoint> {
    const endpoint = await SctpEndpoint.open({ encapsulationPort: 0, ...options })
    this.endpoints.push(endpoint)
    return endpoint
  }

  /** Has something removed after all programs and endpoints, the last first. */
  removeAfterwards(remove: () => void): void {
    this.leftovers.unshift(remove)
  }

  async clear(): Promise<void> {
    try {
      await Promise.all(this.programs.splice(0).map((program) => program.stop()))
      // The peers are gone: nobody answers a shutdown any more.
      await Promise.all(this.endpoints.splice(0).map((endpoint) => endpoint.close(0)))
    } finally {
      for (const remove of this.leftovers.splice(0)) remove()
    }
  }
}

export interface RunningProgram {
  readonly program: UsrsctpProgram
  readonly encapsulationPort: number
}

/**
 * Tests that need usrsctp's programs, and whatever else `obstacle` finds missing. Where they are not installed the tests are skipped
 * and it is said why; with CI=true they fail instead, so that nobody mistakes an empty run for a passed one.
 */
export function describeWithUsrsctp(title: string, tests: (scene: InteropScene) => void, obstacle: () => string | null = () => null): void {
  const missing = missingUsrsctpPrograms()
  const reason = missing.length > 0 ? `${missing.join(', ')} ${NOT_INSTALLED}` : obstacle()
  const absent = reason !== null
  const required = process.env['CI'] === 'true'
  if (absent && !required) console.warn(`skipped: ${title}: ${reason}`)
  describe.skipIf(absent && !required)(title, () => {
    const scene = new InteropScene()
    // Before each, not before all: tests whose preparation for all has failed count as skipped.
    beforeEach(() => {
      if (absent) throw new Error(reason)
    })
    afterEach(() => scene.clear())
    tests(scene)
  })
}

/** Octets that differ from message to message and from place to place, the same in every run. */
export function patterned(length: number, seed: number): Uint8Array {
  const octets = new Uint8Array(length)
  let state = (seed ^ 0x9e37_79b9) >>> 0 || 1
  for (let i = 0; i < length; i++) {
    // xorshift32
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    octets[i] = state & 0xff
  }
  return octets
}

export function digest(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

const FIRST_PORT = 29_000
const NOT_INSTALLED = 'not found: install the Debian package libusrsctp-examples to run the interoperation tests'
