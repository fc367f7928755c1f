import {
  DATA,
  DATA_BEGINNING,
  DATA_ENDING,
  DATA_UNORDERED,
  ERROR,
  ForwardTsnChunk,
  forwardTsnChunkLength,
  SACK,
  SHUTDOWN,
  skipStream,
  writeDataChunk,
  writeForwardTsnChunk,
} from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { causesOf, packetOf, sackOf } from './sent-packet.js'
import { A_ADDRESSES, PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

const WHOLE = DATA_BEGINNING | DATA_ENDING

/** RFC 3758 §3.6: Z receives what a peer sends that gives messages up. `above` counts from the point that Z has at first. */
class Receiver {
  readonly pair: SimulatedPair
  private readonly from: number

  constructor(parameters: Partial<ProtocolParameters> = {}) {
    this.pair = new SimulatedPair(1, { partialReliability: true, ...parameters }).establish()
    this.pair.a.send('first')
    this.pair.runFor(5000)
    this.pair.z.delivered.length = 0
    this.from = this.inbound.tracker.cumulativeTsn
    this.pair.forgetSent()
  }

  get inbound() {
    return this.pair.z.association!.inbound!
  }

  /** The point, counted from where it was at first. */
  get point(): number {
    return (this.inbound.tracker.cumulativeTsn - this.from) | 0
  }

  data(above: number, text: string, streamSequenceNumber: number, flags = WHOLE, stream = 1): Uint8Array {
    const payload = Uint8Array.from(text, (character) => character.charCodeAt(0))
    const octets = new Uint8Array((16 + payload.length + 3) & ~3)
    writeDataChunk(octets, 0, flags, (this.from + above) >>> 0, stream, streamSequenceNumber, 0, payload, 0, payload.length)
    return octets
  }

  forward(above: number, ...pairs: readonly (readonly [number, number])[]): Uint8Array {
    const chunk = new ForwardTsnChunk()
    chunk.newCumulativeTsn = (this.from + above) >>> 0
    for (const [stream, number] of pairs) skipStream(chunk, stream, number)
    const octets = new Uint8Array(forwardTsnChunkLength(pairs.length))
    writeForwardTsnChunk(octets, 0, chunk)
    return octets
  }

  take(...chunks: Uint8Array[]): this {
    this.pair.z.arrive(packetOf(40_000, PORT, this.pair.z.association!.localTag, ...chunks), A_ADDRESSES[0], Z_ADDRESSES[0])
    return this
  }

  get texts(): string[] {
    return this.pair.z.texts()
  }

  get lastSack() {
    return sackOf(this.pair.z.packetsWith(SACK).at(-1)!.octets)!
  }
}

describe('a FORWARD TSN', () => {
  it('moves the point, and on over what has arrived, and is acknowledged at once', () => {
    const receiver = new Receiver()
    receiver.take(receiver.data(3, 'c', 3), receiver.data(4, 'd', 4), receiver.data(6, 'f', 6))
    receiver.take(receiver.forward(2, [1, 2]))
    expect(receiver.point).toBe(4)
    expect(receiver.lastSack).toMatchObject({ cumulativeTsnAck: receiver.inbound.tracker.cumulativeTsn, gaps: [[2, 2]] })
    expect(receiver.pair.z.packetsWith(SACK)).toHaveLength(2)
    expect(receiver.texts).toEqual(['c', 'd'])
    expect(receiver.pair.z.association!.statistics.forwardTsnsReceived).toBe(1)
  })

  it('hands over in order what was stranded, and then what comes next', () => {
    const receiver = new Receiver()
    // Lost: 1 and 4, numbers 1 and 4 of stream 1. Number 6 comes, 5 has not.
    receiver.take(receiver.data(3, 'three', 3), receiver.data(2, 'two', 2), receiver.data(6, 'six', 6))
    receiver.take(receiver.forward(4, [1, 4]))
    expect(receiver.texts).toEqual(['two', 'three'])
    receiver.take(receiver.data(5, 'five', 5))
    expect(receiver.texts).toEqual(['two', 'three', 'five', 'six'])
    expect(receiver.inbound.heldOctets).toBe(0)
  })

  it('changes nothing when it is out of date but for a SACK', () => {
    const receiver = new Receiver()
    receiver.take(receiver.data(1, 'one', 1))
    const sacks = receiver.pair.z.packetsWith(SACK).length
    receiver.take(receiver.forward(1, [1, 9]))
    receiver.take(receiver.forward(-5, [1, 9]))
    expect(receiver.point).toBe(1)
    expect(receiver.pair.z.packetsWith(SACK)).toHaveLength(sacks + 2)
    expect(receiver.take(receiver.data(2, 'two', 2)).texts).toEqual(['one', 'two'])
  })

  it('that skips what arrives later makes a duplicate of it', () => {
    const receiver = new Receiver()
    receiver.take(receiver.forward(1, [1, 1])).take(receiver.data(1, 'late', 1))
    expect(receiver.texts).toEqual([])
    expect(receiver.lastSack.duplicates).toEqual([receiver.inbound.tracker.cumulativeTsn])
  })

  it('takes away messages of which a part is missing, and gives back the window', () => {
    const receiver = new Receiver()
    const middle = 0
    receiver.take(receiver.data(1, 'beginning', 1, DATA_BEGINNING), receiver.data(2, 'middle', 1, middle))
    receiver.take(receiver.data(5, 'end of another', 0, DATA_ENDING | DATA_UNORDERED))
    receiver.take(receiver.data(6, 'begun after it', 2, DATA_BEGINNING))
    receiver.take(receiver.forward(5, [1, 1]))
    expect(receiver.inbound.heldOctets).toBe('begun after it'.length + 16)
    expect(receiver.take(receiver.data(7, '!', 2, DATA_ENDING)).texts).toEqual(['begun after it!'])
    expect(receiver.inbound.heldOctets).toBe(0)
  })

  it('that lands inside a message leaves nothing of it to wait for ever, whatever the order its rest comes in', () => {
    for (const order of [
      [3, 4, 5],
      [5, 4, 3],
      [4, 3, 5],
      [4, 5, 3],
    ]) {
      const receiver = new Receiver()
      const rest = order.map((above) => receiver.data(above, 'rest', 1, above === 5 ? DATA_ENDING : 0))
      receiver.take(receiver.data(1, 'beginning', 1, DATA_BEGINNING), rest[0]!)
      receiver.take(receiver.forward(2, [1, 1])).take(...rest.slice(1))
      expect(receiver.inbound.heldOctets).toBe(0)
      expect(receiver.take(receiver.data(6, 'next', 2)).texts).toEqual(['next'])
      expect(receiver.point).toBe(6)
    }
  })

  it('drops the rest of a message whose beginning it skipped', () => {
    for (const order of [
      [2, 3, 4],
      [4, 3, 2],
      [3, 2, 4],
      [3, 4, 2],
    ]) {
      const receiver = new Receiver()
      receiver.take(receiver.forward(1, [1, 1]))
      for (const above of order) receiver.take(receiver.data(above, 'rest', 1, above === 4 ? DATA_ENDING : 0))
      expect(receiver.inbound.heldOctets).toBe(0)
      expect(receiver.take(receiver.data(5, 'next', 2)).texts).toEqual(['next'])
    }
  })

  it('tells who has the beginning of a message that the end will not come, before anything that follows', () => {
    const receiver = new Receiver({ receiveBufferOctets: 3000 })
    const heard: string[] = []
    receiver.pair.z.onMessage = ({ length, partial }) => heard.push(`${partial ? 'part' : 'whole'} ${length}`)
    receiver.pair.z.onEvent = (event) => heard.push(event.kind)
    receiver.take(receiver.data(4, 'next', 2))
    receiver.take(receiver.data(1, 'x'.repeat(1400), 1, DATA_BEGINNING), receiver.data(2, 'y'.repeat(200), 1, 0))
    expect(heard).toEqual(['part 1600'])
    receiver.take(receiver.forward(3, [1, 1]))
    receiver.pair.runFor(10)
    expect(heard).toEqual(['part 1600', 'partial-delivery-aborted', 'whole 4'])
    expect(receiver.pair.z.eventsOf('partial-delivery-aborted')).toMatchObject([{ streamId: 1, streamSequenceNumber: 1 }])
    expect(receiver.inbound.heldOctets).toBe(0)
  })

  it('names streams that do not exist without effect', () => {
    const receiver = new Receiver({ inboundStreams: 4, outboundStreams: 4 })
    receiver.take(receiver.forward(1, [4, 7], [65_535, 7], [1, 1]))
    expect(receiver.take(receiver.data(2, 'two', 2)).texts).toEqual(['two'])
  })

  it('is refused when it goes further than any sender could have come', () => {
    const receiver = new Receiver()
    const { chunksDiscarded } = receiver.pair.z.association!.statistics
    for (const above of [65_536, 1_000_000, 0x7fff_ffff]) receiver.take(receiver.forward(above, [1, 9]))
    expect(receiver.point).toBe(0)
    expect(receiver.pair.z.association!.statistics.chunksDiscarded).toBe(chunksDiscarded + 3)
    receiver.take(receiver.forward(65_535, [1, 0x7fff]))
    expect(receiver.point).toBe(65_535)
    expect(receiver.take(receiver.data(65_536, 'on it goes', 0x8000)).texts).toEqual(['on it goes'])
  })

  it('may come as often as a packet has room for, with thousands of fragments held', () => {
    const receiver = new Receiver({ receiveBufferOctets: 1_000_000 })
    receiver.pair.z.remembers = false
    for (let above = 2; above < 10_000; above += 20)
      receiver.take(...Array.from({ length: 10 }, (_, i) => receiver.data(above + 2 * i, 'x', above, DATA_BEGINNING)))
    expect(receiver.inbound.heldOctets).toBe(17 * 5000)
    for (let above = 1; above < 10_001; above += 100)
      receiver.take(...Array.from({ length: 100 }, (_, i) => receiver.forward(above + i, [1, above + i], [1, above + i])))
    expect([receiver.inbound.heldOctets, receiver.point]).toEqual([17, 10_000])
    receiver.take(receiver.forward(10_001))
    expect(receiver.inbound.heldOctets).toBe(0)
  })

  it('in SHUTDOWN-SENT is answered by a SHUTDOWN with the new point', () => {
    const receiver = new Receiver()
    receiver.pair.a.interfere = () => 'lose'
    receiver.pair.z.shutdown()
    receiver.pair.forgetSent()
    receiver.take(receiver.forward(2, [1, 2]))
    expect(receiver.pair.z.packetsWith(SHUTDOWN)).toHaveLength(1)
    expect(receiver.point).toBe(2)
  })

  it('is an unknown chunk where it was not agreed upon: reported, and the rest of the packet handled', () => {
    const receiver = new Receiver({ partialReliability: false })
    receiver.take(receiver.forward(2, [1, 2]), receiver.data(1, 'one', 1))
    expect(receiver.point).toBe(1)
    expect(receiver.texts).toEqual(['one'])
    const [error] = receiver.pair.z.packetsWith(ERROR)
    expect(causesOf(error!.octets, ERROR)).toMatchObject([{ kind: 'unrecognized-chunk-type', chunk: receiver.forward(2, [1, 2]) }])
    expect(receiver.pair.z.packetsWith(DATA)).toEqual([])
  })
})
