import { CHECKSUM_GOOD, TransportAddressTable } from '@sigbed/sctp-core'
import { Link, SeededRandom } from '@sigbed/simulated-network'
import { describe, expect, it } from 'vitest'
import { ManualSurroundings } from '../testing/manual-surroundings.js'
import { DelayLine } from './delay-line.js'
import { ImpairedWay } from './path-impairment.js'

function setUp(mostHeld?: number) {
  const surroundings = new ManualSurroundings()
  const addresses = new TransportAddressTable(2)
  for (const last of [1, 2]) addresses.intern(Uint8Array.of(10, 0, 0, last), 0)
  const batches: { atMs: number; fills: number[] }[] = []
  const line = new DelayLine(
    surroundings,
    addresses,
    (batch) =>
      batches.push({ atMs: surroundings.now(), fills: Array.from({ length: batch.count }, (_, i) => batch.arena[batch.offset[i]!]!) }),
    mostHeld,
  )
  const way = new ImpairedWay(0, 1, addresses.at(1), new Link(new SeededRandom(1)))
  const hold = (fill: number, delayMs: number, length = 20) =>
    line.hold(new Uint8Array(length).fill(fill), 0, length, CHECKSUM_GOOD, way, surroundings.now() + delayMs)
  return { surroundings, addresses, batches, line, way, hold }
}

describe('delay line', () => {
  it('hands over what is due together as one batch, by the order of the instants', () => {
    const { surroundings, batches, hold } = setUp()
    hold(1, 20)
    hold(2, 10)
    hold(3, 20)
    surroundings.advance(30)
    expect(batches).toEqual([
      { atMs: 10, fills: [2] },
      { atMs: 20, fills: [1, 3] },
    ])
  })

  it('keeps one timer however much it holds, and none when it holds nothing', () => {
    const { surroundings, hold, line } = setUp()
    for (let i = 0; i < 50; i++) hold(i, 50 - i)
    expect(surroundings.pendingTimers).toBe(1)
    line.clear()
    expect(surroundings.pendingTimers).toBe(0)
    hold(1, 5)
    surroundings.advance(5)
    expect(surroundings.pendingTimers).toBe(0)
  })

  it('hands over more than a batch takes in several', () => {
    const { surroundings, batches, hold, way } = setUp()
    for (let i = 0; i < 130; i++) hold(i, 5, 1500)
    surroundings.advance(5)
    expect(batches.map(({ fills }) => fills.length)).toEqual([64, 64, 2])
    expect(batches.flatMap(({ fills }) => fills)).toEqual(Array.from({ length: 130 }, (_, i) => i))
    expect(way.passed).toBe(130)
  })

  it('hands over at once what is due, when it is told to, and nothing else', () => {
    const { surroundings, batches, hold, line } = setUp()
    hold(1, 10)
    hold(2, 20)
    surroundings.late(15)
    expect(batches).toEqual([])
    line.handOverDue()
    expect(batches).toEqual([{ atMs: 15, fills: [1] }])
    surroundings.advance(5)
    expect(batches.at(-1)).toEqual({ atMs: 20, fills: [2] })
    expect([line.isEmpty, surroundings.pendingTimers]).toEqual([true, 0])
  })

  it('takes no more than it may hold', () => {
    const { hold } = setUp(2)
    expect([hold(1, 5), hold(2, 5), hold(3, 5)]).toEqual([true, true, false])
  })

  it('holds the addresses of its packets until they have been handed over', () => {
    const { surroundings, addresses, hold, line } = setUp()
    const enter = (last: number) => {
      for (let turn = 0; turn < 2; turn++) addresses.endTurn()
      return addresses.intern(Uint8Array.of(10, 0, 0, last), 0)
    }
    hold(1, 5)
    hold(2, 10)
    expect([enter(3), enter(4)]).toEqual([0, 0])
    surroundings.advance(5)
    expect(enter(5)).toBe(0)
    surroundings.advance(5)
    expect([enter(6), enter(7)]).toEqual([0, 1])
    hold(3, 5)
    line.clear()
    expect([enter(8), enter(9)]).toEqual([0, 1])
  })
})
