import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildProgram } from '../built-program.js'
import { account, type LabRun, type LabRunEnd, labRun, remains, SHIPPED, verdicts } from '../lab-program.js'

/**
 * Every scenario that comes with the program, by the built program, passes on a network, comes to the same verdict about every
 * expectation as on the simulated one, and leaves nothing behind.
 *
 * @param obstacle why there is no such network here; with CI=true the tests fail then, otherwise they are skipped and it is said why
 * @param left what labs of a program have left of networks, in a line each
 */
export function sameVerdictsOn(network: string, obstacle: string | null, left: (pid: number) => readonly string[]): void {
  const required = process.env['CI'] === 'true'
  if (obstacle !== null && !required) console.warn(`skipped: the shipped scenarios on ${network}: ${obstacle}`)

  describe.skipIf(obstacle !== null && !required)(`on ${network}`, () => {
    let folder = ''
    let simulated: Promise<ReadonlyMap<string, LabRun>> | null = null
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'sigbed-verdicts-'))
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    // Before each, not before all: tests whose preparation for all has failed count as skipped.
    beforeEach(async () => {
      if (obstacle !== null) throw new Error(obstacle)
      simulated ??= simulatedRuns(folder)
      await simulated
    })

    it.each(SHIPPED)('%s passes as it does on the simulated network, and leaves nothing behind', async (name) => {
      const model = (await simulated)!.get(name)!
      const end = await decidedRun(folder, name, network)
      expect(verdicts(end.runs[0]!), account(end)).toEqual(verdicts(model))
      expect([end.status, end.runs[0]!.outcome, end.runs[0]!.verdict], account(end)).toEqual([0, 'completed', 'pass'])
      expect([...remains(folder), ...left(end.pid)]).toEqual([])
    })
  })
}

/** A machine that keeps nodes from their work may leave a run without a verdict, which is neither passed nor failed: then another one. */
async function decidedRun(folder: string, name: string, network: string): Promise<LabRunEnd> {
  for (let left = 2; ; left--) {
    const end = await labRun(folder, name, '--network', network, '--database', 'a.sqlite')
    const [run] = end.runs
    if (left === 0 || run === undefined || run.outcome !== 'completed' || run.verdict !== null) return end
    console.warn(`again: ${name} on ${network} has no verdict: ${run.reasons[0]}`)
  }
}

async function simulatedRuns(folder: string): Promise<ReadonlyMap<string, LabRun>> {
  buildProgram()
  const { runs } = await labRun(folder, '--all', '--network', 'simulated', '--database', 'a.sqlite')
  return new Map(runs.map((run) => [run.scenario, run]))
}
