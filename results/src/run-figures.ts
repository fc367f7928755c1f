import { type FailoverMeasure, type FlowAudit, type FlowName, RUN_PHASES, type RunPhase } from '@sigbed/measurement'
import type { RecordedRun } from './recorded-run.js'

export type FigureUnit = 'messages' | 'messages/s' | 'ms' | 'µs/message'

/** What figures are about, so that a limit can be set for all of one kind. */
export const FIGURE_FAMILIES = ['throughput', 'faults', 'latency', 'failover', 'processor'] as const

export type FigureFamily = (typeof FIGURE_FAMILIES)[number]

/** What a figure is of: two runs have the same one when all of this is the same. */
export interface FigureSubject {
  readonly family: FigureFamily
  /** Stable name: `lost`, `latency-p99`, `first-delivery-on-alternate`. */
  readonly metric: string
  /** null: of the run as a whole. */
  readonly flow: FlowName | null
  readonly phase: RunPhase | null
  /** Which node's failover; null for all else. */
  readonly node: string | null
  /** 0 but for the second failover of one node, the third … */
  readonly occurrence: number
  readonly unit: FigureUnit
  readonly better: 'lower' | 'higher'
}

/** One figure of one run: what a comparison compares, never single messages. */
export interface RunFigure {
  readonly subject: FigureSubject
  readonly value: number
  /** By how much two runs may differ in it by chance, as far as a single run of each can tell. */
  readonly noise: NoiseRule
  /** Of a percentile: how many messages lie beyond it; null for all else. */
  readonly beyond: number | null
}

/** What counts as noise: a share of the larger figure, and never less than `least` (in the figure's unit). */
export interface NoiseRule {
  readonly share: number
  readonly least: number
}

/** What the reports state: changes below these are the machine's, not the program's. */
export const NOISE: Readonly<Record<'count' | 'rate' | 'p50' | 'p99' | 'p99.9' | 'worst' | 'processor', NoiseRule>> = {
  count: { share: 0, least: 0 },
  rate: { share: 0.01, least: 0 },
  p50: { share: 0.1, least: 0.02 },
  p99: { share: 0.2, least: 0.1 },
  'p99.9': { share: 0.3, least: 0.25 },
  worst: { share: 0.5, least: 1 },
  processor: { share: 0.1, least: 1 },
}

/** All figures of a run, by flow: throughput, faults, latency by phase, failover; then those of the whole run. Absent ones are left out. */
export function figuresOf(run: RecordedRun): RunFigure[] {
  const ofFlows = run.description.flows.flatMap(({ name }) => [
    ...throughput(run, name),
    ...faults(run, name),
    ...repetitions(run, name),
    ...RUN_PHASES.flatMap((phase) => latency(run, name, phase)),
    ...failovers(run, name),
  ])
  return [...ofFlows, ...processorTime(run)]
}

function figure(
  subject: Partial<FigureSubject> & Pick<FigureSubject, 'family' | 'metric' | 'unit'>,
  value: number,
  noise: NoiseRule,
): RunFigure {
  return { subject: { ...ORDINARY, ...subject }, value, noise, beyond: null }
}

/** Deliveries over the time the intervals cover, without the wait for what was under way at the end; none without intervals. */
function throughput({ samples, description: { plannedDurationMs } }: RecordedRun, flow: FlowName): RunFigure[] {
  const endMs = plannedDurationMs > 0 ? plannedDurationMs : Infinity
  const ofFlow = samples.filter((sample) => sample.flow === flow)
  const coveredMs = ofFlow.reduce((sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, endMs) - fromMs), 0)
  if (coveredMs === 0) return []
  const perSecond = (1000 * ofFlow.reduce((sum, sample) => sum + sample.delivered, 0)) / coveredMs
  return [figure({ family: 'throughput', metric: 'delivered-rate', flow, unit: 'messages/s', better: 'higher' }, perSecond, NOISE.rate)]
}

function faults({ audits }: RecordedRun, flow: FlowName): RunFigure[] {
  const audit = audits.find((candidate) => candidate.flow === flow)
  if (audit === undefined) return []
  return AUDITED.map((metric) => figure({ family: 'faults', metric, flow, unit: 'messages' }, audit[metric], NOISE.count))
}

