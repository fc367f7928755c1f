import { ABORT, COOKIE_ECHO, INIT, INIT_ACK } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { rewritten } from './sent-packet.js'
import type { Interference } from './simulated-pair.js'
import { A_ADDRESSES, PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

const A_PORT = 40_000

/** A associates at 0, Z at `startOfZ`; the `lost`-th packet of either side, in order of sending, does not arrive. */
function collide(startOfZ: number, lost: number, { delayMs = 10, crossed = false } = {}): SimulatedPair {
  const pair = new SimulatedPair(1, {}, 2, delayMs)
  let packets = 0
  const interfere = (): Interference => (packets++ === lost ? 'lose' : 'pass')
  pair.a.interfere = interfere
  pair.z.interfere = interfere
  pair.a.associate([Z_ADDRESSES[0]], PORT)
  pair.runFor(startOfZ)
  if (pair.z.endpoint.table.size === 0) pair.z.associate([A_ADDRESSES[crossed ? 1 : 0]], A_PORT, {}, PORT)
  return pair
}

function expectOneAssociation(pair: SimulatedPair): void {
  pair.runFor(20_000)
  for (const node of [pair.a, pair.z]) {
    expect(node.endpoint.table.size).toBe(1)
    expect(node.eventsOf('communication-up')).toHaveLength(1)
    expect(node.eventsOf('communication-lost')).toEqual([])
    expect(node.association!.state).toBe('ESTABLISHED')
    node.send('one', { stream: 0 })
    node.send('two', { stream: 0 })
  }
  const a = pair.a.association!
  const z = pair.z.association!
  expect([a.localTag, a.peerTag]).toEqual([z.peerTag, z.localTag])
  pair.runFor(5000)
  expect(pair.a.texts()).toEqual(['one', 'two'])
  expect(pair.z.texts()).toEqual(['one', 'two'])
}

describe('both sides associating with each other', () => {
  it('ends in one association when both begin at the same instant', () => {
    const pair = collide(0, -1)
    pair.run(() => pair.a.association?.state === 'ESTABLISHED' && pair.z.association?.state === 'ESTABLISHED')
    expect(pair.clock.now()).toBe(30)
    expectOneAssociation(pair)
  })
  for (const startOfZ of [0, 5, 9, 10, 15, 20, 25, 29]) {
    it(`ends in one association when Z begins ${startOfZ} ms after A, whichever packet is lost`, () => {
      for (let lost = -1; lost < 10; lost++) expectOneAssociation(collide(startOfZ, lost))
    })
  }
  it('ends in one association when the two INITs took different networks', () => {
    for (const startOfZ of [0, 5, 15, 25])
      for (let lost = -1; lost < 6; lost++) expectOneAssociation(collide(startOfZ, lost, { crossed: true }))
  })
  it('answers with its own tag, unchanged, also when its INIT is sent again', () => {
    const pair = new SimulatedPair()
    pair.a.interfere = (packet) => (packet.types.includes(INIT) ? 'lose' : 'pass')
    pair.z.interfere = (packet) => (packet.types.includes(COOKIE_ECHO) ? 'lose' : 'pass')
    const association = pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.z.associate([A_ADDRESSES[0]], A_PORT, {}, PORT)
    pair.runFor(3500)
    const tags = [...pair.a.packetsWith(INIT), ...pair.a.packetsWith(INIT_ACK)].map((packet) =>
      new DataView(packet.octets.buffer).getUint32(16),
    )
    expect(tags.length).toBeGreaterThan(3)
    expect(new Set(tags)).toEqual(new Set([association.localTag]))
  })
  it('sends its INIT ACK in COOKIE-WAIT only to an address its user gave', () => {
    // RFC 9260 §5.2.1. A's user gave Z's first address; Z's INIT comes from its second and lists both.
    const pair = new SimulatedPair()
    pair.cut(0)
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.z.associate([A_ADDRESSES[1]], A_PORT, {}, PORT)
    pair.runFor(500)
    expect(pair.a.packetsWith(INIT_ACK).map((packet) => packet.to)).toEqual([Z_ADDRESSES[0]])
  })
  it('refuses an INIT that adds an address in COOKIE-ECHOED, and goes on', () => {
    const pair = new SimulatedPair()
    pair.a.interfere = (packet) => (packet.types.includes(COOKIE_ECHO) ? 'lose' : 'pass')
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.runFor(30)
    expect(pair.a.association!.state).toBe('COOKIE-ECHOED')
    const init = pair.a.packetsWith(INIT)[0]!.octets
    // Z's own INIT, as it would be had it a third address, by changing A's: another tag, ports the other way round.
    const forged = init.slice()
    const view = new DataView(forged.buffer)
    view.setUint16(0, PORT)
    view.setUint16(2, A_PORT)
    view.setUint32(16, 0x1234_5678)
    forged.set([10, 0, 9, 9], 12 + 20 + 4)
    pair.a.arrive(withChecksum(forged), Z_ADDRESSES[0], A_ADDRESSES[0])
    const abort = pair.a.packetsWith(ABORT)[0]!
    expect(new DataView(abort.octets.buffer).getUint32(4)).toBe(0x1234_5678)
    expect(pair.a.association!.state).toBe('COOKIE-ECHOED')
    pair.a.interfere = null
    expectOneAssociation(pair)
  })
})

function withChecksum(octets: Uint8Array): Uint8Array {
  return rewritten(octets, () => {})
}
