/**
 * Whole numbers of up to 53 bits in as few octets as they need: seven bits an octet, least significant first, the top bit
 * saying that more follow. Division instead of shifts, because shifts end at 32 bits.
 */

/** What keeps octets from being a number. */
export type IntegerFault = 'cut-short' | 'number-too-large' | 'not-shortest-form'

/** The most octets one number takes. */
export const LONGEST_INTEGER_OCTETS = 8

/** Writes `value` (0 … 2^53 - 1) at `at`; returns where the next thing goes. The caller has left room. */
export function writeInteger(octets: Uint8Array, at: number, value: number): number {
  while (value > 0x7f) {
    octets[at++] = (value % 0x80) | 0x80
    value = Math.floor(value / 0x80)
  }
  octets[at++] = value
  return at
}

/** Reads one number after another out of octets that may be hostile; every read moves `at` on by at least one. */
export class IntegerReader {
  at = 0
  /** @param refusal the error to throw for a fault at an octet: whose number it is knows what to say */
  constructor(
    private readonly octets: Uint8Array,
    private readonly refusal: (fault: IntegerFault, at: number) => Error,
  ) {}

  get atEnd(): boolean {
    return this.at >= this.octets.length
  }

  /** @throws the refusal when cut short, above 2^53 - 1 or longer than need be (so that each number has one form). */
  read(): number {
    const begin = this.at
    let value = 0
    let weight = 1
    for (;;) {
      if (this.at >= this.octets.length) throw this.refusal('cut-short', this.at)
      if (this.at - begin >= LONGEST_INTEGER_OCTETS) throw this.refusal('number-too-large', begin)
      const octet = this.octets[this.at++]!
      value += (octet & 0x7f) * weight
      weight *= 0x80
      if (octet >= 0x80) continue
      if (octet === 0 && this.at - begin > 1) throw this.refusal('not-shortest-form', begin)
      if (value > Number.MAX_SAFE_INTEGER) throw this.refusal('number-too-large', begin)
      return value
    }
  }
}
