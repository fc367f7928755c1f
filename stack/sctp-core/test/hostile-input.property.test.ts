import {
  COMMON_HEADER_LENGTH,
  COOKIE_ECHO,
  DATA,
  FORWARD_TSN,
  fillChecksum,
  INIT,
  SACK,
  SHUTDOWN_COMPLETE,
  writeIDataChunk,
} from '@sigbed/sctp-codec'
import { SeededRandom } from '@sigbed/simulated-network'
import { describe, expect, it } from 'vitest'
import type { AssociationState } from '../src/association/association-state.js'
import { headerOf, packetOf } from './sent-packet.js'
import { A_ADDRESSES, PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

const A_PORT = 40_000
const BUFFER = 20_000
/** That I-DATA chunks out of order leave between one another. */
const GAPS = 4
const PARAMETERS = { receiveBufferOctets: BUFFER, partialReliability: true }
const ONLY_SEED = process.env['SIGBED_SEED']
const SEEDS = ONLY_SEED === undefined ? Array.from({ length: 25 }, (_, seed) => seed) : [Number(ONLY_SEED)]

function established(seed: number): SimulatedPair {
  const pair = new SimulatedPair(seed, PARAMETERS).establish()
  pair.a.send('hello')
  pair.z.send('hello')
  pair.runFor(500)
  return pair
}

/** A in each state. Nothing that A sends arrives anywhere any more. */
const IN_STATE: Readonly<Record<Exclude<AssociationState, 'CLOSED'>, (seed: number) => SimulatedPair>> = {
  'COOKIE-WAIT': (seed) => {
    const pair = new SimulatedPair(seed, PARAMETERS)
    pair.z.interfere = () => 'lose'
    pair.a.associate([Z_ADDRESSES[0]], PORT, PARAMETERS)
    pair.runFor(100)
    return pair
  },
  'COOKIE-ECHOED': (seed) => {
    const pair = new SimulatedPair(seed, PARAMETERS)
    pair.a.loseNext(COOKIE_ECHO, 100)
    pair.a.associate([Z_ADDRESSES[0]], PORT, PARAMETERS)
    pair.runFor(100)
    return pair
  },
  ESTABLISHED: established,
  'SHUTDOWN-PENDING': (seed) => {
    const pair = established(seed)
    pair.z.loseNext(SACK, 100)
    pair.a.send('not acknowledged')
    pair.a.shutdown()
    return pair
  },
  'SHUTDOWN-SENT': (seed) => {
    const pair = established(seed)
    pair.z.interfere = () => 'lose'
    pair.a.shutdown()
    return pair
  },
  'SHUTDOWN-RECEIVED': (seed) => {
    const pair = established(seed)
    pair.a.loseNext(DATA, 100)
    pair.a.send('not acknowledged')
    pair.z.shutdown()
    pair.runFor(20)
    return pair
  },
  'SHUTDOWN-ACK-SENT': (seed) => {
    const pair = established(seed)
    pair.z.loseNext(SHUTDOWN_COMPLETE, 100)
    pair.z.shutdown()
    pair.runFor(100)
    return pair
  },
}

/** Makes packets that nobody should send, out of real ones and out of nothing. */
class Attacker {
  private readonly recorded: readonly Uint8Array[]

  constructor(
    readonly chance: SeededRandom,
    pair: SimulatedPair,
  ) {
    this.recorded = [...pair.z.sent, ...pair.a.sent].map((packet) => packet.octets)
  }

  packet(tag: number): Uint8Array<ArrayBuffer> {
    const { chance } = this
    const made = [() => this.mutated(), () => this.assembled(), () => this.noise()][chance.below(3)]!()
    const octets = new Uint8Array(Math.max(made.length, COMMON_HEADER_LENGTH))
    octets.set(made)
    new DataView(octets.buffer).setUint16(0, PORT)
    new DataView(octets.buffer).setUint16(2, A_PORT)
    new DataView(octets.buffer).setUint32(4, tag)
    fillChecksum(octets, 0, octets.length)
    return octets
  }

  private mutated(): Uint8Array {
    const { chance } = this
    const octets = this.recorded[chance.below(this.recorded.length)]!.slice()
    for (let flips = chance.below(6); flips > 0; flips--) octets[chance.below(octets.length)] = chance.uint32() & 0xff
    if (chance.below(4) === 0) return octets.subarray(0, chance.below(octets.length + 1))
    if (chance.below(6) === 0) return Uint8Array.of(...octets, ...this.recorded[chance.below(this.recorded.length)]!.subarray(12))
    return octets
  }

  /** Chunks of any type, mostly with a length that fits. */
  private assembled(): Uint8Array {
    const { chance } = this
    const chunks: Uint8Array[] = []
    for (let n = 1 + chance.below(4); n > 0; n--) {
      const length = 4 + chance.below(chance.below(3) === 0 ? 400 : 24)
      const chunk = Uint8Array.from({ length: (length + 3) & ~3 }, () => chance.uint32() & 0xff)
      chunk[0] = [chance.below(256), FORWARD_TSN, chance.below(16)][Math.min(chance.below(8), 2)]!
      chunk[2] = 0
      chunk[3] = length
      if (length > 255) chunk[2] = length >>> 8
      if (chance.below(8) === 0) chunk[3] = chance.below(256)
      chunks.push(chunk)
    }
    return packetOf(0, 0, 0, ...chunks)
  }

  private noise(): Uint8Array {
    return Uint8Array.from({ length: this.chance.below(120) }, () => this.chance.uint32() & 0xff)
  }
}

function expectBounded(pair: SimulatedPair, gaps = 1): void {
  const { association, endpoint } = pair.a
  expect(association!.control.length).toBeLessThanOrEqual(128)
  expect(endpoint.table.size).toBeLessThanOrEqual(1)
  // Twice the buffer, and a chunk for each gap that may go over it.
  expect(association!.inbound?.heldOctets ?? 0).toBeLessThanOrEqual(2 * BUFFER + gaps * 1500)
}

describe('hostile input', () => {
  for (const [state, prepare] of Object.entries(IN_STATE)) {
    it(`in ${state} changes nothing under a wrong tag`, () => {
      for (const seed of SEEDS) {
        const pair = prepare(seed)
        const association = pair.a.association!
        expect(association.state).toBe(state)
        pair.a.interfere = () => 'lose'
        const attacker = new Attacker(new SeededRandom(seed), pair)
        const before = JSON.stringify([
          association.peerTag,
          association.localTag,
          association.paths.paths.length,
          association.inbound?.tracker.cumulativeTsn,
        ])
        for (let i = 0; i < 60; i++) {
          let tag = attacker.chance.below(3) === 0 ? 0 : attacker.chance.uint32()
          if (tag === association.localTag || tag === association.peerTag) tag = 0
          const packet = attacker.packet(tag)
          // A genuine INIT is nobody's attack: in COOKIE-WAIT it may come from the peer, and is answered.
          const { from, to } = { from: Z_ADDRESSES[i & 1]!, to: A_ADDRESSES[i & 1]! }
          pair.a.arrive(packet, from, to)
          expect(association.state, `SIGBED_SEED=${seed}, packet ${i}: ${packet}`).toBe(state)
        }
        expect(
          JSON.stringify([
            association.peerTag,
            association.localTag,
            association.paths.paths.length,
            association.inbound?.tracker.cumulativeTsn,
          ]),
        ).toBe(before)
        expectBounded(pair)
      }
    })
    it(`in ${state} never throws and never grows without bound under the right tag`, () => {
      for (const seed of SEEDS) {
        let pair = prepare(seed)
        let attacker = new Attacker(new SeededRandom(seed ^ 0xbad), pair)
        for (let i = 0; i < 60; i++) {
          if (pair.a.association!.isOver) {
            expect(pair.a.endpoint.table.size).toBe(0)
            expect(pair.a.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
            pair = prepare(seed)
            attacker = new Attacker(attacker.chance, pair)
          }
          pair.a.interfere = () => 'lose'
          const { localTag, peerTag } = pair.a.association!
          const packet = attacker.packet(attacker.chance.below(4) === 0 ? peerTag : localTag)
          try {
            pair.a.arrive(packet, Z_ADDRESSES[i & 1]!, A_ADDRESSES[i & 1]!)
            if (i % 10 === 9) pair.runFor(attacker.chance.below(300))
          } catch (error) {
            throw new Error(`SIGBED_SEED=${seed}, packet ${i}: ${packet}`, { cause: error })
          }
          expectBounded(pair)
        }
      }
    })
  }
  it('at an endpoint without associations is answered at most once a packet, and leaves nothing behind', () => {
    for (const seed of SEEDS) {
      const pair = established(seed)
      pair.a.abort('only to record packets')
      pair.runFor(100)
      const attacker = new Attacker(new SeededRandom(seed ^ 0xb1e), pair)
      pair.forgetSent()
      for (let i = 0; i < 100; i++) {
        const before = pair.a.sent.length
        pair.a.arrive(attacker.packet(attacker.chance.uint32()), Z_ADDRESSES[0], A_ADDRESSES[0])
        expect(pair.a.sent.length - before).toBeLessThanOrEqual(1)
      }
      expect(pair.a.endpoint.table.size).toBe(0)
      expect(pair.a.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
    }
  })
  it('of INITs by the thousand leaves a listening endpoint as it was, but for the addresses it has seen', () => {
    const pair = new SimulatedPair(1)
    const chance = new SeededRandom(1)
    for (let i = 0; i < 2000; i++) {
      const init = new Uint8Array(20)
      init.set([INIT, 0, 0, 20])
      for (let octet = 4; octet < 20; octet++) init[octet] = chance.uint32() & 0xff
      pair.z.arrive(packetOf(1 + chance.below(65_535), PORT, 0, init), '10.0.7.7', Z_ADDRESSES[0])
    }
    expect(pair.z.endpoint.table.size).toBe(0)
    expect(pair.z.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
    expect(pair.z.sent.length).toBe(2000)
    expect(headerOf(pair.z.sent[0]!.octets).verificationTag).not.toBe(0)
  })
  it('of I-DATA chunks of every kind ends in an abort, or in what was whole being handed over within the memory allowed', () => {
    for (const seed of SEEDS) {
      const pair = new SimulatedPair(seed, { receiveBufferOctets: BUFFER, interleaving: true }).establish()
      pair.a.interfere = () => 'lose'
      const chance = new SeededRandom(seed)
      const association = pair.a.association!
      const chunk = new Uint8Array(1400)
      const sent = new Set<string>()
      for (let i = 0; i < 400 && !association.isOver; i++) {
        const length = 1 + chance.below(chance.below(3) === 0 ? 1300 : 20)
        const tsn = (association.inbound!.tracker.cumulativeTsn + 1 + chance.below(GAPS + 1)) >>> 0
        const streamId = chance.below(5)
        const unordered = chance.below(2)
        const messageId = chance.below(60) === 0 ? chance.uint32() : chance.below(15)
        // Never whole, and rarely in contradiction to what was sent before: that ends the association.
        const fragment = chance.below(200)
        const name = `${streamId} ${unordered} ${messageId} ${fragment}`
        if (sent.has(name) && chance.below(40) > 0) continue
        sent.add(name)
        const flags = (chance.below(200) === 0 ? 1 : 0) | (fragment === 0 ? 2 : 0) | (4 * unordered)
        const end = writeIDataChunk(chunk, 0, flags, tsn, streamId, messageId, 3, fragment, chunk, 100, length)
        pair.a.arrive(packetOf(PORT, A_PORT, association.localTag, chunk.slice(0, end)), Z_ADDRESSES[0], A_ADDRESSES[0])
        if (chance.below(40) === 0) pair.a.pause(chance.below(2) === 0)
        expectBounded(pair, GAPS)
      }
      if (!association.isOver) pair.a.abort('enough')
      expect(pair.a.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
    }
  })
  it('with SACKs of every kind under the right tag ends in an abort or in balance, never in between', () => {
    for (const seed of SEEDS) {
      const pair = established(seed)
      pair.a.interfere = () => 'lose'
      const chance = new SeededRandom(seed)
      const { association } = pair.a
      for (let i = 0; i < 60 && !association!.isOver; i++) {
        for (let n = chance.below(4); n > 0; n--) pair.a.send('x'.repeat(1 + chance.below(500)))
        const { outstanding } = association!.outbound
        const gaps = chance.below(6)
        const sack = new Uint8Array(16 + 4 * gaps)
        const view = new DataView(sack.buffer)
        sack.set([SACK, 0])
        view.setUint16(2, sack.length)
        view.setUint32(4, (outstanding.cumulativeTsnAckPoint + chance.below(Math.max(outstanding.length, 1) + (i > 50 ? 3 : 0))) >>> 0)
        view.setUint32(8, chance.below(4) === 0 ? 0 : chance.below(100_000))
        view.setUint16(12, gaps)
        for (let gap = 0; gap < 2 * gaps; gap++) view.setUint16(16 + 2 * gap, chance.below(40))
        pair.a.arrive(packetOf(PORT, A_PORT, association!.localTag, sack), Z_ADDRESSES[0], A_ADDRESSES[0])
        if (chance.below(5) === 0) pair.runFor(chance.below(1500))
        const onPaths = association!.paths.paths.reduce((sum, path) => sum + path.outstandingOctets, 0)
        expect(onPaths).toBe(outstanding.inFlightOctets)
      }
    }
  })
})
