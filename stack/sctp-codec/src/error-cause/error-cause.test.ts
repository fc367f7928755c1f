import { fromHexadecimal, padded, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFault } from '../decode-fault.js'
import { ipv4AddressParameter } from '../parameter/ipv4-address-parameter.js'
import { parameterOctets } from '../parameter/parameter.js'
import { stateCookieParameter } from '../parameter/state-cookie-parameter.js'
import { addressConfigurationCause } from './address-configuration-cause.js'
import { cookieReceivedWhileShuttingDownCause, invalidMandatoryParameterCause, outOfResourceCause } from './bare-cause.js'
import { causesLength, type ErrorCause, MOST_CAUSES, readCauses, writeCauses } from './error-cause.js'
import { errorCauseName } from './error-cause-code.js'
import { invalidStreamIdentifierCause } from './invalid-stream-identifier-cause.js'
import { missingMandatoryParameterCause } from './missing-mandatory-parameter-cause.js'
import { noUserDataCause } from './no-user-data-cause.js'
import { protocolViolationCause } from './protocol-violation-cause.js'
import { restartWithNewAddressesCause } from './restart-with-new-addresses-cause.js'
import { staleCookieCause } from './stale-cookie-cause.js'
import { unknownCause } from './unknown-cause.js'
import { unrecognizedChunkTypeCause } from './unrecognized-chunk-type-cause.js'
import { unrecognizedParametersCause } from './unrecognized-parameters-cause.js'
import { unresolvableAddressCause } from './unresolvable-address-cause.js'
import { unsupportedHmacIdentifierCause } from './unsupported-hmac-identifier-cause.js'
import { userInitiatedAbortCause } from './user-initiated-abort-cause.js'

const octetsOf = (text: string) => fromHexadecimal(text)!

/** Code, length, information and padding as the RFC draws them. */
const CAPTURED: readonly [string, ErrorCause][] = [
  ['0001 0008 0007 0000', invalidStreamIdentifierCause(7)],
  ['0002 000a 00000001 0007 0000', missingMandatoryParameterCause([7])],
  ['0003 0008 000f4240', staleCookieCause(1_000_000)],
  ['0004 0004', outOfResourceCause()],
  ['0005 000d 000b0009 6e6f6465 00 000000', unresolvableAddressCause(octetsOf('000b00096e6f646500'))],
  ['0006 000a 40000006 aabb 0000', unrecognizedChunkTypeCause(octetsOf('ff40000006aabb'), 1, 6)],
  ['0007 0004', invalidMandatoryParameterCause()],
  ['0008 000c c0060008 00000001', unrecognizedParametersCause(octetsOf('c006000800000001'))],
  ['0009 0008 fffffffe', noUserDataCause(0xffff_fffe)],
  ['000a 0004', cookieReceivedWhileShuttingDownCause()],
  ['000b 000c 00050008 7f000109', restartWithNewAddressesCause(octetsOf('000500087f000109'))],
  ['000c 0007 627965 00', userInitiatedAbortCause(octetsOf('627965'))],
  ['000d 0006 6e6f 0000', protocolViolationCause(octetsOf('6e6f'))],
  ['0105 0006 0002 0000', unsupportedHmacIdentifierCause(2)],
  ['00a0 0014 c0020010 00000007 00050008 0a000001', addressConfigurationCause(0xa0, octetsOf('c002001000000007000500080a000001'))],
  ['00a3 0004', addressConfigurationCause(0xa3, octetsOf(''))],
  ['00b0 0005 31 000000', unknownCause(0xb0, octetsOf('31'))],
]

