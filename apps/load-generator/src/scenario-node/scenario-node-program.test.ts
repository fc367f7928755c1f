import { SeededRandom, VirtualClock } from '@sigbed/simulated-network'
import { type LabNode, type NodeReport, type RoleKind, type ScenarioRole, scenarioOf } from '@sigbed/testbed'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { scenarioNodeProgram } from './scenario-node-program.js'

const SOUND: ScenarioRole = {
  name: 'tester',
  start: async () => {},
  ready: async () => {},
  stop: async () => {},
  openFlow: () => ({ send: () => true }),
  stall() {},
}

/** What a node reports that plays this role from `prepare` to `end`; without its figures. */
async function reportsOf(role: Partial<ScenarioRole>): Promise<NodeReport[]> {
  const kind: RoleKind = {
    word: 'tester',
    summary: '',
    protocol: 'm3ua',
    schema: z.unknown(),
    nodesNamed: () => [],
    open: () => ({ ...SOUND, ...role }),
  }
  const scenario = scenarioOf({ roleKinds: [kind], nodes: { one: ['tester', {}] } })
  const reports: NodeReport[] = []
  const program = scenarioNodeProgram([kind])({
    scenario,
    plan: scenario.nodes[0]!,
    node: { name: 'one', addresses: [] } as unknown as LabNode,
    whereIs: () => ({ addresses: [], encapsulationPort: 0 }),
    surroundings: new VirtualClock(new SeededRandom(1)),
    sharedClockOffsetMs: 0,
    realTime: false,
    report: (report) => reports.push(report),
  })
  for (const kind of ['prepare', 'end'] as const) {
    program.handle({ kind })
    await new Promise((resolve) => setImmediate(resolve))
  }
  return reports.filter((report) => report.kind !== 'generator')
}

describe('the program of a node', () => {
  it('takes its role through its life', async () => {
    expect(await reportsOf({})).toMatchObject([{ kind: 'opened' }, { kind: 'ready' }, { kind: 'ended' }])
  })

  it('says what kept its role from coming up, or from ending, and ends all the same', async () => {
    const broken = async () => {
      throw new Error('out of order')
    }
    const failed = { kind: 'failed', reason: 'out of order' }
    expect(await reportsOf({ ready: broken })).toMatchObject([{ kind: 'opened' }, failed, { kind: 'ended' }])
    expect(await reportsOf({ stop: broken })).toMatchObject([{ kind: 'opened' }, { kind: 'ready' }, failed, { kind: 'ended' }])
  })
})
