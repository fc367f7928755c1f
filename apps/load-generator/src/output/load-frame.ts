import type { LoadPlan } from '../plan/load-plan.js'
import type { LoadSecond } from '../run/load-run.js'
import type { KindTally } from '../run/load-tally.js'
import { countText, latencyText, rateText, secondsText, tenthsText } from './figures.js'
import { closedLoopWarning } from './latency-meaning.js'
import type { LiveOptions } from './live-state.js'
import { clipped, type Paint, paintFor } from './paint.js'
import { progressBar } from './progress-bar.js'

/** A load at one moment, while it goes on. */
export interface LoadMoment {
  readonly plan: LoadPlan
  readonly last: LoadSecond
  /** Procedures begun a second now, by plan and pace; null where there are no rates. */
  readonly rate: number | null
}

/** What the display tells, in one line, for a log. */
export function loadLine({ plan, last }: LoadMoment, { width }: LiveOptions): string {
  const { second, outstanding, waiting, self } = last
  const total = second.total()
  const parts = [
    `${tenthsText(second.toMs).padStart(6)} s`,
    `${perSecond(total.completed, second.length)}/s of ${perSecond(total.offered, second.length)}/s`,
    latencies(total),
    total.errors > 0 ? `errors ${countText(total.errors)}` : '',
    total.lost > 0 ? `lost ${countText(total.lost)}` : '',
    total.refused > 0 ? `refused ${countText(total.refused)}` : '',
    `under way ${countText(outstanding)}`,
    waiting > 0 ? `waiting ${countText(waiting)}` : '',
    self.judgement === 'saturated' ? '! INVALID: the generator is the bottleneck' : '',
    plan.arrivals.model === 'closed' ? '(closed loop)' : '',
  ]
  return clipped(parts.filter((part) => part !== '').join('  '), Math.max(width, NARROWEST))
}

/** The picture on a terminal: progress, the last second by kind of message, and the generator's own trouble. */
export function loadFrame(moment: LoadMoment, { colour, width }: LiveOptions): string[] {
  const paint = paintFor(colour)
  const { plan, last, rate } = moment
  const { second, whole, outstanding, waiting, self } = last
  const warning = closedLoopWarning(plan)
  const columns = COLUMNS.filter((_, i) => i < COLUMNS.length - (width < WIDE ? 2 : 0))
  const head = columns.map((column, i) => (i === 0 ? column.title.padEnd(column.width) : column.title.padStart(column.width))).join('')
  const rows = second.kinds.map((kind) => row(kind, second.length, columns, paint))
  const sum = whole.total()
  const wanted = rate === null ? '' : `  begun ${rateText(rate)}/s, keys + and - change that`
  const soFar = `so far ${countText(sum.completed)} of ${countText(sum.offered)}, errors ${countText(sum.errors)}, lost ${countText(sum.lost)}, refused ${countText(sum.refused)}`
  const lines = [
    progress(plan, second.toMs, sum.offered, width, paint),
    ...(warning === null ? [] : [paint.yellow(warning)]),
    '',
    paint.dim(`  ${head}`),
    ...rows,
    '',
    `  under way ${countText(outstanding)}, waiting ${countText(waiting)}${wanted}`,
    `  ${soFar}`,
    ...trouble(self.judgement, self.reasons, paint),
  ]
  return lines.map((line) => (colour ? line : clipped(line, width)))
}

function progress(plan: LoadPlan, elapsedMs: number, offered: number, width: number, paint: Paint): string {
  const byTime = plan.durationMs !== Infinity
  const total = byTime ? secondsText(plan.durationMs) : `${countText(plan.count)} procedures`
  const elapsed = `${tenthsText(elapsedMs)} s`.padStart(9)
  const state = byTime
    ? { elapsedMs: Math.min(elapsedMs, plan.durationMs), totalMs: plan.durationMs, cutAtMs: null, restoreAtMs: null }
    : { elapsedMs: Math.min(offered, plan.count), totalMs: plan.count, cutAtMs: null, restoreAtMs: null }
  return `${paint.bold(elapsed)} ${progressBar(state, Math.max(10, width - elapsed.length - total.length - 3), paint)} ${paint.dim(total)}`
}

function row(kind: KindTally, lengthMs: number, columns: readonly Column[], paint: Paint): string {
  const cells = columns.map(({ width, text, isFault }, i) => {
    const cell = text(kind, lengthMs)
    const gap = ' '.repeat(Math.max(0, width - cell.length))
    const painted = isFault?.(kind) ? paint.yellow(cell) : i === 0 ? paint.bold(cell) : cell
    return i === 0 ? `${painted}${gap}` : `${gap}${painted}`
  })
  return `  ${cells.join('')}`
}

function trouble(judgement: string, reasons: readonly string[], paint: Paint): string[] {
  if (judgement === 'sound') return []
  const painted = judgement === 'saturated' ? paint.red : paint.yellow
  const head = judgement === 'saturated' ? '  ! INVALID: what is measured is the generator itself' : '  ! the generator itself is strained'
  return [head, ...reasons.map((reason) => `    ${reason}`)].map(painted)
}

function latencies({ latencies: histogram }: KindTally): string {
  if (histogram.count === 0) return 'no latency'
  const at = (percentile: number) => latencyText(histogram.valueAtPercentile(percentile))
  return `p50 ${at(50)}  p99 ${at(99)}  max ${at(100)} ms`
}

function perSecond(count: number, lengthMs: number): string {
  return lengthMs > 0 ? rateText((count * 1000) / lengthMs) : '0'
}

interface Column {
  readonly title: string
  readonly width: number
  readonly text: (kind: KindTally, lengthMs: number) => string
  readonly isFault?: (kind: KindTally) => boolean
}

function percentile(title: string, at: number): Column {
  return {
    title,
    width: 9,
    text: ({ latencies: histogram }) => (histogram.count === 0 ? '–' : latencyText(histogram.valueAtPercentile(at))),
  }
}

const COLUMNS: readonly Column[] = [
  { title: 'message', width: 12, text: ({ kind }) => kind },
  { title: 'offered/s', width: 11, text: ({ offered }, lengthMs) => perSecond(offered, lengthMs) },
  {
    title: 'done/s',
    width: 10,
    text: ({ completed }, lengthMs) => perSecond(completed, lengthMs),
    isFault: ({ completed, offered }) => completed < offered * 0.99,
  },
  percentile('p50 ms', 50),
  percentile('p99 ms', 99),
  percentile('max ms', 100),
  { title: 'errors', width: 8, text: ({ errors }) => countText(errors), isFault: ({ errors }) => errors > 0 },
  { title: 'lost', width: 8, text: ({ lost }) => countText(lost), isFault: ({ lost }) => lost > 0 },
]

const WIDE = 79
const NARROWEST = 120
