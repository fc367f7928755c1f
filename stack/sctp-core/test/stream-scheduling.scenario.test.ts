import { DATA } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { reconfigure, setStreamValue } from '../src/association/reconfiguration.js'
import type { StreamSchedulerName } from '../src/outbound/scheduling/stream-scheduler.js'
import { forEachUndelivered } from '../src/outbound/undelivered-messages.js'
import { dataOf } from './sent-packet.js'
import { PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

function up(streamScheduler: StreamSchedulerName, values: Readonly<Record<number, number>> = {}): SimulatedPair {
  const pair = new SimulatedPair(1, { streamScheduler, sendBufferOctets: 10_000_000 }, 1).establish().forgetSent()
  for (const [stream, value] of Object.entries(values)) setStreamValue(pair.a.association!, Number(stream), value)
  return pair
}

/** Puts `count` messages of `length` octets into the queue of a stream; nothing leaves yet. */
function queue(pair: SimulatedPair, stream: number, count: number, length: number): void {
  for (let i = 0; i < count; i++) expect(pair.a.queue(`${i}`.padEnd(length), { stream })).toBe('queued')
}

/** Lets everything leave, and gives the streams in the order their messages arrived in: nothing is lost, so that is the order they left in. */
function streamsInOrder(pair: SimulatedPair): number[] {
  const before = pair.z.delivered.length
  pair.a.drain()
  pair.run(() => pair.a.association!.outbound.settled)
  return pair.z.delivered.slice(before).map(({ streamId }) => streamId)
}

/** Octets that each stream got of the first `octets` that arrived. */
function shares(pair: SimulatedPair, octets: number): Record<number, number> {
  const got: Record<number, number> = {}
  let seen = 0
  for (const { streamId, length } of pair.z.delivered) {
    if (seen >= octets) break
    seen += length
    got[streamId] = (got[streamId] ?? 0) + length
  }
  return got
}

describe('without any choice', () => {
  it('messages leave in the order of send, whatever their streams', () => {
    const pair = new SimulatedPair(1, { sendBufferOctets: 10_000_000 }, 1).establish()
    const order = Array.from({ length: 60 }, (_, i) => (i * i) % 7)
    for (const stream of order) queue(pair, stream, 1, 500)
    expect(streamsInOrder(pair)).toEqual(order)
  })
})

describe('round robin', () => {
  it('takes a message of each stream that has one in turn, however long', () => {
    const pair = up('round-robin')
    queue(pair, 5, 3, 4000)
    queue(pair, 1, 5, 20)
    queue(pair, 3, 2, 1000)
    expect(streamsInOrder(pair)).toEqual([5, 1, 3, 5, 1, 3, 5, 1, 1, 1])
  })

  it('leaves the fragments of a message together', () => {
    const pair = up('round-robin')
    queue(pair, 5, 2, 5000)
    queue(pair, 1, 2, 5000)
    streamsInOrder(pair)
    const chunks = pair.a.packetsWith(DATA).flatMap(({ octets }) => dataOf(octets))
    expect(chunks.map(({ streamId }) => streamId).join('')).toBe('5555111155551111')
  })
})

describe('round robin per packet', () => {
  it('puts chunks of one stream only into a packet, and another one into the next', () => {
    const pair = up('round-robin-per-packet')
    for (const stream of [1, 2, 3]) queue(pair, stream, 20, 200)
    streamsInOrder(pair)
    const packets = pair.a.packetsWith(DATA).map(({ octets }) => dataOf(octets).map(({ streamId }) => streamId))
    for (const packet of packets) expect(new Set(packet).size).toBe(1)
    // 216 octets a chunk, 1468 octets of room: six to a packet, and at the end what is left of each.
    expect(packets.map((packet) => `${packet.length} of ${packet[0]}`)).toEqual(
      [6, 6, 6, 2].flatMap((count) => [1, 2, 3].map((stream) => `${count} of ${stream}`)),
    )
  })

  it('keeps streams apart in retransmissions as well', () => {
    const pair = up('round-robin-per-packet')
    let lost = 0
    pair.a.interfere = (packet) => (packet.types.includes(DATA) && lost++ < 4 ? 'lose' : 'pass')
    for (const stream of [1, 2, 3, 4]) queue(pair, stream, 1, 50)
    streamsInOrder(pair)
    expect(pair.a.association!.statistics.dataChunksRetransmitted).toBe(4)
    for (const { octets } of pair.a.packetsWith(DATA)) expect(dataOf(octets)).toHaveLength(1)
  })
})

describe('priority', () => {
  it('lets the lowest value go first, and equal ones in the order of send', () => {
    const pair = up('priority', { 1: 7, 2: 3, 4: 7 })
    for (const stream of [1, 2, 3, 4, 3, 2, 1]) queue(pair, stream, 1, 100)
    expect(streamsInOrder(pair)).toEqual([3, 3, 2, 2, 1, 4, 1])
  })

  it('puts what is urgent before everything that waits, but not before the end of a message that has begun', () => {
    const pair = up('priority', { 1: 1 })
    queue(pair, 1, 3, 100_000)
    pair.a.drain()
    expect(pair.a.association!.outbound.queue.front.sent).toBeGreaterThan(0)
    queue(pair, 2, 1, 10)
    expect(streamsInOrder(pair)).toEqual([1, 2, 1, 1])
  })

  it('heeds a value that is changed while messages wait', () => {
    const pair = up('priority', { 1: 1, 2: 2, 3: 3 })
    for (const stream of [1, 2, 3]) queue(pair, stream, 2, 100)
    setStreamValue(pair.a.association!, 3, 0)
    setStreamValue(pair.a.association!, 1, 9)
    expect(streamsInOrder(pair)).toEqual([3, 3, 2, 2, 1, 1])
  })
})

describe('fair bandwidth', () => {
  it('gives every stream the same octets, whatever the length of its messages', () => {
    const pair = up('fair-bandwidth', { 1: 50, 2: 1 })
    queue(pair, 1, 100, 1000)
    queue(pair, 2, 400, 250)
    queue(pair, 3, 50, 2000)
    streamsInOrder(pair)
    // After a multiple of what makes all three even again.
    for (const rounds of [1, 2, 5, 30])
      expect(shares(pair, rounds * 6000)).toEqual({ 1: rounds * 2000, 2: rounds * 2000, 3: rounds * 2000 })
  })

  it('neither makes up to a stream for a rest nor forgets what it had in advance', () => {
    const pair = up('fair-bandwidth')
    queue(pair, 1, 100, 500)
    queue(pair, 2, 1, 3000)
    pair.a.drain()
    pair.run(() => pair.z.delivered.some(({ streamId }) => streamId === 2))
    // Stream 2 had 3000 octets at once; after it has rested for less, stream 1 is still to catch up.
    const before = pair.z.delivered.length
    queue(pair, 2, 10, 500)
    queue(pair, 3, 10, 500)
    streamsInOrder(pair)
    const order = pair.z.delivered.slice(before).map(({ streamId }) => streamId)
    // Stream 3 is new and gets no more than the others from here on.
    const first = order.indexOf(3)
    const next = order.slice(first, first + 12)
    expect(next.filter((stream) => stream === 3).length).toBeLessThanOrEqual(7)
    expect(next.filter((stream) => stream === 1).length).toBeGreaterThanOrEqual(4)
  })
})

describe('weighted fair queueing', () => {
  it('gives octets by weight, and a stream without one the weight 1', () => {
    const pair = up('weighted-fair-queueing', { 1: 4, 2: 2 })
    queue(pair, 1, 400, 500)
    queue(pair, 2, 100, 1000)
    queue(pair, 3, 300, 250)
    streamsInOrder(pair)
    for (const rounds of [1, 2, 10, 20])
      expect(shares(pair, rounds * 7000)).toEqual({ 1: rounds * 4000, 2: rounds * 2000, 3: rounds * 1000 })
  })

  it('leaves to the others what a stream does not use', () => {
    const pair = up('weighted-fair-queueing', { 1: 100, 2: 1, 3: 1 })
    queue(pair, 1, 1, 500)
    queue(pair, 2, 20, 500)
    queue(pair, 3, 20, 500)
    expect(streamsInOrder(pair).slice(0, 9)).toEqual([1, 2, 3, 2, 3, 2, 3, 2, 3])
  })
})

describe('the scheduler', () => {
  it('may be changed at any time: what waits goes by the new one', () => {
    const pair = up('first-come-first-served', { 2: 1, 3: 2 })
    for (const stream of [3, 3, 2, 2, 1, 1]) queue(pair, stream, 1, 100)
    const { a } = pair
    const change = (streamScheduler: StreamSchedulerName) => reconfigure(a.association!, { streamScheduler }, pair.clock.now())
    change('priority')
    expect(streamsInOrder(pair)).toEqual([1, 1, 2, 2, 3, 3])
    for (const stream of [3, 3, 2, 2, 1, 1]) queue(pair, stream, 1, 100)
    change('round-robin')
    expect(streamsInOrder(pair)).toEqual([3, 2, 1, 3, 2, 1])
    for (const stream of [3, 3, 2, 2, 1, 1]) queue(pair, stream, 1, 100)
    change('first-come-first-served')
    expect(streamsInOrder(pair)).toEqual([3, 3, 2, 2, 1, 1])
  })

  it('lets a message that has begun end first when it is changed', () => {
    const pair = up('round-robin')
    queue(pair, 1, 1, 10)
    queue(pair, 2, 2, 100_000)
    queue(pair, 1, 1, 10)
    pair.a.drain()
    expect(pair.a.association!.outbound.queue.front.streamId).toBe(2)
    setStreamValue(pair.a.association!, 2, 9)
    reconfigure(pair.a.association!, { streamScheduler: 'priority' }, pair.clock.now())
    expect(streamsInOrder(pair)).toEqual([1, 2, 1, 2])
  })

  it('is that of messages queued before the association is up, and stays through a restart of the peer, as values do', () => {
    const parameters = { streamScheduler: 'priority' } as const
    const pair = new SimulatedPair(1, parameters)
    pair.a.associate([Z_ADDRESSES[0]], PORT, parameters)
    setStreamValue(pair.a.association!, 1, 1)
    for (const stream of [1, 2, 1, 2]) queue(pair, stream, 1, 10)
    expect(streamsInOrder(pair)).toEqual([2, 2, 1, 1])

    setStreamValue(pair.z.association!, 1, 1)
    const again = pair.restartA()
    again.associate([Z_ADDRESSES[0]], PORT, parameters)
    pair.run(() => pair.z.eventsOf('restart').length === 1)
    for (const stream of [1, 2, 1, 2]) pair.z.queue('x', { stream })
    pair.z.drain()
    pair.run(() => again.delivered.length === 4)
    expect(again.delivered.map(({ streamId }) => streamId)).toEqual([2, 2, 1, 1])
  })

  it('does not change the order in which undelivered messages are shown', () => {
    const pair = up('priority', { 1: 9 })
    pair.cut(0)
    for (let i = 0; i < 20; i++) queue(pair, i % 3, 1, 1000 + i)
    pair.a.drain()
    pair.a.abort('enough')
    const shown: { length: number; sent: boolean }[] = []
    forEachUndelivered(pair.a.association!.undelivered!, ({ length, sent }) => shown.push({ length, sent }))
    const left = shown.filter(({ sent }) => sent)
    expect([left.length > 1, left.length < 19]).toEqual([true, true])
    // Those that left first, then the others, each lot in the order of send.
    expect(shown.slice(0, left.length)).toEqual(left)
    for (const lot of [left, shown.slice(left.length)])
      expect(lot.map(({ length }) => length)).toEqual(lot.map(({ length }) => length).sort((one, other) => one - other))
    expect(shown.map(({ length }) => length).sort()).toEqual(Array.from({ length: 20 }, (_, i) => 1000 + i))
  })
})
