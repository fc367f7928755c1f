import type { Distribution } from '../plan/load-plan.js'
import { WeightedChoice, wordOf } from './chosen-by-number.js'

/** Numbers of a distribution, by the number of the message they are for: the same message always has the same. Allocates nothing. */
export class DrawnNumber {
  readonly least: number
  readonly most: number
  private readonly values: Float64Array | null
  private readonly choice: WeightedChoice | null

  constructor(
    distribution: Distribution,
    private readonly seed: number,
  ) {
    if (distribution.kind === 'uniform') {
      this.least = distribution.least
      this.most = distribution.most
      this.values = null
      this.choice = null
      return
    }
    this.values = Float64Array.from(distribution.values)
    this.choice = new WeightedChoice(distribution.weights)
    this.least = Math.min(...distribution.values)
    this.most = Math.max(...distribution.values)
  }

  of(message: number): number {
    if (this.least === this.most) return this.least
    const word = wordOf(this.seed, message)
    if (this.choice === null) return this.least + Math.floor((word / 0x1_0000_0000) * (this.most - this.least + 1))
    return this.values![this.choice.of(word)]!
  }
}
