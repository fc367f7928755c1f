import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { ResultsStore } from '@sigbed/results'
import { describe, expect, it } from 'vitest'
import { recordingSurroundings, sigbed } from '../../test/recording-surroundings.js'
import { inFolder, storeRun } from '../../test/stored-run.js'

const DATABASE = 'sigbed.sqlite'

/** What the command says; a new recorder each time. */
async function said(folder: string, words: string): Promise<{ status: number; output: string; errors: string }> {
  return sigbed(words, recordingSurroundings(folder))
}

async function withRuns(count: number, work: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    for (let run = 0; run < count; run++) storeRun(join(folder, DATABASE))
    await work(folder)
  })
}

describe('sigbed tag', () => {
  it('puts words on runs, takes them off, and lists them', async () => {
    await withRuns(4, async (folder) => {
      expect(await said(folder, 'tag 2..3,latest before')).toEqual({ status: 0, output: 'before: put on runs 2..4.\n', errors: '' })
      expect((await said(folder, 'tag 2 before')).output).toBe('before: nothing to do.\n')
      expect((await said(folder, 'tag tag:before before --remove')).output).toBe('before: taken off runs 2..4.\n')
      await said(folder, 'tag 1 night')
      expect((await said(folder, 'tag')).output).toBe('  night  1 run\n')
      expect(JSON.parse((await said(folder, 'tag 1 night --json')).output)).toMatchObject({ format: 'sigbed-tag', runs: [1], changed: [] })
    })
  })

  it.each([
    ['tag 1', 'Say the runs and then the tag'],
    ['tag 1 baseline', 'A baseline is set with "sigbed baseline"'],
    ['tag 1 a,b', '"a,b" cannot be a tag'],
    ['tag 7 a', 'no run goes by "7"'],
  ])('refuses "%s"', async (words, message) => {
    await withRuns(1, async (folder) => {
      const { status, errors } = await said(folder, words)
      expect(status).toBe(2)
      expect(errors).toContain(message)
    })
  })
})

describe('sigbed baseline', () => {
  it('sets, shows and clears', async () => {
    await withRuns(4, async (folder) => {
      expect((await said(folder, 'baseline')).output).toMatch(/has no baseline/)
      expect((await said(folder, 'baseline 1..2')).output).toBe('The baseline is runs 1, 2.\n')
      expect((await said(folder, 'baseline 3')).output).toBe('The baseline is run 3 in place of runs 1, 2.\n')
      expect((await said(folder, 'baseline show')).output).toBe('  two-homed-failover, profile telecom, loopback network: run 3\n')
      expect(JSON.parse((await said(folder, 'baseline --json')).output)).toMatchObject({ baseline: [3] })
      expect((await said(folder, 'baseline clear')).output).toBe('No baseline any more; it was run 3.\n')
    })
  })
})

