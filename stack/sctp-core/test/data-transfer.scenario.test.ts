import { DATA } from '@sigbed/sctp-codec'
import { SeededRandom } from '@sigbed/simulated-network'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { dataOf, digestOf } from './sent-packet.js'
import { PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

function up(parameters: Partial<ProtocolParameters> = {}, homes = 2, seed = 1): SimulatedPair {
  return new SimulatedPair(seed, parameters, homes).establish().forgetSent()
}

/** Octets that repeat nowhere near. */
function noise(length: number, seed: number): Uint8Array {
  const random = new SeededRandom(seed)
  return Uint8Array.from({ length }, () => random.uint32() & 0xff)
}

/** Both networks lose, hold back and double packets. */
function disturb(pair: SimulatedPair, probability: number): void {
  for (const [from, to] of [
    ['10.0.1.1', '10.0.1.2'],
    ['10.0.2.1', '10.0.2.2'],
  ] as const) {
    pair.network.configurePath(from, to, {
      loss: { kind: 'random', probability },
      jitterMs: 8,
      jitterReorders: true,
      duplicateProbability: probability,
      reorderProbability: probability,
      reorderByMs: 40,
    })
  }
}

describe('user messages', () => {
  it('arrive in order on each stream, once each, with what was said of them', () => {
    const pair = up()
    for (let i = 0; i < 200; i++) pair.a.send(`${i}`, { stream: i % 4, ppid: 3 + i })
    pair.run(() => pair.z.delivered.length === 200)
    for (let stream = 0; stream < 4; stream++) {
      const mine = pair.z.delivered.filter((message) => message.streamId === stream)
      expect(mine.map((message) => Number(message.text))).toEqual(Array.from({ length: 50 }, (_, i) => 4 * i + stream))
      expect(mine.map((message) => message.streamSequenceNumber)).toEqual(Array.from({ length: 50 }, (_, i) => i))
      expect(mine.every((message) => message.payloadProtocolId === 3 + Number(message.text))).toBe(true)
    }
  })
  it('of one stream do not wait for those of another', () => {
    const pair = up()
    pair.a.loseNext(DATA)
    pair.a.send('held up', { stream: 1 })
    pair.a.send('free', { stream: 2 })
    pair.a.send('held up too', { stream: 1 })
    pair.runFor(100)
    expect(pair.z.texts()).toEqual(['free'])
    pair.run(() => pair.z.delivered.length === 3)
    expect(pair.z.texts()).toEqual(['free', 'held up', 'held up too'])
  })
  it('sent unordered do not wait for anything', () => {
    const pair = up()
    pair.a.loseNext(DATA)
    pair.a.send('ordered 1')
    pair.a.send('ordered 2')
    pair.a.send('unordered', { unordered: true })
    pair.runFor(100)
    expect(pair.z.delivered).toMatchObject([{ text: 'unordered', unordered: true, streamSequenceNumber: 0 }])
    pair.run(() => pair.z.delivered.length === 3)
    // RFC 9260 §6.5: an unordered message uses up no stream sequence number.
    expect(pair.z.delivered.slice(1).map((message) => message.streamSequenceNumber)).toEqual([0, 1])
  })
  it('of every size come out as they went in', () => {
    const pair = up({ sendBufferOctets: 10_000_000 })
    const point = pair.a.association!.fragmentationPoint
    const sizes = [1, 2, 3, 4, 5, 100, point - 1, point, point + 1, 2 * point, 2 * point + 1, 10_000, 65_535, 65_536, 65_537, 100_000]
    const sent = sizes.map((size, i) => noise(size, i))
    sent.forEach((octets, i) => {
      expect(pair.a.sendOctets(octets, { stream: i % 3, unordered: i % 5 === 0 })).toBe('queued')
    })
    pair.run(() => pair.z.delivered.length === sizes.length)
    const key = (length: number, digest: number) => `${length}/${digest}`
    expect(new Set(pair.z.delivered.map((message) => key(message.length, message.digest)))).toEqual(
      new Set(sent.map((octets) => key(octets.length, digestOf(octets)))),
    )
  })
  it('that fit into one chunk are not cut up', () => {
    const pair = up()
    const point = pair.a.association!.fragmentationPoint
    pair.a.sendOctets(noise(point, 1))
    pair.a.sendOctets(noise(point + 1, 2))
    const chunks = pair.a.packetsWith(DATA).flatMap((packet) => dataOf(packet.octets))
    expect(chunks.map(({ payloadLength, beginning, ending }) => [payloadLength, beginning, ending])).toEqual([
      [point, true, true],
      [point, true, false],
      [1, false, true],
    ])
    // RFC 9260 §6.9: fragments have consecutive TSNs and the same stream sequence number.
    expect(chunks[2]!.tsn).toBe((chunks[1]!.tsn + 1) >>> 0)
    expect(chunks.map((chunk) => chunk.streamSequenceNumber)).toEqual([0, 1, 1])
    for (const packet of pair.a.packetsWith(DATA)) expect(packet.octets.length).toBeLessThanOrEqual(1480)
  })
  it('survive loss, reordering and doubling, the long ones too', () => {
    for (const probability of [0.02, 0.1, 0.25]) {
      const pair = up({ sendBufferOctets: 10_000_000 }, 2, 7)
      disturb(pair, probability)
      const sent = Array.from({ length: 30 }, (_, i) => noise(i % 10 === 0 ? 40_000 : 50 + 97 * i, i))
      sent.forEach((octets, i) => {
        pair.a.sendOctets(octets, { stream: i % 2 })
      })
      pair.run(() => pair.z.delivered.length >= sent.length)
      pair.runFor(5000)
      for (let stream = 0; stream < 2; stream++) {
        const mine = pair.z.delivered.filter((message) => message.streamId === stream).map((message) => message.digest)
        expect(mine).toEqual(sent.filter((_, i) => i % 2 === stream).map(digestOf))
      }
    }
  })
  it('go on where TSNs wrap around, under loss too', () => {
    for (const probability of [0, 0.05]) {
      const pair = new SimulatedPair(3)
      pair.a.plannedRandom.push(4711, 0xffff_ffff - 20)
      pair.z.plannedRandom.push(4712, 0xffff_fffd)
      pair.establish()
      disturb(pair, probability)
      for (let i = 0; i < 300; i++) {
        pair.a.send(`${i} ${'x'.repeat(i)}`)
        pair.z.send(`${i} ${'y'.repeat(300 - i)}`)
      }
      pair.run(() => pair.z.delivered.length === 300 && pair.a.delivered.length === 300)
      const expected = Array.from({ length: 300 }, (_, i) => i)
      for (const node of [pair.a, pair.z]) {
        expect(node.texts().map((text) => Number.parseInt(text, 10))).toEqual(expected)
        expect(node.association!.inbound!.tracker.cumulativeTsn).toBeLessThan(1000)
      }
      pair.runFor(10_000)
      expect(pair.a.association!.outbound.outstanding.length).toBe(0)
    }
  })
  it('go on where the stream sequence numbers of one stream wrap around, 70,000 of them', () => {
    for (const probability of [0, 0.02]) {
      const pair = new SimulatedPair(5, { sendBufferOctets: 10_000_000 })
      pair.a.remembers = false
      pair.z.remembers = false
      pair.establish()
      if (probability > 0) disturb(pair, probability)
      for (let i = 0; i < 70_000; i++) pair.a.queue(`${i}`)
      pair.a.drain()
      pair.run(() => pair.z.delivered.length === 70_000)
      expect(pair.z.delivered.every((message, i) => message.text === `${i}` && message.streamSequenceNumber === (i & 0xffff))).toBe(true)
    }
  })
  it('asked for in one turn leave bundled', () => {
    const pair = up()
    for (let i = 0; i < 100; i++) pair.a.queue('twenty octets long..')
    pair.a.drain()
    // 36 octets a chunk, 1468 octets of room a packet.
    expect(pair.a.packetsWith(DATA).map((packet) => dataOf(packet.octets).length)).toEqual([40, 40, 20])
    pair.run(() => pair.z.delivered.length === 100)
  })
  it('answered from within onMessage leave together with the SACK', () => {
    const pair = up()
    pair.z.onMessage = (message, association) => {
      association.send(message.streamId, 0, false, message.octets, message.offset, message.length)
    }
    pair.a.send('echo me')
    pair.run(() => pair.a.delivered.length === 1)
    expect(pair.a.texts()).toEqual(['echo me'])
    expect(pair.z.sent[0]!.types).toEqual([3, DATA])
  })
  it('are refused with the reason', () => {
    const pair = up({ sendBufferOctets: 5000, largestMessageOctets: 4000 })
    pair.cut(0)
    pair.cut(1)
    expect(pair.a.send('')).toBe('empty-message')
    expect(pair.a.send('x'.repeat(4001))).toBe('message-too-large')
    expect(pair.a.send('x', { stream: 32 })).toBe('no-such-stream')
    expect(pair.a.send('x'.repeat(4000))).toBe('queued')
    expect(pair.a.send('x'.repeat(1001))).toBe('send-buffer-full')
    expect(pair.a.send('x'.repeat(1000))).toBe('queued')
    pair.a.abort('enough')
    expect(pair.a.send('x')).toBe('closed')
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ unacknowledgedMessages: 2 }])
  })
  it('refused for a full buffer may come again when half of it is free', () => {
    const pair = up({ sendBufferOctets: 4000 })
    for (let i = 0; i < 4; i++) pair.a.send('x'.repeat(1000))
    expect(pair.a.send('y')).toBe('send-buffer-full')
    expect(pair.a.eventsOf('send-buffer-available')).toEqual([])
    pair.run(() => pair.a.eventsOf('send-buffer-available').length > 0)
    expect(pair.a.association!.outbound.queue.bufferedOctets).toBeLessThanOrEqual(2000)
    pair.runFor(5000)
    expect(pair.a.eventsOf('send-buffer-available')).toHaveLength(1)
  })
  it('leave the memory of both sides as it was', () => {
    const pair = up({ sendBufferOctets: 10_000_000 })
    disturb(pair, 0.05)
    for (let i = 0; i < 100; i++) pair.a.sendOctets(noise(1 + 311 * i, i), { stream: i % 8, unordered: i % 3 === 0 })
    pair.run(() => pair.z.delivered.length === 100 && pair.a.association!.outbound.settled)
    pair.runFor(5000)
    expect(pair.a.association!.outbound.queue.slab.pagesInUse).toBe(1)
    expect(pair.a.association!.outbound.queue.bufferedOctets).toBe(0)
    expect(pair.z.association!.inbound!.heldOctets).toBe(0)
  })
  it('cannot be set on stream identifiers the peer did not open', () => {
    const pair = new SimulatedPair(1, { inboundStreams: 2 })
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    // Accepted before the peer said how many streams it takes.
    expect(pair.a.send('nowhere to go', { stream: 9 })).toBe('queued')
    expect(pair.a.send('fine', { stream: 1 })).toBe('queued')
    pair.run(() => pair.z.delivered.length === 1)
    expect(pair.z.texts()).toEqual(['fine'])
    expect(pair.a.association!.outbound.queue.bufferedOctets).toBe(4)
    pair.runFor(1000)
    expect(pair.a.association!.outbound.queue.bufferedOctets).toBe(0)
  })
})
