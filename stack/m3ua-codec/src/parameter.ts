import { copyOctets, padded, readU16, readU32, writePadding, writeU16, writeU32 } from '@sigbed/octets'
import { type DecodeFault, fault } from './decode-fault.js'
import { ERROR_CODE } from './error-code.js'

/**
 * Parameters: tag, length, value, padding to four octets. RFC 4666 §3.2.
 *
 * |         Parameter Tag         |       Parameter Length        |
 * |                       Parameter Value                         |
 *
 * The length counts the four octets of tag and length but not the padding.
 */
export const PARAMETER_TAG = {
  INFO_STRING: 0x0004,
  ROUTING_CONTEXT: 0x0006,
  DIAGNOSTIC_INFORMATION: 0x0007,
  HEARTBEAT_DATA: 0x0009,
  TRAFFIC_MODE_TYPE: 0x000b,
  ERROR_CODE: 0x000c,
  STATUS: 0x000d,
  ASP_IDENTIFIER: 0x0011,
  AFFECTED_POINT_CODE: 0x0012,
  CORRELATION_ID: 0x0013,
  NETWORK_APPEARANCE: 0x0200,
  USER_CAUSE: 0x0204,
  CONGESTION_INDICATIONS: 0x0205,
  CONCERNED_DESTINATION: 0x0206,
  ROUTING_KEY: 0x0207,
  REGISTRATION_RESULT: 0x0208,
  DEREGISTRATION_RESULT: 0x0209,
  LOCAL_ROUTING_KEY_IDENTIFIER: 0x020a,
  DESTINATION_POINT_CODE: 0x020b,
  SERVICE_INDICATORS: 0x020c,
  ORIGINATING_POINT_CODE_LIST: 0x020e,
  PROTOCOL_DATA: 0x0210,
  REGISTRATION_STATUS: 0x0212,
  DEREGISTRATION_STATUS: 0x0213,
} as const

export type ParameterTag = (typeof PARAMETER_TAG)[keyof typeof PARAMETER_TAG]

/** A set of tags as two bit masks: the tags common to the adaptation layers (0x0000 to 0x001f) and those of M3UA (0x0200 to 0x021f). */
export interface ParameterSet {
  readonly common: number
  readonly specific: number
}

export function parameterSet(...tags: readonly ParameterTag[]): ParameterSet {
  let common = 0
  let specific = 0
  for (const tag of tags) {
    if (tag < 0x20) common |= 1 << tag
    else specific |= 1 << (tag & 0x1f)
  }
  return Object.freeze({ common, specific })
}

/**
 * Walks the parameters of one message, in place. Reused: `start` takes up the next message.
 *
 * Passed over without a word: tags M3UA does not define. Refused: a tag M3UA defines that has no place in this message, and
 * the second of a parameter that may stand once. RFC 4666 §3.2.
 */
export class ParameterCursor {
  /** Of the parameter `next` stopped at. */
  tag = 0
  valueAt = 0
  valueLength = 0
  /** Why `next` ended the walk early; null when it came to the end. */
  fault: DecodeFault | null = null
  private octets: Uint8Array = NO_OCTETS
  private at = 0
  private end = 0
  private expectedCommon = 0
  private expectedSpecific = 0
  private repeatableCommon = 0
  private repeatableSpecific = 0
  private seenCommon = 0
  private seenSpecific = 0

  /** @param repeatable tags that may stand several times (Routing Key, Registration Result); all others only once. */
  start(octets: Uint8Array, at: number, end: number, expected: ParameterSet, repeatable: ParameterSet = NONE): void {
    this.fault = null
    this.octets = octets
    this.at = at
    this.end = end
    this.expectedCommon = expected.common
    this.expectedSpecific = expected.specific
    this.repeatableCommon = repeatable.common
    this.repeatableSpecific = repeatable.specific
    this.seenCommon = 0
    this.seenSpecific = 0
  }

