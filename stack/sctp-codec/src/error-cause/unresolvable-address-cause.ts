import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { UNRESOLVABLE_ADDRESS } from './error-cause-code.js'

/**
 * Unresolvable Address: an address of a type its receiver does not support, or a Host Name Address. RFC 9260 §3.3.10.5.
 *
 *      0                   1                   2                   3
 *     |        Cause Code = 5         |         Cause Length          |
 *     /                     Unresolvable Address                      /
 *
 * What is reported is not taken apart again, so no length is refused: an ABORT whose sender cut its explanation short
 * still ends the association.
 */
export interface UnresolvableAddressCause {
  readonly kind: 'unresolvable-address'
  readonly code: typeof UNRESOLVABLE_ADDRESS
  /** The address parameter, type and length included; a copy. */
  readonly parameter: Uint8Array
}

/** @param parameter kept, not copied; parameterOctets() makes it. */
export function unresolvableAddressCause(parameter: Uint8Array): UnresolvableAddressCause {
  return { kind: 'unresolvable-address', code: UNRESOLVABLE_ADDRESS, parameter }
}

/** Octets on the wire, padding excluded. */
export function unresolvableAddressCauseLength(cause: UnresolvableAddressCause): number {
  return TLV_HEADER_LENGTH + cause.parameter.length
}

export function readUnresolvableAddressCause(octets: Uint8Array, at: number, length: number): UnresolvableAddressCause {
  return unresolvableAddressCause(copyTlvValue(octets, at, length))
}

export function writeUnresolvableAddressCause(octets: Uint8Array, at: number, cause: UnresolvableAddressCause): number {
  return writeTlv(octets, at, UNRESOLVABLE_ADDRESS, cause.parameter)
}
