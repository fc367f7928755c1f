import {
  type FailoverMeasure,
  type SpuriousFailovers,
  type SweepCell,
  type SweepTimers,
  type SweptFailover,
  type SweptStage,
  stageVerdict,
} from '@sigbed/measurement'
import type { ConductedRun } from '../run/run-conductor.js'
import { spuriousFailovers } from './spurious-failovers.js'

/** The two halves of a sweep: the path is cut for good and comes back; or nothing is cut, and the links are bad. */
export type SweepHalf = 'failover' | 'disturbed'

/** What one run of a sweep brings in: few figures, fit for a message between threads. */
export interface SweptRun {
  readonly half: SweepHalf
  /** Of the first cut. */
  readonly failovers: readonly FailoverMeasure[]
  /** How long the path was cut; null: to the end of the run. */
  readonly outageMs: number | null
  /** From the first cut to the end of the run. */
  readonly observedMs: number
  readonly spurious: SpuriousFailovers
  /** Why it says nothing; null: it does. */
  readonly problem: string | null
}

export function sweptRun(half: SweepHalf, { outcome, reasons, evidence }: ConductedRun): SweptRun {
  const cutAtMs = Math.min(...evidence.failovers.map((failover) => failover.cutAtMs))
  const failovers = evidence.failovers.filter((failover) => failover.cutAtMs === cutAtMs)
  const restored = evidence.faults.find(({ action, atMs }) => action.kind === 'restore' && atMs > cutAtMs)
  return {
    half,
    failovers,
    outageMs: restored === undefined ? null : restored.atMs - cutAtMs,
    observedMs: evidence.endMs - cutAtMs,
    spurious: spuriousFailovers(evidence),
    problem: problemOf(half, outcome, reasons, failovers),
  }
}

/** All runs of one combination, put together. */
export function sweepCell(timers: SweepTimers, runs: readonly SweptRun[]): SweepCell {
  const sound = runs.filter(({ problem }) => problem === null)
  const cuts = sound.filter(({ half }) => half === 'failover')
  const disturbed = sound.filter(({ half }) => half === 'disturbed')
  return {
    timers,
    failover: cuts.length === 0 ? null : failoverOf(cuts, timers),
    spurious: disturbed.length === 0 ? null : total(disturbed.map(({ spurious }) => spurious)),
    problems: [...new Set(runs.flatMap(({ problem }) => (problem === null ? [] : [problem])))],
  }
}

function problemOf(
  half: SweepHalf,
  outcome: ConductedRun['outcome'],
  reasons: readonly string[],
  failovers: readonly FailoverMeasure[],
): string | null {
  if (outcome !== 'completed') return reasons[0] ?? `the run was ${outcome}`
  return half === 'failover' && failovers.length === 0
    ? 'its cut made no failover: no data was on the path, or no other path was left'
    : null
}

function failoverOf(runs: readonly SweptRun[], timers: SweepTimers): SweptFailover {
  const observed = runs.flatMap((run) => run.failovers.map((failover): ObservedFailover => ({ ...failover, run })))
  return {
    failovers: observed.length,
    detected: stageOf(
      observed,
      ({ potentiallyFailedMs, inactiveMs }) => earlier(potentiallyFailedMs, inactiveMs),
      ({ computedPotentiallyFailedMs, computedInactiveMs }) => earlier(computedPotentiallyFailedMs, computedInactiveMs),
    ),
    alternate: stageOf(
      observed,
      ({ firstDeliveryOnAlternateMs }) => firstDeliveryOnAlternateMs,
      ({ computedFirstDeliveryMs }) => computedFirstDeliveryMs,
    ),
    inactive: stageOf(
      observed,
      ({ inactiveMs }) => inactiveMs,
      ({ computedInactiveMs }) => computedInactiveMs,
    ),
    recovered: recoveryOf(observed, timers),
    spuriousFailovers: total(runs.map(({ spurious }) => spurious)).failovers,
  }
}

/** No figure is computed for it; but where there are heartbeats one of them finds out (RFC 9260 §8.3), as long as the run waits. */
function recoveryOf(failovers: readonly ObservedFailover[], { heartbeatIntervalMs }: SweepTimers): SweptStage {
  const stage = stageOf(
    failovers,
    ({ activeAgainMs }) => activeAgainMs,
    () => null,
  )
  const isDue = ({ activeAgainMs, inactiveMs, run }: ObservedFailover) =>
    activeAgainMs === null && inactiveMs !== null && run.outageMs !== null && heartbeatIntervalMs > 0
  return { ...stage, missing: failovers.filter(isDue).length }
}

interface ObservedFailover extends FailoverMeasure {
  readonly run: SweptRun
}

function stageOf(
  failovers: readonly ObservedFailover[],
  measured: (failover: FailoverMeasure) => number | null,
  computed: (failover: FailoverMeasure) => number | null,
): SweptStage {
  const seen = failovers.map(measured).filter((ms) => ms !== null)
  const promised = failovers.map(computed).filter((ms) => ms !== null)
  let missing = 0
  let beyondOneRto = 0
  for (const failover of failovers) {
    const [ms, promisedMs] = [measured(failover), computed(failover)]
    const { toleranceMs, rtoAtCutMs, run } = failover
    if (stageVerdict(promisedMs, ms, toleranceMs, run.outageMs, run.observedMs) === 'missing') missing++
    if (ms !== null && promisedMs !== null && Math.abs(ms - promisedMs) > rtoAtCutMs) beyondOneRto++
  }
  return {
    leastMs: seen.length === 0 ? null : Math.min(...seen),
    medianMs: median(seen),
    mostMs: seen.length === 0 ? null : Math.max(...seen),
    computedMs: median(promised),
    missing,
    beyondOneRto,
  }
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

/** null and what never happens give way. */
function earlier(a: number | null, b: number | null): number | null {
  const first = Math.min(a ?? Number.POSITIVE_INFINITY, b ?? Number.POSITIVE_INFINITY)
  return first === Number.POSITIVE_INFINITY ? null : first
}

function total(parts: readonly SpuriousFailovers[]): SpuriousFailovers {
  const sum = (of: (part: SpuriousFailovers) => number) => parts.reduce((whole, part) => whole + of(part), 0)
  return {
    observedMs: sum(({ observedMs }) => observedMs),
    failovers: sum(({ failovers }) => failovers),
    inactive: sum((part) => part.inactive),
  }
}
