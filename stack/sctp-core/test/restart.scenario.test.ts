import { ABORT, COOKIE_ACK, COOKIE_ECHO, DATA, INIT, INIT_ACK, SHUTDOWN_ACK, SHUTDOWN_COMPLETE } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { causesOf, chunksOf, dataOf, headerOf, rewritten } from './sent-packet.js'
import { crash, PORT, SimulatedNode, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

describe('a peer that crashed and comes back', () => {
  it('gets a fresh association, and the other side hears of a restart rather than of a loss', () => {
    const pair = new SimulatedPair().establish()
    pair.a.send('before', { stream: 3 })
    pair.z.send('before', { stream: 3 })
    pair.runFor(1000)
    const oldTag = pair.z.association!.localTag
    const again = pair.restartA()
    again.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => again.association!.state === 'ESTABLISHED')
    pair.runFor(1000)
    expect(pair.z.eventsOf('restart')).toMatchObject([{ outboundStreams: 32, inboundStreams: 32 }])
    expect(pair.z.eventsOf('communication-lost')).toEqual([])
    expect(pair.z.eventsOf('communication-up')).toHaveLength(1)
    expect(pair.z.endpoint.table.size).toBe(1)
    // RFC 9260 §5.3.1: a new tag whenever an association is set up anew.
    expect(pair.z.association!.localTag).not.toBe(oldTag)
    expect([again.association!.localTag, again.association!.peerTag]).toEqual([pair.z.association!.peerTag, pair.z.association!.localTag])
    again.send('after', { stream: 3 })
    pair.z.send('after', { stream: 3 })
    pair.runFor(1000)
    expect(pair.z.texts()).toEqual(['before', 'after'])
    expect(again.delivered).toMatchObject([{ text: 'after', streamSequenceNumber: 0 }])
  })
  it('finds congestion window, error counts and RTO of the other side as new', () => {
    const pair = new SimulatedPair(1, { associationMaxRetrans: 10 }).establish()
    const fresh = pair.z.association!.paths.paths[0]!.congestion.cwnd
    crash(pair.a)
    pair.z.send('lost')
    pair.runFor(8000)
    const before = pair.z.association!
    expect(before.errorCount).toBeGreaterThan(1)
    expect(before.paths.paths.some((path) => path.errorCount > 0 && path.congestion.cwnd < fresh)).toBe(true)
    const again = new SimulatedNode(pair.clock, pair.network, pair.random, pair.a.localTexts)
    again.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => again.association!.state === 'ESTABLISHED')
    const z = pair.z.association!
    expect(z.errorCount).toBe(0)
    expect(z.paths.paths.map((path) => [path.errorCount, path.congestion.cwnd, path.outstandingOctets])).toEqual([
      [0, fresh, 0],
      [0, fresh, 0],
    ])
    expect(z.outbound.outstanding.inFlightOctets).toBe(0)
    pair.runFor(10_000)
    // What was under way to the old instance is not for the new one.
    expect(again.texts()).toEqual([])
    expect(pair.z.association!.paths.paths.map((path) => path.state)).toEqual(['active', 'active'])
  })
  it('tells a user whose send was refused that there is room', () => {
    const pair = new SimulatedPair(1, { sendBufferOctets: 2000 }).establish()
    crash(pair.a)
    pair.z.send('x'.repeat(1500))
    expect(pair.z.send('y'.repeat(1500))).toBe('send-buffer-full')
    const again = new SimulatedNode(pair.clock, pair.network, pair.random, pair.a.localTexts)
    again.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => again.association!.state === 'ESTABLISHED')
    expect(pair.z.eventsOf('send-buffer-available')).toHaveLength(1)
  })
  for (const [side, type] of [
    ['a', INIT],
    ['z', INIT_ACK],
    ['a', COOKIE_ECHO],
    ['z', COOKIE_ACK],
  ] as const) {
    it(`comes back when packet type ${type} is lost on the way`, () => {
      const pair = new SimulatedPair().establish()
      const again = pair.restartA()
      const sender = side === 'a' ? again : pair.z
      sender.loseNext(type)
      again.associate([Z_ADDRESSES[0]], PORT)
      pair.run(() => again.association!.state === 'ESTABLISHED')
      again.send('after')
      pair.runFor(5000)
      expect(pair.z.eventsOf('restart')).toHaveLength(1)
      expect(pair.z.texts()).toEqual(['after'])
    })
  }
  it('does not lose the DATA bundled behind its COOKIE ECHO', () => {
    const pair = new SimulatedPair().establish()
    const again = pair.restartA()
    again.interfere = (packet) => (packet.types.includes(COOKIE_ECHO) || packet.types.includes(DATA) ? 'lose' : 'pass')
    again.associate([Z_ADDRESSES[0]], PORT)
    pair.runFor(25)
    const echo = again.packetsWith(COOKIE_ECHO)[0]!
    // The peer would send its first DATA: TSN, stream 2, number 0, identifier 0, "hi".
    const initialTsn = again.association!.localInitialTsn
    const data = new Uint8Array(20)
    data.set([0, 3, 0, 18, initialTsn >>> 24, initialTsn >>> 16, initialTsn >>> 8, initialTsn, 0, 2, 0, 0, 0, 0, 0, 0, 104, 105])
    const chunk = chunksOf(echo.octets)[0]!
    const bundled = bundle(echo.octets, chunk.length, data)
    pair.z.arrive(bundled, echo.from, echo.to)
    expect(pair.z.delivered).toMatchObject([{ streamId: 2, text: 'hi' }])
    expect(pair.z.sent.at(-1)!.types[0]).toBe(COOKIE_ACK)
  })
  it('is refused when it brings an address that was not there, and the association lives on', () => {
    const pair = new SimulatedPair().establish()
    crash(pair.a)
    const again = new SimulatedNode(pair.clock, pair.network, pair.random, [...pair.a.localTexts, '10.0.3.1'])
    const attempt = again.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => attempt.state === 'CLOSED')
    const abort = pair.z.packetsWith(ABORT)[0]!
    expect(headerOf(abort.octets).verificationTag).toBe(attempt.localTag)
    expect(causesOf(abort.octets, ABORT)).toMatchObject([
      { kind: 'restart-with-new-addresses', parameters: Uint8Array.of(0, 5, 0, 8, 10, 0, 3, 1) },
    ])
    expect(again.eventsOf('communication-lost')).toMatchObject([{ reason: 'setup-refused' }])
    expect(pair.z.association!.state).toBe('ESTABLISHED')
    expect(pair.z.eventsOf('restart')).toEqual([])
  })
  it('may come back with fewer addresses', () => {
    const pair = new SimulatedPair().establish()
    crash(pair.a)
    const again = new SimulatedNode(pair.clock, pair.network, pair.random, pair.a.localTexts.slice(0, 1))
    again.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => again.association!.state === 'ESTABLISHED')
    expect(pair.z.association!.paths.paths).toHaveLength(1)
    pair.z.send('hello')
    pair.runFor(1000)
    expect(again.texts()).toEqual(['hello'])
  })
  it('gets through to a peer that waits for its SHUTDOWN COMPLETE', () => {
    const pair = new SimulatedPair().establish()
    pair.a.interfere = (packet) => (packet.types.includes(SHUTDOWN_COMPLETE) ? 'lose' : 'pass')
    pair.a.shutdown()
    pair.run(() => pair.a.association!.state === 'CLOSED')
    expect(pair.z.association!.state).toBe('SHUTDOWN-ACK-SENT')
    const old = pair.z.association!
    const again = pair.restartA()
    pair.forgetSent()
    again.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => old.state === 'CLOSED')
    // RFC 9260 §9.2: the INIT is discarded and the SHUTDOWN ACK sent again; §8.5.1 E and §8.4 (5): it is answered out of the blue.
    expect(pair.z.packetsWith(INIT_ACK)).toEqual([])
    expect(pair.z.packetsWith(SHUTDOWN_ACK)).toHaveLength(1)
    const complete = again.packetsWith(SHUTDOWN_COMPLETE)[0]!
    expect(chunksOf(complete.octets)[0]!.flags & 1).toBe(1)
    expect(pair.z.eventsOf('shutdown-complete')).toHaveLength(1)
    pair.run(() => again.association!.state === 'ESTABLISHED')
  })
  it('has the messages that were delivered but not yet taken kept for the user', () => {
    const pair = new SimulatedPair().establish()
    pair.z.pause(true)
    pair.a.send('accepted and acknowledged')
    pair.runFor(1000)
    const again = pair.restartA()
    again.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => again.association!.state === 'ESTABLISHED')
    again.send('after')
    pair.runFor(1000)
    pair.z.pause(false)
    expect(pair.z.texts()).toEqual(['accepted and acknowledged', 'after'])
  })
  it('is not taken for restarted when an old COOKIE ECHO of it turns up', () => {
    const pair = new SimulatedPair().establish()
    const old = pair.a.packetsWith(COOKIE_ECHO)[0]!
    const again = pair.restartA()
    again.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => again.association!.state === 'ESTABLISHED')
    pair.forgetSent()
    pair.z.arrive(old.octets.slice(), old.from, old.to)
    expect(pair.z.sent).toEqual([])
    expect(pair.z.eventsOf('restart')).toHaveLength(1)
    again.send('still good')
    pair.runFor(1000)
    expect(pair.z.texts()).toEqual(['still good'])
    expect(dataOf(again.packetsWith(DATA)[0]!.octets)[0]!.streamSequenceNumber).toBe(0)
  })
})

function bundle(octets: Uint8Array, firstLength: number, chunk: Uint8Array): Uint8Array {
  const end = 12 + ((firstLength + 3) & ~3)
  const packet = new Uint8Array(end + chunk.length)
  packet.set(octets.subarray(0, end))
  packet.set(chunk, end)
  return rewritten(packet, () => {})
}
