import { TransportAddressTable } from '@sigbed/sctp-core'
import { describe, expect, it } from 'vitest'
import { ANY_ADDRESS, ImpairmentTable, NO_IMPAIRMENT, sumOf } from './path-impairment.js'

/** Indices from 0 on. */
function addressesOf(count: number): TransportAddressTable {
  const addresses = new TransportAddressTable()
  for (let i = 0; i < count; i++) addresses.intern(Uint8Array.of(10, 0, 0, i), 0)
  return addresses
}

const chance = { randomUint32: () => 7 }

describe('impairment table', () => {
  it('is inactive until something is impaired, and again when nothing is', () => {
    const table = new ImpairmentTable(addressesOf(4), chance)
    expect(table.isActive).toBe(false)
    table.change({ local: 0, remote: 1 }, { cut: true, delayMs: 5 })
    table.change({ local: 0, remote: 1 }, { cut: false })
    expect(table.isActive).toBe(true)
    table.change({ local: 0, remote: 1 }, { delayMs: 0 })
    expect(table.isActive).toBe(false)
    table.change({ local: 0, remote: 1 }, { lossProbability: 0.1 })
    table.clear()
    expect(table.isActive).toBe(false)
    expect(table.way(0, 1).link.current.loss).toEqual({ kind: 'none' })
  })

  it('covers one path, one interface, one peer host or everything', () => {
    const cutWays = (local: number, remote: number) => {
      const table = new ImpairmentTable(addressesOf(4), chance)
      table.change({ local, remote }, { cut: true })
      return [
        [0, 2],
        [0, 3],
        [1, 2],
        [1, 3],
      ].filter(([l, r]) => !table.way(l!, r!).link.up)
    }
    expect(cutWays(0, 3)).toEqual([[0, 3]])
    expect(cutWays(1, ANY_ADDRESS)).toEqual([
      [1, 2],
      [1, 3],
    ])
    expect(cutWays(ANY_ADDRESS, 2)).toEqual([
      [0, 2],
      [1, 2],
    ])
    expect(cutWays(ANY_ADDRESS, ANY_ADDRESS)).toHaveLength(4)
  })

  it('adds up what covers a path', () => {
    const table = new ImpairmentTable(addressesOf(4), chance)
    const way = table.way(0, 1)
    table.change({ local: 0, remote: ANY_ADDRESS }, { delayMs: 20, lossProbability: 0.5 })
    table.change({ local: ANY_ADDRESS, remote: 1 }, { delayMs: 5, lossProbability: 0.5, duplicateProbability: 0.25 })
    expect(way.link.up).toBe(true)
    expect(way.link.current).toMatchObject({ delayMs: 25, loss: { kind: 'random', probability: 0.75 }, duplicateProbability: 0.25 })
    table.change({ local: 0, remote: 1 }, { cut: true })
    table.change({ local: ANY_ADDRESS, remote: ANY_ADDRESS }, { cut: true })
    table.change({ local: 0, remote: 1 }, { cut: false })
    expect(way.link).toMatchObject({ up: false, timesCut: 1 })
    table.change({ local: ANY_ADDRESS, remote: ANY_ADDRESS }, { cut: false })
    expect(way.link.up).toBe(true)
  })

  it('takes the harsher of what cannot add', () => {
    const slow = {
      ...NO_IMPAIRMENT,
      octetsPerSecond: 1000,
      queueOctets: 5000,
      mtu: 1400,
      jitterMs: 2,
      reorderProbability: 0.5,
      reorderByMs: 7,
    }
    const narrow = {
      ...NO_IMPAIRMENT,
      octetsPerSecond: 2000,
      queueOctets: 100,
      mtu: 900,
      jitterMs: 3,
      reorderProbability: 0.5,
      reorderByMs: 4,
    }
    expect(sumOf([slow, narrow])).toEqual({
      ...NO_IMPAIRMENT,
      octetsPerSecond: 1000,
      queueOctets: 100,
      mtu: 900,
      jitterMs: 5,
      reorderProbability: 0.75,
      reorderByMs: 7,
    })
    expect(sumOf([])).toEqual(NO_IMPAIRMENT)
  })

  it('refuses what makes no sense and changes nothing then', () => {
    const table = new ImpairmentTable(addressesOf(4), chance)
    const path = { local: 0, remote: 1 }
    for (const changes of [
      { delayMs: -1 },
      { delayMs: Number.POSITIVE_INFINITY },
      { lossProbability: 1.1 },
      { duplicateProbability: Number.NaN },
      { corruptProbability: -0.1 },
      { reorderProbability: 2 },
      { reorderByMs: -1 },
      { jitterMs: Number.NaN },
      { octetsPerSecond: 0 },
      { queueOctets: -1 },
      { mtu: 0 },
    ]) {
      expect(() => table.change(path, { cut: true, ...changes })).toThrow(RangeError)
    }
    expect(table.isActive).toBe(false)
  })

  it('holds the address of a peer while an impairment names it, and follows the table to the next one', () => {
    const addresses = new TransportAddressTable(2)
    const enter = (last: number) => {
      for (let turn = 0; turn < 2; turn++) addresses.endTurn()
      return addresses.intern(Uint8Array.of(10, 0, 0, last), 0)
    }
    const [named, other] = [enter(1), enter(2)]
    const table = new ImpairmentTable(addresses, chance)
    table.change({ local: 0, remote: named }, { cut: true })
    table.change({ local: 0, remote: named }, { delayMs: 5 })
    table.way(0, other).passed = 3
    expect(enter(3)).toBe(other)
    expect([addresses.at(named).text, table.way(0, other).passed]).toEqual(['10.0.0.1', 0])
    expect(enter(4)).toBe(other)
    table.change({ local: 0, remote: named }, { cut: false, delayMs: 0 })
    expect([enter(5), enter(6)]).toEqual([other, named])
    expect(table.way(0, named).link.up).toBe(true)
    table.change({ local: 0, remote: named }, { cut: true })
    table.clear()
    expect([enter(7), enter(8)].sort()).toEqual([named, other].sort())
  })
})
