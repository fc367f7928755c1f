import type { FlowName } from '@sigbed/measurement'
import { type ComparedMetric, SIGNIFICANCE } from '../compared-metric.js'
import type { RunComparison } from '../comparison.js'
import type { ParameterDifference } from '../comparison-circumstances.js'
import {
  describedRun,
  groupRows,
  intervalText,
  metricGroupText,
  metricText,
  probabilityText,
  runsText,
  sectionText,
  tallyText,
  valueText,
} from './comparison-words.js'
import { differenceText, percentText } from './figures.js'
import { type Paint, paintFor, proseWidth, type RenderOptions } from './render-options.js'
import { renderTable, type TableColumn } from './table.js'
import { hanging } from './text-layout.js'

/** Two groups of runs side by side, for a terminal. Ends with a newline. */
export function renderComparison(comparison: RunComparison, options: RenderOptions): string {
  const flows = [...new Set(comparison.metrics.map((metric) => metric.flow))]
  const sections = [
    summaryLines(comparison, options),
    runsTable(comparison, options),
    parametersTable(comparison.parameters, options),
    ...flows.map((flow) => flowTable(comparison, flow, options)),
    explanationLines(comparison, options),
  ]
  const filled = sections.filter((section) => section.length > 0)
  return `${filled.map((section) => section.join('\n')).join('\n\n')}\n`
}

function summaryLines({ a, b, metrics, unlike, warnings }: RunComparison, options: RenderOptions): string[] {
  const paint = paintFor(options)
  const title = `B (${runsText(b)}) against A (${runsText(a)}):\n${tallyText(metrics)}`
  return [
    ...hanging(`${paint.bold('COMPARISON')}  `, title, proseWidth(options)),
    ...unlike.flatMap((text) => hanging(`  ${paint.red('✗')} `, `Not of a kind: ${text}.`, proseWidth(options))),
    ...warnings.flatMap((warning) => hanging(`  ${paint.yellow('!')} `, `${warning}.`, proseWidth(options))),
  ]
}

function runsTable(comparison: RunComparison, options: RenderOptions): string[] {
  const half = Math.floor((proseWidth(options) - 14) / 2)
  const columns: readonly TableColumn[] = [
    { head: '', align: 'left' },
    { head: `A = ${runsText(comparison.a)}`, align: 'left', most: half },
    { head: `B = ${runsText(comparison.b)}`, align: 'left', most: half },
  ]
  return renderTable(columns, groupRows(comparison, paintFor(options)), options)
}

function parametersTable(parameters: readonly ParameterDifference[], options: RenderOptions): string[] {
  if (parameters.length === 0) return []
  const rows = parameters.map(({ name, a, b }) => [name, a ?? 'not set', b ?? 'not set'])
  return [paintFor(options).bold('PARAMETERS THAT DIFFER'), ...renderTable(PARAMETER_COLUMNS, rows, options)]
}

function flowTable(comparison: RunComparison, flow: FlowName | null, options: RenderOptions): string[] {
  const paint = paintFor(options)
  const columns = comparison.kind === 'single' ? SINGLE_COLUMNS : GROUP_COLUMNS
  const described = describedRun(comparison)
  const rows: string[][] = []
  let group = ''
  for (const metric of comparison.metrics.filter((candidate) => candidate.flow === flow)) {
    const heading = metricGroupText(metric, described)
    if (heading !== group) rows.push([heading, ...columns.slice(1).map(() => '')])
    group = heading
    rows.push(columns.map((column) => column.cell(metric, paint)))
  }
  return [paint.bold(sectionText(flow).toUpperCase()), ...renderTable(columns, rows, options)]
}

function changeText({ change, difference }: ComparedMetric, paint: Paint): string {
  if (change === 'same') return paint.dim('= same')
  if (change === 'unclear') return paint.dim('~')
  const arrow = (difference ?? 0) > 0 ? '↑' : (difference ?? 0) < 0 ? '↓' : ' '
  return change === 'better' ? paint.green(`${arrow} better`) : paint.red(`${arrow} worse`)
}

