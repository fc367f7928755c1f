import { readFileSync } from 'node:fs'
import { CsvError, type Options, parse } from 'csv-parse/sync'
import { TableError } from './table-error.js'
import type { TableRow, TableRows } from './table-rows.js'

/**
 * Reads a file of comma-separated values (RFC 4180) whose first line names the columns. Lines that are empty or begin with "#" are
 * passed over; white space around values is, too.
 *
 * @throws TableError when there is no such file, or its lines are no table
 */
export function csvRows(path: string): TableRows {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new TableError(path, `it cannot be read (${codeOf(error)})`, 'Give the path of a CSV file.', { cause: error })
  }
  return csvRowsOf(text, path)
}

/** As csvRows, of a text that is at hand. */
export function csvRowsOf(text: string, name: string): TableRows {
  let records: readonly { readonly info: { readonly lines: number }; readonly record: readonly string[] }[]
  try {
    records = parse(text, CSV_FORMAT) as unknown as typeof records
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new TableError(
      name,
      error.message,
      'Give every line as many values as the first line names columns, and quote values with commas in them.',
      { cause: error },
    )
  }
  const [header, ...lines] = records
  if (header === undefined) throw new TableError(name, 'it is empty', 'Give a first line that names the columns.')
  const columns = header.record
  const twice = columns.find((column, at) => columns.indexOf(column) < at)
  if (twice !== undefined) throw new TableError(name, `it has two columns called "${twice}"`, 'Leave one of them out.')
  const rows = lines.map(
    ({ info, record }): TableRow => ({
      place: `line ${info.lines}`,
      values: Object.fromEntries(columns.map((column, at) => [column, record[at]!])),
    }),
  )
  return { name, columns, rows }
}

const CSV_FORMAT = {
  bom: true,
  comment: '#',
  comment_no_infix: true,
  info: true,
  // Named, for the parser counts lines wrongly where the endings it found by itself are mixed.
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
  trim: true,
} satisfies Options

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
