import { readU32, writeU32 } from '@sigbed/octets'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeTlvHeader } from '../type-length-value.js'
import { NO_USER_DATA } from './error-cause-code.js'

/**
 * No User Data: a DATA chunk came without any. RFC 9260 §3.3.10.9; normally in an ABORT (§6.2).
 *
 *      0                   1                   2                   3
 *     |        Cause Code = 9         |       Cause Length = 8        |
 *     |                              TSN                              |
 */
export interface NoUserDataCause {
  readonly kind: 'no-user-data'
  readonly code: typeof NO_USER_DATA
  /** TSN of the empty DATA chunk */
  readonly tsn: number
}

export function noUserDataCause(tsn: number): NoUserDataCause {
  return { kind: 'no-user-data', code: NO_USER_DATA, tsn }
}

/** Octets on the wire; no padding follows. */
export function noUserDataCauseLength(): number {
  return LENGTH
}

export function readNoUserDataCause(octets: Uint8Array, at: number, length: number): NoUserDataCause | DecodeFault {
  if (length !== LENGTH) return LENGTH_MISMATCH
  return noUserDataCause(readU32(octets, at + 4))
}

export function writeNoUserDataCause(octets: Uint8Array, at: number, cause: NoUserDataCause): number {
  writeTlvHeader(octets, at, NO_USER_DATA, LENGTH)
  writeU32(octets, at + 4, cause.tsn)
  return at + LENGTH
}

const LENGTH = 8
const LENGTH_MISMATCH = fault('length-mismatch', 'No User Data')
