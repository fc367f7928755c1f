import { COOKIE_ACK, type Parameter, staleCookieCause, unknownParameter, unrecognizedParametersCause } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { bareChunk, cookieEcho, dataChunk, errorChunk } from './chunk-octets.js'
import { TESTER_COOKIE, Tester } from './tester.js'

const STALE_COOKIE = errorChunk(staleCookieCause(1_000_000))

describe('errors', () => {
  // A stale cookie, while the COOKIE ACK is waited for: the setup begins anew, asking for a longer life, by the measured round trip and
  // no more than a second. RFC 9260 §5.2.6.
  it('SCTP_E_O_6_1 begins anew when its cookie is found stale', () => {
    const tester = new Tester()
    tester.associate()
    const { initiateTag } = tester.expectInit()
    tester.expectNothingFor(500)
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    tester.expectNothingFor(500)
    tester.send(STALE_COOKIE)
    const init = tester.expectInit()
    expect(init['initiateTag']).toBe(initiateTag)
    const preservative = (init['parameters'] as readonly Parameter[]).find(({ kind }) => kind === 'cookie-preservative')
    expect(preservative).toMatchObject({ lifeIncrementMs: 1500 })
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    tester.send(bareChunk(COOKIE_ACK))
    tester.expectAlive()
  })

  // In every other state such an ERROR is passed over without a word. RFC 9260 §5.2.6.
  it('SCTP_E_O_6_2 passes over a Stale Cookie ERROR in every other state', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.send(STALE_COOKIE)
    tester.expectInit(1000)
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    tester.send(bareChunk(COOKIE_ACK))
    tester.send(STALE_COOKIE)
    tester.expectNothing()
    tester.send(dataChunk(tester.tsn(0)))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0) })
    expect(tester.sut.delivered).toHaveLength(1)
    tester.bringToShutdownSent()
    tester.send(STALE_COOKIE)
    tester.expectPacketAfter(1000, 'SHUTDOWN')
    expect(tester.sut.heard).toEqual(['communication-up'])
    tester.completeShutdown()
  })

  // DATA on a stream that does not exist: acknowledged, reported by ERROR at once, and thrown away. RFC 9260 §6.5.
  it('SCTP_E_I_6_3 reports DATA on a stream that does not exist', () => {
    const tester = new Tester({ parameters: { inboundStreams: 1 } }).establishAsResponder()
    tester.send(dataChunk(tester.tsn(0), { stream: 1 }))
    const error = { name: 'ERROR', causes: [{ kind: 'invalid-stream-identifier', streamId: 1 }] }
    tester.expectPacket(error, { name: 'SACK', cumulativeTsnAck: tester.tsn(0), gaps: [], duplicates: [] })
    expect(tester.sut.delivered).toEqual([])
    tester.send(dataChunk(tester.tsn(1), { stream: 65_535 }), dataChunk(tester.tsn(2), { stream: 0 }))
    const second = tester.expectPacket('ERROR')
    expect(second.chunks[0]!['causes']).toMatchObject([{ streamId: 65_535 }])
    expect(tester.sut.delivered).toHaveLength(1)
    tester.expectPacketAfter(200, { name: 'SACK', cumulativeTsnAck: tester.tsn(2) })
  })

  // An INIT ACK without the State Cookie is refused by an ABORT that names what is missing. RFC 9260 §5.1, §3.3.10.2.
  it('SCTP_E_I_6_4 refuses an INIT ACK without a State Cookie', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.sendInitAck({ parameters: [] })
    tester.expectPacket({ name: 'ABORT', flags: 0, causes: [{ kind: 'missing-mandatory-parameter', parameterTypes: [7] }] })
    expect(tester.sut.heard).toEqual(['communication-lost'])
    tester.expectGone()
  })

  // An unknown parameter of an INIT ACK that wants to be reported is, behind the COOKIE ECHO. RFC 9260 §3.2.2.
  it('SCTP_E_I_6_5 reports an unknown parameter of an INIT ACK behind the COOKIE ECHO', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    const octets = Uint8Array.of(0xc0, 0x0c, 0, 5, 1)
    tester.sendInitAck({ parameters: [unknownParameter(octets), { kind: 'state-cookie', type: 7, cookie: TESTER_COOKIE }] })
    const packet = tester.expectPacket({ name: 'COOKIE ECHO', cookie: TESTER_COOKIE }, 'ERROR')
    const [cause] = packet.chunks[1]!['causes'] as readonly { kind: string; parameters: Uint8Array }[]
    expect(cause!.kind).toBe('unrecognized-parameters')
    expect(cause!.parameters.subarray(0, 5)).toEqual(octets)
    tester.send(bareChunk(COOKIE_ACK))
    tester.expectAlive()
  })

  // An ERROR behind the COOKIE ECHO, which says what of the INIT ACK was not understood, does not keep the association from coming up.
  // RFC 9260 §3.2.2.
  it('SCTP_E_I_6_6 accepts a COOKIE ECHO with an ERROR behind it', () => {
    const tester = new Tester()
    tester.sendInit()
    tester.expectInitAck()
    tester.send(cookieEcho(tester.cookie), errorChunk(unrecognizedParametersCause(Uint8Array.of(0xc0, 0, 0, 4))))
    tester.expectPacket('COOKIE ACK')
    expect(tester.sut.heard).toEqual(['communication-up', 'communication-error'])
    tester.expectAlive()
  })
})
