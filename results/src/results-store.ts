import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Database } from 'better-sqlite3'
import { migrate } from './migrations.js'
import { DatabaseBusyError, DatabaseMissingError, resultsErrorFrom } from './results-error.js'
import { sqliteDriver } from './sqlite-driver.js'

export interface OpenOptions {
  /** Refuse a file that does not exist instead of making it: for those who come to read. */
  readonly mustExist: boolean
  /** How long to wait for another program's transaction. The event loop stands still meanwhile. */
  readonly busyTimeoutMs: number
  /** The file that errors speak of, where this one is but a copy of it; null: this one. */
  readonly copyOf: string | null
}

/** How one transaction is to be written. */
export interface WriteOptions {
  /** How long to wait for another program's transaction; left out: as the store was opened with. */
  readonly patienceMs?: number
  /** Waits until the disk has it, so that not even a failing machine can lose it. Takes milliseconds: not for the middle of a measurement. */
  readonly onDisk?: boolean
}

/**
 * The database of measured runs: one SQLite file, written by any number of programs, one transaction at a time.
 * A `RunRecorder` writes to it, `RunQueries` read from it; both stop working when it is closed.
 */
export class ResultsStore {
  private constructor(
    /** Absolute; of a copy, that of the file it is of. */
    readonly path: string,
    /** For the recorder and the queries. */
    readonly database: Database,
    private readonly busyTimeoutMs: number,
  ) {}

  /**
   * Opens the file and brings it to the newest version; makes it and its folders when need be.
   * @throws ResultsError for everything that can be the matter with a file.
   */
  static open(path: string, options: Partial<OpenOptions> = {}): ResultsStore {
    const { mustExist, busyTimeoutMs, copyOf } = { ...DEFAULT_OPTIONS, ...options }
    const absolute = resolve(path)
    const name = copyOf ?? absolute
    if (mustExist && !existsSync(absolute)) throw new DatabaseMissingError(name)
    let database: Database | null = null
    try {
      if (!mustExist) mkdirSync(dirname(absolute), { recursive: true })
      const Sqlite = sqliteDriver()
      database = new Sqlite(absolute, { timeout: busyTimeoutMs })
      migratePatiently(database, name, busyTimeoutMs)
      return new ResultsStore(name, database, busyTimeoutMs)
    } catch (error) {
      database?.close()
      throw resultsErrorFrom(error, name)
    }
  }

  /** Does `work` in one transaction: all of it is stored, or nothing. @throws ResultsError */
  write<Result>(work: () => Result, { patienceMs = this.busyTimeoutMs, onDisk = false }: WriteOptions = {}): Result {
    const { database } = this
    if (onDisk) database.pragma('synchronous = FULL')
    if (patienceMs !== this.busyTimeoutMs) database.pragma(`busy_timeout = ${patienceMs}`)
    try {
      return database.transaction(work).immediate()
    } catch (error) {
      throw resultsErrorFrom(error, this.path)
    } finally {
      if (onDisk) database.pragma('synchronous = NORMAL')
      if (patienceMs !== this.busyTimeoutMs) database.pragma(`busy_timeout = ${this.busyTimeoutMs}`)
    }
  }

  /** Does `work` on one state of the database, whatever others write meanwhile. @throws ResultsError */
  read<Result>(work: () => Result): Result {
    try {
      return this.database.transaction(work).deferred()
    } catch (error) {
      throw resultsErrorFrom(error, this.path)
    }
  }

  /** Makes the file as small as its content; leaves it as it is while another program has it open for writing. @throws ResultsError */
  giveBackRoom(): void {
    try {
      this.database.exec('VACUUM')
    } catch (error) {
      const told = resultsErrorFrom(error, this.path)
      if (!(told instanceof DatabaseBusyError)) throw told
    }
  }

  /** Closing twice is no mistake. */
  close(): void {
    this.database.close()
  }
}

/**
 * While one program turns a new file into a write-ahead-log database, SQLite answers another one "busy" at once, without the
 * patience it was asked for; so the patience is here.
 */
function migratePatiently(database: Database, path: string, busyTimeoutMs: number): void {
  const giveUpAt = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      migrate(database, path)
      return
    } catch (error) {
      if (!(resultsErrorFrom(error, path) instanceof DatabaseBusyError) || performance.now() >= giveUpAt) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_AFTER_MS)
    }
  }
}

const RETRY_AFTER_MS = 5

const DEFAULT_OPTIONS: OpenOptions = { mustExist: false, busyTimeoutMs: 5000, copyOf: null }
