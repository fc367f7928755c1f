import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NextHop } from './next-hop.js'
import { hasServer, RouteServer, selectServer } from './server-selection.js'

/** A hop that takes everything, until told otherwise. */
class WillingHop extends NextHop {
  willing = true
  constructor(name: string) {
    super(name, true)
  }
  override takes(): boolean {
    return this.willing
  }
}

const servers = (...weights: number[]) => weights.map((weight, i) => new RouteServer(new WillingHop(`${i}`), 1, weight))
const turns = (among: readonly RouteServer[], howMany: number) =>
  Array.from({ length: howMany }, () => selectServer(among, 4, 1)?.originHost ?? '-').join('')

describe('server selection', () => {
  it('is a smooth weighted round robin', () => {
    expect(turns(servers(5, 1, 1), 7)).toBe('0010200')
    expect(turns(servers(1, 1, 1), 6)).toBe('012012')
  })

  it('gives everybody exactly his share, and never keeps one waiting for longer than a round', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), (weights) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0)
        const order = turns(servers(...weights), 3 * total)
        for (let round = 0; round < 3; round++) {
          const part = order.slice(round * total, (round + 1) * total)
          expect(weights.map((_, i) => part.split(`${i}`).length - 1)).toEqual(weights)
        }
      }),
    )
  })

  it('passes over who is marked or unwilling, and goes on to the next priority only when nobody of the first is left', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => new WillingHop(name))
    const among = [new RouteServer(a!, 1, 1), new RouteServer(b!, 1, 1), new RouteServer(c!, 2, 1)]
    a!.mark = 7
    expect([selectServer(among, 4, 7), selectServer(among, 4, 7)]).toEqual([b, b])
    b!.willing = false
    expect([selectServer(among, 4, 7), hasServer(among, 4, 7)]).toEqual([c, true])
    c!.willing = false
    expect([selectServer(among, 4, 7), hasServer(among, 4, 7)]).toEqual([null, false])
  })
})
