import { describe, expect, it } from 'vitest'
import { protocolParameters } from '../association/protocol-parameters.js'
import { Path, type PathState } from './path.js'
import { PathSet } from './path-set.js'

/** Paths in these states, with smoothed round trip times and error counts. */
function pathsOf(...wanted: readonly { state: PathState; srtt?: number; errors?: number }[]): PathSet {
  const set = new PathSet()
  wanted.forEach(({ state, srtt = Number.NaN, errors = 0 }, index) => {
    const path = new Path(
      index,
      { localAddress: index, remoteAddress: 100 + index, remoteText: '', ipv6: false, encapsulationOctets: 0 },
      true,
      protocolParameters(),
    )
    path.state = state
    path.roundTrip.smoothedMs = srtt
    path.errorCount = errors
    set.add(path)
  })
  return set
}

describe('the paths of an association', () => {
  it('send new data along the primary while it is active, however slow it is', () => {
    expect(pathsOf({ state: 'active', srtt: 500 }, { state: 'active', srtt: 5 }).dataPath().index).toBe(0)
  })
  it('send it along the fastest active path otherwise', () => {
    for (const state of ['potentially-failed', 'inactive', 'unconfirmed'] as const) {
      expect(pathsOf({ state }, { state: 'active', srtt: 50 }, { state: 'active', srtt: 5 }).dataPath().index).toBe(2)
    }
  })
  it('take a path never measured for slow', () => {
    expect(pathsOf({ state: 'inactive' }, { state: 'active' }, { state: 'active', srtt: 900 }).dataPath().index).toBe(2)
  })
  it('fall back on the potentially failed path with the fewest errors, never on an inactive or unconfirmed one', () => {
    const set = pathsOf(
      { state: 'inactive', errors: 0 },
      { state: 'potentially-failed', errors: 3 },
      { state: 'potentially-failed', errors: 2 },
    )
    expect(set.dataPath().index).toBe(2)
    expect(pathsOf({ state: 'potentially-failed', errors: 4 }, { state: 'unconfirmed' }, { state: 'inactive' }).dataPath().index).toBe(0)
  })
  it('stay with the primary when all are inactive', () => {
    expect(pathsOf({ state: 'inactive' }, { state: 'inactive' }).dataPath().index).toBe(0)
  })
  it('retransmit on another active path, on the same one only when it is the last', () => {
    const set = pathsOf({ state: 'active', srtt: 1 }, { state: 'active', srtt: 9 }, { state: 'active', srtt: 5 })
    expect(set.retransmissionPath(set.paths[0]!).index).toBe(2)
    expect(set.retransmissionPath(set.paths[2]!).index).toBe(0)
    const lonely = pathsOf({ state: 'active' }, { state: 'inactive' }, { state: 'unconfirmed' })
    expect(lonely.retransmissionPath(lonely.paths[0]!).index).toBe(0)
  })
  it('retransmit on another potentially failed path when none is active', () => {
    const set = pathsOf({ state: 'potentially-failed', errors: 1 }, { state: 'potentially-failed', errors: 5 })
    expect(set.retransmissionPath(set.paths[0]!).index).toBe(1)
    expect(set.retransmissionPath(set.paths[1]!).index).toBe(0)
    const mixed = pathsOf({ state: 'potentially-failed', errors: 1 }, { state: 'unconfirmed' })
    expect(mixed.retransmissionPath(mixed.paths[0]!).index).toBe(0)
  })
  it('are found by the address of the peer', () => {
    const set = pathsOf({ state: 'active' }, { state: 'active' })
    expect(set.byRemoteAddress(101)!.index).toBe(1)
    expect(set.byRemoteAddress(7)).toBeNull()
  })
})

describe('a path', () => {
  const path = () => pathsOf({ state: 'active' }).paths[0]!
  it('recognises each of its latest nonces once', () => {
    const one = path()
    for (let i = 0; i < 5; i++) one.rememberNonce(i, 10 + i, 1000 + i)
    expect(one.redeemNonce(0, 10)).toBeNaN()
    expect(one.redeemNonce(3, 13)).toBe(1003)
    expect(one.redeemNonce(3, 13)).toBeNaN()
    expect(one.redeemNonce(4, 13)).toBeNaN()
    expect(one.redeemNonce(1, 11)).toBe(1001)
  })
  it('leaves T3-rtx alone when it runs, unless told to start it again', () => {
    const one = path()
    one.ensureT3(100)
    one.ensureT3(500)
    expect(one.t3Deadline).toBe(1100)
    one.restartT3(500)
    expect(one.t3Deadline).toBe(1500)
    one.stopT3()
    expect(one.t3Deadline).toBe(Number.POSITIVE_INFINITY)
  })
  it('keeps room for the headers below it', () => {
    const of = (ipv6: boolean, encapsulationOctets: number) =>
      new Path(0, { localAddress: 0, remoteAddress: 1, remoteText: '', ipv6, encapsulationOctets }, true, protocolParameters()).packetOctets
    expect([of(false, 0), of(false, 8), of(true, 0), of(true, 8)]).toEqual([1480, 1472, 1460, 1452])
  })
})
