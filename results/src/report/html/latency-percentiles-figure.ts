import type { PhaseLatency } from '@sigbed/measurement'
import type { RecordedRun } from '../../recorded-run.js'
import { durationText } from '../figures.js'
import { flowWord, phaseText } from '../run-words.js'
import { FAINT, type FigurePlan, type FigureWidth, FLOW_COLOURS, figure, RULE, valueAxis } from './figure.js'
import { legendOf } from './html-text.js'

/** Latency by percentile, each further nine as far from the one before: how long the tail is, and of which phase. */
export function latencyPercentilesFigure(run: RecordedRun): string {
  const lines = run.latencies.filter(({ histogram }) => histogram.count > 0)
  const entries = lines.map((line) => ({ name: nameOf(run, line), colour: colourOf(run, line), stroke: strokeOf(run, line) }))
  return `${legendOf(entries)}\n${figure('Latency by percentile', (width) => planOf(run, lines, width))}`
}

function planOf(run: RecordedRun, lines: readonly PhaseLatency[], width: FigureWidth): FigurePlan {
  const slowest = Math.max(10, ...lines.map(({ histogram }) => histogram.maximumUs))
  const fastest = Math.max(1, Math.min(...lines.map(({ histogram }) => histogram.minimumUs)))
  return {
    height: 290,
    option: {
      grid: { left: 60, right: 24, top: 12, height: 240 },
      xAxis: {
        type: 'value',
        min: 0,
        max: DEEPEST,
        interval: 1,
        axisLabel: {
          color: FAINT,
          formatter: (nines: number) => percentileWord(nines, width),
          showMaxLabel: true,
          alignMaxLabel: 'right',
          alignMinLabel: 'left',
        },
        axisLine: { lineStyle: { color: RULE } },
        splitLine: { lineStyle: { color: RULE, opacity: 0.5 } },
      },
      yAxis: valueAxis(0, '', {
        type: 'log',
        min: 10 ** Math.floor(Math.log10(fastest)) / 1000,
        max: 10 ** Math.ceil(Math.log10(slowest * 1.01)) / 1000,
        axisLabel: { color: FAINT, formatter: (ms: number) => durationText(ms) },
      }),
      series: lines.map((line) => ({
        type: 'line',
        name: nameOf(run, line),
        showSymbol: false,
        silent: true,
        data: pointsOf(line),
        itemStyle: { color: colourOf(run, line) },
        lineStyle: { color: colourOf(run, line), width: 2, type: strokeOf(run, line) },
      })),
    },
  }
}

/** As deep into the tail as there are messages to speak of. */
function pointsOf({ histogram }: PhaseLatency): number[][] {
  const deepest = Math.min(DEEPEST, Math.log10(histogram.count))
  const steps = Math.max(2, Math.ceil(deepest * 20))
  return Array.from({ length: steps + 1 }, (_, i) => {
    const nines = (deepest * i) / steps
    return [nines, Math.max(1, histogram.valueAtPercentile(100 * (1 - 10 ** -nines))) / 1000]
  })
}

function nameOf(run: RecordedRun, { flow, phase }: PhaseLatency): string {
  return `${flowWord(flow)} ${phaseText(phase, run)}`
}

function colourOf({ description }: RecordedRun, { flow }: PhaseLatency): string {
  const index = description.flows.findIndex(({ name }) => name === flow)
  return FLOW_COLOURS[Math.max(0, index) % FLOW_COLOURS.length]!
}

/** Lines tell the phases apart; where there is but one there is nothing to tell. */
function strokeOf({ description }: RecordedRun, { phase }: PhaseLatency): 'dotted' | 'solid' | 'dashed' {
  return description.cutAtMs === null ? 'solid' : PHASE_LINES[phase]
}

/** A phone has room for every other word. */
function percentileWord(nines: number, width: FigureWidth): string {
  return width === 'narrow' && nines % 2 === 1 ? '' : (['fastest', 'p90', 'p99', 'p99.9', 'p99.99', 'p99.999'][nines] ?? '')
}

const DEEPEST = 5
const PHASE_LINES = { before: 'dotted', during: 'solid', after: 'dashed' } as const
