import type { AvpDefinition } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { avpValueOf } from './avp-value.js'

type AvpFormat = AvpDefinition['format']

function definition(format: AvpFormat, values: Readonly<Record<string, number>> | null = null): AvpDefinition {
  return { name: 'Some-AVP', format, values } as unknown as AvpDefinition
}

const NAMES = { OFF: 0, ON: 1, BELOW: -1 }

describe('the value of an AVP', () => {
  it.each<[AvpFormat, string, unknown]>([
    ['Unsigned32', '4294967295', 4_294_967_295],
    ['Unsigned32', '0xFF', 255],
    ['Integer32', '-2147483648', -2_147_483_648],
    ['Unsigned64', '18446744073709551615', 2n ** 64n - 1n],
    ['Integer64', '-9223372036854775808', -(2n ** 63n)],
    ['Float32', '-1.5', -1.5],
    ['Float64', '1e3', 1000],
    ['Enumerated', '-5', -5],
    ['Time', '1790000000', 1_790_000_000],
    ['Time', '2026-01-31T12:00:00.9Z', 1_769_860_800],
    ['OctetString', '0x00f1', Uint8Array.of(0, 0xf1)],
    ['OctetString', '0x', new Uint8Array(0)],
    ['OctetString', '0x1', new TextEncoder().encode('0x1')],
    ['OctetString', 'ü', Uint8Array.of(0xc3, 0xbc)],
    ['UTF8String', '-', '-'],
    ['Address', '10.0.0.1', '10.0.0.1'],
  ])('of %s may be said as %s', (format, text, value) => {
    expect(avpValueOf(text, definition(format), 'Some-AVP')).toEqual(value)
  })

  it.each<[string, unknown]>([
    ['ON', 'ON'],
    ['0', 'OFF'],
    ['-1', 'BELOW'],
  ])('of an enumeration may be said as %s', (text, value) => {
    expect(avpValueOf(text, definition('Enumerated', NAMES), 'Some-AVP')).toBe(value)
  })

  it.each<[AvpFormat, string, string]>([
    ['Unsigned32', '4294967296', 'a number from 0 to 4294967295'],
    ['Unsigned32', '-1', 'a number from 0 to 4294967295'],
    ['Unsigned32', '1.5', 'a number from 0 to 4294967295'],
    ['Unsigned32', '', 'a number from 0 to 4294967295'],
    ['Integer32', '2147483648', 'a number from -2147483648 to 2147483647'],
    ['Unsigned64', '18446744073709551616', 'a number from 0 to 18446744073709551615'],
    ['Integer64', '9223372036854775808', 'a whole number of 64 bits'],
    ['Float64', 'much', 'a number'],
    ['Float64', 'Infinity', 'a number'],
    ['Time', 'noon', 'a time as 2026-01-31T12:00:00Z, or seconds since 1970'],
  ])('of %s is not %j', (format, text, takes) => {
    expect(() => avpValueOf(text, definition(format), 'Group.Some-AVP')).toThrow(
      `Group.Some-AVP takes ${takes}, not ${JSON.stringify(text)}.`,
    )
  })

  it.each(['on', '2', 'toString'])('of an enumeration is not %j', (text) => {
    expect(() => avpValueOf(text, definition('Enumerated', NAMES), 'Some-AVP')).toThrow(
      'Some-AVP takes one of OFF (0), ON (1), BELOW (-1), not',
    )
  })
})
