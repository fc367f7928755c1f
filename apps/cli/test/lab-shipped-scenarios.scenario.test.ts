import { describe, expect, it } from 'vitest'
import { shippedScenarios } from '../src/lab/scenario-files.js'
import { recordingSurroundings, sigbed } from './recording-surroundings.js'
import { inFolder } from './stored-run.js'

/** Each does what it is there to show; on the other networks the same is tried where there is more time. */
describe('the scenarios that come with the program, on the simulated network', { timeout: 60_000 }, () => {
  it.each(shippedScenarios().map(({ shown }) => shown))('%s passes', async (name) => {
    await inFolder(async (folder) => {
      const surroundings = recordingSurroundings(folder)
      const { status, output, errors } = await sigbed(`lab run ${name} --network simulated --quiet`, surroundings)
      expect([status, errors], output).toEqual([0, ''])
    })
  })

  it('are listed with what each shows', async () => {
    await inFolder(async (folder) => {
      const { status, output } = await sigbed('lab list', recordingSurroundings(folder))
      expect(status).toBe(0)
      expect(output.split('\n').slice(0, -1)).toHaveLength(shippedScenarios().length)
      expect(output).toMatch(/^ {2}two-homed-failover +11 s {2}\S/m)
      const { scenarios } = JSON.parse((await sigbed('lab list --json', recordingSurroundings(folder))).output)
      expect(scenarios.map(({ name }: { name: string }) => name)).toEqual(shippedScenarios().map(({ shown }) => shown))
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
