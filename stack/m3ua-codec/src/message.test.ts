import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messages } from '../test/arbitrary-message.js'
import { ERROR_CODE } from './error-code.js'
import { type M3uaMessage, messageLength, readMessage, writeMessage } from './message.js'
import { MESSAGE_CODE } from './message-class.js'

describe('messages laid out by hand after the figures of the RFC', () => {
  it.each<[string, M3uaMessage]>([
    ['01000301 00000010 00110008 00000003', { kind: 'ASPUP', aspIdentifier: 3, info: null }],
    ['01000304 00000008', { kind: 'ASPUP ACK', aspIdentifier: null, info: null }],
    ['01000302 00000010 00040006 6f6b0000', { kind: 'ASPDN', info: 'ok' }],
    ['01000305 00000008', { kind: 'ASPDN ACK', info: null }],
    ['01000303 00000010 00090005 2a000000', { kind: 'BEAT', heartbeatData: Uint8Array.of(42) }],
    ['01000306 0000000c 00090004', { kind: 'BEAT ACK', heartbeatData: new Uint8Array(0) }],
    ['01000401 00000018 000b0008 00000002 00060008 00000064', { kind: 'ASPAC', trafficModeType: 2, routingContexts: [100], info: null }],
    ['01000403 00000014 0006000c 00000064 00000065', { kind: 'ASPAC ACK', trafficModeType: null, routingContexts: [100, 101], info: null }],
    ['01000402 00000008', { kind: 'ASPIA', routingContexts: [], info: null }],
    ['01000404 00000010 00060008 ffffffff', { kind: 'ASPIA ACK', routingContexts: [0xffff_ffff], info: null }],
    [
      '01000001 00000020 000d0008 00020002 00110008 00000003 00060008 00000064',
      { kind: 'NTFY', statusType: 2, statusInformation: 2, aspIdentifier: 3, routingContexts: [100], info: null },
    ],
    [
      '01000000 00000034 000c0008 00000019 00060008 00000064 02000008 00000007 00120008 02001323 0007000a 010004010000 0000',
      {
        kind: 'ERR',
        errorCode: 0x19,
        routingContexts: [100],
        networkAppearance: 7,
        affectedPointCodes: [{ mask: 2, pointCode: 0x1323 }],
        diagnosticInformation: Uint8Array.of(1, 0, 4, 1, 0, 0),
      },
    ],
  ])('reads and writes %s', (hexadecimal, message) => {
    const octets = fromHexadecimal(hexadecimal)!
    expect(readMessage(octets, 0, octets.length)).toEqual(message)
    const written = new Uint8Array(messageLength(message))
    expect(writeMessage(written, 0, message)).toBe(written.length)
    expect(toHexadecimal(written)).toBe(toHexadecimal(octets))
  })

  it('takes a message whose length leaves out the last padding', () => {
    const octets = fromHexadecimal('01000302 0000000e 00040006 6f6b0000')!
    expect(readMessage(octets, 0, 16)).toEqual({ kind: 'ASPDN', info: 'ok' })
    expect(readMessage(octets, 0, 14)).toEqual({ kind: 'ASPDN', info: 'ok' })
  })

  it('passes over parameters M3UA does not define', () => {
    const octets = fromHexadecimal('01000302 00000018 80010007 01020300 00040006 6f6b0000')!
    expect(readMessage(octets, 0, octets.length)).toEqual({ kind: 'ASPDN', info: 'ok' })
  })
})

