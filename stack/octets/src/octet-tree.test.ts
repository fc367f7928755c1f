import { describe, expect, it } from 'vitest'
import { MOST_SHOWN_OCTETS, octetTree, shownOctets, TreeBound } from './octet-tree.js'

describe('octet tree', () => {
  it('is plain data with everything in it', () => {
    expect(octetTree('A', 1, 2, { value: 3 })).toEqual({
      name: 'A',
      facts: {},
      value: 3,
      meaning: null,
      at: 1,
      length: 2,
      faults: [],
      inside: [],
    })
  })

  it('shows octets up to a bound, and says how many there are', () => {
    const octets = new Uint8Array(MOST_SHOWN_OCTETS + 2).fill(0xab)
    expect(shownOctets(octets, 1, 3)).toBe('ababab')
    expect(shownOctets(octets, 2, 4000)).toBe('ab'.repeat(MOST_SHOWN_OCTETS))
    expect(shownOctets(octets, 0, octets.length)).toBe(`${'ab'.repeat(MOST_SHOWN_OCTETS)}… (${octets.length} octets)`)
    expect(shownOctets(octets, octets.length, 4)).toBe('')
  })

  it('counts what may still be shown', () => {
    const bound = new TreeBound(2)
    expect([bound.take(), bound.take(), bound.take()]).toEqual([true, true, false])
  })
})
