import { describe, expect, it } from 'vitest'
import { RecordedOutput } from '../test/recording-surroundings.js'
import { canRedraw, isColourWanted, widthOf } from './terminal-look.js'

const TERMINAL = new RecordedOutput({ isTTY: true, columns: 100 })
const PIPE = new RecordedOutput()

describe('the look of an output', () => {
  it.each([
    ['a terminal', TERMINAL, {}, true],
    ['a pipe', PIPE, {}, false],
    ['a terminal without abilities', TERMINAL, { TERM: 'dumb' }, false],
    ['a terminal with NO_COLOR', TERMINAL, { NO_COLOR: '1' }, false],
    ['a terminal with NO_COLOR empty', TERMINAL, { NO_COLOR: '' }, true],
    ['a pipe with FORCE_COLOR', PIPE, { FORCE_COLOR: '1' }, true],
    ['a pipe with FORCE_COLOR empty', PIPE, { FORCE_COLOR: '' }, true],
    ['a terminal with FORCE_COLOR=0', TERMINAL, { FORCE_COLOR: '0' }, false],
    ['a pipe with both', PIPE, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('of %s has colours or not', (_, output, environment, expected) => {
    expect(isColourWanted(output, environment)).toBe(expected)
  })

  it('is as wide as the terminal, and 80 where nobody knows', () => {
    expect([100, 0, undefined, 12].map((columns) => widthOf(Object.assign(new RecordedOutput(), { columns })))).toEqual([100, 80, 80, 40])
  })

  it('moves only on a terminal that can', () => {
    expect(canRedraw(TERMINAL, {})).toBe(true)
    expect(canRedraw(TERMINAL, { TERM: 'dumb' })).toBe(false)
    expect(canRedraw(PIPE, { FORCE_COLOR: '1' })).toBe(false)
  })
})
