import { readU8, readU16, readU32 } from '@sigbed/octets'
import { type DecodeFault, fault, INIT, isFault } from '@sigbed/sctp-codec'
import type { IcmpReport } from '@sigbed/sctp-core'

/**
 * What the network has to say about an SCTP packet that was sent: an ICMP or ICMPv6 error message, by RFC 9260 §10. That the tag
 * belongs to an association is for the core to find out; until then the message is a stranger's claim.
 */
export interface IcmpMessage {
  readonly kind: IcmpReport['kind']
  /** As received, for people: `kind` is what they come to. */
  readonly type: number
  readonly code: number
  /** 'packet-too-big': octets of an IP packet that would have passed, 0 where the router did not say (RFC 1191 §5). Otherwise 0. */
  readonly mtu: number
  /** Where the packet came from and was to go, 4 or 16 octets each. */
  readonly localAddress: Uint8Array
  readonly remoteAddress: Uint8Array
  /** From the header of the packet: the own port, the peer's, and the peer's tag. */
  readonly sourcePort: number
  readonly destinationPort: number
  readonly verificationTag: number
  /** Where the Verification Tag is 0: the Initiate Tag of the INIT chunk in the packet, never 0. Where it is not: 0. */
  readonly initiateTag: number
}

/**
 * Reads the ICMP message of `length` octets at `at`, as sockets of protocol 1 (version 4) and 58 (version 6) give it. Null for one that
 * is sound, and nothing to an association; a fault for one that is malformed, or quotes too little to be verified.
 *
 * The checksum of ICMP is verified here; that of ICMPv6 the kernel has verified before (RFC 3542 §3.1).
 */
export function readIcmpMessage(octets: Uint8Array, at: number, length: number, version: 4 | 6): IcmpMessage | DecodeFault | null {
  const end = at + length
  if (length < ICMP_HEADER_LENGTH || end > octets.length) return TRUNCATED
  if (version === 4 && !isOnesComplementSum(octets, at, end)) return BAD_CHECKSUM
  const type = readU8(octets, at)
  const code = readU8(octets, at + 1)
  const kind = version === 4 ? kindOfIcmp(type, code) : kindOfIcmpv6(type, code)
  if (kind === null) return null
  const mtu = kind !== 'packet-too-big' ? 0 : version === 4 ? readU16(octets, at + 6) : readU32(octets, at + 4)

  const quoted = at + ICMP_HEADER_LENGTH
  const sctp = version === 4 ? endOfIpv4Header(octets, quoted, end) : endOfIpv6Headers(octets, quoted, end)
  if (sctp === null || isFault(sctp)) return sctp
  // RFC 9260 §10: ports and Verification Tag locate and validate the association; without them there is nothing to go by.
  if (sctp + 8 > end) return TRUNCATED
  const verificationTag = readU32(octets, sctp + 4)
  const initiateTag = verificationTag === 0 ? readInitiateTag(octets, sctp, end) : 0
  if (isFault(initiateTag)) return initiateTag
  return {
    kind,
    type,
    code,
    mtu,
    localAddress: version === 4 ? octets.slice(quoted + 12, quoted + 16) : octets.slice(quoted + 8, quoted + 24),
    remoteAddress: version === 4 ? octets.slice(quoted + 16, quoted + 20) : octets.slice(quoted + 24, quoted + 40),
    sourcePort: readU16(octets, sctp),
    destinationPort: readU16(octets, sctp + 2),
    verificationTag,
    initiateTag,
  }
}

/** RFC 792 "Destination Unreachable Message"; RFC 1191 §4 for the MTU. */
function kindOfIcmp(type: number, code: number): IcmpMessage['kind'] | null {
  // RFC 9260 §10: "MAY ignore all ICMPv4 messages where the type field is not set to 'Destination Unreachable'".
  if (type !== 3) return null
  switch (code) {
    case 2:
      return 'protocol-unreachable'
    // RFC 9260 §10: "SHOULD ignore any ICMP messages where the code indicates 'Port Unreachable'".
    case 3:
      return null
    case 4:
      return 'packet-too-big'
    default:
      return 'destination-unreachable'
  }
}

