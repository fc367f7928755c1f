import { octetTree } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { countFaults, treeText } from './tree-text.js'

const TREE = octetTree('A', 0, 8, {
  facts: { code: 1, flags: 'M' },
  inside: [octetTree('B', 0, 4, { value: 7, meaning: 'SEVEN', faults: ['too many', 'too late'] })],
})

describe('tree text', () => {
  it('indents what stands inside, and puts faults below', () => {
    expect(treeText(TREE, false)).toBe('A  (code 1, flags M)\n  B  7  SEVEN\n    ! too many\n    ! too late\n')
    expect(countFaults(TREE)).toBe(2)
  })

  it('colours where colours are wanted', () => {
    expect(treeText(TREE, true)).toContain('\u001b[31m! too many')
  })

  it('lets no octets from the wire steer the terminal', () => {
    expect(treeText(octetTree('A', 0, 1, { value: 'a\u001b[2Jb\r\n\u202ec' }), false)).toBe('A  a\\u{1b}[2Jb\\u{d}\\u{a}\\u{202e}c\n')
  })
})
