import { describe, expect, it } from 'vitest'
import { parseGrammar, ruleFor } from './command-code-format.js'

describe('command code format', () => {
  it('reads every form of RFC 6733 §3.2', () => {
    expect(parseGrammar('< A > { B } [ C ] 1*{ D } *{ E } * [ F ] 0*1< G > 2*3{ H } *0[ I ] * [ AVP ]')).toEqual([
      { avp: 'A', min: 1, max: 1, fixed: true },
      { avp: 'B', min: 1, max: 1, fixed: false },
      { avp: 'C', min: 0, max: 1, fixed: false },
      { avp: 'D', min: 1, max: Number.POSITIVE_INFINITY, fixed: false },
      { avp: 'E', min: 1, max: Number.POSITIVE_INFINITY, fixed: false },
      { avp: 'F', min: 0, max: Number.POSITIVE_INFINITY, fixed: false },
      { avp: 'G', min: 0, max: 1, fixed: true },
      { avp: 'H', min: 2, max: 3, fixed: false },
      { avp: 'I', min: 0, max: 0, fixed: false },
      { avp: 'AVP', min: 0, max: Number.POSITIVE_INFINITY, fixed: false },
    ])
  })

  it('lets a named rule go before the rule for any AVP', () => {
    const grammar = parseGrammar('* [ AVP ] [ A ]')
    expect(ruleFor(grammar, 'A')?.max).toBe(1)
    expect(ruleFor(grammar, 'B')?.avp).toBe('AVP')
    expect(ruleFor(parseGrammar('[ A ]'), 'B')).toBeNull()
  })

  it.each(['A', '{ }', '{ A', '1{ A }', '{ A } junk'])('refuses %j when the program loads', (text) => {
    expect(() => parseGrammar(text)).toThrow(SyntaxError)
  })
})
