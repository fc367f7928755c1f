import type { ComparedMetric } from './compared-metric.js'
import { FIGURE_FAMILIES, type FigureFamily } from './run-figures.js'

/** How much worse, in per cent, figures of a family may become. A family without a limit may become anything. */
export type RegressionLimits = Readonly<Partial<Record<FigureFamily, number>>>

/**
 * Reads `10%`, `latency=10%,faults=0%`, or `10%,latency=25%` (for all, and then otherwise for one).
 * @returns what is the matter with the text, in words, when it is none of these
 */
export function parseRegressionLimits(text: string): RegressionLimits | string {
  const limits: Partial<Record<FigureFamily, number>> = {}
  for (const part of text.split(',')) {
    const [, family, percent] = /^(?:([a-z]+)=)?(\d+(?:\.\d+)?) ?%?$/.exec(part.trim()) ?? []
    if (percent === undefined) return `${JSON.stringify(part.trim())} is no limit as 10% or latency=10%`
    if (family !== undefined && !isFamily(family)) return `${JSON.stringify(family)} is none of ${FIGURE_FAMILIES.join(', ')}`
    for (const each of FIGURE_FAMILIES)
      if (family === each || (family === undefined && limits[each] === undefined)) limits[each] = Number(percent)
  }
  return limits
}

/**
 * What became worse past its limit, and surely so: the metric is significantly worse, and its median is worse by more than the limit. From
 * nothing to something is past any limit.
 */
export function regressionsPast(limits: RegressionLimits, metrics: readonly ComparedMetric[]): ComparedMetric[] {
  return metrics.filter(({ family, adjustedP, change, percent, difference }) => {
    const limit = limits[family]
    if (limit === undefined || adjustedP === null || change !== 'worse') return false
    return percent === null ? difference !== 0 : Math.abs(percent) > limit
  })
}

function isFamily(word: string): word is FigureFamily {
  return (FIGURE_FAMILIES as readonly string[]).includes(word)
}
