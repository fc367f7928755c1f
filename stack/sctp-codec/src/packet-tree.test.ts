import { type OctetTree, octetTree, TreeBound } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeAbortChunk } from './chunk/abort-chunk.js'
import { writeAsconfAckChunk } from './chunk/asconf-ack-chunk.js'
import { writeAsconfChunk } from './chunk/asconf-chunk.js'
import { writeAuthChunk } from './chunk/auth-chunk.js'
import { writeBareChunk } from './chunk/bare-chunk.js'
import { writeDataChunk } from './chunk/data-chunk.js'
import { ForwardTsnChunk, skipStream, writeForwardTsnChunk } from './chunk/forward-tsn-chunk.js'
import { writeIDataChunk } from './chunk/i-data-chunk.js'
import { IForwardTsnChunk, skipMessages, writeIForwardTsnChunk } from './chunk/i-forward-tsn-chunk.js'
import { writeInitChunk } from './chunk/init-chunk.js'
import { SackChunk, writeSackChunk } from './chunk/sack-chunk.js'
import { writeShutdownChunk } from './chunk/shutdown-chunk.js'
import { COOKIE_ACK, INIT } from './chunk-type.js'
import { fillChecksum, writeCommonHeader } from './common-header.js'
import { addressConfigurationCause } from './error-cause/address-configuration-cause.js'
import { userInitiatedAbortCause } from './error-cause/user-initiated-abort-cause.js'
import { packetTree } from './packet-tree.js'
import { chunkListParameter } from './parameter/chunk-list-parameter.js'
import { ipv4AddressParameter } from './parameter/ipv4-address-parameter.js'
import { randomParameter } from './parameter/random-parameter.js'
import { requestedHmacAlgorithmParameter } from './parameter/requested-hmac-algorithm-parameter.js'
import { supportedAddressTypesParameter } from './parameter/supported-address-types-parameter.js'

function packet(...chunks: readonly ((octets: Uint8Array, at: number) => number)[]): Uint8Array {
  const octets = new Uint8Array(1000)
  let to = writeCommonHeader(octets, 0, 2905, 2906, 0xabcd)
  for (const chunk of chunks) to = chunk(octets, to)
  fillChecksum(octets, 0, to)
  return octets.slice(0, to)
}

function lines(tree: OctetTree, depth = 0): string[] {
  const { name, facts, value, meaning, faults } = tree
  const words = [name, Object.entries(facts).flat().join(' '), value ?? '', meaning ?? '', faults.join('; ')].filter((word) => word !== '')
  return [`${'  '.repeat(depth)}${words.join(' | ')}`, ...tree.inside.flatMap((inner) => lines(inner, depth + 1))]
}

const tree = (octets: Uint8Array) => lines(packetTree(octets, 0, octets.length))

const INIT_PACKET = packet((octets, at) =>
  writeInitChunk(octets, at, INIT, {
    initiateTag: 1,
    advertisedReceiverWindow: 65536,
    outboundStreams: 3,
    inboundStreams: 4,
    initialTsn: 99,
    parameters: [ipv4AddressParameter(Uint8Array.of(10, 0, 0, 1)), supportedAddressTypesParameter([5, 6])],
  }),
)
const SACK = Object.assign(new SackChunk(), {
  cumulativeTsnAck: 7,
  advertisedReceiverWindow: 1000,
  gapAckBlocks: Uint16Array.of(2, 3),
  gapAckBlockCount: 1,
  duplicateTsns: Uint32Array.of(6),
  duplicateTsnCount: 1,
})
const DATA_PACKET = packet(
  (octets, at) => writeSackChunk(octets, at, SACK),
  (octets, at) => writeDataChunk(octets, at, 3, 100, 2, 5, 46, Uint8Array.of(1, 2, 3), 0, 3),
)

