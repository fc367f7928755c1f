import type { ProtocolParameters } from '../association/protocol-parameters.js'
import { type Duration, type Instant, NEVER } from '../time.js'
import { CongestionControl } from './congestion-control.js'
import { RoundTripTime } from './round-trip-time.js'

/**
 * RFC 9260 §5.4 and §8.2, with the state of RFC 7829 between active and inactive:
 * 'unconfirmed' carries heartbeats only; 'potentially-failed' new data only when no path is active.
 */
export type PathState = 'unconfirmed' | 'active' | 'potentially-failed' | 'inactive'

/** Where packets of this path go and come from, and how large they may be. */
export interface PathAddresses {
  /** Indices into the endpoint's transport address table. */
  readonly localAddress: number
  readonly remoteAddress: number
  /** Kept besides the index, which may be given to another address when the association is over. */
  readonly remoteText: string
  readonly ipv6: boolean
  /** Octets of UDP header below SCTP: 8 where SCTP is encapsulated (RFC 6951), else 0. */
  readonly encapsulationOctets: number
}

/**
 * One destination transport address of the peer and the local address used towards it: everything that RFC 9260 §14.3
 * keeps per transport address. A hot type: numbers initialised once, no optional fields.
 */
export class Path {
  state: PathState
  /** Never another path's of this association: what comes back in a HEARTBEAT ACK knows it by this. Given by PathSet. */
  number = 0
  readonly roundTrip: RoundTripTime
  readonly congestion: CongestionControl
  /** Octets of DATA chunks sent here and neither acknowledged nor marked for retransmission: the flightsize of the path. */
  outstandingOctets = 0
  errorCount = 0
  /** T3-rtx (RFC 9260 §6.3). */
  t3Deadline: Instant = NEVER
  /** The TSN whose acknowledgement gives the next RTT measurement, valid while `timedAt` is a number. */
  timedTsn = 0
  /** NaN: no measurement under way. */
  timedAt: Instant = Number.NaN
  /** When the next heartbeat is due. */
  heartbeatAt: Instant = NEVER
  /** When the heartbeat under way counts as unanswered; NEVER while none is. */
  heartbeatExpiry: Instant = NEVER
  /** Thresholds of this path alone: Path.Max.Retrans (§8.2) and PFMR (RFC 7829 §3.2), changeable while it lives. */
  pathMaxRetrans: number
  potentiallyFailedMaxRetrans: number
  heartbeatEnabled: boolean
  heartbeatIntervalMs: Duration
  /** Last time something went here that measures the path: new data, or a heartbeat (§8.3 "idle"). */
  lastProbedAt: Instant = Number.NEGATIVE_INFINITY
  /** Last time DATA went here, or an RTO without any had its effect: for the decay of cwnd in idle times (§7.2.1). */
  lastDataAt: Instant = Number.NaN
  /** cwnd has been decayed since data was last sent. */
  decayed = false
  /** Nonces of the latest heartbeats, newest first: pairs of 32 bits, with the instants they left. */
  readonly nonces = new Uint32Array(2 * REMEMBERED_HEARTBEATS)
  readonly nonceSentAt = new Float64Array(REMEMBERED_HEARTBEATS).fill(Number.NaN)
  /** Marked while SACK processing credits acknowledged octets to paths. */
  newlyAckedOctets = 0
  outstandingBeforeSack = 0
  /** Octets of an IP packet that pass on this path, as far as is known (§7.3). */
  mtu: number
  /** Octets of an SCTP packet, common header included. */
  packetOctets: number
  /** DATA chunks sent here that had been sent before, here or elsewhere. */
  retransmittedChunks = 0

  constructor(
    /** Its place in the set; changes when one before it is removed (RFC 5061 §4.2.2). */
    public index: number,
    public addresses: PathAddresses,
    /** The address is known to be the peer's (RFC 9260 §5.4); only then does it carry anything but heartbeats. */
    public confirmed: boolean,
    parameters: ProtocolParameters,
  ) {
    this.state = confirmed ? 'active' : 'unconfirmed'
    this.roundTrip = new RoundTripTime(parameters.rtoInitialMs, parameters.rtoMinMs, parameters.rtoMaxMs)
    this.mtu = parameters.pathMtu
    this.packetOctets = sctpOctetsOf(this.mtu, addresses)
    this.congestion = new CongestionControl(this.packetOctets - COMMON_HEADER_OCTETS, addresses.ipv6)
    this.pathMaxRetrans = parameters.pathMaxRetrans
    this.potentiallyFailedMaxRetrans = parameters.potentiallyFailedMaxRetrans
    this.heartbeatEnabled = parameters.heartbeatIntervalMs > 0
    this.heartbeatIntervalMs = parameters.heartbeatIntervalMs
  }

  get localAddress(): number {
    return this.addresses.localAddress
  }

  get remoteAddress(): number {
    return this.addresses.remoteAddress
  }

  /** The peer is reached elsewhere now: its encapsulation port changed (RFC 6951 §5.4). */
  moveTo(addresses: PathAddresses): void {
    this.addresses = addresses
  }

  /** Takes over another estimate of the path MTU (§7.3); chunks cut for the old one still travel, alone in their packets. */
  changeMtu(mtu: number): void {
    this.mtu = mtu
    this.packetOctets = sctpOctetsOf(mtu, this.addresses)
    this.congestion.pmdcs = this.packetOctets - COMMON_HEADER_OCTETS
  }

  /** RFC 9260 §6.3.2 R1: runs from now unless it runs already. */
  ensureT3(now: Instant): void {
    if (this.t3Deadline === NEVER) this.t3Deadline = now + this.roundTrip.rtoMs
  }

  /** RFC 9260 §6.3.2 R3. */
  restartT3(now: Instant): void {
    this.t3Deadline = now + this.roundTrip.rtoMs
  }

  stopT3(): void {
    this.t3Deadline = NEVER
  }

  /** Remembers a heartbeat just sent, forgetting the oldest. */
  rememberNonce(high: number, low: number, now: Instant): void {
    this.nonces.copyWithin(2, 0, 2 * (REMEMBERED_HEARTBEATS - 1))
    this.nonceSentAt.copyWithin(1, 0, REMEMBERED_HEARTBEATS - 1)
    this.nonces[0] = high
    this.nonces[1] = low
    this.nonceSentAt[0] = now
  }

  /** When the heartbeat with this nonce left, or NaN when none of the latest had it. Each nonce counts once. */
  redeemNonce(high: number, low: number): Instant {
    for (let i = 0; i < REMEMBERED_HEARTBEATS; i++) {
      const sentAt = this.nonceSentAt[i]!
      if (Number.isNaN(sentAt) || this.nonces[2 * i] !== high || this.nonces[2 * i + 1] !== low) continue
      this.nonceSentAt[i] = Number.NaN
      return sentAt
    }
    return Number.NaN
  }
}

/** What the headers below SCTP leave, in whole words. */
function sctpOctetsOf(mtu: number, addresses: PathAddresses): number {
  return (mtu - (addresses.ipv6 ? 40 : 20) - addresses.encapsulationOctets) & ~3
}

const COMMON_HEADER_OCTETS = 12
/** Answers later than the next heartbeats are still recognised, so that a path with RTT above its RTO can be measured. */
const REMEMBERED_HEARTBEATS = 4
