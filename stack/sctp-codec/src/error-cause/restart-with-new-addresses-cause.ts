import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { RESTART_WITH_NEW_ADDRESSES } from './error-cause-code.js'

/**
 * Restart of an Association with New Addresses: the INIT of a restart listed addresses the association did not have.
 * Stands in the ABORT that refuses it. RFC 9260 §3.3.10.11, §5.2.2.
 *
 *      0                   1                   2                   3
 *     |        Cause Code = 11        |         Cause Length          |
 *     /                       New Address TLVs                        /
 *
 * The addresses are not taken apart again, so no length is refused.
 */
export interface RestartWithNewAddressesCause {
  readonly kind: 'restart-with-new-addresses'
  readonly code: typeof RESTART_WITH_NEW_ADDRESSES
  /** The address parameters of the INIT that were new, each padded but the last; a copy. */
  readonly parameters: Uint8Array
}

/** @param parameters kept, not copied; parameterOctets() makes them. */
export function restartWithNewAddressesCause(parameters: Uint8Array): RestartWithNewAddressesCause {
  return { kind: 'restart-with-new-addresses', code: RESTART_WITH_NEW_ADDRESSES, parameters }
}

/** Octets on the wire, padding excluded. */
export function restartWithNewAddressesCauseLength(cause: RestartWithNewAddressesCause): number {
  return TLV_HEADER_LENGTH + cause.parameters.length
}

export function readRestartWithNewAddressesCause(octets: Uint8Array, at: number, length: number): RestartWithNewAddressesCause {
  return restartWithNewAddressesCause(copyTlvValue(octets, at, length))
}

export function writeRestartWithNewAddressesCause(octets: Uint8Array, at: number, cause: RestartWithNewAddressesCause): number {
  return writeTlv(octets, at, RESTART_WITH_NEW_ADDRESSES, cause.parameters)
}
