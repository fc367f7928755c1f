import { type AffectedPointCode, coversPointCode } from '@sigbed/m3ua-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PointCodeMap } from './point-code-map.js'

describe('PointCodeMap', () => {
  it('holds what was last said, whether of a range or of one of its point codes', () => {
    const map = new PointCodeMap(10)
    expect(map.set({ mask: 3, pointCode: 0x1005 }, 2, 0)).toBe('changed')
    expect([map.valueOf(0x0fff), map.valueOf(0x1000), map.valueOf(0x1007), map.valueOf(0x1008)]).toEqual([0, 2, 2, 0])
    expect(map.set({ mask: 0, pointCode: 0x1001 }, 0, 0)).toBe('changed')
    expect([map.valueOf(0x1000), map.valueOf(0x1001), map.size]).toEqual([2, 0, 2])
    expect(map.set({ mask: 3, pointCode: 0x1000 }, 2, 0)).toBe('changed')
    expect([map.valueOf(0x1001), map.size]).toEqual([2, 1])
    expect(map.set({ mask: 3, pointCode: 0x1000 }, 2, 0)).toBe('same')
    expect(map.set({ mask: 24, pointCode: 0 }, 0, 0)).toBe('changed')
    expect(map.size).toBe(0)
  })

  it('takes no more ranges than it may, and goes on changing those it has', () => {
    const map = new PointCodeMap(2)
    map.set({ mask: 0, pointCode: 1 }, 1, 0)
    map.set({ mask: 0, pointCode: 2 }, 1, 0)
    expect(map.set({ mask: 0, pointCode: 3 }, 1, 0)).toBe('full')
    expect(map.set({ mask: 0, pointCode: 2 }, 2, 0)).toBe('changed')
    expect(map.set({ mask: 0, pointCode: 1 }, 0, 0)).toBe('changed')
    expect(map.set({ mask: 0, pointCode: 3 }, 1, 0)).toBe('changed')
    expect([1, 2, 3].map((pointCode) => map.valueOf(pointCode))).toEqual([0, 2, 1])
  })

  it('agrees with a plain list of everything that was ever said', () => {
    const said = fc.record({ mask: fc.nat(5), pointCode: fc.nat(31), value: fc.nat(2) })
    fc.assert(
      fc.property(fc.array(said, { maxLength: 40 }), (list) => {
        const map = new PointCodeMap(1_000)
        const before: (AffectedPointCode & { value: number })[] = []
        const told = (pointCode: number) => before.filter((one) => coversPointCode(one, pointCode)).at(-1)?.value ?? 0
        const all = Array.from({ length: 32 }, (_, pointCode) => pointCode)
        for (const one of list) {
          const changes = all.some((pointCode) => coversPointCode(one, pointCode) && told(pointCode) !== one.value)
          const answer = map.set(one, one.value, 0)
          // It may take a range for changed whose every point code had a narrower entry; never the other way round.
          if (changes) expect(answer).toBe('changed')
          before.push(one)
          expect(all.map((pointCode) => map.valueOf(pointCode))).toEqual(all.map(told))
          expect([...map.entries()]).toHaveLength(map.size)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('finds what lies within a range, narrow or wide, among few entries or many', () => {
    const entry = fc.record({ mask: fc.nat(6), pointCode: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), entry, (list, range) => {
        const map = new PointCodeMap(1_000)
        for (const one of list) map.set(one, 1 + (one.pointCode % 3), 0)
        const held = [...map.entries()].filter(({ mask, pointCode }) => mask < range.mask && coversPointCode(range, pointCode))
        const found = map.within(range)
        expect(new Set(found)).toEqual(new Set(held))
        expect(found).toHaveLength(held.length)
        expect(found.map(({ mask }) => mask)).toEqual(found.map(({ mask }) => mask).sort((a, b) => b - a))
      }),
      { numRuns: 300 },
    )
  })
})
