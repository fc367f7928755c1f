/**
 * a_rwnd as this side advertises it (RFC 9260 §6.2): the buffer less what is held for reassembly, for order, or because the user
 * does not take it. Opens in steps worth telling about, so that neither side falls into silly windows (RFC 1122 §4.2.3.3).
 */
export class ReceiveWindow {
  /** Octets held, headers of the DATA chunks included so that many tiny messages cannot cost more memory than they claim. */
  held = 0
  private advertised: number

  constructor(
    private readonly buffer: number,
    private readonly segment: number,
  ) {
    this.advertised = buffer
  }

  /**
   * True when `octets` more may be held. The peer counts user data only (§6.2.1 B), so what it rightly sends within the window may
   * come to more than that here, headers counted: memory ends at twice the buffer.
   */
  hasRoomFor(octets: number): boolean {
    return this.held + octets <= MOST_HELD * this.buffer
  }

  /** The value for the next SACK; remembered as what the peer knows. */
  advertise(): number {
    this.advertised = this.available()
    return this.advertised
  }

  /** The window last shown to the peer is closed: new TSNs above the highest MUST be dropped (§6.2). */
  get closed(): boolean {
    return this.advertised === 0
  }

  /** True when so much was released since the last SACK that the peer should hear of it: a quarter of the buffer, or the end of zero. */
  get worthTelling(): boolean {
    const available = this.available()
    return available - this.advertised >= this.buffer / 4 || (this.advertised === 0 && available > 0)
  }

  private available(): number {
    const free = Math.max(this.buffer - this.held, 0)
    return free < Math.min(this.buffer / 2, this.segment) ? 0 : free
  }
}

const MOST_HELD = 2
