import { copyOctets, formatIpAddress, parseIpAddress, readU16, writeU16 } from '@sigbed/octets'
import type { DataFormat } from './data-format.js'
import { LONGEST_VALUE } from './data-format.js'

/** An address of another family than IP, as its IANA family number and its octets. */
export interface NonIpAddress {
  readonly family: number
  readonly octets: Uint8Array
}

/** IPv4 and IPv6 addresses as text ("192.0.2.1", "2001:db8::1"), anything else by number. */
export type DiameterAddress = string | NonIpAddress

/** The two IP families in IANA's registry of address family numbers. */
export const ADDRESS_FAMILY_IPV4 = 1
export const ADDRESS_FAMILY_IPV6 = 2

/** Two octets of AddressType, then the address, most significant octet first. RFC 6733 §4.3.1. */
export const Address: DataFormat<DiameterAddress> = {
  minimumLength: 2,
  maximumLength: LONGEST_VALUE,
  read(octets, at, length) {
    const family = readU16(octets, at)
    const expected = ipAddressLength(family)
    if (expected === 0) return { family, octets: octets.slice(at + 2, at + length) }
    return length - 2 === expected ? formatIpAddress(octets, at + 2, expected) : null
  },
  accepts(value) {
    if (typeof value === 'string') return parseIpAddress(value) !== null
    return value.family >>> 0 === value.family && value.family <= 0xffff && ipAddressLength(value.family) === 0
  },
  lengthOf: (value) => 2 + octetsOf(value).length,
  write(octets, at, value) {
    const address = octetsOf(value)
    writeU16(octets, at, typeof value === 'string' ? ipFamily(address) : value.family)
    copyOctets(address, 0, address.length, octets, at + 2)
  },
}

function octetsOf(value: DiameterAddress): Uint8Array {
  return typeof value === 'string' ? (parseIpAddress(value) ?? NO_OCTETS) : value.octets
}

function ipFamily(address: Uint8Array): number {
  return address.length === 4 ? ADDRESS_FAMILY_IPV4 : ADDRESS_FAMILY_IPV6
}

/** Octets of an IP address of this family; 0 for a family that is not IP. */
function ipAddressLength(family: number): number {
  if (family === ADDRESS_FAMILY_IPV4) return 4
  return family === ADDRESS_FAMILY_IPV6 ? 16 : 0
}

const NO_OCTETS = new Uint8Array(0)
