import { readU16, readU32, writePadding, writeU16, writeU32 } from '@sigbed/octets'
import { type DecodeFault, fault } from '../decode-fault.js'
import { writeTlvHeader } from '../type-length-value.js'
import { MISSING_MANDATORY_PARAMETER } from './error-cause-code.js'

/**
 * Missing Mandatory Parameter: an INIT or INIT ACK came without parameters it must have, such as the State Cookie.
 * RFC 9260 §3.3.10.2.
 *
 *      0                   1                   2                   3
 *     |        Cause Code = 2         |   Cause Length = 8 + N * 2    |
 *     |                 Number of missing params = N                  |
 *     |     Missing Param Type #1     |     Missing Param Type #2     |
 *     |    Missing Param Type #N-1    |     Missing Param Type #N     |
 */
export interface MissingMandatoryParameterCause {
  readonly kind: 'missing-mandatory-parameter'
  readonly code: typeof MISSING_MANDATORY_PARAMETER
  readonly parameterTypes: readonly number[]
}

export function missingMandatoryParameterCause(parameterTypes: readonly number[]): MissingMandatoryParameterCause {
  return { kind: 'missing-mandatory-parameter', code: MISSING_MANDATORY_PARAMETER, parameterTypes }
}

/** Octets on the wire, padding excluded. */
export function missingMandatoryParameterCauseLength(cause: MissingMandatoryParameterCause): number {
  return FIXED_LENGTH + 2 * cause.parameterTypes.length
}

export function readMissingMandatoryParameterCause(
  octets: Uint8Array,
  at: number,
  length: number,
): MissingMandatoryParameterCause | DecodeFault {
  if (length < FIXED_LENGTH) return LENGTH_MISMATCH
  // RFC 9260 §3.3.10.2: the number must agree with the length, which also bounds it.
  if (readU32(octets, at + 4) * 2 !== length - FIXED_LENGTH) return LENGTH_MISMATCH
  const parameterTypes: number[] = []
  for (let from = at + FIXED_LENGTH; from < at + length; from += 2) parameterTypes.push(readU16(octets, from))
  return missingMandatoryParameterCause(parameterTypes)
}

export function writeMissingMandatoryParameterCause(octets: Uint8Array, at: number, cause: MissingMandatoryParameterCause): number {
  let to = writeTlvHeader(octets, at, MISSING_MANDATORY_PARAMETER, missingMandatoryParameterCauseLength(cause))
  writeU32(octets, to, cause.parameterTypes.length)
  to += 4
  for (const type of cause.parameterTypes) {
    writeU16(octets, to, type)
    to += 2
  }
  return writePadding(octets, at, to)
}

const FIXED_LENGTH = 8
const LENGTH_MISMATCH = fault('length-mismatch', 'Missing Mandatory Parameter')
