import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'

/**
 * An error cause whose code this codec does not read, such as those of extensions. It is kept and never costs the chunk
 * it came in: an ABORT ends the association whatever its sender gives as a reason. RFC 9260 §3.3.10.
 *
 *      0                   1                   2                   3
 *     |          Cause Code           |         Cause Length          |
 *     /                  Cause-Specific Information                   /
 */
export interface UnknownCause {
  readonly kind: 'unknown'
  /** 0 to 65535, none of 1 to 13. */
  readonly code: number
  /** Cause-Specific Information, without code and length; a copy. */
  readonly information: Uint8Array
}

/** @param information kept, not copied. */
export function unknownCause(code: number, information: Uint8Array): UnknownCause {
  return { kind: 'unknown', code, information }
}

/** Octets on the wire, padding excluded. */
export function unknownCauseLength(cause: UnknownCause): number {
  return TLV_HEADER_LENGTH + cause.information.length
}

export function readUnknownCause(code: number, octets: Uint8Array, at: number, length: number): UnknownCause {
  return unknownCause(code, copyTlvValue(octets, at, length))
}

export function writeUnknownCause(octets: Uint8Array, at: number, cause: UnknownCause): number {
  return writeTlv(octets, at, cause.code, cause.information)
}
