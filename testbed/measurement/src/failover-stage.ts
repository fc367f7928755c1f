import type { FailoverMeasure, FailoverVerdict } from './run-record.js'

/**
 * One stage of a failover, computed beside measured. `beyond-outage`: the path came back before the stage was due, so that
 * it rightly never happened.
 */
export type StageVerdict = 'as-computed' | 'too-early' | 'too-late' | 'missing' | 'beyond-outage' | 'no-figure'

/**
 * Holds one measured stage against its figure. All milliseconds since the cut.
 *
 * @param outageMs how long the path was cut; null: it never came back, and what matters is `observedMs` alone.
 * @param observedMs from the cut to the end of the run.
 */
export function stageVerdict(
  computedMs: number | null,
  measuredMs: number | null,
  toleranceMs: number,
  outageMs: number | null,
  observedMs: number,
): StageVerdict {
  const openMs = outageMs === null ? observedMs : Math.min(outageMs, observedMs)
  if (computedMs === null || (computedMs === Number.POSITIVE_INFINITY && measuredMs === null)) return 'no-figure'
  if (measuredMs === null) return computedMs + toleranceMs > openMs ? 'beyond-outage' : 'missing'
  if (measuredMs < computedMs - toleranceMs) return 'too-early'
  if (measuredMs > computedMs + toleranceMs) return 'too-late'
  return 'as-computed'
}

/**
 * The verdict on a whole failover: every stage that was due happened when it was computed. `not-measured` when the first
 * delivery on the alternate path, the stage the run is about, was neither seen nor due.
 */
export function failoverVerdict(measure: Omit<FailoverMeasure, 'verdict'>, outageMs: number | null, observedMs: number): FailoverVerdict {
  const stages = failoverStages(measure, outageMs, observedMs)
  if (stages.some((stage) => FAILING.includes(stage))) return 'fail'
  return stages[0] === 'beyond-outage' ? 'not-measured' : 'pass'
}

/** First delivery on the alternate path, potentially failed, inactive: in that order. */
export function failoverStages(
  measure: Omit<FailoverMeasure, 'verdict'>,
  outageMs: number | null,
  observedMs: number,
): readonly [StageVerdict, StageVerdict, StageVerdict] {
  const { toleranceMs } = measure
  return [
    stageVerdict(measure.computedFirstDeliveryMs, measure.firstDeliveryOnAlternateMs, toleranceMs, outageMs, observedMs),
    stageVerdict(measure.computedPotentiallyFailedMs, measure.potentiallyFailedMs, toleranceMs, outageMs, observedMs),
    stageVerdict(measure.computedInactiveMs, measure.inactiveMs, toleranceMs, outageMs, observedMs),
  ]
}

const FAILING: readonly StageVerdict[] = ['too-early', 'too-late', 'missing']
