import type { FlowName } from '@sigbed/measurement'
import type { ComparedMetric, MetricChange } from '../compared-metric.js'
import type { RunComparison } from '../comparison.js'
import type { RecordedRun } from '../recorded-run.js'
import type { FigureUnit } from '../run-figures.js'
import { runNumbers } from '../run-numbers.js'
import { countText, instantText, msText, percentText, rateText } from './figures.js'
import type { Paint } from './render-options.js'
import { commitText, cutText, faultWord, flowWord, phaseText, trafficText, verdictLabel } from './run-words.js'

/** How the comparison reports, on a terminal and in Markdown, call what they compare. */

type Runs = readonly RecordedRun[]

/** `run 17`, or `10 runs, 3..12`. */
export function runsText(runs: Runs): string {
  return runs.length === 1 ? `run ${runs[0]!.runId}` : `${runs.length} runs, ${runNumbers(runs.map((run) => run.runId))}`
}

/** `2 better, 0 worse, 1 same, 25 unclear`. */
export function tallyText(metrics: readonly ComparedMetric[]): string {
  return CHANGES.map((change) => `${countText(metrics.filter((metric) => metric.change === change).length)} ${change}`).join(', ')
}

/** What each group is: rows of word, A, B. */
export function groupRows({ a, b }: RunComparison, paint: Paint): string[][] {
  const row = (word: string, text: (run: RecordedRun) => string): string[] => [word, variants(a, text), variants(b, text)]
  return [
    ['verdict', verdictsText(a, paint), verdictsText(b, paint)],
    ['started', startedText(a), startedText(b)],
    row('scenario', ({ description: { scenario, profile } }) => `${scenario}, profile ${profile}`),
    row('traffic', trafficText),
    row('fault', faultLine),
    row('program', ({ environment }) => `sigbed ${environment.sigbedVersion}, ${commitText(environment.gitCommit, environment.gitDirty)}`),
  ]
}

/** When each fault came differs a little from run to run; what was planned does not. */
function faultLine(run: RecordedRun): string {
  const { cutAtMs, restoreAtMs } = run.description
  return faultWord(run) === 'cut' ? cutText(cutAtMs, restoreAtMs) : [...new Set(run.faults.map(({ text }) => text))].join(', ')
}

function variants(runs: Runs, text: (run: RecordedRun) => string): string {
  return [...new Set(runs.map(text))].join(' or ')
}

function verdictsText(runs: Runs, paint: Paint): string {
  const labels = runs.map((run) => verdictLabel(run.status, run.verdict, paint))
  if (runs.length === 1) return labels[0]!
  return [...new Set(labels)].map((label) => `${countText(labels.filter((other) => other === label).length)} ${label}`).join(', ')
}

function startedText(runs: Runs): string {
  const instants = runs.map((run) => run.description.startedAtUtc).sort()
  return runs.length === 1 ? instantText(instants[0]!) : `${instantText(instants[0]!)}\nto ${instantText(instants.at(-1)!)}`
}

/** What a table of metrics is headed by. */
export function sectionText(flow: FlowName | null): string {
  return flow === null ? 'whole run' : flowWord(flow)
}

/** What stands above metrics of one kind within a table. */
export function metricGroupText({ family, phase, node }: ComparedMetric, run: RecordedRun): string {
  if (family === 'processor') return 'processor time'
  if (phase !== null) return `latency ${phaseText(phase, run)}, ms`
  return node === null ? 'messages' : `failover seen by ${node}, ms`
}

/** A run with words for the phases: one without a cut has none for those of another. */
export function describedRun({ a, b }: RunComparison): RecordedRun {
  return [...a, ...b].find((run) => run.description.cutAtMs !== null) ?? a[0]!
}

export function metricText({ metric, occurrence }: ComparedMetric): string {
  const word = METRIC_WORDS[metric] ?? metric
  return occurrence === 0 ? word : `${word} (${occurrence + 1})`
}

/** How figures of a unit are written in a table whose head or group names the unit. */
export function valueText(unit: FigureUnit): (value: number) => string {
  return unit === 'messages' ? countText : unit === 'messages/s' ? rateText : msText
}

/** `−4.2 … +11 %`. */
export function intervalText([low, high]: readonly [number, number]): string {
  return `${percentText(low).replace(/ %$/, '')} … ${percentText(high)}`
}

/** `0.012`, `<0.001`. */
export function probabilityText(p: number): string {
  return p < 0.001 ? '<0.001' : p > 0.999 ? '1' : p.toPrecision(2)
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
  drained: 'backlog drained',
  'active-again': 'active after return',
  'first-delivery-off-computed': '  off computed by',
  'potentially-failed-off-computed': '  off computed by',
  'processor-time': 'µs per message',
}
