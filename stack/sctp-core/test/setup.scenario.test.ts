import { ABORT, COOKIE_ACK, COOKIE_ECHO, chunkTypeName, DATA, HEARTBEAT, INIT, INIT_ACK, isFault, readInitChunk } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { CHECKSUM_GOOD } from '../src/endpoint/packet-batch.js'
import { chunksOf, headerOf } from './sent-packet.js'
import { A_ADDRESSES, PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

function associated(parameters: Partial<ProtocolParameters> = {}, homes = 2): SimulatedPair {
  const pair = new SimulatedPair(1, parameters, homes)
  pair.a.associate([Z_ADDRESSES[0]], PORT, parameters)
  return pair
}

function runUntilUp(pair: SimulatedPair): void {
  pair.run(() => pair.a.association?.state === 'ESTABLISHED' && pair.z.association?.state === 'ESTABLISHED')
}

function initOf(octets: Uint8Array) {
  const place = chunksOf(octets)[0]!
  const init = readInitChunk(octets, place.at, place.length)
  if (isFault(init)) throw new Error('no INIT')
  return init
}

describe('setting up an association', () => {
  it('takes two round trips, and both sides are told', () => {
    const pair = new SimulatedPair()
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => pair.a.association?.state === 'ESTABLISHED')
    expect(pair.clock.now()).toBe(40)
    expect(pair.z.association?.state).toBe('ESTABLISHED')
    expect(pair.a.eventsOf('communication-up')).toHaveLength(1)
    expect(pair.z.eventsOf('communication-up')).toHaveLength(1)
  })
  it('confirms the second path of each side by heartbeat', () => {
    const pair = new SimulatedPair().establish()
    for (const node of [pair.a, pair.z]) {
      expect(node.association!.paths.paths.map((path) => path.state)).toEqual(['active', 'active'])
      expect(node.eventsOf('network-status-change').map((event) => event.reason)).toEqual(['confirmed'])
    }
  })
  it('keeps nothing at the listening side before the COOKIE ECHO', () => {
    const pair = associated()
    pair.a.interfere = (packet) => (packet.types.includes(COOKIE_ECHO) ? 'lose' : 'pass')
    pair.runFor(500)
    expect(pair.z.packetsWith(INIT_ACK)).toHaveLength(1)
    expect(pair.z.endpoint.table.size).toBe(0)
    expect(pair.z.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
  })

  const losses = [
    ['a', INIT, 1, 1040],
    ['a', INIT, 2, 3040],
    ['z', INIT_ACK, 1, 1040],
    ['z', INIT_ACK, 2, 3040],
    ['a', COOKIE_ECHO, 1, 1040],
    ['a', COOKIE_ECHO, 2, 3040],
    ['z', COOKIE_ACK, 1, 1040],
    ['z', COOKIE_ACK, 2, 3040],
  ] as const
  for (const [side, type, times, atMs] of losses) {
    it(`is up at ${atMs} ms when the ${chunkTypeName(type)} is lost ${times === 1 ? 'once' : 'twice'}`, () => {
      const pair = new SimulatedPair()
      pair[side].loseNext(type, times)
      pair.a.associate([Z_ADDRESSES[0]], PORT)
      runUntilUp(pair)
      expect(pair.clock.now()).toBe(atMs)
      pair.runFor(10_000)
      for (const node of [pair.a, pair.z]) expect(node.eventsOf('communication-up')).toHaveLength(1)
      expect(pair.a.texts()).toEqual([])
      expect(pair.z.endpoint.table.size).toBe(1)
    })
  }
  it('sends the very same INIT again when T1-init expires', () => {
    const pair = new SimulatedPair()
    pair.a.loseNext(INIT, 2)
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    runUntilUp(pair)
    const inits = pair.a.packetsWith(INIT)
    expect(inits.map((packet) => packet.atMs)).toEqual([0, 1000, 3000])
    expect(new Set(inits.map((packet) => packet.octets.toString())).size).toBe(1)
    expect(headerOf(inits[2]!.octets).verificationTag).toBe(0)
  })
  it('takes no RTT measurement from a COOKIE ECHO sent twice', () => {
    const pair = new SimulatedPair()
    pair.z.loseNext(COOKIE_ACK)
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    runUntilUp(pair)
    expect(pair.a.association!.paths.paths[0]!.roundTrip.smoothedMs).toBeNaN()
    const clean = associated()
    runUntilUp(clean)
    expect(clean.a.association!.paths.paths[0]!.roundTrip.smoothedMs).toBe(20)
  })
  for (const type of [INIT, COOKIE_ECHO] as const) {
    it(`survives a duplicated ${chunkTypeName(type)}`, () => {
      const pair = new SimulatedPair()
      pair.a.interfere = (packet) => (packet.types.includes(type) ? 'duplicate' : 'pass')
      pair.a.associate([Z_ADDRESSES[0]], PORT)
      runUntilUp(pair)
      pair.runFor(5000)
      expect(pair.z.packetsWith(type === INIT ? INIT_ACK : COOKIE_ACK)).toHaveLength(2)
      expect(pair.z.endpoint.table.size).toBe(1)
      for (const node of [pair.a, pair.z]) {
        expect(node.association!.state).toBe('ESTABLISHED')
        expect(node.eventsOf('communication-up')).toHaveLength(1)
        expect(node.eventsOf('communication-lost')).toEqual([])
      }
    })
  }
  for (const type of [INIT_ACK, COOKIE_ACK] as const) {
    it(`survives a duplicated ${chunkTypeName(type)}`, () => {
      const pair = new SimulatedPair()
      pair.z.interfere = (packet) => (packet.types.includes(type) ? 'duplicate' : 'pass')
      pair.a.associate([Z_ADDRESSES[0]], PORT)
      runUntilUp(pair)
      pair.runFor(5000)
      expect(pair.a.packetsWith(COOKIE_ECHO)).toHaveLength(1)
      expect(pair.a.association!.state).toBe('ESTABLISHED')
      expect(pair.a.eventsOf('communication-up')).toHaveLength(1)
    })
  }
  it('takes the INIT ACK that comes first, and discards the one it overtook', () => {
    const pair = new SimulatedPair()
    let held = false
    pair.z.interfere = (packet) => {
      if (held || !packet.types.includes(INIT_ACK)) return 'pass'
      held = true
      return 1500
    }
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    runUntilUp(pair)
    expect(pair.clock.now()).toBe(1040)
    pair.runFor(5000)
    expect(pair.a.packetsWith(COOKIE_ECHO)).toHaveLength(1)
    pair.a.send('after')
    pair.runFor(100)
    expect(pair.z.texts()).toEqual(['after'])
  })
  it('loses no DATA that overtakes the COOKIE ACK', () => {
    const pair = new SimulatedPair()
    pair.z.interfere = (packet) => (packet.types[0] === COOKIE_ACK ? 50 : 'pass')
    pair.z.onEvent = (event, association) => {
      if (event.kind !== 'communication-up') return
      // Queued within the drain it would be bundled behind the COOKIE ACK.
      pair.clock.startTimer(5, () => pair.z.send('first words', { association }))
    }
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => pair.a.delivered.length === 1)
    expect(pair.a.association!.statistics.chunksDiscarded).toBeGreaterThan(0)
    expect(pair.a.texts()).toEqual(['first words'])
    expect(pair.a.eventsOf('communication-up')).toHaveLength(1)
  })
  it('bundles the first DATA behind the COOKIE ACK', () => {
    const pair = new SimulatedPair()
    pair.z.onEvent = (event, association) => {
      if (event.kind === 'communication-up') pair.z.queue('welcome', { association })
    }
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => pair.a.delivered.length === 1)
    expect(pair.clock.now()).toBe(40)
    expect(pair.z.packetsWith(COOKIE_ACK)[0]!.types).toEqual([COOKIE_ACK, DATA])
  })
  it('discards an INIT ACK that comes after the association is up', () => {
    const pair = associated()
    runUntilUp(pair)
    const late = pair.z.packetsWith(INIT_ACK)[0]!
    pair.a.arrive(late.octets.slice(), late.from, late.to)
    pair.runFor(1000)
    expect(pair.a.association!.state).toBe('ESTABLISHED')
    expect(pair.a.packetsWith(COOKIE_ECHO)).toHaveLength(1)
  })
  it('answers an INIT that comes late without disturbing the association it made', () => {
    const pair = associated()
    runUntilUp(pair)
    const late = pair.a.packetsWith(INIT)[0]!
    pair.z.arrive(late.octets.slice(), late.from, late.to)
    pair.runFor(1000)
    pair.a.send('still here')
    pair.runFor(1000)
    expect(pair.z.texts()).toEqual(['still here'])
    expect(pair.z.eventsOf('restart')).toEqual([])
  })

  it('gives up after Max.Init.Retransmits INITs more, at the computed instant', () => {
    const pair = new SimulatedPair()
    pair.cut(0)
    const association = pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => association.state === 'CLOSED')
    // RTO.Initial doubles up to RTO.Max: 1, 2, 4, 8, 16, 32, 60, 60 and a last wait of 60 s.
    expect(pair.a.packetsWith(INIT).map((packet) => packet.atMs / 1000)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183])
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ atMs: 243_000, reason: 'setup-timed-out' }])
    expect(pair.a.endpoint.table.size).toBe(0)
    expect(pair.a.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
  })
  it('gives up after Max.Init.Retransmits COOKIE ECHOs more', () => {
    const pair = associated({ maxInitRetransmits: 2 })
    pair.a.interfere = (packet) => (packet.types.includes(COOKIE_ECHO) ? 'lose' : 'pass')
    pair.run(() => pair.a.association!.state === 'CLOSED')
    expect(pair.a.packetsWith(COOKIE_ECHO).map((packet) => packet.atMs)).toEqual([20, 1020, 3020])
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ atMs: 7020, reason: 'setup-timed-out' }])
  })
  it('tries every destination the user gave in turn', () => {
    const pair = new SimulatedPair()
    pair.cut(0)
    pair.a.associate(Z_ADDRESSES, PORT)
    runUntilUp(pair)
    expect(pair.a.packetsWith(INIT).map((packet) => packet.to)).toEqual([Z_ADDRESSES[0], Z_ADDRESSES[1]])
    expect(pair.clock.now()).toBe(1040)
  })
  it('counts an address given twice as one path', () => {
    const pair = new SimulatedPair()
    pair.a.associate([Z_ADDRESSES[0], Z_ADDRESSES[0], Z_ADDRESSES[1]], PORT)
    runUntilUp(pair)
    expect(pair.a.association!.paths.paths).toHaveLength(2)
  })
  it('refuses a second association with the same peer and ports', () => {
    const pair = new SimulatedPair().establish()
    expect(() => pair.a.associate([Z_ADDRESSES[1]], PORT)).toThrow(RangeError)
    expect(pair.a.endpoint.table.size).toBe(1)
  })

  it('is refused by an ABORT when nobody listens', () => {
    const pair = new SimulatedPair()
    pair.z.endpoint.stopListening(PORT)
    const association = pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => association.state === 'CLOSED')
    expect(pair.clock.now()).toBe(20)
    const abort = pair.z.packetsWith(ABORT)[0]!
    // RFC 9260 §8.4 (3): the tag is the Initiate Tag of the INIT, and the T bit is not set.
    expect(headerOf(abort.octets).verificationTag).toBe(association.localTag)
    expect(chunksOf(abort.octets)[0]!.flags & 1).toBe(0)
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ reason: 'setup-refused' }])
  })

  it('works between endpoints with one address each', () => {
    const pair = new SimulatedPair(1, {}, 1).establish()
    expect(pair.a.association!.paths.paths).toHaveLength(1)
    expect(initOf(pair.a.packetsWith(INIT)[0]!.octets).parameters.filter((parameter) => parameter.kind === 'ipv4-address')).toEqual([])
    pair.a.send('hello')
    pair.runFor(1000)
    expect(pair.z.texts()).toEqual(['hello'])
  })

  it('delivers what was sent before the association was up', () => {
    const pair = new SimulatedPair()
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    expect(pair.a.send('early')).toBe('queued')
    runUntilUp(pair)
    pair.runFor(100)
    expect(pair.z.texts()).toEqual(['early'])
  })
  it('says when there is room again also when the send buffer filled up before the association was up', () => {
    const pair = new SimulatedPair(1, { sendBufferOctets: 3000 })
    pair.a.associate([Z_ADDRESSES[0]], PORT, { sendBufferOctets: 3000 })
    const long = 'x'.repeat(2000)
    expect(pair.a.send(long)).toBe('queued')
    expect(pair.a.send(long)).toBe('send-buffer-full')
    runUntilUp(pair)
    pair.runFor(1000)
    expect(pair.a.eventsOf('send-buffer-available')).toHaveLength(1)
  })

  it('sends nothing but heartbeats to an address that is not confirmed', () => {
    const pair = new SimulatedPair()
    pair.cut(1)
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    runUntilUp(pair)
    for (let i = 0; i < 20; i++) pair.a.send(`message ${i}`)
    pair.runFor(60_000)
    const there = pair.a.sent.filter((packet) => packet.to === Z_ADDRESSES[1])
    expect(there.length).toBeGreaterThan(3)
    expect(there.every((packet) => packet.types.every((type) => type === HEARTBEAT))).toBe(true)
    expect(pair.z.texts()).toHaveLength(20)
  })
  it('bundles a heartbeat with a COOKIE ACK to an address that is not confirmed', () => {
    // RFC 9260 §5.4: Z saw the INIT come from A's first address; the COOKIE ECHO comes from the second.
    const pair = associated()
    pair.a.interfere = (packet) => (packet.types.includes(COOKIE_ECHO) ? 'lose' : 'pass')
    pair.runFor(30)
    const echo = pair.a.packetsWith(COOKIE_ECHO)[0]!
    pair.z.arrive(echo.octets.slice(), A_ADDRESSES[1], Z_ADDRESSES[1])
    expect(pair.z.sent.at(-1)).toMatchObject({ to: A_ADDRESSES[1], from: Z_ADDRESSES[1], types: [COOKIE_ACK, HEARTBEAT] })
  })
  it("goes on when the peer's encapsulation port changes during the setup", () => {
    const pair = associated({}, 1)
    pair.run(() => pair.z.packetsWith(INIT_ACK).length > 0)
    const { octets } = pair.z.packetsWith(INIT_ACK)[0]!
    const moved = pair.a.addresses.intern(pair.a.addresses.at(pair.a.addressIndex(Z_ADDRESSES[0])).octets, 9900)
    const local = pair.a.addressIndex(A_ADDRESSES[0])
    pair.cut(0)
    pair.a.endpoint.handlePacket(octets, 0, octets.length, local, moved, CHECKSUM_GOOD, pair.clock.now())
    pair.a.drain()
    pair.runFor(1000)
    // The COOKIE ECHO, and its repetition by T1-cookie, go to the port the INIT ACK came from (RFC 6951 §5.4).
    expect(pair.a.packetsWith(COOKIE_ECHO)).toHaveLength(2)
    expect(pair.a.association!.paths.paths.map((path) => path.remoteAddress)).toEqual([moved])
    expect(pair.a.association!.paths.paths[0]!.confirmed).toBe(true)
  })
})