/** RFC 4443 §3.1, §3.2 and §3.4. */
function kindOfIcmpv6(type: number, code: number): IcmpMessage['kind'] | null {
  switch (type) {
    case 1:
      // RFC 9260 §10: port unreachable is ignored in IPv6, too.
      return code === 4 ? null : 'destination-unreachable'
    case 2:
      return 'packet-too-big'
    case 4:
      // RFC 9260 §10: of "Parameter Problem", only "Unrecognized Next Header Type Encountered" says anything about SCTP.
      return code === 1 ? 'protocol-unreachable' : null
    default:
      return null
  }
}

/** Where SCTP begins in a quoted IPv4 packet (RFC 791 §3.1); null when there is none in it. */
function endOfIpv4Header(octets: Uint8Array, at: number, end: number): number | DecodeFault | null {
  if (at + IPV4_HEADER_LENGTH > end) return TRUNCATED
  const headerLength = (readU8(octets, at) & 0x0f) * 4
  if (readU8(octets, at) >>> 4 !== 4 || headerLength < IPV4_HEADER_LENGTH) return BAD_QUOTE
  const isFirstFragment = (readU16(octets, at + 6) & 0x1fff) === 0
  if (readU8(octets, at + 9) !== SCTP_PROTOCOL || !isFirstFragment) return null
  return at + headerLength
}

/** The same for IPv6 (RFC 8200 §3, §4), past the extension headers that may stand before SCTP. */
function endOfIpv6Headers(octets: Uint8Array, at: number, end: number): number | DecodeFault | null {
  if (at + IPV6_HEADER_LENGTH > end) return TRUNCATED
  if (readU8(octets, at) >>> 4 !== 6) return BAD_QUOTE
  let next = readU8(octets, at + 6)
  let header = at + IPV6_HEADER_LENGTH
  while (next !== SCTP_PROTOCOL) {
    const isOptions = next === HOP_BY_HOP_OPTIONS || next === ROUTING || next === DESTINATION_OPTIONS
    if (!isOptions && next !== FRAGMENT) return null
    if (header + 8 > end) return TRUNCATED
    if (next === FRAGMENT && readU16(octets, header + 2) >>> 3 !== 0) return null
    next = readU8(octets, header)
    // The length counts eight octets a unit, the first eight left out; at least eight of them are passed each time.
    header += isOptions ? (readU8(octets, header + 1) + 1) * 8 : 8
  }
  return header
}

/**
 * RFC 9260 §10: a tag of 0 is believed only of an INIT chunk, by its Initiate Tag: "If the ICMP message is too short or the chunk type
 * or the Initiate Tag does not match, silently discard the packet."
 */
function readInitiateTag(octets: Uint8Array, sctp: number, end: number): number | DecodeFault {
  if (sctp + 20 > end) return TRUNCATED
  if (readU8(octets, sctp + 12) !== INIT) return NOT_AN_INIT
  const initiateTag = readU32(octets, sctp + 16)
  return initiateTag === 0 ? NOT_AN_INIT : initiateTag
}

/** RFC 1071: with its checksum in place, a message sums up to all ones. */
function isOnesComplementSum(octets: Uint8Array, at: number, end: number): boolean {
  let sum = 0
  for (let i = at; i < end; i += 2) sum += (octets[i]! << 8) | (i + 1 < end ? octets[i + 1]! : 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum === 0xffff
}

const ICMP_HEADER_LENGTH = 8
const IPV4_HEADER_LENGTH = 20
const IPV6_HEADER_LENGTH = 40
const SCTP_PROTOCOL = 132
const HOP_BY_HOP_OPTIONS = 0
const ROUTING = 43
const FRAGMENT = 44
const DESTINATION_OPTIONS = 60
const TRUNCATED = fault('truncated', 'ICMP message')
const BAD_CHECKSUM = fault('bad-value', 'ICMP checksum')
const BAD_QUOTE = fault('bad-value', 'IP header in an ICMP message')
const NOT_AN_INIT = fault('bad-value', 'INIT chunk in an ICMP message')
