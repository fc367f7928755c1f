import { copyOctets, writeU8, writeU16, writeU32 } from '@sigbed/octets'

/** Octets of the header for addresses of this length (4 or 16 octets). */
export function ipHeaderLength(addressLength: number): number {
  return addressLength === 4 ? 20 : 40
}

/** The longest packet an IP header of either version can announce: its length field has 16 bits, and IPv4 counts itself in. */
export const LONGEST_IP_PAYLOAD = 65_535 - 20

/**
 * Writes an IPv4 header (RFC 791 §3.1, don't fragment, no options) or IPv6 header (RFC 8200 §3) for SCTP straight on IP, and returns
 * the offset after it. Both addresses have the same length, 4 or 16 octets; `payloadLength` is at most LONGEST_IP_PAYLOAD.
 */
export function writeIpHeader(octets: Uint8Array, at: number, source: Uint8Array, destination: Uint8Array, payloadLength: number): number {
  return source.length === 4
    ? writeIpv4Header(octets, at, source, destination, payloadLength)
    : writeIpv6Header(octets, at, source, destination, payloadLength)
}

function writeIpv4Header(octets: Uint8Array, at: number, source: Uint8Array, destination: Uint8Array, payloadLength: number): number {
  writeU16(octets, at, 0x4500) // version 4, five words, no differentiated service
  writeU16(octets, at + 2, 20 + payloadLength)
  writeU32(octets, at + 4, 0x0000_4000) // identification 0, don't fragment
  writeU8(octets, at + 8, TIME_TO_LIVE)
  writeU8(octets, at + 9, SCTP_PROTOCOL)
  writeU16(octets, at + 10, 0)
  copyOctets(source, 0, 4, octets, at + 12)
  copyOctets(destination, 0, 4, octets, at + 16)
  writeU16(octets, at + 10, internetChecksum(octets, at, 20))
  return at + 20
}

function writeIpv6Header(octets: Uint8Array, at: number, source: Uint8Array, destination: Uint8Array, payloadLength: number): number {
  writeU32(octets, at, 0x6000_0000) // version 6, no traffic class, no flow label
  writeU16(octets, at + 4, payloadLength)
  writeU8(octets, at + 6, SCTP_PROTOCOL)
  writeU8(octets, at + 7, TIME_TO_LIVE)
  copyOctets(source, 0, 16, octets, at + 8)
  copyOctets(destination, 0, 16, octets, at + 24)
  return at + 40
}

/** RFC 1071: the one's complement of the one's complement sum of the 16-bit words; `length` is even. */
function internetChecksum(octets: Uint8Array, at: number, length: number): number {
  let sum = 0
  for (let i = at; i < at + length; i += 2) sum += (octets[i]! << 8) | octets[i + 1]!
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

/** SCTP's number among the protocols that IP carries, as IANA lists them. */
const SCTP_PROTOCOL = 132
const TIME_TO_LIVE = 64
