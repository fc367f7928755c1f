import type { RecordedRun } from '../recorded-run.js'
import { countText } from './figures.js'
import { paintFor, type RenderOptions } from './render-options.js'
import { flowWord } from './run-words.js'
import { renderTable, type TableColumn } from './table.js'

/** What became of the messages of each flow; empty before the audit. */
export function messageTable({ audits }: RecordedRun, options: RenderOptions): string[] {
  if (audits.length === 0) return []
  const paint = paintFor(options)
  const fault = (count: number): string => (count === 0 ? '0' : paint.red(countText(count)))
  const rows = audits.map((audit) => [
    flowWord(audit.flow),
    countText(audit.offered),
    countText(audit.delivered),
    ...[audit.lost, audit.duplicated, audit.reordered, audit.corrupted, audit.refused].map(fault),
  ])
  return [paint.bold('MESSAGES'), ...renderTable(COLUMNS, rows, options)]
}

const COLUMNS: readonly TableColumn[] = [
  { head: 'flow', align: 'left' },
  { head: 'offered', align: 'right' },
  { head: 'delivered', align: 'right' },
  { head: 'lost', align: 'right' },
  { head: 'duplicated', align: 'right' },
  { head: 'reordered', align: 'right' },
  { head: 'corrupted', align: 'right' },
  { head: 'refused', align: 'right' },
]
