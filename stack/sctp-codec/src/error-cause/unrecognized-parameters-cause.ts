import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { UNRECOGNIZED_PARAMETERS } from './error-cause-code.js'

/**
 * Unrecognized Parameters: an INIT ACK carried parameters its receiver does not know and whose types ask to be told so.
 * Goes with the COOKIE ECHO, in an ERROR chunk after it. RFC 9260 §3.3.10.8, §3.2.2.
 *
 *      0                   1                   2                   3
 *     |        Cause Code = 8         |         Cause Length          |
 *     /                    Unrecognized Parameters                    /
 *
 * The parameters are not taken apart again, so no length is refused.
 */
export interface UnrecognizedParametersCause {
  readonly kind: 'unrecognized-parameters'
  readonly code: typeof UNRECOGNIZED_PARAMETERS
  /** The parameters with their types and lengths, each padded but the last; a copy. */
  readonly parameters: Uint8Array
}

/** @param parameters kept, not copied; parameterOctets() makes them. */
export function unrecognizedParametersCause(parameters: Uint8Array): UnrecognizedParametersCause {
  return { kind: 'unrecognized-parameters', code: UNRECOGNIZED_PARAMETERS, parameters }
}

/** Octets on the wire, padding excluded. */
export function unrecognizedParametersCauseLength(cause: UnrecognizedParametersCause): number {
  return TLV_HEADER_LENGTH + cause.parameters.length
}

export function readUnrecognizedParametersCause(octets: Uint8Array, at: number, length: number): UnrecognizedParametersCause {
  return unrecognizedParametersCause(copyTlvValue(octets, at, length))
}

export function writeUnrecognizedParametersCause(octets: Uint8Array, at: number, cause: UnrecognizedParametersCause): number {
  return writeTlv(octets, at, UNRECOGNIZED_PARAMETERS, cause.parameters)
}
