import type { FlowName, RunPhase } from '@sigbed/measurement'

export type MetricUnit = 'messages' | 'messages/s' | 'ms'

/** How run B stands to run A. `unclear`: one of them has no figure, or too few messages for one. */
export type MetricChange = 'better' | 'worse' | 'same' | 'unclear'

/** One figure of two runs, side by side. */
export interface ComparedMetric {
  /** Stable name: `lost`, `latency-p99`, `first-delivery-on-alternate`. */
  readonly metric: string
  readonly flow: FlowName
  readonly phase: RunPhase | null
  /** Which node's failover; null for all else. */
  readonly node: string | null
  readonly unit: MetricUnit
  readonly a: number | null
  readonly b: number | null
  /** B minus A. */
  readonly difference: number | null
  /** The difference in per cent of A; null when A is 0. */
  readonly percent: number | null
  /** Differences up to this, in the metric's unit, are taken for noise. */
  readonly noiseFloor: number
  readonly change: MetricChange
  /** Why the change is unclear; null when it is not. */
  readonly remark: string | null
}

export type MetricSubject = Pick<ComparedMetric, 'metric' | 'flow' | 'phase' | 'node' | 'unit'>

/** What counts as noise: a share of the larger figure, and never less than `least` (in the metric's unit). */
export interface NoiseRule {
  readonly share: number
  readonly least: number
}

/** What the reports state: changes below these are the machine's, not the program's. */
export const NOISE: Readonly<Record<'count' | 'rate' | 'p50' | 'p99' | 'p99.9' | 'worst', NoiseRule>> = {
  count: { share: 0, least: 0 },
  rate: { share: 0.01, least: 0 },
  p50: { share: 0.1, least: 0.02 },
  p99: { share: 0.2, least: 0.1 },
  'p99.9': { share: 0.3, least: 0.25 },
  worst: { share: 0.5, least: 1 },
}

/**
 * @param better which way is better.
 * @param remark why the figures prove nothing, whatever they are; null when they do.
 */
export function compareMetric(
  subject: MetricSubject,
  a: number | null,
  b: number | null,
  better: 'lower' | 'higher',
  noise: NoiseRule,
  remark: string | null = null,
): ComparedMetric {
  if (a === null || b === null) {
    const absent = a === null ? (b === null ? 'in either run' : 'in run A') : 'in run B'
    const unclear = { difference: null, percent: null, noiseFloor: noise.least, change: 'unclear' } as const
    return { ...subject, a, b, ...unclear, remark: remark ?? `not measured ${absent}` }
  }
  const difference = b - a
  const noiseFloor = Math.max(noise.least, noise.share * Math.max(Math.abs(a), Math.abs(b)))
  const percent = a === 0 ? null : (100 * difference) / Math.abs(a)
  const change = remark === null ? changeOf(difference, better, noiseFloor) : 'unclear'
  return { ...subject, a, b, difference, percent, noiseFloor, change, remark }
}

function changeOf(difference: number, better: 'lower' | 'higher', noiseFloor: number): MetricChange {
  if (Math.abs(difference) <= noiseFloor) return 'same'
  return difference < 0 === (better === 'lower') ? 'better' : 'worse'
}
