/**
 * Chance that can be repeated: the generator sfc32 ("small fast counting": 96 bits of mixed state, and a counter that rules out
 * cycles shorter than 2^32), its state filled from the seed by a splitmix of 32 bits, so that neighbouring seeds have nothing in
 * common. Good statistics, and no use at all as a secret.
 */
export class SeededRandom {
  private a: number
  private b: number
  private c: number
  private counter = 1

  /** @param seed any number; its low 32 bits count. Equal seeds give equal sequences on every machine. */
  constructor(readonly seed: number) {
    let state = seed | 0
    const splitmix = (): number => {
      state = (state + 0x9e3779b9) | 0
      let z = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
      return z ^ (z >>> 16)
    }
    this.a = splitmix()
    this.b = splitmix()
    this.c = splitmix()
    for (let i = 0; i < ROUNDS_BEFORE_THE_FIRST; i++) this.uint32()
  }

  /** Uniform over 0 to 2^32-1. */
  uint32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** Uniform over 0 (reached) to 1 (never reached), in steps of 2^-32. */
  fraction(): number {
    return this.uint32() / 0x1_0000_0000
  }

  /**
   * Uniform over the integers 0 to n-1, without the small bias of a remainder.
   *
   * @throws RangeError unless n is an integer from 1 to 2^32.
   */
  below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 0x1_0000_0000) throw new RangeError(`below() wants an integer from 1 to 2^32, not ${n}`)
    const unbiased = 0x1_0000_0000 - (0x1_0000_0000 % n)
    let drawn = this.uint32()
    while (drawn >= unbiased) drawn = this.uint32()
    return drawn % n
  }
}

/** The state needs a few rounds before every bit of it depends on every bit of the seed. */
const ROUNDS_BEFORE_THE_FIRST = 12
