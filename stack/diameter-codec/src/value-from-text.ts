import { utf8Length, writeUtf8 } from './data-format/utf8-string.js'
import type { AvpDefinition } from './dictionary/dictionary.js'

/**
 * The value of an AVP from text, by its format: numbers in decimal or 0x, enumerations by name or number, addresses and times as people
 * write them, octets as 0x… or as the text itself. Null for a text that is no such value; names, addresses and URIs are judged where they
 * are written.
 */
export function valueFromText(text: string, { format, values }: AvpDefinition): unknown {
  switch (format) {
    case 'Unsigned32':
      return integer(text, 0n, 0xffff_ffffn, false)
    case 'Integer32':
      return integer(text, -(2n ** 31n), 2n ** 31n - 1n, false)
    case 'Unsigned64':
      return integer(text, 0n, 2n ** 64n - 1n, true)
    case 'Integer64':
      return integer(text, -(2n ** 63n), 2n ** 63n - 1n, true)
    case 'Float32':
    case 'Float64':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : null
    case 'Enumerated': {
      if (values === null) return integer(text, -(2n ** 31n), 2n ** 31n - 1n, false)
      if (Object.hasOwn(values, text)) return text
      return Object.keys(values).find((name) => String(values[name]) === text) ?? null
    }
    case 'Time': {
      if (/^\d{1,10}$/.test(text)) return Number(text)
      const milliseconds = Date.parse(text)
      return Number.isNaN(milliseconds) ? null : Math.trunc(milliseconds / 1_000)
    }
    case 'OctetString': {
      const digits = /^0x((?:[0-9a-f]{2})*)$/i.exec(text)?.[1]
      if (digits === undefined) return utf8Of(text)
      return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    }
    default:
      return text
  }
}

/** What `valueFromText` takes for an AVP, in words: "a number from 0 to 4294967295". */
export function whatValueTakes({ format, values }: AvpDefinition): string {
  if (values !== null)
    return `one of ${Object.entries(values)
      .map(([name, number]) => `${name} (${number})`)
      .join(', ')}`
  switch (format) {
    case 'Unsigned32':
      return 'a number from 0 to 4294967295'
    case 'Unsigned64':
      return 'a number from 0 to 18446744073709551615'
    case 'Integer32':
    case 'Enumerated':
      return 'a number from -2147483648 to 2147483647'
    case 'Integer64':
      return 'a whole number of 64 bits'
    case 'Float32':
    case 'Float64':
      return 'a number'
    case 'Time':
      return 'a time as 2026-01-31T12:00:00Z, or seconds since 1970'
    default:
      return `a value of the format ${format}`
  }
}

function integer(text: string, least: bigint, most: bigint, big: boolean): number | bigint | null {
  if (!/^-?\d{1,20}$|^0x[0-9a-f]{1,16}$/i.test(text)) return null
  const value = BigInt(text)
  if (value < least || value > most) return null
  return big ? value : Number(value)
}

function utf8Of(text: string): Uint8Array {
  const octets = new Uint8Array(utf8Length(text))
  writeUtf8(octets, 0, text)
  return octets
}
