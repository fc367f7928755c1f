import { DATA_BEGINNING, DATA_ENDING } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { dataChunk, sack } from './chunk-octets.js'
import { TESTER_ADDRESSES, TESTER_WINDOW, Tester } from './tester.js'

/** What one packet of an IPv4 path of 1500 octets holds of user data: 1500 - 20 - 12 - 16. */
const FULL = 1452
const WHOLE = { beginning: true, ending: true }
const FIRST = { beginning: true, ending: false }
const MIDDLE = { beginning: false, ending: false }
const LAST = { beginning: false, ending: true }

describe('data', () => {
  // A message that fits into a packet of the path's MTU leaves in one chunk, whole. RFC 9260 §6.9.
  it('SCTP_D_V_8_1 sends a message that fits without cutting it up', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(FULL)
    const packet = tester.expectPacket({ name: 'DATA', ...WHOLE, payloadLength: FULL, tsn: tester.sutTsn(0), streamSequenceNumber: 0 })
    expect(packet.octets).toHaveLength(1480)
    tester.acknowledge(0)
    tester.expectNothingFor(10_000)
  })

  // One that does not is cut into chunks of one stream sequence number: B the first, E the last. RFC 9260 §6.9, §3.3.1.
  it('SCTP_D_V_8_2 cuts up a message that does not fit', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(4000)
    const common = { name: 'DATA', streamId: 0, streamSequenceNumber: 0 }
    tester.expectPacket({ ...common, ...FIRST, payloadLength: FULL, tsn: tester.sutTsn(0) })
    tester.expectPacket({ ...common, ...MIDDLE, payloadLength: FULL, tsn: tester.sutTsn(1) })
    tester.expectPacket({ ...common, ...LAST, payloadLength: 4000 - 2 * FULL, tsn: tester.sutTsn(2) })
    tester.acknowledge(2)
    tester.sut.send(10)
    tester.expectPacket({ name: 'DATA', ...WHOLE, tsn: tester.sutTsn(3), streamSequenceNumber: 1 })
  })

  // The pieces of a message that was cut up are put together, in whatever order they come. RFC 9260 §6.9.
  it('SCTP_D_V_8_3 puts a message together from its first, middle and last piece', () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const tester = new Tester({ initialTsn: 0xffff_ffff }).establishAsInitiator()
      const flags = [DATA_BEGINNING, 0, DATA_ENDING]
      for (const i of order) {
        expect(tester.sut.delivered).toEqual([])
        tester.send(dataChunk(tester.tsn(i), { flags: flags[i]!, payload: Uint8Array.of(i, i, i) }))
      }
      expect(tester.sut.delivered).toMatchObject([{ streamId: 0, payload: Uint8Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2) }])
      const sacks = tester.collectFor(200)
      expect(sacks.at(-1)!.chunks).toMatchObject([{ name: 'SACK', cumulativeTsnAck: 1, gaps: [] }])
    }
  })

  // What a SACK covers is not sent again; T3-rtx is off. The RTO of what follows is the measured one. RFC 9260 §6.3.2 R2.
  it('SCTP_D_V_8_4 does not send again what is acknowledged', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    tester.acknowledge(0)
    tester.expectNothingFor(100_000)
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(1) })
    tester.expectPacketAfter(1000, { name: 'DATA', tsn: tester.sutTsn(1) })
  })

  // What no SACK covers by the time T3-rtx expires is sent again as it was, but for the I bit that may be set. RFC 9260 §6.3.3, §6.1.
  it('SCTP_D_I_8_5 sends again what is not acknowledged', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(1000)
    const { flags, immediate, ...rest } = tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) }).chunks[0]!
    expect([flags, immediate]).toEqual([DATA_BEGINNING | DATA_ENDING, false])
    tester.expectPacketAfter(1000, { ...rest, name: 'DATA' })
  })

  // A DATA chunk that came before is acknowledged at once, reported as a duplicate, and not delivered twice. RFC 9260 §6.2.
  it('SCTP_D_O_8_6 reports duplicates at once and delivers nothing twice', () => {
    const tester = new Tester().establishAsResponder()
    tester.send(dataChunk(tester.tsn(0)))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0), duplicates: [] })
    tester.send(dataChunk(tester.tsn(1), { ssn: 1 }))
    tester.expectNothingFor(100)
    tester.send(dataChunk(tester.tsn(1), { ssn: 1 }))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(1), duplicates: [tester.tsn(1)] })
    tester.send(dataChunk(tester.tsn(0)), dataChunk(tester.tsn(1)))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(1), duplicates: [tester.tsn(0), tester.tsn(1)] })
    tester.send(dataChunk(tester.tsn(2), { ssn: 2 }))
    tester.expectPacketAfter(200, { name: 'SACK', cumulativeTsnAck: tester.tsn(2), duplicates: [] })
    expect(tester.sut.delivered).toHaveLength(3)
  })

  // A closed window is probed by one chunk, an RTO after it closed and then at doubled waits, without an end while SACKs come. RFC 9260
  // §6.1 A, which the specification is older than: it had the first probe leave at once.
  it('SCTP_D_O_8_7 probes a closed window with one whole message', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(FULL)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    tester.acknowledge(0, 0)
    tester.sut.send(FULL, FULL)
    for (const wait of [1000, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000]) {
      tester.expectPacketAfter(wait, { name: 'DATA', tsn: tester.sutTsn(1) })
      tester.acknowledge(0, 0)
    }
    expect(tester.sut.state).toBe('ESTABLISHED')
    tester.acknowledge(1, TESTER_WINDOW)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(2) })
    tester.acknowledge(2, TESTER_WINDOW)
  })

  // The same with a message cut up: the probe is its next piece alone; what was dropped leaves again when the window opens. RFC 9260 §6.1 A.
  it('SCTP_D_O_8_8 probes a closed window with one piece of a message', () => {
    const tester = new Tester().establishAsResponder({ advertisedReceiverWindow: 1500 })
    tester.sut.send(3000)
    tester.expectPacket({ name: 'DATA', ...FIRST, tsn: tester.sutTsn(0) })
    tester.acknowledge(0, 0)
    for (const wait of [1000, 1000, 2000, 4000]) {
      tester.expectPacketAfter(wait, { name: 'DATA', ...MIDDLE, tsn: tester.sutTsn(1) })
      tester.acknowledge(0, 0)
    }
    tester.acknowledge(0, 1500)
    tester.expectPacket({ name: 'DATA', ...MIDDLE, tsn: tester.sutTsn(1) })
    tester.acknowledge(1, 1500)
    tester.expectPacket({ name: 'DATA', ...LAST, tsn: tester.sutTsn(2), payloadLength: 3000 - 2 * FULL })
    tester.acknowledge(2, 1500)
    tester.expectNothingFor(100_000)
  })

  // What is marked for retransmission leaves before anything new. RFC 9260 §6.1 C.
  it('SCTP_D_V_8_9 sends what was lost before what is new', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(FULL, FULL, FULL, FULL, FULL)
    // The initial window holds three packets (§7.2.1), so that two messages wait.
    for (const n of [0, 1, 2]) tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(n) })
    tester.expectPacketAfter(1000, { name: 'DATA', tsn: tester.sutTsn(0) })
    tester.acknowledge(0)
    const order = tester.collectFor(0)
    for (let n = 1; n <= 4; n++) {
      tester.acknowledge(n)
      order.push(...tester.collectFor(0))
    }
    expect(order.flatMap(({ chunks }) => chunks.map(({ tsn }) => tsn))).toEqual([1, 2, 3, 4].map((n) => tester.sutTsn(n)))
  })

  // A SACK counts from whichever address of the peer it comes. RFC 9260 §6.2.1.
  it('SCTP_D_V_8_10 accepts a SACK from another address of the peer', () => {
    const tester = new Tester({ testerAddresses: TESTER_ADDRESSES.slice(0, 2) }).establishAsResponder()
    tester.sut.send(100)
    expect(tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) }).to).toBe(TESTER_ADDRESSES[0])
    tester.acknowledge(0, TESTER_WINDOW, { from: TESTER_ADDRESSES[1]! })
    tester.expectNothingFor(10_000)
    tester.sut.send(100)
    expect(tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(1) }).to).toBe(TESTER_ADDRESSES[0])
    tester.acknowledge(1, TESTER_WINDOW, { from: TESTER_ADDRESSES[1]! })
    tester.expectNothingFor(10_000)
  })

  // A DATA chunk without user data ends the association. RFC 9260 §6.2, §3.3.10.9.
  it('SCTP_D_I_8_11 refuses an empty DATA chunk by ABORT', () => {
    const tester = new Tester().establishAsResponder()
    tester.send(dataChunk(tester.tsn(0), { payload: 0 }))
    tester.expectPacket({ name: 'ABORT', flags: 0, causes: [{ kind: 'no-user-data', tsn: tester.tsn(0) }] })
    expect(tester.sut.events.at(-1)).toMatchObject({ kind: 'communication-lost', reason: 'protocol-violation' })
    tester.expectGone()
  })

  // A SACK whose Cumulative TSN Ack lies behind is out of date, and its Gap Ack Blocks with it. RFC 9260 §6.2.1 D i.
  it('SCTP_D_O_8_12 discards a SACK that is out of date', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    tester.acknowledge(0)
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(1) })
    tester.send(sack(tester.sutTsn(-1), TESTER_WINDOW, [[2, 2]]))
    tester.expectPacketAfter(1000, { name: 'DATA', tsn: tester.sutTsn(1) })
    tester.acknowledge(1)
    tester.expectNothingFor(100_000)
  })

  // A message of the greatest length this side would send itself is received whole. RFC 9260 §6.9.
  it('SCTP_D_V_8_13 receives a message of the greatest length', () => {
    const tester = new Tester({ parameters: { largestMessageOctets: 65_536 } }).establishAsInitiator()
    const pieces = sendMessage(tester, 65_536)
    expect(tester.sut.delivered).toMatchObject([{ partial: false }])
    expect(tester.sut.delivered[0]!.payload).toHaveLength(65_536)
    const last = tester.collectFor(200).at(-1)!
    expect(last.chunks).toMatchObject([{ name: 'SACK', cumulativeTsnAck: tester.tsn(pieces - 1) }])
  })

  // And sent whole; a longer one is refused to the user. RFC 9260 §6.9, §11.1.5.
  it('SCTP_D_V_8_14 sends a message of the greatest length', () => {
    const tester = new Tester({ parameters: { largestMessageOctets: 65_536 } }).establishAsResponder()
    expect(tester.sut.send(65_537)).toBe('message-too-large')
    tester.expectNothing()
    expect(tester.sut.send(65_536)).toBe('queued')
    const lengths: number[] = []
    for (let n = 0; lengths.length * FULL < 65_536; n++) {
      const flags = { beginning: n === 0, ending: (n + 1) * FULL >= 65_536 }
      const { chunks } = tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(n), streamSequenceNumber: 0, ...flags })
      lengths.push(chunks[0]!['payloadLength'] as number)
      tester.acknowledge(n)
    }
    expect(lengths.reduce((sum, length) => sum + length)).toBe(65_536)
    tester.expectNothingFor(100_000)
  })

  // A message longer than the receive buffer is delivered in parts. The specification would have it refused by ABORT; RFC 9260 §6.9
  // has the endpoint dispatch part of it to the user (partial delivery) instead.
  it('SCTP_D_V_8_15 delivers a message longer than its buffer in parts', () => {
    const tester = new Tester({ parameters: { receiveBufferOctets: 20_000 } }).establishAsInitiator()
    sendMessage(tester, 65_536)
    const parts = tester.sut.delivered
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.map(({ partial }) => partial)).toEqual([...parts.slice(1).map(() => true), false])
    expect(parts.reduce((sum, { payload }) => sum + payload.length, 0)).toBe(65_536)
    tester.collectFor(1000)
    tester.expectAlive()
  })
})

/** The tester sends one message in pieces, a packet each, and throws away the SACKs; tells how many pieces. */
function sendMessage(tester: Tester, length: number): number {
  const pieces = Math.ceil(length / FULL)
  for (let i = 0; i < pieces; i++) {
    const payload = Math.min(FULL, length - i * FULL)
    const flags = (i === 0 ? DATA_BEGINNING : 0) | (i === pieces - 1 ? DATA_ENDING : 0)
    tester.send(dataChunk(tester.tsn(i), { flags, payload }))
    if (i < pieces - 1) tester.collectFor(0)
  }
  return pieces
}
