import type { AffectedPointCode } from '@sigbed/m3ua-codec'
import { type Instant, NEVER } from './lower-layer.js'
import { type PointCodeEntry, PointCodeMap } from './point-code-map.js'

/** What an SG says of an SS7 destination: DAVA, DRST and DUNA. RFC 4666 §3.4.1, §3.4.2, §3.4.6. */
export type DestinationStatus = 'available' | 'restricted' | 'unavailable'

/** What became of one thing told. 'full': there is no room to remember it, and what was known before still holds. */
export type TableOutcome = 'changed' | 'same' | 'full'

/**
 * What is known of the destinations of one network as one SG tells it: of ranges and of single point codes, and of all others a default.
 * Bounded; asking allocates nothing. RFC 4666 §4.5.2.
 */
export class DestinationTable {
  private readonly statuses: PointCodeMap
  private readonly congestion: PointCodeMap
  private nextAudit: Instant = NEVER
  private listening = 0

  /**
   * @param unknown what a destination is that nobody has told of
   * @param maximumEntries of ranges and point codes told of
   * @param auditMs after how long without news a destination that is not well is to be asked about; zero or less: never
   */
  constructor(
    private readonly unknown: 'available' | 'unavailable',
    maximumEntries: number,
    private readonly auditMs: number,
  ) {
    this.statuses = new PointCodeMap(maximumEntries)
    this.congestion = new PointCodeMap(maximumEntries)
  }

  statusOf(pointCode: number): DestinationStatus {
    const value = this.statuses.valueOf(pointCode)
    return value === UNTOLD ? this.unknown : STATUSES[value]!
  }

  /** 1 to 3; 0 for none, and where the network has no levels. */
  congestionLevelOf(pointCode: number): number {
    return this.congestion.valueOf(pointCode)
  }

  tell(affected: AffectedPointCode, status: DestinationStatus, now: Instant): TableOutcome {
    if (status !== 'available') this.expectNews(now)
    // What is as it would be anyway need not be remembered.
    return this.statuses.set(affected, status === 'available' && this.unknown === 'available' ? UNTOLD : STATUSES.lastIndexOf(status), now)
  }

  tellCongestion(affected: AffectedPointCode, congestionLevel: number, now: Instant): TableOutcome {
    if (congestionLevel > 0) this.expectNews(now)
    return this.congestion.set(affected, congestionLevel, now)
  }

  /** One more listens to what the SG says. */
  enter(): void {
    this.listening++
  }

  /** One less does; with the last what was told is void, since what is said from then on is not heard. */
  leave(): void {
    this.listening--
    if (this.listening > 0) return
    this.statuses.clear()
    this.congestion.clear()
    this.nextAudit = NEVER
  }

  /** The ranges and point codes whose status is known. */
  told(): readonly AffectedPointCode[] {
    return [...this.statuses.entries()].map(({ mask, pointCode }) => ({ mask, pointCode }))
  }

  /** When `dueForAudit` may have something to say. */
  get auditDeadline(): Instant {
    return this.nextAudit
  }

  /**
   * The destinations that are unavailable, restricted or congested and of which nothing was heard for so long that they are to be asked about
   * now; they count as heard of then. RFC 4666 §4.5.3, "Periodic".
   */
  dueForAudit(now: Instant): readonly AffectedPointCode[] {
    if (now < this.nextAudit) return []
    this.nextAudit = NEVER
    const due = new Map<number, AffectedPointCode>()
    for (const entry of this.statuses.entries()) if (entry.value !== AVAILABLE) this.examine(entry, now, due)
    for (const entry of this.congestion.entries()) this.examine(entry, now, due)
    return [...due.values()]
  }

  private examine(entry: PointCodeEntry, now: Instant, due: Map<number, AffectedPointCode>): void {
    const { mask, pointCode } = entry
    if (now - entry.at >= this.auditMs) {
      entry.at = now
      due.set(mask * POINT_CODES + pointCode, { mask, pointCode })
    }
    this.nextAudit = Math.min(this.nextAudit, entry.at + this.auditMs)
  }

  private expectNews(now: Instant): void {
    if (this.auditMs > 0) this.nextAudit = Math.min(this.nextAudit, now + this.auditMs)
  }
}

const UNTOLD = 0
const AVAILABLE = 1
/** By the number that stands for it in the map. */
const STATUSES: readonly DestinationStatus[] = ['available', 'available', 'restricted', 'unavailable']
const POINT_CODES = 2 ** 24
