import { INIT, INIT_ACK, SHUTDOWN_ACK, SHUTDOWN_COMPLETE } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { abortChunk, bareChunk, chunkOf, cookieEcho, shutdownChunk } from './chunk-octets.js'
import { Tester } from './tester.js'

describe('invalid messages', () => {
  // An INIT too short for its own fields is no INIT. RFC 9260 §3.3.2.
  it('SCTP_IMH_I_3_1 discards an INIT that is too short', () => {
    const tester = new Tester()
    tester.sendPacket([chunkOf(INIT, 0, [1, 2, 3, 4])], { tag: 0 })
    tester.expectNothingFor(1000)
    tester.sendInit()
    tester.expectInitAck()
  })

  // The same for an INIT ACK: the setup goes on as if none had come. RFC 9260 §3.3.3.
  it('SCTP_IMH_I_3_2 discards an INIT ACK that is too short', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    tester.send(chunkOf(INIT_ACK, 0, [1, 2, 3, 4]))
    tester.expectInit(1000)
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
  })

  // A COOKIE ECHO under another tag than the cookie's is discarded; under its own the same cookie is good. RFC 9260 §5.1.5 step 3.
  it('SCTP_IMH_I_3_3 discards a COOKIE ECHO under a wrong Verification Tag', () => {
    const tester = new Tester()
    tester.sendInit()
    tester.expectInitAck()
    tester.sendPacket([cookieEcho(tester.cookie)], { tag: (tester.sutTag + 1) >>> 0 })
    tester.expectNothingFor(1000)
    expect(tester.sut.events).toEqual([])
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket('COOKIE ACK')
    tester.bringToShutdownSent()
    tester.completeShutdown()
  })

  // A packet with a wrong checksum has not come. RFC 9260 §6.8.
  it('SCTP_IMH_I_3_4 discards a packet with a wrong checksum', () => {
    const tester = new Tester()
    tester.sendInit({}, { badChecksum: true })
    tester.expectNothingFor(1000)
    expect(tester.sut.endpoint.statistics.checksumErrors).toBe(1)
    tester.sendInit()
    tester.expectInitAck()
  })

  // A cookie that this endpoint never made is discarded without a word. RFC 9260 §5.1.5 step 2.
  it('SCTP_IMH_I_3_5 discards a COOKIE ECHO with a wrong cookie', () => {
    const tester = new Tester()
    tester.sendInit()
    tester.expectInitAck()
    tester.send(cookieEcho(Uint8Array.from({ length: 16 }, (_, i) => i)))
    const changed = tester.cookie.slice()
    changed[changed.length - 1]! ^= 1
    tester.send(cookieEcho(changed))
    tester.expectNothingFor(1000)
    expect(tester.sut.events).toEqual([])
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket('COOKIE ACK')
  })

  // A cookie past its life is refused by an ERROR that says by how much, in microseconds. RFC 9260 §5.1.5 step 4, §3.3.10.3.
  it('SCTP_IMH_I_3_6 answers a COOKIE ECHO that is too old by ERROR', () => {
    const tester = new Tester()
    tester.sendInit()
    tester.expectInitAck()
    tester.expectNothingFor(65_000)
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket({ name: 'ERROR', causes: [{ kind: 'stale-cookie', stalenessUs: 5_000_000 }] })
    tester.expectGone()
  })

  // An ABORT under a wrong tag ends nothing. RFC 9260 §8.5.1 B.
  it('SCTP_IMH_I_3_7 discards an ABORT under a wrong Verification Tag', () => {
    const tester = new Tester().establishAsInitiator()
    tester.sendPacket([abortChunk()], { tag: (tester.sutTag + 1) >>> 0 })
    tester.expectNothingFor(1000)
    expect(tester.sut.state).toBe('ESTABLISHED')
    tester.expectAlive()
  })

  // An INIT whose Chunk Length reaches past the end of its packet is no whole chunk. RFC 9260 §6.10.
  it('SCTP_IMH_I_3_8 discards an INIT that is longer than its packet', () => {
    const tester = new Tester()
    tester.sendPacket([chunkOf(INIT, 0, [], 96)], { tag: 0 })
    tester.sendPacket([chunkOf(INIT, 0, new Uint8Array(12), 20)], { tag: 0 })
    tester.expectNothingFor(1000)
    tester.sendInit()
    tester.expectInitAck()
  })

  // A SHUTDOWN ACK under a wrong tag does not end the shutdown: T2 runs on. RFC 9260 §8.5.
  it('SCTP_IMH_I_3_9 discards a SHUTDOWN ACK under a wrong Verification Tag', () => {
    const tester = new Tester().establishAsInitiator()
    tester.bringToShutdownSent()
    tester.sendPacket([bareChunk(SHUTDOWN_ACK)], { tag: (tester.sutTag + 1) >>> 0 })
    tester.expectPacketAfter(1000, 'SHUTDOWN')
    tester.completeShutdown()
  })

  // Nor does a SHUTDOWN COMPLETE under a wrong tag, T bit or no T bit. RFC 9260 §8.5.1 C.
  it('SCTP_IMH_I_3_10 discards a SHUTDOWN COMPLETE under a wrong Verification Tag', () => {
    const tester = new Tester().establishAsInitiator()
    tester.send(shutdownChunk(tester.sutTsn(-1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.sendPacket([bareChunk(SHUTDOWN_COMPLETE)], { tag: (tester.sutTag + 1) >>> 0 })
    tester.sendPacket([bareChunk(SHUTDOWN_COMPLETE, 1)], { tag: tester.sutTag })
    tester.sendPacket([bareChunk(SHUTDOWN_COMPLETE)], { tag: tester.tag })
    tester.expectPacketAfter(1000, 'SHUTDOWN ACK')
    tester.send(bareChunk(SHUTDOWN_COMPLETE))
    tester.expectGone()
  })
})
