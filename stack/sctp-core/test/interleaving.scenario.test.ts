import { ABORT, DATA, I_DATA, INIT, isFault, readInitChunk, writeDataChunk, writeIDataChunk } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { setStreamValue } from '../src/association/reconfiguration.js'
import { forEachUndelivered } from '../src/outbound/undelivered-messages.js'
import { chunksOf, dataOf, iDataOf, packetOf } from './sent-packet.js'
import { A_ADDRESSES, PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

function up(parameters: Partial<ProtocolParameters> = {}): SimulatedPair {
  return new SimulatedPair(1, { interleaving: true, sendBufferOctets: 10_000_000, ...parameters }, 1).establish().forgetSent()
}

function queue(pair: SimulatedPair, stream: number, length: number, unordered = false): void {
  expect(pair.a.queue('x'.repeat(length), { stream, unordered, ppid: 46 })).toBe('queued')
}

function flush(pair: SimulatedPair): void {
  pair.a.drain()
  pair.run(() => pair.a.association!.outbound.settled)
}

/** "stream/MID/FSN" of every chunk A has sent, in the order of their TSNs. */
function chunksSent(pair: SimulatedPair): string[] {
  const chunks = pair.a.packetsWith(I_DATA).flatMap(({ octets }) => iDataOf(octets))
  chunks.forEach((chunk, i) => {
    expect(chunk.tsn).toBe((chunks[0]!.tsn + i) >>> 0)
  })
  return chunks.map(({ streamId, messageId, fragmentSequenceNumber }) => `${streamId}/${messageId}/${fragmentSequenceNumber}`)
}

/** Both ends offer what they are told, and one message goes. */
function negotiated(a: boolean, z: boolean): number[] {
  const pair = new SimulatedPair(1, { interleaving: z }, 1)
  pair.a.associate([Z_ADDRESSES[0]], PORT, { interleaving: a })
  pair.a.send('x')
  pair.run(() => pair.z.delivered.length === 1)
  const [init] = chunksOf(pair.a.packetsWith(INIT)[0]!.octets)
  const read = readInitChunk(pair.a.packetsWith(INIT)[0]!.octets, init!.at, init!.length)
  const listed = isFault(read) ? [] : read.parameters.flatMap((one) => (one.kind === 'supported-extensions' ? one.chunkTypes : []))
  expect(listed.includes(I_DATA)).toBe(a)
  const types = pair.a.sent.flatMap((packet) => packet.types)
  return [DATA, I_DATA].filter((type) => types.includes(type))
}

describe('user message interleaving', () => {
  it('is in force when both ends list I-DATA, and then for all messages', () => {
    expect(negotiated(true, true)).toEqual([I_DATA])
    expect(negotiated(true, false)).toEqual([DATA])
    expect(negotiated(false, true)).toEqual([DATA])
    expect(negotiated(false, false)).toEqual([DATA])
  })

  it('numbers ordered and unordered messages of each stream apart, and fragments from 0', () => {
    const pair = up()
    const point = pair.a.association!.fragmentationPoint
    expect(point).toBe(1500 - 20 - 12 - 20)
    queue(pair, 1, 10)
    queue(pair, 1, 10, true)
    queue(pair, 1, 2 * point + 1)
    queue(pair, 2, 10)
    queue(pair, 1, 10, true)
    flush(pair)
    expect(chunksSent(pair)).toEqual(['1/0/0', '1/0/0', '1/1/0', '1/1/1', '1/1/2', '2/0/0', '1/1/0'])
    const chunks = pair.a.packetsWith(I_DATA).flatMap(({ octets }) => iDataOf(octets))
    expect(chunks.map(({ beginning, ending }) => `${beginning ? 'B' : ''}${ending ? 'E' : ''}`)).toEqual([
      'BE',
      'BE',
      'B',
      '',
      'E',
      'BE',
      'BE',
    ])
    for (const chunk of chunks) expect(chunk.payloadProtocolId).toBe(chunk.beginning ? 46 : 0)
    for (const packet of pair.a.packetsWith(I_DATA)) expect(packet.octets.length).toBeLessThanOrEqual(1480)
    expect(pair.z.delivered.map(({ payloadProtocolId }) => payloadProtocolId)).toEqual([46, 46, 46, 46, 46])
  })

  it('goes on where MIDs wrap around', () => {
    const pair = up()
    const last = 0xffff_ffff
    const outbound = pair.a.association!.outbound as unknown as { nextMessageIds: Uint32Array }
    queue(pair, 1, 1)
    flush(pair)
    // As if four thousand million messages had gone between.
    outbound.nextMessageIds.fill(last - 1)
    const inbound = pair.z.association!.inbound as unknown as { interleaved: { streams: { expected: number }[] } }
    inbound.interleaved.streams[1]!.expected = last - 1
    for (let i = 0; i < 4; i++) queue(pair, 1, 3000 + i)
    flush(pair)
    expect(pair.z.delivered.map(({ length }) => length)).toEqual([1, 3000, 3001, 3002, 3003])
    expect(pair.z.delivered.map(({ streamSequenceNumber }) => streamSequenceNumber)).toEqual([0, 0xfffe, 0xffff, 0, 1])
    expect(chunksSent(pair)).toContain(`1/${last}/1`)
  })
})

describe('with interleaving', () => {
  it('first come, first served changes nothing but the chunk type', () => {
    const pair = up()
    const point = pair.a.association!.fragmentationPoint
    queue(pair, 1, 2 * point)
    queue(pair, 2, 2 * point)
    flush(pair)
    expect(chunksSent(pair)).toEqual(['1/0/0', '1/0/1', '2/0/0', '2/0/1'])
  })

  it('round robin takes a chunk of each stream in turn, as the figures of RFC 8260 §1.1 have it', () => {
    const send = (interleaving: boolean) => {
      const pair = up({ interleaving, streamScheduler: 'round-robin' })
      const point = pair.a.association!.fragmentationPoint
      queue(pair, 0, 3 * point)
      for (let i = 0; i < 3; i++) queue(pair, 1, point)
      queue(pair, 2, 3 * point)
      flush(pair)
      return pair
    }
    expect(chunksSent(send(true))).toEqual(['0/0/0', '1/0/0', '2/0/0', '0/0/1', '1/1/0', '2/0/1', '0/0/2', '1/2/0', '2/0/2'])
    const without = send(false)
      .a.packetsWith(DATA)
      .flatMap(({ octets }) => dataOf(octets))
    expect(without.map(({ streamId, streamSequenceNumber }) => `${streamId}/${streamSequenceNumber}`)).toEqual([
      '0/0',
      '0/0',
      '0/0',
      '1/0',
      '2/0',
      '2/0',
      '2/0',
      '1/1',
      '1/2',
    ])
  })

  it('a large message does not keep an urgent one waiting; without, it does', () => {
    for (const interleaving of [true, false]) {
      const pair = up({ interleaving, streamScheduler: 'priority' })
      setStreamValue(pair.a.association!, 1, 1)
      queue(pair, 1, 200_000)
      pair.a.drain()
      pair.runFor(15)
      expect(pair.a.association!.outbound.queue.oldest!.sent).toBeGreaterThan(0)
      queue(pair, 2, 10)
      flush(pair)
      expect(pair.z.delivered.map(({ streamId }) => streamId)).toEqual(interleaving ? [2, 1] : [1, 2])
    }
  })

  it('weighted fair queueing gives each its share of the chunks, however long the messages', () => {
    const pair = up({ streamScheduler: 'weighted-fair-queueing' })
    const point = pair.a.association!.fragmentationPoint
    setStreamValue(pair.a.association!, 1, 3)
    queue(pair, 1, 60 * point)
    queue(pair, 2, 60 * point)
    flush(pair)
    const streams = chunksSent(pair).map((chunk) => chunk[0])
    for (const chunks of [4, 20, 80]) expect(streams.slice(0, chunks).filter((stream) => stream === '1')).toHaveLength((chunks * 3) / 4)
  })

  it('round robin per packet keeps streams apart', () => {
    const pair = up({ streamScheduler: 'round-robin-per-packet' })
    for (const stream of [1, 2, 3]) for (let i = 0; i < 10; i++) queue(pair, stream, 2000)
    flush(pair)
    const packets = pair.a.packetsWith(I_DATA).map(({ octets }) => iDataOf(octets).map(({ streamId }) => streamId))
    for (const packet of packets) expect(new Set(packet).size).toBe(1)
    expect(packets.slice(0, 6).map(([stream]) => stream)).toEqual([1, 2, 3, 1, 2, 3])
    expect(pair.z.delivered).toHaveLength(30)
  })

  it('messages larger than the receive buffer arrive in parts, several at a time', () => {
    const pair = up({ streamScheduler: 'round-robin', receiveBufferOctets: 20_000 })
    const partly = new Set<number>()
    let most = 0
    pair.z.onMessage = ({ streamId, partial }) => {
      if (partial) partly.add(streamId)
      else partly.delete(streamId)
      most = Math.max(most, partly.size)
    }
    for (const stream of [1, 2, 3]) queue(pair, stream, 60_000)
    flush(pair)
    expect(pair.z.delivered.map(({ streamId, length }) => [streamId, length])).toEqual([1, 2, 3].map((stream) => [stream, 60_000]))
    expect(most).toBeGreaterThan(1)
    expect(pair.z.association!.inbound!.heldOctets).toBe(0)
  })

  it('the end of the association ends all messages in parts', () => {
    const pair = up({ streamScheduler: 'round-robin', receiveBufferOctets: 20_000 })
    for (const stream of [1, 2]) queue(pair, stream, 60_000)
    pair.a.drain()
    pair.run(() => pair.z.association!.inbound!.messagesInParts.length === 2)
    pair.a.abort('enough')
    pair.run(() => pair.z.association!.isOver)
    expect(
      pair.z
        .eventsOf('partial-delivery-aborted')
        .map(({ streamId }) => streamId)
        .sort(),
    ).toEqual([1, 2])
  })

  it('undelivered messages are shown whole, also those of which a part has left', () => {
    const pair = up({ streamScheduler: 'round-robin' })
    pair.cut(0)
    for (const stream of [1, 2, 3]) queue(pair, stream, 50_000 + stream)
    pair.a.drain()
    pair.a.abort('enough')
    const shown: string[] = []
    forEachUndelivered(pair.a.association!.undelivered!, ({ streamId, length, sent }) => shown.push(`${streamId} ${length} ${sent}`))
    expect(shown).toEqual(['1 50001 true', '2 50002 true', '3 50003 true'])
  })
})

describe('DATA and I-DATA never mix (RFC 8260 §2.2.3)', () => {
  const payload = Uint8Array.of(1)
  const tsnAfter = (pair: SimulatedPair) => pair.a.association!.outbound.outstanding.nextTsn

  function inject(pair: SimulatedPair, write: (into: Uint8Array, at: number) => number): void {
    const { peerTag } = pair.a.association!
    const chunk = new Uint8Array(40)
    const end = write(chunk, 0)
    pair.z.arrive(packetOf(40_000, PORT, peerTag, chunk.subarray(0, end)), A_ADDRESSES[0], Z_ADDRESSES[0])
    pair.runFor(100)
  }

  it('DATA where I-DATA was agreed ends the association', () => {
    const pair = up()
    inject(pair, (into, at) => writeDataChunk(into, at, 3, tsnAfter(pair), 1, 0, 0, payload, 0, 1))
    expect(pair.z.packetsWith(ABORT)).toHaveLength(1)
    expect(pair.z.eventsOf('communication-lost')).toMatchObject([{ reason: 'protocol-violation' }])
    expect(pair.z.delivered).toEqual([])
  })

  it('I-DATA where it was offered and not agreed ends the association', () => {
    const pair = new SimulatedPair(1, { interleaving: true }, 1)
    pair.a.associate([Z_ADDRESSES[0]], PORT, { interleaving: false })
    pair.run(() => pair.z.association?.state === 'ESTABLISHED')
    inject(pair, (into, at) => writeIDataChunk(into, at, 3, tsnAfter(pair), 1, 0, 0, 0, payload, 0, 1))
    expect(pair.z.packetsWith(ABORT)).toHaveLength(1)
    expect(pair.z.eventsOf('communication-lost')).toMatchObject([{ reason: 'protocol-violation' }])
  })

  it('I-DATA to an end that never offered it is a chunk it does not know', () => {
    const pair = up({ interleaving: false })
    inject(pair, (into, at) => writeIDataChunk(into, at, 3, tsnAfter(pair), 1, 0, 0, 0, payload, 0, 1))
    expect(pair.z.association!.state).toBe('ESTABLISHED')
    expect(pair.z.delivered).toEqual([])
    expect(pair.a.eventsOf('communication-error')).toHaveLength(1)
  })

  it('I-DATA without user data is answered as DATA without', () => {
    const pair = up()
    inject(pair, (into, at) => writeIDataChunk(into, at, 3, tsnAfter(pair), 1, 0, 0, 0, payload, 0, 0))
    expect(pair.z.eventsOf('communication-lost')).toMatchObject([
      { reason: 'protocol-violation', detail: 'a DATA chunk without user data' },
    ])
  })
})
