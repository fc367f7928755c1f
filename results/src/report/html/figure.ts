import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkAreaComponent, MarkLineComponent, TitleComponent, VisualMapComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TitleComponent,
  VisualMapComponent,
  SVGRenderer,
])

/** A picture has two layouts, of which the page shows one: scaled down to a phone, the letters of the wide one could not be read. */
export type FigureWidth = 'wide' | 'narrow'

export const FIGURE_PIXELS: Readonly<Record<FigureWidth, number>> = { wide: 960, narrow: 380 }

/** What ECharts draws, and how high. */
export interface FigurePlan {
  readonly height: number
  readonly option: object
}

/** One picture in both layouts, as SVG in the page. @param title for those who do not see it */
export function figure(title: string, plan: (width: FigureWidth) => FigurePlan): string {
  return (['wide', 'narrow'] as const).map((width) => svgOf(title, width, plan(width))).join('\n')
}

function svgOf(title: string, width: FigureWidth, { height, option }: FigurePlan): string {
  const pixels = FIGURE_PIXELS[width]
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: pixels, height })
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: FONT, color: INK, fontSize: 12 }, ...option })
    const svg = chart.renderToSVGString({ useViewBox: true })
    // The page scales it; its own measures are the viewBox.
    const sized = svg.replace(/^<svg /, `<svg role="img" aria-label="${title}" class="${width}" `)
    return sized.replace(/ width="100%" height="100%"/, '')
  } finally {
    chart.dispose()
  }
}

/** Colours are variables of the page's style sheet, which has them for light and dark. */
export const INK = 'var(--ink)'
export const FAINT = 'var(--faint)'
export const RULE = 'var(--rule)'
export const BROKEN = 'var(--broken)'
export const FLOW_COLOURS: readonly string[] = [
  'var(--flow-1)',
  'var(--flow-2)',
  'var(--flow-3)',
  'var(--flow-4)',
  'var(--flow-5)',
  'var(--flow-6)',
]
export const FONT = 'system-ui, sans-serif'

/** The axis that all pictures over time share: seconds since the start of traffic. */
export function timeAxis(endMs: number, gridIndex: number, shown: boolean, width: FigureWidth): object {
  return {
    type: 'value',
    gridIndex,
    min: 0,
    max: endMs / 1000,
    splitNumber: width === 'wide' ? 10 : 4,
    axisLabel: { show: shown, color: FAINT, formatter: (seconds: number) => `${Math.round(seconds * 100) / 100} s`, showMaxLabel: false },
    axisLine: { show: shown, lineStyle: { color: RULE } },
    axisTick: { show: shown, lineStyle: { color: RULE } },
    splitLine: { show: true, lineStyle: { color: RULE, opacity: 0.5 } },
  }
}

export function valueAxis(gridIndex: number, name: string, more: object): object {
  return {
    gridIndex,
    name,
    nameLocation: 'end',
    nameGap: 8,
    nameTextStyle: { color: FAINT, align: 'left', padding: [0, 0, 0, 4] },
    axisLabel: { color: FAINT },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: RULE } },
    ...more,
  }
}
