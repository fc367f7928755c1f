import type { FlowName, IntervalSample } from '@sigbed/measurement'
import type { RecordedRun } from '../recorded-run.js'
import { durationText } from './figures.js'
import { type Paint, paintFor, type RenderOptions } from './render-options.js'
import { faultWord, flowWord, trafficEndMs } from './run-words.js'
import { hanging } from './text-layout.js'

/**
 * Latency over time, one small chart per flow, on a logarithmic scale: blocks up to the median, shade up to the 99th
 * percentile, a dot for the slowest message, with the cut and the return of the path marked below.
 */
export function latencyCharts(run: RecordedRun, options: RenderOptions): string[] {
  const paint = paintFor(options)
  const charts = run.description.flows.map(({ name }) => chartOf(run, name, options, paint)).filter((chart) => chart.length > 0)
  if (charts.length === 0) return []
  return [
    ...hanging(`${paint.bold('LATENCY OVER TIME')}  `, legend(run, paint), options.width),
    ...charts.flatMap((chart) => ['', ...chart]),
  ]
}

/** The worst of the intervals that fall into one column of the chart; zeros where nothing was delivered. */
interface ChartColumn {
  /** Nothing arrived in one of its intervals, although messages were offered. */
  stalled: boolean
  delivered: number
  p50Us: number
  p99Us: number
  maximumUs: number
}

interface Scale {
  /** Exponents of ten, of microseconds. */
  readonly from: number
  readonly to: number
  readonly rowsPerDecade: number
}

function chartOf(run: RecordedRun, flow: FlowName, options: RenderOptions, paint: Paint): string[] {
  const samples = run.samples.filter((sample) => sample.flow === flow && (sample.offered > 0 || sample.delivered > 0))
  const endMs = Math.max(trafficEndMs(run), ...samples.map((sample) => sample.toMs))
  if (!samples.some((sample) => sample.delivered > 0) || endMs <= 0) return []
  const intervalMs = samples[0]!.toMs - samples[0]!.fromMs
  const columnMs = columnLength(intervalMs, endMs, Math.min(WIDEST, options.width) - AXIS_WIDTH)
  const columns = columnsOf(samples, columnMs, Math.ceil(endMs / columnMs - 1e-9))
  const grain = columnMs > intervalMs ? `each column the worst of ${durationText(columnMs)}` : `sampled every ${durationText(intervalMs)}`
  const scale = scaleFor(columns)
  return [
    `${' '.repeat(AXIS_WIDTH)}${flowWord(flow)}, ${grain}`,
    ...rowsOf(columns, scale, paint),
    axisLine(run, columns, columnMs, paint),
    ...labelLines(run, endMs, columnMs, columns.length, paint),
  ]
}

function legend(run: RecordedRun, paint: Paint): string {
  const stalled = run.samples.some(isStalled)
  const stall = stalled ? `   ${paint.red('×')} nothing arrived` : ''
  return `${paint.cyan('█')} median   ${paint.cyan('▒')} p99   ${paint.yellow('•')} worst${stall}`
}

function isStalled({ offered, delivered }: IntervalSample): boolean {
  return offered > 0 && delivered === 0
}

/** Each interval as many columns as fit, or each column as many intervals as need be. */
function columnLength(intervalMs: number, endMs: number, available: number): number {
  const intervals = Math.ceil(endMs / intervalMs - 1e-9)
  return intervals <= available ? intervalMs / Math.floor(available / intervals) : intervalMs * Math.ceil(intervals / available)
}

function columnsOf(samples: readonly IntervalSample[], columnMs: number, count: number): ChartColumn[] {
  const columns = Array.from({ length: count }, (): ChartColumn => ({ stalled: false, delivered: 0, p50Us: 0, p99Us: 0, maximumUs: 0 }))
  for (const sample of samples) {
    const first = columnAt(sample.fromMs, columnMs, count)
    // An interval ends where the next one begins; rounding must not let it reach into that one's column.
    const last = Math.max(first, Math.ceil(sample.toMs / columnMs - 1e-9) - 1)
    for (let index = first; index <= Math.min(last, count - 1); index++) {
      const column = columns[index]!
      column.stalled ||= isStalled(sample)
      column.delivered += sample.delivered
      column.p50Us = Math.max(column.p50Us, sample.p50Us)
      column.p99Us = Math.max(column.p99Us, sample.p99Us)
      column.maximumUs = Math.max(column.maximumUs, sample.maximumUs)
    }
  }
  return columns
}

function columnAt(atMs: number, columnMs: number, count: number): number {
  return Math.min(count - 1, Math.floor(atMs / columnMs + 1e-9))
}

function scaleFor(columns: readonly ChartColumn[]): Scale {
  const delivered = columns.filter((column) => column.delivered > 0)
  const from = Math.floor(Math.log10(Math.max(1, Math.min(...delivered.map((column) => column.p50Us)))))
  const to = Math.max(from + 2, Math.ceil(Math.log10(Math.max(1, ...delivered.map((column) => column.maximumUs)))))
  return { from, to, rowsPerDecade: Math.max(1, Math.floor(MOST_ROWS / (to - from))) }
}

