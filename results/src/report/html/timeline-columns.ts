import { type FlowName, type IntervalSample, LatencyHistogram } from '@sigbed/measurement'

/** Some intervals of one flow, put together: what one point of a picture stands for. */
export interface TimelineColumn {
  readonly fromMs: number
  readonly toMs: number
  readonly offeredPerSecond: number
  readonly deliveredPerSecond: number
  /** null where nothing was delivered. */
  readonly p50Us: number | null
  readonly p99Us: number | null
  readonly maximumUs: number | null
}

/**
 * A flow over time in so many columns at most. Where the intervals kept their histograms, those of a column are added up and its
 * percentiles are exact; where they did not, a column shows the worst of its intervals.
 */
export function timelineColumns(samples: readonly IntervalSample[], flow: FlowName, most: number): TimelineColumn[] {
  const own = samples.filter((sample) => sample.flow === flow)
  // The last moments of a run, when its traffic is over, hold nothing.
  while (own.length > 0 && own.at(-1)!.offered === 0 && own.at(-1)!.delivered === 0) own.pop()
  const perColumn = Math.max(1, Math.ceil(own.length / most))
  const columns: TimelineColumn[] = []
  for (let first = 0; first < own.length; first += perColumn) columns.push(columnOf(own.slice(first, first + perColumn)))
  return columns
}

function columnOf(intervals: readonly IntervalSample[]): TimelineColumn {
  const fromMs = intervals[0]!.fromMs
  const toMs = intervals.at(-1)!.toMs
  const sum = (value: (sample: IntervalSample) => number) => intervals.reduce((total, sample) => total + value(sample), 0)
  const perSecond = 1000 / (toMs - fromMs)
  return {
    fromMs,
    toMs,
    offeredPerSecond: sum(({ offered }) => offered) * perSecond,
    deliveredPerSecond: sum(({ delivered }) => delivered) * perSecond,
    ...latenciesOf(intervals.filter(({ delivered }) => delivered > 0)),
  }
}

function latenciesOf(intervals: readonly IntervalSample[]): Pick<TimelineColumn, 'p50Us' | 'p99Us' | 'maximumUs'> {
  if (intervals.length === 0) return { p50Us: null, p99Us: null, maximumUs: null }
  const worst = (value: (sample: IntervalSample) => number) => Math.max(...intervals.map(value))
  const maximumUs = worst((sample) => sample.maximumUs)
  if (intervals.length === 1 || intervals.some(({ histogram }) => histogram === null))
    return { p50Us: worst(({ p50Us }) => p50Us), p99Us: worst(({ p99Us }) => p99Us), maximumUs }
  const all = new LatencyHistogram()
  for (const { histogram } of intervals) all.merge(LatencyHistogram.fromBlob(histogram!))
  return { p50Us: all.valueAtPercentile(50), p99Us: all.valueAtPercentile(99), maximumUs }
}
