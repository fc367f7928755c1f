import { ABORT, DATA, DATA_IMMEDIATE, ERROR, HEARTBEAT, HEARTBEAT_ACK, SACK, writeDataChunk } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { causesOf, packetOf, sackOf } from './sent-packet.js'
import { A_ADDRESSES, type Interference, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

/** Up, and the first DATA, which is acknowledged at once (RFC 9260 §5.1), has gone by. It is 5,000 ms. */
function up(parameters: Partial<ProtocolParameters> = {}): SimulatedPair {
  const pair = new SimulatedPair(1, parameters).establish()
  pair.a.send('first')
  pair.z.send('first')
  pair.runFor(5000 - pair.clock.now())
  for (const node of [pair.a, pair.z]) node.delivered.length = 0
  return pair.forgetSent()
}

function sacksOfZ(pair: SimulatedPair): number[] {
  return pair.z.packetsWith(SACK).map((packet) => packet.atMs)
}

/** A DATA chunk `beyond` places above what Z has, as A would send it on stream 1. */
function dataFor(pair: SimulatedPair, beyond: number, { flags = 3, text = 'made by hand', stream = 1 } = {}): Uint8Array {
  const payload = Uint8Array.from(text, (character) => character.charCodeAt(0))
  const octets = new Uint8Array((16 + payload.length + 3) & ~3)
  const tsn = (pair.z.association!.inbound!.tracker.cumulativeTsn + beyond) >>> 0
  writeDataChunk(octets, 0, flags, tsn, stream, beyond, 0, payload, 0, payload.length)
  return octets
}

function handToZ(pair: SimulatedPair, ...chunks: Uint8Array[]): void {
  pair.z.arrive(packetOf(40_000, 2905, pair.z.association!.localTag, ...chunks), A_ADDRESSES[0], Z_ADDRESSES[0])
}

describe('acknowledging DATA', () => {
  it('happens at once for the first DATA of an association', () => {
    const pair = new SimulatedPair().establish().forgetSent()
    const now = pair.clock.now()
    pair.a.send('first')
    pair.runFor(50)
    expect(sacksOfZ(pair)).toEqual([now + 10])
  })
  it('waits 200 ms for a second packet', () => {
    const pair = up()
    pair.a.send('alone')
    pair.runFor(1000)
    expect(sacksOfZ(pair)).toEqual([5210])
  })
  it('waits as long as SACK.Delay says', () => {
    const pair = up({ sackDelayMs: 37 })
    pair.a.send('alone')
    pair.runFor(1000)
    expect(sacksOfZ(pair)).toEqual([5047])
  })
  it('happens at once for the second packet, counting packets and not chunks', () => {
    const pair = up()
    for (let i = 0; i < 10; i++) pair.a.queue('ten in one packet')
    pair.a.drain()
    pair.runFor(50)
    expect(sacksOfZ(pair)).toEqual([])
    pair.a.send('second packet')
    pair.runFor(50)
    expect(sacksOfZ(pair)).toEqual([5060])
    // The timer of the first packet is off.
    pair.runFor(1000)
    expect(sacksOfZ(pair)).toHaveLength(1)
  })
  it('happens once for every second packet of a burst', () => {
    const pair = up()
    for (let i = 0; i < 6; i++) pair.a.send('x'.repeat(600))
    pair.runFor(10)
    expect(pair.z.delivered).toHaveLength(6)
    expect(sacksOfZ(pair)).toHaveLength(3)
  })
  it('happens at once when the I bit asks for it', () => {
    const pair = up()
    handToZ(pair, dataFor(pair, 1, { flags: 3 | DATA_IMMEDIATE }))
    expect(sacksOfZ(pair)).toEqual([5000])
  })
  it('happens at once, with every packet, while there is a gap, and when the gap closes', () => {
    const pair = up()
    const chunks = [1, 2, 3, 4].map((beyond) => dataFor(pair, beyond))
    handToZ(pair, chunks[1]!)
    handToZ(pair, chunks[3]!)
    const [one, two] = pair.z.packetsWith(SACK).map((packet) => sackOf(packet.octets)!)
    expect(one!.gaps).toEqual([[2, 2]])
    expect(two!.gaps).toEqual([
      [2, 2],
      [4, 4],
    ])
    handToZ(pair, chunks[2]!)
    expect(sackOf(pair.z.packetsWith(SACK)[2]!.octets)!.gaps).toEqual([[2, 4]])
    const before = two!.cumulativeTsnAck
    handToZ(pair, chunks[0]!)
    pair.runFor(300)
    const last = sackOf(pair.z.packetsWith(SACK)[3]!.octets)!
    expect(last.cumulativeTsnAck).toBe((before + 4) >>> 0)
    expect(last.gaps).toEqual([])
  })
  it('happens at once for a duplicate, which is reported once', () => {
    const pair = up()
    const chunk = dataFor(pair, 1)
    handToZ(pair, chunk)
    handToZ(pair, chunk)
    expect(sacksOfZ(pair)).toEqual([5000])
    const { cumulativeTsnAck, duplicates } = sackOf(pair.z.packetsWith(SACK)[0]!.octets)!
    expect(duplicates).toEqual([cumulativeTsnAck])
    handToZ(pair, dataFor(pair, 1))
    handToZ(pair, dataFor(pair, 1))
    expect(sackOf(pair.z.packetsWith(SACK)[1]!.octets)!.duplicates).toEqual([])
    expect(pair.z.delivered).toHaveLength(1)
  })
  it('rides along with DATA that leaves in the meantime', () => {
    const pair = up()
    pair.a.send('question')
    pair.runFor(50)
    pair.z.send('answer')
    pair.runFor(1000)
    expect(pair.z.sent.map((packet) => packet.types)).toEqual([[SACK, DATA]])
  })
  it('is bundled with an answer to a heartbeat, and has room for it', () => {
    // A HEARTBEAT so long that its answer leaves no room for a SACK in the packet.
    const pair = up()
    const heartbeat = new Uint8Array(1456)
    heartbeat.set([HEARTBEAT, 0, 1456 >>> 8, 1456 & 0xff, 0, 1, 1452 >>> 8, 1452 & 0xff])
    handToZ(pair, heartbeat, dataFor(pair, 1, { flags: 3 | DATA_IMMEDIATE }))
    expect(pair.z.sent.map((packet) => packet.types)).toEqual([[HEARTBEAT_ACK], [SACK]])
  })
  it('goes where the DATA came from', () => {
    const pair = up()
    pair.z.arrive(packetOf(40_000, 2905, pair.z.association!.localTag, dataFor(pair, 1)), A_ADDRESSES[1], Z_ADDRESSES[1])
    pair.runFor(300)
    expect(pair.z.packetsWith(SACK)[0]).toMatchObject({ to: A_ADDRESSES[1], from: Z_ADDRESSES[1] })
  })
  it('is not done for a chunk that is malformed, and does not end the association', () => {
    const pair = up()
    handToZ(pair, Uint8Array.of(DATA, 3, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0))
    pair.runFor(300)
    expect(pair.z.sent).toEqual([])
    expect(pair.z.association!.state).toBe('ESTABLISHED')
  })
  it('goes along with an ERROR for a stream that does not exist, and the data is thrown away', () => {
    const pair = up()
    // A never sent this and would take its acknowledgement for an attack.
    pair.z.interfere = () => 'lose'
    handToZ(pair, dataFor(pair, 1, { stream: 500 }))
    pair.runFor(300)
    const error = pair.z.packetsWith(ERROR)
    expect(error).toHaveLength(1)
    expect(causesOf(error[0]!.octets, ERROR)).toMatchObject([{ kind: 'invalid-stream-identifier', streamId: 500 }])
    expect(pair.z.packetsWith(SACK)).toHaveLength(1)
    expect(pair.z.delivered).toEqual([])
    expect(pair.z.association!.state).toBe('ESTABLISHED')
  })
  it('does not send an ERROR to an address that is not confirmed', () => {
    // RFC 9260 §5.4: nothing but HEARTBEAT, HEARTBEAT ACK and the setup chunks goes there.
    const pair = new SimulatedPair()
    pair.cut(1)
    pair.a.associate([Z_ADDRESSES[0]], 2905)
    pair.run(() => pair.z.association?.state === 'ESTABLISHED')
    pair.forgetSent()
    pair.z.arrive(packetOf(40_000, 2905, pair.z.association!.localTag, dataFor(pair, 1, { stream: 500 })), A_ADDRESSES[1], Z_ADDRESSES[1])
    expect(pair.z.packetsWith(ERROR).map((packet) => packet.to)).toEqual([A_ADDRESSES[0]])
    expect(pair.z.packetsWith(SACK).map((packet) => packet.to)).toEqual([A_ADDRESSES[0]])
  })
  it('is refused by ABORT when fragments contradict one another', () => {
    const begins = 2
    const ends = 1
    for (const [first, second] of [
      // The fragment before has not ended when the next message begins.
      [
        [1, begins],
        [2, begins],
      ],
      // The fragment after does not begin, and this one ends.
      [
        [2, 0],
        [1, ends],
      ],
      // The message in between is whole.
      [
        [1, begins],
        [2, begins | ends],
      ],
      [
        [2, ends],
        [1, begins | ends],
      ],
    ] as const) {
      const pair = up()
      const chunks = [first, second].map(([beyond, flags]) => dataFor(pair, beyond, { flags }))
      for (const chunk of chunks) handToZ(pair, chunk)
      expect(pair.z.packetsWith(ABORT)).toHaveLength(1)
      expect(pair.z.association!.state).toBe('CLOSED')
    }
  })
  it('is refused by ABORT when fragments of one message name different streams', () => {
    const pair = up()
    const chunks = [dataFor(pair, 1, { flags: 2, stream: 1 }), dataFor(pair, 2, { flags: 0, stream: 2 })]
    for (const chunk of chunks) handToZ(pair, chunk)
    expect(pair.z.packetsWith(ABORT)).toHaveLength(1)
  })
  it('reports as many gaps as the packet has room for', () => {
    const pair = up({ receiveBufferOctets: 4_000_000 })
    const chunks = Array.from({ length: 600 }, (_, i) => dataFor(pair, 2 + 2 * i, { text: 'x' }))
    for (const chunk of chunks) handToZ(pair, chunk)
    const last = pair.z.packetsWith(SACK).at(-1)!
    // 1480 octets less the headers of IP packet, SCTP and SACK: 363 blocks.
    expect(sackOf(last.octets)!.gaps).toHaveLength(363)
    expect(last.octets.length).toBe(1480)
  })
  it('goes on when SACKs are lost', () => {
    const pair = up()
    let sacks = 0
    pair.z.interfere = (packet): Interference => (packet.types.includes(SACK) && sacks++ % 2 === 0 ? 'lose' : 'pass')
    for (let i = 0; i < 50; i++) pair.a.send(`${i}`)
    pair.run(() => pair.a.association!.outbound.settled)
    expect(pair.z.texts()).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`))
  })
})