/** What the columns mean, and what "better" and "worse" rest on. */
function explanationLines({ kind, a, b, metrics }: RunComparison, options: RenderOptions): string[] {
  const paint = paintFor(options)
  const lines =
    kind === 'single' ? singleExplanation(metrics) : kind === 'groups' ? GROUP_EXPLANATION : tooFewExplanation(a.length, b.length)
  return lines.flatMap((line) => hanging('  ', line, proseWidth(options)).map((shown) => paint.dim(shown)))
}

function singleExplanation(metrics: readonly ComparedMetric[]): string[] {
  const lines = [
    'One run against one: a difference up to "noise" is taken for chance and counts as the same; a larger one may still be chance. To know, ' +
      'measure five or more of each and compare those.',
  ]
  const unclear = metrics.filter((metric) => metric.change === 'unclear')
  if (unclear.some((metric) => metric.a !== null && metric.b !== null))
    lines.push('~ are percentiles with too few messages beyond them to be more than luck.')
  if (unclear.some((metric) => metric.a === null || metric.b === null)) lines.push('~ is also what only one of the runs has a figure for.')
  return lines
}

function tooFewExplanation(sizeA: number, sizeB: number): string[] {
  return [
    `With ${sizeA} and ${sizeB} runs nothing can be told from chance, hence ~ everywhere. Five of each are enough to see a clear difference.`,
    ...GROUP_EXPLANATION.slice(0, 1),
  ]
}

const GROUP_EXPLANATION: readonly string[] = [
  'A and B are medians over runs; the interval holds the difference of the medians with 95 % confidence.',
  `p says how often chance alone would bring about, in any of these metrics, a difference as clear (Mann-Whitney on runs, Westfall-Young over ` +
    `all metrics). Below ${SIGNIFICANCE} it is called better or worse, so that of a hundred comparisons of what is the same one errs. ~: nothing can be said.`,
]

interface MetricColumn extends TableColumn {
  readonly cell: (metric: ComparedMetric, paint: Paint) => string
}

function orDash<Value>(value: Value | null, text: (value: Value) => string): string {
  return value === null ? '–' : text(value)
}

const NAME_COLUMN: MetricColumn = { head: '', align: 'left', gives: true, cell: (metric) => `  ${metricText(metric)}` }
const A_COLUMN: MetricColumn = { head: 'A', align: 'right', cell: ({ a, unit }) => orDash(a, valueText(unit)) }
const B_COLUMN: MetricColumn = { head: 'B', align: 'right', cell: ({ b, unit }) => orDash(b, valueText(unit)) }
const PERCENT_COLUMN: MetricColumn = { head: '%', align: 'right', cell: ({ percent }) => orDash(percent, percentText) }
const CHANGE_COLUMN: MetricColumn = { head: 'B is', align: 'left', cell: changeText }

const SINGLE_COLUMNS: readonly MetricColumn[] = [
  NAME_COLUMN,
  A_COLUMN,
  B_COLUMN,
  { head: 'B − A', align: 'right', cell: ({ difference, unit }) => orDash(difference, (value) => differenceText(value, valueText(unit))) },
  PERCENT_COLUMN,
  {
    head: 'noise',
    align: 'right',
    cell: ({ difference, noiseFloor, unit }) => (difference === null ? '–' : `±${valueText(unit)(noiseFloor)}`),
  },
  CHANGE_COLUMN,
]

const GROUP_COLUMNS: readonly MetricColumn[] = [
  NAME_COLUMN,
  A_COLUMN,
  B_COLUMN,
  PERCENT_COLUMN,
  { head: 'interval', align: 'right', cell: ({ percentInterval }) => orDash(percentInterval, intervalText) },
  { head: 'p', align: 'right', cell: ({ adjustedP }) => orDash(adjustedP, probabilityText) },
  CHANGE_COLUMN,
]

const PARAMETER_COLUMNS: readonly TableColumn[] = [
  { head: 'parameter', align: 'left' },
  { head: 'A', align: 'left' },
  { head: 'B', align: 'left', gives: true },
]
