import type { HeatMap, HeatPanel } from '../sweep/heat-map.js'
import { HEAT_STEPS } from '../sweep/heat-scale.js'
import { FAINT, FIGURE_PIXELS, type FigurePlan, type FigureWidth, figure, INK } from './figure.js'
import { escaped } from './html-text.js'

/** All panels of a heat map in one picture: side by side where there is room. */
export function heatMapFigure(map: HeatMap): string {
  return figure(escaped(map.title), (width) => planOf(map, width))
}

/** What the shades mean, as a line of its own. */
export function heatLegend({ scale, figureText }: HeatMap): string {
  const texts = scale.steps.map(({ from, to }) => {
    const [least, most] = [figureText(from), figureText(to)]
    return least === most ? least : `${least} to ${most}`
  })
  const items = texts.map((text, step) => `<li><span class="swatch" style="background:${heat(step)}"></span>${escaped(text)}</li>`)
  return `<ul class="legend">${items.join('')}</ul>`
}

/** Where a panel stands in the picture. */
interface PlacedPanel extends HeatPanel {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

function planOf(map: HeatMap, width: FigureWidth): FigurePlan {
  const { panels, height } = placed(map, width)
  return {
    height,
    option: {
      title: panels.map(({ title, left, top }) => ({
        text: title,
        subtext: 'RTO.Min across, Path.Max.Retrans down',
        left: left - LEFT,
        top,
        padding: 0,
        itemGap: 3,
        textStyle: { color: INK, fontSize: 13, fontWeight: 'bold' },
        subtextStyle: { color: FAINT, fontSize: 11 },
      })),
      grid: panels.map((panel) => ({ left: panel.left, top: panel.top + HEAD, width: panel.width, height: panel.height })),
      xAxis: panels.map(({ columns }, gridIndex) => ({ ...AXIS, gridIndex, position: 'top', data: columns })),
      yAxis: panels.map(({ rows }, gridIndex) => ({ ...AXIS, gridIndex, inverse: true, data: rows })),
      visualMap: {
        show: false,
        type: 'piecewise',
        dimension: 2,
        pieces: [
          ...Array.from({ length: HEAT_STEPS }, (_, step) => ({ value: step, color: heat(step) })),
          { value: NOTHING, color: 'var(--panel)' },
        ],
      },
      series: panels.map((panel, i) => ({
        type: 'heatmap',
        xAxisIndex: i,
        yAxisIndex: i,
        silent: true,
        itemStyle: { borderColor: 'var(--paper)', borderWidth: 2 },
        data: panel.cells.flatMap((cells, row) =>
          cells.map(({ text, value }, column) => {
            const step = value === null ? NOTHING : map.scale.stepOf(value)
            const ink = value === null ? FAINT : `var(--heat-ink-${step})`
            return { value: [column, row, step], label: { show: true, color: ink, fontSize: 11, formatter: text } }
          }),
        ),
      })),
    },
  }
}

/** Panels in rows from left to right; those with more columns than there is room for go on below. */
function placed({ panels }: HeatMap, width: FigureWidth): { readonly panels: readonly PlacedPanel[]; readonly height: number } {
  const most = Math.floor((FIGURE_PIXELS[width] - LEFT - RIGHT) / NARROWEST_CELL)
  const parts = panels.flatMap((panel) => partsOf(panel, most))
  const columns = Math.max(...parts.map((part) => part.columns.length))
  const narrowest = Math.max(LEFT + columns * NARROWEST_CELL + RIGHT, TITLE_WIDTH)
  const fit = Math.max(1, Math.min(Math.floor(FIGURE_PIXELS[width] / narrowest), MOST_PER_ROW))
  // Four stand two by two rather than three and one.
  const perRow = Math.ceil(parts.length / Math.ceil(parts.length / fit))
  const step = FIGURE_PIXELS[width] / perRow
  const cell = Math.min(WIDEST_CELL, (step - LEFT - RIGHT) / columns)
  const result: PlacedPanel[] = []
  let top = 4
  for (let first = 0; first < parts.length; first += perRow) {
    const row = parts.slice(first, first + perRow)
    for (const [i, part] of row.entries())
      result.push({ ...part, left: i * step + LEFT, top, width: part.columns.length * cell, height: part.rows.length * ROW_HEIGHT })
    top += HEAD + Math.max(...row.map(({ rows }) => rows.length)) * ROW_HEIGHT + BETWEEN
  }
  return { panels: result, height: top }
}

function partsOf(panel: HeatPanel, most: number): readonly HeatPanel[] {
  const count = Math.ceil(panel.columns.length / most)
  const each = Math.ceil(panel.columns.length / count)
  return Array.from({ length: count }, (_, part) => {
    const own = <T>(all: readonly T[]) => all.slice(part * each, (part + 1) * each)
    return { ...panel, columns: own(panel.columns), cells: panel.cells.map(own) }
  })
}

/** Colours are variables of the page's style sheet, which has them for light and dark. */
function heat(step: number): string {
  return `var(--heat-${step})`
}

const AXIS = {
  type: 'category',
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { show: false },
  axisLabel: { color: FAINT, fontSize: 11, interval: 0, margin: 6 },
} as const
/** No step of the scale. */
const NOTHING = -1
const LEFT = 30
const RIGHT = 12
/** Title, and the labels of the columns. */
const HEAD = 58
const BETWEEN = 18
const ROW_HEIGHT = 28
/** `9.99 s*` in letters of 11 pixels. */
const NARROWEST_CELL = 54
const WIDEST_CELL = 90
/** What the longest usual title takes. */
const TITLE_WIDTH = 300
const MOST_PER_ROW = 3
