import { formatIpAddress, readU8, readU16, readU32 } from '@sigbed/octets'

/** An IP packet found in a frame: filled in place, reused. */
export class IpPacket {
  source = ''
  destination = ''
  /** IANA's number of what it carries: 6 TCP, 17 UDP, 132 SCTP. */
  protocol = 0
  payloadAt = 0
  /** Octets of the payload that are there. */
  payloadLength = 0
  /** One of several fragments (RFC 791 §3.1, RFC 8200 §4.5), and not the whole. */
  isFragment = false
}

/**
 * Finds the IP packet in a frame of the given link type: Ethernet (with VLAN tags), Linux cooked (both versions), BSD loopback and IP
 * with nothing before it. False when there is none, or none that can be followed.
 */
export function findIpPacket(linkType: number, octets: Uint8Array, at: number, length: number, into: IpPacket): boolean {
  const end = at + length
  switch (linkType) {
    case LINKTYPE_ETHERNET:
      return inEthernet(octets, at + 12, end, into)
    case LINKTYPE_RAW:
    case LINKTYPE_RAW_BSD:
    case LINKTYPE_RAW_OPENBSD:
    case LINKTYPE_IPV4:
    case LINKTYPE_IPV6:
      return inIp(octets, at, end, into)
    case LINKTYPE_NULL:
    case LINKTYPE_LOOP:
      // Four octets of address family, in the byte order of whoever captured; the version of IP says the same.
      return inIp(octets, at + 4, end, into)
    case LINKTYPE_LINUX_COOKED:
      return end - at >= 16 && inEtherType(octets, readU16(octets, at + 14), at + 16, end, into)
    case LINKTYPE_LINUX_COOKED_2:
      return end - at >= 20 && inEtherType(octets, readU16(octets, at), at + 20, end, into)
    default:
      return false
  }
}

/** Whether frames of this link type are understood at all. */
export function isKnownLinkType(linkType: number): boolean {
  return KNOWN_LINK_TYPES.has(linkType)
}

/** @param at of the EtherType, or of the first VLAN tag in its place (IEEE 802.1Q). */
function inEthernet(octets: Uint8Array, at: number, end: number, into: IpPacket): boolean {
  for (let tags = 0; tags <= MOST_VLAN_TAGS; tags++) {
    if (at + 2 > end) return false
    const type = readU16(octets, at)
    if (type !== VLAN_TAG && type !== SERVICE_VLAN_TAG) return inEtherType(octets, type, at + 2, end, into)
    at += 4
  }
  return false
}

function inEtherType(octets: Uint8Array, type: number, at: number, end: number, into: IpPacket): boolean {
  return (type === ETHERTYPE_IPV4 || type === ETHERTYPE_IPV6) && inIp(octets, at, end, into)
}

function inIp(octets: Uint8Array, at: number, end: number, into: IpPacket): boolean {
  if (at >= end) return false
  const version = readU8(octets, at) >>> 4
  return version === 4 ? inIpv4(octets, at, end, into) : version === 6 && inIpv6(octets, at, end, into)
}

/** RFC 791 §3.1. A frame may be longer than the packet (padding of Ethernet), or shorter (cut by the capture). */
function inIpv4(octets: Uint8Array, at: number, end: number, into: IpPacket): boolean {
  const headerLength = (readU8(octets, at) & 0xf) * 4
  if (end - at < 20 || headerLength < 20 || headerLength > end - at) return false
  const totalLength = readU16(octets, at + 2)
  // Zero where the network card cut the packet into segments after it was captured.
  if (totalLength !== 0 && totalLength < headerLength) return false
  const fragment = readU16(octets, at + 6)
  into.isFragment = (fragment & 0x3fff) !== 0
  into.protocol = readU8(octets, at + 9)
  into.source = formatIpAddress(octets, at + 12, 4)
  into.destination = formatIpAddress(octets, at + 16, 4)
  into.payloadAt = at + headerLength
  into.payloadLength = Math.min(end, totalLength === 0 ? end : at + totalLength) - into.payloadAt
  return true
}

/** RFC 8200 §3, and the extension headers of §4 that stand before the payload. */
function inIpv6(octets: Uint8Array, at: number, end: number, into: IpPacket): boolean {
  if (end - at < 40) return false
  const payloadLength = readU16(octets, at + 4)
  const packetEnd = payloadLength === 0 ? end : Math.min(end, at + 40 + payloadLength)
  into.source = formatIpAddress(octets, at + 8, 16)
  into.destination = formatIpAddress(octets, at + 24, 16)
  into.isFragment = false
  let header = readU8(octets, at + 6)
  at += 40
  for (let extensions = 0; EXTENSION_HEADERS.has(header); extensions++) {
    if (extensions === MOST_EXTENSION_HEADERS || at + 8 > packetEnd) return false
    if (header === FRAGMENT_HEADER) into.isFragment = (readU32(octets, at) & 0xfff9) !== 0
    const length = header === FRAGMENT_HEADER ? 8 : 8 + 8 * readU8(octets, at + 1)
    header = readU8(octets, at)
    at += length
  }
  if (at > packetEnd) return false
  into.protocol = header
  into.payloadAt = at
  into.payloadLength = packetEnd - at
  return true
}

const LINKTYPE_NULL = 0
const LINKTYPE_ETHERNET = 1
const LINKTYPE_RAW_BSD = 12
const LINKTYPE_RAW_OPENBSD = 14
const LINKTYPE_RAW = 101
const LINKTYPE_LOOP = 108
const LINKTYPE_LINUX_COOKED = 113
const LINKTYPE_IPV4 = 228
const LINKTYPE_IPV6 = 229
const LINKTYPE_LINUX_COOKED_2 = 276
const KNOWN_LINK_TYPES: ReadonlySet<number> = new Set([
  LINKTYPE_NULL,
  LINKTYPE_ETHERNET,
  LINKTYPE_RAW_BSD,
  LINKTYPE_RAW_OPENBSD,
  LINKTYPE_RAW,
  LINKTYPE_LOOP,
  LINKTYPE_LINUX_COOKED,
  LINKTYPE_IPV4,
  LINKTYPE_IPV6,
  LINKTYPE_LINUX_COOKED_2,
])

const ETHERTYPE_IPV4 = 0x0800
const ETHERTYPE_IPV6 = 0x86dd
const VLAN_TAG = 0x8100
const SERVICE_VLAN_TAG = 0x88a8
const MOST_VLAN_TAGS = 4

const FRAGMENT_HEADER = 44
/** Hop-by-hop options, routing, fragment, destination options. */
const EXTENSION_HEADERS: ReadonlySet<number> = new Set([0, 43, FRAGMENT_HEADER, 60])
const MOST_EXTENSION_HEADERS = 16
