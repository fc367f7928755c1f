import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { syntheticRun } from '../test/synthetic-run.js'
import { ResultsStore } from './results-store.js'
import { RunQueries } from './run-queries.js'
import { RunRecorder } from './run-recorder.js'

let folder: string
let store: ResultsStore
let other: ResultsStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-recorder-'))
  const path = join(folder, 'results.sqlite')
  store = ResultsStore.open(path, { busyTimeoutMs: 100 })
  other = ResultsStore.open(path)
})
afterEach(() => {
  store.close()
  other.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a recorder, while another program writes', () => {
  const run = syntheticRun({ plannedDurationMs: 3000, cutAtMs: null, restoreAtMs: null })
  const second = (fromMs: number) => ({
    samples: run.samples.filter((sample) => sample.fromMs === fromMs),
    events: [{ atMs: fromMs, node: 'lab', kind: 'note', detail: '' }],
  })

  it('keeps what happens, and stores it with what happens next, in order', () => {
    const recorder = RunRecorder.begin(store, run.description, run.environment)
    other.database.exec('BEGIN IMMEDIATE')
    expect(recorder.append(second(0))).toBe(false)
    expect(recorder.append(second(1000))).toBe(false)
    other.database.exec('ROLLBACK')
    expect(new RunQueries(store).run(recorder.runId).events).toEqual([])
    expect(recorder.append(second(2000))).toBe(true)
    const stored = new RunQueries(store).run(recorder.runId)
    expect(stored.events.map((event) => event.atMs)).toEqual([0, 1000, 2000])
    expect(stored.samples).toHaveLength(6)
  })

  it('stores it with the conclusion at the latest, for which it waits as long as it was told to', () => {
    const recorder = RunRecorder.begin(store, run.description, run.environment)
    other.database.exec('BEGIN IMMEDIATE')
    recorder.append(second(0))
    const finish = () => recorder.finish({ ...run, outcome: 'completed' }, second(1000))
    expect(finish).toThrow(expect.objectContaining({ code: 'SIGBED_DATABASE_BUSY' }))
    other.database.exec('ROLLBACK')
    finish()
    expect(new RunQueries(store).run(recorder.runId)).toMatchObject({ status: 'completed', events: [{ atMs: 0 }, { atMs: 1000 }] })
  })

  it('does not keep what the database refuses for another reason', () => {
    const recorder = RunRecorder.begin(store, run.description, run.environment)
    const [sample] = run.samples
    expect(() => recorder.append({ samples: [sample!, sample!] })).toThrow(/UNIQUE/)
    expect(recorder.append(second(0))).toBe(true)
  })
})

describe('a transaction', () => {
  it('is on the disk when it was to be, and others are not waited for', () => {
    const level = (onDisk: boolean) => store.write(() => store.database.pragma('synchronous', { simple: true }), { onDisk })
    const [NORMAL, FULL] = [1, 2]
    expect([level(false), level(true), level(false)]).toEqual([NORMAL, FULL, NORMAL])
    expect(() =>
      store.write(
        () => {
          throw new Error('thought better of it')
        },
        { onDisk: true, patienceMs: 7 },
      ),
    ).toThrow('thought better of it')
    expect(level(false)).toBe(NORMAL)
    expect(store.database.pragma('busy_timeout', { simple: true })).toBe(100)
  })
})
