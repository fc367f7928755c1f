import { ANY_AVP, type Grammar, type GrammarRule, ruleFor } from './dictionary/command-code-format.js'
import { ResultCode } from './result-code.js'

/** Counts the AVPs of one message or group against its grammar (RFC 6733 §3.2). */
export class Occurrences {
  private readonly counts = new Map<GrammarRule, number>()
  /** The place of the rule that was met last; past all fixed places once an AVP came that may stand anywhere. */
  private place = 0

  constructor(private readonly grammar: Grammar) {}

  /** Takes one more AVP of this name. 0, or the Result-Code that refuses it. */
  admit(name: string): number {
    const rule = ruleFor(this.grammar, name)
    this.place = rule?.fixed === true ? Math.max(this.place, this.grammar.indexOf(rule)) : ANYWHERE
    // RFC 6733 §7.1.5: 5008 for an AVP that "MUST NOT be present"; §3.2: a maximum of 0 says the same.
    if (rule === null || rule.max === 0) return ResultCode.DIAMETER_AVP_NOT_ALLOWED
    const count = (this.counts.get(rule) ?? 0) + 1
    this.counts.set(rule, count)
    // RFC 6733 §7.1.5: 5009, with the first instance that exceeded the maximum.
    return count > rule.max ? ResultCode.DIAMETER_AVP_OCCURS_TOO_MANY_TIMES : 0
  }

  /** Takes one more AVP that no dictionary knows: never refused, but it counts where the grammar asks for any AVP. */
  admitArbitrary(): void {
    this.place = ANYWHERE
    const rule = ruleFor(this.grammar, ANY_AVP)
    if (rule !== null) this.counts.set(rule, (this.counts.get(rule) ?? 0) + 1)
  }

  /** Whether the next AVP, of this name, has a fixed position that has gone by. RFC 6733 §3.2: "Defines the fixed position of an AVP." */
  isMisplaced(name: string): boolean {
    const rule = ruleFor(this.grammar, name)
    return rule?.fixed === true && this.grammar.indexOf(rule) < this.place
  }

  /** The rules that ask for more than came, in their order. */
  missing(): readonly GrammarRule[] {
    return this.grammar.filter((rule) => (this.counts.get(rule) ?? 0) < rule.min)
  }
}

const ANYWHERE = Number.POSITIVE_INFINITY
