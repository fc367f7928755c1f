import { loadWordsOf } from '../load-words.js'
import type { RecordedRun } from '../recorded-run.js'
import { countText, msText } from './figures.js'
import { paintFor, proseWidth, type RenderOptions } from './render-options.js'
import type { ReportColumn, ReportTable } from './report-table.js'
import { flowWord, phaseText } from './run-words.js'
import { renderTable } from './table.js'
import { hanging } from './text-layout.js'

/** Latency of each flow before, during and after the cut. Empty when nothing was delivered. */
export function latencyTable(run: RecordedRun, options: RenderOptions): string[] {
  const { columns, rows } = latencyFigures(run)
  if (rows.length === 0) return []
  const paint = paintFor(options)
  const clamped = clampedText(run)
  const note = clamped === null ? [] : [paint.dim(`  ${clamped}`)]
  return [
    ...hanging(`${paint.bold('LATENCY')}  `, latencyMeaning(run), proseWidth(options)),
    ...renderTable(columns, rows, options),
    ...note,
  ]
}

export function latencyFigures(run: RecordedRun): ReportTable {
  const { latencies } = run
  const rows = latencies.map(({ flow, phase, histogram }, index) => [
    index > 0 && latencies[index - 1]!.flow === flow ? '' : flowWord(flow),
    phaseText(phase, run),
    countText(histogram.count),
    ...PERCENTILES.map((percentile) => msText(histogram.valueAtPercentile(percentile) / 1000)),
    msText(histogram.maximumUs / 1000),
  ])
  return { columns: COLUMNS, rows }
}

/** null when no latency was too long for its histogram. */
export function clampedText({ latencies }: RecordedRun): string | null {
  const clamped = latencies.reduce((sum, { histogram }) => sum + histogram.clampedCount, 0)
  return clamped === 0 ? null : `${countText(clamped)} ${clamped === 1 ? 'message' : 'messages'} took longer than 120 s, counted as 120 s`
}

/** From where to where: a load says so itself, for its target may acknowledge, answer or echo. */
export function latencyMeaning(run: RecordedRun): string {
  return `in ms, ${loadWordsOf(run)?.latency ?? 'from when a message was meant to be sent'}`
}

const PERCENTILES = [50, 99, 99.9]

const COLUMNS: readonly ReportColumn[] = [
  { head: 'flow', align: 'left' },
  { head: 'sent', align: 'left' },
  { head: 'messages', align: 'right' },
  { head: 'p50', align: 'right' },
  { head: 'p99', align: 'right' },
  { head: 'p99.9', align: 'right' },
  { head: 'worst', align: 'right' },
]
