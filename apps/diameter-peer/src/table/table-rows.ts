/** A table of text wherever it is kept: a file with commas, a database. Whoever reads it does not know which. */
export interface TableRows {
  /** How people know it: the path of its file. */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: Iterable<TableRow>
}

export interface TableRow {
  /** Where people find it in the table: "line 3". */
  readonly place: string
  /** By column; a value that is not there is empty text. */
  readonly values: Readonly<Record<string, string>>
}
