import { type FailoverMeasure, type FlowAudit, type FlowName, type LatencyHistogram, RUN_PHASES, type RunPhase } from '@sigbed/measurement'
import { type ComparedMetric, compareMetric, type MetricSubject, NOISE, type NoiseRule } from './compared-metric.js'
import { comparisonWarnings, type ParameterDifference, parameterDifferences } from './comparison-circumstances.js'
import type { RecordedRun } from './recorded-run.js'

/** Two runs side by side: A is the one to compare with, B the one in question. */
export interface RunComparison {
  readonly a: RecordedRun
  readonly b: RecordedRun
  /** Why the comparison may say little; empty when nothing speaks against it. */
  readonly warnings: readonly string[]
  readonly parameters: readonly ParameterDifference[]
  /** By flow: messages, latency by phase, failover. */
  readonly metrics: readonly ComparedMetric[]
}

export function compareRuns(a: RecordedRun, b: RecordedRun): RunComparison {
  const metrics = flowsOf(a, b).flatMap((flow) => [
    deliveredRate(a, b, flow),
    ...AUDITED.map((kind) => audited(a, b, flow, kind)),
    ...RUN_PHASES.flatMap((phase) => latency(a, b, flow, phase)),
    ...failovers(a, b, flow),
  ])
  // What neither run has a figure for is no comparison at all.
  return {
    a,
    b,
    warnings: comparisonWarnings(a, b),
    parameters: parameterDifferences(a, b),
    metrics: metrics.filter((metric) => metric.a !== null || metric.b !== null),
  }
}

function flowsOf(...runs: readonly RecordedRun[]): FlowName[] {
  return [...new Set(runs.flatMap((run) => run.description.flows.map((flow) => flow.name)))]
}

function deliveredRate(a: RecordedRun, b: RecordedRun, flow: FlowName): ComparedMetric {
  const subject: MetricSubject = { metric: 'delivered-rate', flow, phase: null, node: null, unit: 'messages/s' }
  return compareMetric(subject, ratePerSecond(a, flow), ratePerSecond(b, flow), 'higher', NOISE.rate)
}

/** Deliveries over the time the intervals cover; null without intervals. */
function ratePerSecond({ samples }: RecordedRun, flow: FlowName): number | null {
  const ofFlow = samples.filter((sample) => sample.flow === flow)
  const coveredMs = ofFlow.reduce((sum, sample) => sum + sample.toMs - sample.fromMs, 0)
  return coveredMs === 0 ? null : (1000 * ofFlow.reduce((sum, sample) => sum + sample.delivered, 0)) / coveredMs
}

function audited(a: RecordedRun, b: RecordedRun, flow: FlowName, metric: (typeof AUDITED)[number]): ComparedMetric {
  const inRun = (run: RecordedRun): number | null => run.audits.find((audit) => audit.flow === flow)?.[metric] ?? null
  return compareMetric({ metric, flow, phase: null, node: null, unit: 'messages' }, inRun(a), inRun(b), 'lower', NOISE.count)
}

function latency(a: RecordedRun, b: RecordedRun, flow: FlowName, phase: RunPhase): ComparedMetric[] {
  const inA = histogramOf(a, flow, phase)
  const inB = histogramOf(b, flow, phase)
  if (inA === null && inB === null) return []
  return PERCENTILES.map(([metric, percentile, noise]) => {
    const fewest = Math.min(inA?.count ?? 0, inB?.count ?? 0)
    // Ten of ten thousand, not the 9.999… that floating point makes of it.
    const beyond = Math.floor((fewest * (100 - percentile)) / 100 + 1e-6)
    const tooFew = inA !== null && inB !== null && percentile < 100 && beyond < FEWEST_BEYOND
    const remark = tooFew ? `of one run only ${beyond} messages lie beyond it; ${FEWEST_BEYOND} are needed` : null
    const subject: MetricSubject = { metric, flow, phase, node: null, unit: 'ms' }
    return compareMetric(subject, percentileMs(inA, percentile), percentileMs(inB, percentile), 'lower', noise, remark)
  })
}

function histogramOf(run: RecordedRun, flow: FlowName, phase: RunPhase): LatencyHistogram | null {
  const stored = run.latencies.find((latency) => latency.flow === flow && latency.phase === phase)
  return stored === undefined || stored.histogram.count === 0 ? null : stored.histogram
}

function percentileMs(histogram: LatencyHistogram | null, percentile: number): number | null {
  return histogram === null ? null : histogram.valueAtPercentile(percentile) / 1000
}

/** Failovers are matched by node and by their order on it: addresses and association names may well differ between runs. */
function failovers(a: RecordedRun, b: RecordedRun, flow: FlowName): ComparedMetric[] {
  const ofFlow = (run: RecordedRun): FailoverMeasure[] => run.failovers.filter((failover) => failover.flow === flow)
  const nodes = [...new Set([...ofFlow(a), ...ofFlow(b)].map((failover) => failover.node))]
  return nodes.flatMap((node) => {
    const inA = ofFlow(a).filter((failover) => failover.node === node)
    const inB = ofFlow(b).filter((failover) => failover.node === node)
    const pairs = Array.from({ length: Math.max(inA.length, inB.length) }, (_, index) => [inA[index] ?? null, inB[index] ?? null] as const)
    return pairs.flatMap(([ofA, ofB]) => failoverMetrics(flow, node, ofA, ofB))
  })
}

function failoverMetrics(flow: FlowName, node: string, a: FailoverMeasure | null, b: FailoverMeasure | null): ComparedMetric[] {
  // The runs' own tolerances say best how far two failovers may lie apart by chance.
  const noise: NoiseRule = { share: 0, least: Math.max(a?.toleranceMs ?? 0, b?.toleranceMs ?? 0) }
  return STAGES.map(([metric, read]) => {
    const inA = a === null ? null : read(a)
    const inB = b === null ? null : read(b)
    return compareMetric({ metric, flow, phase: null, node, unit: 'ms' }, inA, inB, 'lower', noise)
  })
}

function distance(measured: number | null, computed: number | null): number | null {
  return measured === null || computed === null ? null : Math.abs(measured - computed)
}

const AUDITED = ['lost', 'duplicated', 'reordered', 'corrupted', 'refused'] as const satisfies readonly (keyof FlowAudit)[]

const PERCENTILES: readonly (readonly [string, number, NoiseRule])[] = [
  ['latency-p50', 50, NOISE.p50],
  ['latency-p99', 99, NOISE.p99],
  ['latency-p99.9', 99.9, NOISE['p99.9']],
  ['latency-worst', 100, NOISE.worst],
]

/** A percentile with fewer messages beyond it is a matter of luck. */
const FEWEST_BEYOND = 10

const STAGES: readonly (readonly [string, (failover: FailoverMeasure) => number | null])[] = [
  ['first-delivery-on-alternate', (failover) => failover.firstDeliveryOnAlternateMs],
  ['first-delivery-off-computed', (failover) => distance(failover.firstDeliveryOnAlternateMs, failover.computedFirstDeliveryMs)],
  ['potentially-failed', (failover) => failover.potentiallyFailedMs],
  ['potentially-failed-off-computed', (failover) => distance(failover.potentiallyFailedMs, failover.computedPotentiallyFailedMs)],
  ['inactive', (failover) => failover.inactiveMs],
  ['active-again', (failover) => failover.activeAgainMs],
]
