import { type ComparedMetric, compareGroups, compareSingle, type FigurePair, present, SIGNIFICANCE } from './compared-metric.js'
import { comparisonWarnings, type ParameterDifference, parameterDifferences, unlikenesses } from './comparison-circumstances.js'
import type { RecordedRun } from './recorded-run.js'
import { type FigureSubject, figuresOf, type RunFigure } from './run-figures.js'
import { jointFindings, smallestP } from './statistics/joint-permutation.js'
import { ratioInterval } from './statistics/ratio-of-medians.js'
import { seededChance } from './statistics/seeded-chance.js'

/** Two groups of runs side by side: A is the one to compare with, B the one in question. Either may be a single run. */
export interface RunComparison {
  readonly a: readonly RecordedRun[]
  readonly b: readonly RecordedRun[]
  /** In what the runs are not of a kind, so that their figures say nothing about one another; empty when they are. */
  readonly unlike: readonly string[]
  /** Why the comparison may say little; empty when nothing speaks against it. */
  readonly warnings: readonly string[]
  /** Between the first run of each group. */
  readonly parameters: readonly ParameterDifference[]
  /**
   * `single`: one run against one, judged by known noise, no statement of significance. `too-few`: groups so small that no difference
   * could be significant. `groups`: tested.
   */
  readonly kind: 'single' | 'too-few' | 'groups'
  /** By flow: messages, latency by phase, failover; then those of the whole run. */
  readonly metrics: readonly ComparedMetric[]
}

/** How much computing a comparison may take. */
export interface ComparisonEffort {
  /** Draws of the bootstrap behind each interval; 0: no intervals. */
  readonly resamples: number
  /** Deals of the runs to the groups behind each p. */
  readonly permutations: number
  readonly seed: number
}

/**
 * Compares runs by their own summaries (a percentile of one run is one value), never by their messages thrown together: messages of one
 * run are no independent witnesses. With several runs a side, every metric is tested by ranks, and what is called better or worse keeps
 * to `SIGNIFICANCE` over all metrics together: of a hundred comparisons of what does not differ, one finds anything.
 *
 * @param a not empty, as is b
 */
export function compareRuns(a: readonly RecordedRun[], b: readonly RecordedRun[], effort: Partial<ComparisonEffort> = {}): RunComparison {
  return {
    a,
    b,
    unlike: unlikenesses(a, b),
    warnings: comparisonWarnings(a, b),
    parameters: parameterDifferences(a[0]!, b[0]!),
    kind: comparisonKind(a.length, b.length),
    metrics: compareFigures(a.map(figuresOf), b.map(figuresOf), effort),
  }
}

export function comparisonKind(sizeA: number, sizeB: number): RunComparison['kind'] {
  if (sizeA === 1 && sizeB === 1) return 'single'
  return smallestP(sizeA, sizeB) < SIGNIFICANCE ? 'groups' : 'too-few'
}

/** The figures of each run of either group, metric by metric. The same for the same figures, to the last digit. */
export function compareFigures(
  a: readonly (readonly RunFigure[])[],
  b: readonly (readonly RunFigure[])[],
  effort: Partial<ComparisonEffort> = {},
): ComparedMetric[] {
  const { resamples, permutations, seed } = { ...USUAL_EFFORT, ...effort }
  const pairs = pairsOf(a, b)
  if (comparisonKind(a.length, b.length) === 'single') return pairs.map(compareSingle)
  const values = pairs.map((pair) => [...pair.a, ...pair.b].map((figure) => figure?.value ?? null))
  const findings = jointFindings(values, a.length, permutations, seededChance(seed))
  return pairs.map((pair, index) => {
    const of = (figures: FigurePair['a']): number[] => present(figures.map((figure) => figure?.value ?? null))
    const ratios = ratioInterval(of(pair.a), of(pair.b), resamples, seededChance(seed))
    return compareGroups(pair, findings[index]!, ratios === null ? null : [100 * (ratios[0] - 1), 100 * (ratios[1] - 1)])
  })
}

/** Every figure that any run has, in the order the runs have them. */
function pairsOf(a: readonly (readonly RunFigure[])[], b: readonly (readonly RunFigure[])[]): FigurePair[] {
  const pairs = new Map<string, { subject: FigureSubject; a: (RunFigure | null)[]; b: (RunFigure | null)[] }>()
  const enter = (runs: readonly (readonly RunFigure[])[], side: 'a' | 'b'): void => {
    for (const [run, figures] of runs.entries())
      for (const figure of figures) {
        const key = JSON.stringify(figure.subject)
        let pair = pairs.get(key)
        if (pair === undefined) {
          pair = { subject: figure.subject, a: a.map(() => null), b: b.map(() => null) }
          pairs.set(key, pair)
        }
        pair[side][run] = figure
      }
  }
  enter(a, 'a')
  enter(b, 'b')
  return [...pairs.values()]
}

const USUAL_EFFORT: ComparisonEffort = { resamples: 2000, permutations: 10_000, seed: 1 }
