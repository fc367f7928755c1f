import { DATA_BEGINNING, DATA_ENDING } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { chunkOf, dataChunk, sack } from './chunk-octets.js'
import { type ExpectedChunk, TESTER_ADDRESSES, TESTER_WINDOW, Tester } from './tester.js'

/** What one packet of an IPv4 path of 1500 octets holds of user data, and of DATA chunks (PMDCS). */
const FULL = 1452
const PMDCS = 1468
const FORWARD_TSN = 192
const I_FORWARD_TSN = 194
const I_DATA = 64

/** Mistakes that implementations of SCTP have been known for, each driven to the point where it would show. */
describe('known mistakes of data transfer', () => {
  // Gap Ack Blocks are offsets from the Cumulative TSN Ack, whichever side of 2^32 the TSNs lie on. RFC 9260 §3.3.4, §1.5.
  it('trap 1: TSNs that wrap inside the gap blocks', () => {
    const tester = new Tester({ initialTsn: 0xffff_fffe, sutInitialTsn: 0xffff_fffe }).establishAsInitiator()
    takeIn(tester, [0], 0)
    tester.send(data(tester, 2), data(tester, 4), data(tester, 5))
    const { octets } = tester.expectPacket({ name: 'SACK', cumulativeTsnAck: 0xffff_fffe, duplicates: [] })
    expect([...octets.subarray(12 + 12)]).toEqual([0, 2, 0, 0, 0, 2, 0, 2, 0, 4, 0, 5])
    tester.send(data(tester, 4))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: 0xffff_fffe, gaps: pairs(2, 2, 4, 5), duplicates: [2] })
    takeIn(tester, [1], 2, 2, 3)
    takeIn(tester, [3], 5)
    // And the other way round: of 2^32 - 2 to 3, what the blocks leave out is all that is sent again.
    sendEach(tester, 6, 10)
    report(tester, 0, 2, 3, 5, 5)
    expect(flight(tester)).toEqual({ octets: 2 * 28, payload: 20, paths: [2 * 28] })
    tester.expectPacketAfter(1000, { name: 'DATA', tsn: 0xffff_ffff }, { name: 'DATA', tsn: 2 })
    settle(tester, 5)
  })

  // Serial numbers have no order that a sort by value would find: neither do blocks and messages come in it. RFC 9260 §1.5, §6.6, §6.7.
  it('trap 2: TSNs around the wrap put in order by their value', () => {
    const tester = new Tester({ initialTsn: 0xffff_fffc, sutInitialTsn: 0xffff_fffc }).establishAsInitiator()
    takeIn(tester, [5], -1, 6, 6)
    takeIn(tester, [3], -1, 4, 4, 6, 6)
    takeIn(tester, [7], -1, 4, 4, 6, 6, 8, 8)
    takeIn(tester, [0], 0, 3, 3, 5, 5, 7, 7)
    takeIn(tester, [2], 0, 2, 3, 5, 5, 7, 7)
    takeIn(tester, [6], 0, 2, 3, 5, 7)
    takeIn(tester, [4], 0, 2, 7)
    takeIn(tester, [1], 7)
    // A peer may name its blocks in any order; what is missing leaves again in the order of the TSNs.
    sendEach(tester, 8, 10)
    report(tester, -1, 6, 6, 8, 8, 2, 3)
    const { chunks } = tester.expectPacketAfter(1000, 'DATA', 'DATA', 'DATA', 'DATA')
    expect(chunks.map(({ tsn }) => tsn)).toEqual([0xffff_fffc, 0xffff_ffff, 0, 2])
    settle(tester, 7)
  })

  // Stream sequence numbers have 16 bits: behind 65,535 comes 0, and the stream goes on. RFC 9260 §6.6, §3.3.1.
  it('trap 3: a stream that ends with its 65,536th message', () => {
    const tester = new Tester().establishAsInitiator()
    for (let n = 0; n < 0xffff; n += 255) {
      tester.send(...range(n, n + 254).map((m) => data(tester, m)))
      tester.collectFor(0)
    }
    tester.collectFor(200)
    // 0 and 1 of the second round come early; 65,535 has to be waited for.
    takeIn(tester, [0x1_0000, 0x1_0001], 0xfffe, 2, 3)
    takeIn(tester, [0xffff], 0x1_0001)
    const numbers: unknown[] = []
    for (let n = 0; n < 0x1_0002; n += 198) {
      expect(tester.sut.send(...new Array<number>(198).fill(4))).toBe('queued')
      for (const { chunks } of tester.collectFor(0)) numbers.push(...chunks.map(({ streamSequenceNumber }) => streamSequenceNumber))
      tester.acknowledge(numbers.length - 1)
    }
    expect(numbers).toHaveLength(0x1_0002)
    expect(numbers.findIndex((number, i) => number !== (i & 0xffff))).toBe(-1)
  })

  // Partial reliability is not agreed upon: FORWARD TSN is a chunk unknown, of type 11, and moves nothing. RFC 9260 §3.2, RFC 3758 §3.3.1.
  it('trap 4: a FORWARD TSN that leaves half a message', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(dataChunk(tester.tsn(0), { flags: DATA_BEGINNING, payload: Uint8Array.of(1, 2) }))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0), gaps: [] })
    tester.send(dataChunk(tester.tsn(2), { ssn: 1, payload: Uint8Array.of(5) }))
    const before = { name: 'SACK', cumulativeTsnAck: tester.tsn(0), gaps: [[2, 2]] }
    const { advertisedReceiverWindow } = tester.expectPacket(before).chunks[0]!
    // Into the message, to its end, beyond all that came, behind, and as far as serial numbers reach.
    for (const n of [0, 1, 2, 3, -1, 0x7fff_ffff]) {
      const forward = chunkOf(FORWARD_TSN, 0, words(tester.tsn(n), 0x0000_0001))
      tester.send(forward)
      tester.expectPacket(reported(forward))
      tester.send(forward, dataChunk(tester.tsn(2), { ssn: 1 }))
      tester.expectPacket(reported(forward), { ...before, duplicates: [tester.tsn(2)], advertisedReceiverWindow })
      expect(tester.sut.delivered).toEqual([])
    }
    tester.send(dataChunk(tester.tsn(1), { flags: DATA_ENDING, payload: Uint8Array.of(3, 4) }))
    const { chunks } = tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(2), gaps: [], duplicates: [] })
    expect(tester.sut.delivered.map(({ payload }) => [...payload])).toEqual([[1, 2, 3, 4], [5]])
    // What the two waiting pieces held is free again.
    expect(chunks[0]!['advertisedReceiverWindow']).toBeGreaterThan(advertisedReceiverWindow as number)
  })

  // Nor is interleaving: I-FORWARD-TSN is passed over (type 11), I-DATA ends its packet (type 01). RFC 9260 §3.2, RFC 8260 §2.1, §2.3.1.
  it('trap 5: chunks of an extension that was not agreed upon', () => {
    const tester = new Tester().establishAsInitiator()
    takeIn(tester, [0], 0)
    const forward = chunkOf(I_FORWARD_TSN, 0, words(tester.tsn(2), 0, 2))
    tester.send(forward, data(tester, 3))
    tester.expectPacket(reported(forward), { name: 'SACK', cumulativeTsnAck: tester.tsn(0), gaps: [[3, 3]] })
    // DATA lies before and behind an I-DATA that has the missing TSN: only what lies before counts.
    const interleaved = chunkOf(I_DATA, DATA_BEGINNING | DATA_ENDING, words(tester.tsn(1), 0, 1, 0, 0x6261_6463))
    tester.send(data(tester, 5), interleaved, data(tester, 1), data(tester, 2))
    tester.expectPacket(reported(interleaved), { name: 'SACK', cumulativeTsnAck: tester.tsn(0), gaps: pairs(3, 3, 5, 5), duplicates: [] })
    tester.send(interleaved)
    tester.expectPacket(reported(interleaved))
    tester.expectNothingFor(1000)
    expect(deliveredNumbers(tester)).toEqual([0])
    // None of the TSNs counts as received, so none is a duplicate now.
    takeIn(tester, [1, 2, 4], 5)
  })

  // The flightsize counts each chunk outstanding once: acknowledged, reneged on, lost or sent again. RFC 9260 §6.2.1 C and D iii, §7.2.
  it('trap 6: a flightsize that leaks or is freed twice', () => {
    const tester = new Tester().establishAsInitiator()
    const expectInFlight = (chunks: number) =>
      expect(flight(tester)).toEqual({ octets: chunks * 116, payload: chunks * 100, paths: [chunks * 116] })
    sendEach(tester, 4, 100)
    expectInFlight(4)
    for (let round = 0; round < 2; round++) {
      for (let time = 0; time < 2; time++) {
        report(tester, -1, 2, 3)
        expectInFlight(2)
      }
      report(tester, -1)
      expectInFlight(4)
    }
    // The third report of the first TSN as missing: out of flight, and into it again.
    report(tester, -1, 2, 4)
    tester.expectPacket(...sent(tester, 0))
    expectInFlight(1)
    report(tester, -1, 2, 2)
    expectInFlight(3)
    tester.expectPacketAfter(1000, ...sent(tester, 0, 2, 3))
    expectInFlight(3)
    report(tester, -1, 3, 3)
    report(tester, -1, 2, 4)
    expectInFlight(1)
    settle(tester, 3)
    // Marked for retransmission and waiting for its turn (§7.2.3) when its acknowledgement comes, goes and comes.
    const other = new Tester().establishAsInitiator()
    sendEach(other, 3, FULL)
    expect(flight(other)).toEqual({ octets: 3 * PMDCS, payload: 3 * FULL, paths: [3 * PMDCS] })
    other.expectPacketAfter(1000, ...sent(other, 0))
    expect(flight(other).octets).toBe(PMDCS)
    for (const covered of [true, false, true]) {
      report(other, -1, ...(covered ? [2, 2] : []))
      expect(flight(other).octets).toBe((covered ? 1 : 2) * PMDCS)
    }
    settle(other, 2)
  })

  // T3-rtx belongs to the path, follows the earliest TSN outstanding there, and brings back a packet full. RFC 9260 §6.3.2, §6.3.3.
  it('trap 7: T3-rtx that runs for a chunk instead of a path', () => {
    const tester = new Tester().establishAsInitiator()
    sendEach(tester, 2, 100)
    tester.expectNothingFor(500)
    sendEach(tester, 1, 100, 2)
    // R1: the later chunk did not restart it; nor does the acknowledgement of any but the earliest.
    report(tester, -1, 2, 2)
    tester.expectPacketAfter(500, ...sent(tester, 0, 2))
    // R3: 500 ms after that, the earliest is acknowledged; the RTO has doubled, and runs anew. R2: with the last it stops.
    tester.expectNothingFor(500)
    tester.acknowledge(1)
    tester.expectPacketAfter(2000, ...sent(tester, 2))
    settle(tester, 2)
    // E3: twenty chunks of 116 octets are two packets; the first holds the earliest twelve, the second waits for its SACK.
    const other = new Tester().establishAsInitiator()
    sendEach(other, 20, 100)
    other.expectPacketAfter(1000, ...sent(other, ...range(0, 11)))
    other.acknowledge(11)
    other.expectPacket(...sent(other, ...range(12, 19)))
    settle(other, 19)
    // Two paths, one chunk on each: each T3-rtx brings back what is outstanding on its own path, to the other one. §6.4.
    const [first, second] = TESTER_ADDRESSES as [string, string]
    const twofold = new Tester({ testerAddresses: [first, second] }).establishAsInitiator()
    const { association } = twofold.sut
    sendEach(twofold, 1, 100)
    twofold.expectNothingFor(300)
    expect(association!.setPrimary(association!.paths.paths[1]!.remoteAddress)).toBe(true)
    twofold.sut.send(100)
    expect(twofold.expectPacket(...sent(twofold, 1)).to).toBe(second)
    expect(flight(twofold).paths).toEqual([116, 116])
    expect(twofold.expectPacketAfter(700, ...sent(twofold, 0)).to).toBe(second)
    expect(flight(twofold).paths).toEqual([0, 232])
    // The earliest chunk outstanding on the second path was sent just now (§7.2.4 (4)): an RTO from here on, for both.
    expect(twofold.expectPacketAfter(1000, ...sent(twofold, 0, 1)).to).toBe(first)
    expect(flight(twofold).paths).toEqual([232, 0])
    settle(twofold, 1)
  })

  // Fast Recovery ends with the acknowledgement of its exit point; till then cwnd is cut once, and T3-rtx goes on. RFC 9260 §7.2.4.
  it('trap 8: Fast Recovery without an end', () => {
    const tester = new Tester().establishAsInitiator()
    const path = tester.sut.association!.paths.primaryPath
    let next = growWindow(tester, 16 * PMDCS)
    const loseFirstOfSix = () => {
      const first = next
      next += 6
      sendEach(tester, 6, FULL, first)
      tester.expectNothingFor(300)
      for (const last of [2, 3]) report(tester, first - 1, 2, last)
      tester.expectNothing()
      return first
    }
    const inRecovery = () => tester.sut.association!.outbound.inFastRecovery
    const first = loseFirstOfSix()
    report(tester, first - 1, 2, 3, 5, 5)
    tester.expectPacket(...sent(tester, first))
    expect([inRecovery(), path.congestion.cwnd]).toEqual([true, 8 * PMDCS])
    // A second loss below the exit point: sent again at once, at no further cost; a partial acknowledgement is no end.
    report(tester, first + 2, 2, 2)
    tester.expectNothing()
    report(tester, first + 2, 2, 3)
    tester.expectPacket(...sent(tester, first + 3))
    expect([inRecovery(), path.congestion.cwnd]).toEqual([true, 8 * PMDCS])
    report(tester, first + 4)
    expect(inRecovery()).toBe(true)
    tester.acknowledge(first + 5)
    expect(inRecovery()).toBe(false)
    // A loss behind the exit point begins anew: the window is cut again.
    const second = loseFirstOfSix()
    report(tester, second - 1, 2, 4)
    tester.expectPacket(...sent(tester, second))
    expect([inRecovery(), path.congestion.cwnd]).toEqual([true, 4 * PMDCS])
    // The fast retransmission is lost, too: it restarted T3-rtx, being the earliest outstanding, which expires inside Fast Recovery.
    report(tester, second - 1, 2, 6)
    tester.expectPacketAfter(path.roundTrip.rtoMs, ...sent(tester, second))
    expect(path.congestion.cwnd).toBe(PMDCS)
    settle(tester, second + 5)
    expect(tester.sut.association!.statistics).toMatchObject({ fastRetransmissions: 3, t3Expirations: 1 })
  })

  // One report per SACK, for TSNs below the highest newly acknowledged, from SACKs not out of date. RFC 9260 §7.2.4, §6.2.1 D i.
  it('trap 9: missing reports miscounted', () => {
    const tester = new Tester().establishAsInitiator()
    sendEach(tester, 9, 100)
    tester.acknowledge(0)
    // However many blocks lie above, it is one report; the same once more acknowledges nothing new, and is none.
    for (let time = 0; time < 5; time++) report(tester, 0, 4, 4, 6, 6)
    tester.expectNothing()
    // Behind the Cumulative TSN Ack Point: its blocks would name others.
    for (const offset of [8, 9]) report(tester, -1, offset, offset)
    expect(flight(tester).octets).toBe(6 * 116)
    // The newly acknowledged TSN 2 tells of 1 alone (the second report), not of 3 and 5.
    report(tester, 0, 2, 2, 4, 4, 6, 6)
    tester.expectNothing()
    // An equal Cumulative TSN Ack with a new block counts: the third of 1, the second of 3 and the second of 5.
    report(tester, 0, 2, 2, 4, 4, 6, 7)
    tester.expectPacket(...sent(tester, 1))
    report(tester, 0, 2, 2, 4, 4, 6, 8)
    tester.expectPacket(...sent(tester, 3, 5))
    // A chunk is sent again in this way once: no more reports count, and T3-rtx sees to it.
    sendEach(tester, 4, 100, 9)
    for (const last of [9, 10, 11, 12]) report(tester, 0, 2, 2, 4, 4, 6, last)
    expect(tester.sut.association!.statistics.fastRetransmissions).toBe(3)
    tester.expectPacketAfter(1000, ...sent(tester, 1, 3, 5))
    settle(tester, 12)
  })

  // A closed window lets one chunk through, and a full receiver the one chunk that everything waits for. RFC 9260 §6.1 A, §6.2.
  it('trap 10: a zero window that overflows or locks up', () => {
    const tester = new Tester().establishAsInitiator({ advertisedReceiverWindow: 1500 })
    sendEach(tester, 1, FULL)
    tester.acknowledge(0, 0)
    tester.sut.send(10, 10, 10, 10, 10)
    tester.expectPacketAfter(1000, ...sent(tester, 1))
    expect(flight(tester).payload).toBe(10)
    // Less room than is in flight is no room: 5 - 10 is not a large number.
    for (const window of [0, 5, 9]) tester.acknowledge(0, window)
    tester.expectNothingFor(500)
    tester.acknowledge(1, 0)
    tester.expectPacketAfter(tester.sut.association!.paths.primaryPath.roundTrip.rtoMs, ...sent(tester, 2))
    tester.acknowledge(2, 20)
    tester.expectPacket(...sent(tester, 3, 4))
    tester.acknowledge(3, 10)
    tester.expectNothing()
    tester.acknowledge(4, 10)
    tester.expectPacket(...sent(tester, 5))
    settle(tester, 5)
    // The other way round: with a closed window and full memory the next TSN in line is taken, and the highest has to go. §6.2.
    const receiver = new Tester({ parameters: { receiveBufferOctets: 3000 } }).establishAsInitiator()
    const large = (n: number) => dataChunk(receiver.tsn(n), { ssn: n, payload: new Uint8Array(1000).fill(n) })
    receiver.send(large(0))
    receiver.expectPacket({ name: 'SACK', cumulativeTsnAck: receiver.tsn(0), gaps: [] })
    receiver.send(...range(2, 6).map(large))
    const full = { name: 'SACK', cumulativeTsnAck: receiver.tsn(0), gaps: [[2, 6]], advertisedReceiverWindow: 0 }
    receiver.expectPacket(full)
    receiver.send(large(7))
    receiver.expectPacket(full)
    receiver.send(large(1))
    receiver.expectPacket({ name: 'SACK', cumulativeTsnAck: receiver.tsn(5), gaps: [], advertisedReceiverWindow: 3000 })
    expect(receiver.sut.delivered).toHaveLength(6)
    // What was given up, or never taken, is no duplicate.
    receiver.send(large(6), large(7))
    receiver.expectPacketAfter(200, { name: 'SACK', cumulativeTsnAck: receiver.tsn(7), gaps: [], duplicates: [] })
    expect(receiver.sut.delivered.map(({ payload }) => payload[999])).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })
})

