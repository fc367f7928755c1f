/** Where a text stops being hexadecimal. Line and column count from 1. */
export interface HexadecimalFault {
  readonly line: number
  readonly column: number
  /** What stands there, and what was expected. */
  readonly found: string
}

/**
 * The octets of hexadecimal as people have it at hand: digits with or without spaces, colons, commas and 0x, and dumps of xxd,
 * hexdump -C, tcpdump -x and Wireshark with their offsets and their text at the right. A number counts as an offset only when it is
 * the offset its line should have.
 */
export function parseHexadecimalText(text: string): Uint8Array | HexadecimalFault {
  const octets: number[] = []
  const lines = text.split('\n')
  let firstOffset: number | null = null
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    const offset = offsetOf(line)
    // A dump begins with a line that has octets; the offset alone stands in its last.
    const isFirst = octets.length === 0 && firstOffset === null && offset !== null && offset.end < line.trimEnd().length
    if (offset !== null && (isFirst || (firstOffset !== null && offset.value === firstOffset + octets.length))) {
      if (isFirst) firstOffset = offset.value
      const fault = readLine(line, offset.end, i + 1, octets, LONGEST_DUMP_LINE)
      if (fault !== null) return fault
      continue
    }
    if (offset !== null && firstOffset !== null) {
      const expected = (firstOffset + octets.length).toString(16).padStart(4, '0')
      return { line: i + 1, column: 1, found: `offset ${offset.value.toString(16).padStart(4, '0')}, where ${expected} is expected` }
    }
    const fault = readLine(line, 0, i + 1, octets, Number.POSITIVE_INFINITY)
    if (fault !== null) return fault
  }
  return Uint8Array.from(octets)
}

/** "0010:", "0x0010:" or "00000010  " at the beginning of a line, or all of it, and where what follows begins. */
function offsetOf(line: string): { readonly value: number; readonly end: number } | null {
  const found = OFFSET.exec(line)
  return found === null ? null : { value: Number.parseInt(found[1]!, 16), end: found[0].length }
}

/**
 * @param most octets of this line; in a dump the text at the right begins after so many, or behind a gap, or after a bar.
 */
function readLine(line: string, from: number, lineNumber: number, octets: number[], most: number): HexadecimalFault | null {
  const inDump = most !== Number.POSITIVE_INFINITY
  const before = octets.length
  for (let at = from; at < line.length; ) {
    const separator = SEPARATORS.exec(line.slice(at))
    if (separator !== null) {
      at += separator[0].length
      if (inDump && at > from + separator[0].length && separator[0].length > WIDEST_GAP) return null
      continue
    }
    if (inDump && (octets.length - before === most || line[at] === '|')) return null
    const digits = DIGITS.exec(line.slice(at))?.[0] ?? ''
    if (digits.length === 0) {
      if (inDump && octets.length > before && isText(line, at)) return null
      return { line: lineNumber, column: at + 1, found: `${JSON.stringify(line[at])}, where a hexadecimal digit is expected` }
    }
    if (digits.length % 2 !== 0) {
      if (inDump && octets.length > before && isText(line, at)) return null
      return { line: lineNumber, column: at + 1, found: `${digits.length} digits in a row, where pairs are expected` }
    }
    for (let digit = 0; digit < digits.length && octets.length - before < most; digit += 2)
      octets.push(Number.parseInt(digits.slice(digit, digit + 2), 16))
    at += digits.length
  }
  return null
}

/** Behind two spaces: the column of readable characters. */
function isText(line: string, at: number): boolean {
  return /\s\s$/.test(line.slice(0, at))
}

const OFFSET = /^\s*(?:0x)?([0-9a-f]{4,8})(?::\s*|\s{2,}|\s*$)/i
const SEPARATORS = /^(?:[\s:,;-]|0x)+/i
const DIGITS = /^[0-9a-f]+/i
const LONGEST_DUMP_LINE = 16
/** Between the two halves of a line stand two spaces; before the text, more. */
const WIDEST_GAP = 2
