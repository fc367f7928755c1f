import { fromHexadecimal, padded, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFault } from '../decode-fault.js'
import { addressConfigurationCause } from '../error-cause/address-configuration-cause.js'
import { type ConfigurationRequest, MOST_CONFIGURATION_REQUESTS } from '../parameter/configuration-request.js'
import { asconfAckChunkLength, readAsconfAckChunk, writeAsconfAckChunk } from './asconf-ack-chunk.js'
import { asconfChunkLength, readAsconfChunk, writeAsconfChunk } from './asconf-chunk.js'

const octetsOf = (text: string) => fromHexadecimal(text.replaceAll(' ', ''))!

/** The three examples of RFC 5061 §4.2.1, §4.2.2 and §4.2.4 in one chunk. */
const ASCONF_OCTETS = octetsOf(
  `c1000040 00000064 00050008 c0000200
  c0010010 01023474 00050008 c0000201
  c0020010 01023476 00050008 c0000201
  c0040010 01023479 00050008 c0000201`.replaceAll('\n', ''),
)

const ACK_OCTETS = octetsOf(
  `80000030 00000064 c0030020 00000007 00a00014 c0020010 00000007 00050008 c0000201 0006 0004 c0050008 00000008`.replaceAll('\n', ''),
)

const asconf = (text: Uint8Array) => readAsconfChunk(text, 0, (text[2]! << 8) | text[3]!)

describe('ASCONF', () => {
  it('reads and writes the examples of the RFC', () => {
    const address = { octets: Uint8Array.of(192, 0, 2, 1) }
    const chunk = asconf(ASCONF_OCTETS)
    expect(chunk).toEqual({
      sequenceNumber: 100,
      lookupAddress: { octets: Uint8Array.of(192, 0, 2, 0) },
      requests: [
        { kind: 'add-ip-address', correlationId: 0x01023474, address },
        { kind: 'delete-ip-address', correlationId: 0x01023476, address },
        { kind: 'set-primary-address', correlationId: 0x01023479, address },
      ],
    })
    if (isFault(chunk)) return
    const written = new Uint8Array(ASCONF_OCTETS.length).fill(0xee)
    expect(writeAsconfChunk(written, 0, chunk)).toBe(written.length)
    expect(toHexadecimal(written)).toBe(toHexadecimal(ASCONF_OCTETS))
  })

  it('keeps what it does not know, and what has no good address, with its Correlation ID', () => {
    const octets = octetsOf(
      'c100002c 00000001 00050008 00000000 c0770009 00000005 aa000000 c0010010 00000006 000b0008 61626300'.replaceAll('\n', ''),
    )
    expect(asconf(octets)).toMatchObject({
      requests: [
        { kind: 'unknown', correlationId: 5, octets: octetsOf('c077000900000005aa') },
        { kind: 'unknown', correlationId: 6 },
      ],
    })
  })

  it.each([
    ['without an address', 'c1000008 00000001'],
    ['with a Host Name Address', 'c1000010 00000001 000b0008 61626300'],
    ['with an address of a wrong length', 'c1000010 00000001 00050007 61626300'],
    ['with a request that has no Correlation ID', 'c1000014 00000001 00050008 00000000 c0010004'],
    ['too short for its number', 'c1000004'],
  ])('refuses a chunk %s', (_, text) => {
    expect(isFault(asconf(octetsOf(text)))).toBe(true)
  })

  it(`refuses more than ${MOST_CONFIGURATION_REQUESTS} requests`, () => {
    const address = { octets: Uint8Array.of(10, 0, 0, 1) }
    const requests = Array.from(
      { length: MOST_CONFIGURATION_REQUESTS + 1 },
      (_, i): ConfigurationRequest => ({ kind: 'add-ip-address', correlationId: i, address }),
    )
    const chunk = { sequenceNumber: 1, lookupAddress: address, requests }
    const octets = new Uint8Array(asconfChunkLength(chunk))
    writeAsconfChunk(octets, 0, chunk)
    expect(readAsconfChunk(octets, 0, octets.length)).toMatchObject({ fault: 'too-many' })
    expect(isFault(readAsconfChunk(octets, 0, octets.length - 16))).toBe(false)
  })

  it('round-trips, and never throws on arbitrary octets', () => {
    const address = fc
      .constantFrom(4, 16)
      .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }))
      .map((octets) => ({ octets }))
    const kind = fc.constantFrom('add-ip-address' as const, 'delete-ip-address' as const, 'set-primary-address' as const)
    const requests = fc.array(fc.record({ kind, correlationId: fc.nat(0xffff_ffff), address }), { maxLength: 8 })
    fc.assert(
      fc.property(fc.record({ sequenceNumber: fc.nat(0xffff_ffff), lookupAddress: address, requests }), (chunk) => {
        const octets = new Uint8Array(asconfChunkLength(chunk))
        expect(writeAsconfChunk(octets, 0, chunk)).toBe(octets.length)
        expect(readAsconfChunk(octets, 0, octets.length)).toEqual(chunk)
      }),
    )
    const change = fc.record({ at: fc.nat(), value: fc.nat(255) })
    fc.assert(
      fc.property(fc.constantFrom(ASCONF_OCTETS, ACK_OCTETS), fc.array(change, { maxLength: 6 }), (original, changes) => {
        const octets = original.slice()
        for (const { at, value } of changes) octets[4 + (at % (octets.length - 4))] = value
        readAsconfChunk(octets, 0, octets.length)
        readAsconfAckChunk(octets, 0, octets.length)
      }),
    )
  })
})

describe('ASCONF-ACK', () => {
  it('reads and writes a refusal and a success', () => {
    const octets = octetsOf(
      '80000030 00000064 c003001c 00000007 00a00014 c0020010 00000007 00050008 c0000201 c0050008 00000008'.replaceAll('\n', ''),
    )
    octets[3] = octets.length
    const chunk = readAsconfAckChunk(octets, 0, octets.length)
    expect(chunk).toEqual({
      sequenceNumber: 100,
      responses: [
        { correlationId: 7, success: false, causes: [addressConfigurationCause(0xa0, octetsOf('c0020010 00000007 00050008 c0000201'))] },
        { correlationId: 8, success: true, causes: [] },
      ],
    })
    if (isFault(chunk)) return
    const written = new Uint8Array(padded(asconfAckChunkLength(chunk))).fill(0xee)
    expect(writeAsconfAckChunk(written, 0, chunk)).toBe(written.length)
    expect(toHexadecimal(written)).toBe(toHexadecimal(octets))
  })

  it('needs nothing but its number where all was done', () => {
    expect(readAsconfAckChunk(octetsOf('80000008 00000064'), 0, 8)).toEqual({ sequenceNumber: 100, responses: [] })
    expect(isFault(readAsconfAckChunk(octetsOf('80000008 00000064'), 0, 7))).toBe(true)
    expect(isFault(readAsconfAckChunk(octetsOf('8000000c 00000064 c0030004'), 0, 12))).toBe(true)
  })
})
