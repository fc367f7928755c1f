import { fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'
import { PARAMETER_TAG, parameterLength, writeOctetsParameter } from './parameter.js'

/** INFO String: up to 255 octets of UTF-8, for people, in most messages. RFC 4666 §3.4.1. */
export const LONGEST_INFO_STRING = 255

export const LONG_INFO_STRING = fault(ERROR_CODE.PARAMETER_FIELD_ERROR, 'INFO String, length')

/** Text of a range; every octet that is no UTF-8 becomes U+FFFD, so a peer's mistake never loses the message. */
export function readInfoString(octets: Uint8Array, at: number, length: number): string {
  const end = at + length
  let text = ''
  while (at < end) {
    const first = octets[at]!
    const width = sequenceWidth(first)
    let codePoint = width === 1 ? first : first & (0x7f >> width)
    for (let i = 1; i < width; i++) {
      const next = at + i < end ? octets[at + i]! : 0
      codePoint = (next & 0xc0) === 0x80 ? (codePoint << 6) | (next & 0x3f) : REFUSED
      if (codePoint === REFUSED) break
    }
    const valid = width > 0 && codePoint !== REFUSED && codePoint >= SMALLEST[width]! && isScalarValue(codePoint)
    text += valid ? String.fromCodePoint(codePoint) : '\ufffd'
    at += valid ? width : 1
  }
  return text
}

/** Octets of the whole parameter, padding included; none when it is left out. */
export function infoStringLength(text: string | null): number {
  return text === null ? 0 : parameterLength(encodeInfoString(text).length)
}

/** Writes the whole parameter, or nothing for null; a text longer than 255 octets is cut. Returns the offset after it. */
export function writeInfoString(octets: Uint8Array, at: number, text: string | null): number {
  return text === null ? at : writeOctetsParameter(octets, at, PARAMETER_TAG.INFO_STRING, encodeInfoString(text))
}

/** UTF-8 of `text`, cut before the character that would pass 255 octets. A lone surrogate becomes U+FFFD. */
function encodeInfoString(text: string): Uint8Array {
  const octets: number[] = []
  for (const character of text) {
    const encoded = encodeCodePoint(character.codePointAt(0)!)
    if (octets.length + encoded.length > LONGEST_INFO_STRING) break
    octets.push(...encoded)
  }
  return Uint8Array.from(octets)
}

function encodeCodePoint(codePoint: number): readonly number[] {
  if (codePoint < 0x80) return [codePoint]
  if (codePoint < 0x800) return [0xc0 | (codePoint >> 6), continuation(codePoint)]
  if (!isScalarValue(codePoint)) return [0xef, 0xbf, 0xbd]
  if (codePoint < 0x1_0000) return [0xe0 | (codePoint >> 12), continuation(codePoint >> 6), continuation(codePoint)]
  return [0xf0 | (codePoint >> 18), continuation(codePoint >> 12), continuation(codePoint >> 6), continuation(codePoint)]
}

function continuation(bits: number): number {
  return 0x80 | (bits & 0x3f)
}

/** Octets of the sequence that `first` begins; 0 for an octet that begins none. */
function sequenceWidth(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xc0) return 0
  if (first < 0xe0) return 2
  if (first < 0xf0) return 3
  return first < 0xf8 ? 4 : 0
}

function isScalarValue(codePoint: number): boolean {
  return codePoint <= 0x10_ffff && (codePoint < 0xd800 || codePoint > 0xdfff)
}

const REFUSED = -1
/** Smallest code point a sequence of each width may stand for: longer forms of the same character are refused. */
const SMALLEST: readonly number[] = [0, 0, 0x80, 0x800, 0x1_0000]
