import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SlsDistribution } from './sls-distribution.js'

const ALL = Array.from({ length: 256 }, (_, sls) => sls)

describe('the distribution of SLS values', () => {
  it('has no owner without members, and one owner with one member', () => {
    const distribution = new SlsDistribution<string>()
    expect(distribution.ownerOf(7)).toBeNull()
    distribution.add('A')
    expect(ALL.every((sls) => distribution.ownerOf(sls) === 'A')).toBe(true)
    distribution.remove('A')
    expect(ALL.every((sls) => distribution.ownerOf(sls) === null)).toBe(true)
  })

  it('shares sixteen values evenly', () => {
    const distribution = new SlsDistribution<string>()
    for (const member of ['A', 'B', 'C']) distribution.add(member)
    const sizes = ['A', 'B', 'C'].map((member) => ALL.slice(0, 16).filter((sls) => distribution.ownerOf(sls) === member).length)
    expect(sizes.sort()).toEqual([5, 5, 6])
  })

  it('stays even and moves no SLS without need, whoever joins and leaves', () => {
    const steps = fc.array(fc.record({ join: fc.boolean(), member: fc.nat(19) }), { maxLength: 30 })
    fc.assert(
      fc.property(steps, (list) => {
        const distribution = new SlsDistribution<number>()
        for (const { join, member } of list) {
          const before = ALL.map((sls) => distribution.ownerOf(sls))
          const isMember = distribution.members.includes(member)
          if (join && !isMember) distribution.add(member)
          if (!join) distribution.remove(member)
          const moved = ALL.filter((sls) => distribution.ownerOf(sls) !== before[sls])
          expect(moved.every((sls) => (join ? distribution.ownerOf(sls) === member : before[sls] === member))).toBe(true)
          if (distribution.members.length === 0) continue
          for (let block = 0; block < 256; block += 16) {
            const shares = distribution.members.map(
              (who) => ALL.slice(block, block + 16).filter((sls) => distribution.ownerOf(sls) === who).length,
            )
            expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
          }
        }
      }),
    )
  })
})
