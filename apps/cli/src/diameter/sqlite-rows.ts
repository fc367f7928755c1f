import { existsSync } from 'node:fs'
import { TableError, type TableRow, type TableRows } from '@sigbed/diameter-peer'
import { readTable, type TableContent } from '@sigbed/results'

/**
 * Rows of a table in a SQLite file, to be checked as those of a CSV file are.
 *
 * @throws TableError when there is no such file, ResultsError when it has no such table or is no database
 */
export function sqliteRows(path: string, table: string): TableRows {
  if (!existsSync(path)) throw new TableError(path, 'there is no such file', 'Give the path of a SQLite database.')
  return rowsOfContent(`${path}, table ${table}`, readTable(path, table))
}

/** Everything as text: octets as hexadecimal digits, null as nothing. */
export function rowsOfContent(name: string, { columns, rows }: TableContent): TableRows {
  const asText = (row: Readonly<Record<string, unknown>>, at: number): TableRow => ({
    place: `row ${at + 1}`,
    values: Object.fromEntries(columns.map((column) => [column, textOf(row[column])])),
  })
  return { name, columns, rows: rows.map(asText) }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)
}
