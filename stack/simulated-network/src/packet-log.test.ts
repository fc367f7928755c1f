import { describe, expect, it } from 'vitest'
import { PacketLog, type PacketLogEntry } from './packet-log.js'

const entry = (serial: number, changes: Partial<PacketLogEntry> = {}): PacketLogEntry => ({
  atMs: serial * 10,
  from: 'A',
  to: 'Z',
  serial,
  length: 3,
  fate: 'delivered',
  ...changes,
})
const octets = Uint8Array.of(1, 2, 3)

function digestOf(...records: [PacketLogEntry, Uint8Array][]): number {
  const log = new PacketLog(4)
  for (const [what, content] of records) log.record(what, content)
  return log.digest
}

describe('packet log', () => {
  it('remembers the last packets in their order and counts all', () => {
    const log = new PacketLog(4)
    for (let serial = 0; serial < 11; serial++) log.record(entry(serial), octets)
    expect(log.count).toBe(11)
    expect(log.entries().map(({ serial }) => serial)).toEqual([7, 8, 9, 10])
  })

  it('shows what it remembers and says how much it forgot', () => {
    const log = new PacketLog(2)
    for (let serial = 0; serial < 3; serial++) log.record(entry(serial, { fate: serial === 2 ? 'lost' : 'delivered' }), octets)
    expect(log.toText().split('\n')).toEqual([
      '(1 earlier packets not shown)',
      '      10.000 ms  A -> Z  #1  3 octets  delivered',
      '      20.000 ms  A -> Z  #2  3 octets  lost',
    ])
  })

  it('has a digest that every part of every packet changes', () => {
    const base = digestOf([entry(1), octets], [entry(2), octets])
    expect(digestOf([entry(1), octets], [entry(2), octets])).toBe(base)
    const others = [
      digestOf([entry(1), octets]),
      digestOf([entry(2), octets], [entry(1), octets]),
      digestOf([entry(1, { atMs: 10.0000001 }), octets], [entry(2), octets]),
      digestOf([entry(1, { from: 'B' }), octets], [entry(2), octets]),
      digestOf([entry(1, { to: 'Y' }), octets], [entry(2), octets]),
      digestOf([entry(1, { fate: 'lost' }), octets], [entry(2), octets]),
      digestOf([entry(1), Uint8Array.of(1, 2, 4)], [entry(2), octets]),
    ]
    expect(new Set([base, ...others]).size).toBe(others.length + 1)
  })

  it('refuses to remember nothing', () => {
    expect(() => new PacketLog(0)).toThrow(RangeError)
  })
})
