import { CsvError, parse } from 'csv-parse/sync'

/** Which row a procedure takes: one after the other and from the beginning again, any, or each once and no more. */
export const ROW_ORDERS = ['round-robin', 'random', 'once'] as const
export type RowOrder = (typeof ROW_ORDERS)[number]

/** A table of values as plain arrays, so that workers can be handed it. */
export interface DataColumns {
  readonly rows: number
  readonly columns: readonly DataColumn[]
}

/** All values of one column, one after the other in UTF-8; value `row` lies from offset `row` to offset `row + 1`. */
export interface DataColumn {
  readonly name: string
  readonly octets: Uint8Array
  readonly offsets: Uint32Array
  /** Of every value, when all are equally long; else -1. */
  readonly fixedLength: number
}

export const NO_DATA: DataColumns = { rows: 0, columns: [] }

/** What is wrong with a table; the line is 0 when it is none in particular. */
export interface TableFault {
  readonly line: number
  readonly message: string
}

/** Reads CSV (RFC 4180): the first line names the columns, lines that begin with `#` are passed over. */
export function readDataColumns(text: string): DataColumns | TableFault {
  let records: readonly (readonly string[])[]
  try {
    records = parse(text, CSV_FORMAT)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return {
      line: typeof error['lines'] === 'number' ? error['lines'] : 0,
      message: `${error.message}. Give every line a value for each column.`,
    }
  }
  const [names, ...rows] = records
  if (names === undefined) return { line: 1, message: 'it is empty; give a first line that names the columns.' }
  const twice = names.find((name, at) => name === '' || names.indexOf(name) < at)
  if (twice !== undefined) return { line: 1, message: `two columns are called ${JSON.stringify(twice)}; give each a name of its own.` }
  if (rows.length === 0) return { line: 2, message: 'it has no row of values.' }
  return {
    rows: rows.length,
    columns: names.map((name, column) =>
      columnOf(
        name,
        rows.map((row) => row[column]!),
      ),
    ),
  }
}

/** A column of these values. */
export function columnOf(name: string, values: readonly string[]): DataColumn {
  return columnOfOctets(
    name,
    values.map((value) => encoder.encode(value)),
  )
}

/** A column of values that are octets already: those of a format that is no text. */
export function columnOfOctets(name: string, values: readonly Uint8Array[]): DataColumn {
  const offsets = new Uint32Array(values.length + 1)
  values.forEach(({ length }, row) => {
    offsets[row + 1] = offsets[row]! + length
  })
  const octets = new Uint8Array(offsets[values.length]!)
  values.forEach((value, row) => void octets.set(value, offsets[row]!))
  const first = values[0]?.length ?? -1
  return { name, octets, offsets, fixedLength: values.every(({ length }) => length === first) ? first : -1 }
}

/** One value as text. */
export function valueAt({ octets, offsets }: DataColumn, row: number): string {
  return decoder.decode(octets.subarray(offsets[row]!, offsets[row + 1]!))
}

const CSV_FORMAT = {
  bom: true,
  comment: '#',
  comment_no_infix: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
  trim: true,
}
const encoder = new TextEncoder()
const decoder = new TextDecoder()
