/** How many shades a heat map has. */
export const HEAT_STEPS = 7

/** Shades for figures that differ by factors: each step is the same factor wide. What is 0 has the first. */
export class HeatScale {
  /** The lower end of each step but the first. */
  readonly bounds: readonly number[]

  private constructor(
    /** Of those above 0. */
    private readonly least: number,
    private readonly most: number,
    private readonly hasZero: boolean,
  ) {
    const factor = least > 0 ? (most / least) ** (1 / HEAT_STEPS) : 1
    this.bounds = factor < SMALLEST_FACTOR ? [] : Array.from({ length: HEAT_STEPS - 1 }, (_, i) => least * factor ** (i + 1))
  }

  static of(values: readonly number[]): HeatScale {
    const positive = values.filter((value) => value > 0)
    const hasZero = positive.length < values.length
    return positive.length === 0 ? new HeatScale(0, 0, hasZero) : new HeatScale(Math.min(...positive), Math.max(...positive), hasZero)
  }

  /** 0 for the lowest; below HEAT_STEPS. */
  stepOf(value: number): number {
    return this.bounds.filter((bound) => value >= bound).length
  }

  /** From where to where each step goes; a single one where all figures are about the same. */
  get steps(): readonly { readonly from: number; readonly to: number }[] {
    const ends = [this.hasZero ? 0 : this.least, ...this.bounds, this.most]
    return ends.slice(1).map((to, i) => ({ from: ends[i]!, to }))
  }
}

/** Figures closer together than that have one shade. */
const SMALLEST_FACTOR = 1.005
