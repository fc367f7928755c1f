import { DATA, HEARTBEAT, HEARTBEAT_ACK, SACK } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { failoverExpectation, TIMER_PROFILES } from '../src/association/timer-profile.js'
import { dataOf } from './sent-packet.js'
import { A_ADDRESSES, PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'
import { Traffic } from './traffic.js'

function up(parameters: Partial<ProtocolParameters> = {}, delayMs = 10): SimulatedPair {
  const pair = new SimulatedPair(1, { sendBufferOctets: 10_000_000, ...parameters }, 2, delayMs).establish()
  pair.runFor(3000)
  return pair
}

/** A busy pair whose first network is cut, in both directions, at an instant when data is on its way there. */
function cutWhileBusy(parameters: Partial<ProtocolParameters>) {
  const pair = up(parameters)
  const traffic = new Traffic(pair, pair.a)
  pair.runFor(3000)
  const path = pair.a.association!.paths.paths[0]!
  pair.run(() => path.outstandingOctets > 0)
  pair.cut(0)
  pair.forgetSent()
  const { rtoMs } = path.roundTrip
  return { pair, traffic, path, rtoMs, lastRestart: path.t3Deadline - rtoMs, expectation: failoverExpectation(parameters, rtoMs) }
}

function statusEvents(pair: SimulatedPair, network: 0 | 1, from = 0) {
  const address = pair.a.addressIndex(Z_ADDRESSES[network])
  return pair.a.eventsOf('network-status-change').filter((event) => event.remoteAddress === address && event.atMs >= from)
}

describe('a path cut while it is busy', () => {
  for (const { name, parameters } of TIMER_PROFILES) {
    it(`is left after one RTO, and inactive at the instant the timers promise, by profile ${name}`, () => {
      const { pair, traffic, lastRestart, expectation, path, rtoMs } = cutWhileBusy(parameters)
      const cutAt = pair.clock.now()
      const oldest = pair.a.association!.outbound.outstanding.at(0).tsn
      expect(lastRestart + rtoMs).toBeGreaterThan(cutAt)
      pair.run(() => path.state === 'inactive')
      const [failed, inactive] = statusEvents(pair, 0, cutAt)
      expect(failed).toMatchObject({ status: 'potentially-failed', reason: 'timeout' })
      expect(failed!.atMs).toBeCloseTo(lastRestart + expectation.potentiallyFailedMs, 6)
      expect(failed!.atMs).toBeCloseTo(lastRestart + rtoMs, 6)
      const again = pair.a.transmissionsOf(oldest)[0]!
      expect(again.to).toBe(Z_ADDRESSES[1])
      expect(again.atMs).toBeCloseTo(lastRestart + expectation.firstRetransmissionMs, 6)
      expect(inactive).toMatchObject({ status: 'inactive', errorCount: path.errorCount })
      expect(inactive!.atMs).toBeCloseTo(lastRestart + expectation.inactiveMs, 6)
      // From the failure on nothing but heartbeats goes there.
      const there = pair.a.sent.filter((packet) => packet.to === Z_ADDRESSES[0] && packet.atMs > failed!.atMs)
      expect(there.every((packet) => packet.types.every((type) => type === HEARTBEAT))).toBe(true)
      traffic.stop()
      pair.run(() => pair.z.delivered.length === traffic.total)
      traffic.expectDelivered(pair.z)
      expect(pair.a.association!.errorCount).toBe(0)
    })
  }
  it('is used again as soon as a heartbeat is answered', () => {
    const { pair, traffic } = cutWhileBusy({ rtoMinMs: 120, rtoMaxMs: 800, rtoInitialMs: 120, heartbeatIntervalMs: 1000, sackDelayMs: 20 })
    pair.runFor(20_000)
    const path = pair.a.association!.paths.paths[0]!
    expect(path.state).toBe('inactive')
    pair.restore(0)
    const restoredAt = pair.clock.now()
    pair.run(() => path.state === 'active')
    const back = statusEvents(pair, 0, restoredAt)
    expect(back).toMatchObject([{ status: 'active', reason: 'heartbeat-acknowledged', errorCount: 0 }])
    // HB.interval, the backed-off RTO and half as much again is the longest wait; then a round trip.
    expect(back[0]!.atMs - restoredAt).toBeLessThanOrEqual(1000 + 1.5 * 800 + 20)
    pair.forgetSent()
    pair.runFor(200)
    expect(pair.a.packetsWith(DATA).every((packet) => packet.to === Z_ADDRESSES[0])).toBe(true)
    expect(pair.a.eventsOf('data-path-change').at(-1)).toMatchObject({ remoteAddress: pair.a.addressIndex(Z_ADDRESSES[0]) })
    traffic.stop()
    pair.run(() => pair.z.delivered.length === traffic.total)
    traffic.expectDelivered(pair.z)
  })
  it('may fail and come back many times without losing, doubling or turning round a message, in both directions at once', () => {
    const pair = up({ rtoMinMs: 120, rtoMaxMs: 800, rtoInitialMs: 120, heartbeatIntervalMs: 1000, sackDelayMs: 20 })
    const there = new Traffic(pair, pair.a, 7, 5, 300)
    const back = new Traffic(pair, pair.z, 11, 2, 900)
    for (let round = 0; round < 10; round++) {
      pair.cut((round % 2) as 0 | 1)
      pair.runFor(600 * (round + 1))
      pair.restore((round % 2) as 0 | 1)
      pair.runFor(2500)
    }
    there.stop()
    back.stop()
    pair.run(() => pair.z.delivered.length === there.total && pair.a.delivered.length === back.total)
    there.expectDelivered(pair.z)
    back.expectDelivered(pair.a)
  })
  it('stays in use until it is inactive where potentially failed is switched off', () => {
    const { pair, traffic, path } = cutWhileBusy({
      potentiallyFailed: false,
      rtoMinMs: 120,
      rtoMaxMs: 800,
      rtoInitialMs: 120,
      sackDelayMs: 20,
    })
    const cutAt = pair.clock.now()
    pair.run(() => path.state !== 'active')
    expect(statusEvents(pair, 0, cutAt).map((event) => event.status)).toEqual(['inactive'])
    expect(path.errorCount).toBe(6)
    pair.runFor(2000)
    traffic.stop()
    pair.run(() => pair.z.delivered.length === traffic.total)
    traffic.expectDelivered(pair.z)
  })
  it('is not returned to once Primary.Switchover.Max.Retrans is exceeded', () => {
    const parameters = {
      primarySwitchoverMaxRetrans: 2,
      rtoMinMs: 120,
      rtoMaxMs: 800,
      rtoInitialMs: 120,
      heartbeatIntervalMs: 1000,
      sackDelayMs: 20,
    }
    const { pair, traffic, path } = cutWhileBusy(parameters)
    const { paths } = pair.a.association!
    pair.run(() => path.errorCount === 2)
    expect(paths.primary).toBe(0)
    pair.run(() => path.errorCount === 3)
    expect(paths.primary).toBe(1)
    pair.restore(0)
    pair.run(() => path.state === 'active')
    pair.forgetSent()
    pair.runFor(2000)
    expect(pair.a.packetsWith(DATA).every((packet) => packet.to === Z_ADDRESSES[1])).toBe(true)
    traffic.stop()
    pair.run(() => pair.z.delivered.length === traffic.total)
    traffic.expectDelivered(pair.z)
  })
})

describe('a path cut in one direction', () => {
  for (const [what, from, to] of [
    ['towards the peer', A_ADDRESSES[0], Z_ADDRESSES[0]],
    ['from the peer', Z_ADDRESSES[0], A_ADDRESSES[0]],
  ] as const) {
    it(`${what} is left like any other`, () => {
      const pair = up()
      const traffic = new Traffic(pair, pair.a)
      pair.runFor(1000)
      pair.network.link(from, to).cut()
      const cutAt = pair.clock.now()
      pair.runFor(70_000)
      expect(statusEvents(pair, 0, cutAt).map((event) => event.status)).toEqual(['potentially-failed', 'inactive'])
      pair.network.link(from, to).restore()
      pair.runFor(100_000)
      expect(pair.a.association!.paths.paths[0]!.state).toBe('active')
      traffic.stop()
      pair.run(() => pair.z.delivered.length === traffic.total)
      traffic.expectDelivered(pair.z)
      expect(pair.a.association!.state).toBe('ESTABLISHED')
    })
  }
})

describe('a path cut while nothing is sent', () => {
  it('is found out by heartbeats, and the first data takes the other path at once', () => {
    const pair = up({ heartbeatIntervalMs: 5000 })
    pair.cut(0)
    const path = pair.a.association!.paths.paths[0]!
    const { heartbeatAt } = path
    const { rtoMs } = path.roundTrip
    pair.run(() => path.state === 'inactive')
    const [failed, inactive] = statusEvents(pair, 0, heartbeatAt)
    expect(failed).toMatchObject({ status: 'potentially-failed', reason: 'heartbeat-unanswered' })
    expect(failed!.atMs).toBeCloseTo(heartbeatAt + rtoMs, 6)
    // RFC 7829 §3.2: probed every RTO from then on, and RTO doubles.
    expect(inactive!.atMs).toBeCloseTo(heartbeatAt + failoverExpectation({}, rtoMs).inactiveMs, 6)
    const now = pair.clock.now()
    pair.a.send('first in a long time')
    pair.run(() => pair.z.delivered.length === 1)
    expect(pair.clock.now()).toBe(now + 10)
    expect(pair.a.association!.state).toBe('ESTABLISHED')
  })
  it('that is not the one for data never ends the association', () => {
    const pair = up({ heartbeatIntervalMs: 100, associationMaxRetrans: 2, pathMaxRetrans: 5 })
    pair.cut(1)
    pair.runFor(200_000)
    expect(pair.a.association!.paths.paths.map((path) => path.state)).toEqual(['active', 'inactive'])
    expect(pair.a.association!.errorCount).toBe(0)
    expect(pair.a.association!.state).toBe('ESTABLISHED')
  })
  it('goes on being asked after it is inactive, without counting on', () => {
    const pair = up({ heartbeatIntervalMs: 1000, rtoMaxMs: 2000 })
    pair.cut(1)
    pair.runFor(60_000)
    const path = pair.a.association!.paths.paths[1]!
    expect(path.state).toBe('inactive')
    const { errorCount } = path
    pair.forgetSent()
    pair.runFor(30_000)
    expect(pair.a.packetsWith(HEARTBEAT).filter((packet) => packet.to === Z_ADDRESSES[1]).length).toBeGreaterThan(5)
    expect(path.errorCount).toBe(errorCount)
    pair.restore(1)
    pair.run(() => path.state === 'active', 10_000)
  })
})

describe('all paths cut', () => {
  it('and restored in time lose no message', () => {
    const pair = up()
    const traffic = new Traffic(pair, pair.a)
    pair.runFor(1000)
    pair.cut(0)
    pair.cut(1)
    pair.runFor(20_000)
    expect(pair.a.association!.paths.paths.every((path) => path.state === 'potentially-failed')).toBe(true)
    pair.restore(1)
    pair.runFor(30_000)
    pair.restore(0)
    pair.runFor(100_000)
    traffic.stop()
    pair.run(() => pair.z.delivered.length === traffic.total)
    traffic.expectDelivered(pair.z)
    expect(pair.a.association!.paths.paths.map((path) => path.state)).toEqual(['active', 'active'])
  })
  for (const busy of [true, false]) {
    it(`for good end a ${busy ? 'busy' : 'quiet'} association after Association.Max.Retrans, and leave no timer`, () => {
      const pair = up({ associationMaxRetrans: 6, heartbeatIntervalMs: 2000, rtoMaxMs: 5000 })
      if (busy) pair.a.send('before')
      pair.runFor(1000)
      pair.cut(0)
      pair.cut(1)
      if (busy) pair.a.send('never')
      const cutAt = pair.clock.now()
      pair.run(() => pair.a.association!.isOver)
      const [lost] = pair.a.eventsOf('communication-lost')
      expect(lost).toMatchObject({ reason: 'too-many-retransmissions', unacknowledgedMessages: busy ? 1 : 0 })
      expect(lost!.atMs - cutAt).toBeLessThan(120_000)
      expect(pair.a.association!.errorCount).toBe(7)
      expect(pair.a.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
      expect(pair.a.endpoint.table.size).toBe(0)
      pair.forgetSent()
      pair.runFor(100_000)
      expect(pair.a.sent).toEqual([])
    })
  }
})

describe('acknowledgements of a dead path', () => {
  it('that come late do not bring it back', () => {
    const pair = up()
    // SACKs over the first network take long, and heartbeats there are not answered at all.
    pair.z.interfere = (packet) => {
      if (packet.to !== A_ADDRESSES[0]) return 'pass'
      return packet.types.includes(HEARTBEAT_ACK) ? 'lose' : 1500
    }
    const path = pair.a.association!.paths.paths[0]!
    pair.a.send('one')
    pair.run(() => path.state === 'potentially-failed')
    pair.runFor(2000)
    expect(path.state).toBe('potentially-failed')
    expect(path.errorCount).toBeGreaterThan(0)
    expect(pair.z.texts()).toEqual(['one'])
  })
})

describe('changing the primary path', () => {
  it('causes no false fast retransmission when the new path is much faster', () => {
    const pair = up({ maxBurst: 20 })
    pair.network.configurePath(A_ADDRESSES[0], Z_ADDRESSES[0], { delayMs: 150 })
    for (let i = 0; i < 4; i++) pair.a.send(`${i} ${'x'.repeat(1000)}`)
    expect(pair.a.association!.setPrimary(pair.a.addressIndex(Z_ADDRESSES[1]))).toBe(true)
    for (let i = 4; i < 20; i++) {
      pair.a.send(`${i} ${'x'.repeat(1000)}`)
      pair.runFor(5)
    }
    pair.run(() => pair.z.delivered.length === 20)
    expect(pair.z.texts().map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: 20 }, (_, i) => i))
    pair.runFor(1000)
    expect(pair.a.association!.statistics.dataChunksRetransmitted).toBe(0)
  })
  it('is refused for an address that is none of the peer, or not confirmed', () => {
    const pair = new SimulatedPair()
    pair.cut(1)
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => pair.a.association?.state === 'ESTABLISHED')
    expect(pair.a.association!.setPrimary(pair.a.addressIndex(Z_ADDRESSES[1]))).toBe(false)
    expect(pair.a.association!.setPrimary(pair.a.addressIndex('10.9.9.9'))).toBe(false)
  })
  it('is reported, and data goes there', () => {
    const pair = up().forgetSent()
    pair.a.association!.setPrimary(pair.a.addressIndex(Z_ADDRESSES[1]))
    pair.a.send('over there')
    expect(pair.a.packetsWith(DATA)).toMatchObject([{ to: Z_ADDRESSES[1], from: A_ADDRESSES[1] }])
    expect(pair.a.eventsOf('data-path-change')).toMatchObject([{ remoteAddress: pair.a.addressIndex(Z_ADDRESSES[1]) }])
  })
})

