import type { Association } from '../association/association.js'
import type { Path } from '../path/path.js'
import type { Endpoint } from './endpoint.js'

/** An ICMP message about one of our packets, as far as the packet it quotes could be read. The transport fills it in. */
export interface IcmpReport {
  readonly kind: 'destination-unreachable' | 'protocol-unreachable' | 'packet-too-big'
  /** Octets of an IP packet that would have passed; 0 where the router did not say. */
  readonly mtu: number
  /** Where the quoted packet was going: an index of the transport address table. */
  readonly remoteAddress: number
  /** From its common header: our port, the peer's, the tag, and for an INIT (tag 0) its Initiate Tag. */
  readonly sourcePort: number
  readonly destinationPort: number
  readonly verificationTag: number
  readonly initiateTag: number
}

/**
 * Acts on an ICMP message with the care of RFC 9260 §10: a stranger can send one, so it counts only if it quotes a tag that only the
 * peer and the routers between could have read.
 */
export function handleIcmp(endpoint: Endpoint, report: IcmpReport): void {
  const association = endpoint.table.from(report.remoteAddress, report.destinationPort, report.sourcePort)
  const path = association?.paths.byRemoteAddress(report.remoteAddress)
  if (association === undefined || path === null || path === undefined || !quotesOurPacket(association, report)) {
    endpoint.statistics.icmpIgnored++
    return
  }
  switch (report.kind) {
    case 'packet-too-big':
      lowerMtu(association, path, report.mtu)
      break
    case 'protocol-unreachable':
      // As an ABORT with the T bit; for an INIT, as an ABORT in COOKIE-WAIT and nothing in any other state.
      if (report.verificationTag !== 0)
        association.lose('aborted-by-peer', 'the peer\u2019s host does not speak SCTP (ICMP protocol unreachable)')
      else if (association.state === 'COOKIE-WAIT')
        association.lose('setup-refused', 'the peer\u2019s host does not speak SCTP (ICMP protocol unreachable)')
      break
    case 'destination-unreachable':
      // MAY count as an error of the path. Not done: T3-rtx and heartbeats find out by themselves, and nobody else can speed them up.
      endpoint.statistics.icmpIgnored++
  }
  endpoint.touch(association)
}

/** The quoted packet carries the peer's tag; an INIT carries tag 0, and then its Initiate Tag has to be the one we sent. */
function quotesOurPacket(association: Association, report: IcmpReport): boolean {
  if (report.verificationTag !== 0) return report.verificationTag === association.peerTag
  return report.initiateTag !== 0 && report.initiateTag === association.localTag
}

/** RFC 1191 §5, RFC 8201 §4: only ever downward, and never below what every network carries. */
function lowerMtu(association: Association, path: Path, reported: number): void {
  const mtu = reported > 0 ? reported : (PLATEAUS.find((plateau) => plateau < path.mtu) ?? SMALLEST_MTU)
  if (mtu >= path.mtu) return
  association.lowerPathMtu(path, Math.max(mtu, path.addresses.ipv6 ? SMALLEST_IPV6_MTU : SMALLEST_MTU))
}

/** RFC 1191 §7.1: MTUs that networks really have, for routers that do not say theirs. */
const PLATEAUS: readonly number[] = [32_000, 17_914, 8166, 4352, 2002, 1492, 1006]
/** Not the 68 octets of RFC 791: a claim of less than this is no network signalling runs on, and tiny packets are an attack (RFC 8899 §5.1.2). */
const SMALLEST_MTU = 576
const SMALLEST_IPV6_MTU = 1280
