import type { DataFormat } from './data-format.js'
import { LONGEST_VALUE } from './data-format.js'
import { readUtf8, writeUtf8 } from './utf8-string.js'

/**
 * A packet filter in the notation of ipfw, as ASCII text. RFC 6733 §4.3.1. The testbed carries rules, it applies none: only the
 * alphabet and the first words (action, direction, protocol, from) are checked.
 */
export const IPFilterRule: DataFormat<string> = {
  minimumLength: 0,
  maximumLength: LONGEST_VALUE,
  read(octets, at, length) {
    const text = readUtf8(octets, at, length)
    return text !== null && isIpFilterRule(text) ? text : null
  },
  accepts: isIpFilterRule,
  lengthOf: (value) => value.length,
  write: (octets, at, value) => void writeUtf8(octets, at, value),
}

export function isIpFilterRule(text: string): boolean {
  return BEGINNING.test(text) && text.includes(' to ') && !NOT_PRINTABLE_ASCII.test(text)
}

/** `action dir proto from src to dst [options]`; protocols by number or the word "ip". */
const BEGINNING = /^(?:permit|deny) +(?:in|out) +(?:ip|\d{1,3}) +from +\S/
const NOT_PRINTABLE_ASCII = /[^ -~]/
