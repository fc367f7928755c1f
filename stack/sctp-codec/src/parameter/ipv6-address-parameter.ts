import { type DecodeFault, fault } from '../decode-fault.js'
import { copyTlvValue, TLV_HEADER_LENGTH, writeTlv } from '../type-length-value.js'
import { IPV6_ADDRESS } from './parameter-type.js'

/**
 * IPv6 Address. RFC 9260 §3.3.2.1.2.
 *
 *      0                   1                   2                   3
 *     |           Type = 6            |          Length = 20          |
 *     |                         IPv6 Address                          |  four times
 *
 * A sender MUST NOT put an IPv4-mapped address here but an IPv4 Address parameter in its place; which addresses to list
 * is decided where the addresses are known, not here.
 */
export interface Ipv6AddressParameter {
  readonly kind: 'ipv6-address'
  readonly type: typeof IPV6_ADDRESS
  /** Sixteen octets in network order; a copy. */
  readonly octets: Uint8Array
}

/** @param octets the sixteen octets of the address; kept, not copied. */
export function ipv6AddressParameter(octets: Uint8Array): Ipv6AddressParameter {
  return { kind: 'ipv6-address', type: IPV6_ADDRESS, octets }
}

/** Octets on the wire, padding excluded. */
export function ipv6AddressParameterLength(parameter: Ipv6AddressParameter): number {
  return TLV_HEADER_LENGTH + parameter.octets.length
}

export function readIpv6AddressParameter(octets: Uint8Array, at: number, length: number): Ipv6AddressParameter | DecodeFault {
  if (length !== LENGTH) return LENGTH_MISMATCH
  return ipv6AddressParameter(copyTlvValue(octets, at, length))
}

export function writeIpv6AddressParameter(octets: Uint8Array, at: number, parameter: Ipv6AddressParameter): number {
  return writeTlv(octets, at, IPV6_ADDRESS, parameter.octets)
}

const LENGTH = 20
const LENGTH_MISMATCH = fault('length-mismatch', 'IPv6 Address')
