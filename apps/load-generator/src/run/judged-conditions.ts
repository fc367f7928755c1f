import type { ExpectationOutcome } from '@sigbed/measurement'
import { latencyText, percentText, rateText } from '../output/figures.js'
import { type Condition, holds, type Metric } from '../plan/condition.js'
import type { KindTally, LoadTally } from './load-tally.js'

/** What a condition looks at, and over how long. NaN where there is nothing to look at: no latency without an answer. */
export function measured({ metric, kind }: Pick<Condition, 'metric' | 'kind'>, tally: LoadTally, lengthMs: number): number {
  const of = kind === null ? tally.total() : tally.of(kind)
  switch (metric.of) {
    case 'latency':
      return latencyOf(metric.at, of)
    case 'rate':
      return lengthMs > 0 ? (of.completed * 1000) / lengthMs : Number.NaN
    case 'count':
      return of[metric.what]
    default:
      return of.offered === 0 ? Number.NaN : of[metric.what] / of.offered
  }
}

/** Thresholds as expectations: each is met when what it forbids did not happen, and open where nothing was measured. */
export function judgeThresholds(thresholds: readonly Condition[], whole: LoadTally, lengthMs: number): ExpectationOutcome[] {
  return thresholds.map((threshold) => {
    const seen = measured(threshold, whole, lengthMs)
    return {
      text: `not ${threshold.text}`,
      met: Number.isNaN(seen) ? null : !holds(threshold, seen),
      seen: Number.isNaN(seen) ? 'nothing to measure it by' : seenText(threshold.metric, seen),
    }
  })
}

/** Follows one stop condition from second to second. Latencies, shares and rates are those of the second, counts those since the start. */
export class StopWatch {
  private heldSinceMs = Number.NaN

  constructor(readonly condition: Condition) {}

  /** Whether the load is to end now. */
  look(second: LoadTally, whole: LoadTally): boolean {
    const { condition } = this
    const over = condition.metric.of === 'count' ? whole : second
    const seen = measured(condition, over, over.length)
    if (Number.isNaN(seen) || !holds(condition, seen)) {
      this.heldSinceMs = Number.NaN
      return false
    }
    if (Number.isNaN(this.heldSinceMs)) this.heldSinceMs = second.fromMs
    return second.toMs - this.heldSinceMs >= condition.forMs
  }
}

/** As people read it: `12.3 ms`, `0.1 %`, `1,000/s`, `17`. */
export function seenText(metric: Metric, seen: number): string {
  switch (metric.of) {
    case 'latency':
      return `${latencyText(seen)} ms`
    case 'share':
      return percentText(seen)
    case 'rate':
      return `${rateText(seen)}/s`
    default:
      return seen.toLocaleString('en')
  }
}

function latencyOf(at: number | 'mean' | 'minimum', { latencies }: KindTally): number {
  if (latencies.count === 0) return Number.NaN
  if (at === 'mean') return latencies.meanUs
  return at === 'minimum' ? latencies.minimumUs : latencies.valueAtPercentile(at)
}
