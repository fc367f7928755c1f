import { describe, expect, it } from 'vitest'
import { nearestWord } from './nearest-word.js'

const COMMANDS = ['run', 'report', 'compare', 'profiles']

describe('the nearest word', () => {
  it.each([
    ['rnu', 'run'],
    ['rum', 'run'],
    ['repotr', 'report'],
    ['Report', 'report'],
    ['comapre', 'compare'],
    ['profile', 'profiles'],
    ['comp', 'compare'],
    ['re', 'report'],
  ])('to %s is %s', (written, meant) => {
    expect(nearestWord(written, COMMANDS)).toBe(meant)
  })

  it.each(['', 'x', 'start', 'r', 'measure'])('to %j is none', (written) => {
    expect(nearestWord(written, COMMANDS)).toBeNull()
  })

  it('is none where two begin alike', () => {
    expect(nearestWord('capture', ['capture-file', 'capture-size'])).toBeNull()
  })
})
