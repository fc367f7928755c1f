import { COOKIE_ACK, DATA, fillChecksum, SHUTDOWN_ACK, SHUTDOWN_COMPLETE, writeCommonHeader } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { abortChunk, bareChunk, chunkOf, dataChunk, heartbeat, shutdownChunk } from './chunk-octets.js'
import { forbiddenIn, readPacket } from './packet-contents.js'
import { Tester } from './tester.js'

/** What fails a test has to be shown to fail. */
describe('the tester', () => {
  it('finds a packet that is missing, and shows the log', () => {
    const tester = new Tester().establishAsResponder()
    expect(() => tester.expectPacketAfter(1000, 'SACK')).toThrow(/no packet by 1000 ms: expected \[SACK\][\s\S]*COOKIE ECHO/)
  })

  it('finds a packet that was not expected', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(10)
    expect(() => tester.expectNothingFor(10)).toThrow('expected no packet')
    tester.collectFor(0)
  })

  it('finds a chunk of another type, another field, one too many and one too few', () => {
    const tester = new Tester().establishAsResponder()
    const wrong = [['SACK'], [{ name: 'DATA', tsn: tester.sutTsn(9) }], ['DATA', 'DATA'], []]
    for (const chunks of wrong) {
      tester.sut.send(10)
      expect(() => tester.expectPacket(...chunks)).toThrow()
    }
    tester.collectFor(0)
  })

  it('finds a packet that is too early and one that is too late', () => {
    const tester = new Tester().establishAsResponder()
    tester.sut.send(10)
    expect(() => tester.expectPacketAfter(1, 'DATA')).toThrow('at 1 ms')
    expect(() => tester.expectPacketAfter(999, 'DATA')).toThrow('no packet by 999 ms')
    tester.expectPacketAfter(1000, 'DATA')
    tester.acknowledge(0)
  })

  it('finds a wrong Verification Tag and wrong ports', () => {
    const tester = new Tester().establishAsResponder()
    const { tag, port } = tester
    tester.tag++
    tester.sut.send(10)
    expect(() => tester.expectPacket('DATA')).toThrow('wrong Verification Tag')
    tester.tag = tag
    tester.port++
    tester.sut.send(10)
    expect(() => tester.expectPacket('DATA')).toThrow('wrong ports')
    tester.port = port
    tester.acknowledge(1)
  })

  it('tells an association that is there from one that is not', () => {
    const tester = new Tester().establishAsResponder()
    expect(() => tester.expectGone()).toThrow('expected no association')
    tester.sut.abort('enough')
    tester.expectPacket('ABORT')
    expect(() => tester.expectAlive()).toThrow()
  })
})

describe('forbiddenIn', () => {
  const DATA_CHUNK = dataChunk(7)
  it.each([
    ['DATA is bundled with ABORT', [abortChunk(), DATA_CHUNK]],
    ['DATA is bundled with SHUTDOWN', [shutdownChunk(1), DATA_CHUNK]],
    ['DATA is bundled with SHUTDOWN ACK', [bareChunk(SHUTDOWN_ACK), DATA_CHUNK]],
    ['SHUTDOWN COMPLETE is bundled', [bareChunk(SHUTDOWN_COMPLETE), heartbeat(Uint8Array.of(1))]],
    ['COOKIE ACK is not the first chunk', [heartbeat(Uint8Array.of(1)), bareChunk(COOKIE_ACK)]],
    ['a control chunk stands behind DATA', [DATA_CHUNK, heartbeat(Uint8Array.of(1))]],
    ['the TSNs do not increase', [DATA_CHUNK, dataChunk(6)]],
    ['a packet without a chunk', []],
  ])('finds that %s', (what, chunks) => {
    expect(forbiddenIn(packetOf(chunks))).toEqual([what])
  })

  it('finds nothing in a packet that is in order, TSNs wrapping around in it', () => {
    const chunks = [bareChunk(COOKIE_ACK), heartbeat(Uint8Array.of(1)), dataChunk(0xffff_ffff), dataChunk(0)]
    expect(forbiddenIn(packetOf(chunks))).toEqual([])
  })

  it('is never asked about a packet that cannot be read', () => {
    expect(() => packetOf([chunkOf(DATA, 3, new Uint8Array(4))])).toThrow('not well-formed')
  })
})

function packetOf(chunks: readonly Uint8Array[]) {
  const octets = new Uint8Array(12 + chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = writeCommonHeader(octets, 0, 1, 2, 3)
  for (const chunk of chunks) {
    octets.set(chunk, at)
    at += chunk.length
  }
  fillChecksum(octets, 0, octets.length)
  return readPacket(octets, '10.0.0.1', '10.0.0.2', 0)
}
