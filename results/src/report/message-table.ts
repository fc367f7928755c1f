import type { RecordedRun } from '../recorded-run.js'
import { countText } from './figures.js'
import { paintFor, type RenderOptions } from './render-options.js'
import type { ReportColumn, ReportTable } from './report-table.js'
import { flowWord } from './run-words.js'
import { renderTable } from './table.js'

/** What became of the messages of each flow; empty before the audit. */
export function messageTable(run: RecordedRun, options: RenderOptions): string[] {
  const { columns, rows } = messageCounts(run)
  if (rows.length === 0) return []
  const paint = paintFor(options)
  const painted = rows.map((row) => row.map((cell, i) => (i < FIRST_FAULT || cell === '0' ? cell : paint.red(cell))))
  return [paint.bold('MESSAGES'), ...renderTable(columns, painted, options)]
}

export function messageCounts({ audits }: RecordedRun): ReportTable {
  const rows = audits.map(({ flow, offered, delivered, lost, duplicated, reordered, corrupted, refused }) => [
    flowWord(flow),
    ...[offered, delivered, lost, duplicated, reordered, corrupted, refused].map(countText),
  ])
  return { columns: COLUMNS, rows }
}

const COLUMNS: readonly ReportColumn[] = [
  { head: 'flow', align: 'left' },
  { head: 'offered', align: 'right' },
  { head: 'delivered', align: 'right' },
  { head: 'lost', align: 'right' },
  { head: 'duplicated', align: 'right' },
  { head: 'reordered', align: 'right' },
  { head: 'corrupted', align: 'right' },
  { head: 'refused', align: 'right' },
]
/** The columns from here on count what should not happen. */
const FIRST_FAULT = 3