describe('an unconfirmed path', () => {
  it('carries no data even when the only confirmed one is dead', () => {
    const pair = new SimulatedPair()
    for (const local of A_ADDRESSES) pair.network.cutPath(local, Z_ADDRESSES[1])
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => pair.a.association?.state === 'ESTABLISHED')
    for (const local of A_ADDRESSES) pair.network.cutPath(local, Z_ADDRESSES[0])
    pair.forgetSent()
    pair.a.send('waits')
    pair.runFor(20_000)
    const there = pair.a.sent.filter((packet) => packet.to === Z_ADDRESSES[1])
    expect(there.every((packet) => packet.types.every((type) => type === HEARTBEAT))).toBe(true)
    expect(pair.a.packetsWith(DATA).length).toBeGreaterThan(2)
    // Once confirmed it takes over.
    pair.restore(1)
    pair.run(() => pair.z.texts().length === 1)
    expect(pair.a.packetsWith(DATA).at(-1)!.to).toBe(Z_ADDRESSES[1])
  })
  it('is inactive after Path.Max.Retrans probes, without an error of the association', () => {
    const pair = new SimulatedPair()
    pair.cut(1)
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.runFor(100_000)
    const path = pair.a.association!.paths.paths[1]!
    expect([path.state, path.confirmed]).toEqual(['inactive', false])
    expect(pair.a.association!.errorCount).toBe(0)
    const probes = pair.a.packetsWith(HEARTBEAT).filter((packet) => packet.to === Z_ADDRESSES[1])
    // RFC 9260 §5.4: one in each RTO, which doubles.
    const first = probes[0]!.atMs
    expect(probes.slice(0, 6).map((packet) => packet.atMs - first)).toEqual([0, 1000, 3000, 7000, 15_000, 31_000])
    pair.restore(1)
    pair.run(() => path.confirmed)
    expect(path.state).toBe('active')
  })
})

describe('acknowledgements', () => {
  it('of data that came over the first network take the second when the first is known to be doubtful', () => {
    const pair = up()
    const traffic = new Traffic(pair, pair.z)
    pair.network.link(A_ADDRESSES[0], Z_ADDRESSES[0]).cut()
    pair.a.send('finds out')
    pair.runFor(1500)
    expect(pair.a.association!.paths.paths[0]!.state).toBe('potentially-failed')
    pair.forgetSent()
    pair.runFor(500)
    expect(pair.a.packetsWith(SACK).length).toBeGreaterThan(5)
    expect(pair.a.packetsWith(SACK).every((packet) => packet.to === Z_ADDRESSES[1])).toBe(true)
    expect(pair.z.packetsWith(DATA).flatMap((packet) => dataOf(packet.octets)).length).toBeGreaterThan(10)
    traffic.stop()
  })
})
