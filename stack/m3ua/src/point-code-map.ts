import { type AffectedPointCode, pointCodeRange } from '@sigbed/m3ua-codec'
import type { Instant } from './lower-layer.js'

/** What was last said of one range. */
export interface PointCodeEntry extends AffectedPointCode {
  /** Above zero. */
  value: number
  /** When it was said, or asked about. */
  at: Instant
}

/**
 * A small number for each point code, said of ranges (RFC 4666 §3.4.1: a mask leaves low bits open) and asked of single ones. What is said later
 * holds for all of its range, whatever was said of parts of it before. Bounded; looking up allocates nothing.
 *
 * Ranges lie one within the other or apart, so the narrowest that holds a point code tells of it. They are kept by their masks, of which
 * few are ever in use: mostly only the zero of single point codes.
 */
export class PointCodeMap {
  size = 0
  private readonly byMask: (Map<number, PointCodeEntry> | null)[] = new Array<Map<number, PointCodeEntry> | null>(MASKS).fill(null)
  private widest = 0

  constructor(private readonly maximumEntries: number) {}

  /** Zero where nothing is said. */
  valueOf(pointCode: number): number {
    if (this.size === 0) return 0
    for (let mask = 0; mask <= this.widest; mask++) {
      const entry = this.byMask[mask]?.get(pointCode >>> mask)
      if (entry !== undefined) return entry.value
    }
    return 0
  }

  /** What is said of the range as a whole; of parts of it something else may be said. Zero where nothing is. */
  valueOfRange(affected: AffectedPointCode): number {
    const mask = Math.min(affected.mask, MASKS - 1)
    return this.byMask[mask]?.get(affected.pointCode >>> mask)?.value ?? this.valueAround(affected.pointCode, mask)
  }

  /** What is said of parts of the range and not of the whole, wider parts before those that lie within them. */
  within(affected: AffectedPointCode): readonly PointCodeEntry[] {
    const mask = Math.min(affected.mask, MASKS)
    const found: PointCodeEntry[] = []
    for (let narrower = mask - 1; narrower >= 0; narrower--) this.collect(affected.pointCode >>> mask, mask, narrower, found)
    return found
  }

  /**
   * @param value zero for "nothing to be said any more"
   * @returns 'changed' when a point code may have another value now; 'full' when one more range would be too many, and nothing is done
   */
  set(affected: AffectedPointCode, value: number, at: Instant): 'changed' | 'same' | 'full' {
    const mask = Math.min(affected.mask, MASKS - 1)
    const pointCode = pointCodeRange(affected).first
    const entry = this.byMask[mask]?.get(pointCode >>> mask)
    const around = this.valueAround(pointCode, mask)
    const before = entry?.value ?? around
    // What wider ranges say already need not be said again.
    const needed = value !== around
    if (needed && entry === undefined && this.size >= this.maximumEntries) return 'full'
    const changedWithin = this.clearWithin(pointCode, mask, value)
    if (!needed) this.remove(pointCode, mask)
    else if (entry === undefined) this.insert({ mask, pointCode, value, at })
    else {
      entry.value = value
      entry.at = at
    }
    return changedWithin || before !== value ? 'changed' : 'same'
  }

  clear(): void {
    this.byMask.fill(null)
    this.size = 0
    this.widest = 0
  }

  /** In no particular order. The map may not be changed meanwhile, its entries' `at` may. */
  *entries(): Generator<PointCodeEntry, void, undefined> {
    for (const ranges of this.byMask) if (ranges !== null) yield* ranges.values()
  }

  /** What the ranges wider than this one say of it. */
  valueAround(pointCode: number, mask: number): number {
    for (let wider = mask + 1; wider <= this.widest; wider++) {
      const entry = this.byMask[wider]?.get(pointCode >>> wider)
      if (entry !== undefined) return entry.value
    }
    return 0
  }

  /** Drops what was said of parts of the range; true when some of it was not `value`. */
  private clearWithin(pointCode: number, mask: number, value: number): boolean {
    let changed = false
    for (const entry of this.within({ mask, pointCode })) {
      if (entry.value !== value) changed = true
      this.remove(entry.pointCode, entry.mask)
    }
    return changed
  }

  /** Those of one mask within a wider range, by whatever is less: the places in the range, or the entries there are. */
  private collect(range: number, mask: number, narrower: number, found: PointCodeEntry[]): void {
    const entries = this.byMask[narrower]
    if (entries === undefined || entries === null) return
    const places = 2 ** (mask - narrower)
    if (places >= entries.size) {
      for (const entry of entries.values()) if (entry.pointCode >>> mask === range) found.push(entry)
      return
    }
    for (let i = 0; i < places; i++) {
      const entry = entries.get(range * places + i)
      if (entry !== undefined) found.push(entry)
    }
  }

  private insert(entry: PointCodeEntry): void {
    const { mask, pointCode } = entry
    this.byMask[mask] ??= new Map()
    this.byMask[mask].set(pointCode >>> mask, entry)
    this.size++
    this.widest = Math.max(this.widest, mask)
  }

  private remove(pointCode: number, mask: number): void {
    if (this.byMask[mask]?.delete(pointCode >>> mask) === true) this.size--
  }
}

/** 0 to 24: every bit of a point code may be left open. */
const MASKS = 25
