import Table from 'cli-table3'
import type { RenderOptions } from './render-options.js'
import { paintFor } from './render-options.js'
import { shownWidth, wrapped } from './text-layout.js'

export interface TableColumn {
  readonly head: string
  readonly align: 'left' | 'right'
  /** Gives way when the table is too wide: its cells break into lines. One column of a table at most. */
  readonly gives?: true
  /** Never wider than this, however much room there is. */
  readonly most?: number
}

/** Rows under a ruled head, without a frame, two columns in from the left. Cells may be painted. */
export function renderTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[], options: RenderOptions): string[] {
  const paint = paintFor(options)
  const widths = columnWidths(columns, rows, options.width - INDENT.length)
  const table = new Table({
    head: columns.map((column) => paint.bold(column.head)),
    chars: BARE,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    colAligns: columns.map((column) => column.align),
    colWidths: widths,
  })
  table.push(...rows.map((row) => row.map((cell, index) => wrapped(cell, widths[index]!).join('\n'))))
  return table
    .toString()
    .split('\n')
    .map((line, index) => `${INDENT}${index === 1 ? paint.dim(line) : line}`.trimEnd())
}

function columnWidths(columns: readonly TableColumn[], rows: readonly (readonly string[])[], available: number): number[] {
  const widths = columns.map((column, index) =>
    Math.min(column.most ?? available, Math.max(shownWidth(column.head), ...rows.map((row) => shownWidth(row[index] ?? '')))),
  )
  const excess = widths.reduce((sum, width) => sum + width, 0) + GAP.length * (columns.length - 1) - available
  const giving = columns.findIndex((column) => column.gives)
  if (excess > 0 && giving >= 0) widths[giving] = Math.max(NARROWEST, widths[giving]! - excess)
  return widths
}

const INDENT = '  '
const GAP = '  '
const NARROWEST = 8

const BARE = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '─',
  'mid-mid': '──',
  right: '',
  'right-mid': '',
  middle: GAP,
}
