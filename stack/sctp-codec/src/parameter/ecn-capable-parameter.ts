import { type DecodeFault, fault } from '../decode-fault.js'
import { TLV_HEADER_LENGTH, writeTlvHeader } from '../type-length-value.js'
import { ECN_CAPABLE } from './parameter-type.js'

/**
 * ECN Capable, in an INIT or INIT ACK. RFC 9260 §3.3.2, Note 2: the type is reserved for Explicit Congestion
 * Notification and its procedures are left to a later RFC; peers built on RFC 4960 Appendix A do send it.
 *
 *      0                   1                   2                   3
 *     |        Type = 0x8000          |          Length = 4           |
 */
export interface EcnCapableParameter {
  readonly kind: 'ecn-capable'
  readonly type: typeof ECN_CAPABLE
}

export function ecnCapableParameter(): EcnCapableParameter {
  return PARAMETER
}

/** Octets on the wire; no padding follows. */
export function ecnCapableParameterLength(): number {
  return TLV_HEADER_LENGTH
}

/** The parameter has no value; one that carries octets all the same is refused. */
export function readEcnCapableParameter(length: number): EcnCapableParameter | DecodeFault {
  return length === TLV_HEADER_LENGTH ? PARAMETER : LENGTH_MISMATCH
}

export function writeEcnCapableParameter(octets: Uint8Array, at: number): number {
  return writeTlvHeader(octets, at, ECN_CAPABLE, TLV_HEADER_LENGTH)
}

const PARAMETER: EcnCapableParameter = Object.freeze({ kind: 'ecn-capable', type: ECN_CAPABLE })
const LENGTH_MISMATCH = fault('length-mismatch', 'ECN Capable')