function rowsOf(columns: readonly ChartColumn[], scale: Scale, paint: Paint): string[] {
  // Rows above the slowest message would stay empty; two labels must be seen all the same.
  const rows = Math.max(scale.rowsPerDecade, rowOf(Math.max(...columns.map((column) => column.maximumUs)), scale)) + 1
  return Array.from({ length: rows }, (_, index) => {
    const row = rows - 1 - index
    // The label names the lower edge of the row it stands at.
    const label = row % scale.rowsPerDecade === 0 ? durationText(10 ** (scale.from + row / scale.rowsPerDecade) / 1000) : ''
    const cells = columns.map((column) => cell(column, row, scale, paint)).join('')
    return `${label.padStart(AXIS_WIDTH - 2)} ${label === '' ? '│' : '┤'}${cells}`.trimEnd()
  })
}

function cell(column: ChartColumn, row: number, scale: Scale, paint: Paint): string {
  if (column.delivered === 0) return ' '
  if (row <= rowOf(column.p50Us, scale)) return paint.cyan('█')
  if (row <= rowOf(column.p99Us, scale)) return paint.cyan('▒')
  return row === rowOf(column.maximumUs, scale) ? paint.yellow('•') : ' '
}

/** The row a latency reaches; the lowest for what lies below the scale, so that a column with messages is never blank. */
function rowOf(latencyUs: number, scale: Scale): number {
  const rows = (scale.to - scale.from) * scale.rowsPerDecade
  const row = Math.floor((Math.log10(Math.max(1, latencyUs)) - scale.from) * scale.rowsPerDecade)
  return Math.max(0, Math.min(rows - 1, row))
}

function axisLine(run: RecordedRun, columns: readonly ChartColumn[], columnMs: number, paint: Paint): string {
  const { cutAtMs, restoreAtMs } = run.description
  const at = (ms: number | null): number => (ms === null ? columns.length : Math.floor(ms / columnMs + 1e-9))
  const cutFrom = at(cutAtMs)
  const cutTo = Math.max(cutFrom + 1, at(restoreAtMs))
  const cells = columns.map((column, index) => {
    const isCut = index >= cutFrom && index < cutTo
    if (column.stalled) return paint.red('×')
    return isCut ? paint.red('━') : '─'
  })
  return `${' '.repeat(AXIS_WIDTH - 1)}└${cells.join('')}`
}

/** The start, the end and the two marks; a label that finds its place taken goes one line down. */
function labelLines(run: RecordedRun, endMs: number, columnMs: number, count: number, paint: Paint): string[] {
  const { cutAtMs, restoreAtMs } = run.description
  const [beginWords, endWords] = MARKS[faultWord(run)]
  const lines = [new LabelLine(count), new LabelLine(count)]
  const place = (text: string, at: number): void => {
    if (!lines[0]!.place(text, at)) lines[1]!.place(text, at)
  }
  if (cutAtMs !== null && cutAtMs < endMs) {
    const at = columnAt(cutAtMs, columnMs, count)
    const text = `${beginWords} ${durationText(cutAtMs)}`
    if (at >= text.length + 1) place(`${text} ┘`, at - text.length - 1)
    else place(`└ ${text}`, at)
  }
  if (restoreAtMs !== null && restoreAtMs < endMs)
    place(`└ ${endWords} ${durationText(restoreAtMs)}`, columnAt(restoreAtMs, columnMs, count))
  place('0 s', 0)
  const end = durationText(endMs)
  place(end, count - end.length)
  return lines.filter((line) => line.used).map((line) => `${' '.repeat(AXIS_WIDTH)}${paint.dim(line.text)}`)
}

/** One line below the axis, on which labels may not touch each other. */
class LabelLine {
  used = false
  private readonly cells: string[]
  constructor(width: number) {
    this.cells = Array<string>(width).fill(' ')
  }

  /** Whether there was room. */
  place(text: string, at: number): boolean {
    const from = Math.max(0, Math.min(at, this.cells.length - text.length))
    const around = this.cells.slice(Math.max(0, from - 1), from + text.length + 1)
    if (from !== at || around.some((cell) => cell !== ' ')) return false
    for (const [index, letter] of [...text].entries()) this.cells[from + index] = letter
    this.used = true
    return true
  }

  get text(): string {
    return this.cells.join('').trimEnd()
  }
}

/** What stands at the beginning and at the end of what was broken. */
const MARKS = {
  cut: ['cut at', 'back at'],
  fault: ['fault at', 'over at'],
  faults: ['faults from', 'over at'],
} as const satisfies Record<ReturnType<typeof faultWord>, readonly [string, string]>

const WIDEST = 76
const AXIS_WIDTH = 9
const MOST_ROWS = 10