describe('sigbed compare with groups', () => {
  it('compares the last series with the baseline, and fails a build that got worse', async () => {
    await inFolder(async (folder) => {
      for (let run = 0; run < 6; run++) storeRun(join(folder, DATABASE), { latencyUs: 1000 + run })
      for (let run = 0; run < 6; run++) storeRun(join(folder, DATABASE), { latencyUs: 1300 + run })
      expect((await said(folder, 'compare baseline')).errors).toMatch(/there is no baseline .* Set one with "sigbed baseline"/)
      await said(folder, 'baseline 1..6')
      const worse = await said(folder, 'compare baseline --fail-if-worse 10%')
      expect(worse.status).toBe(4)
      expect(worse.output).toMatch(/^COMPARISON {2}B \(6 runs, 7\.\.12\) against A \(6 runs, 1\.\.6\)/)
      expect(worse.errors).toMatch(/^sigbed: worse than it may be: m3ua latency-p50/)
      expect((await said(folder, 'compare baseline --fail-if-worse latency=60%')).status).toBe(0)
      expect((await said(folder, 'compare 7..12 baseline --fail-if-worse 1%')).status).toBe(0)
      const json = JSON.parse((await said(folder, 'compare 1..6 7..12 --json')).output)
      expect(json).toMatchObject({ kind: 'groups', runIdsA: [1, 2, 3, 4, 5, 6], significance: 0.01 })
      const markdown = (await said(folder, 'compare 1..6 7..12 --format markdown')).output
      expect(markdown).toMatch(/^### Sigbed: B \(6 runs, 7\.\.12\) against A/)
      expect(markdown).toMatch(
        /^\| M3UA \| latency before the cut, ms: p50 \| 1\.10 \| 1\.40 \| \+27 % \| \+2\d … \+2\d % \| 0\.00\d+ \| worse \|$/m,
      )
    })
  })

  it.each([
    ['compare 1..2 3..4 --fail-if-worse 5%', '--fail-if-worse takes more runs: with 2 and 2'],
    ['compare 1..2 2..3', 'Run 2 is on both sides.'],
    ['compare 1 2 --fail-if-worse speed=5%', '--fail-if-worse: "speed" is none of throughput, faults'],
    ['compare 1 2 --format pdf', '--format is text or markdown, not "pdf".'],
  ])('refuses "%s"', async (words, message) => {
    await withRuns(4, async (folder) => {
      const { status, output, errors } = await said(folder, words)
      expect([status, output]).toEqual([2, ''])
      expect(errors).toContain(message)
    })
  })

  it('refuses runs that are not of a kind, names the differences, and does it anyway when told to', async () => {
    await withRuns(1, async (folder) => {
      storeRun(join(folder, DATABASE), { profile: 'rfc9260' })
      const { status, errors } = await said(folder, 'compare 1 2')
      expect(status).toBe(2)
      expect(errors).toContain(
        'These runs are not of a kind:\n  profile differs: telecom in A, rfc9260 in B\nCompare them all the same with --anyway.',
      )
      const anyway = await said(folder, 'compare 1 2 --anyway')
      expect(anyway.status).toBe(0)
      expect(anyway.output).toContain('Not of a kind: profile differs')
    })
  })
})

describe('sigbed export and import', () => {
  it('carry runs from one database to another, once', async () => {
    await withRuns(3, async (folder) => {
      await said(folder, 'tag 2 night')
      const exported = await said(folder, 'export 2..3 --output two.json.gz')
      expect(exported.output).toMatch(/^Runs 2, 3 in two\.json\.gz, \d+ KiB\.\n$/)
      expect(JSON.parse(gunzipSync(readFileSync(join(folder, 'two.json.gz'))).toString()).runs).toHaveLength(2)
      const imported = await said(folder, 'import two.json.gz --database other.sqlite')
      expect(imported).toEqual({
        status: 0,
        output: '  run 2 there: run 1 here\n  run 3 there: run 2 here\n  2 taken, 0 brought up to date, 0 known.\n',
        errors: '',
      })
      expect((await said(folder, 'import two.json.gz --database other.sqlite')).output).toMatch(/0 taken, 0 brought up to date, 2 known/)
      expect((await said(folder, 'report tag:night --database other.sqlite --json')).status).toBe(2)
      expect(JSON.parse((await said(folder, 'report 1 --database other.sqlite --json')).output)).toMatchObject({
        description: { tags: ['night'] },
      })
    })
  })

  it('say what is the matter with a file', async () => {
    await withRuns(1, async (folder) => {
      writeFileSync(join(folder, 'notes.txt'), 'notes')
      expect(await said(folder, 'import notes.txt')).toMatchObject({
        status: 2,
        errors: expect.stringContaining('it is no JSON. Give a file that "sigbed export" wrote.'),
      })
      expect(await said(folder, 'import none')).toMatchObject({
        status: 2,
        errors: expect.stringContaining('cannot be read: there is no such file.'),
      })
      expect(await said(folder, 'export 1 --file none/x.gz')).toMatchObject({
        status: 2,
        errors: expect.stringContaining('Give another file with --output.'),
      })
    })
  })
})

describe('sigbed merge', () => {
  it('takes the runs of another database once, and not its own', async () => {
    await withRuns(2, async (folder) => {
      storeRun(join(folder, 'other.sqlite'))
      expect((await said(folder, 'merge other.sqlite')).output).toMatch(/run 1 there: run 3 here\n {2}1 taken/)
      expect((await said(folder, 'merge other.sqlite')).output).toMatch(/known, as run 3\n {2}0 taken/)
      expect((await said(folder, 'merge sigbed.sqlite')).errors).toContain('cannot be merged into itself')
      expect((await said(folder, 'merge nowhere.sqlite')).status).toBe(2)
    })
  })

  it('names the other database when that is what is wrong, and not --database', async () => {
    await withRuns(1, async (folder) => {
      const newer = join(folder, 'newer.sqlite')
      storeRun(newer)
      const store = ResultsStore.open(newer)
      store.database.pragma('user_version = 99')
      store.close()
      writeFileSync(join(folder, 'text.sqlite'), 'no database, whatever its name says')
      const tooNew = await said(folder, 'merge newer.sqlite')
      expect([tooNew.status, tooNew.errors]).toEqual([
        2,
        expect.stringContaining(`sigbed: ${newer} is at version 99 of the results database`),
      ])
      const text = await said(folder, 'merge text.sqlite')
      expect([text.status, text.errors]).toEqual([
        2,
        `sigbed: ${join(folder, 'text.sqlite')} is not a SQLite database. Give another file; this one was left as it is.\n`,
      ])
    })
  })
})

describe('sigbed report, filtered', () => {
  it('lists runs by scenario, tag and verdict', async () => {
    await withRuns(2, async (folder) => {
      storeRun(join(folder, DATABASE), { verdict: 'fail' })
      storeRun(join(folder, DATABASE), { verdict: null })
      await said(folder, 'tag 1,3 night')
      const listed = async (words: string) =>
        JSON.parse((await said(folder, `report ${words} --json`)).output).runs.map(({ runId }: { runId: number }) => runId)
      expect(await listed('--tag night')).toEqual([3, 1])
      expect(await listed('--verdict fail')).toEqual([3])
      expect(await listed('--verdict none')).toEqual([4])
      expect(await listed('--tag night --verdict pass')).toEqual([1])
      expect(await listed('--scenario two-homed-failover --most 1')).toEqual([4])
      expect((await said(folder, 'report --scenario idle')).output).toBe('No run of sigbed.sqlite meets that.\n')
    })
  })

  it.each([
    ['report --verdict good', '--verdict is pass, fail or none, not "good".'],
    ['report 1 --tag night', '--tag is for the list of runs, and "1" names one.'],
  ])('refuses "%s"', async (words, message) => {
    await withRuns(1, async (folder) => {
      expect(await said(folder, words)).toMatchObject({ status: 2, errors: expect.stringContaining(message) })
    })
  })
})

describe('sigbed prune', () => {
  it('shows what would go, and deletes it only when told to, never the baseline', async () => {
    await withRuns(4, async (folder) => {
      await said(folder, 'baseline 1')
      expect((await said(folder, 'prune --keep 1')).output).toBe(
        'Would delete 2 runs of 2026-01-07: 2, 3.\nNothing was deleted. To do it, add --yes to "sigbed prune …".\n',
      )
      expect(JSON.parse((await said(folder, 'prune --keep 1 --json')).output)).toMatchObject({
        deleted: false,
        runs: [{ runId: 2 }, { runId: 3 }],
      })
      expect((await said(folder, 'prune --keep 1 --yes')).output).toBe('Deleted 2 runs of 2026-01-07: 2, 3.\n')
      expect((await said(folder, 'prune --keep 1')).output).toBe('No run meets that.\n')
      expect(existsSync(join(folder, DATABASE))).toBe(true)
    })
  })

  it.each([
    ['prune', 'Say which runs may go'],
    ['prune --older-than 30', '--older-than takes hours, days or weeks'],
    ['prune --keep few', '--keep takes a whole number'],
  ])('refuses "%s"', async (words, message) => {
    await withRuns(1, async (folder) => {
      expect(await said(folder, words)).toMatchObject({ status: 2, errors: expect.stringContaining(message) })
    })
  })
})
