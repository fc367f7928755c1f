import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DataFormat } from './data-format.js'
import { DATA_FORMATS } from './data-formats.js'
import { formatDiameterUri, parseDiameterUri } from './diameter-uri.js'
import { EARLIEST_TIME, formatTime, LATEST_TIME } from './time.js'

const identity = fc.domain()
const VALUES: { [F in keyof typeof DATA_FORMATS]: fc.Arbitrary<unknown> } = {
  OctetString: fc.uint8Array(),
  Integer32: fc.integer(),
  Integer64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  Unsigned32: fc.nat(0xffff_ffff),
  Unsigned64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  Float32: fc.float(),
  Float64: fc.double(),
  Address: fc.oneof(
    fc.ipV4(),
    fc.constantFrom('::1', '2001:db8::a:0:1', '::ffff:192.0.2.1', 'fe80::'),
    fc.record({ family: fc.integer({ min: 3, max: 0xffff }), octets: fc.uint8Array({ maxLength: 20 }) }),
  ),
  Time: fc.integer({ min: EARLIEST_TIME, max: LATEST_TIME }),
  UTF8String: fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
  DiameterIdentity: identity,
  DiameterURI: fc
    .tuple(fc.constantFrom('aaa', 'aaas'), identity, fc.option(fc.nat(65_535)), fc.constantFrom('', ';transport=sctp', ';protocol=radius'))
    .map(([scheme, host, port, rest]) => `${scheme}://${host}${port === null ? '' : `:${port}`}${rest}`),
  Enumerated: fc.integer(),
  IPFilterRule: fc.tuple(fc.constantFrom('permit', 'deny'), fc.ipV4()).map(([action, to]) => `${action} in ip from any to ${to} 80,443`),
}

function write(format: DataFormat<unknown>, value: unknown): Uint8Array {
  const octets = new Uint8Array(format.lengthOf(value))
  format.write(octets, 0, value)
  return octets
}

