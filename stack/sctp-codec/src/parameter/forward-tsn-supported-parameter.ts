import { type DecodeFault, fault } from '../decode-fault.js'
import { TLV_HEADER_LENGTH, writeTlvHeader } from '../type-length-value.js'
import { FORWARD_TSN_SUPPORTED } from './parameter-type.js'

/**
 * Forward-TSN-Supported, in an INIT or INIT ACK: its sender understands FORWARD TSN. RFC 3758 §3.1.
 *
 *      0                   1                   2                   3
 *     |        Type = 0xC000          |          Length = 4           |
 */
export interface ForwardTsnSupportedParameter {
  readonly kind: 'forward-tsn-supported'
  readonly type: typeof FORWARD_TSN_SUPPORTED
}

export function forwardTsnSupportedParameter(): ForwardTsnSupportedParameter {
  return PARAMETER
}

/** Octets on the wire; no padding follows. */
export function forwardTsnSupportedParameterLength(): number {
  return TLV_HEADER_LENGTH
}

/** The parameter has no value; one that carries octets all the same is refused. */
export function readForwardTsnSupportedParameter(length: number): ForwardTsnSupportedParameter | DecodeFault {
  return length === TLV_HEADER_LENGTH ? PARAMETER : LENGTH_MISMATCH
}

export function writeForwardTsnSupportedParameter(octets: Uint8Array, at: number): number {
  return writeTlvHeader(octets, at, FORWARD_TSN_SUPPORTED, TLV_HEADER_LENGTH)
}

const PARAMETER: ForwardTsnSupportedParameter = Object.freeze({ kind: 'forward-tsn-supported', type: FORWARD_TSN_SUPPORTED })
const LENGTH_MISMATCH = fault('length-mismatch', 'Forward-TSN-Supported')
