import {
  ABORT,
  COOKIE_ACK,
  COOKIE_ECHO,
  ERROR,
  HEARTBEAT,
  INIT,
  SACK,
  SHUTDOWN,
  SHUTDOWN_ACK,
  SHUTDOWN_COMPLETE,
  writeDataChunk,
} from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { causesOf, chunksOf, headerOf, packetOf, rewritten } from './sent-packet.js'
import { A_ADDRESSES, PORT, type SimulatedNode, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

const A_PORT = 40_000

function up(): SimulatedPair {
  const pair = new SimulatedPair().establish()
  pair.runFor(1000)
  return pair.forgetSent()
}

/** Hands Z a packet from A with these chunks. */
function toZ(pair: SimulatedPair, tag: number, ...chunks: Uint8Array[]): void {
  pair.z.arrive(packetOf(A_PORT, PORT, tag, ...chunks), A_ADDRESSES[0], Z_ADDRESSES[0])
}

/** Hands Z a packet from somebody it does not know. */
function outOfTheBlue(
  pair: SimulatedPair,
  tag: number,
  chunks: readonly Uint8Array[],
  from = '10.0.1.77',
  to: string = Z_ADDRESSES[0],
): void {
  pair.z.arrive(packetOf(5555, PORT, tag, ...chunks), from, to)
}

function bare(type: number, flags = 0): Uint8Array {
  return Uint8Array.of(type, flags, 0, 4)
}

function data(tsn: number, text = 'text'): Uint8Array {
  const payload = Uint8Array.from(text, (character) => character.charCodeAt(0))
  const octets = new Uint8Array((16 + payload.length + 3) & ~3)
  writeDataChunk(octets, 0, 3, tsn >>> 0, 1, 0, 0, payload, 0, payload.length)
  return octets
}

const init = Uint8Array.of(INIT, 0, 0, 20, 1, 2, 3, 4, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 9)
const sack = Uint8Array.of(SACK, 0, 0, 16, 0, 0, 0, 1, 0, 0, 16, 0, 0, 0, 0, 0)
const heartbeat = Uint8Array.of(HEARTBEAT, 0, 0, 8, 0, 1, 0, 4)

function alive(node: SimulatedNode): boolean {
  return node.association!.state === 'ESTABLISHED' && node.endpoint.table.size === 1
}

describe('an abort', () => {
  it('carries the reason of the user to the other side, in a packet of its own', () => {
    const pair = up()
    pair.a.queue('never sent')
    pair.a.abort('maintenance at noon')
    pair.run(() => pair.z.endpoint.table.size === 0)
    expect(pair.a.sent.map((packet) => packet.types)).toEqual([[ABORT]])
    expect(causesOf(pair.a.sent[0]!.octets, ABORT)).toMatchObject([{ kind: 'user-initiated-abort' }])
    expect(headerOf(pair.a.sent[0]!.octets).verificationTag).toBe(pair.z.association!.localTag)
    expect(pair.z.eventsOf('communication-lost')).toMatchObject([
      { reason: 'aborted-by-peer', detail: 'User-Initiated Abort (maintenance at noon)' },
    ])
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ reason: 'aborted-by-user', unacknowledgedMessages: 1 }])
    expect(pair.a.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
    expect(pair.z.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
    expect(pair.z.sent).toEqual([])
  })
  it('is not answered, not even what stood before it in its packet', () => {
    // RFC 9260 §9.1: MUST NOT respond to any received packet that contains an ABORT chunk.
    const pair = up()
    toZ(pair, pair.z.association!.localTag, heartbeat, bare(ABORT))
    expect(pair.z.endpoint.table.size).toBe(0)
    expect(pair.z.sent).toEqual([])
  })
  it('is accepted with the own tag and no T bit', () => {
    const pair = up()
    toZ(pair, pair.z.association!.localTag, bare(ABORT))
    expect(pair.z.association!.state).toBe('CLOSED')
  })
  it("is accepted with the peer's tag and the T bit", () => {
    const pair = up()
    toZ(pair, pair.z.association!.peerTag, bare(ABORT, 1))
    expect(pair.z.association!.state).toBe('CLOSED')
  })
  it('is silently discarded with any other tag and T bit, at any place in the packet', () => {
    const pair = up()
    const { localTag, peerTag } = pair.z.association!
    const pad = Uint8Array.of(0x84, 0, 0, 4)
    for (const [tag, flags] of [
      [localTag, 1],
      [peerTag, 0],
      [(localTag ^ 1) >>> 0, 0],
      [(peerTag ^ 1) >>> 0, 1],
      [0, 0],
      [0, 1],
    ] as const) {
      toZ(pair, tag, bare(ABORT, flags))
      toZ(pair, tag, pad, bare(ABORT, flags))
      toZ(pair, tag, bare(COOKIE_ACK), bare(ABORT, flags))
    }
    expect(alive(pair.z)).toBe(true)
    expect(pair.z.sent).toEqual([])
  })
  it('in every state of the setup ends it', () => {
    for (const lost of [INIT, COOKIE_ECHO]) {
      const pair = new SimulatedPair()
      pair.a.interfere = (packet) => (packet.types.includes(lost) ? 'lose' : 'pass')
      const association = pair.a.associate([Z_ADDRESSES[0]], PORT)
      pair.runFor(100)
      const abort = packetOf(PORT, A_PORT, association.localTag, bare(ABORT))
      pair.a.arrive(abort, Z_ADDRESSES[0], A_ADDRESSES[0])
      expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ reason: 'setup-refused' }])
      expect(pair.a.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
    }
  })
  it('of the user before the peer is known sends nothing', () => {
    const pair = new SimulatedPair()
    pair.a.interfere = () => 'lose'
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.a.abort('never mind')
    expect(pair.a.packetsWith(ABORT)).toEqual([])
    expect(pair.a.endpoint.table.size).toBe(0)
  })
  it('is found out by the next heartbeat when it was lost', () => {
    const pair = up()
    pair.a.interfere = (packet) => (packet.types.includes(ABORT) ? 'lose' : 'pass')
    pair.a.abort('unheard')
    pair.a.interfere = null
    pair.run(() => pair.z.association!.state === 'CLOSED')
    // RFC 9260 §8.4 (8): A knows nothing of it and reflects the tag.
    const answer = pair.a.packetsWith(ABORT).at(-1)!
    expect(chunksOf(answer.octets)[0]!.flags & 1).toBe(1)
    expect(pair.z.eventsOf('communication-lost')).toMatchObject([{ reason: 'aborted-by-peer' }])
  })
})

