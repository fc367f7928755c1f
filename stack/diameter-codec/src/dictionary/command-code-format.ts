/**
 * The notation in which RFCs say what a command or a group is made of (RFC 6733 §3.2, §4.4). Dictionaries keep the grammar in
 * this notation, so that it can be held against the document line by line:
 *
 *     < Session-Id > { Origin-Host } 1* { Host-IP-Address } [ Origin-State-Id ] * [ AVP ]
 */

/** One line of a grammar. */
export interface GrammarRule {
  /** The AVP's name; "AVP" stands for any AVP the grammar does not name. */
  readonly avp: string
  readonly min: number
  /** Infinity when unbounded; 0 for an AVP that must not be present. */
  readonly max: number
  /** Written as `< … >`: it has a place of its own before all others. */
  readonly fixed: boolean
}

export type Grammar = readonly GrammarRule[]

/** The name that stands for any AVP (RFC 6733 §3.2). */
export const ANY_AVP = 'AVP'

/** Reads a grammar. Throws for a text that is none: grammars are part of the program, not input. */
export function parseGrammar(text: string): Grammar {
  const rules: GrammarRule[] = []
  let rest = text.trim()
  while (rest !== '') {
    const found = RULE.exec(rest)
    if (found === null) throw new SyntaxError(`not a command code format: ${rest}`)
    rules.push(ruleOf(found))
    rest = rest.slice(found[0].length)
  }
  return rules
}

/** A grammar with its rules at hand; made once for each. */
export class GrammarIndex {
  /** Names of fixed rules, in their order: they stand before all others. */
  readonly fixed: readonly string[]
  /** Rules that ask for one at least, by their place in the grammar. */
  readonly required: readonly number[]
  private readonly places = new Map<string, number>()
  private readonly placeOfAny: number

  constructor(readonly rules: Grammar) {
    rules.forEach(({ avp }, place) => {
      if (!this.places.has(avp)) this.places.set(avp, place)
    })
    this.placeOfAny = this.places.get(ANY_AVP) ?? -1
    this.fixed = rules.filter((rule) => rule.fixed).map((rule) => rule.avp)
    this.required = rules.flatMap((rule, place) => (rule.min > 0 ? [place] : []))
  }

  /** Where the rule of this name stands; the rule for "AVP" when it is not named; -1 when the grammar has no room for it. */
  placeFor(name: string): number {
    return this.places.get(name) ?? this.placeOfAny
  }
}

export function grammarIndex(grammar: Grammar): GrammarIndex {
  const known = INDEXES.get(grammar)
  if (known !== undefined) return known
  const index = new GrammarIndex(grammar)
  INDEXES.set(grammar, index)
  return index
}

function ruleOf([, min, star, max, bracket, name]: RegExpExecArray): GrammarRule {
  const fixed = bracket === '<'
  const optional = bracket === '['
  // RFC 6733 §3.2: without a qualifier a fixed or required rule means exactly one, an optional one none or one.
  if (star === undefined) return { avp: name!, min: optional ? 0 : 1, max: 1, fixed }
  // RFC 6733 §3.2: an absent minimum is 0 for fixed and optional rules and 1 for required ones, an absent maximum is infinity.
  const least = min === '' || min === undefined ? (bracket === '{' ? 1 : 0) : Number(min)
  const most = max === '' || max === undefined ? Number.POSITIVE_INFINITY : Number(max)
  return { avp: name!, min: least, max: most, fixed }
}

const RULE = /^(?:(\d*)(\*)(\d*))?\s*([<{[])\s*([A-Za-z0-9-]+)\s*[>}\]]\s*/
const INDEXES = new WeakMap<Grammar, GrammarIndex>()
