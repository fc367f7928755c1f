import { COOKIE_ACK, SHUTDOWN_ACK, SHUTDOWN_COMPLETE, TAG_REFLECTED } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { abortChunk, bareChunk, cookieEcho, dataChunk, heartbeat } from './chunk-octets.js'
import { Tester } from './tester.js'

/** Doubled from RTO.Min up to RTO.Max: Association.Max.Retrans of them. */
const TEN_WAITS_MS = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]

describe('fault handling', () => {
  // Data that is never acknowledged is sent again Association.Max.Retrans times, then the peer is unreachable. RFC 9260 §8.1.
  it('SCTP_FH_I_5_1_1 gives up after Association.Max.Retrans retransmissions', () => {
    const tester = new Tester().establishAsInitiator()
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    for (const wait of TEN_WAITS_MS) tester.expectPacketAfter(wait, { name: 'DATA', tsn: tester.sutTsn(0) })
    tester.expectNothingFor(60_000)
    const lost = { kind: 'communication-lost', reason: 'too-many-retransmissions', unacknowledgedMessages: 1 }
    expect(tester.sut.events.at(-1)).toMatchObject(lost)
    tester.expectGone()
  })

  // An acknowledgement clears the counter: as many retransmissions again are borne afterwards. RFC 9260 §8.1.
  it('SCTP_FH_I_5_1_2 counts retransmissions anew after a SACK', () => {
    const tester = new Tester().establishAsInitiator()
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    for (const wait of TEN_WAITS_MS.slice(0, 3)) tester.expectPacketAfter(wait, { name: 'DATA', tsn: tester.sutTsn(0) })
    tester.acknowledge(0)
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(1) })
    // §6.3.3: what was retransmitted gives no measurement, so the RTO stays doubled.
    for (const wait of [8000, 16_000, 32_000, ...TEN_WAITS_MS.slice(3).fill(60_000)])
      tester.expectPacketAfter(wait, { name: 'DATA', tsn: tester.sutTsn(1) })
    expect(tester.sut.state).toBe('ESTABLISHED')
    tester.expectNothingFor(60_000)
    expect(tester.sut.events.at(-1)).toMatchObject({ kind: 'communication-lost', reason: 'too-many-retransmissions' })
    tester.expectGone()
  })

  // The information of a HEARTBEAT comes back unchanged, to where it came from. RFC 9260 §8.3.
  it('SCTP_FH_V_5_2 answers a HEARTBEAT with its information', () => {
    const tester = new Tester({ sutAddresses: ['10.0.1.2', '10.0.2.2'] }).establishAsInitiator()
    for (const length of [4, 5, 40, 1400]) {
      const info = Uint8Array.from({ length }, (_, i) => i & 0xff)
      tester.sendPacket([heartbeat(info)], { to: '10.0.2.2' })
      const answer = tester.expectPacket({ name: 'HEARTBEAT ACK', flags: 0, info })
      expect([answer.from, answer.to]).toEqual(['10.0.2.2', '10.0.1.1'])
    }
  })

  // DATA for no association is answered by an ABORT that reflects its tag. RFC 9260 §8.4.
  it('SCTP_FH_O_5_3_1 answers DATA out of the blue by ABORT', () => {
    const tester = new Tester()
    tester.sendPacket([dataChunk(1)], { tag: 0x1234_5678 })
    tester.expectPacket({ name: 'ABORT', flags: TAG_REFLECTED, causes: [] })
    expect(tester.sut.delivered).toEqual([])
  })

  // An ABORT for no association is answered by nothing, whatever stands beside it. RFC 9260 §8.4.
  it('SCTP_FH_O_5_3_2 does not answer an ABORT out of the blue', () => {
    const tester = new Tester()
    tester.sendPacket([abortChunk()], { tag: 1 })
    tester.sendPacket([abortChunk(TAG_REFLECTED)], { tag: 1 })
    tester.sendPacket([dataChunk(1), abortChunk()], { tag: 1 })
    tester.expectNothingFor(10_000)
    tester.expectGone()
  })

  // A SHUTDOWN ACK for no association: its sender waits for a SHUTDOWN COMPLETE and gets it, under its own tag. RFC 9260 §8.4.
  it('SCTP_FH_O_5_3_3 answers a SHUTDOWN ACK out of the blue by SHUTDOWN COMPLETE', () => {
    const tester = new Tester()
    tester.sendPacket([bareChunk(SHUTDOWN_ACK)], { tag: 0xffff_ffff })
    tester.expectPacket({ name: 'SHUTDOWN COMPLETE', flags: TAG_REFLECTED })
  })

  // A SHUTDOWN COMPLETE for no association is answered by nothing; nor is a COOKIE ACK. RFC 9260 §8.4.
  it('SCTP_FH_O_5_3_4 does not answer a SHUTDOWN COMPLETE out of the blue', () => {
    const tester = new Tester()
    tester.sendPacket([bareChunk(SHUTDOWN_COMPLETE)], { tag: 1 })
    tester.sendPacket([bareChunk(COOKIE_ACK)], { tag: 1 })
    tester.expectNothingFor(10_000)
    tester.expectGone()
  })

  // What comes from an address that is not unicast is discarded, be its cookie good or not. RFC 9260 §8.4.
  it('SCTP_FH_O_5_3_5 discards a COOKIE ECHO from an address that is not unicast', () => {
    const tester = new Tester()
    tester.sendInit()
    tester.expectInitAck()
    for (const from of ['224.0.0.1', '255.255.255.255', '0.0.0.0']) tester.sendPacket([cookieEcho(tester.cookie)], { from })
    tester.sendPacket([cookieEcho(tester.cookie)], { to: '224.0.0.1' })
    tester.expectNothingFor(1000)
    expect(tester.sut.endpoint.table.size).toBe(0)
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket('COOKIE ACK')
  })
})
