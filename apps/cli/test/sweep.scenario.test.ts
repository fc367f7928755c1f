import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SweepCell, SweepRecord } from '@sigbed/measurement'
import { ResultsStore, RunQueries } from '@sigbed/results'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../src/command-line.js'
import { buildProgram } from './built-program.js'
import { type Recording, recordingSurroundings } from './recording-surroundings.js'
import { inFolder } from './stored-run.js'

const SCENARIO = `scenario: pair
title: Two nodes on two paths of one millisecond each
profile: { base: telecom, rto-max: 60s }
duration: 5s
networks:
  path-a: { delay: 1ms }
  path-b: { delay: 1ms }
nodes:
  sg: { interfaces: [path-a, path-b], signalling-gateway: {} }
  asp-1: { interfaces: [path-a, path-b], application-server-process: { gateways: [sg] } }
traffic:
  - { flow: m3ua, from: asp-1, to: sg, rate: 20 }
timetable:
  - at 3s: cut path-a
`
const MINI = '--rto-min 200ms,500ms --path-max-retrans 1,2 --pf on,off --heartbeat 1s --seeds 1 --observe 2s --quiet'

// Threads run what is built.
beforeAll(buildProgram, 120_000)

describe('sigbed sweep', { timeout: 300_000 }, () => {
  it('measures on virtual time exactly what the timers promise, whoever does the runs', async () => {
    await inFolder(async (folder) => {
      const one = await sweep(folder, `${MINI} --json --workers 1`)
      expect(one.surroundings.errors.text).toBe('')
      expect(one.status).toBe(0)
      const record: SweepRecord = JSON.parse(one.surroundings.output.text)
      expect(record).toMatchObject({
        format: 'sigbed-sweep',
        version: 1,
        scenario: 'pair',
        cut: 'cut path-a',
        runsPlanned: 16,
        runsDone: 16,
      })
      expect(record.cells).toHaveLength(8)
      for (const cell of record.cells) expect(stagesOf(cell), JSON.stringify(cell.timers)).toEqual(promised(cell))

      const two = await sweep(folder, `${MINI} --json --workers 2`)
      expect(two.surroundings.output.text).toBe(one.surroundings.output.text)
    })
  })

  it('finds failovers spurious on bad links, the fewer the longer the RTO and the more strikes are allowed', async () => {
    await inFolder(async (folder) => {
      const flags = '--rto-min 100ms,1s --path-max-retrans 0,3 --pf off --heartbeat 1s --seeds 1 --observe 30s --quiet --json'
      const { surroundings } = await sweep(folder, flags)
      const { cells }: SweepRecord = JSON.parse(surroundings.output.text)
      const [hasty, slow, patient, patientAndSlow] = cells.map(({ spurious }) => spurious!.failovers)
      expect(hasty).toBeGreaterThan(5)
      expect(slow).toBeLessThan(hasty! / 2)
      expect(patient).toBe(0)
      expect(patientAndSlow).toBe(0)
      const quiet = await sweep(folder, `${flags.replace('100ms,1s', '100ms').replace('0,3', '0')} --disturb off`)
      expect(JSON.parse(quiet.surroundings.output.text)).toMatchObject({ disturbance: null, runsPlanned: 1, cells: [{ spurious: null }] })
    })
  })

  it('writes every kind of file, and shows the same on the terminal', async () => {
    await inFolder(async (folder) => {
      const flags = '--rto-min 200ms --path-max-retrans 1 --pf on --heartbeat 1s --seeds 1 --observe 1s'
      const { status, surroundings } = await sweep(folder, `${flags} --output s.html --output s.md --output s.json --output s.txt`)
      expect(status).toBe(0)
      expect(surroundings.output.text).toContain('2 of 2 runs')
      expect(surroundings.output.text).toContain('PATH INACTIVE')
      expect(surroundings.errors.text).toBe('Written to s.html.\nWritten to s.md.\nWritten to s.json.\nWritten to s.txt.\n')
      const written = (file: string) => readFileSync(join(folder, file), 'utf8')
      expect(written('s.html')).toMatch(/^<!doctype html>/)
      expect(written('s.md')).toMatch(/^## Sweep of pair/)
      expect(JSON.parse(written('s.json'))).toMatchObject({ format: 'sigbed-sweep', runsDone: 2 })
      expect(surroundings.output.text).toContain(
        written('s.txt')
          .split('\n')
          .find((line) => line.includes('600 ms'))!,
      )
    })
  })

  it('stores its runs when it is told to, as scenarios that can be run again', async () => {
    await inFolder(async (folder) => {
      const { status } = await sweep(
        folder,
        `${MINI.replace('200ms,500ms', '200ms').replace('1,2', '1')} --store --tag mine --database a.sqlite`,
      )
      expect(status).toBe(0)
      const store = ResultsStore.open(join(folder, 'a.sqlite'), { mustExist: true })
      try {
        const queries = new RunQueries(store)
        const runs = queries.list(10).map(({ runId }) => queries.run(runId))
        expect(runs).toHaveLength(4)
        for (const { description, status: ended } of runs) {
          expect(ended).toBe('completed')
          expect([...description.tags].sort()).toEqual(['mine', 'sweep'])
          expect(description.scenarioText).toContain('path-max-retrans: 1')
        }
      } finally {
        store.close()
      }
    })
  })

  it('shows what it has when it is interrupted', async () => {
    await inFolder(async (folder) => {
      const { status, surroundings } = await sweep(
        folder,
        '--rto-min 200ms --path-max-retrans 0..4 --pf off --heartbeat 1s --seeds 4 --disturb off --workers 1 --json',
        (recording) => {
          const untilFirst = setInterval(() => {
            if (recording.errors.text.includes(' of ')) recording.interrupt()
          }, 20)
          return () => clearInterval(untilFirst)
        },
      )
      expect(status).toBe(130)
      const record: SweepRecord = JSON.parse(surroundings.output.text)
      expect(record.runsDone).toBeGreaterThan(0)
      expect(record.runsDone).toBeLessThan(record.runsPlanned)
      expect(surroundings.errors.text).toContain('Stopping.')
    })
  })

  it.each([
    ['--rto-min 100', /^sigbed: --rto-min takes times/],
    ['--disturb lose', /^sigbed: --disturb: "lose" is not understood/],
    ['--output s.html --rto-min 1s --output nowhere/s.pdf', /^sigbed: --output nowhere\/s\.pdf/],
    ['--output nowhere/s.html', /^sigbed: --output nowhere\/s\.html cannot be written: its folder is not there/],
    ['--profile telekom', /telecom/],
    ['--set traffic.m3ua.rat=5', /rat/],
    ['--rate 5 --rate 6', /^sigbed: --rate is given 2 times/],
  ])('refuses %s before any run', async (flags, message) => {
    await inFolder(async (folder) => {
      const { status, surroundings } = await sweep(folder, flags)
      expect(status).toBe(2)
      expect(surroundings.errors.text).toMatch(message)
      expect(surroundings.output.text).toBe('')
    })
  })

  it('refuses a scenario that leaves nothing to measure', async () => {
    await inFolder(async (folder) => {
      const { status, surroundings } = await sweep(folder, '--disturb off', undefined, SCENARIO.replace(/timetable:.*/s, ''))
      expect(status).toBe(2)
      expect(surroundings.errors.text).toContain('cuts nothing')
    })
  })
})

async function sweep(
  folder: string,
  flags: string,
  meanwhile: (recording: Recording) => () => void = () => () => {},
  scenario = SCENARIO,
): Promise<{ readonly status: number; readonly surroundings: Recording }> {
  writeFileSync(join(folder, 'pair.yaml'), scenario)
  const surroundings = recordingSurroundings(folder)
  const end = meanwhile(surroundings)
  try {
    const words = flags.match(/'[^']*'|\S+/g)!.map((word) => word.replaceAll("'", ''))
    return { status: await runCommandLine(['sweep', 'pair.yaml', ...words], surroundings), surroundings }
  } finally {
    end()
  }
}

function stagesOf({ failover }: SweepCell) {
  const { detected, alternate, inactive } = failover!
  const figures = [detected, alternate, inactive].map(({ leastMs, mostMs, missing, beyondOneRto }) => [
    leastMs,
    mostMs,
    missing,
    beyondOneRto,
  ])
  expect(failover!.recovered).toMatchObject({ missing: 0, medianMs: expect.any(Number) })
  return { figures, computed: [detected, alternate, inactive].map(({ computedMs }) => computedMs) }
}

/**
 * With a message every 50 ms the first after the cut starts T3-rtx at once. RFC 9260 §6.3.3 E2: the RTO doubles with each expiry, and as
 * all of them are multiples of 50 ms, a new message is there each time; §8.2: one strike more than Path.Max.Retrans makes the path
 * inactive. RFC 7829 §3.2: with PFMR of 0 the first makes it potentially failed. Retransmissions take the other path (§6.4), 1 ms long.
 */
function promised({ timers }: SweepCell) {
  const { rtoMinMs: rto, pathMaxRetrans, potentiallyFailedMaxRetrans } = timers
  const inactive = Array.from({ length: pathMaxRetrans + 1 }, (_, strike) => rto * 2 ** strike).reduce((sum, ms) => sum + ms)
  const detected = potentiallyFailedMaxRetrans === null ? inactive : rto
  const computed = [detected, rto + 1, inactive]
  return { figures: computed.map((ms) => [ms, ms, 0, 0]), computed }
}