describe('error causes', () => {
  it.each(CAPTURED)('reads and writes captured bytes: %s', (text, cause) => {
    const octets = octetsOf(text)
    expect(readCauses(octets, 0, octets.length)).toEqual([cause])
    const written = new Uint8Array(octets.length).fill(0xee)
    expect(writeCauses(written, 0, [cause])).toBe(octets.length)
    expect(toHexadecimal(written)).toBe(text.replaceAll(' ', ''))
    expect(causesLength([cause])).toBe((octets[2]! << 8) | octets[3]!)
  })

  it('round-trips lists of any causes, the last one padded on the wire but not in the length', () => {
    const value = fc.uint8Array({ maxLength: 40 })
    const anyCause: fc.Arbitrary<ErrorCause> = fc.oneof(
      fc.nat(0xffff).map(invalidStreamIdentifierCause),
      fc.array(fc.nat(0xffff), { maxLength: 7 }).map(missingMandatoryParameterCause),
      fc.nat(0xffff_ffff).map(staleCookieCause),
      value.map(unresolvableAddressCause),
      value.map((chunk) => unrecognizedChunkTypeCause(chunk, 0, chunk.length)),
      value.map(unrecognizedParametersCause),
      fc.nat(0xffff_ffff).map(noUserDataCause),
      value.map(restartWithNewAddressesCause),
      value.map(userInitiatedAbortCause),
      value.map(protocolViolationCause),
      fc.constantFrom(outOfResourceCause(), invalidMandatoryParameterCause(), cookieReceivedWhileShuttingDownCause()),
      fc
        .tuple(fc.constantFrom(0xa0 as const, 0xa1 as const, 0xa2 as const, 0xa4 as const), value)
        .map(([code, request]) => addressConfigurationCause(code, request)),
      fc.nat(0xffff).map(unsupportedHmacIdentifierCause),
      fc.tuple(fc.integer({ min: 0x200, max: 0xffff }), value).map(([code, information]) => unknownCause(code, information)),
    )
    fc.assert(
      fc.property(fc.array(anyCause, { maxLength: 12 }), fc.nat(5), (causes, at) => {
        const length = causesLength(causes)
        const octets = new Uint8Array(at + padded(length) + 1).fill(0xdd)
        expect(writeCauses(octets, at, causes)).toBe(at + padded(length))
        expect(octets.at(-1)).toBe(0xdd)
        expect(readCauses(octets, at, at + length)).toEqual(causes)
        expect(readCauses(octets, at, at + padded(length))).toEqual(causes)
      }),
    )
  })

  it.each([
    ['Invalid Stream Identifier', '0001 0006 0007 0000'],
    ['Invalid Stream Identifier', '0001 000c 0007 0000 00000000'],
    ['Missing Mandatory Parameter', '0002 0006 0000 0000'],
    ['Missing Mandatory Parameter', '0002 000a 00000002 0007 0000'],
    ['Missing Mandatory Parameter', '0002 000b 00000001 000700 00'],
    ['Missing Mandatory Parameter', '0002 000a 80000001 0007 0000'],
    ['Stale Cookie', '0003 0004'],
    ['Stale Cookie', '0003 000c 00000000 00000000'],
    ['Out of Resource', '0004 0008 00000000'],
    ['Invalid Mandatory Parameter', '0007 0005 00 000000'],
    ['Unsupported HMAC Identifier', '0105 0008 00020000'],
    ['No User Data', '0009 0007 000000 00'],
    ['Cookie Received While Shutting Down', '000a 0006 0000 0000'],
  ])('refuses %s with a wrong length: %s', (where, text) => {
    const octets = octetsOf(`000c 0004 ${text}`)
    expect(readCauses(octets, 0, octets.length)).toEqual({ fault: 'length-mismatch', where })
  })

  it.each([
    ['length-mismatch', '000c 0004 000d 0003'],
    ['truncated', '000c 0004 000d 0005'],
    ['truncated', '000c 0004 00'],
  ])('refuses a list that breaks off with %s: %s', (fault, text) => {
    const octets = octetsOf(text)
    expect(readCauses(octets, 0, octets.length)).toMatchObject({ fault })
  })

  it('goes on after an unknown cause, whatever its high bits: those mean something in parameters only', () => {
    const causes = readCauses(octetsOf('000e 0004 4000 0004 ffff 0004 0004 0004'), 0, 16)
    expect(causes).toMatchObject([{ code: 14 }, { code: 0x4000 }, { code: 0xffff }, { kind: 'out-of-resource' }])
  })

  it(`accepts ${MOST_CAUSES} causes and refuses one more`, () => {
    const octets = new Uint8Array(4 * (MOST_CAUSES + 1))
    writeCauses(octets, 0, new Array<ErrorCause>(MOST_CAUSES + 1).fill(outOfResourceCause()))
    expect(readCauses(octets, 0, octets.length - 4)).toHaveLength(MOST_CAUSES)
    expect(readCauses(octets, 0, octets.length)).toEqual({ fault: 'too-many', where: 'error causes' })
  })

  it('reports parameters as octets, each padded but the last', () => {
    const parameters = [
      stateCookieParameter(octetsOf('aabbcc')),
      stateCookieParameter(octetsOf('dd')),
      ipv4AddressParameter(octetsOf('7f000001')),
    ]
    expect(toHexadecimal(parameterOctets(parameters))).toBe('00070007aabbcc0000070005dd000000000500087f000001')
    expect(toHexadecimal(parameterOctets(parameters.slice(0, 2)))).toBe('00070007aabbcc0000070005dd')
    expect(parameterOctets([])).toHaveLength(0)
  })

  it('gives a staleness too large for the field as the largest there is', () => {
    expect(staleCookieCause(2 ** 33).stalenessUs).toBe(0xffff_ffff)
  })

  it('keeps nothing of the octets it read from', () => {
    const octets = Buffer.from(octetsOf(CAPTURED.map(([captured]) => captured).join('')))
    const causes = readCauses(octets, 0, octets.length)
    octets.fill(0xdd)
    expect(causes).toEqual(CAPTURED.map(([, cause]) => cause))
  })

  it('never throws on arbitrary octets, nor on arbitrary information under known codes', () => {
    const entry = fc.tuple(fc.nat(14), fc.nat(24), fc.uint8Array({ maxLength: 20 })).map(([code, length, information]) => {
      const octets = new Uint8Array(4 + padded(information.length))
      octets.set([0, code, 0, length, ...information])
      return octets
    })
    const lists = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.array(entry, { maxLength: 5 }).map((entries) => Uint8Array.from(entries.flatMap((octets) => [...octets]))),
    )
    fc.assert(
      fc.property(lists, (octets) => {
        const causes = readCauses(octets, 0, octets.length)
        if (!isFault(causes)) expect(padded(causesLength(causes))).toBe(padded(octets.length))
      }),
      { numRuns: 500 },
    )
  })

  it('names every cause, known or not', () => {
    expect(errorCauseName(11)).toBe('Restart of an Association with New Addresses')
    expect(errorCauseName(0xa3)).toBe('Association Aborted Due to Illegal ASCONF-ACK')
    expect(errorCauseName(77)).toBe('cause code 77')
  })
})
