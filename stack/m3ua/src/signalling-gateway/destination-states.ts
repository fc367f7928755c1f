import type { AffectedPointCode } from '@sigbed/m3ua-codec'
import type { DestinationStatus } from '../destination-table.js'
import { type PointCodeEntry, PointCodeMap } from '../point-code-map.js'
import type { DestinationReport } from './destination-report.js'

/**
 * The states of the destinations of one SS7 network, as far as the SG has been told of them, and what an ASP is to be told of them. What is
 * told of a range holds for all within it until something else is told of a part. Bounded; asking allocates nothing.
 */
export class DestinationStates {
  private readonly statuses: PointCodeMap
  private readonly congestion: PointCodeMap

  constructor(maximumEntries: number) {
    this.statuses = new PointCodeMap(maximumEntries)
    this.congestion = new PointCodeMap(maximumEntries)
  }

  /** Nothing has been told, or only what is gone again. */
  get isEmpty(): boolean {
    return this.statuses.size === 0 && this.congestion.size === 0
  }

  /** Null for a destination nobody has told of. */
  statusOf(pointCode: number): DestinationStatus | null {
    return STATUSES[this.statuses.valueOf(pointCode)]!
  }

  /** 1 to 3; 0 for none. */
  congestionLevelOf(pointCode: number): number {
    return this.congestion.valueOf(pointCode)
  }

  /** False when there is no room to remember it: nothing has changed then. */
  tell(affected: AffectedPointCode, status: DestinationStatus): boolean {
    return this.statuses.set(affected, STATUSES.indexOf(status), 0) !== 'full'
  }

  /** Likewise. */
  tellCongestion(affected: AffectedPointCode, congestionLevel: number): boolean {
    return this.congestion.set(affected, congestionLevel, 0) !== 'full'
  }

  /** What an ASP has to be told that takes all to be as `assumed`: congestion first, then wide ranges before the parts that differ. */
  differencesFrom(assumed: DestinationStatus): readonly DestinationReport[] {
    return this.differencesWithin(EVERYTHING, assumed)
  }

  /**
   * What there is to say of a range: of the whole, and of the parts that differ.
   *
   * @param unknown what is said of the whole when nobody has told of it
   * @returns null when nobody has told of the range nor of any part of it
   */
  reportsOn(asked: AffectedPointCode, unknown: DestinationStatus): readonly DestinationReport[] | null {
    const told = STATUSES[this.statuses.valueOfRange(asked)]!
    const parts = asked.mask === 0 ? [] : this.differencesWithin(asked, told ?? unknown)
    const level = this.congestion.valueOfRange(asked)
    if (told === null && level === 0 && parts.length === 0) return null
    // A destination known only to be congested can be reached.
    const status = told ?? (level > 0 ? 'available' : unknown)
    return [{ affected: asked, status, congestionLevel: level === 0 || status === 'unavailable' ? null : level }, ...parts]
  }

  /** All that can be reached, or that nobody has said cannot be. */
  reachable(): readonly AffectedPointCode[] {
    return this.statuses.within(EVERYTHING).filter(({ value }) => STATUSES[value] !== 'unavailable')
  }

  private differencesWithin(range: AffectedPointCode, assumed: DestinationStatus): readonly DestinationReport[] {
    const congested = this.congestion.within(range).filter((entry) => this.statusOf(entry.pointCode) !== 'unavailable')
    return [
      ...congested.map((affected): DestinationReport => ({ affected, status: null, congestionLevel: affected.value })),
      ...this.statuses
        .within(range)
        .filter((entry) => STATUSES[entry.value] !== this.statusAround(entry, assumed))
        .map((affected): DestinationReport => ({ affected, status: STATUSES[affected.value]!, congestionLevel: null })),
    ]
  }

  private statusAround({ mask, pointCode }: PointCodeEntry, assumed: DestinationStatus): DestinationStatus {
    return STATUSES[this.statuses.valueAround(pointCode, mask)] ?? assumed
  }
}

/** By the number that stands for it in the map. */
const STATUSES: readonly (DestinationStatus | null)[] = [null, 'available', 'restricted', 'unavailable']
/** Wider than any range, so that all of them lie within it. */
const EVERYTHING: AffectedPointCode = { mask: 25, pointCode: 0 }
export const DEFAULT_DESTINATIONS = 65_536
