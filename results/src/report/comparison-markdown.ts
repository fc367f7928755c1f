import { type ComparedMetric, type MetricChange, SIGNIFICANCE } from '../compared-metric.js'
import type { RunComparison } from '../comparison.js'
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
import { percentText } from './figures.js'
import { markdownTable, plain } from './markdown-report.js'
import { paintFor } from './render-options.js'

/** A comparison as Markdown, for a pull request: what changed first, all metrics folded away. Ends with a newline. */
export function comparisonMarkdown(comparison: RunComparison): string {
  const { a, b, kind, metrics, parameters, unlike, warnings } = comparison
  const changed = metrics.filter(({ change }) => change === 'better' || change === 'worse')
  const blocks = [
    [`### Sigbed: B (${runsText(b)}) against A (${runsText(a)})`],
    [`**${tallyText(metrics)}**`],
    [...unlike.map((text) => `- :x: Not of a kind: ${plain(text)}`), ...warnings.map((text) => `- :warning: ${plain(text)}`)],
    changed.length === 0 ? ['No metric is called better or worse.'] : metricTable(comparison, changed),
    folded('Runs', table(['', 'A', 'B'], groupRows(comparison, paintFor({ colour: false, width: 0 })))),
    parameters.length === 0 ? [] : folded('Parameters that differ', parameterTable(comparison)),
    folded(`All ${metrics.length} metrics`, metricTable(comparison, metrics)),
    [EXPLANATION[kind]],
  ]
  const filled = blocks.filter((lines) => lines.length > 0)
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function metricTable(comparison: RunComparison, metrics: readonly ComparedMetric[]): string[] {
  const described = describedRun(comparison)
  const tested = comparison.kind !== 'single'
  const head = ['flow', 'metric', 'A', 'B', 'change', ...(tested ? ['95 % interval', 'p'] : ['noise']), 'B is']
  const rows = metrics.map((metric) => {
    const { flow, a, b, unit, percent, percentInterval, noiseFloor, adjustedP, change } = metric
    const text = valueText(unit)
    const noise = a === null || b === null ? '' : `±${text(noiseFloor)}`
    return [
      sectionText(flow),
      `${metricGroupText(metric, described)}: ${metricText(metric).trim()}`,
      a === null ? '–' : text(a),
      b === null ? '–' : text(b),
      percent === null ? '–' : percentText(percent),
      ...(tested
        ? [percentInterval === null ? '–' : intervalText(percentInterval), adjustedP === null ? '–' : probabilityText(adjustedP)]
        : [noise]),
      CHANGE_WORDS[change],
    ]
  })
  return table(head, rows)
}

function parameterTable({ parameters }: RunComparison): string[] {
  return table(
    ['parameter', 'A', 'B'],
    parameters.map(({ name, a, b }) => [name, a ?? 'not set', b ?? 'not set']),
  )
}

/** A column is aligned by what stands in it: words left, numbers right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const columns = head.map((title) => ({ head: title, align: NUMBERS.includes(title) ? ('right' as const) : ('left' as const) }))
  return markdownTable({ columns, rows }).split('\n')
}

/** Markdown between the blank lines it needs to be read as such. */
function folded(title: string, lines: readonly string[]): string[] {
  return [`<details><summary>${title}</summary>`, '', ...lines, '', '</details>']
}

const NUMBERS: readonly string[] = ['change', '95 % interval', 'p', 'noise']

const CHANGE_WORDS: Readonly<Record<MetricChange, string>> = {
  better: 'better',
  worse: 'worse',
  same: '=',
  unclear: '~',
}

const EXPLANATION: Readonly<Record<RunComparison['kind'], string>> = {
  single: 'One run against one: differences beyond the known noise, which may still be chance.',
  'too-few': 'Too few runs to tell anything from chance; five of each are enough to see a clear difference.',
  groups:
    `Medians over runs. p: Mann-Whitney on runs, adjusted for all metrics together (Westfall-Young); below ${SIGNIFICANCE} a metric is ` +
    'called better or worse.',
}
