import { type Duration, type Instant, NEVER } from '../time.js'

/**
 * When a SACK is due (RFC 9260 §6.2): at least for every second packet, within SACK.Delay of the first unacknowledged one, and
 * at once on gaps, duplicates, the I bit, dropped data, or a window that opened.
 */
export class AcknowledgementSchedule {
  deadline: Instant = NEVER
  /** A SACK is to leave with the next packets. */
  due = false
  /** Transport addresses the latest DATA came from and to: the SACK goes back the same way (§6.4). */
  localAddress = -1
  remoteAddress = -1
  /** The first DATA after setup is acknowledged at once, so that the peer's RTT is measured early. */
  private packets = 1

  /** @param delayMs at most 500 (§6.2); a change holds from the next packet on */
  constructor(public delayMs: Duration) {}

  /** A packet with at least one DATA chunk has been handled. */
  packetArrived(immediately: boolean, localAddress: number, remoteAddress: number, now: Instant): void {
    this.localAddress = localAddress
    this.remoteAddress = remoteAddress
    this.packets++
    if (immediately || this.packets >= PACKETS_PER_SACK) this.due = true
    else if (this.deadline === NEVER) this.deadline = now + this.delayMs
  }

  /** SACKs are due although no packet came: the window opened. */
  demand(): void {
    this.due = true
  }

  /** There is something unacknowledged, so that a SACK may ride along with outgoing DATA (§6.1). */
  get pending(): boolean {
    return this.due || this.deadline !== NEVER
  }

  expire(now: Instant): void {
    if (now < this.deadline) return
    this.deadline = NEVER
    this.due = true
  }

  sent(): void {
    this.due = false
    this.packets = 0
    this.deadline = NEVER
  }
}

const PACKETS_PER_SACK = 2
