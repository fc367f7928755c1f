import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { USER_INITIATED_ABORT } from './error-cause-code.js'

/**
 * User-Initiated Abort: the upper layer asked for the ABORT this cause stands in. RFC 9260 §3.3.10.12.
 *
 *      0                   1                   2                   3
 *     |        Cause Code = 12        |         Cause Length          |
 *     /                   Upper Layer Abort Reason                    /
 *
 * The reason is the upper layer's own, carried transparently; it may be empty, and no length is refused.
 */
export interface UserInitiatedAbortCause {
  readonly kind: 'user-initiated-abort'
  readonly code: typeof USER_INITIATED_ABORT
  /** Upper Layer Abort Reason; a copy. */
  readonly reason: Uint8Array
}

/** @param reason kept, not copied. */
export function userInitiatedAbortCause(reason: Uint8Array): UserInitiatedAbortCause {
  return { kind: 'user-initiated-abort', code: USER_INITIATED_ABORT, reason }
}

/** Octets on the wire, padding excluded. */
export function userInitiatedAbortCauseLength(cause: UserInitiatedAbortCause): number {
  return TLV_HEADER_LENGTH + cause.reason.length
}

export function readUserInitiatedAbortCause(octets: Uint8Array, at: number, length: number): UserInitiatedAbortCause {
  return userInitiatedAbortCause(copyTlvValue(octets, at, length))
}

export function writeUserInitiatedAbortCause(octets: Uint8Array, at: number, cause: UserInitiatedAbortCause): number {
  return writeTlv(octets, at, USER_INITIATED_ABORT, cause.reason)
}
