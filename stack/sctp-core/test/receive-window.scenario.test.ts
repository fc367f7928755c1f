import { DATA, SACK } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { dataOf, sackOf } from './sent-packet.js'
import { SimulatedPair } from './simulated-pair.js'
import { Traffic } from './traffic.js'

const LONG = 'x'.repeat(1000)

function up(parameters: Partial<ProtocolParameters> = {}, homes = 1): SimulatedPair {
  const pair = new SimulatedPair(1, { sackDelayMs: 0, ...parameters }, homes).establish()
  pair.runFor(5000 - pair.clock.now())
  return pair.forgetSent()
}

/** Sends until the window of Z, whose user takes nothing, is closed and everything sent is acknowledged. */
function closeWindow(pair: SimulatedPair, messages = 40): void {
  pair.z.pause(true)
  for (let i = 0; i < messages; i++) pair.a.queue(`${i} ${LONG}`)
  pair.a.drain()
  pair.run(() => pair.a.association!.outbound.outstanding.length === 0)
  expect(pair.a.association!.outbound.queue.length).toBeGreaterThan(0)
}

function lastWindow(pair: SimulatedPair): number {
  return sackOf(pair.z.packetsWith(SACK).at(-1)!.octets)!.advertisedReceiverWindow
}

describe('the receive window', () => {
  it('shrinks by what the user does not take, and opens by what it takes', () => {
    const pair = up({ receiveBufferOctets: 20_000 })
    pair.z.pause(true)
    pair.a.send('x'.repeat(1000))
    pair.runFor(100)
    expect(lastWindow(pair)).toBe(20_000 - 1016)
    pair.a.send('x'.repeat(1000))
    pair.runFor(100)
    expect(lastWindow(pair)).toBe(20_000 - 2 * 1016)
    pair.z.pause(false)
    pair.a.send('x')
    pair.runFor(100)
    expect(lastWindow(pair)).toBe(20_000)
  })
  it('closes before it is too small for a packet, and then nothing is sent', () => {
    const pair = up({ receiveBufferOctets: 10_000 })
    closeWindow(pair)
    expect(lastWindow(pair)).toBe(0)
    const { held } = pair.z.association!.inbound!.window
    expect(held).toBeLessThanOrEqual(10_000)
    expect(held).toBeGreaterThan(8500)
    pair.forgetSent()
    pair.runFor(900)
    expect(pair.a.packetsWith(DATA)).toEqual([])
  })
  it('that is closed is probed after an RTO, and then at doubled intervals, without counting errors', () => {
    // Without heartbeats, whose answers would bring the RTO down again.
    const pair = up({ receiveBufferOctets: 10_000, heartbeatIntervalMs: 0 })
    closeWindow(pair)
    const closedAt = pair.clock.now()
    pair.forgetSent()
    pair.runFor(300_000)
    const probes = pair.a.packetsWith(DATA)
    expect(probes.map((packet) => (packet.atMs - closedAt) / 1000)).toEqual([1, 2, 4, 8, 16, 32, 64, 124, 184, 244])
    expect(new Set(probes.map((packet) => dataOf(packet.octets)[0]!.tsn)).size).toBe(1)
    const { association } = pair.a
    expect([association!.errorCount, association!.paths.paths[0]!.errorCount, association!.paths.paths[0]!.state]).toEqual([0, 0, 'active'])
    expect(association!.state).toBe('ESTABLISHED')
    // Every probe is dropped and answered at once by a SACK that does not acknowledge it (§6.2).
    expect(pair.z.packetsWith(SACK)).toHaveLength(10)
    expect(pair.z.association!.statistics.dataDroppedForWindow).toBe(10)
    pair.z.pause(false)
    pair.run(() => pair.z.delivered.length === 40)
    expect(pair.z.texts().map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: 40 }, (_, i) => i))
  })
  it('that opens is told at once, and the sender goes on', () => {
    const pair = up({ receiveBufferOctets: 10_000 })
    closeWindow(pair)
    pair.runFor(500)
    const resumedAt = pair.clock.now()
    pair.forgetSent()
    pair.z.pause(false)
    expect(pair.z.packetsWith(SACK).map((packet) => packet.atMs)).toEqual([resumedAt])
    pair.run(() => pair.z.delivered.length === 40)
    expect(pair.a.packetsWith(DATA)[0]!.atMs).toBe(resumedAt + 10)
    expect(pair.a.association!.statistics.zeroWindowProbes).toBe(0)
  })
  it('that opens while a probe is under way has the probe sent again without waiting for T3-rtx', () => {
    const pair = up({ receiveBufferOctets: 10_000 })
    closeWindow(pair)
    pair.runFor(1100)
    const resumedAt = pair.clock.now()
    pair.forgetSent()
    pair.z.pause(false)
    pair.run(() => pair.a.packetsWith(DATA).length > 0)
    expect(pair.clock.now()).toBe(resumedAt + 10)
    pair.run(() => pair.z.delivered.length === 40)
    expect(pair.z.texts().map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: 40 }, (_, i) => i))
  })
  it('that opens unheard is found open by the next probe', () => {
    const pair = up({ receiveBufferOctets: 10_000 })
    closeWindow(pair)
    const closedAt = pair.clock.now()
    pair.z.loseNext(SACK)
    pair.runFor(500)
    pair.z.pause(false)
    pair.forgetSent()
    pair.run(() => pair.z.delivered.length === 40)
    expect(pair.a.packetsWith(DATA)[0]!.atMs).toBe(closedAt + 1000)
  })
  it('that is closed hides no dead path: unanswered probes are errors', () => {
    const pair = up({ receiveBufferOctets: 10_000, associationMaxRetrans: 3 })
    closeWindow(pair)
    const closedAt = pair.clock.now()
    pair.runFor(900)
    pair.cut(0)
    const path = pair.a.association!.paths.paths[0]!
    // The first probe leaves at 1 s and T3-rtx expires at 2 s.
    pair.runFor(1110)
    expect(pair.clock.now()).toBe(closedAt + 2010)
    expect([path.errorCount, pair.a.association!.errorCount]).toEqual([1, 1])
    pair.run(() => pair.a.association!.isOver)
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ reason: 'too-many-retransmissions' }])
  })
  it('that was closed once delays no failover later on', () => {
    const pair = up({ receiveBufferOctets: 10_000, sendBufferOctets: 10_000_000 }, 2)
    // Something is outstanding at all times, and the news that the window is open again comes with an acknowledgement.
    const traffic = new Traffic(pair, pair.a, 2, 3, 400)
    pair.runFor(1000)
    pair.z.pause(true)
    pair.run(() => pair.z.association!.statistics.dataDroppedForWindow > 0)
    pair.z.loseNext(SACK)
    pair.z.pause(false)
    pair.run(() => {
      expect(pair.a.association!.outbound.outstanding.length).toBeGreaterThan(0)
      return pair.clock.now() > 10_000
    })
    const path = pair.a.association!.paths.paths[0]!
    pair.cut(0)
    const deadline = path.t3Deadline
    pair.run(() => path.state !== 'active')
    expect(pair.clock.now()).toBe(deadline)
    traffic.stop()
    pair.run(() => pair.z.delivered.length === traffic.total)
  })
  it('is told again only when a quarter of the buffer has become free', () => {
    const pair = up({ receiveBufferOctets: 100_000 })
    pair.z.pause(true)
    for (let i = 0; i < 40; i++) pair.a.queue(LONG)
    pair.a.drain()
    pair.run(() => pair.a.association!.outbound.settled)
    pair.runFor(100)
    pair.forgetSent()
    // One message at a time, as a slow user would.
    const updates: number[] = []
    for (let taken = 1; taken <= 40; taken++) {
      pair.z.onMessage = (_, association) => association.pauseReceiving(true)
      pair.z.pause(false)
      if (pair.z.packetsWith(SACK).length > updates.length) updates.push(taken)
    }
    expect(pair.z.delivered).toHaveLength(40)
    expect(updates).toEqual([25])
  })
  it('full of what waits for its turn gives up the highest for a lower one, which comes again', () => {
    const pair = up({ receiveBufferOctets: 6000, maxBurst: 100 })
    const path = pair.a.association!.paths.paths[0]!
    path.congestion.cwnd = 100_000
    path.lastDataAt = pair.clock.now()
    const { window } = pair.z.association!.inbound!
    // 500 messages of 12 octets are within the window as the peer counts; held they come to 14,000 octets.
    pair.a.loseNext(DATA)
    for (let i = 0; i < 500; i++) pair.a.queue(`${i}`.padEnd(12))
    pair.a.drain()
    let most = 0
    pair.run(() => {
      most = Math.max(most, window.held)
      return pair.z.delivered.length === 500
    })
    expect(pair.z.texts().map((text) => Number.parseInt(text, 10))).toEqual(Array.from({ length: 500 }, (_, i) => i))
    expect(most).toBeLessThanOrEqual(12_000)
    expect(pair.z.association!.statistics.dataDroppedForWindow).toBeGreaterThan(100)
    pair.runFor(5000)
    expect(window.held).toBe(0)
    expect(pair.a.association!.outbound.settled).toBe(true)
  })
  it('takes what the peer rightly sends within it, headers or not', () => {
    const pair = up({ receiveBufferOctets: 6000, sackDelayMs: 200 })
    pair.z.pause(true)
    pair.a.queue('x'.repeat(500))
    for (let i = 0; i < 300; i++) pair.a.queue('ten octets')
    pair.a.drain()
    pair.runFor(10)
    // 3,500 octets of user data, of a window of 6,000; with headers held they are 8,300.
    expect(pair.z.association!.statistics.dataDroppedForWindow).toBe(0)
  })
  it('that closes on data under way takes that for no failure of the path', () => {
    const pair = up({ receiveBufferOctets: 4000, heartbeatIntervalMs: 0 }, 2)
    pair.z.pause(true)
    for (let i = 0; i < 8; i++) pair.a.send(LONG)
    pair.runFor(120_000)
    expect(pair.z.association!.statistics.dataDroppedForWindow).toBeGreaterThan(3)
    const { association } = pair.a
    expect([association!.errorCount, association!.paths.paths[0]!.state, association!.state]).toEqual([0, 'active', 'ESTABLISHED'])
    expect(pair.a.eventsOf('data-path-change')).toEqual([])
    pair.z.pause(false)
    pair.run(() => pair.z.delivered.length === 8)
  })
  it('counts what many tiny messages really cost', () => {
    const pair = up({ receiveBufferOctets: 10_000 })
    pair.z.pause(true)
    for (let i = 0; i < 2000; i++) pair.a.queue('x')
    pair.a.drain()
    pair.runFor(20_000)
    expect(pair.z.association!.inbound!.heldOctets).toBeLessThanOrEqual(10_000)
    pair.z.pause(false)
    pair.run(() => pair.z.delivered.length === 2000)
    expect(pair.z.delivered.map((message) => message.streamSequenceNumber)).toEqual(Array.from({ length: 2000 }, (_, i) => i))
  })
  it('gives a user that resumes from within an event its messages without waiting for the peer', () => {
    const pair = up({ receiveBufferOctets: 100_000, heartbeatIntervalMs: 0 }, 2)
    pair.z.pause(true)
    pair.a.send('waiting')
    pair.runFor(1000)
    pair.z.onEvent = (_, association) => association.pauseReceiving(false)
    // An event of Z's own making: its primary path changes.
    pair.z.association!.setPrimary(pair.z.association!.paths.paths[1]!.remoteAddress)
    pair.z.drain()
    pair.runFor(1)
    expect(pair.z.texts()).toEqual(['waiting'])
  })
})
