import { COOKIE_ACK, SHUTDOWN_ACK, SHUTDOWN_COMPLETE, TAG_REFLECTED } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { bareChunk, cookieEcho, dataChunk, shutdownChunk } from './chunk-octets.js'
import { Tester } from './tester.js'

describe('duplicate and unexpected messages', () => {
  // Both sides begin at once: the INIT of the other is answered by what the own INIT said, tag and TSN unchanged. RFC 9260 §5.2.1.
  it('SCTP_DM_O_4_1 answers an INIT in COOKIE-WAIT by INIT ACK with its own tag', () => {
    const tester = new Tester()
    tester.associate()
    const { initiateTag, initialTsn, advertisedReceiverWindow } = tester.expectInit()
    tester.sendInit()
    const fields = { initiateTag, initialTsn, advertisedReceiverWindow } as { initiateTag: number }
    tester.expectInitAck(fields)
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket('COOKIE ACK')
    tester.expectAlive()
  })

  // A late copy of the INIT that made the association changes nothing in it. RFC 9260 §5.2.2.
  it('SCTP_DM_O_4_2_1 answers a duplicate INIT without disturbing the association', () => {
    const tester = new Tester().establishAsInitiator()
    tester.sendInit()
    const initAck = tester.expectPacket('INIT ACK').chunks[0]!
    expect(initAck['initiateTag']).not.toBe(tester.sutTag)
    tester.expectAlive()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    tester.expectGone()
  })

  // An INIT in SHUTDOWN-ACK-SENT is discarded, and the SHUTDOWN ACK sent again. RFC 9260 §9.2.
  it('SCTP_DM_O_4_2_2 answers an INIT in SHUTDOWN-ACK-SENT by SHUTDOWN ACK', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.sendInit({ initiateTag: tester.tag + 1 })
    tester.expectPacket('SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    tester.expectGone()
  })

  // A second INIT ACK, in COOKIE-ECHOED, is passed over: T1-cookie alone repeats the COOKIE ECHO. RFC 9260 §5.2.3.
  it('SCTP_DM_O_4_3 discards an INIT ACK in COOKIE-ECHOED', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    tester.sendInitAck({ initiateTag: tester.tag + 1 })
    tester.expectPacketAfter(1000, 'COOKIE ECHO')
    tester.send(bareChunk(COOKIE_ACK))
    tester.expectAlive()
  })

  // A second COOKIE ACK is passed over. RFC 9260 §5.2.5.
  it('SCTP_DM_O_4_4 discards a COOKIE ACK in ESTABLISHED', () => {
    const tester = new Tester().establishAsResponder()
    tester.send(bareChunk(COOKIE_ACK))
    tester.expectNothingFor(1000)
    expect(tester.sut.heard).toEqual(['communication-up'])
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    tester.acknowledge(0)
    tester.expectNothingFor(10_000)
  })

  // Both sides shut down at once: SHUTDOWN ACK answers the other's SHUTDOWN. RFC 9260 §9.2.
  it('SCTP_DM_O_4_5 answers a SHUTDOWN in SHUTDOWN-SENT by SHUTDOWN ACK', () => {
    const tester = new Tester().establishAsResponder()
    tester.bringToShutdownSent()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    expect(tester.sut.state).toBe('SHUTDOWN-ACK-SENT')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    expect(tester.sut.heard).toEqual(['communication-up', 'shutdown-complete'])
    tester.expectGone()
  })

  // A SHUTDOWN means nothing to an association that is not up yet. RFC 9260 §9.2.
  it('SCTP_DM_O_4_6_1 discards a SHUTDOWN in COOKIE-WAIT and COOKIE-ECHOED', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectInit(1000)
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacketAfter(1000, 'COOKIE ECHO')
    tester.send(bareChunk(COOKIE_ACK))
    tester.expectAlive()
  })

  // A SHUTDOWN for no association is answered by an ABORT that reflects its tag. RFC 9260 §8.4.
  it('SCTP_DM_O_4_6_2 answers a SHUTDOWN out of the blue by ABORT', () => {
    const tester = new Tester()
    tester.sendPacket([shutdownChunk(1)], { tag: 77 })
    tester.expectPacket({ name: 'ABORT', flags: TAG_REFLECTED, causes: [] })
  })

  // In SHUTDOWN-SENT, then in SHUTDOWN-ACK-SENT: each SHUTDOWN gets its SHUTDOWN ACK, and T2 starts anew with the state. RFC 9260 §9.2.
  it('SCTP_DM_O_4_6_3 starts T2-shutdown anew when SHUTDOWN meets SHUTDOWN', () => {
    const tester = new Tester().establishAsResponder()
    tester.bringToShutdownSent()
    tester.expectNothingFor(700)
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.expectPacketAfter(1000, 'SHUTDOWN ACK')
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    tester.expectGone()
  })

  // A SHUTDOWN ACK that meets a setup is of an earlier association: SHUTDOWN COMPLETE reflects its tag, T1-init runs on. RFC 9260 §9.2.
  it('SCTP_DM_O_4_7_1 answers a SHUTDOWN ACK in COOKIE-WAIT by SHUTDOWN COMPLETE and goes on', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.sendPacket([bareChunk(SHUTDOWN_ACK)], { tag: 0x0bad_0bad })
    tester.expectPacket({ name: 'SHUTDOWN COMPLETE', flags: TAG_REFLECTED })
    tester.expectInit(1000)
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    tester.sendPacket([bareChunk(SHUTDOWN_ACK)], { tag: tester.sutTag })
    tester.expectPacket({ name: 'SHUTDOWN COMPLETE', flags: TAG_REFLECTED })
    tester.send(bareChunk(COOKIE_ACK))
    tester.expectAlive()
  })

  // A SHUTDOWN ACK for a SHUTDOWN that was never sent is discarded: the state table of RFC 9260 §4 has no move for it.
  it('SCTP_DM_O_4_7_2 discards a SHUTDOWN ACK in ESTABLISHED', () => {
    const tester = new Tester().establishAsResponder()
    tester.send(bareChunk(SHUTDOWN_ACK))
    tester.expectNothingFor(1000)
    tester.expectAlive()
    tester.bringToShutdownSent()
    tester.completeShutdown()
  })

  // In SHUTDOWN-ACK-SENT a SHUTDOWN ACK ends the association as in SHUTDOWN-SENT. RFC 9260 §9.2.
  it('SCTP_DM_O_4_7_3 answers a SHUTDOWN ACK in SHUTDOWN-ACK-SENT by SHUTDOWN COMPLETE', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.completeShutdown()
    tester.expectGone()
  })

  // A COOKIE ECHO with a cookie that is not ours does nothing to an association that is up. RFC 9260 §5.2.4.
  it('SCTP_DM_O_4_8 discards a COOKIE ECHO with a wrong MAC in ESTABLISHED', () => {
    const tester = new Tester().establishAsResponder()
    tester.send(cookieEcho(Uint8Array.from({ length: 12 }, (_, i) => i)))
    tester.expectNothingFor(1000)
    tester.expectAlive()

    const other = new Tester().establishAsInitiator()
    const changed = other.cookie.slice()
    changed[20]! ^= 0x80
    other.send(cookieEcho(changed))
    other.expectNothingFor(1000)
    other.expectAlive()
  })

  // SHUTDOWN COMPLETE counts in SHUTDOWN-ACK-SENT and nowhere else. RFC 9260 §8.5.1 C.
  it('SCTP_DM_O_4_9 discards a SHUTDOWN COMPLETE in every other state', () => {
    const tester = new Tester()
    const expectIgnored = (state: string) => {
      expect(tester.sut.state).toBe(state)
      tester.send(bareChunk(SHUTDOWN_COMPLETE))
      tester.sendPacket([bareChunk(SHUTDOWN_COMPLETE, TAG_REFLECTED)], { tag: tester.tag })
      tester.expectNothing()
      expect(tester.sut.state).toBe(state)
    }
    tester.associate()
    tester.expectInit()
    expectIgnored('COOKIE-WAIT')
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    expectIgnored('COOKIE-ECHOED')
    tester.send(bareChunk(COOKIE_ACK))
    expectIgnored('ESTABLISHED')
    tester.sut.send(10)
    tester.expectPacket('DATA')
    tester.sut.shutdown()
    expectIgnored('SHUTDOWN-PENDING')
    tester.acknowledge(0)
    tester.expectPacket('SHUTDOWN')
    expectIgnored('SHUTDOWN-SENT')
    tester.expectPacketAfter(1000, 'SHUTDOWN')
  })

  // DATA in SHUTDOWN-ACK-SENT is discarded; T2-shutdown alone repeats the SHUTDOWN ACK. RFC 9260 §6.
  it('SCTP_DM_O_4_10 discards DATA in SHUTDOWN-ACK-SENT', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.expectNothingFor(200)
    tester.send(dataChunk(tester.tsn(0)))
    tester.expectPacketAfter(800, 'SHUTDOWN ACK')
    expect(tester.sut.delivered).toEqual([])
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    tester.expectGone()
  })
})
