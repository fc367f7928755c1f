import { resolve } from 'node:path'
import type { Database } from 'better-sqlite3'
import { resultsErrorFrom, TableMissingError } from './results-error.js'
import { sqliteDriver } from './sqlite-driver.js'

/** A table as it is found. Values are of SQLite's kinds: numbers, text, octets, null. */
export interface TableContent {
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/**
 * Reads one table of any SQLite file, in the order its rows were written. Nothing is changed in the file.
 *
 * @throws ResultsError for everything that can be the matter with the file, TableMissingError when it has no such table
 */
export function readTable(path: string, table: string): TableContent {
  const absolute = resolve(path)
  let database: Database | null = null
  try {
    const Sqlite = sqliteDriver()
    database = new Sqlite(absolute, { readonly: true, fileMustExist: true })
    const tables = database.prepare<[], string>(TABLES).pluck().all()
    if (!tables.includes(table)) throw new TableMissingError(absolute, table, tables)
    // A name cannot be bound to a statement; it is one of the file's own, quotes in it doubled.
    const statement = database.prepare<[], Record<string, unknown>>(`SELECT * FROM "${table.replaceAll('"', '""')}"`)
    return { columns: statement.columns().map(({ name }) => name), rows: statement.all() }
  } catch (error) {
    throw resultsErrorFrom(error, absolute)
  } finally {
    database?.close()
  }
}

const TABLES = `SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name`
