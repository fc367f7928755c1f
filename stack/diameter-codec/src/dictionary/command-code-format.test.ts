import { describe, expect, it } from 'vitest'
import { grammarIndex, parseGrammar } from './command-code-format.js'

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
    const grammar = grammarIndex(parseGrammar('* [ AVP ] [ A ]'))
    expect([grammar.placeFor('A'), grammar.placeFor('B')]).toEqual([1, 0])
    expect(grammarIndex(parseGrammar('[ A ]')).placeFor('B')).toBe(-1)
  })

  it('knows what is fixed and what is asked for, and is made once', () => {
    const grammar = parseGrammar('0*1< S > < T > { A } [ B ] 2*{ C }')
    expect(grammarIndex(grammar)).toMatchObject({ fixed: ['S', 'T'], required: [1, 2, 4] })
    expect(grammarIndex(grammar)).toBe(grammarIndex(grammar))
  })

  it.each(['A', '{ }', '{ A', '1{ A }', '{ A } junk'])('refuses %j when the program loads', (text) => {
    expect(() => parseGrammar(text)).toThrow(SyntaxError)
  })
})
