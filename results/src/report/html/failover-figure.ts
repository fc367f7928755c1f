import type { FailoverMeasure } from '@sigbed/measurement'
import type { RecordedRun } from '../../recorded-run.js'
import { durationText } from '../figures.js'
import { flowWord } from '../run-words.js'
import { FAINT, type FigurePlan, type FigureWidth, FONT, figure, INK, RULE } from './figure.js'

/** What a failover is made of, each stage from the cut: measured as a mark, computed with its tolerance as a band under it. */
export function failoverFigure(run: RecordedRun): string {
  return run.failovers.length === 0 ? '' : figure('Failover, stage by stage', (width) => planOf(run.failovers, width))
}

/** One line of the picture. */
interface Stage {
  readonly label: string
  readonly measuredMs: number | null
  readonly computedMs: number | null
  readonly toleranceMs: number
  readonly colour: string
}

function planOf(failovers: readonly FailoverMeasure[], width: FigureWidth): FigurePlan {
  const left = width === 'wide' ? 190 : 110
  const lines = failovers.flatMap((failover) => [{ title: titleOf(failover) }, ...stagesOf(failover).map((stage) => ({ stage }))])
  const labels = lines.map((line) => ('title' in line ? '' : line.stage.label))
  const reached = lines.flatMap((line) =>
    'title' in line ? [] : [line.stage.measuredMs ?? 1, (line.stage.computedMs ?? 0) + line.stage.toleranceMs],
  )
  const least = Math.max(1, Math.min(...reached.filter((ms) => ms > 0)) / 2)
  return {
    height: 20 + lines.length * ROW_HEIGHT + 40,
    option: {
      grid: { left, right: 24, top: 8, height: lines.length * ROW_HEIGHT },
      xAxis: {
        type: 'log',
        min: 10 ** Math.floor(Math.log10(least)),
        max: 10 ** Math.ceil(Math.log10(Math.max(10, ...reached) * 1.01)),
        axisLabel: { color: FAINT, formatter: (ms: number) => durationText(ms) },
        splitLine: { lineStyle: { color: RULE } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: labels.map((_, i) => i),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: INK, fontSize: 11, interval: 0, formatter: (_: string, i: number) => labels[i] },
      },
      series: [
        {
          type: 'custom',
          silent: true,
          data: lines.map((_, i) => [1, i]),
          renderItem: (params: { dataIndex: number; coordSys: { x: number; width: number } }, api: DrawingApi) =>
            drawn(lines[params.dataIndex]!, params.dataIndex, params.coordSys, api),
        },
      ],
    },
  }
}

function drawn(line: { title: string } | { stage: Stage }, row: number, area: { x: number; width: number }, api: DrawingApi): object {
  const y = api.coord([1, row])[1]!
  if ('title' in line) {
    // From the left edge on, and less wide than there is room: the letters are measured in another font than the page's.
    const width = 0.8 * (area.x + area.width)
    const style = { x: 4, y: y - 6, text: line.title, fill: INK, fontFamily: FONT, fontWeight: 'bold', width, overflow: 'break' }
    return { type: 'text', style }
  }
  const { computedMs, measuredMs, toleranceMs, colour } = line.stage
  const at = (ms: number) => Math.min(area.x + area.width, Math.max(area.x, api.coord([Math.max(ms, 1e-3), row])[0]!))
  const children: object[] = []
  if (computedMs !== null) {
    const from = at(Math.max(computedMs - toleranceMs, 1e-3))
    const to = at(computedMs + toleranceMs)
    children.push({
      type: 'rect',
      shape: { x: from, y: y - 8, width: Math.max(2, to - from), height: 16 },
      style: { fill: colour, opacity: 0.22 },
    })
    children.push({ type: 'rect', shape: { x: at(computedMs) - 0.5, y: y - 8, width: 1, height: 16 }, style: { fill: colour } })
  }
  if (measuredMs !== null) {
    const x = at(measuredMs)
    children.push({ type: 'circle', shape: { cx: x, cy: y, r: 5 }, style: { fill: colour, stroke: 'var(--paper)', lineWidth: 1.5 } })
    const isRight = x > area.x + area.width * 0.75
    children.push({
      type: 'text',
      style: {
        x: isRight ? x - 10 : x + 10,
        y: y - 6,
        text: durationText(measuredMs),
        fill: INK,
        fontFamily: FONT,
        fontSize: 11,
        align: isRight ? 'right' : 'left',
      },
    })
  } else
    children.push({ type: 'text', style: { x: area.x + 4, y: y - 6, text: 'not reached', fill: FAINT, fontFamily: FONT, fontSize: 11 } })
  return { type: 'group', children }
}

interface DrawingApi {
  coord(point: readonly number[]): number[]
}

function stagesOf(failover: FailoverMeasure): Stage[] {
  const { toleranceMs } = failover
  return [
    {
      label: 'detect',
      measuredMs: failover.potentiallyFailedMs,
      computedMs: failover.computedPotentiallyFailedMs === Number.POSITIVE_INFINITY ? null : failover.computedPotentiallyFailedMs,
      toleranceMs,
      colour: 'var(--potentially-failed)',
    },
    {
      label: 'switch',
      measuredMs: failover.firstDeliveryOnAlternateMs,
      computedMs: failover.computedFirstDeliveryMs,
      toleranceMs,
      colour: 'var(--flow-1)',
    },
    { label: 'drain', measuredMs: failover.drainedMs, computedMs: null, toleranceMs: 0, colour: 'var(--flow-3)' },
    { label: 'inactive', measuredMs: failover.inactiveMs, computedMs: failover.computedInactiveMs, toleranceMs, colour: 'var(--inactive)' },
    { label: 'recover *', measuredMs: failover.activeAgainMs, computedMs: null, toleranceMs: 0, colour: 'var(--active)' },
  ]
}

function titleOf({ flow, node, association }: FailoverMeasure): string {
  return `${flowWord(flow)} from ${node}, ${association}`
}

const ROW_HEIGHT = 26
