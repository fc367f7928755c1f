import { median } from './ranks.js'
import type { Chance } from './seeded-chance.js'

/**
 * Between which the ratio of the medians, B over A, lies with 95 % confidence: the percentile bootstrap, which draws runs of each group
 * anew, with repetition, and looks how much the ratio of their medians moves.
 *
 * @param resamples how often to draw
 * @returns null when there is nothing to draw from (a group without two runs in either) or a median of A may be 0
 */
export function ratioInterval(
  a: readonly number[],
  b: readonly number[],
  resamples: number,
  chance: Chance,
): readonly [low: number, high: number] | null {
  if (resamples === 0 || a.length === 0 || b.length === 0 || (a.length === 1 && b.length === 1)) return null
  const ratios = new Float64Array(resamples)
  const drawnA = [...a]
  const drawnB = [...b]
  for (let draw = 0; draw < resamples; draw++) {
    const below = median(drawAnew(a, drawnA, chance))
    if (below === 0) return null
    ratios[draw] = median(drawAnew(b, drawnB, chance)) / below
  }
  ratios.sort()
  const at = (share: number): number => ratios[Math.min(resamples - 1, Math.floor(share * resamples))]!
  return [at((1 - CONFIDENCE) / 2), at((1 + CONFIDENCE) / 2)]
}

function drawAnew(values: readonly number[], into: number[], chance: Chance): number[] {
  for (let index = 0; index < into.length; index++) into[index] = values[Math.floor(chance() * values.length)]!
  return into
}

const CONFIDENCE = 0.95
