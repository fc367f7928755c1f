/**
 * The congestion window of one path in octets of DATA chunks, headers and padding included (RFC 9260 §7.2).
 * `pmdcs` is the room for DATA chunks in one packet of the path.
 */
export class CongestionControl {
  cwnd: number
  /** §7.2.1: arbitrarily high at first. */
  ssthresh = 0xffff_ffff
  partialBytesAcked = 0
  /** §7.2.1, §7.2.3: T3-rtx expired, and until something sent here is acknowledged no more than one packet may be in flight. */
  onePacketOnly = false

  constructor(
    public pmdcs: number,
    private readonly ipv6: boolean,
  ) {
    this.cwnd = initialWindow(pmdcs, ipv6)
  }

  /** §5.2.4 A and §7.2.5: after a restart, or for a changed route, everything starts again. */
  reset(): void {
    this.cwnd = initialWindow(this.pmdcs, this.ipv6)
    this.ssthresh = 0xffff_ffff
    this.partialBytesAcked = 0
    this.onePacketOnly = false
  }

  /** May one more packet of data begin, with so much outstanding on the path? It may go beyond cwnd by less than itself (§6.1 B). */
  allowsPacket(outstandingOctets: number): boolean {
    return this.onePacketOnly ? outstandingOctets === 0 : outstandingOctets < this.cwnd
  }

  /**
   * A SACK acknowledged `newlyAcked` octets of this path.
   *
   * @param outstandingBefore octets outstanding on the path before that SACK arrived
   * @param cumulativeAdvanced whether the SACK moved the Cumulative TSN Ack Point
   * @param nothingLeft whether no data of the association is outstanding any more
   */
  acknowledged(
    newlyAcked: number,
    outstandingBefore: number,
    cumulativeAdvanced: boolean,
    inFastRecovery: boolean,
    nothingLeft: boolean,
  ): void {
    this.onePacketOnly = false
    const fullyUsed = outstandingBefore >= this.cwnd
    if (this.cwnd <= this.ssthresh) {
      // §7.2.1: slow start grows only when the window was in full use and no loss is being repaired; L = 1.
      if (cumulativeAdvanced && fullyUsed && !inFastRecovery) this.cwnd += Math.min(newlyAcked, this.pmdcs)
    } else {
      // §7.2.2: one PMDCS per window's worth of acknowledged octets.
      this.partialBytesAcked += newlyAcked
      if (this.partialBytesAcked >= this.cwnd) {
        if (fullyUsed && !inFastRecovery) {
          this.partialBytesAcked -= this.cwnd
          this.cwnd += this.pmdcs
        } else if (!fullyUsed) {
          this.partialBytesAcked = this.cwnd
        }
      }
    }
    if (nothingLeft) this.partialBytesAcked = 0
  }

  /** §7.2.3, loss seen in SACKs: half the window. Only outside Fast Recovery. */
  lossReported(): void {
    this.ssthresh = Math.max(this.cwnd / 2, 4 * this.pmdcs)
    this.cwnd = this.ssthresh
    this.partialBytesAcked = 0
  }

  /** §7.2.3, T3-rtx expired: slow start from one packet. */
  timedOut(): void {
    this.ssthresh = Math.max(this.cwnd / 2, 4 * this.pmdcs)
    this.cwnd = this.pmdcs
    this.partialBytesAcked = 0
    this.onePacketOnly = true
  }

  /** §7.2.1: no data was sent for an RTO. The first adjustment of an idle time remembers the window in ssthresh. */
  idled(firstOfIdleTime: boolean): void {
    const decayed = Math.max(this.cwnd / 2, 4 * this.pmdcs)
    // After a timeout the window stands below four packets: idleness must not raise it.
    if (decayed >= this.cwnd) return
    if (firstOfIdleTime) this.ssthresh = this.cwnd
    this.cwnd = decayed
  }
}

/** RFC 9260 §7.2.1. */
function initialWindow(pmdcs: number, ipv6: boolean): number {
  return Math.min(4 * pmdcs, Math.max(2 * pmdcs, ipv6 ? 4344 : 4404))
}
