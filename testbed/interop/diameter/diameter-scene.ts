import { createServer } from 'node:net'
import { afterEach, beforeEach, describe } from 'vitest'
import type { ForeignProgram } from '../foreign-program.js'
import { CreditControlNode } from './credit-control-node.js'

/** Programs and nodes of the test that runs; all of them are gone when it ends, however it ends. */
export class DiameterScene {
  private readonly programs: ForeignProgram[] = []
  private readonly nodes: { stop(): Promise<void> }[] = []

  /** @param watchdogMs Twinit */
  node(watchdogMs?: number): CreditControlNode {
    return this.keep(new CreditControlNode(watchdogMs))
  }

  keep<N extends { stop(): Promise<void> }>(node: N): N {
    this.nodes.push(node)
    return node
  }

  async run<P extends ForeignProgram>(starting: Promise<P>): Promise<P> {
    const program = await starting
    this.programs.push(program)
    return program
  }

  async clear(): Promise<void> {
    try {
      await Promise.all(this.nodes.splice(0).map((node) => node.stop()))
    } finally {
      await Promise.all(this.programs.splice(0).map((program) => program.stop()))
    }
  }
}

/** A TCP port of the loopback address that nobody has at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/**
 * Tests that need somebody else's Diameter. Where it is not installed they are skipped and it is said why; with CI=true they fail
 * instead, so that nobody mistakes an empty run for a passed one.
 */
export function describeWithPeer(title: string, obstacle: () => string | null, tests: (scene: DiameterScene) => void): void {
  const reason = obstacle()
  const required = process.env['CI'] === 'true'
  if (reason !== null && !required) console.warn(`skipped: ${title}: ${reason}`)
  describe.skipIf(reason !== null && !required)(title, () => {
    const scene = new DiameterScene()
    beforeEach(() => {
      if (reason !== null) throw new Error(reason)
    })
    afterEach(() => scene.clear())
    tests(scene)
  })
}
