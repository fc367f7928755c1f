import type { IntervalSample, LatencyHistogram, PhaseLatency } from '@sigbed/measurement'
import { type ComparedMetric, SIGNIFICANCE } from '../compared-metric.js'
import type { RunComparison } from '../comparison.js'
import type { ParameterDifference } from '../comparison-circumstances.js'
import { hdrText } from '../hdr-text.js'
import type { RecordedRun, RunSummary } from '../recorded-run.js'

/**
 * The reports for programs. Each begins with `format` and `version`; names are only ever added under one version. Units are
 * in the names: `…Ms` milliseconds since the start of traffic unless `RecordedRun` says otherwise, `…Us` microseconds.
 */

/** A histogram by its usual figures. */
export interface LatencyJson extends Omit<PhaseLatency, 'histogram'> {
  readonly count: number
  /** Of them longer than 120 s, counted as 120 s. */
  readonly clampedCount: number
  readonly minimumUs: number
  readonly meanUs: number
  readonly p50Us: number
  readonly p90Us: number
  readonly p99Us: number
  readonly p999Us: number
  readonly p9999Us: number
  readonly maximumUs: number
  /** The whole histogram, compressed and in base64, as HDR tools read it. */
  readonly hdrHistogram: string
}

export interface RunJson extends Omit<RecordedRun, 'samples' | 'latencies'> {
  readonly format: 'sigbed-run'
  readonly version: 1
  readonly samples: readonly Omit<IntervalSample, 'histogram'>[]
  readonly latencies: readonly LatencyJson[]
}

export interface RunListJson {
  readonly format: 'sigbed-run-list'
  readonly version: 1
  readonly runs: readonly RunSummary[]
}

export interface ComparisonJson {
  readonly format: 'sigbed-comparison'
  readonly version: 1
  /** Of the first run of each group. */
  readonly runIdA: number
  readonly runIdB: number
  readonly runIdsA: readonly number[]
  readonly runIdsB: readonly number[]
  readonly kind: RunComparison['kind']
  /** How seldom chance alone may find anything in a whole comparison for a metric to be called better or worse. */
  readonly significance: number
  readonly unlike: readonly string[]
  readonly warnings: readonly string[]
  readonly parameters: readonly ParameterDifference[]
  readonly metrics: readonly ComparedMetric[]
}

export function runJson(run: RecordedRun): RunJson {
  const latencies = run.latencies.map(({ flow, phase, histogram }) => ({ flow, phase, ...figuresOf(histogram) }))
  const samples = run.samples.map(({ histogram: _, ...figures }) => figures)
  return { format: 'sigbed-run', version: 1, ...run, samples, latencies }
}

export function runListJson(runs: readonly RunSummary[]): RunListJson {
  return { format: 'sigbed-run-list', version: 1, runs }
}

export function comparisonJson({ a, b, kind, unlike, warnings, parameters, metrics }: RunComparison): ComparisonJson {
  const [runIdsA, runIdsB] = [a, b].map((runs) => runs.map((run) => run.runId)) as [number[], number[]]
  const runs = { runIdA: runIdsA[0]!, runIdB: runIdsB[0]!, runIdsA, runIdsB }
  return { format: 'sigbed-comparison', version: 1, ...runs, kind, significance: SIGNIFICANCE, unlike, warnings, parameters, metrics }
}

/** Any of the above as text, two spaces a level, ending with a newline. */
export function renderJson(report: RunJson | RunListJson | ComparisonJson): string {
  return `${JSON.stringify(report, null, 2)}\n`
}

function figuresOf(histogram: LatencyHistogram): Omit<LatencyJson, 'flow' | 'phase'> {
  const { count, clampedCount, minimumUs, meanUs, maximumUs } = histogram
  return {
    count,
    clampedCount,
    minimumUs,
    meanUs,
    p50Us: histogram.valueAtPercentile(50),
    p90Us: histogram.valueAtPercentile(90),
    p99Us: histogram.valueAtPercentile(99),
    p999Us: histogram.valueAtPercentile(99.9),
    p9999Us: histogram.valueAtPercentile(99.99),
    maximumUs,
    hdrHistogram: hdrText(histogram),
  }
}
