import { COOKIE_ACK, COOKIE_ECHO, ERROR, INIT, INIT_ACK, isFault, readInitChunk } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { causesOf, chunksOf, headerOf, rewritten, type SentPacket } from './sent-packet.js'
import { A_ADDRESSES, PORT, SimulatedPair, Z_ADDRESSES } from './simulated-pair.js'

/** A pair whose COOKIE ECHO never arrives by itself, and that packet. */
function withCookieEcho(): { pair: SimulatedPair; echo: SentPacket } {
  const pair = new SimulatedPair()
  pair.a.interfere = (packet) => (packet.types.includes(COOKIE_ECHO) ? 'lose' : 'pass')
  pair.a.associate([Z_ADDRESSES[0]], PORT)
  pair.runFor(25)
  return { pair, echo: pair.a.packetsWith(COOKIE_ECHO)[0]! }
}

describe('a State Cookie', () => {
  it('is silently discarded when any octet of it was changed', () => {
    const { pair, echo } = withCookieEcho()
    const { at, length } = chunksOf(echo.octets)[0]!
    const before = pair.z.sent.length
    for (let octet = at + 4; octet < at + length; octet++) {
      const forged = rewritten(echo.octets, (copy) => {
        copy[octet]! ^= 1 << (octet & 7)
      })
      pair.z.arrive(forged, echo.from, echo.to)
    }
    expect(pair.z.endpoint.statistics.forgedCookies).toBe(length - 4)
    expect(pair.z.sent.length).toBe(before)
    expect(pair.z.endpoint.table.size).toBe(0)
    pair.z.arrive(echo.octets.slice(), echo.from, echo.to)
    expect(pair.z.association!.state).toBe('ESTABLISHED')
  })
  it('is silently discarded when it is cut short or lengthened', () => {
    const { pair, echo } = withCookieEcho()
    const before = pair.z.sent.length
    const whole = chunksOf(echo.octets)[0]!.length
    for (let length = 4; length < whole; length++) {
      const shorter = rewritten(echo.octets.slice(0, 12 + length), (copy) => {
        copy[15] = length
      })
      pair.z.arrive(shorter, echo.from, echo.to)
    }
    const longer = new Uint8Array(echo.octets.length + 4)
    longer.set(echo.octets)
    longer[15] = whole + 4
    pair.z.arrive(
      rewritten(longer, () => {}),
      echo.from,
      echo.to,
    )
    expect(pair.z.sent.length).toBe(before)
    expect(pair.z.endpoint.table.size).toBe(0)
  })
  it('is silently discarded when ports or tag of its packet are not those it was made for', () => {
    const { pair, echo } = withCookieEcho()
    const before = pair.z.sent.length
    for (const octet of [1, 3, 7]) {
      pair.z.arrive(
        rewritten(echo.octets, (copy) => {
          copy[octet]! ^= 1
        }),
        echo.from,
        echo.to,
      )
    }
    expect(pair.z.sent.length).toBe(before)
    expect(pair.z.endpoint.table.size).toBe(0)
  })
  it('makes one association however often it comes', () => {
    const { pair, echo } = withCookieEcho()
    for (let i = 0; i < 5; i++) pair.z.arrive(echo.octets.slice(), echo.from, echo.to)
    expect(pair.z.endpoint.table.size).toBe(1)
    expect(pair.z.packetsWith(COOKIE_ACK)).toHaveLength(5)
    expect(pair.z.eventsOf('communication-up')).toHaveLength(1)
  })
  it('is good as long as its association lives, even past its life time', () => {
    const pair = new SimulatedPair().establish()
    const echo = pair.a.packetsWith(COOKIE_ECHO)[0]!
    pair.runFor(61_000)
    pair.forgetSent()
    pair.z.arrive(echo.octets.slice(), echo.from, echo.to)
    expect(pair.z.packetsWith(COOKIE_ACK)).toHaveLength(1)
    expect(pair.z.packetsWith(ERROR)).toEqual([])
  })
  it('of an association long gone makes no new one', () => {
    const pair = new SimulatedPair().establish()
    const echo = pair.a.packetsWith(COOKIE_ECHO)[0]!
    pair.a.abort('done')
    pair.runFor(61_000)
    pair.z.arrive(echo.octets.slice(), echo.from, echo.to)
    expect(pair.z.endpoint.table.size).toBe(0)
    expect(causesOf(pair.z.sent.at(-1)!.octets, ERROR)).toMatchObject([{ kind: 'stale-cookie' }])
  })
  it('that comes late is answered by an ERROR that says how late, in microseconds, and the setup is tried anew', () => {
    const pair = new SimulatedPair(1, { validCookieLifeMs: 100 })
    let held = false
    pair.a.interfere = (packet) => {
      if (held || !packet.types.includes(COOKIE_ECHO)) return 'pass'
      held = true
      return 500
    }
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.run(() => pair.a.association!.state === 'ESTABLISHED')
    // Made at 10 ms, good until 110; it came at 530 ms.
    const error = pair.z.packetsWith(ERROR)[0]!
    expect(error.atMs).toBe(530)
    expect(causesOf(error.octets, ERROR)).toMatchObject([{ kind: 'stale-cookie', stalenessUs: 420_000 }])
    expect(pair.clock.now()).toBe(580)
    const second = pair.a.packetsWith(INIT)[1]!
    const place = chunksOf(second.octets)[0]!
    const init = readInitChunk(second.octets, place.at, place.length)
    if (isFault(init)) throw new Error('no INIT')
    // RFC 9260 §5.2.6: what was missing, measured from COOKIE ECHO to ERROR; no more than a second beyond that.
    expect(init.parameters.find((parameter) => parameter.kind === 'cookie-preservative')).toMatchObject({ lifeIncrementMs: 940 })
    expect(headerOf(second.octets).verificationTag).toBe(0)
  })
  it('found stale again and again ends the setup', () => {
    const pair = new SimulatedPair(1, { validCookieLifeMs: 5 })
    const association = pair.a.associate([Z_ADDRESSES[0]], PORT, { maxInitRetransmits: 3 })
    pair.run(() => association.state === 'CLOSED')
    expect(pair.a.packetsWith(INIT)).toHaveLength(4)
    expect(pair.a.eventsOf('communication-lost')).toMatchObject([{ reason: 'setup-timed-out' }])
    expect(pair.a.endpoint.pollTimeout()).toBe(Number.POSITIVE_INFINITY)
  })
  it('found stale by nobody in particular does not disturb an association that is up', () => {
    const pair = new SimulatedPair(1, { validCookieLifeMs: 5 })
    pair.z.endpoint.listen(PORT)
    pair.establish()
    const stale = Uint8Array.of(9, 0, 0, 12, 0, 3, 0, 8, 0, 0, 0, 1)
    const packet = new Uint8Array(24)
    packet.set(pair.z.packetsWith(COOKIE_ACK)[0]!.octets.subarray(0, 12))
    packet.set(stale, 12)
    pair.a.arrive(
      rewritten(packet, () => {}),
      Z_ADDRESSES[0],
      A_ADDRESSES[0],
    )
    expect(pair.a.association!.state).toBe('ESTABLISHED')
    expect(pair.a.packetsWith(INIT)).toHaveLength(1)
  })
  it('does not say who the tags belong to: two INITs of one peer get two tags and two cookies', () => {
    const pair = new SimulatedPair()
    pair.a.interfere = (packet) => (packet.types.includes(INIT) ? 'duplicate' : 'lose')
    pair.a.associate([Z_ADDRESSES[0]], PORT)
    pair.runFor(15)
    const [first, second] = pair.z.packetsWith(INIT_ACK)
    expect(first!.octets.subarray(16, 20)).not.toEqual(second!.octets.subarray(16, 20))
  })
})
