import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderTable } from './table.js'
import { hanging, shownWidth, wrapped } from './text-layout.js'

describe('broken text', () => {
  it('keeps a number with its unit and a tolerance with its figure', () => {
    expect(wrapped('it took 14 s', 10)).toEqual(['it took', '14 s'])
    expect(wrapped('computed 1 s ± 250 ms or so', 20)).toEqual(['computed', '1 s ± 250 ms or so'])
  })

  it('takes a line break for a hint', () => {
    expect(wrapped('path failed\n(T3-rtx expired)', 40)).toEqual(['path failed (T3-rtx expired)'])
    expect(wrapped('path failed\n(T3-rtx expired)', 20)).toEqual(['path failed', '(T3-rtx expired)'])
  })

  it('hangs under its first line', () => {
    expect(hanging('  ! ', 'one two three', 12)).toEqual(['  ! one two', '    three'])
  })

  it('loses no word and keeps within the width whenever the words do', () => {
    const word = fc.stringMatching(/^[a-z]{1,9}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), fc.integer({ min: 15, max: 60 }), (words, width) => {
        const lines = wrapped(words.join(' '), width)
        expect(lines.join(' ')).toBe(words.join(' '))
        expect(Math.max(...lines.map(shownWidth))).toBeLessThanOrEqual(width + 5)
      }),
    )
  })
})

describe('a table', () => {
  it('aligns its columns, painted or not, and lets one give way', () => {
    const columns = [
      { head: 'flow', align: 'left' },
      { head: 'lost', align: 'right' },
      { head: 'words', align: 'left', gives: true },
    ] as const
    const red = `${String.fromCharCode(27)}[31m7${String.fromCharCode(27)}[39m`
    const rows = [
      ['M3UA', red, 'quite a few words that do not fit'],
      ['Diameter', '1,000', 'two words'],
    ]
    const lines = renderTable(columns, rows, { colour: false, width: 40 })
    expect(lines.map((line) => line.replaceAll(red, '7'))).toEqual([
      '  flow       lost  words',
      '  ──────────────────────────────────────',
      '  M3UA          7  quite a few words',
      '                   that do not fit',
      '  Diameter  1,000  two words',
    ])
  })
})
