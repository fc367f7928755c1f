import type { Database } from 'better-sqlite3'
import { DatabaseDamagedError, DatabaseTooNewError, ForeignDatabaseError } from './results-error.js'
import { VERSION_1 } from './schema/version-1.js'
import { VERSION_2 } from './schema/version-2.js'
import { VERSION_3 } from './schema/version-3.js'

/** Applied in order, each once, each in its own transaction; PRAGMA user_version counts them. Never edited once released. */
export const MIGRATIONS: readonly string[] = [VERSION_1, VERSION_2, VERSION_3]

/**
 * Brings a results database to the newest version, an empty file included. Several programs may do so at once.
 * A database of another program, or of a newer sigbed, is refused before anything is written.
 *
 * @param path only for the words of the errors.
 * @throws ForeignDatabaseError, DatabaseTooNewError, DatabaseDamagedError, SQLite's own errors.
 */
export function migrate(database: Database, path: string): void {
  const version = versionOf(database, path)
  if (version > MIGRATIONS.length) throw new DatabaseTooNewError(path, version, MIGRATIONS.length)
  if (database.pragma('journal_mode', { simple: true }) !== 'wal') database.pragma('journal_mode = WAL')
  // In WAL mode nothing is lost when the program fails. When the machine does, the last transactions may be, unless `write` was told otherwise.
  database.pragma('synchronous = NORMAL')
  // A table that is made anew is dropped in between, and must not take what refers to it along. Inside a transaction this says nothing.
  database.pragma('foreign_keys = OFF')
  for (let next = version; next < MIGRATIONS.length; next++) database.transaction(apply).immediate(database, next, path)
  database.pragma('foreign_keys = ON')
}

function apply(database: Database, next: number, path: string): void {
  // Whoever waited for the lock may find the work done.
  if ((database.pragma('user_version', { simple: true }) as number) > next) return
  database.exec(MIGRATIONS[next]!)
  const dangling = database.pragma('foreign_key_check') as readonly { readonly table: string }[]
  if (dangling.length > 0)
    throw new DatabaseDamagedError(path, `${dangling.length} rows belong to no run, the first in ${dangling[0]!.table}`)
  database.pragma(`application_id = ${APPLICATION_ID}`)
  database.pragma(`user_version = ${next + 1}`)
}

/** 0 for an empty file. Read in one transaction, so that another program's first migration is seen whole or not at all. */
function versionOf(database: Database, path: string): number {
  return database.transaction(() => {
    const applicationId = database.pragma('application_id', { simple: true }) as number
    const version = database.pragma('user_version', { simple: true }) as number
    const tables = database.prepare<[], number>('SELECT COUNT(*) FROM sqlite_schema').pluck().get()!
    if (applicationId === APPLICATION_ID) return version
    if (applicationId !== 0 || version !== 0 || tables > 0) throw new ForeignDatabaseError(path)
    return 0
  })()
}

/** "SGBD", the name of the file's owner that SQLite keeps in the header. */
const APPLICATION_ID = 0x53474244