describe('the Verification Tag', () => {
  it('of a packet that is not for the association keeps it from being handled', () => {
    const pair = up()
    const next = pair.z.association!.inbound!.tracker.cumulativeTsn + 1
    for (const tag of [pair.z.association!.localTag ^ 0x8000_0000, pair.z.association!.peerTag, 1]) {
      toZ(pair, tag >>> 0, data(next))
      toZ(pair, tag >>> 0, bare(SHUTDOWN_ACK))
      toZ(pair, tag >>> 0, Uint8Array.of(SHUTDOWN, 0, 0, 8, 0, 0, 0, 0))
    }
    expect(pair.z.texts()).toEqual([])
    expect(pair.z.sent).toEqual([])
    expect(alive(pair.z)).toBe(true)
    expect(pair.z.endpoint.statistics.wrongTags).toBe(9)
  })
  it('is checked before a protocol violation ends anything', () => {
    // A DATA chunk without user data under a wrong tag: CVE-2021-3772 in other words.
    const pair = up()
    const { localTag, inbound } = pair.z.association!
    const next = inbound!.tracker.cumulativeTsn + 1
    toZ(pair, (localTag + 1) >>> 0, data(next, ''))
    expect(alive(pair.z)).toBe(true)
    toZ(pair, localTag, data(next, ''))
    expect(pair.z.association!.state).toBe('CLOSED')
    expect(causesOf(pair.z.packetsWith(ABORT)[0]!.octets, ABORT)).toMatchObject([{ kind: 'no-user-data' }])
  })
  it('of 0 is discarded unless an INIT stands alone in the packet', () => {
    const pair = up()
    outOfTheBlue(pair, 0, [bare(COOKIE_ACK)])
    outOfTheBlue(pair, 0, [data(1)])
    outOfTheBlue(pair, 0, [init, bare(COOKIE_ACK)])
    outOfTheBlue(pair, 0, [bare(COOKIE_ACK), init])
    expect(pair.z.sent).toEqual([])
    outOfTheBlue(pair, 0, [init])
    expect(pair.z.sent).toHaveLength(1)
  })
  it('other than 0 keeps an INIT from being answered', () => {
    const pair = up()
    outOfTheBlue(pair, 77, [init])
    toZ(pair, pair.z.association!.localTag, init)
    expect(pair.z.sent).toEqual([])
    expect(alive(pair.z)).toBe(true)
  })
  it("of a SHUTDOWN COMPLETE may be the peer's with the T bit, but nothing behind it in the packet counts", () => {
    const pair = up()
    const { peerTag, inbound } = pair.z.association!
    toZ(pair, peerTag, bare(SHUTDOWN_COMPLETE, 1), data(inbound!.tracker.cumulativeTsn + 1))
    expect(alive(pair.z)).toBe(true)
    expect(pair.z.texts()).toEqual([])
  })
  it('of a SHUTDOWN COMPLETE is judged by its T bit in SHUTDOWN-ACK-SENT', () => {
    for (const [mine, reflected, closes] of [
      [true, false, true],
      [true, true, false],
      [false, false, false],
      [false, true, true],
    ]) {
      const pair = up()
      pair.a.interfere = (packet) => (packet.types.includes(SHUTDOWN_COMPLETE) ? 'lose' : 'pass')
      pair.a.shutdown()
      pair.runFor(500)
      const { localTag, peerTag } = pair.z.association!
      expect(pair.z.association!.state).toBe('SHUTDOWN-ACK-SENT')
      toZ(pair, mine ? localTag : peerTag, bare(SHUTDOWN_COMPLETE, reflected ? 1 : 0))
      expect(pair.z.association!.state === 'CLOSED').toBe(closes)
    }
  })
  it('of a SHUTDOWN ACK does not matter while the association is being set up: it is out of the blue', () => {
    for (const [lost, state] of [
      [INIT, 'COOKIE-WAIT'],
      [COOKIE_ECHO, 'COOKIE-ECHOED'],
    ] as const) {
      const pair = new SimulatedPair()
      pair.a.interfere = (packet) => (packet.types.includes(lost) ? 'lose' : 'pass')
      const association = pair.a.associate([Z_ADDRESSES[0]], PORT)
      pair.runFor(100)
      for (const tag of [4711, association.localTag]) {
        pair.a.arrive(packetOf(PORT, A_PORT, tag, bare(SHUTDOWN_ACK)), Z_ADDRESSES[0], A_ADDRESSES[0])
        const answer = pair.a.sent.at(-1)!
        expect(answer.types).toEqual([SHUTDOWN_COMPLETE])
        expect(headerOf(answer.octets).verificationTag).toBe(tag)
        expect(chunksOf(answer.octets)[0]!.flags & 1).toBe(1)
      }
      expect(association.state).toBe(state)
    }
  })
})

