import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TransportAddressTable } from './transport-address-table.js'

const octetsOf = (last: number) => Uint8Array.of(10, 0, last >> 8, last & 255)
const intern = (table: TransportAddressTable, last: number) => table.intern(octetsOf(last), 9899)

function endTurns(table: TransportAddressTable, count = 2) {
  for (let i = 0; i < count; i++) table.endTurn()
}

describe('transport address table', () => {
  it('gives an address the same index as before, and another to another port', () => {
    const table = new TransportAddressTable()
    const [one, other] = [intern(table, 1), table.intern(octetsOf(1), 9900)]
    expect([intern(table, 1), table.find('10.0.0.1', 9900), table.find('10.0.0.1', 0)]).toEqual([one, other, -1])
    expect([table.size, table.sameHost(one, other), table.at(other).encapsulationPort]).toEqual([2, true, 9900])
  })

  it('gives a new address the index that nobody has held for the longest time', () => {
    const table = new TransportAddressTable(3)
    const [a, b, c] = [intern(table, 1), intern(table, 2), intern(table, 3)]
    table.hold(a)
    endTurns(table)
    // Asked for again: younger than the third now.
    expect(intern(table, 2)).toBe(b)
    endTurns(table)
    expect(intern(table, 4)).toBe(c)
    table.release(a)
    endTurns(table)
    expect([intern(table, 5), intern(table, 6), intern(table, 7)]).toEqual([b, c, a])
    expect([table.find('10.0.0.3', 9899), table.size]).toEqual([-1, 3])
  })

  it('leaves alone what was entered or let go in this turn or the one before', () => {
    const table = new TransportAddressTable(1)
    const index = intern(table, 1)
    table.hold(index)
    endTurns(table)
    table.release(index)
    expect(intern(table, 2)).toBe(-1)
    table.endTurn()
    expect(intern(table, 2)).toBe(-1)
    table.endTurn()
    expect(intern(table, 2)).toBe(index)
  })

  it('keeps an index until it has been released as often as it was held', () => {
    const table = new TransportAddressTable(1)
    const index = intern(table, 1)
    table.hold(index)
    table.hold(index)
    table.releaseAll(Int32Array.of(index, 9), 1)
    endTurns(table)
    expect(intern(table, 2)).toBe(-1)
    table.release(index)
    endTurns(table)
    expect(intern(table, 2)).toBe(index)
  })

  it('refuses indices that it did not give, and a release too many', () => {
    const table = new TransportAddressTable()
    const index = intern(table, 1)
    for (const wrong of [-1, 1]) {
      expect(() => table.at(wrong)).toThrow(RangeError)
      expect(() => table.hold(wrong)).toThrow(RangeError)
    }
    expect(() => table.release(index)).toThrow(RangeError)
  })

  it('agrees with a list of addresses ordered by when they were let go', () => {
    const command = fc.oneof(
      fc.record({ what: fc.constant('intern' as const), last: fc.integer({ min: 0, max: 11 }) }),
      fc.record({ what: fc.constantFrom('hold' as const, 'release' as const, 'find' as const), last: fc.integer({ min: 0, max: 11 }) }),
      fc.record({ what: fc.constant('endTurn' as const), last: fc.constant(0) }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(command, { maxLength: 120 }), (most, commands) => {
        const table = new TransportAddressTable(most)
        /** Every address that is known, with the indices they have; those nobody holds in the order they were let go. */
        let known: { last: number; index: number; holders: number; since: number }[] = []
        let turn = 0
        for (const { what, last } of commands) {
          const entry = known.find((each) => each.last === last)
          const letGo = (each: (typeof known)[0]) => {
            each.since = turn
            known = [...known.filter((other) => other !== each), each]
          }
          switch (what) {
            case 'intern': {
              const index = intern(table, last)
              if (entry !== undefined) {
                expect(index).toBe(entry.index)
                if (entry.holders === 0) letGo(entry)
                break
              }
              const eldest = known.find(({ holders }) => holders === 0)
              if (known.length < most) expect(index).toBe(known.length)
              else if (eldest === undefined || turn - eldest.since < 2) {
                expect(index).toBe(-1)
                break
              } else {
                expect(index).toBe(eldest.index)
                known = known.filter((each) => each !== eldest)
              }
              known.push({ last, index, holders: 0, since: turn })
              break
            }
            case 'hold':
              if (entry === undefined) break
              table.hold(entry.index)
              entry.holders++
              break
            case 'release':
              if (entry === undefined || entry.holders === 0) break
              table.release(entry.index)
              if (--entry.holders === 0) letGo(entry)
              break
            case 'endTurn':
              table.endTurn()
              turn++
              break
            default:
          }
          for (const { last: each, index } of known) expect(table.at(index).octets).toEqual(octetsOf(each))
          expect(table.find(`10.0.0.${last}`, 9899)).toBe(known.find((each) => each.last === last)?.index ?? -1)
          expect(table.size).toBe(known.length)
        }
      }),
      { numRuns: 500 },
    )
  })
})