/** A request that was carried out twice is a fault though its answer was right. */
function repetitions({ requestAudits }: RecordedRun, flow: FlowName): RunFigure[] {
  const audit = requestAudits.find((candidate) => candidate.flow === flow)
  if (audit === undefined) return []
  const subject = { family: 'faults', metric: 'carried-out-again', flow, unit: 'messages' } as const
  return [figure(subject, audit.carriedOutAgain, NOISE.count)]
}

function latency({ latencies }: RecordedRun, flow: FlowName, phase: RunPhase): RunFigure[] {
  const histogram = latencies.find((stored) => stored.flow === flow && stored.phase === phase)?.histogram
  if (histogram === undefined || histogram.count === 0) return []
  return PERCENTILES.map(([metric, percentile, noise]) => ({
    ...figure({ family: 'latency', metric, flow, phase, unit: 'ms' }, histogram.valueAtPercentile(percentile) / 1000, noise),
    // Ten of ten thousand, not the 9.999… that floating point makes of it.
    beyond: percentile === 100 ? null : Math.floor((histogram.count * (100 - percentile)) / 100 + 1e-6),
  }))
}

/** Failovers are told apart by node and by their order on it: addresses and association names may well differ between runs. */
function failovers(run: RecordedRun, flow: FlowName): RunFigure[] {
  const seen = new Map<string, number>()
  return run.failovers
    .filter((failover) => failover.flow === flow)
    .flatMap((failover) => {
      const { node } = failover
      const occurrence = seen.get(node) ?? 0
      seen.set(node, occurrence + 1)
      // The run's own tolerance says best how far two failovers may lie apart by chance.
      const noise: NoiseRule = { share: 0, least: failover.toleranceMs }
      return STAGES.flatMap(([metric, read]) => {
        const value = read(failover)
        return value === null ? [] : [figure({ family: 'failover', metric, flow, node, occurrence, unit: 'ms' }, value, noise)]
      })
    })
}

/** Per delivered message, so that runs of different lengths compare. */
function processorTime({ processorTimes, audits }: RecordedRun): RunFigure[] {
  const delivered = audits.reduce((sum, audit) => sum + audit.delivered, 0)
  if (delivered === 0 || processorTimes.length === 0) return []
  const totalMs = processorTimes.reduce((sum, { userMs, systemMs }) => sum + userMs + systemMs, 0)
  return [figure({ family: 'processor', metric: 'processor-time', unit: 'µs/message' }, (1000 * totalMs) / delivered, NOISE.processor)]
}

function distance(measured: number | null, computed: number | null): number | null {
  return measured === null || computed === null || computed === Number.POSITIVE_INFINITY ? null : Math.abs(measured - computed)
}

const ORDINARY = { flow: null, phase: null, node: null, occurrence: 0, better: 'lower' } as const

const AUDITED = ['lost', 'duplicated', 'reordered', 'corrupted', 'refused'] as const satisfies readonly (keyof FlowAudit)[]

const PERCENTILES: readonly (readonly [string, number, NoiseRule])[] = [
  ['latency-p50', 50, NOISE.p50],
  ['latency-p99', 99, NOISE.p99],
  ['latency-p99.9', 99.9, NOISE['p99.9']],
  ['latency-worst', 100, NOISE.worst],
]

const STAGES: readonly (readonly [string, (failover: FailoverMeasure) => number | null])[] = [
  ['first-delivery-on-alternate', (failover) => failover.firstDeliveryOnAlternateMs],
  ['first-delivery-off-computed', (failover) => distance(failover.firstDeliveryOnAlternateMs, failover.computedFirstDeliveryMs)],
  ['potentially-failed', (failover) => failover.potentiallyFailedMs],
  ['potentially-failed-off-computed', (failover) => distance(failover.potentiallyFailedMs, failover.computedPotentiallyFailedMs)],
  ['inactive', (failover) => failover.inactiveMs],
  ['drained', (failover) => failover.drainedMs],
  ['active-again', (failover) => failover.activeAgainMs],
]
