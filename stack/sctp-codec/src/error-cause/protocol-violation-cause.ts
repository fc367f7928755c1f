import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { PROTOCOL_VIOLATION } from './error-cause-code.js'

/**
 * Protocol Violation: the peer broke a rule no other cause stands for. RFC 9260 §3.3.10.13.
 *
 *      0                   1                   2                   3
 *     |        Cause Code = 13        |         Cause Length          |
 *     /                    Additional Information                     /
 *
 * The information has no format; most stacks put a sentence in ASCII there. It may be empty, and no length is refused.
 */
export interface ProtocolViolationCause {
  readonly kind: 'protocol-violation'
  readonly code: typeof PROTOCOL_VIOLATION
  /** Additional Information; a copy. */
  readonly information: Uint8Array
}

/** @param information kept, not copied. */
export function protocolViolationCause(information: Uint8Array): ProtocolViolationCause {
  return { kind: 'protocol-violation', code: PROTOCOL_VIOLATION, information }
}

/** Octets on the wire, padding excluded. */
export function protocolViolationCauseLength(cause: ProtocolViolationCause): number {
  return TLV_HEADER_LENGTH + cause.information.length
}

export function readProtocolViolationCause(octets: Uint8Array, at: number, length: number): ProtocolViolationCause {
  return protocolViolationCause(copyTlvValue(octets, at, length))
}

export function writeProtocolViolationCause(octets: Uint8Array, at: number, cause: ProtocolViolationCause): number {
  return writeTlv(octets, at, PROTOCOL_VIOLATION, cause.information)
}
