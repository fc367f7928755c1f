import { type DecodeFault, fault } from '../decode-fault.js'
import { TLV_HEADER_LENGTH, writeTlvHeader } from '../type-length-value.js'
import { COOKIE_RECEIVED_WHILE_SHUTTING_DOWN, errorCauseName, INVALID_MANDATORY_PARAMETER, OUT_OF_RESOURCE } from './error-cause-code.js'

/**
 * The three causes that are their code and nothing else: Out of Resource (RFC 9260 §3.3.10.4), Invalid Mandatory
 * Parameter (§3.3.10.7) and Cookie Received While Shutting Down (§3.3.10.10).
 *
 *      0                   1                   2                   3
 *     |     Cause Code = 4, 7, 10     |       Cause Length = 4        |
 */
export type BareCause = OutOfResourceCause | InvalidMandatoryParameterCause | CookieReceivedWhileShuttingDownCause

export interface OutOfResourceCause {
  readonly kind: 'out-of-resource'
  readonly code: typeof OUT_OF_RESOURCE
}

/** A mandatory field of an INIT or INIT ACK held an invalid value. */
export interface InvalidMandatoryParameterCause {
  readonly kind: 'invalid-mandatory-parameter'
  readonly code: typeof INVALID_MANDATORY_PARAMETER
}

/** A COOKIE ECHO came in SHUTDOWN-ACK-SENT. */
export interface CookieReceivedWhileShuttingDownCause {
  readonly kind: 'cookie-received-while-shutting-down'
  readonly code: typeof COOKIE_RECEIVED_WHILE_SHUTTING_DOWN
}

export function outOfResourceCause(): OutOfResourceCause {
  return OUT_OF_RESOURCE_CAUSE
}

export function invalidMandatoryParameterCause(): InvalidMandatoryParameterCause {
  return INVALID_MANDATORY_PARAMETER_CAUSE
}

export function cookieReceivedWhileShuttingDownCause(): CookieReceivedWhileShuttingDownCause {
  return COOKIE_RECEIVED_WHILE_SHUTTING_DOWN_CAUSE
}

/** Octets on the wire; no padding follows. */
export function bareCauseLength(): number {
  return TLV_HEADER_LENGTH
}

/** `cause` itself when its length is the one allowed. */
export function readBareCause<Cause extends BareCause>(cause: Cause, length: number): Cause | DecodeFault {
  return length === TLV_HEADER_LENGTH ? cause : LENGTH_MISMATCH[cause.kind]
}

export function writeBareCause(octets: Uint8Array, at: number, cause: BareCause): number {
  return writeTlvHeader(octets, at, cause.code, TLV_HEADER_LENGTH)
}

const OUT_OF_RESOURCE_CAUSE: OutOfResourceCause = Object.freeze({ kind: 'out-of-resource', code: OUT_OF_RESOURCE })
const INVALID_MANDATORY_PARAMETER_CAUSE: InvalidMandatoryParameterCause = Object.freeze({
  kind: 'invalid-mandatory-parameter',
  code: INVALID_MANDATORY_PARAMETER,
})
const COOKIE_RECEIVED_WHILE_SHUTTING_DOWN_CAUSE: CookieReceivedWhileShuttingDownCause = Object.freeze({
  kind: 'cookie-received-while-shutting-down',
  code: COOKIE_RECEIVED_WHILE_SHUTTING_DOWN,
})
const LENGTH_MISMATCH: Readonly<Record<BareCause['kind'], DecodeFault>> = {
  'out-of-resource': fault('length-mismatch', errorCauseName(OUT_OF_RESOURCE)),
  'invalid-mandatory-parameter': fault('length-mismatch', errorCauseName(INVALID_MANDATORY_PARAMETER)),
  'cookie-received-while-shutting-down': fault('length-mismatch', errorCauseName(COOKIE_RECEIVED_WHILE_SHUTTING_DOWN)),
}
