import type { RecordedRun } from '../recorded-run.js'
import { countText, msText } from './figures.js'
import { paintFor, type RenderOptions } from './render-options.js'
import { flowWord, phaseText } from './run-words.js'
import { renderTable, type TableColumn } from './table.js'

/** Latency of each flow before, during and after the cut. Empty when nothing was delivered. */
export function latencyTable({ description, latencies }: RecordedRun, options: RenderOptions): string[] {
  const rows = latencies.map(({ flow, phase, histogram }, index) => [
    index > 0 && latencies[index - 1]!.flow === flow ? '' : flowWord(flow),
    phaseText(phase, description),
    countText(histogram.count),
    ...PERCENTILES.map((percentile) => msText(histogram.valueAtPercentile(percentile) / 1000)),
    msText(histogram.maximumUs / 1000),
  ])
  if (rows.length === 0) return []
  const paint = paintFor(options)
  const clamped = latencies.reduce((sum, { histogram }) => sum + histogram.clampedCount, 0)
  const note =
    clamped === 0
      ? []
      : [paint.dim(`  ${countText(clamped)} ${clamped === 1 ? 'message' : 'messages'} took longer than 120 s, counted as 120 s`)]
  return [`${paint.bold('LATENCY')}  in ms, from when a message was meant to be sent`, ...renderTable(COLUMNS, rows, options), ...note]
}

const PERCENTILES = [50, 99, 99.9]

const COLUMNS: readonly TableColumn[] = [
  { head: 'flow', align: 'left' },
  { head: 'sent', align: 'left' },
  { head: 'messages', align: 'right' },
  { head: 'p50', align: 'right' },
  { head: 'p99', align: 'right' },
  { head: 'p99.9', align: 'right' },
  { head: 'worst', align: 'right' },
]
