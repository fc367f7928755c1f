import type { FlowName } from '@sigbed/measurement'
import type { ComparedMetric, MetricChange } from '../compared-metric.js'
import type { RunComparison } from '../comparison.js'
import type { ParameterDifference } from '../comparison-circumstances.js'
import type { RecordedRun } from '../recorded-run.js'
import { countText, differenceText, durationText, instantText, msText, percentText, rateText } from './figures.js'
import { type Paint, paintFor, proseWidth, type RenderOptions } from './render-options.js'
import { commitText, cutText, flowWord, phaseText, ratesText, verdictLabel } from './run-words.js'
import { renderTable, type TableColumn } from './table.js'
import { hanging } from './text-layout.js'

/** Two runs side by side, for a terminal. Ends with a newline. */
export function renderComparison(comparison: RunComparison, options: RenderOptions): string {
  const flows = [...new Set(comparison.metrics.map((metric) => metric.flow))]
  const sections = [
    summaryLines(comparison, options),
    runsTable(comparison, options),
    parametersTable(comparison.parameters, options),
    ...flows.map((flow) => flowTable(comparison, flow, options)),
    noiseLines(comparison.metrics, options),
  ]
  const filled = sections.filter((section) => section.length > 0)
  return `${filled.map((section) => section.join('\n')).join('\n\n')}\n`
}

function summaryLines({ a, b, metrics, warnings }: RunComparison, options: RenderOptions): string[] {
  const paint = paintFor(options)
  const tally = CHANGES.map((change) => `${countText(metrics.filter((metric) => metric.change === change).length)} ${change}`).join(', ')
  const title = `B (run ${b.runId}) against A (run ${a.runId}):\n${tally}`
  return [
    ...hanging(`${paint.bold('COMPARISON')}  `, title, proseWidth(options)),
    ...warnings.flatMap((warning) => hanging(`  ${paint.yellow('!')} `, `${warning}.`, proseWidth(options))),
  ]
}

function runsTable({ a, b }: RunComparison, options: RenderOptions): string[] {
  const paint = paintFor(options)
  const row = (word: string, text: (run: RecordedRun) => string): string[] => [word, text(a), text(b)]
  const rows = [
    row('verdict', (run) => verdictLabel(run.status, run.verdict, paint)),
    row('started', (run) => instantText(run.description.startedAtUtc)),
    row('scenario', ({ description: { scenario, profile } }) => `${scenario}, profile ${profile}`),
    row('traffic', ({ description: { flows, plannedDurationMs } }) => `${ratesText(flows)} for ${durationText(plannedDurationMs)}`),
    row('fault', ({ description: { cutAtMs, restoreAtMs } }) => cutText(cutAtMs, restoreAtMs)),
    row('program', ({ environment }) => `sigbed ${environment.sigbedVersion}, ${commitText(environment.gitCommit, environment.gitDirty)}`),
  ]
  const half = Math.floor((proseWidth(options) - 14) / 2)
  const columns: readonly TableColumn[] = [
    { head: '', align: 'left' },
    { head: `A = run ${a.runId}`, align: 'left', most: half },
    { head: `B = run ${b.runId}`, align: 'left', most: half },
  ]
  return renderTable(columns, rows, options)
}

function parametersTable(parameters: readonly ParameterDifference[], options: RenderOptions): string[] {
  if (parameters.length === 0) return []
  const rows = parameters.map(({ name, a, b }) => [name, a ?? 'not set', b ?? 'not set'])
  return [paintFor(options).bold('PARAMETERS THAT DIFFER'), ...renderTable(PARAMETER_COLUMNS, rows, options)]
}

function flowTable(comparison: RunComparison, flow: FlowName, options: RenderOptions): string[] {
  const paint = paintFor(options)
  const rows: string[][] = []
  // A run without a cut has no words for the phases of the other.
  const described = comparison.a.description.cutAtMs === null ? comparison.b : comparison.a
  let group = ''
  for (const metric of comparison.metrics.filter((candidate) => candidate.flow === flow)) {
    const heading = groupOf(metric, described)
    if (heading !== group) rows.push([heading, '', '', '', '', '', ''])
    group = heading
    rows.push(metricRow(metric, paint))
  }
  return [paint.bold(flowWord(flow).toUpperCase()), ...renderTable(METRIC_COLUMNS, rows, options)]
}

function groupOf({ phase, node }: ComparedMetric, run: RecordedRun): string {
  if (phase !== null) return `latency ${phaseText(phase, run.description)}, ms`
  return node === null ? 'messages' : `failover seen by ${node}, ms`
}

function metricRow(metric: ComparedMetric, paint: Paint): string[] {
  const { a, b, difference, percent, noiseFloor, unit } = metric
  const text = unit === 'ms' ? msText : unit === 'messages' ? countText : rateText
  return [
    `  ${METRIC_WORDS[metric.metric] ?? metric.metric}`,
    a === null ? '–' : text(a),
    b === null ? '–' : text(b),
    difference === null ? '–' : differenceText(difference, text),
    percent === null ? '–' : percentText(percent),
    difference === null ? '–' : `±${text(noiseFloor)}`,
    changeText(metric, paint),
  ]
}

function changeText({ change, difference }: ComparedMetric, paint: Paint): string {
  if (change === 'same') return paint.dim('= same')
  if (change === 'unclear') return paint.dim('? unclear')
  const arrow = (difference ?? 0) > 0 ? '↑' : '↓'
  return change === 'better' ? paint.green(`${arrow} better`) : paint.red(`${arrow} worse`)
}

/** What the column `noise` means, and why some changes are unclear. */
function noiseLines(metrics: readonly ComparedMetric[], options: RenderOptions): string[] {
  const paint = paintFor(options)
  const lines = ['A difference up to "noise" is taken for chance and counts as the same.']
  const unclear = metrics.filter((metric) => metric.change === 'unclear')
  if (unclear.some((metric) => metric.a !== null && metric.b !== null))
    lines.push('Unclear are percentiles with too few messages beyond them to be more than luck.')
  if (unclear.some((metric) => metric.a === null || metric.b === null))
    lines.push('Unclear is also what only one of the runs has a figure for.')
  return lines.flatMap((line) => hanging('  ', line, proseWidth(options)).map((shown) => paint.dim(shown)))
}

const CHANGES: readonly MetricChange[] = ['better', 'worse', 'same', 'unclear']

const METRIC_WORDS: Readonly<Record<string, string>> = {
  'delivered-rate': 'delivered per second',
  'latency-p50': 'p50',
  'latency-p99': 'p99',
  'latency-p99.9': 'p99.9',
  'latency-worst': 'worst',
  'first-delivery-on-alternate': 'first on alternate',
  'potentially-failed': 'potentially failed',
  inactive: 'inactive',
  'active-again': 'active after return',
  'first-delivery-off-computed': '  off computed by',
  'potentially-failed-off-computed': '  off computed by',
}

const PARAMETER_COLUMNS: readonly TableColumn[] = [
  { head: 'parameter', align: 'left' },
  { head: 'A', align: 'left' },
  { head: 'B', align: 'left', gives: true },
]

const METRIC_COLUMNS: readonly TableColumn[] = [
  { head: '', align: 'left', gives: true },
  { head: 'A', align: 'right' },
  { head: 'B', align: 'right' },
  { head: 'B − A', align: 'right' },
  { head: '%', align: 'right' },
  { head: 'noise', align: 'right' },
  { head: 'B is', align: 'left' },
]
