import type { RecordedRun } from '../../recorded-run.js'
import { rateText } from '../figures.js'
import { flowWord, trafficEndMs } from '../run-words.js'
import { BROKEN, FAINT, FIGURE_PIXELS, type FigurePlan, type FigureWidth, FLOW_COLOURS, figure, timeAxis, valueAxis } from './figure.js'
import { legendOf } from './html-text.js'
import { outageSpans } from './outage-spans.js'
import { timelineColumns } from './timeline-columns.js'

/** Messages a second over time, offered (thin) and delivered. */
export function throughputFigure(run: RecordedRun): string {
  const entries = run.description.flows.flatMap(({ name }, i) => {
    const colour = FLOW_COLOURS[i % FLOW_COLOURS.length]!
    return [
      { name: `${flowWord(name)} delivered`, colour, stroke: 'solid' as const },
      { name: 'offered', colour, stroke: 'dotted' as const },
    ]
  })
  return `${legendOf(entries)}\n${figure('Messages per second, offered and delivered', (width) => planOf(run, width))}`
}

function planOf(run: RecordedRun, width: FigureWidth): FigurePlan {
  const endMs = Math.max(trafficEndMs(run), ...run.samples.map(({ toMs }) => toMs))
  const spans = outageSpans(run, endMs)
  return {
    height: 256,
    option: {
      grid: { left: 60, right: 24, top: 30, height: 190 },
      xAxis: timeAxis(endMs, 0, true, width),
      yAxis: valueAxis(0, 'messages/s', {
        type: 'value',
        min: 0,
        axisLabel: { color: FAINT, formatter: (value: number) => rateText(value) },
      }),
      series: run.description.flows.flatMap(({ name }, i) => {
        const columns = timelineColumns(run.samples, name, FIGURE_PIXELS[width] / 8)
        const colour = FLOW_COLOURS[i % FLOW_COLOURS.length]!
        const line = { type: 'line', step: 'middle', showSymbol: false, silent: true, itemStyle: { color: colour } }
        return [
          {
            ...line,
            name: flowWord(name),
            data: columns.map((column) => [(column.fromMs + column.toMs) / 2000, column.deliveredPerSecond]),
            lineStyle: { color: colour, width: 2 },
            ...(i === 0 && {
              markArea: {
                silent: true,
                itemStyle: { color: BROKEN, opacity: 0.12 },
                data: spans.map(({ fromMs, toMs }) => [{ xAxis: fromMs / 1000 }, { xAxis: toMs / 1000 }]),
              },
            }),
          },
          {
            ...line,
            name: `${name} offered`,
            data: columns.map((column) => [(column.fromMs + column.toMs) / 2000, column.offeredPerSecond]),
            lineStyle: { color: colour, width: 1, type: 'dotted' },
          },
        ]
      }),
    },
  }
}
