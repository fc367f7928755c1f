import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { syntheticRun } from '../test/synthetic-run.js'
import { MIGRATIONS } from './migrations.js'
import { ResultsStore } from './results-store.js'
import { RunQueries } from './run-queries.js'
import { RunRecorder } from './run-recorder.js'
import { sqliteDriver } from './sqlite-driver.js'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-migrations-'))
  path = join(folder, 'old.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/**
 * Written by the program when version 1 was the newest: runs 1 and 2 complete, 3 broken off, 4 deleted.
 */
const VERSION_1_DATABASE = readFileSync(new URL('../test/version-1/database.sql', import.meta.url), 'utf8')

describe('a database of version 1', () => {
  beforeEach(() => {
    ;new (sqliteDriver())(path).exec(VERSION_1_DATABASE).close()
  })

  it('has the same rows in every table once it is brought up to date', () => {
    const before = contentOf(path)
    ResultsStore.open(path).close()
    const after = contentOf(path)
    expect(Object.keys(before)).toHaveLength(8)
    for (const [table, rows] of Object.entries(before)) {
      expect(rows.length, table).toBeGreaterThan(0)
      const columns = Object.keys(rows[0]!)
      const sameColumns = after[table]!.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))
      expect(sameColumns, table).toEqual(rows)
    }
  })

  it('reads as it did', () => {
    const store = ResultsStore.open(path)
    const queries = new RunQueries(store)
    expect(queries.list()).toMatchObject([
      { runId: 3, status: 'interrupted', verdict: null, flows: [{ flow: 'm3ua', delivered: 20, lost: null }] },
      { runId: 2, status: 'completed', verdict: null, profile: 'rfc9260', slowestFailoverMs: null },
      { runId: 1, status: 'completed', verdict: 'pass', network: 'simulated', flows: [{ lost: 0 }, { flow: 'diameter', lost: 0 }] },
    ])
    const run = queries.run(1)
    expect(run.failovers.map((failover) => Math.round(failover.firstDeliveryOnAlternateMs!))).toEqual([120, 120, 240])
    expect(run.latencies.map(({ flow, phase, histogram }) => [flow, phase, histogram.count])).toEqual([
      ['diameter', 'before', 5],
      ['diameter', 'during', 10],
      ['diameter', 'after', 5],
      ['m3ua', 'before', 20],
      ['m3ua', 'during', 40],
      ['m3ua', 'after', 20],
    ])
    expect(run).toMatchObject({ description: { scenarioText: null, tags: [] }, pathSamples: [], faults: [], expectations: [] })
    expect(run.samples.every((sample) => sample.histogram === null)).toBe(true)
    expect(run.failovers.every((failover) => failover.drainedMs === null)).toBe(true)
    store.close()
  })

  it('gives each run an identity, in every copy of the database the same', () => {
    const copy = join(folder, 'copy.sqlite')
    copyFileSync(path, copy)
    const [one, other] = [path, copy].map((file) => {
      const store = ResultsStore.open(file)
      const identities = [1, 2, 3].map((runId) => new RunQueries(store).run(runId).identity)
      store.close()
      return identities
    })
    expect(one).toEqual(other)
    expect(new Set(one).size).toBe(3)
  })

  it('tells runs apart that agree in all an identity is made of', () => {
    const database = new (sqliteDriver())(path)
    database.pragma('foreign_keys = OFF')
    database.exec(`UPDATE run SET started_at_utc = '2026-01-07T14:03:22.480Z', profile = 'telecom', seed = 7`)
    database.close()
    const store = ResultsStore.open(path)
    expect(new Set(new RunQueries(store).list().map(({ runId }) => new RunQueries(store).run(runId).identity)).size).toBe(3)
    store.close()
  })

  it('keeps its references: a run takes all that belongs to it along, and nothing belongs to no run', () => {
    const store = ResultsStore.open(path)
    expect(store.database.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(() => store.database.exec(`INSERT INTO run_tag VALUES (99, 'lost')`)).toThrow(/FOREIGN KEY/)
    expect(() => store.database.exec(`INSERT INTO offered_flow VALUES (99, 'm3ua', 1, 0)`)).toThrow(/FOREIGN KEY/)
    store.database.exec('DELETE FROM run')
    for (const [table, rows] of Object.entries(contentOf(path))) expect(rows, table).toEqual([])
    store.close()
  })

  it('does not give the number of a deleted run to another, and takes runs of any lab', () => {
    const store = ResultsStore.open(path)
    const { description, environment } = syntheticRun()
    expect(RunRecorder.begin(store, { ...description, network: 'netns' }, environment).runId).toBe(5)
    expect(new RunQueries(store).run(5).description.network).toBe('netns')
    store.close()
  })

  it('stays as it is when rows in it belong to no run', () => {
    const database = new (sqliteDriver())(path)
    database.pragma('foreign_keys = OFF')
    database.exec('UPDATE run_event SET run_id = 77 WHERE run_id = 2')
    database.close()
    const before = contentOf(path)
    expect(() => ResultsStore.open(path)).toThrow(
      expect.objectContaining({
        code: 'SIGBED_DATABASE_DAMAGED',
        message: expect.stringContaining('belong to no run, the first in run_event'),
      }),
    )
    expect(contentOf(path)).toEqual(before)
  })

  it('lets a program of version 1 end the run it is recording', () => {
    const database = new (sqliteDriver())(path)
    const finish = database.prepare(
      `UPDATE run SET outcome = 'completed', verdict = 'pass', finished_at_utc = '2026-01-07T14:03:24.480Z' WHERE run_id = 3`,
    )
    ResultsStore.open(path).close()
    finish.run()
    database.close()
    const store = ResultsStore.open(path)
    expect(new RunQueries(store).run(3).verdict).toBe('pass')
    store.close()
  })
})

describe('the migrations', () => {
  it('end at the same tables from wherever they begin', () => {
    const schemas = MIGRATIONS.map((_, version) => {
      const file = join(folder, `from-${version}.sqlite`)
      const database = new (sqliteDriver())(file)
      for (const sql of MIGRATIONS.slice(0, version)) database.exec(sql)
      if (version > 0) database.exec(`PRAGMA application_id = 0x53474244; PRAGMA user_version = ${version}`)
      database.close()
      const store = ResultsStore.open(file)
      const schema = store.database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
      store.close()
      return schema
    })
    expect(schemas[0]!.length).toBeGreaterThan(12)
    for (const schema of schemas) expect(schema).toEqual(schemas[0])
  })
})

/** Every row of every table, as SQLite has them. */
function contentOf(file: string): Record<string, Record<string, unknown>[]> {
  const database = new (sqliteDriver())(file, { readonly: true })
  const tables = database
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`)
    .pluck()
    .all()
  const content = Object.fromEntries(
    tables.map((table) => [table, database.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).all()]),
  )
  database.close()
  return content
}
