import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Measurement, recordingSurroundings, sigbed } from '../../test/recording-surroundings.js'
import { inFolder, newerDatabase, storeRun } from '../../test/stored-run.js'
import type { RunResult } from '../run-console.js'
import type { RunOptions } from '../run-options.js'

const DATABASE = 'sigbed.sqlite'

/** Stores a run without measuring one. */
function measurement(ending: Pick<RunResult, 'outcome' | 'verdict'>, options: RunOptions[] = []): Measurement {
  return (given, console) => {
    options.push(given)
    console.say('path 1 is cut')
    return Promise.resolve({ runId: storeRun(given.databasePath, ending), reasons: [], ...ending })
  }
}

describe('sigbed run', () => {
  it('hands over checked options, tells what happens, and shows the scorecard', async () => {
    await inFolder(async (folder) => {
      const options: RunOptions[] = []
      const surroundings = recordingSurroundings(folder, measurement({ outcome: 'completed', verdict: 'pass' }, options))
      const { status, output, errors } = await sigbed('run --m3ua-rate 100 --cut-at 1 --profile rfc9260', surroundings)
      expect([status, errors]).toEqual([0, ''])
      expect(options).toMatchObject([{ m3uaPerSecond: 100, cutAtMs: 1000, profile: 'rfc9260', databasePath: join(folder, DATABASE) }])
      expect(output).toMatch(/^path 1 is cut\nPASS {2}Run 1: [\s\S]*Show again {2}sigbed report 1\n$/)
    })
  })

  it.each<[RunResult['outcome'], RunResult['verdict'], number]>([
    ['completed', 'pass', 0],
    ['completed', 'fail', 1],
    ['completed', null, 1],
    ['failed', null, 1],
    ['interrupted', null, 130],
    ['interrupted', 'pass', 130],
  ])('of outcome %s with verdict %s ends with status %d', async (outcome, verdict, expected) => {
    await inFolder(async (folder) => {
      const { status, output } = await sigbed('run', recordingSurroundings(folder, measurement({ outcome, verdict })))
      expect(status).toBe(expected)
      expect(output).toContain('Run 1: two-homed-failover')
    })
  })

  it('keeps the output for JSON, and tells the rest on the other one', async () => {
    await inFolder(async (folder) => {
      const surroundings = recordingSurroundings(folder, measurement({ outcome: 'completed', verdict: 'fail' }))
      const { status, output, errors } = await sigbed('run --json', surroundings)
      expect(status).toBe(1)
      expect(JSON.parse(output)).toMatchObject({ format: 'sigbed-run', runId: 1, verdict: 'fail' })
      expect(errors).toBe('path 1 is cut\n')
    })
  })

  it('tells nothing on the way when it is to be quiet', async () => {
    await inFolder(async (folder) => {
      const { output, errors } = await sigbed(
        'run --quiet',
        recordingSurroundings(folder, measurement({ outcome: 'completed', verdict: 'pass' })),
      )
      expect(output).toMatch(/^PASS/)
      expect(errors).toBe('')
    })
  })

  it.each([
    ['run', 'output'],
    ['run --quiet', 'errors'],
    ['run --json', 'errors'],
  ] as const)('"%s" stops at the first interruption, says so, and leaves at the second', async (words, where) => {
    await inFolder(async (folder) => {
      const surroundings = recordingSurroundings(folder, async (options, _, stop) => {
        expect(stop.aborted).toBe(false)
        surroundings.interrupt()
        expect(stop.aborted).toBe(true)
        expect(surroundings[where].text).toBe(
          'Stopping. What was measured so far is being stored in sigbed.sqlite; Ctrl-C once more leaves at once.\n',
        )
        expect(surroundings.exits).toEqual([])
        surroundings.interrupt()
        expect(surroundings.exits).toEqual([130])
        return measurement({ outcome: 'interrupted', verdict: null })(options, SILENT, stop)
      })
      expect((await sigbed(words, surroundings)).status).toBe(130)
      surroundings.interrupt()
      expect(surroundings.exits).toEqual([130])
    })
  })

  it('ends with the status of what kept it from measuring', async () => {
    await inFolder(async (folder) => {
      const failing = Object.assign(new Error('the capture file x cannot be written: EISDIR'), { code: 'SIGBED_CAPTURE' })
      const { status, errors } = await sigbed(
        'run',
        recordingSurroundings(folder, () => Promise.reject(failing)),
      )
      expect(status).toBe(2)
      expect(errors).toBe('sigbed: the capture file x cannot be written: EISDIR. Give another file with --capture, or capture nothing.\n')
    })
  })

  it('refuses a database below a file before anything is measured', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'notes'), 'notes')
      const { status, errors } = await sigbed('run --database notes/x/y.sqlite', recordingSurroundings(folder))
      expect(status).toBe(2)
      expect(errors).toMatch(/y\.sqlite cannot be written \(ENOTDIR.*\)\. Give a file in a folder you may write to with --database\.\n$/)
    })
  })

  it('refuses the database of a newer version before anything is measured', async () => {
    await inFolder(async (folder) => {
      newerDatabase(join(folder, DATABASE))
      const { status, errors } = await sigbed('run', recordingSurroundings(folder))
      expect(status).toBe(2)
      expect(errors).toMatch(/is at version 9999 .* Use the newer sigbed that wrote it, or give another file with --database\.\n$/)
    })
  })

  it('makes the folder of the capture, or says why it cannot', async () => {
    await inFolder(async (folder) => {
      const stored = measurement({ outcome: 'completed', verdict: 'pass' })
      expect((await sigbed('run --capture new/folder/x.pcapng', recordingSurroundings(folder, stored))).status).toBe(0)
      expect(existsSync(join(folder, 'new', 'folder'))).toBe(true)
      writeFileSync(join(folder, 'notes'), 'notes')
      const { status, errors } = await sigbed('run --capture notes/a/x.pcapng', recordingSurroundings(folder))
      expect(status).toBe(2)
      expect(errors).toMatch(/^sigbed: The folder of the capture .* Give another file with --capture, or --no-capture\.\n$/)
    })
  })
})

const SILENT = { say: () => {}, frame: () => {} }
