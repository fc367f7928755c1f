import { millisecondsOf } from '@sigbed/testbed'
import type { RatePoint } from '../workload/time-warp.js'
import type { Distribution } from './load-plan.js'

/** `100..5000 in 30s`. @returns the points, or what is wrong, as the end of a sentence */
export function parseRamp(text: string): readonly RatePoint[] | string {
  const [, from, to, time] = /^\s*([\d.]+)\s*\.\.\s*([\d.]+)\s+in\s+(\S+(?:\s?(?:ms|s|m|h))?)\s*$/.exec(text) ?? []
  const lengthMs = millisecondsOf(time ?? '')
  const [first, last] = [rateOf(from), rateOf(to)]
  if (first === null || last === null || !(lengthMs > 0)) return 'takes two rates and a time, such as 100..5000 in 30s'
  return [
    { atMs: 0, perSecond: first },
    { atMs: lengthMs, perSecond: last },
  ]
}

/** `1000@0s` and the like, in order of time; the first at 0. */
export function parseSteps(texts: readonly string[]): readonly RatePoint[] | string {
  const points = texts.map((text) => {
    const [, rate, time] = /^\s*([\d.]+)\s*@\s*(.+?)\s*$/.exec(text) ?? []
    return { atMs: millisecondsOf(time ?? ''), perSecond: rateOf(rate) ?? Number.NaN }
  })
  const wrong = points.findIndex(({ atMs, perSecond }) => Number.isNaN(atMs) || Number.isNaN(perSecond))
  if (wrong >= 0) return `takes rates from an instant on, such as 1000@0s, 5000@10s, not ${JSON.stringify(texts[wrong])}`
  if (points[0]?.atMs !== 0) return 'has nothing to begin with: give the first rate from 0s on, such as 1000@0s'
  const late = points.findIndex(({ atMs }, i) => i > 0 && !(atMs > points[i - 1]!.atMs))
  return late < 0 ? points : `takes instants in order: ${JSON.stringify(texts[late])} does not come after the one before`
}

/** `100`, `50..200`, or `60:3,200:1` by weight. Whole numbers. */
export function parseDistribution(given: string | number): Distribution | string {
  const text = String(given)
  const [, least, most] = /^\s*(\d{1,5})\s*\.\.\s*(\d{1,5})\s*$/.exec(text) ?? []
  if (least !== undefined && Number(least) <= Number(most)) return { kind: 'uniform', least: Number(least), most: Number(most) }
  const entries = text.split(',').map((entry) => /^\s*(\d{1,5})(?:\s*:\s*(\d{1,6}(?:\.\d{1,6})?))?\s*$/.exec(entry))
  const values = entries.map((entry) => Number(entry?.[1] ?? Number.NaN))
  const weights = entries.map((entry) => Number(entry?.[2] ?? 1))
  if (values.some(Number.isNaN) || !weights.some((weight) => weight > 0))
    return `takes a number, a range such as 50..200, or numbers with weights such as 60:3,200:1; not ${JSON.stringify(text)}`
  return { kind: 'list', values, weights }
}

/** The least and the most a distribution may give. */
export function boundsOf(distribution: Distribution): readonly [least: number, most: number] {
  if (distribution.kind === 'uniform') return [distribution.least, distribution.most]
  return [Math.min(...distribution.values), Math.max(...distribution.values)]
}

function rateOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,7}(\.\d{1,6})?$/.test(text) ? Number(text) : null
}
