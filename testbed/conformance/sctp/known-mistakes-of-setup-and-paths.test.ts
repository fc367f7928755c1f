import { COOKIE_ACK, DATA_BEGINNING, DATA_ENDING, SHUTDOWN_ACK, verifyChecksum, writeCommonHeader } from '@sigbed/sctp-codec'
import type { Path } from '@sigbed/sctp-core'
import { describe, expect, it } from 'vitest'
import { bareChunk, chunkOf, cookieEcho, dataChunk, errorChunk, heartbeat, heartbeatAck, shutdownChunk } from './chunk-octets.js'
import { SUT_ADDRESSES, TESTER_ADDRESSES, TESTER_WINDOW, Tester } from './tester.js'

/** What stacks for SCTP have been found to do wrong when they set up, watch paths and shut down; one test for each kind. */
describe('known mistakes of setup, paths and shutdown', () => {
  // The side that answers INIT knows the window from the cookie alone, and keeps to it until the first SACK. RFC 9260 §5.1, §6.1 A.
  it('trap 11: the window that the peer announced in INIT', () => {
    const fields = { advertisedReceiverWindow: 2500 }
    for (const tester of [new Tester().establishAsInitiator(fields), new Tester().establishAsResponder(fields)]) {
      tester.sut.send(1000, 1000, 1000, 1000)
      for (const n of [0, 1]) tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(n), payloadLength: 1000 })
      tester.expectNothingFor(900)
      tester.acknowledge(1, 1500)
      tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(2) })
      tester.expectNothingFor(900)
    }
    // It was the window that held the rest back: with a wide one all four leave at once.
    const wide = new Tester().establishAsInitiator()
    wide.sut.send(1000, 1000, 1000, 1000)
    for (const n of [0, 1, 2, 3]) wide.expectPacket({ name: 'DATA', tsn: wide.sutTsn(n) })
  })

  // RFC 9260 §5.2.2, §5.2.4 A and D: an INIT alone changes nothing; a restart leaves nothing of what was before.
  it('trap 12: what a duplicate INIT, a restart and a collision change', () => {
    const tester = new Tester({ parameters: { associationMaxRetrans: 3 } }).establishAsInitiator()
    tester.sut.send(100)
    for (const wait of [0, 1000, 2000, 4000]) tester.expectPacketAfter(wait, { name: 'DATA', tsn: tester.sutTsn(0) })
    tester.sendInit()
    tester.expectPacket('INIT ACK')
    tester.expectAlive()
    tester.send(dataChunk(tester.tsn(0)))
    tester.expectPacket('SACK')
    // One DATA chunk is left without its SACK, and three errors are counted: one more would end the association.
    tester.send(dataChunk(tester.tsn(1), { ssn: 1 }))
    tester.tag++
    tester.sendInit({ initialTsn: 0xffff_fff0 })
    tester.expectInitAck()
    tester.send(cookieEcho(tester.cookie), dataChunk(0xffff_fff0, { payload: Uint8Array.of(7) }))
    tester.expectPacket('COOKIE ACK', { name: 'SACK', cumulativeTsnAck: 0xffff_fff0, gaps: [], duplicates: [] })
    expect(tester.sut.heard).toEqual(['communication-up', 'restart'])
    expect(tester.sut.delivered.at(-1)!.payload).toEqual(Uint8Array.of(7))
    tester.expectNothingFor(60_000)
    // The delay runs in full for the next DATA, the stream begins with 0 again, and as many errors as at first are borne.
    tester.send(dataChunk(0xffff_fff1, { ssn: 1 }))
    tester.expectPacketAfter(200, { name: 'SACK', cumulativeTsnAck: 0xffff_fff1 })
    tester.sut.send(100)
    const again = { name: 'DATA', tsn: tester.sutTsn(0), streamSequenceNumber: 0 }
    for (const wait of [0, 1000, 2000, 4000]) tester.expectPacketAfter(wait, again)
    tester.expectNothingFor(7999)
    tester.expectAlive()

    // Both sides begin at once: what is bundled behind the COOKIE ECHO of the other counts.
    const both = new Tester()
    both.associate()
    both.expectInit()
    both.sendInit()
    both.expectInitAck({ initiateTag: both.sutTag })
    both.sendInitAck()
    both.expectPacket('COOKIE ECHO')
    both.send(cookieEcho(both.cookie), dataChunk(both.tsn(0)))
    both.expectPacket('COOKIE ACK', { name: 'SACK', cumulativeTsnAck: both.tsn(0) })
    expect([both.sut.heard, both.sut.delivered.length]).toEqual([['communication-up'], 1])
    both.expectNothingFor(10_000)
  })

  // RFC 9260 §8.5, §8.5.1: a tag that does not fit is looked at before all else. The tag of what comes out is held against the rules by
  // every expectation of the tester: 0 for INIT, its own for what has no T bit.
  it('trap 13: Verification Tags and the T bit', () => {
    const tester = new Tester()
    tester.associate()
    tester.expectInit()
    // A collision makes the peer's tag known, and the INIT that T1-init repeats does not carry it.
    tester.sendInit()
    tester.expectInitAck({ initiateTag: tester.sutTag })
    tester.expectInit(1000)
    // An INIT ACK under another tag is none, whatever is wrong with it.
    tester.sendInitAck({ outboundStreams: 0 }, { tag: (tester.sutTag ^ 1) >>> 0 })
    // Nor does the INIT that follows a stale cookie.
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    tester.send(errorChunk({ kind: 'stale-cookie', code: 3, stalenessUs: 1 }))
    tester.expectInit()
    // An INIT ACK with no streams: the ABORT carries its Initiate Tag, so the T bit is 0.
    tester.tag = 0x0bad_cafe
    tester.sendInitAck({ outboundStreams: 0 })
    tester.expectPacket({ name: 'ABORT', flags: 0, causes: [{ kind: 'invalid-mandatory-parameter' }] })
    tester.expectGone()

    const up = new Tester().establishAsInitiator()
    const wrong = { tag: (up.sutTag ^ 0x100) >>> 0 }
    up.send(dataChunk(up.tsn(0), { flags: DATA_BEGINNING }))
    up.expectPacket('SACK')
    // Under the right tag each of these would end the association.
    for (const fields of [{ payload: 0 }, { flags: DATA_BEGINNING }]) up.sendPacket([dataChunk(up.tsn(1), fields)], wrong)
    up.expectNothingFor(1000)
    up.expectAlive()
    up.bringToShutdownSent()
    up.sendPacket([bareChunk(SHUTDOWN_ACK)], wrong)
    up.expectNothing()
    up.completeShutdown()
  })

  // RFC 9260 §5.1.3, §5.1.5, §5.2.4, §5.2.6, §6.3.1 C5.
  it('trap 14: the State Cookie', () => {
    const tester = new Tester({ testerAddresses: TESTER_ADDRESSES.slice(0, 2), parameters: { validCookieLifeMs: 1000 } })
    tester.sendInit()
    tester.expectInitAck()
    const { cookie } = tester
    for (let at = 0; at < cookie.length; at++) {
      for (const bit of [0x01, 0x80]) {
        const changed = cookie.slice()
        changed[at]! ^= bit
        tester.send(cookieEcho(changed))
      }
      // Of `at` octets, the first `at` of them or the last.
      tester.send(cookieEcho(cookie.slice(0, at)))
      tester.send(cookieEcho(cookie.slice(cookie.length - at)))
    }
    tester.send(cookieEcho(Uint8Array.of(...cookie, 0)))
    tester.sendPacket([cookieEcho(cookie)], { sourcePort: tester.port + 1 })
    tester.expectNothing()
    expect([tester.sut.endpoint.table.size, tester.sut.heard]).toEqual([0, []])
    // A quarter of a millisecond too late is 250 microseconds.
    tester.expectNothingFor(1000.25)
    tester.send(cookieEcho(cookie))
    tester.expectPacket({ name: 'ERROR', causes: [{ kind: 'stale-cookie', stalenessUs: 250 }] })
    expect(tester.sut.endpoint.table.size).toBe(0)

    // At the end of its life it is good still. Its COOKIE ACK may have been lost: a copy is answered alike, and changes nothing.
    const late = new Tester({ parameters: { validCookieLifeMs: 1000 } })
    late.sendInit()
    late.expectInitAck()
    late.expectNothingFor(1000)
    for (const wait of [0, 100, 5000]) {
      late.expectNothingFor(wait)
      late.send(cookieEcho(late.cookie))
      late.expectPacket('COOKIE ACK')
    }
    expect(late.sut.heard).toEqual(['communication-up'])

    // Which of two COOKIE ECHOs the COOKIE ACK answers nobody knows: the RTO stays RTO.Initial. Measured it would be 3 × 900 ms.
    const timed = new Tester()
    timed.associate()
    timed.expectInit()
    timed.sendInitAck()
    timed.expectPacket('COOKIE ECHO')
    timed.expectPacketAfter(1000, 'COOKIE ECHO')
    timed.expectNothingFor(900)
    timed.send(bareChunk(COOKIE_ACK))
    timed.sut.send(10)
    timed.expectPacket('DATA')
    timed.expectPacketAfter(1000, 'DATA')
  })

  // RFC 9260 §5.4, §8.3.
  it('trap 15: heartbeats and addresses that are not confirmed', () => {
    const tester = twoPaths()
    const [first, second] = TESTER_ADDRESSES as [string, string]
    tester.sendInit()
    tester.expectInitAck()
    tester.send(cookieEcho(tester.cookie))
    tester.expectPacket('COOKIE ACK')
    const infos: Uint8Array[] = []
    for (const wait of [0, 1000, 2000]) {
      const probe = tester.expectPacketAfter(wait, 'HEARTBEAT')
      expect(probe.to).toBe(second)
      infos.push(probe.chunks[0]!['info'] as Uint8Array)
    }
    expect(new Set(infos.map((info) => info.slice(0, 8).join())).size).toBe(3)
    const unconfirmed = pathTo(tester, second)
    // Whatever octet of it is another, the answer proves nothing; nor does one without its end.
    const info = infos.at(-1)!
    for (let at = 0; at < info.length; at++) {
      const changed = info.slice()
      changed[at]! ^= 0x01
      tester.sendPacket([heartbeatAck(changed)], { from: second, to: SUT_ADDRESSES[1]! })
    }
    tester.send(heartbeatAck(info.slice(0, 8)))
    tester.expectNothing()
    expect([unconfirmed.state, unconfirmed.errorCount]).toEqual(['unconfirmed', 2])
    // Lost data goes to the confirmed address once more, as it has no alternate yet.
    tester.sut.send(100)
    for (const wait of [0, 1000, 2000]) expect(tester.expectPacketAfter(wait, { name: 'DATA', tsn: tester.sutTsn(0) }).to).toBe(first)
    tester.sendPacket([heartbeatAck(info)], { from: second, to: SUT_ADDRESSES[1]! })
    expect([unconfirmed.state, unconfirmed.errorCount]).toEqual(['active', 0])
    expect(tester.expectPacketAfter(4000, { name: 'DATA', tsn: tester.sutTsn(0) }).to).toBe(second)
    tester.acknowledge(0)
    // Answers go back the way the question came.
    for (const from of TESTER_ADDRESSES.slice(0, 2))
      for (const to of SUT_ADDRESSES) {
        tester.sendPacket([heartbeat(Uint8Array.of(4, 2))], { from, to })
        const answer = tester.expectPacket({ name: 'HEARTBEAT ACK', flags: 0, info: Uint8Array.of(4, 2) })
        expect([answer.from, answer.to]).toEqual([to, from])
      }
  })

  // RFC 9260 §6.4.1, §8.1, §8.2.
  it('trap 16: where lost data goes, and what the losses count', () => {
    const [first, second] = TESTER_ADDRESSES as [string, string]
    const tester = twoPaths().establishAsInitiator()
    const losses = () => [pathTo(tester, first).errorCount, pathTo(tester, second).errorCount, tester.sut.association!.errorCount]
    const expectData = (waitMs: number, n: number, to: string) =>
      expect(tester.expectPacketAfter(waitMs, { name: 'DATA', tsn: tester.sutTsn(n) }).to).toBe(to)
    // Two packets lost together are one silence.
    tester.sut.send(1400, 1400)
    expectData(0, 0, first)
    expectData(0, 1, first)
    expectData(1000, 0, second)
    expectData(0, 1, second)
    expect(losses()).toEqual([1, 0, 1])
    // The acknowledgement says that the other path works. Of the first path it says nothing.
    tester.acknowledge(1, TESTER_WINDOW, { from: second, to: SUT_ADDRESSES[1]! })
    expect(losses()).toEqual([1, 0, 0])
    // New data goes to the primary path again, and what is acknowledged there clears its count.
    tester.sut.send(100)
    expectData(0, 2, first)
    tester.acknowledge(2, TESTER_WINDOW, { from: second, to: SUT_ADDRESSES[1]! })
    expect(losses()).toEqual([0, 0, 0])

    // A heartbeat and data that are lost together are one silence too.
    const idle = new Tester({ parameters: { heartbeatIntervalMs: 10_000 } }).establishAsInitiator()
    idle.expectPacketAfter(idle.sut.nextTimer - idle.sut.nowMs, 'HEARTBEAT')
    idle.expectNothingFor(100)
    idle.sut.send(100)
    idle.expectPacket('DATA')
    idle.expectNothingFor(999)
    expect(pathTo(idle, first).errorCount).toBe(0)
    idle.expectPacketAfter(1, 'DATA')
    expect([pathTo(idle, first).errorCount, idle.sut.association!.errorCount]).toEqual([1, 1])
  })

  // RFC 9260 §6.8: without RFC 9653 agreed upon, a checksum of zero is a wrong one, and none is sent.
  it('trap 17: a checksum of zero', () => {
    const tester = new Tester({ sutAddresses: SUT_ADDRESSES })
    const zeroChecksumAcceptable = { kind: 'unknown', type: 0x8001, octets: Uint8Array.of(0x80, 0x01, 0, 8, 0, 0, 0, 1) } as const
    tester.sendInit({ parameters: [zeroChecksumAcceptable] })
    // Not announced in return, so that the peer does not believe it was.
    expect((tester.expectInitAck()['parameters'] as readonly { type: number }[]).map(({ type }) => type)).not.toContain(0x8001)
    const refuse = (chunk: Uint8Array) => {
      const octets = new Uint8Array(12 + chunk.length)
      octets.set(chunk, writeCommonHeader(octets, 0, tester.port, tester.sutPort, tester.sutTag))
      tester.sendOctets(octets)
      tester.expectNothing()
    }
    refuse(cookieEcho(tester.cookie))
    tester.send(cookieEcho(tester.cookie))
    const packets = tester.collectFor(0)
    for (const chunk of [dataChunk(tester.tsn(0)), heartbeat(Uint8Array.of(1)), shutdownChunk(tester.sutTsn(-1))]) refuse(chunk)
    expect([tester.sut.state, tester.sut.delivered, tester.sut.endpoint.statistics.checksumErrors]).toEqual(['ESTABLISHED', [], 4])
    tester.send(dataChunk(tester.tsn(0)), heartbeat(Uint8Array.of(1)))
    tester.sut.send(1, 1452)
    tester.sut.abort('enough')
    packets.push(...tester.collectFor(0))
    const names = packets.flatMap(({ chunks }) => chunks.map(({ name }) => name))
    expect(new Set(names)).toEqual(new Set(['COOKIE ACK', 'SACK', 'HEARTBEAT ACK', 'DATA', 'ABORT']))
    for (const { octets } of packets) {
      expect(octets.slice(8, 12)).not.toEqual(new Uint8Array(4))
      expect(verifyChecksum(octets, 0, octets.length)).toBe(true)
    }
  })

  // RFC 9260 §6.6, §6.9, §3.3.10.13.
  it('trap 18: delivery and fragments', () => {
    const tester = new Tester().establishAsInitiator()
    const texts = () => tester.sut.delivered.splice(0).map(({ streamId, payload }) => `${streamId}:${String.fromCharCode(...payload)}`)
    const text = (n: number, stream: number, ssn: number, letters: string, flags = DATA_BEGINNING | DATA_ENDING) =>
      dataChunk(tester.tsn(n), { stream, ssn, flags, payload: Uint8Array.from(letters, (letter) => letter.charCodeAt(0)) })
    // TSN 0 is missing. Stream 1 does not wait for it, stream 2 waits for a message of its own.
    tester.send(text(1, 0, 1, 'b'), text(2, 0, 2, 'c', DATA_BEGINNING), text(3, 0, 2, 'd', DATA_ENDING))
    tester.send(text(4, 1, 0, 'x'), text(5, 2, 1, 'r'), text(6, 2, 2, 's'), text(8, 0, 3, 'e'))
    expect(texts()).toEqual(['1:x'])
    tester.send(text(0, 0, 0, 'a'))
    expect(texts()).toEqual(['0:a', '0:b', '0:cd', '0:e'])
    tester.send(text(7, 2, 0, 'q'))
    expect(texts()).toEqual(['2:q', '2:r', '2:s'])
    expect(tester.collectFor(200).at(-1)!.chunks).toMatchObject([{ name: 'SACK', cumulativeTsnAck: tester.tsn(8), gaps: [] }])

    // What is sent: the pieces of a message follow each other, and nothing stands between them.
    tester.sut.sendOn(0, 3500)
    tester.sut.sendOn(1, 100)
    const sent = tester.collectFor(0).flatMap(({ chunks }) => chunks)
    const [begins, ends] = [DATA_BEGINNING, DATA_ENDING]
    expect(sent.map(({ tsn }) => tsn)).toEqual([0, 1, 2, 3].map((n) => tester.sutTsn(n)))
    expect(sent.map(({ streamId, flags }) => `${streamId}:${flags}`)).toEqual([`0:${begins}`, '0:0', `0:${ends}`, `1:${begins | ends}`])

    // Behind the beginning of a message: another beginning, a whole message, a piece on another stream or of another number.
    for (const fields of [{ flags: begins }, { ssn: 1 }, { stream: 1, flags: 0 }, { ssn: 1, flags: ends }]) {
      const mixed = new Tester().establishAsInitiator()
      mixed.send(dataChunk(mixed.tsn(0), { flags: DATA_BEGINNING }))
      mixed.expectPacket('SACK')
      mixed.send(dataChunk(mixed.tsn(1), fields))
      mixed.expectPacket({ name: 'ABORT', flags: 0, causes: [{ kind: 'protocol-violation' }] })
      expect(mixed.sut.delivered).toEqual([])
      mixed.expectGone()
    }
  })

  // RFC 9260 §9.1, §9.2, §5.1.
  it('trap 19: shutting down, and what is sent before the association is up', () => {
    const tester = new Tester()
    tester.associate()
    expect(tester.sut.send(100, 1400)).toBe('queued')
    tester.expectInit()
    tester.sendInitAck()
    tester.expectPacket('COOKIE ECHO')
    tester.send(bareChunk(COOKIE_ACK))
    for (const n of [0, 1]) tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(n) })
    // A SHUTDOWN acknowledges the first of the two: the other alone is sent again, though the first was as old.
    tester.send(shutdownChunk(tester.sutTsn(0)))
    expect(tester.sut.state).toBe('SHUTDOWN-RECEIVED')
    tester.expectPacketAfter(1000, { name: 'DATA', tsn: tester.sutTsn(1) })
    tester.send(shutdownChunk(tester.sutTsn(1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.expectPacketAfter(2000, 'SHUTDOWN ACK')
    tester.expectNothingFor(10)
    // A SHUTDOWN and an INIT are answered alike, and T2 runs on.
    tester.send(shutdownChunk(tester.sutTsn(1)))
    tester.expectPacket('SHUTDOWN ACK')
    tester.sendInit({ initiateTag: tester.tag ^ 1 })
    tester.expectPacket('SHUTDOWN ACK')
    tester.expectPacketAfter(3990, 'SHUTDOWN ACK')
    tester.completeShutdown()

    // DATA in SHUTDOWN-SENT is acknowledged, what lies behind a gap by a SACK besides.
    const other = new Tester().establishAsInitiator()
    other.bringToShutdownSent()
    other.send(dataChunk(other.tsn(0)))
    other.expectPacket({ name: 'SHUTDOWN', cumulativeTsnAck: other.tsn(0) })
    other.send(dataChunk(other.tsn(2), { ssn: 2 }))
    const cumulativeTsnAck = other.tsn(0)
    other.expectPacket({ name: 'SHUTDOWN', cumulativeTsnAck }, { name: 'SACK', cumulativeTsnAck, gaps: [[2, 2]] })
    other.completeShutdown()

    // The ABORT of the user leaves before the association is forgotten, also where no DATA may leave.
    const aborted = new Tester().establishAsInitiator({ advertisedReceiverWindow: 1500 })
    aborted.sut.send(1400, 1400)
    aborted.expectPacket('DATA')
    aborted.sut.abort('enough')
    aborted.expectPacket({ name: 'ABORT', flags: 0, causes: [{ kind: 'user-initiated-abort' }] })
    aborted.expectGone()
  })

  // RFC 9260 §6.2, §6.3.1 C6, §3.2.
  it('trap 20: timers, their units, and RE-CONFIG', () => {
    const watched = new Tester({ parameters: { heartbeatIntervalMs: 10_000 } }).establishAsInitiator()
    watched.send(dataChunk(watched.tsn(0)))
    watched.expectPacket('SACK')
    // Another timer that expires meanwhile does not bring the SACK forward, and none makes a second one.
    watched.expectNothingFor(watched.sut.nextTimer - watched.sut.nowMs - 100)
    watched.send(dataChunk(watched.tsn(1), { ssn: 1 }))
    watched.expectPacketAfter(100, 'HEARTBEAT')
    watched.expectPacketAfter(100, { name: 'SACK', cumulativeTsnAck: watched.tsn(1) })
    watched.expectNothingFor(5000)

    const tester = new Tester().establishAsInitiator()
    // However even the round trips of 5 ms, a peer that delays its SACK by 200 ms or nearly a second is not taken for lost.
    for (let n = 0; n < 60; n++) {
      tester.sut.send(100)
      tester.expectPacket({ name: 'DATA', tsn: tester.sutTsn(n) })
      tester.expectNothingFor(n < 58 ? 5 : n === 58 ? 200 : 0)
      if (n < 59) tester.acknowledge(n)
    }
    tester.expectNothingFor(999)
    tester.expectPacketAfter(1, { name: 'DATA', tsn: tester.sutTsn(59) })
    tester.acknowledge(59)

    // RE-CONFIG, type 130, is not known here. Its high bits 10 say: pass it over, and tell nobody.
    const reConfig = chunkOf(130, 0, [0, 13, 0, 16, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2])
    tester.send(reConfig, heartbeat(Uint8Array.of(1)), reConfig, dataChunk(tester.tsn(0), { payload: 3 }))
    tester.expectPacket('HEARTBEAT ACK', { name: 'SACK', cumulativeTsnAck: tester.tsn(0) })
    expect(tester.sut.delivered[0]!.payload).toHaveLength(3)
  })
})

/** Two addresses on either side. */
function twoPaths(): Tester {
  return new Tester({ testerAddresses: TESTER_ADDRESSES.slice(0, 2), sutAddresses: SUT_ADDRESSES })
}

/** What the system under test keeps of that address of the tester. */
function pathTo(tester: Tester, address: string): Path {
  const { endpoint, association } = tester.sut
  return association!.paths.paths.find(({ remoteAddress }) => endpoint.addresses.at(remoteAddress).text === address)!
}