/** The n-th message of the tester on stream 0, in one chunk: it says n. */
function data(tester: Tester, n: number): Uint8Array {
  return dataChunk(tester.tsn(n), { ssn: n & 0xffff, payload: Uint8Array.from(words(n)) })
}

/** A packet with these messages is acknowledged at once, up to the `point`-th, with these blocks; as many are delivered. */
function takeIn(tester: Tester, ns: readonly number[], point: number, ...gaps: readonly number[]): void {
  tester.send(...ns.map((n) => data(tester, n)))
  tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(point), gaps: pairs(...gaps), duplicates: [] })
  expect(deliveredNumbers(tester)).toEqual(range(0, point))
}

function deliveredNumbers(tester: Tester): number[] {
  return tester.sut.delivered.map(({ payload }) => new DataView(payload.buffer, payload.byteOffset).getUint32(0))
}

/** A SACK of the n-th TSN of the system under test, with blocks whose beginnings and ends are `gaps`. */
function report(tester: Tester, n: number, ...gaps: readonly number[]): void {
  tester.send(sack(tester.sutTsn(n), TESTER_WINDOW, pairs(...gaps)))
}

/** What a packet holds that has these TSNs of the system under test. */
function sent(tester: Tester, ...ns: readonly number[]): ExpectedChunk[] {
  return ns.map((n) => ({ name: 'DATA', tsn: tester.sutTsn(n) }))
}