  /** Steps to the next expected parameter. False at the end and at a fault: look at `fault` then. */
  next(): boolean {
    while (this.at < this.end) {
      const left = this.end - this.at
      if (left < PARAMETER_HEADER_LENGTH) return this.refuse(TRUNCATED)
      const length = readU16(this.octets, this.at + 2)
      if (length < PARAMETER_HEADER_LENGTH || length > left) return this.refuse(WRONG_LENGTH)
      this.tag = readU16(this.octets, this.at)
      this.valueAt = this.at + PARAMETER_HEADER_LENGTH
      this.valueLength = length - PARAMETER_HEADER_LENGTH
      // RFC 4666 §3.1.4: the last parameter may come without its padding. At least four octets are passed each time.
      this.at += Math.min(padded(length), left)

      if (this.tag < 0x20) {
        const bit = 1 << this.tag
        if ((COMMON_TAGS & bit) === 0) continue
        if ((this.expectedCommon & bit) === 0) return this.refuse(MISPLACED)
        if ((this.seenCommon & bit & ~this.repeatableCommon) !== 0) return this.refuse(REPEATED)
        this.seenCommon |= bit
        return true
      }
      if ((this.tag & 0xffe0) === 0x0200) {
        const bit = 1 << (this.tag & 0x1f)
        if ((SPECIFIC_TAGS & bit) === 0) continue
        if ((this.expectedSpecific & bit) === 0) return this.refuse(MISPLACED)
        if ((this.seenSpecific & bit & ~this.repeatableSpecific) !== 0) return this.refuse(REPEATED)
        this.seenSpecific |= bit
        return true
      }
    }
    this.octets = NO_OCTETS
    return false
  }

  /** Whether the walk has met `tag` so far: mandatory parameters are checked with it after the last `next`. */
  has(tag: ParameterTag): boolean {
    return tag < 0x20 ? (this.seenCommon & (1 << tag)) !== 0 : (this.seenSpecific & (1 << (tag & 0x1f))) !== 0
  }

  /** The value of a parameter of exactly 32 bits; check `isU32` first. */
  u32(): number {
    return readU32(this.octets, this.valueAt)
  }

  isU32(): boolean {
    return this.valueLength === 4
  }

  /** A copy of the value, for messages that are kept. */
  copyValue(): Uint8Array {
    return this.octets.slice(this.valueAt, this.valueAt + this.valueLength)
  }

  private refuse(fault: DecodeFault): false {
    this.fault = fault
    this.at = this.end
    this.octets = NO_OCTETS
    return false
  }
}

export const PARAMETER_HEADER_LENGTH = 4
/** Octets of a parameter whose value is one 32-bit number. */
export const U32_PARAMETER_LENGTH = 8
/** A parameter of a fixed length that has another. */
export const WRONG_LENGTH = fault(ERROR_CODE.PARAMETER_FIELD_ERROR, 'Parameter Length')

/** Octets on the wire of a parameter with a value of `valueLength` octets, padding included. */
export function parameterLength(valueLength: number): number {
  return padded(PARAMETER_HEADER_LENGTH + valueLength)
}

export function writeU32Parameter(octets: Uint8Array, at: number, tag: ParameterTag, value: number): number {
  writeU16(octets, at, tag)
  writeU16(octets, at + 2, U32_PARAMETER_LENGTH)
  writeU32(octets, at + 4, value)
  return at + U32_PARAMETER_LENGTH
}

/** Writes `value` with zero padding; at most 65,531 octets. */
export function writeOctetsParameter(octets: Uint8Array, at: number, tag: ParameterTag, value: Uint8Array): number {
  writeU16(octets, at, tag)
  writeU16(octets, at + 2, PARAMETER_HEADER_LENGTH + value.length)
  copyOctets(value, 0, value.length, octets, at + PARAMETER_HEADER_LENGTH)
  return writePadding(octets, at, at + PARAMETER_HEADER_LENGTH + value.length)
}

const NO_OCTETS = new Uint8Array(0)
const NONE = parameterSet()
const { common: COMMON_TAGS, specific: SPECIFIC_TAGS } = parameterSet(...Object.values(PARAMETER_TAG))
const TRUNCATED = fault(ERROR_CODE.PARAMETER_FIELD_ERROR, 'Parameter, truncated')
const MISPLACED = fault(ERROR_CODE.UNEXPECTED_PARAMETER, 'Parameter of another message')
const REPEATED = fault(ERROR_CODE.UNEXPECTED_PARAMETER, 'Parameter, repeated')
