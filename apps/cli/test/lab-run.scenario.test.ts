import type { RecordedRun } from '@sigbed/results'
import { describe, expect, it } from 'vitest'
import { SHORT_FAILOVER, TROUBLED, writeScenario } from './lab-scene.js'
import { type Recording, recordingSurroundings, sigbed } from './recording-surroundings.js'
import { figuresOf, inFolder, storedRuns } from './stored-run.js'

const SIMULATED = '--network simulated --database a.sqlite'

describe('sigbed lab run, on the simulated network', { timeout: 60_000 }, () => {
  it('carries a scenario out, stores all of it, and shows its scorecard', async () => {
    await inFolder(async (folder) => {
      const file = writeScenario(folder, SHORT_FAILOVER)
      const { status, output } = await sigbed(`lab run ${file} ${SIMULATED} --tag nightly`, recordingSurroundings(folder))
      expect(status, output).toBe(0)
      expect(output).toMatch(/ 1\.00 s {2}cut path-a\n/)
      expect(output).toMatch(/\nPASS {2}Run 1: short-failover, profile telecom, simulated network\n/)
      const [run] = storedRuns(folder)
      expect(run!.description).toMatchObject({ scenarioText: SHORT_FAILOVER, tags: ['nightly'], seed: 1, cutAtMs: 1000, restoreAtMs: null })
      expect(run!.expectations.map(({ text, met }) => [text, met])).toEqual([
        ['lost = 0', true],
        ['alternate carries data within 2 RTO', true],
        ['association stays up', true],
      ])
      expect(run!.faults).toEqual([{ atMs: 1000, text: 'cut path-a', effect: 'breaks' }])
      expect(run!.samples).toHaveLength(30)
      expect(run!.samples.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(run!.audits[0]!.offered)
      expect(run!.pathSamples.length).toBeGreaterThan(30 * 2)
      expect(run!.failovers).toMatchObject([{ node: 'asp-1', association: 'asp-1 - sg', verdict: 'pass' }])
    })
  })

  it('gives the same figures for the same seed, and others for another', async () => {
    await inFolder(async (folder) => {
      const file = writeScenario(folder, TROUBLED)
      for (const seed of [7, 7, 8]) await sigbed(`lab run ${file} ${SIMULATED} --quiet --seed ${seed}`, recordingSurroundings(folder))
      const [first, second, other] = storedRuns(folder).map(figuresOf)
      expect(second).toEqual(first)
      expect(other).not.toEqual(first)
    })
  })

  it('ends with 1 when an expectation is not met, and says what was seen instead', async () => {
    await inFolder(async (folder) => {
      const file = writeScenario(folder, SHORT_FAILOVER.replace('association stays up', 'p99 during < 2 ms'))
      const { status, output } = await sigbed(`lab run ${file} ${SIMULATED} --quiet`, recordingSurroundings(folder))
      expect(status).toBe(1)
      expect(output).toMatch(/^FAIL {2}Run 1/)
      expect(storedRuns(folder)[0]!.expectations.map(({ met }) => met)).toEqual([true, true, false])
    })
  })

  it('repeats a scenario with a seed more each time, and ends with a table of verdicts', async () => {
    await inFolder(async (folder) => {
      const file = writeScenario(folder, SHORT_FAILOVER)
      const { status, output } = await sigbed(
        `lab run ${file} ${SIMULATED} --quiet --repetitions 3 --seed 5`,
        recordingSurroundings(folder),
      )
      expect(status).toBe(0)
      expect(output).toBe(
        [
          '  short-failover  seed     5  run     1  pass',
          '  short-failover  seed     6  run     2  pass',
          '  short-failover  seed     7  run     3  pass',
          '',
          '  3 of 3 passed',
          '',
        ].join('\n'),
      )
      expect(storedRuns(folder).map(({ description }) => description.seed)).toEqual([5, 6, 7])
    })
  })

  it('changes what it is told to, and stores the scenario as it was run', async () => {
    await inFolder(async (folder) => {
      const file = writeScenario(folder, SHORT_FAILOVER)
      const changes = '--profile ericsson --duration 2s --set networks.path-b.delay=20ms --set traffic.m3ua.rate=50'
      const { status, output } = await sigbed(`lab run ${file} ${SIMULATED} --json ${changes}`, recordingSurroundings(folder))
      expect(status, output).toBe(0)
      expect(JSON.parse(output)).toMatchObject({
        format: 'sigbed-lab-runs',
        network: 'simulated',
        runs: [{ scenario: 'short-failover', seed: 1, runId: 1, verdict: 'pass' }],
      })
      const [{ description }] = storedRuns(folder) as [RecordedRun]
      expect(description).toMatchObject({ profile: 'ericsson', plannedDurationMs: 2000, flows: [{ name: 'm3ua', offeredPerSecond: 50 }] })
      expect(description.scenarioText).toContain('path-b: { delay: 20ms }')
    })
  })

  it.each([
    ['nowhere.yaml', 'nowhere.yaml cannot be read: there is no such file.'],
    ['scenario.yaml --network token-ring', '--network "token-ring" is not known; there are simulated, loopback, netns, compose.'],
    ['scenario.yaml --repetitions 0', '--repetitions takes a whole number from 1 to 10000, not "0".'],
    ['scenario.yaml --set rate', '--set takes a place and a value, such as networks.path-b.delay=20ms, not "rate".'],
    ['scenario.yaml --set networks.path-c.delay=1ms', '--set networks.path-c.delay=1ms: networks has no path-c.'],
    ['scenario.yaml --set traffic.diameter.rate=1', '--set traffic.diameter.rate=1: traffic has no diameter.'],
    ['scenario.yaml --all', '--all runs every scenario that comes with the program, and scenario.yaml besides makes no sense.'],
    ['scenario.yaml --profile telekom', 'telekom'],
    ['', 'say which scenario'],
  ])('refuses "lab run %s", and runs nothing', async (words, message) => {
    await inFolder(async (folder) => {
      writeScenario(folder, SHORT_FAILOVER)
      const { status, output, errors } = await sigbed(`lab run ${words}`.trim(), recordingSurroundings(folder))
      expect([status, output]).toEqual([2, ''])
      expect(errors).toContain(message)
    })
  })

  it('ends in order when it is interrupted, at whatever moment, and stores what there was', async () => {
    await inFolder(async (folder) => {
      const file = writeScenario(folder, TROUBLED)
      for (const line of ['cut path-a', 'pause sg', 'kill eir-1', 'resume sg', 'start eir-1', 'restore path-a']) {
        const surroundings = recordingSurroundings(folder)
        interruptAt(line, surroundings)
        const { status, output } = await sigbed(`lab run ${file} ${SIMULATED}`, surroundings)
        expect([line, status]).toEqual([line, 130])
        expect(output).toContain('Stopping. What was measured so far is being stored in a.sqlite')
        expect(output).toMatch(/\nINTERRUPTED {2}Run \d+: troubled/)
      }
      expect(storedRuns(folder).map(({ status, concluded }) => [status, concluded])).toEqual(Array(6).fill(['interrupted', true]))
    })
  })
})

describe('sigbed lab check', () => {
  it('says that a scenario is fine, in a line', async () => {
    await inFolder(async (folder) => {
      const file = writeScenario(folder, TROUBLED)
      const { status, output } = await sigbed(`lab check ${file}`, recordingSurroundings(folder))
      expect([status, output]).toEqual([0, `${file}: fine. 5 nodes on 2 networks, 2 flows for 4 s, 6 faults, 1 expectation\n`])
    })
  })

  it('says where a scenario cannot be run, and refuses it where it is wanted', async () => {
    await inFolder(async (folder) => {
      const file = writeScenario(folder, ON_TCP)
      const check = (flags: string) => sigbed(`lab check ${file}${flags}`, recordingSurroundings(folder))
      const obstacle = `${file}:10: nodes.mme.diameter-client.transport: not on the simulated network: Diameter on TCP needs real time`
      const { status, output } = await check('')
      expect(status).toBe(0)
      expect(output).toContain(': fine.')
      expect(output).toContain(obstacle)
      expect(await check(' --network loopback')).toMatchObject({ status: 0, errors: '' })
      expect(await check(' --network simulated')).toMatchObject({ status: 2, output: '', errors: expect.stringContaining(obstacle) })
      const run = await sigbed(`lab run ${file} --network simulated`, recordingSurroundings(folder))
      expect(run).toMatchObject({ status: 2, output: '', errors: expect.stringContaining(obstacle) })
    })
  })

  it('tells every mistake with its line, of every file', async () => {
    await inFolder(async (folder) => {
      const wrong = writeScenario(
        folder,
        SHORT_FAILOVER.replace('cut path-a', 'cutt path-a').replace('rate: 100', 'rate: many'),
        'wrong.yaml',
      )
      const fine = writeScenario(folder, SHORT_FAILOVER, 'fine.yaml')
      const { status, output, errors } = await sigbed(`lab check ${wrong} ${fine}`, recordingSurroundings(folder))
      expect([status, output.split('.')[0]]).toEqual([2, 'fine'])
      expect(errors).toMatch(/wrong\.yaml:17: .*many/)
      expect(errors).toMatch(/wrong\.yaml:19: .*cutt/)
    })
  })
})

/** Ctrl-C, when that line is said. */
function interruptAt(said: string, surroundings: Recording): void {
  const write = surroundings.output.write.bind(surroundings.output)
  surroundings.output.write = (text: unknown) => {
    if (String(text).endsWith(` s  ${said}\n`)) surroundings.interrupt()
    return write(text)
  }
}

const ON_TCP = `scenario: on-tcp
title: Equipment is checked over TCP
duration: 2s
networks: { path-a: {} }
nodes:
  eir: { interfaces: [path-a], diameter-server: {} }
  mme:
    interfaces: [path-a]
    diameter-client:
      transport: tcp
      servers: [eir]
traffic:
  - { flow: checks, from: mme, to: eir, rate: 10 }
expect: [lost = 0]
`
