import { fromHexadecimal, padded, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { INIT, INIT_ACK } from '../chunk-type.js'
import { isFault } from '../decode-fault.js'
import { ipv4AddressParameter } from '../parameter/ipv4-address-parameter.js'
import type { Parameter } from '../parameter/parameter.js'
import { stateCookieParameter } from '../parameter/state-cookie-parameter.js'
import { supportedAddressTypesParameter } from '../parameter/supported-address-types-parameter.js'
import { type InitChunk, initChunkLength, readInitChunk, writeInitChunk } from './init-chunk.js'

/**
 * Type 1, flags 0, length 42; initiate tag 0xdeadbeef, a_rwnd 65536, 10 outbound and 2048 inbound streams, initial TSN
 * 0xfffffff0; IPv4 addresses 127.0.0.1 and 127.0.1.1; address type IPv4 supported, its two octets of padding not counted.
 */
const CAPTURED_INIT = '0100002a deadbeef 00010000 000a 0800 fffffff0  0005 0008 7f000001  0005 0008 7f000101  000c 0006 0005 0000'
const INIT_VALUE: InitChunk = {
  initiateTag: 0xdead_beef,
  advertisedReceiverWindow: 65_536,
  outboundStreams: 10,
  inboundStreams: 2048,
  initialTsn: 0xffff_fff0,
  parameters: [
    ipv4AddressParameter(Uint8Array.of(127, 0, 0, 1)),
    ipv4AddressParameter(Uint8Array.of(127, 0, 1, 1)),
    supportedAddressTypesParameter([5]),
  ],
}

/** Type 2, flags 0, length 29; tag 1, a_rwnd 1500, 1 and 1 streams, initial TSN 0; state cookie of five octets, padded. */
const CAPTURED_INIT_ACK = '0200001d 00000001 000005dc 0001 0001 00000000  0007 0009 0102030405 000000'
const INIT_ACK_VALUE: InitChunk = {
  initiateTag: 1,
  advertisedReceiverWindow: 1500,
  outboundStreams: 1,
  inboundStreams: 1,
  initialTsn: 0,
  parameters: [stateCookieParameter(Uint8Array.of(1, 2, 3, 4, 5))],
}

describe('INIT and INIT ACK', () => {
  it.each([
    ['INIT', INIT, CAPTURED_INIT, INIT_VALUE],
    ['INIT ACK', INIT_ACK, CAPTURED_INIT_ACK, INIT_ACK_VALUE],
  ] as const)('reads and writes captured bytes of %s', (_, type, text, chunk) => {
    const octets = fromHexadecimal(text)!
    const length = (octets[2]! << 8) | octets[3]!
    expect(readInitChunk(octets, 0, length)).toEqual(chunk)
    expect(initChunkLength(chunk)).toBe(length)
    const written = new Uint8Array(octets.length + 2).fill(0xee)
    expect(writeInitChunk(written, 2, type, chunk)).toBe(written.length)
    expect(toHexadecimal(written, 2)).toBe(text.replaceAll(' ', ''))
  })

  it('accepts a chunk length that counts the final padding', () => {
    const octets = fromHexadecimal(CAPTURED_INIT)!
    expect(readInitChunk(octets, 0, octets.length)).toEqual(INIT_VALUE)
  })

  it('reads values it would be wrong to accept: they are not its to judge', () => {
    const octets = new Uint8Array(20)
    expect(readInitChunk(octets, 0, 20)).toEqual({
      initiateTag: 0,
      advertisedReceiverWindow: 0,
      outboundStreams: 0,
      inboundStreams: 0,
      initialTsn: 0,
      parameters: [],
    })
  })

  it('round-trips', () => {
    const u32 = fc.nat(0xffff_ffff)
    const u16 = fc.nat(0xffff)
    const parameter: fc.Arbitrary<Parameter> = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }).map(ipv4AddressParameter),
      fc.uint8Array({ maxLength: 300 }).map(stateCookieParameter),
    )
    const anyChunk: fc.Arbitrary<InitChunk> = fc.record({
      initiateTag: u32,
      advertisedReceiverWindow: u32,
      outboundStreams: u16,
      inboundStreams: u16,
      initialTsn: u32,
      parameters: fc.array(parameter, { maxLength: 5 }),
    })
    fc.assert(
      fc.property(anyChunk, fc.constantFrom<typeof INIT | typeof INIT_ACK>(INIT, INIT_ACK), (chunk, type) => {
        const octets = new Uint8Array(padded(initChunkLength(chunk)))
        expect(writeInitChunk(octets, 0, type, chunk)).toBe(octets.length)
        expect(octets[0]).toBe(type)
        expect(readInitChunk(octets, 0, initChunkLength(chunk))).toEqual(chunk)
      }),
    )
  })

  it.each([4, 19])('refuses a length of %i, too short for the fixed fields', (length) => {
    expect(readInitChunk(new Uint8Array(20), 0, length)).toEqual({ fault: 'truncated', where: 'INIT' })
  })

  it('refuses the chunk for a fault in one of its parameters', () => {
    const octets = fromHexadecimal(CAPTURED_INIT)!
    octets[23] = 7
    expect(readInitChunk(octets, 0, octets.length)).toEqual({ fault: 'length-mismatch', where: 'IPv4 Address' })
  })

  it('never throws on arbitrary octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 120 }), (octets) => {
        const chunk = readInitChunk(octets, 0, octets.length)
        if (!isFault(chunk)) expect(initChunkLength(chunk)).toBeLessThanOrEqual(octets.length)
      }),
    )
  })
})
