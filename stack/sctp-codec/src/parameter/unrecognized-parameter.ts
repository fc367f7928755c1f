import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { UNRECOGNIZED_PARAMETER } from './parameter-type.js'

/**
 * Unrecognized Parameter, in an INIT ACK: a parameter of the INIT that its receiver did not know and whose type asked
 * to be told so. RFC 9260 §3.3.3.1.2, §3.2.2.
 *
 *      0                   1                   2                   3
 *     |           Type = 8            |            Length             |
 *     /                    Unrecognized Parameter                     /
 *
 * No length is refused: a report that is cut short is still no reason to give the INIT ACK up.
 */
export interface UnrecognizedParameter {
  readonly kind: 'unrecognized-parameter'
  readonly type: typeof UNRECOGNIZED_PARAMETER
  /** The parameter reported, type and length included; a copy. */
  readonly octets: Uint8Array
}

/** @param octets the whole parameter to report, as UnknownParameter has it; kept, not copied. */
export function unrecognizedParameter(octets: Uint8Array): UnrecognizedParameter {
  return { kind: 'unrecognized-parameter', type: UNRECOGNIZED_PARAMETER, octets }
}

/** Octets on the wire, padding excluded. */
export function unrecognizedParameterLength(parameter: UnrecognizedParameter): number {
  return TLV_HEADER_LENGTH + parameter.octets.length
}

export function readUnrecognizedParameter(octets: Uint8Array, at: number, length: number): UnrecognizedParameter {
  return unrecognizedParameter(copyTlvValue(octets, at, length))
}

export function writeUnrecognizedParameter(octets: Uint8Array, at: number, parameter: UnrecognizedParameter): number {
  return writeTlv(octets, at, UNRECOGNIZED_PARAMETER, parameter.octets)
}
