import type { PathState } from '@sigbed/measurement'
import type { RecordedRun } from '../../recorded-run.js'
import { durationText } from '../figures.js'
import { flowWord, STATE_WORDS, trafficEndMs } from '../run-words.js'
import {
  BROKEN,
  FAINT,
  FIGURE_PIXELS,
  type FigurePlan,
  type FigureWidth,
  FLOW_COLOURS,
  figure,
  INK,
  timeAxis,
  valueAxis,
} from './figure.js'
import { outageSpans } from './outage-spans.js'
import { type PathHistory, pathHistories } from './path-history.js'
import { type TimelineColumn, timelineColumns } from './timeline-columns.js'

/** Latency over time, one panel a flow, and under them on the same axis the fault timetable and the state of every path. */
export function latencyOverTimeFigure(run: RecordedRun): string {
  return figure('Latency over time, with faults and path states', (width) => planOf(run, width))
}

function planOf(run: RecordedRun, width: FigureWidth): FigurePlan {
  const endMs = Math.max(trafficEndMs(run), ...run.samples.map(({ toMs }) => toMs))
  const flows = run.description.flows.map(({ name }) => ({ name, columns: timelineColumns(run.samples, name, MOST_COLUMNS[width]) }))
  const shown = flows.filter(({ columns }) => columns.some(({ p50Us }) => p50Us !== null))
  const paths = pathHistories(run, endMs)
  const stripsTop = 8 + shown.length * PANEL_STEP
  const rows = [...(hasFaults(run) ? ['faults'] : []), ...paths.map((path) => pathLabel(path, width))]
  const grids = shown.map((_, i) => ({ left: LEFT, right: RIGHT, top: 28 + i * PANEL_STEP, height: PANEL_HEIGHT }))
  const strips = { left: LEFT, right: RIGHT, top: stripsTop + 12, height: rows.length * ROW_HEIGHT }
  const panels = shown.map(({ name, columns }, i) => valueAxis(i, flowWord(name), latencyAxis(columns)))
  const lines = shown.flatMap(({ name, columns }, i) => latencySeries(run, endMs, name, columns, i))
  const last = shown.length
  // A load of somebody else's node knows of no fault and of no path.
  if (rows.length === 0) {
    const xAxis = grids.map((_, i) => timeAxis(endMs, i, i === last - 1, width))
    return { height: stripsTop + 8, option: { grid: grids, xAxis, yAxis: panels, series: lines } }
  }
  return {
    height: strips.top + strips.height + 34,
    option: {
      grid: [...grids, strips],
      xAxis: [...grids.map((_, i) => timeAxis(endMs, i, false, width)), timeAxis(endMs, last, true, width)],
      yAxis: [...panels, stripsAxis(last, rows)],
      series: [...lines, stripsSeries(run, endMs, paths, last)],
    },
  }
}

function hasFaults(run: RecordedRun): boolean {
  return run.faults.length > 0 || run.description.cutAtMs !== null
}

function latencyAxis(columns: readonly TimelineColumn[]): object {
  const p50 = columns.flatMap(({ p50Us }) => (p50Us === null ? [] : [p50Us]))
  const worst = columns.flatMap(({ maximumUs }) => (maximumUs === null ? [] : [maximumUs]))
  return {
    type: 'log',
    // A line that lies on the axis is none.
    min: 10 ** Math.floor(Math.log10(Math.max(1, 0.95 * Math.min(...p50)))) / 1000,
    max: 10 ** Math.ceil(Math.log10(Math.max(10, ...worst) * 1.01)) / 1000,
    axisLabel: { color: FAINT, formatter: (ms: number) => durationText(ms) },
  }
}

function latencySeries(run: RecordedRun, endMs: number, name: string, columns: readonly TimelineColumn[], index: number): object[] {
  const colour = FLOW_COLOURS[index % FLOW_COLOURS.length]!
  const points = (of: (column: TimelineColumn) => number | null) =>
    columns.map((column) => {
      const us = of(column)
      return [(column.fromMs + column.toMs) / 2000, us === null ? null : Math.max(us, 1) / 1000]
    })
  const line = { type: 'line', xAxisIndex: index, yAxisIndex: index, showSymbol: false, silent: true, connectNulls: false }
  const spans = outageSpans(run, endMs)
  return [
    {
      ...line,
      name: `${name} median`,
      data: points(({ p50Us }) => p50Us),
      lineStyle: { color: colour, width: 2 },
      markArea: {
        silent: true,
        itemStyle: { color: BROKEN, opacity: 0.12 },
        data: spans.map(({ fromMs, toMs }) => [{ xAxis: fromMs / 1000 }, { xAxis: toMs / 1000 }]),
      },
      markLine: {
        silent: true,
        symbol: 'none',
        lineStyle: { color: INK, type: 'dotted', opacity: 0.5 },
        label: { show: false },
        data: run.faults.map(({ atMs }) => ({ xAxis: atMs / 1000 })),
      },
    },
    { ...line, name: `${name} p99`, data: points(({ p99Us }) => p99Us), lineStyle: { color: colour, width: 1, type: 'dashed' } },
    {
      type: 'scatter',
      silent: true,
      name: `${name} worst`,
      xAxisIndex: index,
      yAxisIndex: index,
      symbolSize: 3,
      data: points(({ maximumUs }) => maximumUs),
      itemStyle: { color: colour, opacity: 0.8 },
    },
  ]
}

