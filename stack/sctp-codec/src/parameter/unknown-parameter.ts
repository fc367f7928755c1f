import { copyOctets, readU16, writePadding } from '@sigbed/octets'
import { copyRange } from '../type-length-value.js'

/**
 * A parameter of a type this codec does not read, kept whole so that it can be reported to its sender when its type
 * asks for that. RFC 9260 §3.2.1; the actions are in unknown-type-action.ts.
 *
 *      0                   1                   2                   3
 *     |        Parameter Type         |       Parameter Length        |
 *     /                        Parameter Value                        /
 */
export interface UnknownParameter {
  readonly kind: 'unknown'
  /** 0 to 65535, none of those listed in parameter-type.ts. */
  readonly type: number
  /** Type, length and value as they came, padding excluded; a copy. */
  readonly octets: Uint8Array
}

/** @param octets the whole parameter, at least four octets, whose own length field is right; kept, not copied. */
export function unknownParameter(octets: Uint8Array): UnknownParameter {
  return { kind: 'unknown', type: readU16(octets, 0), octets }
}

/** Octets on the wire, padding excluded. */
export function unknownParameterLength(parameter: UnknownParameter): number {
  return parameter.octets.length
}

export function readUnknownParameter(octets: Uint8Array, at: number, length: number): UnknownParameter {
  return unknownParameter(copyRange(octets, at, at + length))
}

export function writeUnknownParameter(octets: Uint8Array, at: number, parameter: UnknownParameter): number {
  copyOctets(parameter.octets, 0, parameter.octets.length, octets, at)
  return writePadding(octets, at, at + parameter.octets.length)
}
