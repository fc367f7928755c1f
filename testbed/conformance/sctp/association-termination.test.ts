import { SHUTDOWN_COMPLETE } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { abortChunk, bareChunk, dataChunk, shutdownChunk } from './chunk-octets.js'
import { Tester } from './tester.js'

describe('association termination', () => {
  // An ABORT of the peer ends the association at once, unanswered. RFC 9260 §9.1.
  it('SCTP_AT_V_2_2 ends the association on an ABORT', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(10)
    tester.expectPacket('DATA')
    tester.send(abortChunk())
    expect(tester.sut.events.at(-1)).toMatchObject({ kind: 'communication-lost', reason: 'aborted-by-peer', unacknowledgedMessages: 1 })
    tester.expectNothingFor(100_000)
    tester.expectGone()
  })

  // The user asks for a shutdown while data is outstanding: SHUTDOWN waits for its acknowledgement. RFC 9260 §9.2.
  it('SCTP_AT_I_2_3 sends SHUTDOWN only when all its data is acknowledged', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(1000)
    tester.expectPacket('DATA')
    tester.sut.shutdown()
    expect(tester.sut.state).toBe('SHUTDOWN-PENDING')
    tester.expectNothingFor(999)
    tester.acknowledge(0)
    tester.expectPacket({ name: 'SHUTDOWN', cumulativeTsnAck: tester.tsn(-1) })
    tester.completeShutdown()
  })

  // T2-shutdown expires: SHUTDOWN leaves once more. RFC 9260 §9.2.
  it('SCTP_AT_I_2_4 sends SHUTDOWN again when no SHUTDOWN ACK comes', () => {
    const tester = new Tester().establishAsResponder()
    tester.bringToShutdownSent()
    tester.expectPacketAfter(1000, 'SHUTDOWN')
    tester.expectPacketAfter(2000, 'SHUTDOWN')
    tester.completeShutdown()
  })

  // SHUTDOWNs that nobody answers come to an end: Association.Max.Retrans of them, or T5-shutdown-guard with an ABORT, which is the
  // earlier with the values of §16. RFC 9260 §9.2.
  it('SCTP_AT_I_2_5 gives up on the SHUTDOWN after Association.Max.Retrans repetitions, or 5 RTO.Max', () => {
    const tester = new Tester({ parameters: { associationMaxRetrans: 4 } }).establishAsResponder()
    tester.bringToShutdownSent()
    for (const wait of [1000, 2000, 4000, 8000]) tester.expectPacketAfter(wait, 'SHUTDOWN')
    tester.expectNothingFor(16_000)
    expect(tester.sut.events.at(-1)).toMatchObject({ kind: 'communication-lost', reason: 'shutdown-timed-out' })
    tester.expectGone()

    const guarded = new Tester().establishAsResponder()
    guarded.bringToShutdownSent()
    const waits = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]
    for (const wait of waits) guarded.expectPacketAfter(wait, 'SHUTDOWN')
    guarded.expectPacketAfter(300_000 - waits.reduce((sum, wait) => sum + wait), { name: 'ABORT', flags: 0 })
    expect(guarded.sut.events.at(-1)).toMatchObject({ kind: 'communication-lost', reason: 'shutdown-timed-out' })
    guarded.expectGone()
  })

  // SHUTDOWN ACK is answered by SHUTDOWN COMPLETE, and nothing is left of the association. RFC 9260 §9.2.
  it('SCTP_AT_V_2_6 answers SHUTDOWN ACK by SHUTDOWN COMPLETE', () => {
    const tester = new Tester().establishAsResponder()
    tester.bringToShutdownSent()
    tester.completeShutdown()
    expect(tester.sut.heard).toEqual(['communication-up', 'shutdown-complete'])
    tester.expectNothingFor(100_000)
    tester.expectGone()
  })

  // No new data is taken in SHUTDOWN-SENT. RFC 9260 §9.2, as in the three purposes that follow.
  it('SCTP_AT_I_2_7_1 refuses messages of its user in SHUTDOWN-SENT', () => {
    const tester = new Tester().establishAsResponder()
    tester.bringToShutdownSent()
    expect(tester.sut.send(1000)).toBe('shutting-down')
    tester.expectPacketAfter(1000, 'SHUTDOWN')
    tester.completeShutdown()
  })

  // Nor in SHUTDOWN-RECEIVED, while the data taken before is still to be acknowledged.
  it('SCTP_AT_I_2_7_2 refuses messages of its user in SHUTDOWN-RECEIVED', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(1000)
    tester.expectPacket('DATA')
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    expect(tester.sut.state).toBe('SHUTDOWN-RECEIVED')
    expect(tester.sut.send(1000)).toBe('shutting-down')
    tester.expectNothing()
    tester.send(shutdownChunk(tester.sutTsn(0)))
    tester.expectPacket('SHUTDOWN ACK')
  })

  // Nor in SHUTDOWN-PENDING.
  it('SCTP_AT_I_2_7_3 refuses messages of its user in SHUTDOWN-PENDING', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(1000)
    tester.expectPacket('DATA')
    tester.sut.shutdown()
    expect(tester.sut.state).toBe('SHUTDOWN-PENDING')
    expect(tester.sut.send(1000)).toBe('shutting-down')
    tester.acknowledge(0)
    tester.expectPacket('SHUTDOWN')
    tester.completeShutdown()
  })

  // Nor in SHUTDOWN-ACK-SENT.
  it('SCTP_AT_I_2_7_4 refuses messages of its user in SHUTDOWN-ACK-SENT', () => {
    const tester = new Tester().establishAsResponder()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    expect(tester.sut.state).toBe('SHUTDOWN-ACK-SENT')
    expect(tester.sut.send(1000)).toBe('shutting-down')
    tester.expectPacketAfter(1000, 'SHUTDOWN ACK')
  })

  // DATA that comes in SHUTDOWN-SENT is delivered, each packet of it answered by a SHUTDOWN at once, and T2 starts anew. RFC 9260 §9.2.
  it('SCTP_AT_I_2_8 acknowledges DATA in SHUTDOWN-SENT by SHUTDOWN', () => {
    const tester = new Tester().establishAsResponder()
    tester.bringToShutdownSent()
    for (let i = 0; i < 3; i++) {
      tester.expectNothingFor(900)
      tester.send(dataChunk(tester.tsn(i), { ssn: i }))
      tester.expectPacket({ name: 'SHUTDOWN', cumulativeTsnAck: tester.tsn(i) })
    }
    expect(tester.sut.delivered).toHaveLength(3)
    tester.expectPacketAfter(1000, { name: 'SHUTDOWN', cumulativeTsnAck: tester.tsn(2) })
    tester.completeShutdown()
  })

  // A peer that has sent SHUTDOWN sends no DATA any more; what comes all the same is discarded. RFC 9260 §6.
  it('SCTP_AT_I_2_9 discards DATA in SHUTDOWN-RECEIVED', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(1000)
    tester.expectPacket('DATA')
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.send(dataChunk(tester.tsn(0)))
    tester.expectNothingFor(900)
    expect(tester.sut.delivered).toEqual([])
    tester.acknowledge(0)
    tester.expectPacket('SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    tester.expectGone()
  })

  // SHUTDOWN comes while data is outstanding: it is sent again where lost, and SHUTDOWN ACK waits for its acknowledgement. RFC 9260 §9.2.
  it('SCTP_AT_I_2_10 sends SHUTDOWN ACK only when all its data is acknowledged', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacketAfter(1000, { name: 'DATA', tsn: tester.sutTsn(0) })
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectNothingFor(1000)
    tester.acknowledge(0)
    tester.expectPacket('SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    tester.expectGone()
  })

  // T2-shutdown expires: SHUTDOWN ACK leaves once more. RFC 9260 §9.2.
  it('SCTP_AT_I_2_11 sends SHUTDOWN ACK again when no SHUTDOWN COMPLETE comes', () => {
    const tester = new Tester().establishAsResponder()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.expectPacketAfter(1000, 'SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    tester.expectGone()
  })

  // SHUTDOWN ACKs that nobody answers are repeated Association.Max.Retrans times. RFC 9260 §9.2.
  it('SCTP_AT_I_2_12 gives up on the SHUTDOWN ACK after Association.Max.Retrans repetitions', () => {
    const tester = new Tester().establishAsResponder()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    const waits = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]
    for (const wait of waits) tester.expectPacketAfter(wait, 'SHUTDOWN ACK')
    tester.expectNothingFor(60_000)
    expect(tester.sut.events.at(-1)).toMatchObject({ kind: 'communication-lost', reason: 'shutdown-timed-out' })
    tester.expectGone()
  })

  // SHUTDOWN COMPLETE ends it: nothing more is sent, and the association is forgotten. RFC 9260 §9.2.
  it('SCTP_AT_I_2_13 forgets the association on SHUTDOWN COMPLETE', () => {
    const tester = new Tester().establishAsResponder()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    expect(tester.sut.heard).toEqual(['communication-up', 'peer-shutdown', 'shutdown-complete'])
    tester.expectNothingFor(100_000)
    tester.expectGone()
  })

  // A SHUTDOWN acknowledges like a SACK: when it covers all that is outstanding, SHUTDOWN ACK follows at once. RFC 9260 §9.2.
  it('SCTP_AT_V_2_14 answers a SHUTDOWN that acknowledges everything by SHUTDOWN ACK', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(1000)
    tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(0) })
    tester.send(shutdownChunk(tester.sutTsn(0)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    tester.expectGone()
  })
})
