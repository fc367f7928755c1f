import type { z } from 'zod'
import { TableError } from './table-error.js'
import type { TableRow, TableRows } from './table-rows.js'

/** A row that is as its schema says, and where it stands. */
export interface CheckedRow<Row> {
  readonly place: string
  readonly row: Row
}

/**
 * The rows of a table, each checked and made into what the schema makes of it. A value that is empty counts as not given. The error
 * messages of the schema are remedies: "give …".
 *
 * @param secrets columns whose values no message may repeat
 * @throws TableError for the first column or value that is wrong
 */
export function checkedRows<Shape extends z.ZodRawShape, Row>(
  table: TableRows,
  columns: z.ZodObject<Shape>,
  schema: z.ZodType<Row>,
  secrets: readonly string[] = [],
): CheckedRow<Row>[] {
  checkColumns(table, columns)
  return Array.from(table.rows, ({ place, values }) => ({ place, row: checkedRow(table.name, { place, values }, schema, secrets) }))
}

function checkColumns(table: TableRows, columns: z.ZodObject): void {
  const known = Object.keys(columns.shape)
  const unknown = table.columns.find((column) => !known.includes(column))
  if (unknown !== undefined) throw new TableError(table.name, `nobody knows a column "${unknown}"`, `The columns are ${known.join(', ')}.`)
  const needed = known.filter((column) => !(columns.shape[column] as z.ZodType).safeParse(undefined).success)
  const missing = needed.find((column) => !table.columns.includes(column))
  if (missing !== undefined) throw new TableError(table.name, `the column "${missing}" is missing`, `It needs ${needed.join(', ')}.`)
}

function checkedRow<Row>(name: string, { place, values }: TableRow, schema: z.ZodType<Row>, secrets: readonly string[]): Row {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const checked = schema.safeParse(given)
  if (checked.success) return checked.data
  const issue = checked.error.issues[0]!
  const column = String(issue.path[0] ?? '')
  const value = given[column]
  const fact =
    value === undefined ? 'it is empty' : secrets.includes(column) ? 'it is no such value' : `${JSON.stringify(value)} is no such value`
  throw new TableError(`${name}, ${place}, column "${column}"`, fact, `${issue.message[0]!.toUpperCase()}${issue.message.slice(1)}.`)
}
