import { HEARTBEAT } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import type { ProtocolParameters } from '../src/association/protocol-parameters.js'
import { failoverExpectation, TIMER_PROFILES } from '../src/association/timer-profile.js'
import { SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

const CASES = TIMER_PROFILES.flatMap(({ name, parameters }) =>
  [true, false].map((potentiallyFailed) => ({
    name,
    with: potentiallyFailed ? 'with' : 'without',
    parameters: {
      ...parameters,
      potentiallyFailed,
      sendBufferOctets: 50_000_000,
      associationMaxRetrans: 1000,
    } as Partial<ProtocolParameters>,
  })),
)

/** Instants at which A found its first path in these states, after `since`. */
function stateInstants(pair: SimulatedPair, since: number): Partial<Record<string, number>> {
  const address = pair.a.addressIndex(Z_ADDRESSES[0])
  const found: Partial<Record<string, number>> = {}
  for (const { atMs, remoteAddress, status } of pair.a.eventsOf('network-status-change'))
    if (atMs >= since && remoteAddress === address) found[status] ??= atMs
  return found
}

/** An association that has measured its paths until their RTO is RTO.Min, or what the profile's own RTO comes to. */
function settled(parameters: Partial<ProtocolParameters>): SimulatedPair {
  const pair = new SimulatedPair(3, parameters, 2, 1).establish()
  for (let i = 0; i < 60; i++) {
    pair.a.send(`warm ${i}`)
    pair.runFor(50)
  }
  // Until the last of it is acknowledged, which may take SACK.Delay.
  pair.runFor(1000)
  return pair
}

describe('on virtual time, failover takes exactly the time its timers promise', () => {
  it.each(CASES)('busy, profile $name, $with the potentially failed state', ({ parameters }) => {
    const pair = settled(parameters)
    const path = pair.a.association!.paths.paths[0]!
    // More than the paths take before it is over, so that new data is there whenever a timer expires.
    const octets = new Uint8Array(1000)
    for (let i = 0; i < 3000; i++) pair.a.association!.send(i % 8, 0, false, octets, 0, octets.length)
    pair.cut(0)
    pair.a.drain()
    const begun = pair.clock.now()
    const { rtoMs } = path.roundTrip
    const expected = failoverExpectation(parameters, rtoMs)
    expect(path.t3Deadline).toBe(begun + rtoMs)
    // The first delivery over the other path: a millisecond after the first expiry, which is how long the link takes.
    pair.run(() => pair.z.delivered.some(({ atMs }) => atMs > begun), 300_000)
    expect(pair.clock.now()).toBe(begun + expected.firstRetransmissionMs + 1)
    pair.run(() => path.state === 'inactive', 300_000)
    const instants = stateInstants(pair, begun)
    expect(instants['inactive']! - begun).toBeCloseTo(expected.inactiveMs, 6)
    if (parameters.potentiallyFailed === true) expect(instants['potentially-failed']! - begun).toBeCloseTo(expected.potentiallyFailedMs, 6)
    else expect(instants['potentially-failed']).toBeUndefined()
  })

  it.each([
    [0, 0],
    [2, 2],
    [1, 4],
  ])('Path.Max.Retrans %i and PFMR %i: inactive at once, and never potentially failed', (pathMaxRetrans, potentiallyFailedMaxRetrans) => {
    const parameters = { ...CASES[0]!.parameters, pathMaxRetrans, potentiallyFailedMaxRetrans, potentiallyFailed: true }
    const pair = settled(parameters)
    const path = pair.a.association!.paths.paths[0]!
    const octets = new Uint8Array(1000)
    for (let i = 0; i < 3000; i++) pair.a.association!.send(i % 8, 0, false, octets, 0, octets.length)
    pair.cut(0)
    pair.a.drain()
    const begun = pair.clock.now()
    const expected = failoverExpectation(parameters, path.roundTrip.rtoMs)
    expect(expected.potentiallyFailedMs).toBe(Number.POSITIVE_INFINITY)
    pair.run(() => path.state === 'inactive', 300_000)
    const instants = stateInstants(pair, begun)
    expect(instants['potentially-failed']).toBeUndefined()
    expect(instants['inactive']! - begun).toBeCloseTo(expected.inactiveMs, 6)
  })

  it.each(CASES.filter((entry) => entry.with === 'with'))(
    'idle, profile $name: from the first heartbeat that is lost',
    ({ parameters }) => {
      const pair = settled(parameters)
      const path = pair.a.association!.paths.paths[0]!
      pair.cut(0)
      const cutAt = pair.clock.now()
      pair.run(() => path.state === 'inactive', 600_000)
      const firstLost = pair.a.sent.find(({ atMs, to, types }) => atMs >= cutAt && to === Z_ADDRESSES[0] && types.includes(HEARTBEAT))!
      // Nothing but heartbeats went there: the RTO when the first was sent, doubling with each that is lost.
      const instants = stateInstants(pair, cutAt)
      const rtoMs = instants['potentially-failed']! - firstLost.atMs
      const expected = failoverExpectation(parameters, rtoMs)
      expect(instants['inactive']! - firstLost.atMs).toBeCloseTo(expected.inactiveMs, 6)
      // Lost is the first within a heartbeat period: HB.interval and an RTO with its jitter (RFC 9260 §8.3).
      const heartbeatMs = parameters.heartbeatIntervalMs ?? 30_000
      expect(firstLost.atMs - cutAt).toBeLessThanOrEqual(heartbeatMs + 1.5 * rtoMs)
    },
  )

  it.each(CASES.filter((entry) => entry.with === 'without'))(
    'idle, profile $name, without the potentially failed state: one strike a heartbeat period',
    ({ parameters }) => {
      const pair = settled(parameters)
      const path = pair.a.association!.paths.paths[0]!
      pair.cut(0)
      const cutAt = pair.clock.now()
      pair.run(() => path.state === 'inactive', 3_600_000)
      const lost = pair.a.sent.filter(({ atMs, to, types }) => atMs >= cutAt && to === Z_ADDRESSES[0] && types.includes(HEARTBEAT))
      const strikes = (parameters.pathMaxRetrans ?? 5) + 1
      expect(lost).toHaveLength(strikes)
      // The last strike comes an RTO, by then doubled with each before it, after the last of them was sent.
      const doubled = Math.min((parameters.rtoMinMs ?? 1000) * 2 ** (strikes - 1), parameters.rtoMaxMs ?? 60_000)
      expect(stateInstants(pair, cutAt)['inactive']! - lost.at(-1)!.atMs).toBeCloseTo(doubled, 6)
    },
  )
})
