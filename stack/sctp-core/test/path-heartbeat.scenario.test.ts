import { HEARTBEAT, HEARTBEAT_ACK } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { packetOf, rewritten } from './sent-packet.js'
import { A_ADDRESSES, PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'
import { Traffic } from './traffic.js'

function up(parameters: Partial<ProtocolParameters> = {}, delayMs = 10): SimulatedPair {
  const pair = new SimulatedPair(1, { sendBufferOctets: 10_000_000, ...parameters }, 2, delayMs).establish()
  pair.runFor(3000)
  return pair
}

describe('heartbeats', () => {
  it('are answered from the address they were sent to, to the address they came from, unchanged', () => {
    const pair = up().forgetSent()
    const heartbeat = Uint8Array.of(HEARTBEAT, 0, 0, 16, 0, 1, 0, 12, 1, 2, 3, 4, 5, 6, 7, 8)
    for (const [from, to] of [
      [A_ADDRESSES[0], Z_ADDRESSES[1]],
      [A_ADDRESSES[1], Z_ADDRESSES[0]],
      [A_ADDRESSES[1], Z_ADDRESSES[1]],
    ] as const) {
      pair.z.arrive(packetOf(40_000, PORT, pair.z.association!.localTag, heartbeat), from, to)
      const answer = pair.z.sent.at(-1)!
      expect(answer).toMatchObject({ from: to, to: from, types: [HEARTBEAT_ACK] })
      expect(answer.octets.slice(14)).toEqual(packetOf(1, 1, 1, heartbeat).slice(14))
    }
  })
  it('confirm no path by a nonce that was not sent there, or was used before', () => {
    const pair = new SimulatedPair()
    pair.z.interfere = (packet) => (packet.types.includes(HEARTBEAT_ACK) ? 'lose' : 'pass')
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => pair.a.packetsWith(HEARTBEAT).length > 0)
    pair.runFor(20)
    const { association } = pair.a
    const path = association!.paths.paths[1]!
    const answer = pair.z.packetsWith(HEARTBEAT_ACK)[0]!.octets
    for (let octet = 12; octet < answer.length; octet++) {
      const forged = rewritten(answer, (copy) => {
        copy[octet]! ^= 0x40
      })
      if (octet !== 13) pair.a.arrive(forged, Z_ADDRESSES[1], A_ADDRESSES[1])
    }
    expect([path.state, path.confirmed]).toEqual(['unconfirmed', false])
    expect(association!.state).toBe('ESTABLISHED')
    pair.a.arrive(answer.slice(), Z_ADDRESSES[1], A_ADDRESSES[1])
    expect([path.state, path.confirmed]).toEqual(['active', true])
    const { measurements } = path.roundTrip
    pair.a.arrive(answer.slice(), Z_ADDRESSES[1], A_ADDRESSES[1])
    expect(path.roundTrip.measurements).toBe(measurements)
    expect(association!.statistics.heartbeatAcksReceived).toBe(1)
  })
  it('go out on idle paths once per RTO and HB.interval, by up to half an RTO sooner or later', () => {
    const pair = up({ heartbeatIntervalMs: 4000 }).forgetSent()
    const traffic = new Traffic(pair, pair.a, 100)
    pair.runFor(100_000)
    const beats = pair.a.packetsWith(HEARTBEAT)
    expect(beats.every((packet) => packet.to === Z_ADDRESSES[1])).toBe(true)
    const waits = beats.slice(1).map((packet, i) => packet.atMs - beats[i]!.atMs)
    expect(waits.length).toBeGreaterThan(15)
    for (const wait of waits) {
      // The round trip of the heartbeat itself goes by before the next is planned.
      expect(wait).toBeGreaterThanOrEqual(4000 + 500 + 20)
      expect(wait).toBeLessThanOrEqual(4000 + 1500 + 20)
    }
    expect(new Set(waits).size).toBe(waits.length)
    traffic.stop()
  })
  it('measure a path whose round trip is longer than its RTO', () => {
    const pair = up({ rtoMinMs: 50, rtoInitialMs: 100, rtoMaxMs: 300, heartbeatIntervalMs: 100, associationMaxRetrans: 50 })
    pair.network.configurePath(A_ADDRESSES[1], Z_ADDRESSES[1], { delayMs: 200 })
    pair.runFor(20_000)
    expect(pair.a.association!.paths.paths[1]!.roundTrip.smoothedMs).toBeGreaterThan(300)
    expect(pair.a.association!.state).toBe('ESTABLISHED')
  })
  it('on demand go out at once', () => {
    const pair = up().forgetSent()
    const now = pair.clock.now()
    expect(pair.a.association!.requestHeartbeat(pair.a.addressIndex(Z_ADDRESSES[1]), now)).toBe(true)
    pair.a.drain()
    expect(pair.a.sent).toMatchObject([{ atMs: now, to: Z_ADDRESSES[1], types: [HEARTBEAT] }])
    expect(pair.a.association!.requestHeartbeat(pair.a.addressIndex('10.9.9.9'), now)).toBe(false)
  })
})
