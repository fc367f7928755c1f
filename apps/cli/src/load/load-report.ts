import {
  arrivalsText,
  closedLoopWarning,
  type KindTally,
  type LoadPlan,
  type LoadResult,
  latencyMeaning,
  messagesText,
} from '@sigbed/load-generator'
import Table from 'cli-table3'
import { resultCodeName } from 'diameter-codec'
import { createColors } from 'picocolors'

/** What is shown of a load when it has ended. */
export interface LoadReportSubject {
  readonly plan: LoadPlan
  readonly result: LoadResult
  /** Null: not stored. */
  readonly runId: number | null
  /** What shows the run again. */
  readonly showCommand: string
}

/** The report for people. */
export function renderLoadReport(
  { plan, result, runId, showCommand }: LoadReportSubject,
  { colour }: { readonly colour: boolean },
): string {
  const paint = createColors(colour)
  const { verdict, reasons, whole, lengthMs, thresholds, self } = result
  const heads = { pass: paint.green('PASS'), fail: paint.red('FAIL'), invalid: paint.red('INVALID') }
  const head = `${heads[verdict]}  ${runId === null ? 'Load' : `Run ${runId}: load`} of ${plan.target.addresses.join(', ')} port ${plan.target.port}, ${messagesText(plan)}, ${arrivalsText(plan)}`
  const lines: string[] = [head]
  if (verdict === 'invalid') lines.push(paint.red('  The generator was the bottleneck: these figures say nothing about the target.'))
  const warning = closedLoopWarning(plan)
  if (warning !== null) lines.push(paint.yellow(`  ${warning}`))
  for (const reason of reasons) lines.push(`  ${verdict === 'pass' ? '!' : '✗'} ${reason}`)
  if (reasons.length === 0) lines.push(`  ✓ ${self.reasons[0] ?? 'nothing was measured'}`)
  const total = whole.total()
  const achieved = `${perSecond(total.completed, lengthMs)}/s achieved of ${perSecond(total.offered, lengthMs)}/s offered, over ${number(lengthMs / 1000)} s`
  lines.push('', `  ${achieved}`, '', messageTable(whole.kinds), `  Latency in ms, ${latencyMeaning(plan)}.`)
  if (whole.results.length > 0) lines.push('', resultTable(result))
  if (thresholds.length > 0) lines.push('', thresholdTable(result, paint))
  if (runId !== null) lines.push('', `  Stored. ${showCommand} shows it again.`)
  return `${lines.join('\n')}\n`
}

/** The report for programs. */
export function loadJson({ plan, result, runId }: LoadReportSubject): object {
  const { outcome, verdict, reasons, thresholds, whole, lengthMs, self } = result
  const total = whole.total()
  return {
    format: 'sigbed-load',
    version: 1,
    runId,
    outcome,
    verdict,
    valid: verdict !== 'invalid',
    reasons,
    model: plan.arrivals.model,
    latency: latencyMeaning(plan),
    latencyOmitsWaiting: plan.arrivals.model === 'closed',
    durationMs: lengthMs,
    offeredPerSecond: lengthMs > 0 ? (total.offered * 1000) / lengthMs : 0,
    achievedPerSecond: lengthMs > 0 ? (total.completed * 1000) / lengthMs : 0,
    messages: whole.kinds.map(messageJson),
    results: whole.results.map(({ code, vendorId, count }) => ({
      code,
      vendorId,
      name: vendorId === 0 ? resultCodeName(code) : null,
      count,
    })),
    thresholds,
    generator: self,
  }
}

function messageJson({ kind, offered, completed, errors, lost, refused, duplicated, reordered, latencies }: KindTally): object {
  const at = (percentile: number) => (latencies.count === 0 ? null : latencies.valueAtPercentile(percentile))
  return {
    kind,
    offered,
    completed,
    errors,
    lost,
    refused,
    duplicated,
    reordered,
    latencyUs: {
      minimum: at(0),
      mean: latencies.count === 0 ? null : latencies.meanUs,
      p50: at(50),
      p90: at(90),
      p99: at(99),
      p999: at(99.9),
      maximum: at(100),
    },
  }
}

function messageTable(kinds: readonly KindTally[]): string {
  // What only echoes tell of stands there when there is something to tell.
  const counted = COUNTED.filter((what) => !TOLD_WHEN_THERE.has(what) || kinds.some((kind) => kind[what] > 0))
  const table = plainTable(['message', ...counted, ...PERCENTILES.map((percentile) => (percentile === 100 ? 'max' : `p${percentile}`))])
  for (const kind of kinds) {
    const { latencies } = kind
    const at = (percentile: number) => (latencies.count === 0 ? '–' : milliseconds(latencies.valueAtPercentile(percentile)))
    table.push([kind.kind, ...counted.map((what) => number(kind[what])), ...PERCENTILES.map(at)])
  }
  return indented(table)
}

function resultTable({ whole }: LoadResult): string {
  const table = plainTable(['result', 'name', 'answers'], ['right', 'left', 'right'])
  for (const { code, vendorId, count } of [...whole.results].sort((a, b) => b.count - a.count))
    table.push([
      code === 0 ? 'none' : code,
      vendorId === 0 ? (resultCodeName(code) ?? '') : `experimental, vendor ${vendorId}`,
      number(count),
    ])
  return indented(table)
}

function thresholdTable({ thresholds }: LoadResult, paint: ReturnType<typeof createColors>): string {
  const table = plainTable(['threshold', 'held', 'seen'], ['left', 'left', 'left'])
  for (const { text, met, seen } of thresholds) table.push([text, met === null ? '–' : met ? paint.green('yes') : paint.red('NO'), seen])
  return indented(table)
}

function plainTable(head: string[], colAligns?: ('left' | 'right')[]): Table.Table {
  return new Table({
    head,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: colAligns ?? head.map((_, i) => (i === 0 ? 'left' : 'right')),
    chars: { ...NO_BORDERS, mid: '', 'mid-mid': '', middle: '  ' },
  }) as Table.Table
}

function indented(table: Table.Table): string {
  return table
    .toString()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n')
}

function milliseconds(us: number): string {
  const ms = us / 1000
  return ms >= 99.95 ? number(Math.round(ms)) : ms >= 9.995 ? ms.toFixed(1) : ms >= 0.9995 ? ms.toFixed(2) : ms.toFixed(3)
}

function perSecond(count: number, lengthMs: number): string {
  return lengthMs > 0 ? number((count * 1000) / lengthMs) : '0'
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 })
}

const COUNTED = ['offered', 'completed', 'errors', 'lost', 'refused', 'duplicated', 'reordered'] as const
const TOLD_WHEN_THERE: ReadonlySet<string> = new Set(['duplicated', 'reordered'])
const PERCENTILES = [50, 90, 99, 99.9, 100]

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
} as const
