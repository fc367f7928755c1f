import { ANY_AVP, type Grammar, type GrammarIndex, type GrammarRule, grammarIndex } from './dictionary/command-code-format.js'
import { ResultCode } from './result-code.js'

/** Counts the AVPs of one message or group against its grammar (RFC 6733 §3.2). */
export class Occurrences {
  private readonly index: GrammarIndex
  /** By the place of the rule. */
  private readonly counts: number[]
  /** The place of the rule that was met last; past all fixed places once an AVP came that may stand anywhere. */
  private place = 0

  constructor(grammar: Grammar) {
    this.index = grammarIndex(grammar)
    this.counts = new Array<number>(grammar.length).fill(0)
  }

  /** Takes one more AVP of this name. 0, or the Result-Code that refuses it. */
  admit(name: string): number {
    const place = this.index.placeFor(name)
    const rule = this.index.rules[place]
    this.place = rule?.fixed === true ? Math.max(this.place, place) : ANYWHERE
    // RFC 6733 §7.1.5: 5008 for an AVP that "MUST NOT be present"; §3.2: a maximum of 0 says the same.
    if (rule === undefined || rule.max === 0) return ResultCode.DIAMETER_AVP_NOT_ALLOWED
    // RFC 6733 §7.1.5: 5009, with the first instance that exceeded the maximum.
    return ++this.counts[place]! > rule.max ? ResultCode.DIAMETER_AVP_OCCURS_TOO_MANY_TIMES : 0
  }

  /** Takes one more AVP that no dictionary knows: never refused, but it counts where the grammar asks for any AVP. */
  admitArbitrary(): void {
    this.place = ANYWHERE
    const place = this.index.placeFor(ANY_AVP)
    if (place >= 0) this.counts[place]!++
  }

  /** Whether the next AVP, of this name, has a fixed position that has gone by. RFC 6733 §3.2: "Defines the fixed position of an AVP." */
  isMisplaced(name: string): boolean {
    const place = this.index.placeFor(name)
    return this.index.rules[place]?.fixed === true && place < this.place
  }

  /** The rules that ask for more than came, in their order. */
  missing(): readonly GrammarRule[] {
    const { rules, required } = this.index
    for (const place of required) {
      if (this.counts[place]! < rules[place]!.min) return rules.filter((rule, at) => this.counts[at]! < rule.min)
    }
    return NOTHING_MISSING
  }
}

const ANYWHERE = Number.POSITIVE_INFINITY
const NOTHING_MISSING: readonly GrammarRule[] = []
