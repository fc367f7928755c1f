import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordingSurroundings, sigbed } from '../../test/recording-surroundings.js'
import { emptyDatabase, inFolder, storeRun } from '../../test/stored-run.js'
import { runCommandLine } from '../command-line.js'

const DATABASE = 'sigbed.sqlite'

describe('sigbed report', () => {
  it('lists the runs, the newest first, and says how to show one', async () => {
    await inFolder(async (folder) => {
      for (const verdict of ['pass', 'fail', 'pass'] as const) storeRun(join(folder, DATABASE), { verdict })
      const { status, output } = await sigbed('report', recordingSurroundings(folder))
      expect(status).toBe(0)
      expect(output.match(/^ +\d+ .*(PASS|FAIL)$/gm)!.map((line) => line.trim().replace(/ .* /, ' '))).toEqual([
        '3 PASS',
        '2 FAIL',
        '1 PASS',
      ])
      expect(output).toMatch(/Show one: sigbed report 3\n$/)
      const two = await sigbed('report --most 2', recordingSurroundings(folder))
      expect(two.output).not.toMatch(/^ +1 /m)
    })
  })

  it.each([
    ['2', 'Run 2'],
    ['#2', 'Run 2'],
    ['latest', 'Run 3'],
    ['-1', 'Run 3'],
    ['-3', 'Run 1'],
  ])('shows the scorecard of %s', async (reference, title) => {
    await inFolder(async (folder) => {
      for (let i = 0; i < 3; i++) storeRun(join(folder, DATABASE))
      const { status, output } = await sigbed(`report ${reference}`, recordingSurroundings(folder))
      expect(status).toBe(0)
      expect(output).toMatch(new RegExp(`^PASS +${title}: two-homed-failover`))
      expect(output).toContain('Stored in   sigbed.sqlite, run')
      expect(output).toMatch(/Show again {2}sigbed report \d\n$/)
    })
  })

  it('writes JSON for programs', async () => {
    await inFolder(async (folder) => {
      storeRun(join(folder, DATABASE))
      const list = JSON.parse((await sigbed('report --json', recordingSurroundings(folder))).output)
      expect(list).toMatchObject({ format: 'sigbed-run-list', version: 1, runs: [{ runId: 1, verdict: 'pass' }] })
      const run = JSON.parse((await sigbed('report 1 --json', recordingSurroundings(folder))).output)
      expect(run).toMatchObject({ format: 'sigbed-run', version: 1, runId: 1, latencies: [{ flow: 'm3ua', phase: 'before', count: 200 }] })
    })
  })

  it('reads the database it is given, and names it in what to type next', async () => {
    await inFolder(async (folder) => {
      storeRun(join(folder, 'my runs', 'a.sqlite'))
      const surroundings = recordingSurroundings(folder, undefined, { environment: { npm_config_user_agent: 'npm/10' } })
      expect(await runCommandLine(['report', '--database', 'my runs/a.sqlite'], surroundings)).toBe(0)
      expect(surroundings.output.text).toMatch(/Show one: npx sigbed report 1 --database 'my runs\/a\.sqlite'\n$/)
    })
  })

  it('knows the kind of a report by the ending of its file, and refuses one it does not know', async () => {
    await inFolder(async (folder) => {
      storeRun(join(folder, DATABASE))
      const { status, errors } = await sigbed('report latest --output run.pdf', recordingSurroundings(folder))
      expect([status, errors]).toEqual([
        2,
        'sigbed: --output run.pdf: .pdf is no kind of report. End it in .txt, .json, .md, .html, .htm, or say --format.\n',
      ])
      expect((await sigbed('report latest --output run.pdf --format text', recordingSurroundings(folder))).status).toBe(0)
    })
  })

  it('says how to make a first run where no database is', async () => {
    await inFolder(async (folder) => {
      const { status, output, errors } = await sigbed('report', recordingSurroundings(folder))
      expect([status, output]).toEqual([2, ''])
      expect(errors).toContain(`there are no results in ${join(folder, DATABASE)}`)
      expect(errors).toContain('Measure a first run with "sigbed run"')
    })
  })

  it('says how to make a first run where a database is empty', async () => {
    await inFolder(async (folder) => {
      emptyDatabase(join(folder, DATABASE))
      const list = await sigbed('report', recordingSurroundings(folder))
      expect([list.status, list.output]).toEqual([0, 'sigbed.sqlite holds no run yet. A first one: sigbed run\n'])
      const latest = await sigbed('report latest', recordingSurroundings(folder))
      expect(latest.status).toBe(2)
      expect(latest.errors).toBe('sigbed: sigbed.sqlite holds no run yet. Measure a first one with "sigbed run".\n')
      expect(JSON.parse((await sigbed('report --json', recordingSurroundings(folder))).output)).toMatchObject({ runs: [] })
    })
  })

  it('tells what there is when there is no such run', async () => {
    await inFolder(async (folder) => {
      storeRun(join(folder, DATABASE))
      const { status, errors } = await sigbed('report 9', recordingSurroundings(folder))
      expect(status).toBe(2)
      expect(errors).toMatch(/no run goes by "9"\. .* holds run 1\. /)
    })
  })

  it('leaves a file alone that is no database', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'x'))
      writeFileSync(join(folder, 'x', 'notes.txt'), 'hello, these are notes')
      const { status, errors } = await sigbed('report --database x/notes.txt', recordingSurroundings(folder))
      expect(status).toBe(2)
      expect(errors).toContain('notes.txt is not a SQLite database. It was left as it is; give another file with --database.')
    })
  })

  it.each(['0', '-1', 'all', '1.5'])('refuses --most %s', async (most) => {
    await inFolder(async (folder) => {
      const { status, errors } = await sigbed(`report --most ${most}`, recordingSurroundings(folder))
      expect([status, errors]).toEqual([2, `sigbed: --most takes a whole number from 1 up, not "${most}".\n`])
    })
  })
})
