import { readU16, writeU16 } from '@sigbed/octets'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeTlvHeader } from '../type-length-value.js'
import { INVALID_STREAM_IDENTIFIER } from './error-cause-code.js'

/**
 * Invalid Stream Identifier: DATA came on a stream that does not exist. RFC 9260 §3.3.10.1.
 *
 *      0                   1                   2                   3
 *     |        Cause Code = 1         |       Cause Length = 8        |
 *     |       Stream Identifier       |          (Reserved)           |
 */
export interface InvalidStreamIdentifierCause {
  readonly kind: 'invalid-stream-identifier'
  readonly code: typeof INVALID_STREAM_IDENTIFIER
  readonly streamId: number
}

export function invalidStreamIdentifierCause(streamId: number): InvalidStreamIdentifierCause {
  return { kind: 'invalid-stream-identifier', code: INVALID_STREAM_IDENTIFIER, streamId }
}

/** Octets on the wire; no padding follows. */
export function invalidStreamIdentifierCauseLength(): number {
  return LENGTH
}

export function readInvalidStreamIdentifierCause(
  octets: Uint8Array,
  at: number,
  length: number,
): InvalidStreamIdentifierCause | DecodeFault {
  if (length !== LENGTH) return LENGTH_MISMATCH
  return invalidStreamIdentifierCause(readU16(octets, at + 4))
}

export function writeInvalidStreamIdentifierCause(octets: Uint8Array, at: number, cause: InvalidStreamIdentifierCause): number {
  writeTlvHeader(octets, at, INVALID_STREAM_IDENTIFIER, LENGTH)
  writeU16(octets, at + 4, cause.streamId)
  // RFC 9260 §3.3.10.1: the reserved field is all zeroes on transmit, ignored on receipt.
  writeU16(octets, at + 6, 0)
  return at + LENGTH
}

const LENGTH = 8
const LENGTH_MISMATCH = fault('length-mismatch', 'Invalid Stream Identifier')
