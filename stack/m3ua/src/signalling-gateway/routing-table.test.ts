import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalKey, keyOfAs, type RoutedDestination, specificity } from './routing-key.js'
import { RoutingTable } from './routing-table.js'

const ISUP = 5
const SCCP = 3
const key = (...destinations: RoutedDestination[]) => keyOfAs(7, destinations)

describe('the routing table', () => {
  it('prefers the key that says most', () => {
    const table = new RoutingTable<string>()
    table.set('all', key({ destinationPointCode: 1 }))
    table.set('isup', key({ destinationPointCode: 1, serviceIndicators: [ISUP] }))
    table.set('from 9', key({ destinationPointCode: 1, originatingPointCodes: [9] }))
    table.set('isup from 9', key({ destinationPointCode: 1, serviceIndicators: [ISUP], originatingPointCodes: [9] }))
    const route = (service: number, origin: number) => table.route(7, 1, service, origin)
    expect([route(SCCP, 8), route(ISUP, 8), route(SCCP, 9), route(ISUP, 9)]).toEqual(['all', 'isup', 'from 9', 'isup from 9'])
    expect([table.route(8, 1, ISUP, 9), table.route(7, 2, ISUP, 9)]).toEqual([null, null])
    table.delete('isup from 9')
    table.delete('isup from 9')
    expect(route(ISUP, 9)).toBe('from 9')
    table.delete('all')
    expect(route(SCCP, 8)).toBeNull()
  })

  it('takes several destinations, and another key in place of the first', () => {
    const table = new RoutingTable<string>()
    table.set('a', key({ destinationPointCode: 1 }, { destinationPointCode: 2, serviceIndicators: [SCCP] }))
    expect([table.route(7, 1, 0, 0), table.route(7, 2, SCCP, 0), table.route(7, 2, ISUP, 0)]).toEqual(['a', 'a', null])
    table.set('a', key({ destinationPointCode: 3 }))
    expect([table.route(7, 1, 0, 0), table.route(7, 2, SCCP, 0), table.route(7, 3, 0, 0)]).toEqual([null, null, 'a'])
  })

  it('finds a key that means the same in other words', () => {
    const table = new RoutingTable<string>()
    table.set('a', key({ destinationPointCode: 1, serviceIndicators: [3, 5] }, { destinationPointCode: 2, originatingPointCodes: [8, 9] }))
    const same = key(
      { destinationPointCode: 2, originatingPointCodes: [9, 8, 9], serviceIndicators: [] },
      { destinationPointCode: 1, serviceIndicators: [5, 3] },
    )
    expect([table.withKey(same), table.withKey(key({ destinationPointCode: 1 }))]).toEqual(['a', null])
    expect(canonicalKey(same)).not.toBe(canonicalKey({ ...same, networkAppearance: 8 }))
  })

  it('tells keys a message could fit both, and those of which neither says more', () => {
    const table = new RoutingTable<string>()
    table.set('a', key({ destinationPointCode: 1, serviceIndicators: [3, 5] }))
    const judge = (destination: RoutedDestination) => [
      table.overlapsOthers(key(destination), null),
      table.isAmbiguousWithOthers(key(destination)),
    ]
    expect(judge({ destinationPointCode: 2 })).toEqual([false, false])
    expect(judge({ destinationPointCode: 1, serviceIndicators: [4] })).toEqual([false, false])
    expect(judge({ destinationPointCode: 1, serviceIndicators: [5] })).toEqual([true, true])
    expect(judge({ destinationPointCode: 1 })).toEqual([true, false])
    expect(judge({ destinationPointCode: 1, serviceIndicators: [5], originatingPointCodes: [9] })).toEqual([true, false])
    expect(table.overlapsOthers(key({ destinationPointCode: 1 }), 'a')).toBe(false)
  })

  it('agrees with a search through all keys', () => {
    const some = (most: number) => fc.uniqueArray(fc.nat(most), { maxLength: 2 })
    const destination = fc.record({ destinationPointCode: fc.nat(2), serviceIndicators: some(3), originatingPointCodes: some(3) })
    const message = fc.record({ destination: fc.nat(2), service: fc.nat(3), origin: fc.nat(3) })
    fc.assert(
      fc.property(
        fc.array(fc.array(destination, { minLength: 1, maxLength: 3 }), { maxLength: 5 }),
        message,
        (keys, { destination: to, service, origin }) => {
          const table = new RoutingTable<number>()
          for (const [i, destinations] of keys.entries()) table.set(i, key(...destinations))
          const fitting = keys.flatMap((destinations, i) =>
            key(...destinations)
              .destinations.filter((each) => each.destinationPointCode === to && ((each.services >> service) & 1) === 1)
              .filter(({ origins }) => origins === null || origins.has(origin))
              .map((each) => ({ i, says: specificity(each) })),
          )
          const found = table.route(7, to, service, origin)
          const most = Math.max(...fitting.map(({ says }) => says))
          if (fitting.length === 0) expect(found).toBeNull()
          else expect(fitting.filter(({ says }) => says === most).map(({ i }) => i)).toContain(found)
        },
      ),
    )
  })
})
