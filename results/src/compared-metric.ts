import type { FigureSubject, RunFigure } from './run-figures.js'
import type { JointFinding } from './statistics/joint-permutation.js'
import { mannWhitney } from './statistics/mann-whitney.js'
import { median } from './statistics/ranks.js'

/**
 * How group B stands to group A. `unclear`: nothing can be said, be it that one of them has no figure, too few messages for one, or no
 * difference that chance would not bring about as well.
 */
export type MetricChange = 'better' | 'worse' | 'same' | 'unclear'

/** One figure of two groups of runs, side by side. */
export interface ComparedMetric extends FigureSubject {
  /** One value of each run of A, in their order; null where a run has none. */
  readonly valuesA: readonly (number | null)[]
  readonly valuesB: readonly (number | null)[]
  /** The median of the values of A: of one run, its value. null: none has any. */
  readonly a: number | null
  readonly b: number | null
  /** B minus A. */
  readonly difference: number | null
  /** The difference in per cent of A; null when A is 0. */
  readonly percent: number | null
  /** Between which the difference in per cent lies with 95 % confidence; null for one run against one, and where A is 0. */
  readonly percentInterval: readonly [low: number, high: number] | null
  /** One run against one: differences up to this, in the metric's unit, are taken for noise. Among groups the runs themselves show the noise: 0. */
  readonly noiseFloor: number
  /** Two-sided test of Mann and Whitney on the values of this metric alone; null for one run against one. */
  readonly p: number | null
  /** p, with all metrics of the comparison taken into account. */
  readonly adjustedP: number | null
  readonly change: MetricChange
  /** Why the change is unclear; null when it is not. */
  readonly remark: string | null
}

/** The same figure of every run of either group; null where a run has none. */
export interface FigurePair {
  readonly subject: FigureSubject
  readonly a: readonly (RunFigure | null)[]
  readonly b: readonly (RunFigure | null)[]
}

/** What is called a change among groups: as seldom as this does chance alone bring about any in a whole comparison. */
export const SIGNIFICANCE = 0.01

/** One run against one: whether a difference exceeds what is known to be noise. Never a statement of significance. */
export function compareSingle({ subject, a: [a], b: [b] }: FigurePair): ComparedMetric {
  const metric = sideBySide(subject, [a?.value ?? null], [b?.value ?? null])
  if (a == null || b == null) return { ...metric, remark: `not measured in ${a == null ? (b == null ? 'either run' : 'run A') : 'run B'}` }
  const least = leastNoise(a, b)
  const noiseFloor = Math.max(least, a.noise.share * Math.max(Math.abs(a.value), Math.abs(b.value)))
  const remark = tooFewBeyond(a, b)
  const change = Math.abs(b.value - a.value) <= noiseFloor ? 'same' : directionOf(b.value - a.value, subject)
  return { ...metric, noiseFloor, change: remark === null ? change : 'unclear', remark }
}

/**
 * A failover may lie as far from another as the shorter RTO lets it: the longer one would hide the very difference that other timers
 * make. How far it lies off what was computed is each run's own affair.
 */
function leastNoise(a: RunFigure, b: RunFigure): number {
  const { family, metric } = a.subject
  const isStage = family === 'failover' && !metric.endsWith('-off-computed')
  return isStage ? Math.min(a.noise.least, b.noise.least) : Math.max(a.noise.least, b.noise.least)
}

/** Groups of runs: whether they differ by more than chance, seen together with all other metrics of the comparison. */
export function compareGroups(pair: FigurePair, finding: JointFinding, percentInterval: readonly [number, number] | null): ComparedMetric {
  const valuesA = pair.a.map((figure) => figure?.value ?? null)
  const valuesB = pair.b.map((figure) => figure?.value ?? null)
  const metric = sideBySide(pair.subject, valuesA, valuesB)
  const { p } = mannWhitney(present(valuesA), present(valuesB))
  const tested = { ...metric, percentInterval, p, adjustedP: finding.adjustedP }
  if (metric.a === null || metric.b === null) return { ...tested, remark: `not measured in ${metric.a === null ? 'A' : 'B'}` }
  // The rank sum is A's: below 0, the figures of B are the larger ones.
  if (finding.adjustedP < SIGNIFICANCE) return { ...tested, change: directionOf(-finding.z, pair.subject), remark: null }
  const values = new Set([...valuesA, ...valuesB])
  if (values.size === 1) return { ...tested, change: 'same', remark: null }
  return { ...tested, remark: 'no more than chance would bring about' }
}

function sideBySide(subject: FigureSubject, valuesA: readonly (number | null)[], valuesB: readonly (number | null)[]): ComparedMetric {
  const a = medianOf(valuesA)
  const b = medianOf(valuesB)
  const difference = a === null || b === null ? null : b - a
  const percent = difference === null || a === 0 ? null : (100 * difference) / Math.abs(a!)
  const untested = { percentInterval: null, noiseFloor: 0, p: null, adjustedP: null, change: 'unclear', remark: null } as const
  return { ...subject, valuesA, valuesB, a, b, difference, percent, ...untested }
}

function medianOf(values: readonly (number | null)[]): number | null {
  const measured = present(values)
  return measured.length === 0 ? null : median(measured)
}

export function present(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null)
}

function directionOf(difference: number, { better }: FigureSubject): MetricChange {
  return difference < 0 === (better === 'lower') ? 'better' : 'worse'
}

/** A percentile with hardly a message beyond it is a matter of luck; among groups, that luck shows in how the runs differ. */
function tooFewBeyond(a: RunFigure, b: RunFigure): string | null {
  if (a.beyond === null || b.beyond === null) return null
  const beyond = Math.min(a.beyond, b.beyond)
  return beyond < FEWEST_BEYOND ? `of one run only ${beyond} messages lie beyond it; ${FEWEST_BEYOND} are needed` : null
}

const FEWEST_BEYOND = 10