/** The names stand over the bars, from the left edge on: beside them there is room for none of IPv6. */
function stripsAxis(gridIndex: number, rows: readonly string[]): object {
  return {
    type: 'category',
    gridIndex,
    data: rows,
    inverse: true,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: FAINT, interval: 0, fontSize: 11, inside: true, margin: 0, verticalAlign: 'bottom', padding: [0, 0, 3, 0] },
    splitLine: { show: false },
  }
}

/** Bars, drawn one by one: a row for the timetable, one for each path. */
function stripsSeries(run: RecordedRun, endMs: number, paths: readonly PathHistory[], index: number): object {
  const firstPath = hasFaults(run) ? 1 : 0
  const bars = [
    ...outageSpans(run, endMs).map(({ fromMs, toMs }) => ({ row: 0, fromMs, toMs, colour: BROKEN })),
    ...paths.flatMap(({ stretches }, i) =>
      stretches.map(({ state, fromMs, toMs }) => ({ row: firstPath + i, fromMs, toMs, colour: STATE_COLOURS[state] })),
    ),
  ]
  return {
    type: 'custom',
    silent: true,
    xAxisIndex: index,
    yAxisIndex: index,
    data: bars.map(({ row, fromMs, toMs }) => [fromMs / 1000, row, toMs / 1000]),
    renderItem: (params: { dataIndex: number }, api: DrawingApi) => {
      const [x, middle] = api.coord([api.value(0), api.value(1)])
      const [to] = api.coord([api.value(2), api.value(1)])
      return {
        type: 'rect',
        shape: { x, y: middle! + 3, width: Math.max(1, to! - x!), height: BAR_HEIGHT },
        style: { fill: bars[params.dataIndex]!.colour },
      }
    },
  }
}

interface DrawingApi {
  value(dimension: number): number
  coord(point: readonly number[]): number[]
}

/** In the narrow layout the end of a long name is left out. */
function pathLabel({ node, localAddress, remoteAddress }: PathHistory, width: FigureWidth): string {
  const label = `${node}: ${localAddress} → ${remoteAddress}`
  return label.length <= LONGEST_LABELS[width] ? label : `${label.slice(0, LONGEST_LABELS[width] - 1)}…`
}

/** What lines and colours stand for, for the line under the picture: those that are in it. */
export function stateLegend(run: RecordedRun): string {
  const swatch = (colour: string, word: string) => `<span class="swatch" style="background:${colour}"></span>${word}`
  const states = new Set(pathHistories(run, trafficEndMs(run)).flatMap(({ stretches }) => stretches.map(({ state }) => state)))
  return [
    '<b>—</b> median, <b>┄</b> p99, <b>·</b> worst',
    ...(hasFaults(run) ? [swatch(BROKEN, 'broken')] : []),
    ...PATH_STATES.filter((state) => states.has(state)).map((state) => swatch(STATE_COLOURS[state], STATE_WORDS[state])),
  ].join('&ensp; ')
}

const STATE_COLOURS: Readonly<Record<PathState, string>> = {
  active: 'var(--active)',
  'potentially-failed': 'var(--potentially-failed)',
  inactive: 'var(--inactive)',
  unconfirmed: 'var(--unconfirmed)',
}
const PATH_STATES: readonly PathState[] = ['active', 'potentially-failed', 'inactive', 'unconfirmed']
const LONGEST_LABELS: Readonly<Record<FigureWidth, number>> = { wide: 120, narrow: 46 }
const LEFT = 56
const RIGHT = 12
const MOST_COLUMNS: Readonly<Record<FigureWidth, number>> = { wide: FIGURE_PIXELS.wide / 2, narrow: FIGURE_PIXELS.narrow / 2 }
const ROW_HEIGHT = 28
const BAR_HEIGHT = 8
const PANEL_HEIGHT = 150
const PANEL_STEP = 190