describe('a packet out of the blue', () => {
  const silent: readonly (readonly [string, readonly Uint8Array[]])[] = [
    ['an ABORT', [bare(ABORT)]],
    ['an ABORT behind other chunks', [bare(COOKIE_ACK), data(1), bare(ABORT)]],
    ['a SHUTDOWN ACK with an ABORT behind it', [bare(SHUTDOWN_ACK), bare(ABORT)]],
    ['a SHUTDOWN COMPLETE', [bare(SHUTDOWN_COMPLETE)]],
    ['a COOKIE ACK', [bare(COOKIE_ACK)]],
    ['a COOKIE ACK with DATA', [bare(COOKIE_ACK), data(1)]],
    ['an ERROR that reports a stale cookie', [Uint8Array.of(ERROR, 0, 0, 12, 0, 3, 0, 8, 0, 0, 0, 1)]],
    ['a COOKIE ECHO that nobody made', [Uint8Array.of(COOKIE_ECHO, 0, 0, 8, 1, 2, 3, 4)]],
  ]
  for (const [what, chunks] of silent) {
    it(`with ${what} is silently discarded`, () => {
      const pair = up()
      outOfTheBlue(pair, 4711, chunks)
      expect(pair.z.sent).toEqual([])
    })
  }
  for (const [what, chunks] of [
    ['DATA', [data(1)]],
    ['a SACK', [sack]],
    ['a HEARTBEAT', [heartbeat]],
    ['a SHUTDOWN', [Uint8Array.of(SHUTDOWN, 0, 0, 8, 0, 0, 0, 0)]],
    ['an ERROR of another kind', [Uint8Array.of(ERROR, 0, 0, 8, 0, 4, 0, 4)]],
    ['a chunk nobody knows', [bare(0x3f)]],
  ] as const) {
    it(`with ${what} is answered by an ABORT that reflects its tag`, () => {
      const pair = up()
      outOfTheBlue(pair, 4711, chunks)
      const answer = pair.z.sent[0]!
      expect(answer.types).toEqual([ABORT])
      expect(headerOf(answer.octets)).toMatchObject({ verificationTag: 4711, sourcePort: PORT, destinationPort: 5555 })
      expect(chunksOf(answer.octets)[0]!.flags & 1).toBe(1)
    })
  }
  for (const [where, chunks] of [
    ['first', [bare(SHUTDOWN_ACK)]],
    ['behind a SACK', [sack, bare(SHUTDOWN_ACK)]],
  ] as const) {
    it(`with a SHUTDOWN ACK ${where} is answered by a SHUTDOWN COMPLETE that reflects its tag`, () => {
      const pair = up()
      outOfTheBlue(pair, 4711, chunks)
      const answer = pair.z.sent[0]!
      expect(answer.types).toEqual([SHUTDOWN_COMPLETE])
      expect(headerOf(answer.octets).verificationTag).toBe(4711)
      expect(chunksOf(answer.octets)[0]!.flags & 1).toBe(1)
    })
  }
  it('from or to an address that is not unicast is silently discarded', () => {
    const pair = up()
    for (const from of ['224.0.0.1', '255.255.255.255', 'ff02::1', '0.0.0.0', '::']) {
      outOfTheBlue(pair, 4711, [data(1)], from)
      outOfTheBlue(pair, 0, [init], from)
    }
    outOfTheBlue(pair, 4711, [data(1)], '10.0.1.77', '224.0.0.1')
    expect(pair.z.sent).toEqual([])
  })
  it('from an address the table had no room for is silently discarded', () => {
    const pair = up()
    const octets = packetOf(5555, PORT, 0, init)
    pair.z.endpoint.handlePacket(octets, 0, octets.length, pair.z.addressIndex(Z_ADDRESSES[0]), -1, 1, pair.clock.now())
    pair.z.drain()
    expect(pair.z.sent).toEqual([])
  })
  it('for a port where nobody listens gets an INIT refused, by an ABORT with the Initiate Tag', () => {
    const pair = up()
    pair.z.endpoint.stopListening(PORT)
    outOfTheBlue(pair, 0, [init])
    const answer = pair.z.sent[0]!
    expect(answer.types).toEqual([ABORT])
    expect(headerOf(answer.octets).verificationTag).toBe(0x0102_0304)
    expect(chunksOf(answer.octets)[0]!.flags & 1).toBe(0)
  })
  it('with a wrong checksum, port 0, or cut short is silently discarded', () => {
    const pair = up()
    const packet = packetOf(5555, PORT, 4711, data(1))
    const broken = packet.slice()
    broken[20]! ^= 1
    const hand = (octets: Uint8Array) => pair.z.arrive(octets, '10.0.1.77', Z_ADDRESSES[0])
    hand(broken)
    hand(packetOf(0, PORT, 4711, data(1)))
    hand(packetOf(5555, 0, 4711, data(1)))
    hand(packet.slice(0, 12))
    hand(packet.slice(0, 5))
    hand(rewritten(packet.slice(0, 14), () => {}))
    expect(pair.z.sent).toEqual([])
    expect(alive(pair.z)).toBe(true)
  })
})
