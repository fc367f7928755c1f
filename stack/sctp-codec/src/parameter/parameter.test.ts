import { fromHexadecimal, padded, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFault } from '../decode-fault.js'
import { chunkListParameter } from './chunk-list-parameter.js'
import { cookiePreservativeParameter } from './cookie-preservative-parameter.js'
import { ecnCapableParameter } from './ecn-capable-parameter.js'
import { forwardTsnSupportedParameter } from './forward-tsn-supported-parameter.js'
import { hostNameAddressParameter } from './host-name-address-parameter.js'
import { ipv4AddressParameter } from './ipv4-address-parameter.js'
import { ipv6AddressParameter } from './ipv6-address-parameter.js'
import { paddingParameter } from './padding-parameter.js'
import { MOST_PARAMETERS, type Parameter, parametersLength, readParameters, writeParameters } from './parameter.js'
import { parameterTypeName } from './parameter-type.js'
import { randomParameter } from './random-parameter.js'
import { requestedHmacAlgorithmParameter } from './requested-hmac-algorithm-parameter.js'
import { stateCookieParameter } from './state-cookie-parameter.js'
import { supportedAddressTypesParameter } from './supported-address-types-parameter.js'
import { supportedExtensionsParameter } from './supported-extensions-parameter.js'
import { unknownParameter } from './unknown-parameter.js'
import { unrecognizedParameter } from './unrecognized-parameter.js'

const octetsOf = (text: string) => fromHexadecimal(text)!

function read(octets: Uint8Array): readonly Parameter[] {
  const parameters = readParameters(octets, 0, octets.length)
  if (isFault(parameters)) throw new Error(`refused: ${parameters.where}`)
  return parameters
}

/** Type, length, value and padding as the RFC draws them. */
const CAPTURED: readonly [string, Parameter][] = [
  ['0005 0008 7f000102', ipv4AddressParameter(octetsOf('7f000102'))],
  ['0006 0014 20010db8 00000000 00000000 00000001', ipv6AddressParameter(octetsOf('20010db8000000000000000000000001'))],
  ['0007 0007 c00c1e 00', stateCookieParameter(octetsOf('c00c1e'))],
  ['0008 000b 80c80007 010203 00', unrecognizedParameter(octetsOf('80c80007010203'))],
  ['0009 0008 0000ea60', cookiePreservativeParameter(60_000)],
  ['000b 0009 6e6f6465 00 000000', hostNameAddressParameter(octetsOf('6e6f646500'))],
  ['000c 0006 0005 0000', supportedAddressTypesParameter([5])],
  ['000c 0008 0005 0006', supportedAddressTypesParameter([5, 6])],
  ['c000 0004', forwardTsnSupportedParameter()],
  ['8008 0007 82c1c0 00', supportedExtensionsParameter([0x82, 0xc1, 0xc0])],
  ['8000 0004', ecnCapableParameter()],
  ['8002 0008 a1b2c3d4', randomParameter(octetsOf('a1b2c3d4'))],
  ['8003 0006 c180 0000', chunkListParameter([0xc1, 0x80])],
  ['8004 0008 0003 0001', requestedHmacAlgorithmParameter([3, 1])],
  ['8004 0006 0001 0000', requestedHmacAlgorithmParameter([1])],
  ['8005 000a 000000000000 0000', paddingParameter(6)],
  ['c006 0008 00000001', unknownParameter(octetsOf('c006000800000001'))],
]

