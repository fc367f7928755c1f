import type { PathSample } from '@sigbed/measurement'
import type { RecordedRun } from '../../recorded-run.js'
import { countText, durationText } from '../figures.js'
import { trafficEndMs } from '../run-words.js'
import { BROKEN, FAINT, FIGURE_PIXELS, type FigurePlan, type FigureWidth, FLOW_COLOURS, figure, timeAxis, valueAxis } from './figure.js'
import { escaped, legendOf } from './html-text.js'
import { outageSpans } from './outage-spans.js'
import { keyOf } from './path-history.js'

/** RTO, smoothed round trip and congestion window of every path over time, one picture for each association a node has. Empty without samples. */
export function pathFigures(run: RecordedRun): string {
  const ends = new Map<string, PathSample[]>()
  for (const sample of run.pathSamples) {
    const end = `${sample.node}, association ${sample.association}`
    const samples = ends.get(end)
    if (samples === undefined) ends.set(end, [sample])
    else samples.push(sample)
  }
  return [...ends]
    .map(([end, samples]) => {
      const words = escaped(`Paths of ${end}`)
      const paths = [...new Set(samples.map(keyOf))].map((key) => samples.filter((sample) => keyOf(sample) === key))
      const entries = paths.map(([first], i) => ({
        name: `${first!.localAddress} → ${first!.remoteAddress}`,
        colour: FLOW_COLOURS[i % FLOW_COLOURS.length]!,
        stroke: strokeOf(i),
      }))
      const picture = figure(words, (width) => planOf(run, paths, width))
      return `<figure><figcaption>${words}</figcaption>\n${legendOf(entries)}\n${picture}</figure>`
    })
    .join('\n')
}

function planOf(run: RecordedRun, paths: readonly (readonly PathSample[])[], width: FigureWidth): FigurePlan {
  const endMs = trafficEndMs(run)
  const left = 60
  const right = 24
  const top = 26
  const grids = PANELS.map((_, i) => ({ left, right, top: top + i * PANEL_STEP, height: PANEL_HEIGHT }))
  const spans = outageSpans(run, endMs)
  return {
    height: top + PANELS.length * PANEL_STEP + 10,
    option: {
      grid: grids,
      xAxis: PANELS.map((_, i) => timeAxis(endMs, i, i === PANELS.length - 1, width)),
      yAxis: PANELS.map(({ name, formatter }, i) =>
        valueAxis(i, name, { type: 'value', min: 0, splitNumber: 3, axisLabel: { color: FAINT, formatter } }),
      ),
      series: PANELS.flatMap(({ of }, panel) =>
        paths.map((path, i) => ({
          type: 'line',
          step: 'end',
          xAxisIndex: panel,
          yAxisIndex: panel,
          showSymbol: false,
          silent: true,
          data: thinned(path, FIGURE_PIXELS[width]).map((sample) => [sample.atMs / 1000, of(sample)]),
          itemStyle: { color: FLOW_COLOURS[i % FLOW_COLOURS.length] },
          lineStyle: { width: 1.5, color: FLOW_COLOURS[i % FLOW_COLOURS.length], type: strokeOf(i) },
          ...(i === 0 && {
            markArea: {
              silent: true,
              itemStyle: { color: BROKEN, opacity: 0.12 },
              data: spans.map(({ fromMs, toMs }) => [{ xAxis: fromMs / 1000 }, { xAxis: toMs / 1000 }]),
            },
          }),
        })),
      ),
    },
  }
}

/** The first is the primary path as a rule. */
function strokeOf(path: number): 'solid' | 'dashed' {
  return path === 0 ? 'solid' : 'dashed'
}

/** What a picture has room for; steps are seldom between two of them. */
function thinned(samples: readonly PathSample[], most: number): readonly PathSample[] {
  const each = Math.ceil(samples.length / most)
  return each <= 1 ? samples : samples.filter((_, i) => i % each === 0)
}

const PANELS: readonly {
  readonly name: string
  readonly of: (sample: PathSample) => number | null
  readonly formatter: (value: number) => string
}[] = [
  { name: 'RTO', of: ({ rtoMs }) => rtoMs, formatter: durationText },
  { name: 'smoothed round trip', of: ({ smoothedRoundTripMs }) => smoothedRoundTripMs, formatter: durationText },
  { name: 'congestion window, octets', of: ({ congestionWindow }) => congestionWindow, formatter: countText },
]
const PANEL_HEIGHT = 90
const PANEL_STEP = 132
