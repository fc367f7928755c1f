import { COOKIE_ACK, type Parameter, SHUTDOWN_ACK, SHUTDOWN_COMPLETE } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { bareChunk, cookieEcho, dataChunk, initAckOctets, initOctets, sack, shutdownChunk } from './chunk-octets.js'
import { TESTER_COOKIE, TESTER_WINDOW, Tester } from './tester.js'

const COOKIE: Parameter = { kind: 'state-cookie', type: 7, cookie: TESTER_COOKIE }

describe('bundling of DATA with control chunks', () => {
  // An INIT is the only chunk of its packet; with another beside it the packet is discarded. RFC 9260 §8.5.1 A.
  it('SCTP_BDC_I_7_1 discards an INIT bundled with DATA', () => {
    const tester = new Tester()
    tester.sendPacket([initOctets(tester.initChunk([], {})), dataChunk(tester.tsn(0))], { tag: 0 })
    tester.expectNothingFor(1000)
    tester.sendInit()
    tester.expectInitAck()
  })

  // So is an INIT ACK (RFC 9260 §5.1, §6.10): one with DATA beside it is discarded, and T1-init repeats the INIT.
  it('SCTP_BDC_I_7_2 discards an INIT ACK bundled with DATA', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.send(initAckOctets(tester.initChunk([COOKIE], {})), dataChunk(tester.tsn(0)))
    expect(tester.sut.state).toBe('COOKIE-WAIT')
    tester.expectInit(1000)
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    expect(tester.sut.delivered).toEqual([])
  })

  // So is a SHUTDOWN COMPLETE (RFC 9260 §6.10): with DATA beside it it is discarded, and T2-shutdown repeats the SHUTDOWN ACK.
  it('SCTP_BDC_I_7_3 discards a SHUTDOWN COMPLETE bundled with DATA', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE), dataChunk(tester.tsn(0)))
    expect(tester.sut.state).toBe('SHUTDOWN-ACK-SENT')
    expect(tester.sut.delivered).toEqual([])
    tester.expectPacketAfter(1000, 'SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    tester.expectGone()
  })

  // DATA may come behind the COOKIE ECHO: it is delivered, and acknowledged behind the COOKIE ACK. RFC 9260 §5.1.5.
  it('SCTP_BDC_V_7_4 accepts DATA behind a COOKIE ECHO', () => {
    const tester = new Tester()
    tester.sendInit()
    tester.expectInitAck()
    tester.send(cookieEcho(tester.cookie), dataChunk(tester.tsn(0)), dataChunk(tester.tsn(1), { ssn: 1 }))
    tester.expectPacket('COOKIE ACK', { name: 'SACK', cumulativeTsnAck: tester.tsn(1) })
    expect(tester.sut.delivered).toHaveLength(2)
  })

  // And behind the COOKIE ACK. RFC 9260 §5.1 D.
  it('SCTP_BDC_V_7_5 accepts DATA behind a COOKIE ACK', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    tester.send(bareChunk(COOKIE_ACK), dataChunk(tester.tsn(0)))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0) })
    expect(tester.sut.delivered).toHaveLength(1)
  })

  // SACK and SHUTDOWN in one packet, in either order: both count. RFC 9260 §9.2.
  it('SCTP_BDC_V_7_6 accepts a SACK bundled with SHUTDOWN', () => {
    for (const sackFirst of [true, false]) {
      const tester = new Tester().establishAsInitiator()
      tester.sut.send(10)
      tester.expectPacket('DATA')
      const both = [sack(tester.sutTsn(0), TESTER_WINDOW), shutdownChunk(tester.sutTsn(-1))]
      tester.send(...(sackFirst ? both : both.reverse()))
      tester.expectPacket('SHUTDOWN ACK')
      tester.send(bareChunk(SHUTDOWN_COMPLETE))
      tester.expectGone()
    }
  })

  // SACK and DATA in one packet: the one acknowledges, the other is delivered. RFC 9260 §6.10.
  it('SCTP_BDC_V_7_7 accepts a SACK bundled with DATA', () => {
    const tester = new Tester().establishAsInitiator()
    tester.sut.send(10)
    tester.expectPacket('DATA')
    tester.send(sack(tester.sutTsn(0), TESTER_WINDOW), dataChunk(tester.tsn(0)))
    tester.expectPacket({ name: 'SACK', cumulativeTsnAck: tester.tsn(0) })
    expect(tester.sut.delivered).toHaveLength(1)
    tester.expectNothingFor(10_000)
  })

  // A SHUTDOWN ACK says that its sender has no data left, so DATA behind it is none; the shutdown is completed. RFC 9260 §6.10, §9.2.
  it('SCTP_BDC_V_7_8 completes the shutdown on a SHUTDOWN ACK with DATA behind it', () => {
    const tester = new Tester().establishAsResponder()
    tester.bringToShutdownSent()
    tester.send(bareChunk(SHUTDOWN_ACK), dataChunk(tester.tsn(0)))
    tester.expectPacket({ name: 'SHUTDOWN COMPLETE', flags: 0 })
    expect(tester.sut.delivered).toEqual([])
    tester.expectGone()
  })
})