/** The system under test sends so many messages, a packet each; the first has its n-th TSN. */
function sendEach(tester: Tester, count: number, length: number, n = 0): void {
  for (let i = n; i < n + count; i++) {
    tester.sut.send(length)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(i), payloadLength: length })
  }
}

/** Everything up to the n-th TSN is acknowledged: nothing is in flight, and nothing sent any more. */
function settle(tester: Tester, n: number): void {
  tester.acknowledge(n)
  expect(flight(tester)).toEqual({ octets: 0, payload: 0, paths: tester.addresses.map(() => 0) })
  tester.expectNothingFor(100_000)
}

/** Slow start (RFC 9260 §7.2.1) until cwnd is `octets`, everything acknowledged then; tells how many TSNs it took. */
function growWindow(tester: Tester, octets: number): number {
  const { congestion } = tester.sut.association!.paths.primaryPath
  let count = 0
  for (let n = 0; congestion.cwnd < octets; n++) {
    while (flight(tester).octets < congestion.cwnd) sendEach(tester, 1, FULL, count++)
    tester.acknowledge(n)
  }
  tester.acknowledge(count - 1)
  expect(congestion.cwnd).toBe(octets)
  return count
}

/** What the association takes to be in flight: octets of chunks in all, of user data, and of chunks by path. */
function flight(tester: Tester): { octets: number; payload: number; paths: number[] } {
  const { outbound, paths } = tester.sut.association!
  const { inFlightOctets, inFlightPayload } = outbound.outstanding
  return { octets: inFlightOctets, payload: inFlightPayload, paths: paths.paths.map(({ outstandingOctets }) => outstandingOctets) }
}

function pairs(...numbers: readonly number[]): [number, number][] {
  return numbers.flatMap((number, i): [number, number][] => (i % 2 === 0 ? [[number, numbers[i + 1]!]] : []))
}

function reported(chunk: Uint8Array) {
  return { name: 'ERROR', causes: [{ kind: 'unrecognized-chunk-type', chunk }] }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

function words(...numbers: readonly number[]): number[] {
  return numbers.flatMap((number) => [number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff])
}
