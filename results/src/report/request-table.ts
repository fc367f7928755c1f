import type { RecordedRun } from '../recorded-run.js'
import { countText } from './figures.js'
import { paintFor, type RenderOptions } from './render-options.js'
import type { ReportColumn, ReportTable } from './report-table.js'
import { flowWord } from './run-words.js'
import { renderTable } from './table.js'

/** What servers saw of the requests of each flow; empty where nobody serves any. */
export function requestTable(run: RecordedRun, options: RenderOptions): string[] {
  const { columns, rows } = requestCounts(run)
  if (rows.length === 0) return []
  const paint = paintFor(options)
  const painted = rows.map((row) => row.map((cell, i) => (i !== UNMARKED || cell === '0' ? cell : paint.red(cell))))
  return [`${paint.bold('REQUESTS')}  ${REQUEST_MEANING}`, ...renderTable(columns, painted, options)]
}

export function requestCounts({ requestAudits }: RecordedRun): ReportTable {
  const rows = requestAudits.map(({ flow, arrived, marked, arrivedAgain, arrivedAgainUnmarked, carriedOutAgain }) => [
    flowWord(flow),
    ...[arrived, marked, arrivedAgain, arrivedAgainUnmarked, carriedOutAgain].map(countText),
  ])
  return { columns: COLUMNS, rows }
}

export const REQUEST_MEANING = 'as their servers saw them'

const COLUMNS: readonly ReportColumn[] = [
  { head: 'flow', align: 'left' },
  { head: 'arrived', align: 'right' },
  { head: 'with T flag', align: 'right' },
  { head: 'arrived twice', align: 'right' },
  { head: 'unmarked', align: 'right' },
  { head: 'carried out twice', align: 'right' },
]
/** RFC 6733 §5.5.4: what is sent again after a failover says so. */
const UNMARKED = 4
