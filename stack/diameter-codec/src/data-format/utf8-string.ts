import type { DataFormat } from './data-format.js'
import { LONGEST_VALUE } from './data-format.js'

/**
 * Text for people. RFC 6733 §4.3.1, UTF-8 as in RFC 3629. U+0000 is outside the range §4.3.1 allows; the five- and six-octet
 * forms of the range's upper part are not valid in RFC 3629, to which the same section refers, and are refused.
 */
export const UTF8String: DataFormat<string> = {
  minimumLength: 0,
  maximumLength: LONGEST_VALUE,
  read: readUtf8,
  accepts: (value) => !value.includes('\0') && !LONE_SURROGATE.test(value) && utf8Length(value) <= LONGEST_VALUE,
  lengthOf: utf8Length,
  write: (octets, at, value) => void writeUtf8(octets, at, value),
}

/** Octets of a text in UTF-8; a lone surrogate counts as U+FFFD. */
export function utf8Length(text: string): number {
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) length += 1
    else if (unit < 0x800) length += 2
    else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(i + 1))) {
      length += 4
      i++
    } else length += 3
  }
  return length
}

/** Writes a text in UTF-8 and returns the offset after it. The caller has made room with utf8Length. */
export function writeUtf8(octets: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i)
    if (point < 0x80) {
      octets[at++] = point
      continue
    }
    if (isHighSurrogate(point) && isLowSurrogate(text.charCodeAt(i + 1))) {
      point = 0x1_0000 + ((point - 0xd800) << 10) + (text.charCodeAt(++i) - 0xdc00)
    } else if (point >= 0xd800 && point < 0xe000) point = REPLACEMENT_CHARACTER
    if (point < 0x800) octets[at++] = 0xc0 | (point >> 6)
    else {
      if (point < 0x1_0000) octets[at++] = 0xe0 | (point >> 12)
      else {
        octets[at++] = 0xf0 | (point >> 18)
        octets[at++] = 0x80 | ((point >> 12) & 0x3f)
      }
      octets[at++] = 0x80 | ((point >> 6) & 0x3f)
    }
    octets[at++] = 0x80 | (point & 0x3f)
  }
  return at
}

/** The text, or null for octets that are not UTF-8: overlong forms, surrogates, beyond U+10FFFF, cut short, or U+0000. */
export function readUtf8(octets: Uint8Array, at: number, length: number): string | null {
  // Nearly every text of a network is short and ASCII: made at once, it is one string and no chain of pieces.
  const short = length <= SHORT_TEXT ? shortAscii(octets, at, length) : null
  if (short !== null) return short
  const end = at + length
  let text = ''
  while (at < end) {
    const first = octets[at++]!
    if (first < 0x80) {
      if (first === 0) return null
      text += String.fromCharCode(first)
      continue
    }
    const following = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3
    if (following === 0 || at + following > end) return null
    let point = first & (0x3f >> following)
    for (let i = 0; i < following; i++) {
      const octet = octets[at++]!
      if ((octet & 0xc0) !== 0x80) return null
      point = (point << 6) | (octet & 0x3f)
    }
    if (point < SMALLEST_POINT[following]! || point > 0x10_ffff || (point >= 0xd800 && point < 0xe000)) return null
    text += String.fromCodePoint(point)
  }
  return text
}

/** Null when an octet is not ASCII, or is U+0000. */
function shortAscii(octets: Uint8Array, at: number, length: number): string | null {
  const units = new Array<number>(length)
  for (let i = 0; i < length; i++) {
    const octet = octets[at + i]!
    if (octet === 0 || octet > 0x7f) return null
    units[i] = octet
  }
  return String.fromCharCode.apply(null, units)
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}

/** Octets; far below what may be handed to a function as arguments. */
const SHORT_TEXT = 256
const REPLACEMENT_CHARACTER = 0xfffd
/** By the number of octets after the first; anything smaller is an overlong form (RFC 3629 §3). */
const SMALLEST_POINT = [0, 0x80, 0x800, 0x1_0000]
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