describe('parameters', () => {
  it.each(CAPTURED)('reads and writes captured bytes: %s', (text, parameter) => {
    const octets = octetsOf(text)
    expect(read(octets)).toEqual([parameter])
    const written = new Uint8Array(octets.length).fill(0xee)
    expect(writeParameters(written, 0, [parameter])).toBe(octets.length)
    expect(toHexadecimal(written)).toBe(text.replaceAll(' ', ''))
    expect(parametersLength([parameter])).toBe((octets[2]! << 8) | octets[3]!)
  })

  it('round-trips lists of any parameters, the last one padded on the wire but not in the length', () => {
    const value = fc.uint8Array({ maxLength: 40 })
    const anyParameter: fc.Arbitrary<Parameter> = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }).map(ipv4AddressParameter),
      fc.uint8Array({ minLength: 16, maxLength: 16 }).map(ipv6AddressParameter),
      value.map(stateCookieParameter),
      value.map(unrecognizedParameter),
      fc.nat(0xffff_ffff).map(cookiePreservativeParameter),
      value.map(hostNameAddressParameter),
      fc.array(fc.nat(0xffff), { maxLength: 6 }).map(supportedAddressTypesParameter),
      fc.array(fc.nat(255), { maxLength: 9 }).map(supportedExtensionsParameter),
      fc.constantFrom(forwardTsnSupportedParameter(), ecnCapableParameter()),
      value.map(randomParameter),
      fc.array(fc.nat(255), { maxLength: 9 }).map(chunkListParameter),
      fc.array(fc.nat(0xffff), { maxLength: 5 }).map(requestedHmacAlgorithmParameter),
      fc.nat(30).map(paddingParameter),
      fc.tuple(fc.integer({ min: 0x9000, max: 0xbfff }), value).map(([type, octets]) => {
        const length = 4 + octets.length
        return unknownParameter(Uint8Array.of(type >>> 8, type, length >>> 8, length, ...octets))
      }),
    )
    fc.assert(
      fc.property(fc.array(anyParameter, { maxLength: 12 }), fc.nat(5), (parameters, at) => {
        const length = parametersLength(parameters)
        const octets = new Uint8Array(at + padded(length) + 1).fill(0xdd)
        expect(writeParameters(octets, at, parameters)).toBe(at + padded(length))
        expect(octets.at(-1)).toBe(0xdd)
        expect(readParameters(octets, at, at + length)).toEqual(parameters)
        expect(readParameters(octets, at, at + padded(length))).toEqual(parameters)
      }),
    )
  })

  it.each([
    ['IPv4 Address', '0005 0007 7f0001 00'],
    ['IPv4 Address', '0005 0009 7f000102 03000000'],
    ['IPv6 Address', '0006 0008 7f000102'],
    ['IPv6 Address', '0006 0018 20010db8 00000000 00000000 00000001 00000000'],
    ['Cookie Preservative', '0009 0006 ea60 0000'],
    ['Cookie Preservative', '0009 000c 0000ea60 00000000'],
    ['Supported Address Types', '000c 0007 000500 00'],
    ['Forward-TSN-Supported', 'c000 0008 00000000'],
    ['Requested HMAC Algorithm', '8004 0007 000300 00'],
    ['ECN Capable', '8000 0005 00 000000'],
  ])('refuses %s with a wrong length: %s', (where, text) => {
    const octets = octetsOf(`8005 0004 ${text}`)
    expect(readParameters(octets, 0, octets.length)).toEqual({ fault: 'length-mismatch', where })
  })

  it.each([
    ['length-mismatch', '8005 0004 0007 0003'],
    ['truncated', '8005 0004 0007 0005'],
    ['truncated', '8005 0004 0007'],
  ])('refuses a list that breaks off with %s: %s', (fault, text) => {
    const octets = octetsOf(text)
    expect(readParameters(octets, 0, octets.length)).toMatchObject({ fault })
  })

  it('ignores the Host Name Address among the supported address types, and does not send it', () => {
    expect(read(octetsOf('000c 000a 0005 000b 0006 0000'))).toEqual([supportedAddressTypesParameter([5, 6])])
    expect(supportedAddressTypesParameter([11, 6]).addressTypes).toEqual([6])
  })

  it.each(['3fff', '7fff'])('neither returns nor judges what follows an unknown parameter of type %s', (type) => {
    const parameters = read(octetsOf(`8005 0004 ${type} 0004 0005 0007 7f000100`))
    expect(parameters.map(({ kind }) => kind)).toEqual(['padding', 'unknown'])
  })

  it.each(['bfff', 'ffff'])('goes on after an unknown parameter of type %s', (type) => {
    const parameters = read(octetsOf(`${type} 0004 0005 0008 7f000100`))
    expect(parameters.map(({ kind }) => kind)).toEqual(['unknown', 'ipv4-address'])
  })

  it('keeps an unknown parameter whole, without its padding', () => {
    expect(read(octetsOf('80c8 0005 aa 000000 8005 0004'))[0]).toEqual({ kind: 'unknown', type: 0x80c8, octets: octetsOf('80c80005aa') })
  })

  it(`accepts ${MOST_PARAMETERS} parameters and refuses one more`, () => {
    const octets = new Uint8Array(4 * (MOST_PARAMETERS + 1))
    writeParameters(octets, 0, new Array<Parameter>(MOST_PARAMETERS + 1).fill(forwardTsnSupportedParameter()))
    expect(readParameters(octets, 0, octets.length - 4)).toHaveLength(MOST_PARAMETERS)
    expect(readParameters(octets, 0, octets.length)).toEqual({ fault: 'too-many', where: 'parameters' })
  })

  it('keeps nothing of the octets it read from', () => {
    const text = CAPTURED.map(([captured]) => captured).join('')
    const octets = Buffer.from(octetsOf(text))
    const parameters = read(octets)
    octets.fill(0xdd)
    expect(parameters).toEqual(CAPTURED.map(([, parameter]) => parameter))
  })

  it('never throws on arbitrary octets, nor on arbitrary values under known types', () => {
    const known = CAPTURED.map(([text]) => text.slice(0, 4))
    const entry = fc.tuple(fc.constantFrom(...known), fc.nat(30), fc.uint8Array({ maxLength: 24 })).map(([type, length, value]) => {
      const octets = new Uint8Array(4 + padded(value.length))
      octets.set(octetsOf(`${type} 00${toHexadecimal(Uint8Array.of(length))}`))
      octets.set(value, 4)
      return octets
    })
    const lists = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.array(entry, { maxLength: 5 }).map((entries) => Uint8Array.from(entries.flatMap((octets) => [...octets]))),
    )
    fc.assert(
      fc.property(lists, (octets) => {
        const parameters = readParameters(octets, 0, octets.length)
        if (!isFault(parameters)) expect(padded(parametersLength(parameters))).toBeLessThanOrEqual(padded(octets.length))
      }),
      { numRuns: 500 },
    )
  })

  it('names every parameter type, known or not', () => {
    expect(parameterTypeName(12)).toBe('Supported Address Types')
    expect(parameterTypeName(0xc006)).toBe('Adaptation Layer Indication')
    expect(parameterTypeName(77)).toBe('parameter type 77')
  })
})
