import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { RecordedRun } from './recorded-run.js'
import { DatabaseMissingError, resultsErrorFrom } from './results-error.js'
import { ResultsStore } from './results-store.js'
import { RunQueries } from './run-queries.js'
import { type TakenRun, takeRuns } from './run-taking.js'
import { sqliteDriver } from './sqlite-driver.js'

/**
 * Takes every run of another database, which stays as it is, whatever its version: it is read from a copy, which is brought up to date.
 * @throws ResultsError
 */
export function mergeDatabase(store: ResultsStore, otherPath: string): TakenRun[] {
  const path = resolve(otherPath)
  if (!existsSync(path)) throw new DatabaseMissingError(path)
  const folder = mkdtempSync(join(tmpdir(), 'sigbed-merge-'))
  try {
    const copy = join(folder, 'copy.sqlite')
    copyDatabase(path, copy)
    const other = ResultsStore.open(copy, { copyOf: path })
    try {
      return takeRuns(store, oldestFirst(new RunQueries(other)))
    } finally {
      other.close()
    }
  } catch (error) {
    throw resultsErrorFrom(error, path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function* oldestFirst(queries: RunQueries): Generator<RecordedRun> {
  for (const { runId } of queries.list().reverse()) yield queries.run(runId)
}

/** As it is at one moment, also while others write to it. */
function copyDatabase(path: string, copy: string): void {
  const database = new (sqliteDriver())(path, { readonly: true })
  try {
    database.prepare('VACUUM INTO ?').run(copy)
  } finally {
    database.close()
  }
}