describe('refused messages', () => {
  it.each([
    ['fewer octets than a header', '010003010000', ERROR_CODE.PROTOCOL_ERROR],
    ['version 2', '02000301 00000008', ERROR_CODE.INVALID_VERSION],
    ['an SSNM type that does not exist', '01000207 00000008', ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE],
    ['an RKM type that does not exist', '01000905 00000008', ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE],
    ['a class of another adaptation layer', '01000501 00000008', ERROR_CODE.UNSUPPORTED_MESSAGE_CLASS],
    ['an ASPSM type that does not exist', '01000307 00000008', ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE],
    ['an ASPTM type that does not exist', '01000400 00000008', ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE],
    ['a length past the end', '01000301 00000010', ERROR_CODE.PROTOCOL_ERROR],
    ['a length below the header', '01000301 00000004', ERROR_CODE.PROTOCOL_ERROR],
    ['a length that leaves a parameter over', '01000301 00000008 00110008 00000003', ERROR_CODE.PROTOCOL_ERROR],
    ['an ASP Identifier of two octets', '01000301 00000010 00110006 00030000', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['an INFO String of 256 octets', `01000302 0000010c 00040104 ${'61'.repeat(256)}`, ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['a Traffic Mode Type of 4', '01000401 00000010 000b0008 00000004', ERROR_CODE.UNSUPPORTED_TRAFFIC_MODE_TYPE],
    ['an empty Routing Context', '01000401 0000000c 00060004', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['half a Routing Context', '01000402 00000010 00060006 00640000', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['a Traffic Mode Type in ASPIA', '01000402 00000010 000b0008 00000001', ERROR_CODE.UNEXPECTED_PARAMETER],
    ['a second ASP Identifier', '01000301 00000018 00110008 00000003 00110008 00000003', ERROR_CODE.UNEXPECTED_PARAMETER],
    ['NTFY without Status', '01000001 00000008', ERROR_CODE.MISSING_PARAMETER],
    ['ERR without Error Code', '01000000 00000008', ERROR_CODE.MISSING_PARAMETER],
    ['three octets left over', '01000301 0000000b 001100', ERROR_CODE.PARAMETER_FIELD_ERROR],
    ['DATA, which has its own reader', '01000101 00000008', ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE],
  ])('refuses %s', (_, hexadecimal, errorCode) => {
    const octets = fromHexadecimal(hexadecimal)!
    const fault = readMessage(octets, 0, octets.length)
    expect(fault).toMatchObject({ kind: 'DECODE-FAULT', errorCode })
    expect(Object.isFrozen(fault)).toBe(true)
  })
})

describe('messages', () => {
  it('are all drawn, but for DATA', () => {
    const drawn = new Set(fc.sample(messages, 1000).map(({ kind }) => kind))
    expect([...drawn].sort()).toEqual(
      Object.keys(MESSAGE_CODE)
        .filter((name) => name !== 'DATA')
        .sort(),
    )
  })

  it('round-trip', () => {
    fc.assert(
      fc.property(messages, fc.nat(9), (message, at) => {
        const length = messageLength(message)
        expect(length % 4).toBe(0)
        const octets = new Uint8Array(at + length + 3)
        expect(writeMessage(octets, at, message)).toBe(at + length)
        expect(readMessage(octets, at, length)).toEqual(message)
      }),
    )
  })

  it('are refused whole when any octets are missing at their end', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const octets = new Uint8Array(messageLength(message))
        writeMessage(octets, 0, message)
        for (let length = 0; length < octets.length; length++) {
          expect(readMessage(octets.subarray(0, length), 0, length)).toMatchObject({ errorCode: ERROR_CODE.PROTOCOL_ERROR })
        }
      }),
    )
  })

  it('are refused or lose whole parameters when cut short with a length that fits', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const octets = new Uint8Array(messageLength(message))
        writeMessage(octets, 0, message)
        for (let length = 8; length < octets.length; length++) {
          new DataView(octets.buffer).setUint32(4, length)
          const read = readMessage(octets.subarray(0, length), 0, length)
          if (read.kind === 'DECODE-FAULT') expect(CUT_SHORT).toContain(read.errorCode)
          else expect(messageLength(read)).toBeLessThanOrEqual(length + 3)
        }
      }),
    )
  })

  it('never make the reader throw, whatever the octets', () => {
    const tail = fc.uint8Array({ maxLength: 60 })
    const headed = fc
      .tuple(fc.constantFrom(0, 2, 3, 4, 9), fc.nat(6), tail)
      .map(([messageClass, type, octets]) => Uint8Array.of(1, 0, messageClass, type, 0, 0, 0, octets.length + 8, ...octets))
    const damaged = fc.tuple(messages, fc.nat(), fc.nat(255)).map(([message, at, octet]) => {
      const octets = new Uint8Array(messageLength(message))
      writeMessage(octets, 0, message)
      octets[at % octets.length] = octet
      return octets
    })
    fc.assert(
      fc.property(fc.oneof(tail, headed, damaged), (octets) => {
        const read = readMessage(octets, 0, octets.length)
        if (read.kind !== 'DECODE-FAULT') expect(messageLength(read)).toBeLessThanOrEqual(3 * octets.length + 3)
      }),
      { numRuns: 1000 },
    )
  })
})

const CUT_SHORT: readonly number[] = [ERROR_CODE.PARAMETER_FIELD_ERROR, ERROR_CODE.MISSING_PARAMETER]
