/** A table as data: every format writes it in its own way. Cells are plain text. */
export interface ReportTable {
  readonly columns: readonly ReportColumn[]
  readonly rows: readonly (readonly string[])[]
}

export interface ReportColumn {
  readonly head: string
  readonly align: 'left' | 'right'
  /** Prose: gives way when the table is too wide, its cells break into lines. One column of a table at most. */
  readonly gives?: true
}
