/**
 * Chance that depends on a number and a seed alone: the same arrival makes the same choice, in whichever worker and after whatever went
 * before. Uniform over 0 to 2^32-1.
 */
export function wordOf(seed: number, number: number): number {
  return mixed(mixed((seed + Math.imul(number, GOLDEN_RATIO)) | 0) ^ seed ^ Math.trunc(number / 0x1_0000_0000)) >>> 0
}

/** A choice among things with weights; allocates nothing. */
export class WeightedChoice {
  private readonly upTo: Float64Array

  /** @param weights above 0 together */
  constructor(weights: readonly number[]) {
    const sum = weights.reduce((total, weight) => total + weight, 0)
    let reached = 0
    this.upTo = Float64Array.from(weights, (weight) => {
      reached += weight
      return (reached / sum) * 0x1_0000_0000
    })
    // Rounding must not leave a word without a choice.
    this.upTo[weights.length - 1] = 0x1_0000_0000
  }

  /** The position chosen. */
  of(word: number): number {
    let i = 0
    while (word >= this.upTo[i]!) i++
    return i
  }
}

/** The finaliser of MurmurHash3: a change of any bit changes half of the others. */
function mixed(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return word ^ (word >>> 16)
}

const GOLDEN_RATIO = 0x9e3779b9
