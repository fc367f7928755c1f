import { parseIpAddress } from '@sigbed/octets'
import { COOKIE_ACK, INIT_ACK, SHUTDOWN_COMPLETE, TAG_REFLECTED } from '@sigbed/sctp-codec'
import { NEVER } from '@sigbed/sctp-core'
import { describe, expect, it } from 'vitest'
import { abortChunk, bareChunk, chunkOf, cookieEcho, heartbeatAck, shutdownChunk } from './chunk-octets.js'
import { TESTER_ADDRESSES, TESTER_COOKIE, Tester } from './tester.js'

const TWO_ADDRESSES = TESTER_ADDRESSES.slice(0, 2)
/** The waits before the retransmissions of a setup chunk: doubled from RTO.Initial up to RTO.Max, Max.Init.Retransmits of them. */
const SETUP_WAITS_MS = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]

describe('association setup', () => {
  // The user asks for an association: INIT, and after the INIT ACK a COOKIE ECHO, lead to one. RFC 9260 §5.1.
  it('SCTP_AS_V_1_1_1 sets up an association from its side and ends it', () => {
    const tester = new Tester().establishAsResponder()
    expect(tester.sut.state).toBe('ESTABLISHED')
    expect(tester.sut.heard).toEqual(['communication-up'])
    tester.sut.shutdown()
    tester.expectPacket({ name: 'SHUTDOWN', cumulativeTsnAck: tester.tsn(-1) })
    tester.completeShutdown()
    tester.expectGone()
  })

  // The peer asks for one: INIT ACK answers INIT, COOKIE ACK the COOKIE ECHO. RFC 9260 §5.1.
  it('SCTP_AS_V_1_1_2 sets up an association from the other side, which ends it', () => {
    const tester = new Tester().establishAsInitiator()
    expect(tester.sut.state).toBe('ESTABLISHED')
    expect(tester.sut.heard).toEqual(['communication-up'])
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    tester.expectGone()
  })

  // T1-init expires for want of an INIT ACK: the same INIT leaves once more. RFC 9260 §5.1.6.
  it('SCTP_AS_I_1_2_1 sends its INIT again when no INIT ACK comes', () => {
    const tester = new Tester()
    tester.associate()
    const first = tester.expectInit()
    expect(tester.expectInit(1000)).toEqual(first)
    tester.sendInitAck()
    tester.expectPacket({ name: 'COOKIE ECHO', cookie: TESTER_COOKIE })
    tester.send(bareChunk(COOKIE_ACK))
    tester.expectAlive()
  })

  // T1-cookie expires for want of a COOKIE ACK: the same COOKIE ECHO leaves once more. RFC 9260 §5.1.4.
  it('SCTP_AS_I_1_2_2 sends its COOKIE ECHO again when no COOKIE ACK comes', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.sendInitAck()
    tester.expectPacket({ name: 'COOKIE ECHO', cookie: TESTER_COOKIE })
    tester.expectPacketAfter(1000, { name: 'COOKIE ECHO', cookie: TESTER_COOKIE })
    tester.send(bareChunk(COOKIE_ACK))
    expect(tester.sut.state).toBe('ESTABLISHED')
    tester.expectAlive()
  })

  // INITs that nobody answers are repeated Max.Init.Retransmits times, then the user is told. RFC 9260 §5.1.6.
  it('SCTP_AS_I_1_3_1 gives up after Max.Init.Retransmits INITs more', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    for (const wait of SETUP_WAITS_MS) tester.expectInit(wait)
    tester.expectNothingFor(59_999)
    expect(tester.sut.state).toBe('COOKIE-WAIT')
    tester.expectNothingFor(1)
    expect(tester.sut.events).toMatchObject([{ kind: 'communication-lost', reason: 'setup-timed-out' }])
    tester.expectNothingFor(600_000)
    tester.expectGone()
  })

  // COOKIE ECHOs that nobody answers are repeated as often. RFC 9260 §5.1.4.
  it('SCTP_AS_I_1_3_2 gives up after Max.Init.Retransmits COOKIE ECHOs more', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    for (const wait of SETUP_WAITS_MS) tester.expectPacketAfter(wait, 'COOKIE ECHO')
    tester.expectNothingFor(60_000)
    expect(tester.sut.events).toMatchObject([{ kind: 'communication-lost', reason: 'setup-timed-out' }])
    tester.expectGone()
  })

  // However many INITs come, nothing is kept of them: no association and no timer. RFC 9260 §5.1, "MUST NOT allocate any resources".
  it('SCTP_AS_I_1_4 keeps nothing of a thousand INITs that are not followed up', () => {
    const tester = new Tester()
    for (let i = 1; i <= 1000; i++) {
      tester.port = i
      tester.sutTag = 0
      tester.sendInit()
      tester.expectInitAck()
    }
    expect(tester.sut.endpoint.table.size).toBe(0)
    expect(tester.sut.nextTimer).toBe(NEVER)
    expect(tester.sut.events).toEqual([])
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket('COOKIE ACK')
  })

  // Initiate Tags cannot be foretold: over many INITs every bit is about as often set as not. RFC 9260 §5.3.1.
  it('SCTP_AS_V_1_5_1 picks the tags of its INITs at random', () => {
    const tester = new Tester()
    const tags = Array.from({ length: 400 }, () => {
      tester.sutTag = 0
      tester.associate()
      const { initiateTag } = tester.expectInit()
      tester.send(abortChunk())
      return initiateTag as number
    })
    expectRandom(tags)
  })

  // The same for INIT ACKs. RFC 9260 §5.3.1.
  it('SCTP_AS_V_1_5_2 picks the tags of its INIT ACKs at random', () => {
    const tester = new Tester()
    const tags = Array.from({ length: 400 }, () => {
      tester.sendInit()
      return tester.expectInitAck()['initiateTag'] as number
    })
    expectRandom(tags)
  })

  // An INIT from a known address, the association being up, is answered with a new tag; the association goes on. RFC 9260 §5.2.2.
  it('SCTP_AS_O_1_9_1 answers an INIT for an association that is up by INIT ACK', () => {
    const tester = new Tester().establishAsInitiator()
    const { sutTag, tag } = tester
    tester.tag = tag + 1
    tester.sendInit()
    const initAck = tester.expectPacket('INIT ACK').chunks[0]!
    expect([0, sutTag]).not.toContain(initAck['initiateTag'])
    tester.tag = tag
    tester.expectAlive()
    expect(tester.sut.heard).toEqual(['communication-up'])
  })

  // Such an INIT that brings an address which was not the peer's is refused, with the address. RFC 9260 §5.2.2, §3.3.10.11.
  it('SCTP_AS_O_1_9_2 refuses an INIT that adds an address to an association that is up', () => {
    const tester = new Tester().establishAsInitiator()
    const { tag } = tester
    tester.tag = tag + 1
    tester.sendInit({ parameters: [{ kind: 'ipv4-address', type: 5, octets: parseIpAddress('10.0.9.9')! }] })
    const parameters = Uint8Array.of(0, 5, 0, 8, 10, 0, 9, 9)
    tester.expectPacket({ name: 'ABORT', flags: 0, causes: [{ kind: 'restart-with-new-addresses', parameters }] })
    tester.tag = tag
    tester.expectAlive()
  })

  // Without address parameters in the INIT its source is the peer's one address. RFC 9260 §5.1.2 A.
  it('SCTP_AS_V_1_10_1 sends to the source of an INIT that lists no address', () => {
    const tester = new Tester({ testerAddresses: ['10.0.7.7'] })
    tester.sendInit()
    const initAck = tester.expectPacket('INIT ACK')
    expect([initAck.to, initAck.from]).toEqual(['10.0.7.7', '10.0.1.2'])
    tester.sendInit()
    tester.expectInitAck()
    tester.send(cookieEcho(tester.cookie))
    expect(tester.expectPacket('COOKIE ACK').to).toBe('10.0.7.7')
    tester.sut.send(10)
    expect(tester.expectPacket('DATA').to).toBe('10.0.7.7')
    expect(tester.expectPacketAfter(1000, 'DATA').to).toBe('10.0.7.7')
  })

  // The same for an INIT ACK: what its user gave besides, and the peer does not have, is used no more. RFC 9260 §5.1.2 A, §3.3.3.
  it('SCTP_AS_V_1_10_2 sends to the source of an INIT ACK that lists no address', () => {
    const tester = new Tester()
    tester.associate(TWO_ADDRESSES)
    tester.expectInit()
    tester.sendInitAck()
    expect(tester.expectPacket('COOKIE ECHO').to).toBe('10.0.1.1')
    expect(tester.expectPacketAfter(1000, 'COOKIE ECHO').to).toBe('10.0.1.1')
    tester.send(bareChunk(COOKIE_ACK))
    tester.sut.send(10)
    expect(tester.expectPacket('DATA').to).toBe('10.0.1.1')
    expect(tester.expectPacketAfter(1000, 'DATA').to).toBe('10.0.1.1')

    // Where nobody gave that source, it is probed together with the COOKIE ECHO (§5.4).
    const elsewhere = new Tester()
    elsewhere.associate()
    elsewhere.expectInit()
    elsewhere.sendInitAck({}, { from: '10.0.7.7' })
    elsewhere.expectPacket('COOKIE ECHO', 'HEARTBEAT')
    const again = elsewhere.expectPacketAfter(1000, 'COOKIE ECHO', 'HEARTBEAT')
    expect(again.to).toBe('10.0.7.7')
    expect(elsewhere.sut.send(10)).toBe('queued')
    elsewhere.sendPacket([bareChunk(COOKIE_ACK)], { from: '10.0.7.7' })
    const probe = elsewhere.expectPacket('HEARTBEAT').chunks[0]!
    elsewhere.expectNothing()
    elsewhere.sendPacket([heartbeatAck(probe['info'] as Uint8Array)], { from: '10.0.7.7' })
    expect(elsewhere.expectPacket('DATA').to).toBe('10.0.7.7')
  })

  // The addresses of an INIT are the peer's: each is probed, and data that times out at one goes to the other. RFC 9260 §5.1.2, §5.4, §6.4.
  it('SCTP_AS_V_1_11_1 uses all addresses of an INIT', () => {
    const tester = new Tester({ testerAddresses: TWO_ADDRESSES }).establishAsInitiator()
    expectBothAddressesUsed(tester)
  })

  // The same for an INIT ACK. RFC 9260 §5.1.2.
  it('SCTP_AS_V_1_11_2 uses all addresses of an INIT ACK', () => {
    const tester = new Tester({ testerAddresses: TWO_ADDRESSES }).establishAsResponder()
    expectBothAddressesUsed(tester)
  })

  // An INIT with the Initiate Tag 0. Not as in the specification, which has an ABORT: RFC 9260 §3.3.2, "MUST silently discard the packet".
  it('SCTP_AS_I_1_14_1 discards an INIT with the Initiate Tag 0', () => {
    const tester = new Tester()
    tester.sendInit({ initiateTag: 0 })
    tester.expectNothingFor(10_000)
    expect(tester.sut.nextTimer).toBe(NEVER)
    tester.sendInit()
    tester.expectInitAck()
  })

  // An INIT ACK with the Initiate Tag 0 ends the setup, and an ABORT with the T bit says so. RFC 9260 §3.3.3.
  it('SCTP_AS_I_1_14_2 gives up on an INIT ACK with the Initiate Tag 0', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.sendInitAck({ initiateTag: 0 })
    tester.expectPacket({ name: 'ABORT', flags: TAG_REFLECTED, causes: [{ kind: 'invalid-mandatory-parameter' }] })
    expect(tester.sut.heard).toEqual(['communication-lost'])
    tester.expectNothingFor(100_000)
    tester.expectGone()
  })

  // INITs that are not answered take turns among the addresses the user gave. RFC 9260 §5.1.
  it('SCTP_AS_I_1_15 tries all addresses of the peer with its INITs', () => {
    const tester = new Tester({ testerAddresses: TWO_ADDRESSES, sutAddresses: ['10.0.1.2', '10.0.2.2'] })
    tester.associate(TWO_ADDRESSES)
    const waits = [0, 1000, 2000, 4000]
    expect(waits.map((wait) => tester.expectPacketAfter(wait, 'INIT').to)).toEqual(['10.0.1.1', '10.0.2.1', '10.0.1.1', '10.0.2.1'])
    const { chunks } = tester.expectPacketAfter(8000, 'INIT')
    tester.sutTag = chunks[0]!['initiateTag'] as number
    tester.sutPort = 40_000
    tester.sendInitAck({}, { from: '10.0.2.1', to: '10.0.2.2' })
    expect(tester.expectPacket('COOKIE ECHO').to).toBe('10.0.2.1')
    expect(tester.expectPacketAfter(1000, 'COOKIE ECHO').to).toBe('10.0.1.1')
    // A chunk that is none of an INIT ACK's business changes nothing (§5.2.3).
    tester.send(chunkOf(INIT_ACK, 0, new Uint8Array(16)))
    tester.send(bareChunk(COOKIE_ACK))
    tester.expectAlive()
  })
})

function expectBothAddressesUsed(tester: Tester): void {
  tester.sut.send(10)
  const first = tester.expectPacket('DATA').to
  const second = tester.expectPacketAfter(1000, 'DATA').to
  expect([first, second]).toEqual(TWO_ADDRESSES)
  tester.acknowledge(0, 10_000, { from: TWO_ADDRESSES[1]! })
  tester.expectNothingFor(10_000)
}

/** All different, none 0, and each bit set in a quarter to three quarters of them. */
function expectRandom(tags: readonly number[]): void {
  expect(new Set(tags).size).toBe(tags.length)
  expect(tags).not.toContain(0)
  for (let bit = 0; bit < 32; bit++) {
    const share = tags.filter((tag) => ((tag >>> bit) & 1) === 1).length / tags.length
    expect(share, `bit ${bit}`).toBeGreaterThan(0.25)
    expect(share, `bit ${bit}`).toBeLessThan(0.75)
  }
}
