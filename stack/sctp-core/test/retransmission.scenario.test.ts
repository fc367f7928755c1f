import { DATA, SACK } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { dataOf, packetOf, sackOf } from './sent-packet.js'
import { A_ADDRESSES, type Interference, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

const LONG = 'x'.repeat(1000)

/** Up, acknowledged at once for the first time, quiet. It is 5,000 ms; the RTO of A's first path is RTO.Min. */
function up(parameters: Partial<ProtocolParameters> = {}, homes = 2): SimulatedPair {
  const pair = new SimulatedPair(1, parameters, homes).establish()
  pair.a.send('first')
  pair.runFor(5000 - pair.clock.now())
  pair.z.delivered.length = 0
  return pair.forgetSent()
}

/** Loses the packets of A with DATA whose position, counted from 0, the function names. */
function loseData(pair: SimulatedPair, loses: (position: number) => boolean): void {
  let position = 0
  pair.a.interfere = (packet): Interference => (packet.types.includes(DATA) && loses(position++) ? 'lose' : 'pass')
}

function firstTsn(pair: SimulatedPair): number {
  return dataOf(pair.a.packetsWith(DATA)[0]!.octets)[0]!.tsn
}

describe('fast retransmission', () => {
  it('happens at the third miss indication and not before', () => {
    for (const [packets, retransmittedAt] of [
      [3, 5000 + 1000],
      [4, 5000 + 3 + 20],
    ] as const) {
      const pair = up({}, 1)
      loseData(pair, (position) => position === 0)
      for (let i = 0; i < packets; i++) {
        pair.a.send(`${i} ${LONG}`)
        pair.runFor(1)
      }
      pair.run(() => pair.z.delivered.length === packets)
      expect(pair.a.transmissionsOf(firstTsn(pair)).map((sent) => sent.atMs)).toEqual([5000, retransmittedAt])
      expect(pair.a.association!.statistics.fastRetransmissions).toBe(packets === 4 ? 1 : 0)
    }
  })
  it('stays on the path of the original', () => {
    const pair = up()
    loseData(pair, (position) => position === 0)
    for (let i = 0; i < 4; i++) pair.a.send(LONG)
    pair.run(() => pair.z.delivered.length === 4)
    expect(pair.a.transmissionsOf(firstTsn(pair)).map((sent) => sent.to)).toEqual([Z_ADDRESSES[0], Z_ADDRESSES[0]])
  })
  it('counts no SACK twice that tells nothing new', () => {
    const pair = up({}, 1)
    loseData(pair, (position) => position === 0)
    pair.a.send(LONG)
    pair.a.send(LONG)
    pair.runFor(30)
    const sack = pair.z.packetsWith(SACK).at(-1)!
    for (let i = 0; i < 5; i++) pair.a.arrive(sack.octets.slice(), sack.from, sack.to)
    expect(pair.a.transmissionsOf(firstTsn(pair))).toHaveLength(1)
  })
  it('happens once for each chunk: what is lost again waits for T3-rtx', () => {
    const pair = up({}, 1)
    const tsn = pair.a.association!.outbound.outstanding.nextTsn
    pair.a.interfere = (packet) => (dataOf(packet.octets).some((data) => data.tsn === tsn) && pair.clock.now() < 6000 ? 'lose' : 'pass')
    for (let i = 0; i < 30; i++) {
      pair.a.send(LONG)
      pair.runFor(5)
    }
    pair.run(() => pair.z.delivered.length === 30)
    const sent = pair.a.transmissionsOf(tsn).map(({ atMs }) => atMs)
    // At 5015 three chunks above it have gone; the last SACK of news comes back 20 ms later. T3-rtx runs from then on.
    expect(sent).toEqual([5000, 5035, 6035])
  })
  it('halves the window once for a whole window of losses, and leaves Fast Recovery when all of it is acknowledged', () => {
    const pair = up({}, 1)
    const path = pair.a.association!.paths.paths[0]!
    const { congestion } = path
    congestion.cwnd = 40_000
    congestion.ssthresh = 40_000
    // Not idle: the window has not decayed.
    path.lastDataAt = pair.clock.now()
    loseData(pair, (position) => position === 2 || position === 5 || position === 9)
    for (let i = 0; i < 30; i++) pair.a.send(LONG)
    pair.runFor(25)
    const { outbound } = pair.a.association!
    expect(outbound.inFastRecovery).toBe(true)
    expect(congestion.ssthresh).toBe(20_000)
    expect(congestion.cwnd).toBe(20_000)
    pair.run(() => pair.z.delivered.length === 30)
    pair.runFor(300)
    expect(outbound.inFastRecovery).toBe(false)
    expect(congestion.cwnd).toBe(20_000)
    expect(pair.a.association!.statistics.t3Expirations).toBe(0)
    expect(pair.a.association!.statistics.fastRetransmissions).toBe(3)
  })
  it('counts misses also for a SACK with the same Cumulative TSN Ack, and none for an older one', () => {
    const pair = up({}, 1)
    const delayed: number[] = []
    loseData(pair, (position) => position === 1)
    pair.z.interfere = (packet): Interference => {
      if (!packet.types.includes(SACK)) return 'pass'
      delayed.push(sackOf(packet.octets)!.cumulativeTsnAck)
      // The very first SACK, of the lowest Cumulative TSN Ack, comes last.
      return delayed.length === 1 ? 100 : 'pass'
    }
    for (const text of 'abcdef') {
      pair.a.send(text)
      pair.runFor(1)
    }
    pair.runFor(45)
    expect(delayed.slice(0, 4)).toEqual(Array(4).fill(delayed[0]))
    expect(pair.a.association!.statistics.fastRetransmissions).toBe(1)
    const before = pair.a.association!.outbound.outstanding.cumulativeTsnAckPoint
    pair.runFor(150)
    expect(pair.a.association!.outbound.outstanding.cumulativeTsnAckPoint).toBe(before)
    expect(pair.z.texts().join('')).toBe('abcdef')
    expect(pair.a.association!.state).toBe('ESTABLISHED')
  })
})

describe('T3-rtx', () => {
  it('doubles from one expiry to the next, up to RTO.Max', () => {
    const pair = up({ rtoMaxMs: 10_000, associationMaxRetrans: 20, pathMaxRetrans: 20 }, 1)
    pair.cut(0)
    pair.a.send('nobody hears')
    pair.runFor(60_000)
    expect(pair.a.transmissionsOf(firstTsn(pair)).map((sent) => (sent.atMs - 5000) / 1000)).toEqual([0, 1, 3, 7, 15, 25, 35, 45, 55])
  })
  it('ends the association after Association.Max.Retrans expiries without an answer', () => {
    const pair = up({ associationMaxRetrans: 4 }, 1)
    pair.cut(0)
    pair.a.send('nobody hears')
    pair.run(() => pair.a.association!.isOver)
    // 1, 2, 4, 8 and 16 s: the fifth expiry is one too many.
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([
      { atMs: 36_000, reason: 'too-many-retransmissions', unacknowledgedMessages: 1 },
    ])
    expect(pair.a.endpoint.table.size).toBe(0)
    expect(pair.a.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
  })
  it('counts one error for one silence, heartbeats or not', () => {
    const pair = up({ associationMaxRetrans: 20, heartbeatIntervalMs: 100 }, 1)
    pair.cut(0)
    pair.a.send('nobody hears')
    const path = pair.a.association!.paths.paths[0]!
    const errors = [1000, 3000, 7000, 15_000].map((after) => {
      pair.runFor(5000 + after + 1 - pair.clock.now())
      return [path.errorCount, pair.a.association!.errorCount, path.roundTrip.rtoMs]
    })
    expect(errors).toEqual([
      [1, 1, 2000],
      [2, 2, 4000],
      [3, 3, 8000],
      [4, 4, 16_000],
    ])
  })
  it('starts again when the earliest chunk outstanding is acknowledged, and only then', () => {
    const pair = up({ sackDelayMs: 0 }, 1)
    loseData(pair, (position) => position > 0)
    pair.a.send('arrives')
    pair.runFor(5)
    pair.a.send('does not')
    pair.runFor(500)
    pair.a.send('does not either')
    pair.a.interfere = null
    pair.run(() => pair.z.delivered.length === 3)
    // Acknowledged at 5020; the chunk sent at 5505 changed nothing.
    expect(pair.a.transmissionsOf((firstTsn(pair) + 1) >>> 0).map((sent) => sent.atMs)).toEqual([5005, 6020])
  })
  it('is off when everything is acknowledged', () => {
    const pair = up({}, 1)
    pair.a.send('hello')
    pair.runFor(300)
    expect(pair.a.association!.paths.paths[0]!.t3Deadline).toBe(Number.POSITIVE_INFINITY)
  })
  it('lets one packet into flight, until one is acknowledged', () => {
    // RFC 9260 §7.2.3: no more than one SCTP packet in flight. Two of these chunks do not fit into one packet, and one leaves cwnd unfilled.
    const pair = up({}, 1)
    pair.cut(0)
    for (let i = 0; i < 4; i++) pair.a.send(LONG)
    pair.runFor(900)
    pair.restore(0)
    pair.forgetSent()
    pair.runFor(100)
    expect(pair.a.packetsWith(DATA)).toHaveLength(1)
    pair.a.send('new data waits too')
    expect(pair.a.packetsWith(DATA)).toHaveLength(1)
    pair.run(() => pair.z.delivered.length === 5)
    expect(pair.z.delivered.map((message) => message.length)).toEqual([1000, 1000, 1000, 1000, 18])
  })
  it('bundles what it sends again, and marks the rest for later', () => {
    const pair = up({}, 1)
    pair.cut(0)
    for (let i = 0; i < 6; i++) pair.a.send('y'.repeat(400))
    pair.runFor(900)
    pair.restore(0)
    pair.forgetSent()
    pair.run(() => pair.z.delivered.length === 6)
    expect(pair.a.packetsWith(DATA).map((packet) => [packet.atMs, dataOf(packet.octets).length])).toEqual([
      [6000, 3],
      [6020, 3],
    ])
  })
  it('goes for another path where there is one, at the same instant', () => {
    const pair = up()
    pair.cut(0)
    pair.a.send('elsewhere')
    pair.run(() => pair.z.delivered.length === 1)
    expect(pair.a.transmissionsOf(firstTsn(pair))).toEqual([
      { atMs: 5000, to: Z_ADDRESSES[0] },
      { atMs: 6000, to: Z_ADDRESSES[1] },
    ])
    expect(pair.clock.now()).toBe(6010)
  })
  it('does not send again what a Gap Ack Block covers', () => {
    const pair = up({}, 1)
    loseData(pair, (position) => position === 0)
    pair.a.send('lost')
    pair.a.send('there')
    pair.run(() => pair.z.delivered.length === 2)
    pair.runFor(3000)
    expect(pair.a.transmissionsOf((firstTsn(pair) + 1) >>> 0)).toHaveLength(1)
  })
  it('sends again what the peer acknowledged by a gap and then gave up', () => {
    const pair = up({}, 1)
    loseData(pair, (position) => position === 0)
    pair.a.send('lost')
    pair.a.send('there')
    pair.runFor(30)
    const { outstanding } = pair.a.association!.outbound
    expect(outstanding.gapAcked).toBe(1)
    // A SACK that no longer speaks of the second chunk.
    const { cumulativeTsnAck } = sackOf(pair.z.packetsWith(SACK)[0]!.octets)!
    const sack = new Uint8Array(16)
    sack.set([SACK, 0, 0, 16, cumulativeTsnAck >>> 24, cumulativeTsnAck >>> 16, cumulativeTsnAck >>> 8, cumulativeTsnAck, 0, 1, 0, 0])
    pair.a.arrive(packetOf(2905, 40_000, pair.a.association!.localTag, sack), Z_ADDRESSES[0], A_ADDRESSES[0])
    expect([outstanding.gapAcked, outstanding.length]).toEqual([0, 2])
    expect(pair.a.association!.paths.paths[0]!.outstandingOctets).toBe(outstanding.inFlightOctets)
    pair.run(() => outstanding.length === 0)
    expect(pair.a.transmissionsOf((firstTsn(pair) + 1) >>> 0)).toHaveLength(2)
  })
  it('never counts the same octets twice, whatever SACKs come', () => {
    const pair = up()
    loseData(pair, (position) => position % 3 === 1)
    for (let i = 0; i < 40; i++) {
      pair.a.send(`${i} ${'z'.repeat(700)}`)
      pair.runFor(7)
      const { outstanding } = pair.a.association!.outbound
      const onPaths = pair.a.association!.paths.paths.reduce((sum, path) => sum + path.outstandingOctets, 0)
      expect(onPaths).toBe(outstanding.inFlightOctets)
    }
    pair.run(() => pair.a.association!.outbound.settled)
    expect(pair.a.association!.outbound.outstanding.inFlightOctets).toBe(0)
  })
})

describe('an acknowledgement of what was never sent', () => {
  it('ends the association', () => {
    const pair = up()
    const beyond = pair.a.association!.outbound.outstanding.nextTsn
    const sack = Uint8Array.of(SACK, 0, 0, 16, beyond >>> 24, beyond >>> 16, beyond >>> 8, beyond, 0, 1, 0, 0, 0, 0, 0, 0)
    pair.a.arrive(packetOf(2905, 40_000, pair.a.association!.localTag, sack), Z_ADDRESSES[0], A_ADDRESSES[0])
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ reason: 'protocol-violation' }])
  })
})
