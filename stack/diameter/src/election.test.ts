import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { winsElection } from './election.js'

describe('election', () => {
  it('is won by the name that comes later, whatever its case (RFC 6733 §5.6.4)', () => {
    expect(winsElection('b.example', 'a.example')).toBe(true)
    expect(winsElection('a.example', 'B.example')).toBe(false)
    expect(winsElection('B.example', 'a.example')).toBe(true)
    expect(winsElection('a.example.net', 'a.example')).toBe(true)
    // "_" lies between "Z" and "a": folded upwards, not downwards.
    expect(winsElection('_.example', 'a.example')).toBe(true)
  })

  it('comes out inverse on the two sides, and has no winner between equal names', () => {
    fc.assert(
      fc.property(fc.domain(), fc.domain(), (a, z) => {
        const equal = a.toUpperCase() === z.toUpperCase()
        expect([winsElection(a, z), winsElection(z, a)].filter(Boolean).length).toBe(equal ? 0 : 1)
      }),
    )
  })
})
