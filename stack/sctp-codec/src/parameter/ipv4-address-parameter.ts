import { type DecodeFault, fault } from '../decode-fault.js'
import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { IPV4_ADDRESS } from './parameter-type.js'

/**
 * IPv4 Address. RFC 9260 §3.3.2.1.1. Any number of them may stand in an INIT or INIT ACK, mixed with IPv6 addresses.
 *
 *      0                   1                   2                   3
 *     |           Type = 5            |          Length = 8           |
 *     |                         IPv4 Address                          |
 */
export interface Ipv4AddressParameter {
  readonly kind: 'ipv4-address'
  readonly type: typeof IPV4_ADDRESS
  /** Four octets in network order; a copy. */
  readonly octets: Uint8Array
}

/** @param octets the four octets of the address; kept, not copied. */
export function ipv4AddressParameter(octets: Uint8Array): Ipv4AddressParameter {
  return { kind: 'ipv4-address', type: IPV4_ADDRESS, octets }
}

/** Octets on the wire, padding excluded. */
export function ipv4AddressParameterLength(parameter: Ipv4AddressParameter): number {
  return TLV_HEADER_LENGTH + parameter.octets.length
}

export function readIpv4AddressParameter(octets: Uint8Array, at: number, length: number): Ipv4AddressParameter | DecodeFault {
  if (length !== LENGTH) return LENGTH_MISMATCH
  return ipv4AddressParameter(copyTlvValue(octets, at, length))
}

export function writeIpv4AddressParameter(octets: Uint8Array, at: number, parameter: Ipv4AddressParameter): number {
  return writeTlv(octets, at, IPV4_ADDRESS, parameter.octets)
}

const LENGTH = 8
const LENGTH_MISMATCH = fault('length-mismatch', 'IPv4 Address')
