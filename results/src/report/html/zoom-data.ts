import type { RecordedRun } from '../../recorded-run.js'
import { flowWord, trafficEndMs } from '../run-words.js'
import { outageSpans } from './outage-spans.js'
import { timelineColumns } from './timeline-columns.js'

/** What the script of the page draws in the pictures one can zoom into; instants in seconds, latencies in milliseconds. */
export interface ZoomData {
  readonly outages: readonly (readonly [from: number, to: number])[]
  readonly faults: readonly (readonly [at: number, text: string])[]
  readonly plots: readonly ZoomPlot[]
}

export interface ZoomPlot {
  readonly title: string
  readonly unit: string
  readonly logarithmic: boolean
  readonly series: readonly { readonly label: string; readonly colour: number; readonly dashed: boolean }[]
  /** First the instants, then a row for each series; null where there is nothing. */
  readonly data: readonly (readonly (number | null)[])[]
}

/** The run as finely as it was sampled, up to what a browser draws at ease. */
export function zoomData(run: RecordedRun): ZoomData {
  const endMs = trafficEndMs(run)
  const flows = run.description.flows.map(({ name }) => ({ name, columns: timelineColumns(run.samples, name, MOST_COLUMNS) }))
  const filled = flows.filter(({ columns }) => columns.length > 0)
  const rounded = (value: number | null, digits: number) => (value === null ? null : Number(value.toFixed(digits)))
  return {
    outages: outageSpans(run, endMs).map(({ fromMs, toMs }) => [fromMs / 1000, toMs / 1000] as const),
    faults: run.faults.map(({ atMs, text }) => [atMs / 1000, text] as const),
    plots: filled.flatMap(({ name, columns }, i): ZoomPlot[] => {
      const instants = columns.map(({ fromMs, toMs }) => (fromMs + toMs) / 2000)
      return [
        {
          title: `${flowWord(name)} latency`,
          unit: 'ms',
          logarithmic: true,
          series: [
            { label: 'median', colour: i, dashed: false },
            { label: 'p99', colour: i, dashed: true },
            { label: 'worst', colour: i, dashed: true },
          ],
          data: [
            instants,
            columns.map(({ p50Us }) => rounded(p50Us === null ? null : Math.max(1, p50Us) / 1000, 3)),
            columns.map(({ p99Us }) => rounded(p99Us === null ? null : Math.max(1, p99Us) / 1000, 3)),
            columns.map(({ maximumUs }) => rounded(maximumUs === null ? null : Math.max(1, maximumUs) / 1000, 3)),
          ],
        },
        {
          title: `${flowWord(name)} messages`,
          unit: '/s',
          logarithmic: false,
          series: [
            { label: 'delivered', colour: i, dashed: false },
            { label: 'offered', colour: i, dashed: true },
          ],
          data: [
            instants,
            columns.map(({ deliveredPerSecond }) => rounded(deliveredPerSecond, 1)),
            columns.map(({ offeredPerSecond }) => rounded(offeredPerSecond, 1)),
          ],
        },
      ]
    }),
  }
}

const MOST_COLUMNS = 6000
