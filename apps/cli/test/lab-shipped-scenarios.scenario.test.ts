import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RecordedRun } from '@sigbed/results'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shippedScenarios } from '../src/lab/scenario-files.js'
import { buildProgram } from './built-program.js'
import { account, type LabRun, type LabRunEnd, labRun, remains, SHIPPED, verdicts } from './lab-program.js'
import { recordingSurroundings, sigbed } from './recording-surroundings.js'
import { figuresOf, inFolder, storedRuns } from './stored-run.js'

/** A cut, a death and a standstill, with M3UA and with Diameter; `npm run test:lab` has all of them on every network. */
const ON_LOOPBACK = ['return-to-primary', 'diameter-peer-failover', 'stalled-reader']

let folder = ''
/** All of them, by two processes that share nothing. */
let simulated: Promise<readonly [LabRunEnd, LabRunEnd]>
let stored: readonly (readonly RecordedRun[])[] | null = null
let loopback: ReadonlyMap<string, Promise<LabRunEnd>>

beforeAll(() => {
  buildProgram()
  folder = mkdtempSync(join(tmpdir(), 'sigbed-shipped-'))
  const simulatedBy = (database: string) => labRun(folder, '--all', '--network', 'simulated', '--database', database)
  simulated = Promise.all([simulatedBy('a.sqlite'), simulatedBy('a.sqlite.again')])
  loopback = new Map(ON_LOOPBACK.map((name) => [name, labRun(folder, name, '--database', `a.sqlite.${name}`)]))
  // Whoever asks for them gets to know.
  for (const end of [simulated, ...loopback.values()]) end.catch(() => {})
}, 180_000)

afterAll(async () => {
  await Promise.allSettled([simulated, ...loopback.values()])
  rmSync(folder, { recursive: true, force: true })
}, 180_000)

async function simulatedRuns(name: string): Promise<readonly [LabRun, LabRun]> {
  const [one, other] = await simulated
  const i = SHIPPED.indexOf(name)
  return [one.runs[i]!, other.runs[i]!]
}

describe('the scenarios that come with the program', { timeout: 120_000 }, () => {
  it.each(SHIPPED)('%s passes on the simulated network, and does the same to the octet in another process', async (name) => {
    const [one, other] = await simulatedRuns(name)
    expect(one).toMatchObject({ scenario: name, outcome: 'completed', verdict: 'pass', digest: expect.stringMatching(/^[0-9a-f]{8}$/) })
    expect(one.expectations.filter(({ met }) => met !== true)).toEqual([])
    expect(other.digest).toBe(one.digest)
    stored ??= ['a.sqlite', 'a.sqlite.again'].map((file) => storedRuns(folder, file))
    const [first, second] = stored.map((runs) => figuresOf(runs.find(({ runId }) => runId === one.runId)!))
    expect(second).toEqual(first)
  })

  it.each(ON_LOOPBACK)('%s comes to the same verdicts on loopback', async (name) => {
    const end = await loopback.get(name)!
    const [model] = await simulatedRuns(name)
    expect(verdicts(end.runs[0]!), account(end)).toEqual(verdicts(model))
    expect([end.status, end.runs[0]!.digest]).toEqual([0, null])
  })

  it('leave nothing behind', async () => {
    await Promise.all([simulated, ...loopback.values()])
    expect(remains(folder)).toEqual([])
  })

  it('are listed with what each shows', async () => {
    await inFolder(async (folder) => {
      const { status, output } = await sigbed('lab list', recordingSurroundings(folder))
      expect(status).toBe(0)
      expect(output.split('\n').slice(0, -1)).toHaveLength(shippedScenarios().length)
      expect(output).toMatch(/^ {2}two-homed-failover +11 s {2}\S/m)
      const { scenarios } = JSON.parse((await sigbed('lab list --json', recordingSurroundings(folder))).output)
      expect(scenarios.map(({ name }: { name: string }) => name)).toEqual(SHIPPED)
    })
  })

  it('are all fine', async () => {
    await inFolder(async (folder) => {
      const { status, output } = await sigbed('lab check --all', recordingSurroundings(folder))
      expect(status).toBe(0)
      expect(output.match(/: fine\. /g)).toHaveLength(shippedScenarios().length)
    })
  })
})
