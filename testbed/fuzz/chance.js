/**
 * Chance that can be had again: the same seed gives the same numbers (mulberry32). Fast, and no secret.
 */
export class Chance {
  /** @param {number} seed 32 bits */
  constructor(seed) {
    this.state = seed | 0
  }

  /** @returns {number} uniform over 0 to 2^32-1 */
  u32() {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  /**
   * @param {number} count
   * @returns {number} 0 to count - 1; 0 for a count of 0
   */
  below(count) {
    return count === 0 ? 0 : this.u32() % count
  }

  /**
   * @template T
   * @param {readonly T[]} list not empty
   * @returns {T}
   */
  oneOf(list) {
    return /** @type {T} */ (list[this.below(list.length)])
  }
}

/**
 * The seed of one batch: every batch can be had again by itself, however many workers there were.
 *
 * @param {number} runSeed
 * @param {string} target
 * @param {number} batch
 */
export function batchSeed(runSeed, target, batch) {
  let hash = runSeed ^ 0x9e3779b9
  for (const character of `${target}/${batch}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return hash >>> 0
}
