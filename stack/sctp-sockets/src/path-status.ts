import type { Association, Path, PathState, TransportAddressTable } from '@sigbed/sctp-core'

/** One path as it stands: RFC 6458 §8.2.2 SCTP_GET_PEER_ADDR_INFO and what it leaves out. */
export interface PathStatus {
  readonly localAddress: string
  readonly remoteAddress: string
  readonly state: PathState
  readonly primary: boolean
  /** New data goes here now. */
  readonly carriesData: boolean
  /** NaN before the first measurement. */
  readonly smoothedRoundTripMs: number
  readonly rtoMs: number
  /** octets */
  readonly congestionWindow: number
  readonly outstandingOctets: number
  readonly errorCount: number
  /** spinfo_mtu: octets for chunks in one packet of this path. */
  readonly chunkOctets: number
}

export function pathStatuses(association: Association, addresses: TransportAddressTable): PathStatus[] {
  return association.paths.paths.map((path) => pathStatus(path, association, addresses))
}

export function pathStatus(path: Path, association: Association, addresses: TransportAddressTable): PathStatus {
  const { paths } = association
  return {
    localAddress: addresses.at(path.localAddress).text,
    remoteAddress: path.addresses.remoteText,
    state: path.state,
    primary: path.index === paths.primary,
    carriesData: path === paths.dataPath(),
    smoothedRoundTripMs: path.roundTrip.smoothedMs,
    rtoMs: path.roundTrip.rtoMs,
    congestionWindow: path.congestion.cwnd,
    outstandingOctets: path.outstandingOctets,
    errorCount: path.errorCount,
    chunkOctets: path.congestion.pmdcs,
  }
}