describe('packet tree', () => {
  it('shows an INIT with its parameters', () => {
    expect(tree(INIT_PACKET)).toEqual([
      'SCTP packet | from 2905 to 2906 tag 0x0000abcd',
      '  INIT | initiate tag 0x00000001 a_rwnd 65536 outbound streams 3 inbound streams 4 initial TSN 99',
      '    IPv4 Address | 10.0.0.1',
      '    Supported Address Types | IPv4 Address, IPv6 Address',
    ])
  })

  it('shows bundled chunks, and hands user data to whom it is given', () => {
    expect(tree(DATA_PACKET)).toEqual([
      'SCTP packet | from 2905 to 2906 tag 0x0000abcd',
      '  SACK | cumulative TSN ack 7 a_rwnd 1000 gap ack blocks 2-3 duplicate TSNs 6',
      '  DATA | TSN 100 stream 2 SSN 5 PPID 46 Diameter flags BE octets 3',
      '    User Data | 010203',
    ])
    const shown = packetTree(DATA_PACKET, 0, DATA_PACKET.length, (_, { payloadAt, payloadLength }) => [
      { name: 'mine', facts: {}, value: null, meaning: null, at: payloadAt, length: payloadLength, faults: [], inside: [] },
    ])
    expect(shown.inside[1]!.inside[0]).toMatchObject({ name: 'mine', length: 3 })
  })

  it('shows reasons in words', () => {
    const abort = packet((octets, at) =>
      writeAbortChunk(octets, at, true, [userInitiatedAbortCause(new TextEncoder().encode('enough of it'))]),
    )
    expect(tree(abort).slice(1)).toEqual([
      '  ABORT | flags T',
      '    User-Initiated Abort | code 12 | 656e6f756768206f66206974 | "enough of it"',
    ])
  })

  it('shows chunks without parameters', () => {
    const octets = packet(
      (into, at) => writeBareChunk(into, at, COOKIE_ACK, 0),
      (into, at) => writeShutdownChunk(into, at, 5),
    )
    expect(tree(octets).slice(1)).toEqual(['  COOKIE ACK', '  SHUTDOWN | cumulative TSN ack 5'])
  })

  it('shows which streams a FORWARD TSN skips', () => {
    const chunk = new ForwardTsnChunk()
    chunk.newCumulativeTsn = 8
    const octets = packet((into, at) => writeForwardTsnChunk(into, at, chunk))
    expect(tree(octets).slice(1)).toEqual(['  FORWARD TSN | new cumulative TSN 8'])
    skipStream(chunk, 1, 5)
    skipStream(chunk, 3, 0)
    expect(tree(packet((into, at) => writeForwardTsnChunk(into, at, chunk))).slice(1)).toEqual([
      '  FORWARD TSN | new cumulative TSN 8 stream:SSN 1:5 3:0',
    ])
  })

  it('shows what is authenticated, and how', () => {
    const init = packet((octets, at) =>
      writeInitChunk(octets, at, INIT, {
        initiateTag: 1,
        advertisedReceiverWindow: 65536,
        outboundStreams: 1,
        inboundStreams: 1,
        initialTsn: 1,
        parameters: [randomParameter(Uint8Array.of(7, 8)), chunkListParameter([0, 0xc1]), requestedHmacAlgorithmParameter([3, 1, 9])],
      }),
    )
    expect(tree(init).slice(2)).toEqual([
      '    Random | 0708',
      '    Chunk List | DATA, ASCONF',
      '    Requested HMAC Algorithm | SHA-256, SHA-1, 9',
    ])
    const auth = packet(
      (octets, at) => writeAuthChunk(octets, at, 7, 1, 20),
      (octets, at) => writeBareChunk(octets, at, COOKIE_ACK, 0),
    )
    expect(tree(auth).slice(1)).toEqual([`  AUTH | key 7 HMAC SHA-1 | ${'00'.repeat(20)}`, '  COOKIE ACK'])
  })

  it('shows changes of addresses, and why one was refused', () => {
    const address = { octets: Uint8Array.of(192, 0, 2, 1) }
    const asconf = packet((octets, at) =>
      writeAsconfChunk(octets, at, {
        sequenceNumber: 9,
        lookupAddress: address,
        requests: [{ kind: 'add-ip-address', correlationId: 1, address }],
      }),
    )
    expect(tree(asconf).slice(1)).toEqual([
      '  ASCONF | sequence number 9',
      '    IPv4 Address | 192.0.2.1',
      '    Add IP Address | correlation 1',
      '      IPv4 Address | 192.0.2.1',
    ])
    const causes = [addressConfigurationCause(0xa4, new Uint8Array(0))]
    const ack = packet((octets, at) =>
      writeAsconfAckChunk(octets, at, { sequenceNumber: 9, responses: [{ correlationId: 1, success: false, causes }] }),
    )
    expect(tree(ack).slice(1)).toEqual([
      '  ASCONF-ACK | sequence number 9',
      '    Error Cause Indication | correlation 1',
      '      Request Refused - No Authorization | code 164',
    ])
  })

  it('shows I-DATA: MID, and PPID or FSN by the B bit; whole messages as those of DATA', () => {
    const octets = packet(
      (into, at) => writeIDataChunk(into, at, 3, 7, 5, 0x1_0002, 3, 0, Uint8Array.of(1, 2), 0, 2),
      (into, at) => writeIDataChunk(into, at, 4, 8, 5, 9, 3, 4, Uint8Array.of(3), 0, 1),
    )
    const shown = packetTree(octets, 0, octets.length, (_, { streamSequenceNumber, payloadAt, payloadLength }) => [
      octetTree('message', payloadAt, payloadLength, { facts: { SSN: streamSequenceNumber } }),
    ])
    expect(lines(shown).slice(1)).toEqual([
      '  I-DATA | TSN 7 stream 5 MID 65538 PPID 3 M3UA flags BE octets 2',
      '    message | SSN 2',
      '  I-DATA | TSN 8 stream 5 MID 9 FSN 4 flags U octets 1',
      '    User Data | 03',
    ])
  })

  it('shows which messages an I-FORWARD-TSN skips', () => {
    const chunk = new IForwardTsnChunk()
    chunk.newCumulativeTsn = 8
    skipMessages(chunk, 1, false, 5)
    skipMessages(chunk, 3, true, 0)
    expect(tree(packet((into, at) => writeIForwardTsnChunk(into, at, chunk))).slice(1)).toEqual([
      '  I-FORWARD-TSN | new cumulative TSN 8 stream:MID 1:5, 3:0 unordered',
    ])
  })

  it('says what is wrong', () => {
    const changed = DATA_PACKET.slice()
    changed[changed.length - 2] = 9
    expect(tree(changed)[0]).toContain('Checksum: not the CRC32c')
    const cut = packetTree(DATA_PACKET, 0, DATA_PACKET.length - 4)
    expect(lines(cut).at(-1)).toMatch(/^ {2}not a chunk \| .* \| chunk: cut short$/)
    expect(lines(packetTree(DATA_PACKET, 0, 5))).toEqual(['SCTP packet | 0b590b5a00 | common header: cut short'])
  })

  it('never throws, holds its bound, and every node lies inside the one around it', () => {
    const inside = (node: OctetTree): number => {
      for (const inner of node.inside) {
        expect(inner.at).toBeGreaterThanOrEqual(node.at)
        expect(inner.at + inner.length).toBeLessThanOrEqual(node.at + node.length)
      }
      return node.inside.reduce((count, inner) => count + inside(inner), 1)
    }
    const change = fc.record({ at: fc.nat(), value: fc.nat(255) })
    fc.assert(
      fc.property(fc.constantFrom(INIT_PACKET, DATA_PACKET), fc.array(change, { maxLength: 8 }), fc.nat(60), (original, changes, cut) => {
        const octets = original.slice(0, Math.max(0, original.length - cut))
        for (const { at, value } of changes) if (octets.length > 0) octets[at % octets.length] = value
        expect(inside(packetTree(octets, 0, octets.length, undefined, new TreeBound(6)))).toBeLessThan(20)
      }),
      { numRuns: 500 },
    )
  })
})
