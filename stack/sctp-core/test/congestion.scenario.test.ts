import { DATA } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import type { Path } from '../src/path/path.js'
import { dataOf } from './sent-packet.js'
import { SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

function up(parameters: Partial<ProtocolParameters> = {}, homes = 1): SimulatedPair {
  const pair = new SimulatedPair(1, { sendBufferOctets: 100_000_000, ...parameters }, homes).establish()
  pair.a.send('first')
  pair.runFor(5000 - pair.clock.now())
  pair.z.delivered.length = 0
  return pair.forgetSent()
}

function pathOf(pair: SimulatedPair): Path {
  return pair.a.association!.paths.paths[0]!
}

/** Sets the congestion window as if data had just been sent. */
function setWindow(pair: SimulatedPair, cwnd: number, ssthresh: number): void {
  const path = pathOf(pair)
  path.congestion.cwnd = cwnd
  path.congestion.ssthresh = ssthresh
  path.lastDataAt = pair.clock.now()
}

describe('the round trip time', () => {
  it('is smoothed as RFC 9260 §6.3.1 says, measurement by measurement', () => {
    const pair = up({ rtoMinMs: 1, sackDelayMs: 0 })
    const { roundTrip } = pathOf(pair)
    let srtt = roundTrip.smoothedMs
    let variation = roundTrip.variationMs
    for (const delayMs of [10, 35, 35, 5, 80, 80, 80]) {
      pair.network.configurePath('10.0.1.1', '10.0.1.2', { delayMs })
      pair.a.send('measure')
      pair.runFor(1000)
      const sample = 2 * delayMs
      variation = 0.75 * variation + 0.25 * Math.abs(srtt - sample)
      srtt = 0.875 * srtt + 0.125 * sample
      expect(roundTrip.smoothedMs).toBeCloseTo(srtt, 9)
      expect(roundTrip.variationMs).toBeCloseTo(variation, 9)
      expect(roundTrip.rtoMs).toBeCloseTo(srtt + 4 * variation, 9)
    }
  })
  it('is measured once per round trip, not with every chunk', () => {
    const pair = up({ sackDelayMs: 0 })
    const before = pathOf(pair).roundTrip.measurements
    for (let i = 0; i < 4; i++) {
      pair.a.send('x'.repeat(1000))
      pair.runFor(1)
    }
    pair.runFor(1000)
    expect(pathOf(pair).roundTrip.measurements).toBe(before + 1)
  })
  it('is not measured with a chunk sent twice, nor with one sent before a lower one was sent again', () => {
    const pair = up()
    const before = pathOf(pair).roundTrip.measurements
    pair.a.loseNext(DATA)
    for (let i = 0; i < 6; i++) pair.a.send('x'.repeat(1000))
    pair.runFor(1000)
    expect(pair.a.association!.outbound.settled).toBe(true)
    expect(pathOf(pair).roundTrip.measurements).toBe(before)
    pair.a.send('measured again')
    pair.runFor(1000)
    expect(pathOf(pair).roundTrip.measurements).toBe(before + 1)
  })
  it('brings the RTO back down after a back-off', () => {
    const pair = up()
    pair.cut(0)
    pair.a.send('late')
    pair.runFor(3500)
    expect(pathOf(pair).roundTrip.rtoMs).toBe(4000)
    pair.restore(0)
    pair.run(() => pair.z.delivered.length === 1)
    expect(pathOf(pair).roundTrip.rtoMs).toBeGreaterThan(1000)
    pair.a.send('measured')
    pair.runFor(1000)
    expect(pathOf(pair).roundTrip.rtoMs).toBe(1000)
  })
})

describe('the congestion window', () => {
  it('starts at four packets, no more than 4404 octets unless two packets are larger', () => {
    for (const [pathMtu, expected] of [
      [1500, 4404],
      [576, 4 * (576 - 32)],
      [9000, 2 * (9000 - 32)],
    ] as const) {
      const pair = new SimulatedPair(1, { pathMtu }).establish()
      expect(pathOf(pair).congestion.cwnd).toBe(expected)
    }
  })
  it('is never exceeded by a whole packet', () => {
    const pair = up({ pathMtu: 1500 })
    pair.network.configurePath('10.0.1.1', '10.0.1.2', { octetsPerSecond: 200_000, queueOctets: 20_000 })
    const path = pathOf(pair)
    let next = pair.a.association!.outbound.outstanding.nextTsn
    pair.a.interfere = (packet) => {
      // Retransmissions may go beyond a window that has just been halved.
      const isNew = dataOf(packet.octets).some((data) => data.tsn === next)
      if (isNew) expect(path.outstandingOctets).toBeLessThan(path.congestion.cwnd + path.congestion.pmdcs)
      if (isNew) next = dataOf(packet.octets).at(-1)!.tsn + 1
      return 'pass'
    }
    for (let i = 0; i < 400; i++) pair.a.queue('x'.repeat(900))
    pair.a.drain()
    pair.run(() => pair.z.delivered.length === 400)
    expect(pair.a.association!.statistics.fastRetransmissions).toBeGreaterThan(0)
  })
  it('grows in slow start by no more than one packet with every SACK that moves the Cumulative TSN Ack Point', () => {
    const pair = up()
    const { congestion } = pathOf(pair)
    setWindow(pair, 4404, 0xffff_ffff)
    for (let i = 0; i < 200; i++) pair.a.queue('x'.repeat(1452))
    pair.a.drain()
    const { statistics } = pair.a.association!
    let last = congestion.cwnd
    let sacks = statistics.sacksReceived
    let grown = 0
    pair.run(() => {
      expect(congestion.cwnd - last).toBeLessThanOrEqual(congestion.pmdcs * (statistics.sacksReceived - sacks))
      if (congestion.cwnd > last) grown++
      last = congestion.cwnd
      sacks = statistics.sacksReceived
      return pair.z.delivered.length === 200
    })
    expect(grown).toBeGreaterThan(5)
    expect(pair.a.association!.statistics.dataChunksRetransmitted).toBe(0)
  })
  it('does not grow while it is not used up', () => {
    const pair = up()
    setWindow(pair, 4404, 0xffff_ffff)
    for (let i = 0; i < 50; i++) {
      pair.a.send('small')
      pair.runFor(10)
    }
    pair.runFor(500)
    expect(pathOf(pair).congestion.cwnd).toBe(4404)
  })
  it('grows in congestion avoidance by one packet for every window acknowledged', () => {
    const pair = up()
    const { congestion } = pathOf(pair)
    setWindow(pair, 10 * congestion.pmdcs, 10 * congestion.pmdcs - 1)
    for (let i = 0; i < 100; i++) pair.a.queue('x'.repeat(1452))
    pair.a.drain()
    const atStart = pair.clock.now()
    // One window acknowledged needs one round trip at least.
    let rounds = 0
    pair.run(() => {
      rounds = Math.floor((pair.clock.now() - atStart) / 20)
      expect(congestion.cwnd).toBeLessThanOrEqual((10 + rounds) * congestion.pmdcs)
      return pair.z.delivered.length === 100
    })
    expect(congestion.cwnd).toBeGreaterThan(10 * congestion.pmdcs)
  })
  it('lets no more than Max.Burst packets of new data out at once', () => {
    for (const maxBurst of [1, 4, 7]) {
      const pair = up({ maxBurst })
      setWindow(pair, 100_000, 100_000)
      for (let i = 0; i < 60; i++) pair.a.queue('x'.repeat(1452))
      pair.a.drain()
      expect(pair.a.packetsWith(DATA)).toHaveLength(maxBurst)
      pair.run(() => pair.z.delivered.length === 60)
    }
  })
  it('halves once for every RTO without data, down to four packets, and remembers in ssthresh where it was', () => {
    const pair = up()
    const { congestion } = pathOf(pair)
    for (const [idleMs, expected] of [
      [999, 100_000],
      [1000, 50_000],
      [2500, 25_000],
      [3100, 12_500],
      [60_000, 4 * congestion.pmdcs],
    ] as const) {
      setWindow(pair, 100_000, 40_000)
      pathOf(pair).decayed = false
      pair.runFor(idleMs)
      pair.a.send('after a while')
      expect(congestion.cwnd).toBe(expected)
      expect(congestion.ssthresh).toBe(expected === 100_000 ? 40_000 : 100_000)
    }
  })
  it('decays once for an RTO however often something is tried in it', () => {
    const pair = new SimulatedPair(1, { receiveBufferOctets: 10_000, sackDelayMs: 0 }, 1).establish()
    pair.z.pause(true)
    for (let i = 0; i < 20; i++) pair.a.send('x'.repeat(1000))
    pair.run(() => pair.a.association!.outbound.outstanding.length === 0 && pair.a.association!.outbound.queue.length > 0)
    const path = pathOf(pair)
    path.congestion.cwnd = 64_000
    // From here the closed window keeps everything back; the RTO since the last data goes by before the first probe leaves.
    pair.runFor(path.lastDataAt + 1000 - pair.clock.now())
    for (let i = 0; i < 10; i++) pair.a.send('tried')
    expect(path.congestion.cwnd).toBe(32_000)
    expect(path.congestion.ssthresh).toBe(64_000)
  })
  it('falls to one packet when T3-rtx expires, and ssthresh to half of what it was', () => {
    const pair = up()
    const { congestion } = pathOf(pair)
    setWindow(pair, 40_000, 40_000)
    pair.cut(0)
    pair.a.send('lost')
    pair.runFor(1000)
    expect(congestion.cwnd).toBe(congestion.pmdcs)
    expect(congestion.ssthresh).toBe(20_000)
  })
  it('belongs to a path: losses on one leave the other alone', () => {
    const pair = up({}, 2)
    const [first, second] = pair.a.association!.paths.paths
    const before = second!.congestion.cwnd
    pair.cut(0)
    pair.a.send('lost')
    pair.runFor(1100)
    expect(first!.congestion.cwnd).toBe(first!.congestion.pmdcs)
    expect(second!.congestion.cwnd).toBe(before)
    expect(pair.a.packetsWith(DATA).map((packet) => packet.to)).toEqual([Z_ADDRESSES[0], Z_ADDRESSES[1]])
    expect(dataOf(pair.a.packetsWith(DATA)[1]!.octets)).toHaveLength(1)
  })
})
