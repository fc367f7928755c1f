import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { syntheticRun } from '../test/synthetic-run.js'
import { MIGRATIONS } from './migrations.js'
import { ResultsError, resultsErrorFrom } from './results-error.js'
import { ResultsStore } from './results-store.js'
import { RunRecorder } from './run-recorder.js'
import { sqliteDriver } from './sqlite-driver.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigbed-results-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the results store', () => {
  it('makes the file and its folders, in write-ahead-log mode with foreign keys, at the newest version', () => {
    const path = join(folder, 'a', 'b', 'results.sqlite')
    const store = ResultsStore.open(path)
    expect(store.path).toBe(path)
    expect(store.database.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(store.database.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(store.database.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
    const loose = store.database.prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite%'",
    )
    expect(loose.all()).toEqual([])
    store.close()
    store.close()
  })

  it('keeps what was stored when it is opened again', () => {
    const path = join(folder, 'results.sqlite')
    const first = ResultsStore.open(path)
    const run = syntheticRun({ plannedDurationMs: 2000, cutAtMs: null, restoreAtMs: null })
    RunRecorder.begin(first, run.description, run.environment)
    first.close()
    const second = ResultsStore.open(path, { mustExist: true })
    expect(second.database.prepare('SELECT COUNT(*) FROM run').pluck().get()).toBe(1)
    second.close()
  })

  it('brings a file that another sigbed has only begun up to date', () => {
    const path = join(folder, 'results.sqlite')
    ;new (sqliteDriver())(path).exec('VACUUM').close()
    const store = ResultsStore.open(path)
    expect(store.database.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length)
    store.close()
  })

  it('refuses a newer database, naming the file, both versions and the remedy', () => {
    const path = join(folder, 'results.sqlite')
    const store = ResultsStore.open(path)
    store.database.pragma(`user_version = ${MIGRATIONS.length + 4}`)
    store.close()
    const error = errorOf(() => ResultsStore.open(path))
    expect(error).toMatchObject({ code: 'SIGBED_DATABASE_TOO_NEW', path, version: MIGRATIONS.length + 4, knownVersion: MIGRATIONS.length })
    expect(error.message).toBe(
      `${path} is at version ${MIGRATIONS.length + 4} of the results database; this program knows versions up to ${MIGRATIONS.length}. ` +
        'Use the newer sigbed that wrote it, or give another file.',
    )
  })

  it('refuses a file that is no database and leaves it as it is', () => {
    const path = join(folder, 'notes.txt')
    const text = 'Measured on Tuesday, looked good.\n'.repeat(200)
    writeFileSync(path, text)
    expect(errorOf(() => ResultsStore.open(path)).code).toBe('SIGBED_NOT_A_DATABASE')
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it.each(['CREATE TABLE invoice (number INTEGER)', 'PRAGMA application_id = 77', 'PRAGMA user_version = 3'])(
    'refuses a database of another program (%s) and leaves it as it is',
    (sql) => {
      const path = join(folder, 'books.sqlite')
      ;new (sqliteDriver())(path).exec(sql).close()
      const before = readFileSync(path)
      expect(errorOf(() => ResultsStore.open(path)).code).toBe('SIGBED_FOREIGN_DATABASE')
      expect(readFileSync(path).equals(before)).toBe(true)
    },
  )

  it('does not make a file for those who come to read', () => {
    const path = join(folder, 'none', 'results.sqlite')
    expect(errorOf(() => ResultsStore.open(path, { mustExist: true })).code).toBe('SIGBED_DATABASE_MISSING')
    expect(existsSync(join(folder, 'none'))).toBe(false)
  })

  it('says so when the file cannot be written', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(errorOf(() => ResultsStore.open(join(file, 'results.sqlite'))).code).toBe('SIGBED_DATABASE_UNWRITABLE')
    expect(errorOf(() => ResultsStore.open(join(file, 'deeper', 'results.sqlite'))).code).toBe('SIGBED_DATABASE_UNWRITABLE')
    mkdirSync(join(folder, 'folder'))
    expect(errorOf(() => ResultsStore.open(join(folder, 'folder'))).code).toBe('SIGBED_DATABASE_UNWRITABLE')
  })

  it.each([
    ['is read-only', 'query_only = ON', 'SIGBED_DATABASE_UNWRITABLE'],
    ['has no room left', 'max_page_count = 1', 'SIGBED_DATABASE_FULL'],
  ])('says before any traffic when the database %s', (_, pragma, code) => {
    const store = ResultsStore.open(join(folder, 'results.sqlite'))
    store.database.pragma(pragma)
    const run = syntheticRun({ plannedDurationMs: 1000, cutAtMs: null, restoreAtMs: null })
    const huge = { ...run.description, parameters: { note: 'x'.repeat(100_000) } }
    expect(errorOf(() => RunRecorder.begin(store, huge, run.environment)).code).toBe(code)
    store.close()
  })

  it('waits no longer than it was told to for another program', () => {
    const path = join(folder, 'results.sqlite')
    const other = ResultsStore.open(path)
    const store = ResultsStore.open(path, { busyTimeoutMs: 20 })
    other.database.exec('BEGIN IMMEDIATE')
    expect(errorOf(() => store.write(() => undefined)).code).toBe('SIGBED_DATABASE_BUSY')
    expect(store.read(() => 'reading goes on')).toBe('reading goes on')
    other.database.exec('ROLLBACK')
    expect(store.write(() => 'and so does writing')).toBe('and so does writing')
    store.close()
    other.close()
  })

  it('says that a damaged file is damaged', () => {
    const path = join(folder, 'results.sqlite')
    ResultsStore.open(path).close()
    const octets = readFileSync(path)
    octets.fill(0x55, 110, 4000)
    writeFileSync(path, octets)
    expect(errorOf(() => ResultsStore.open(path)).code).toBe('SIGBED_DATABASE_DAMAGED')
  })

  it('passes on what it has no words for', () => {
    const error = new RangeError('something else')
    expect(resultsErrorFrom(error, 'file')).toBe(error)
    expect(resultsErrorFrom('no error at all', 'file')).toBe('no error at all')
  })
})

function errorOf(work: () => unknown): ResultsError {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(ResultsError)
    return error as ResultsError
  }
  throw new Error('nothing was thrown')
}
