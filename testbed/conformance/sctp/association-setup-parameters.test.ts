import { parseIpAddress } from '@sigbed/octets'
import { COOKIE_ACK, type Parameter, unknownParameter } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { bareChunk, cookieEcho, heartbeatAck } from './chunk-octets.js'
import { TESTER_COOKIE, Tester } from './tester.js'

const IPV6_ADDRESS: Parameter = { kind: 'ipv6-address', type: 6, octets: parseIpAddress('2001:db8::7')! }
const ANOTHER_ADDRESS: Parameter = { kind: 'ipv4-address', type: 5, octets: parseIpAddress('10.0.2.1')! }
const HOST_NAME: Parameter = { kind: 'host-name-address', type: 11, hostName: Uint8Array.from([0x61, 0x2e, 0x62, 0]) }
/** Type, length and value of the parameter above. */
const HOST_NAME_OCTETS = Uint8Array.of(0, 11, 0, 8, 0x61, 0x2e, 0x62, 0)
const STATE_COOKIE: Parameter = { kind: 'state-cookie', type: 7, cookie: TESTER_COOKIE }

describe('parameters of the association setup', () => {
  // Every parameter an INIT may have is understood, in any order; what does not serve is passed over. RFC 9260 §3.3.2, §5.1.2.
  it('SCTP_AS_V_1_6_1 accepts an INIT with every parameter there is', () => {
    const tester = new Tester()
    tester.sendInit({
      parameters: [
        { kind: 'cookie-preservative', type: 9, lifeIncrementMs: 12_345 },
        { kind: 'supported-address-types', type: 12, addressTypes: [5, 6] },
        IPV6_ADDRESS,
        { kind: 'ecn-capable', type: 0x8000 },
        ANOTHER_ADDRESS,
      ],
    })
    const { parameters } = tester.expectInitAck()
    expect((parameters as readonly Parameter[]).filter(({ kind }) => kind === 'unrecognized-parameter')).toEqual([])
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket('COOKIE ACK')
    // An endpoint without IPv6 takes the IPv4 addresses alone.
    expectOneProbeTo(tester, '10.0.2.1')
    tester.expectAlive()
  })

  // The same for an INIT ACK. A Cookie Preservative has no place in one (RFC 9260 §3.3.3), so none is sent here.
  it('SCTP_AS_V_1_6_2 accepts an INIT ACK with every parameter there is', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.sendInitAck({ parameters: [IPV6_ADDRESS, { kind: 'ecn-capable', type: 0x8000 }, STATE_COOKIE, ANOTHER_ADDRESS] })
    tester.expectPacket({ name: 'COOKIE ECHO', cookie: TESTER_COOKIE })
    tester.send(bareChunk(COOKIE_ACK))
    expectOneProbeTo(tester, '10.0.2.1')
    tester.expectAlive()
  })

  // A peer that takes fewer streams than this side would like gets as many as it takes. RFC 9260 §5.1.1.
  it('SCTP_AS_V_1_7_1 uses no more streams than an INIT allows', () => {
    const tester = new Tester({ parameters: { outboundStreams: 5 } })
    tester.sendInit({ inboundStreams: 1, outboundStreams: 100 })
    tester.expectInitAck({ outboundStreams: 1 })
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket('COOKIE ACK')
    expect(tester.sut.sendOn(1, 10)).toBe('no-such-stream')
    expect(tester.sut.sendOn(0, 10)).toBe('queued')
    tester.expectPacket({ name: 'DATA', streamId: 0 })
  })

  // An INIT without outbound streams is refused, under its Initiate Tag. RFC 9260 §3.3.2.
  it('SCTP_AS_I_1_7_2 refuses an INIT without outbound streams', () => {
    const tester = new Tester()
    tester.sendInit({ outboundStreams: 0 })
    tester.expectPacket({ name: 'ABORT', flags: 0, causes: [{ kind: 'invalid-mandatory-parameter' }] })
    // Nor one that allows none in the other direction.
    tester.sendInit({ inboundStreams: 0 })
    tester.expectPacket({ name: 'ABORT', flags: 0, causes: [{ kind: 'invalid-mandatory-parameter' }] })
    tester.expectGone()
  })

  // An INIT ACK may allow fewer streams than the INIT asked for. RFC 9260 §5.1.1.
  it('SCTP_AS_V_1_7_3 uses no more streams than an INIT ACK allows', () => {
    const tester = new Tester({ parameters: { outboundStreams: 2 } })
    tester.associate()
    expect(tester.expectInit()).toMatchObject({ outboundStreams: 2 })
    tester.sendInitAck({ inboundStreams: 1 })
    tester.expectPacket('COOKIE ECHO')
    tester.send(bareChunk(COOKIE_ACK))
    expect(tester.sut.events).toMatchObject([{ kind: 'communication-up', outboundStreams: 1 }])
    expect(tester.sut.sendOn(1, 10)).toBe('no-such-stream')
    expect(tester.sut.sendOn(0, 10)).toBe('queued')
    tester.expectPacket({ name: 'DATA', streamId: 0 })
  })

  // An INIT ACK without outbound streams ends the setup. RFC 9260 §3.3.3: "MUST destroy the TCB and SHOULD send an ABORT chunk".
  it('SCTP_AS_I_1_7_4 gives up on an INIT ACK without outbound streams', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.sendInitAck({ outboundStreams: 0 })
    tester.expectPacket({ name: 'ABORT', flags: 0, causes: [{ kind: 'invalid-mandatory-parameter' }] })
    expect(tester.sut.heard).toEqual(['communication-lost'])
    tester.expectNothingFor(100_000)
    tester.expectGone()
  })

  // Two streams in each direction, as many as both sides ask for and allow. RFC 9260 §5.1.1.
  it('SCTP_AS_V_1_7_5 has two streams in each direction where both sides want two', () => {
    const tester = new Tester({ parameters: { outboundStreams: 2, inboundStreams: 2 } })
    tester.sendInit({ outboundStreams: 2, inboundStreams: 2 })
    tester.expectInitAck({ outboundStreams: 2, inboundStreams: 2 })
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket('COOKIE ACK')
    expect(tester.sut.events).toMatchObject([{ kind: 'communication-up', outboundStreams: 2, inboundStreams: 2 }])
    tester.expectAlive()
  })

  // The two high bits of an unknown parameter's type say what to do with it. RFC 9260 §3.2.1; §3.2.2 has it reported in the INIT ACK.
  it('SCTP_AS_I_1_8_1 reports an unknown parameter of type 11 and goes on', () => {
    expectReported(0xc0cc, [0, 1, 2])
  })
  // Type 00: nothing behind it is processed, and it is not reported.
  it('SCTP_AS_I_1_8_2 stops at an unknown parameter of type 00 and does not report it', () => {
    expectReported(0x00cc, [0])
  })
  // Type 01: nothing behind it is processed, but it is reported.
  it('SCTP_AS_I_1_8_3 stops at an unknown parameter of type 01 and reports it', () => {
    expectReported(0x40cc, [0, 1])
  })
  // Type 10: passed over.
  it('SCTP_AS_I_1_8_4 passes over an unknown parameter of type 10 without reporting it', () => {
    expectReported(0x80cc, [0, 2])
  })

  // Host names are refused. RFC 9260 §3.3.2.1.4 has deprecated them, where the specification still counted on their being resolved.
  it('SCTP_AS_V_1_12_1 refuses an INIT with a Host Name Address', () => {
    const tester = new Tester()
    tester.sendInit({ parameters: [HOST_NAME] })
    tester.expectPacket({ name: 'ABORT', flags: 0, causes: [{ kind: 'unresolvable-address', parameter: HOST_NAME_OCTETS }] })
    tester.expectGone()
  })

  // The same for an INIT ACK. RFC 9260 §5.1.2.
  it('SCTP_AS_I_1_12_2 gives up on an INIT ACK with a Host Name Address', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.sendInitAck({ parameters: [STATE_COOKIE, HOST_NAME] })
    tester.expectPacket({ name: 'ABORT', flags: 0, causes: [{ kind: 'unresolvable-address', parameter: HOST_NAME_OCTETS }] })
    expect(tester.sut.heard).toEqual(['communication-lost'])
    tester.expectGone()
  })

  // Supported Address Types that fit: the association is set up, over addresses of these types. RFC 9260 §3.3.2.1.5.
  it('SCTP_AS_V_1_13_1 answers an INIT that supports both address types', () => {
    const tester = new Tester({ sutAddresses: ['10.0.1.2', '10.0.2.2', '2001:db8::2'] })
    tester.sendInit({ parameters: [{ kind: 'supported-address-types', type: 12, addressTypes: [5, 6] }] })
    const addresses = tester.expectInitAck()['parameters'] as readonly Parameter[]
    expect(addresses.map(({ kind }) => kind).sort()).toEqual(['ipv4-address', 'ipv4-address', 'ipv6-address', 'state-cookie'])
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket('COOKIE ACK')
    tester.expectAlive()
  })

  // Supported Address Types that leave out the family the INIT itself came by: that family counts as supported too, and nothing is
  // said of an error. RFC 9260 §5.1.2, last paragraph; the specification had hoped for an ABORT.
  it('SCTP_AS_I_1_13_2 answers an INIT by IPv4 that claims to support IPv6 only', () => {
    const tester = new Tester()
    tester.sendInit({ parameters: [{ kind: 'supported-address-types', type: 12, addressTypes: [6] }] })
    tester.expectInitAck()
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket('COOKIE ACK')
    tester.expectAlive()
  })
})

/** Three unknown parameters, the middle one of the type asked about; which of them come back in the INIT ACK? */
function expectReported(type: number, reported: readonly number[]): void {
  const tester = new Tester()
  const unknown = [0xc0cc, type, 0xc0cc].map((each, i) => unknownParameter(Uint8Array.of(each >> 8, each & 0xff, 0, 8, i, i, i, i)))
  tester.sendInit({ parameters: unknown })
  const parameters = tester.expectInitAck()['parameters'] as readonly Parameter[]
  const back = parameters.filter((parameter) => parameter.kind === 'unrecognized-parameter')
  expect(back.map(({ octets }) => octets)).toEqual(reported.map((i) => unknown[i]!.octets))
  tester.send(cookieEcho(tester.cookie))
  tester.expectPacket('COOKIE ACK')
  tester.expectAlive()
}

function expectOneProbeTo(tester: Tester, address: string): void {
  const probe = tester.expectPacket('HEARTBEAT')
  expect(probe.to).toBe(address)
  tester.sendPacket([heartbeatAck(probe.chunks[0]!['info'] as Uint8Array)], { from: address })
  tester.expectNothing()
}
