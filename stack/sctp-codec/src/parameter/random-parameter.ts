import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { RANDOM } from './parameter-type.js'

/**
 * Random, in an INIT or INIT ACK: its sender's part of the association shared key. RFC 4895 §3.1.
 *
 *      0                   1                   2                   3
 *     |    Parameter Type = 0x8002    |       Parameter Length        |
 *     /                         Random Number                         /
 *
 * That the number has 32 octets is for the association to demand (RFC 4895 §6.1): it answers with ABORT.
 */
export interface RandomParameter {
  readonly kind: 'random'
  readonly type: typeof RANDOM
  readonly octets: Uint8Array
}

/** @param octets kept, not copied. */
export function randomParameter(octets: Uint8Array): RandomParameter {
  return { kind: 'random', type: RANDOM, octets }
}

/** Octets on the wire, padding excluded. */
export function randomParameterLength(parameter: RandomParameter): number {
  return TLV_HEADER_LENGTH + parameter.octets.length
}

export function readRandomParameter(octets: Uint8Array, at: number, length: number): RandomParameter {
  return randomParameter(copyTlvValue(octets, at, length))
}

export function writeRandomParameter(octets: Uint8Array, at: number, parameter: RandomParameter): number {
  return writeTlv(octets, at, RANDOM, parameter.octets)
}
