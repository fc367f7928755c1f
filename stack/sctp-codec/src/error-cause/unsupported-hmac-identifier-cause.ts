import { readU16, writePadding, writeU16 } from '@sigbed/octets'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeTlvHeader } from '../type-length-value.js'
import { UNSUPPORTED_HMAC_IDENTIFIER } from './error-cause-code.js'

/**
 * Unsupported HMAC Identifier: an AUTH chunk came with an algorithm its receiver did not ask for. RFC 4895 §4.1.
 *
 *      0                   1                   2                   3
 *     |      Cause Code = 0x0105      |       Cause Length = 6        |
 *     |         HMAC Identifier       |            Padding            |
 */
export interface UnsupportedHmacIdentifierCause {
  readonly kind: 'unsupported-hmac-identifier'
  readonly code: typeof UNSUPPORTED_HMAC_IDENTIFIER
  readonly hmacIdentifier: number
}

export function unsupportedHmacIdentifierCause(hmacIdentifier: number): UnsupportedHmacIdentifierCause {
  return { kind: 'unsupported-hmac-identifier', code: UNSUPPORTED_HMAC_IDENTIFIER, hmacIdentifier }
}

/** Octets on the wire, padding excluded. */
export function unsupportedHmacIdentifierCauseLength(): number {
  return LENGTH
}

export function readUnsupportedHmacIdentifierCause(
  octets: Uint8Array,
  at: number,
  length: number,
): UnsupportedHmacIdentifierCause | DecodeFault {
  if (length !== LENGTH) return LENGTH_MISMATCH
  return unsupportedHmacIdentifierCause(readU16(octets, at + 4))
}

export function writeUnsupportedHmacIdentifierCause(octets: Uint8Array, at: number, cause: UnsupportedHmacIdentifierCause): number {
  const to = writeTlvHeader(octets, at, UNSUPPORTED_HMAC_IDENTIFIER, LENGTH)
  writeU16(octets, to, cause.hmacIdentifier)
  return writePadding(octets, at, to + 2)
}

const LENGTH = 6
const LENGTH_MISMATCH = fault('length-mismatch', 'Unsupported HMAC Identifier')