describe.each(Object.entries(DATA_FORMATS) as [keyof typeof DATA_FORMATS, DataFormat<unknown>][])('%s', (name, format) => {
  it('comes back as it was written, wherever it stands', () => {
    fc.assert(
      fc.property(VALUES[name], fc.nat(5), (value, at) => {
        expect(format.accepts(value)).toBe(true)
        const length = format.lengthOf(value)
        expect(length).toBeGreaterThanOrEqual(format.minimumLength)
        expect(length).toBeLessThanOrEqual(format.maximumLength)
        const octets = new Uint8Array(at + length + 3).fill(0xee)
        format.write(octets, at, value)
        expect(format.read(octets, at, length)).toEqual(value)
        expect(toHexadecimal(octets, at + length)).toBe('eeeeee')
      }),
    )
  })

  it('takes what it reads, and writes it back in the same octets', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: Math.min(format.minimumLength, 40), maxLength: Math.min(format.maximumLength, 40) }),
        (octets) => {
          const value = format.read(octets, 0, octets.length)
          if (value === null || Number.isNaN(value)) return
          expect(format.accepts(value)).toBe(true)
          expect(toHexadecimal(write(format, value))).toBe(toHexadecimal(octets))
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('values on the wire', () => {
  it.each([
    ['Integer32', -2, 'fffffffe'],
    ['Integer64', -2n, 'fffffffffffffffe'],
    ['Unsigned32', 4294967295, 'ffffffff'],
    ['Unsigned64', 258n, '0000000000000102'],
    ['Float32', 1.5, '3fc00000'],
    ['Float64', -0.1, 'bfb999999999999a'],
    ['Address', '10.1.0.1', '00010a010001'],
    ['Address', '2001:db8::1', '000220010db8000000000000000000000001'],
    ['Address', { family: 8, octets: Uint8Array.of(0x34) }, '000834'],
    ['Time', 0, '83aa7e80'],
    ['Time', 1_397_760_650, 'd6faa10a'],
    ['UTF8String', 'aé€😀', '61c3a9e282acf09f9880'],
    ['DiameterIdentity', 'a.b', '612e62'],
  ] as const)('%s %s is %s', (name, value, octets) => {
    expect(toHexadecimal(write(DATA_FORMATS[name] as DataFormat<unknown>, value))).toBe(octets)
  })

  it('carries times past 7 February 2036 into the next NTP era', () => {
    const overflow = Date.UTC(2036, 1, 7, 6, 28, 16) / 1000
    expect(DATA_FORMATS.Time.read(new Uint8Array(4), 0, 4)).toBe(overflow)
    expect(toHexadecimal(write(DATA_FORMATS.Time as DataFormat<unknown>, overflow - 1))).toBe('ffffffff')
    expect(toHexadecimal(write(DATA_FORMATS.Time as DataFormat<unknown>, overflow + 1))).toBe('00000001')
  })

  it('writes a time as the platform does', () => {
    const asPlatform = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
    // Every day, at a moment that moves on, and both ends.
    for (let at = EARLIEST_TIME; at <= LATEST_TIME; at += 86_399) expect(formatTime(at)).toBe(asPlatform(at))
    expect(formatTime(LATEST_TIME)).toBe(asPlatform(LATEST_TIME))
  })

  it.each([
    ['Integer32', 2 ** 31],
    ['Unsigned32', -1],
    ['Unsigned32', 1.5],
    ['Unsigned64', -1n],
    ['Integer64', 2n ** 63n],
    ['Float32', 0.1],
    ['Address', '10.1.0.256'],
    ['Address', { family: 1, octets: new Uint8Array(4) }],
    ['Address', { family: 70_000, octets: new Uint8Array(4) }],
    ['Time', LATEST_TIME + 1],
    ['Time', 0.5],
    ['UTF8String', '\ud800'],
    ['UTF8String', 'a\0'],
    ['DiameterIdentity', ''],
    ['DiameterIdentity', 'a..b'],
    ['DiameterIdentity', 'é.example'],
    ['DiameterIdentity', `${'a'.repeat(64)}.example`],
    ['DiameterURI', 'http://host.example'],
    ['DiameterURI', 'aaa://host.example;transport=udp'],
    ['DiameterURI', 'aaa://host.example:65536'],
    ['IPFilterRule', 'allow in ip from any to any'],
    ['IPFilterRule', 'permit in ip from é to any'],
  ] as const)('%s cannot be %s', (name, value) => {
    expect((DATA_FORMATS[name] as DataFormat<unknown>).accepts(value)).toBe(false)
  })

  it.each([
    ['Address', '0001 0a0100'],
    ['Address', '0002 0a010001'],
    ['DiameterIdentity', ''],
    ['DiameterIdentity', '20'],
    ['UTF8String', '6100'],
    ['UTF8String', 'c080'],
    ['UTF8String', 'eda080'],
    ['UTF8String', 'f4908080'],
    ['UTF8String', 'e282'],
    ['UTF8String', 'fc8080808080'],
  ] as const)('%s is not %s', (name, octets) => {
    const value = fromHexadecimal(octets)!
    expect(DATA_FORMATS[name].read(value, 0, value.length)).toBeNull()
  })

  it('agrees with the platform on what UTF-8 is', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 12 }),
          fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
        ),
        (octets) => {
          let expected: string | null = null
          try {
            expected = decoder.decode(octets)
          } catch {}
          if (expected?.includes('\0')) expected = null
          expect(DATA_FORMATS.UTF8String.read(octets, 0, octets.length)).toBe(expected)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('reads the URIs of RFC 6733 §4.3.1 and fills in their defaults', () => {
    expect(parseDiameterUri('aaa://host.example.com:1813;transport=udp;protocol=radius')).toEqual({
      secure: false,
      host: 'host.example.com',
      port: 1813,
      transport: 'udp',
      protocol: 'radius',
    })
    expect(parseDiameterUri('aaas://host.example.com')).toMatchObject({ secure: true, port: 5658, transport: 'tcp', protocol: 'diameter' })
    for (const text of ['aaa://host.example.com;transport=sctp', 'aaa://host.example.com:6666;protocol=tacacs+', 'aaas://h']) {
      expect(formatDiameterUri(parseDiameterUri(text)!)).toBe(text)
    }
  })
})
