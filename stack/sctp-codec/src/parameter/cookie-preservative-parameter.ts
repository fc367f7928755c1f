import { readU32, writeU32 } from '@sigbed/octets'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeTlvHeader } from '../type-length-value.js'
import { COOKIE_PRESERVATIVE } from './parameter-type.js'

/**
 * Cookie Preservative, in an INIT that follows a Stale Cookie error: please let the next cookie live longer.
 * RFC 9260 §3.3.2.1.3.
 *
 *      0                   1                   2                   3
 *     |           Type = 9            |          Length = 8           |
 *     |         Suggested Cookie Life-Span Increment (msec.)          |
 */
export interface CookiePreservativeParameter {
  readonly kind: 'cookie-preservative'
  readonly type: typeof COOKIE_PRESERVATIVE
  /** milliseconds to add to the life of a cookie, 0 to 2^32-1; the receiver may ignore it */
  readonly lifeIncrementMs: number
}

export function cookiePreservativeParameter(lifeIncrementMs: number): CookiePreservativeParameter {
  return { kind: 'cookie-preservative', type: COOKIE_PRESERVATIVE, lifeIncrementMs }
}

/** Octets on the wire; no padding follows. */
export function cookiePreservativeParameterLength(): number {
  return LENGTH
}

export function readCookiePreservativeParameter(octets: Uint8Array, at: number, length: number): CookiePreservativeParameter | DecodeFault {
  if (length !== LENGTH) return LENGTH_MISMATCH
  return cookiePreservativeParameter(readU32(octets, at + 4))
}

export function writeCookiePreservativeParameter(octets: Uint8Array, at: number, parameter: CookiePreservativeParameter): number {
  writeTlvHeader(octets, at, COOKIE_PRESERVATIVE, LENGTH)
  writeU32(octets, at + 4, parameter.lifeIncrementMs)
  return at + LENGTH
}

const LENGTH = 8
const LENGTH_MISMATCH = fault('length-mismatch', 'Cookie Preservative')
