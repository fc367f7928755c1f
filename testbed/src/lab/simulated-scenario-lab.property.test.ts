import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FaultAction } from '../scenario/fault-action.js'
import { type LinkSelector, type LinkState, PERFECT_LINK_STATE, type Scenario } from '../scenario/scenario.js'
import { LabError } from './lab-error.js'
import { SimulatedScenarioLab } from './simulated-scenario-lab.js'
import { NumberedMessages } from './testing/numbered-messages.js'
import { restore, smallScenario } from './testing/small-scenario.js'

interface Step {
  readonly afterMs: number
  readonly action: FaultAction
}

const NODES = ['z', 'a', 'b', 'c']
const NETWORKS = ['one', 'two', 'three']
const never = new AbortController().signal

/** z receives, the others send to it; each is on some of the networks, and shares the first with z. */
const topology = fc
  .record({
    seed: fc.nat(),
    networks: fc.integer({ min: 1, max: 3 }),
    nodes: fc.integer({ min: 2, max: 4 }),
    missing: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })), { maxLength: 3 }),
    delaysMs: fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })),
  })
  .map(({ seed, networks, nodes, missing, delaysMs }): Scenario => {
    const names = NETWORKS.slice(0, networks)
    return smallScenario({
      seed,
      networks: names.map((name, i) => ({ name, subnet: `10.132.${i + 1}.0/24`, link: { ...PERFECT_LINK_STATE, delayMs: delaysMs[i]! } })),
      nodes: NODES.slice(0, nodes).map((name, node) => ({
        name,
        role: node === 0 ? 'receiver' : 'sender',
        settings: { to: 'z', everyMs: 25 },
        interfaces: names.flatMap((network, i) =>
          missing.some(([n, at]) => n === node && at === i) ? [] : [{ network, address: `10.132.${i + 1}.${10 + node}` }],
        ),
      })),
    })
  })

const node = fc.constantFrom(...NODES)
const network = fc.constantFrom(...NETWORKS)
const selector: fc.Arbitrary<LinkSelector> = fc.record({
  network: fc.option(network),
  from: fc.option(node, { freq: 2 }),
  to: fc.option(node, { freq: 2 }),
})
const changes: fc.Arbitrary<Partial<LinkState>> = fc.record(
  {
    delayMs: fc.integer({ min: 0, max: 300 }),
    jitterMs: fc.integer({ min: 0, max: 50 }),
    lossProbability: fc.constantFrom(0.01, 0.3, 1),
    duplicateProbability: fc.constantFrom(0.01, 0.5),
    corruptProbability: fc.constantFrom(0.01, 0.5),
    reorderProbability: fc.constantFrom(0.05, 0.5),
    reorderByMs: fc.integer({ min: 0, max: 100 }),
    octetsPerSecond: fc.constantFrom(1000, 100_000),
    queueOctets: fc.constantFrom(1500, 64_000),
    mtu: fc.constantFrom(60, 600),
  },
  { requiredKeys: [] },
)
const action: fc.Arbitrary<FaultAction> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), links: fc.array(selector, { minLength: 1, maxLength: 2 }) }),
  fc.record({ kind: fc.constant('restore' as const), links: fc.array(selector, { minLength: 1, maxLength: 2 }) }),
  fc.tuple(selector, changes).map(([where, what]) => ({ kind: 'impair' as const, change: { ...where, changes: what } })),
  fc.record({ kind: fc.constantFrom('interface-down' as const, 'interface-up' as const), node, network }),
  fc.record({ kind: fc.constantFrom('pause', 'resume', 'kill', 'start', 'stall', 'unstall'), node }),
)
const timetable: fc.Arbitrary<readonly Step[]> = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 800 }), action }), {
  maxLength: 12,
})

/** Runs a whole timetable, then mends everything and waits. @returns what z got from whom in the end, and the digest of it all */
async function carryOut(scenario: Scenario, steps: readonly Step[]) {
  const names = scenario.nodes.map(({ name }) => name)
  const dead = new Set<string>()
  const heardFrom = new Set<string>()
  const lab = new SimulatedScenarioLab({ scenario, openNodeProgram: (context) => new NumberedMessages(context) })
  const take = (name: string) => {
    lab.send(name, { kind: 'prepare' })
    lab.send(name, { kind: 'traffic', zeroAt: lab.now(), joins: true })
  }
  await lab.open({
    onReport: (name, report) => {
      if (report.kind === 'opened') take(name)
      if (report.kind === 'event' && report.event.kind === 'message') heardFrom.add(report.event.detail.split('.').at(-1)!)
    },
    onEnded: (name) => expect.fail(`${name} ended`),
    say: () => {},
  })
  const attempt = async (one: FaultAction) => {
    const wants = 'node' in one && !names.includes(one.node)
    const dies = 'node' in one && (one.kind === 'start' ? !dead.has(one.node) : dead.has(one.node)) && !one.kind.startsWith('interface')
    try {
      await lab.carryOut(one)
    } catch (error) {
      // Nothing but what the lab says cannot be: nobody there, or not alive, or alive already.
      expect(wants || dies).toBe(true)
      expect(error).toBeInstanceOf(LabError)
      return
    }
    if (one.kind === 'kill') dead.add(one.node)
    if (one.kind === 'start') dead.delete(one.node)
  }
  await lab.run(
    (async () => {
      await lab.sleep(100, never)
      for (const { afterMs, action: one } of steps) {
        await lab.sleep(afterMs, never)
        await attempt(one)
      }
      await attempt(restore())
      for (const name of names) {
        if (dead.has(name)) await attempt({ kind: 'start', node: name })
        await attempt({ kind: 'resume', node: name })
        await attempt({ kind: 'unstall', node: name })
      }
      // As long as an association may take to be lost and set up again: each timeout is 400 ms at most.
      await lab.sleep(20_000, never)
      heardFrom.clear()
      await lab.sleep(2000, never)
    })(),
  )
  const remains = await lab.close()
  return { remains, heardFrom: [...heardFrom].sort(), digest: lab.digest, pendingTimers: lab.pendingTimers, packetLog: lab.packetLog }
}

describe('a simulated lab, whatever is done to it', () => {
  it('never throws, leaves no timer behind, and ends whole when all is restored', async () => {
    await fc.assert(
      fc.asyncProperty(topology, timetable, async (scenario, steps) => {
        const { remains, heardFrom, pendingTimers, packetLog } = await carryOut(scenario, steps)
        expect([remains, pendingTimers]).toEqual([[], 0])
        const senders = scenario.nodes.slice(1).map((_, i) => String(11 + i))
        expect(heardFrom, packetLog).toEqual(senders)
      }),
      { numRuns: 12 },
    )
  })

  it('moves the same octets for the same seed and timetable', async () => {
    await fc.assert(
      fc.asyncProperty(topology, timetable, async (scenario, steps) => {
        expect((await carryOut(scenario, steps)).digest).toBe((await carryOut(scenario, steps)).digest)
      }),
      { numRuns: 3 },
    )
  })
})
