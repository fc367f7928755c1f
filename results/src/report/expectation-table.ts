import type { RecordedRun } from '../recorded-run.js'
import { paintFor, type RenderOptions } from './render-options.js'
import type { ReportTable } from './report-table.js'
import { renderTable } from './table.js'

/** What the scenario demanded of the run, and what was seen. Empty when it demanded nothing. */
export function expectationTable(run: RecordedRun, options: RenderOptions): string[] {
  const { columns, rows } = expectationOutcomes(run)
  if (rows.length === 0) return []
  const paint = paintFor(options)
  const painted = rows.map(([sign, ...rest]) => [
    sign === '✓' ? paint.green('✓') : sign === '✗' ? paint.red('✗') : paint.yellow('!'),
    ...rest,
  ])
  return [paint.bold('EXPECTATIONS'), ...renderTable(columns, painted, options)]
}

/** ✓ met, ✗ not met, ! the run did not show it either way. */
export function expectationOutcomes({ expectations }: RecordedRun): ReportTable {
  return {
    columns: [
      { head: '', align: 'left' },
      { head: 'expected', align: 'left' },
      { head: 'seen', align: 'left', gives: true },
    ],
    rows: expectations.map(({ text, met, seen }) => [met === null ? '!' : met ? '✓' : '✗', text, seen]),
  }
}
