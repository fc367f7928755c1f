import { copyOctets, writeU32 } from '@sigbed/octets'
import type { DataColumn } from './data-columns.js'
import type { TemplateNumber } from './template-text.js'

/** What the variables of one request stand for. Reused. */
export class RunValues {
  /** Counts the runs of a template from 1 on; no two of one load have the same. */
  sequence = 1
  /** Among those of the population, from 1 on. */
  subscriber = 1
  /** Counts the requests of a run from 0 on. */
  requestNumber = 0
  /** Row of the table. */
  row = 0
  /** Both halves of what makes a Session-Id unique (RFC 6733 §8.8). */
  sessionHigh = 0
  sessionLow = 0
  /** Unix time. */
  timeSeconds = 0
}

/** A part of a value, ready to be written. A hot type; which fields mean something depends on `kind`. */
export class SlotPart {
  constructor(
    readonly kind: 'octets' | 'digits' | 'unsigned' | 'address' | 'session' | 'column',
    readonly octets: Uint8Array,
    readonly number: TemplateNumber,
    /** Of digits: 0 when they are as many as the number has. Of unsigned: octets. */
    readonly width: number,
    /** What is counted up from: the address before the first, or the number that 0 stands for. */
    readonly first: number,
    readonly column: DataColumn,
  ) {}
}

/** Where a request is not the same each time: the value of one AVP. Writing it allocates nothing. */
export class ValueSlot {
  /** Octets of the value, when it always has as many; else -1. */
  readonly fixedLength: number

  constructor(readonly parts: readonly SlotPart[]) {
    const lengths = parts.map(fixedLengthOf)
    this.fixedLength = lengths.includes(-1) ? -1 : lengths.reduce((sum, length) => sum + length, 0)
  }

  /** The most octets it ever has. */
  get longest(): number {
    return this.parts.reduce((sum, part) => sum + longestOf(part), 0)
  }

  /** Writes the value and returns the offset after it. The caller has seen to the room. */
  write(octets: Uint8Array, at: number, values: RunValues): number {
    for (let i = 0; i < this.parts.length; i++) {
      const part = this.parts[i]!
      switch (part.kind) {
        case 'octets':
          copyOctets(part.octets, 0, part.octets.length, octets, at)
          at += part.octets.length
          break
        case 'digits':
          at = writeDigits(octets, at, numberOf(part.number, values), part.width)
          break
        case 'unsigned':
          at = writeUnsigned(octets, at, part.first + numberOf(part.number, values), part.width)
          break
        case 'address':
          writeU32(octets, at, (part.first + values.subscriber) % 0x1_0000_0000)
          at += 4
          break
        case 'session':
          // RFC 6733 §8.8: <DiameterIdentity>;<high 32 bits>;<low 32 bits>. With all ten digits its length never changes.
          at = writeDigits(octets, at, values.sessionHigh, SESSION_DIGITS)
          octets[at++] = SEMICOLON
          at = writeDigits(octets, at, values.sessionLow, SESSION_DIGITS)
          break
        case 'column': {
          const { offsets } = part.column
          const from = offsets[values.row]!
          const length = offsets[values.row + 1]! - from
          copyOctets(part.column.octets, from, length, octets, at)
          at += length
        }
      }
    }
    return at
  }
}

/** Decimal, with zeros in front up to `width`; of a longer number the last `width` digits. Width 0: as many as it has. */
export function writeDigits(octets: Uint8Array, at: number, number: number, width: number): number {
  let digits = width
  if (digits === 0) for (let rest = number, more = true; more; digits++, rest = Math.trunc(rest / 10), more = rest > 0);
  for (let to = at + digits - 1; to >= at; to--) {
    const rest = Math.trunc(number / 10)
    octets[to] = DIGIT_ZERO + (number - rest * 10)
    number = rest
  }
  return at + digits
}

/** @param width 4 or 8 octets */
function writeUnsigned(octets: Uint8Array, at: number, number: number, width: number): number {
  if (width === 8) writeU32(octets, at, Math.trunc(number / 0x1_0000_0000))
  writeU32(octets, at + width - 4, number % 0x1_0000_0000)
  return at + width
}

function numberOf(number: TemplateNumber, values: RunValues): number {
  switch (number) {
    case 'sequence':
      return values.sequence
    case 'subscriber':
      return values.subscriber
    case 'request-number':
      return values.requestNumber
    default:
      return values.timeSeconds
  }
}

function fixedLengthOf({ kind, octets, width, column }: SlotPart): number {
  switch (kind) {
    case 'octets':
      return octets.length
    case 'digits':
      return width === 0 ? -1 : width
    case 'unsigned':
      return width
    case 'address':
      return 4
    case 'session':
      return 2 * SESSION_DIGITS + 1
    default:
      return column.fixedLength
  }
}

function longestOf(part: SlotPart): number {
  const fixed = fixedLengthOf(part)
  if (fixed >= 0) return fixed
  if (part.kind === 'digits') return MOST_DIGITS
  const { offsets } = part.column
  let longest = 0
  for (let row = 0; row + 1 < offsets.length; row++) longest = Math.max(longest, offsets[row + 1]! - offsets[row]!)
  return longest
}

const SESSION_DIGITS = 10
const MOST_DIGITS = 20
const DIGIT_ZERO = 0x30
const SEMICOLON = 0x3b
