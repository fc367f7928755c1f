import { readU16, writePadding, writeU16 } from '@sigbed/octets'
import { type DecodeFault, fault } from '../decode-fault.js'
import { TLV_HEADER_LENGTH, writeTlvHeader } from '../type-length-value.js'
import { REQUESTED_HMAC_ALGORITHM } from './parameter-type.js'

/**
 * Requested HMAC Algorithm (HMAC-ALGO), in an INIT or INIT ACK: what its sender can verify, most wanted first. RFC 4895 §3.3.
 *
 *      0                   1                   2                   3
 *     |    Parameter Type = 0x8004    |       Parameter Length        |
 *     |       HMAC Identifier 1       |       HMAC Identifier 2       |
 *     /                                                               /
 *     |       HMAC Identifier n       |           Padding             |
 */
export interface RequestedHmacAlgorithmParameter {
  readonly kind: 'requested-hmac-algorithm'
  readonly type: typeof REQUESTED_HMAC_ALGORITHM
  /** 1: SHA-1, 3: SHA-256; others may be named. */
  readonly hmacIdentifiers: readonly number[]
}

export function requestedHmacAlgorithmParameter(hmacIdentifiers: readonly number[]): RequestedHmacAlgorithmParameter {
  return { kind: 'requested-hmac-algorithm', type: REQUESTED_HMAC_ALGORITHM, hmacIdentifiers }
}

/** Octets on the wire, padding excluded. */
export function requestedHmacAlgorithmParameterLength(parameter: RequestedHmacAlgorithmParameter): number {
  return TLV_HEADER_LENGTH + 2 * parameter.hmacIdentifiers.length
}

export function readRequestedHmacAlgorithmParameter(
  octets: Uint8Array,
  at: number,
  length: number,
): RequestedHmacAlgorithmParameter | DecodeFault {
  if (length % 2 !== 0) return LENGTH_MISMATCH
  const identifiers: number[] = []
  for (let from = at + TLV_HEADER_LENGTH; from < at + length; from += 2) identifiers.push(readU16(octets, from))
  return requestedHmacAlgorithmParameter(identifiers)
}

export function writeRequestedHmacAlgorithmParameter(octets: Uint8Array, at: number, parameter: RequestedHmacAlgorithmParameter): number {
  let to = writeTlvHeader(octets, at, REQUESTED_HMAC_ALGORITHM, requestedHmacAlgorithmParameterLength(parameter))
  for (const identifier of parameter.hmacIdentifiers) {
    writeU16(octets, to, identifier)
    to += 2
  }
  return writePadding(octets, at, to)
}

const LENGTH_MISMATCH = fault('length-mismatch', 'Requested HMAC Algorithm')
