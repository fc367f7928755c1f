import { readU32, writeU32 } from '@sigbed/octets'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeTlvHeader } from '../type-length-value.js'
import { STALE_COOKIE } from './error-cause-code.js'

/**
 * Stale Cookie: a valid State Cookie came after its life had ended. RFC 9260 §3.3.10.3.
 *
 *      0                   1                   2                   3
 *     |        Cause Code = 3         |       Cause Length = 8        |
 *     |                 Measure of Staleness (usec.)                  |
 */
export interface StaleCookieCause {
  readonly kind: 'stale-cookie'
  readonly code: typeof STALE_COOKIE
  /** microseconds past the expiry, rounded up; 0 when the sender does not wish to say */
  readonly stalenessUs: number
}

/** @param stalenessUs whole microseconds; what does not fit into 32 bits (more than 71 minutes) is given as the largest value that does. */
export function staleCookieCause(stalenessUs: number): StaleCookieCause {
  return { kind: 'stale-cookie', code: STALE_COOKIE, stalenessUs: Math.min(stalenessUs, 0xffff_ffff) }
}

/** Octets on the wire; no padding follows. */
export function staleCookieCauseLength(): number {
  return LENGTH
}

export function readStaleCookieCause(octets: Uint8Array, at: number, length: number): StaleCookieCause | DecodeFault {
  if (length !== LENGTH) return LENGTH_MISMATCH
  return staleCookieCause(readU32(octets, at + 4))
}

export function writeStaleCookieCause(octets: Uint8Array, at: number, cause: StaleCookieCause): number {
  writeTlvHeader(octets, at, STALE_COOKIE, LENGTH)
  writeU32(octets, at + 4, cause.stalenessUs)
  return at + LENGTH
}

const LENGTH = 8
const LENGTH_MISMATCH = fault('length-mismatch', 'Stale Cookie')
