import { type SackChunk, tsnDistance } from '@sigbed/sctp-codec'

export type TsnVerdict = 'new' | 'duplicate' | 'beyond-window'

/**
 * Which TSNs have arrived: the Cumulative TSN Ack Point, and above it a bitmap as a ring (RFC 9260 §6.2, §6.7). Gap Ack Block
 * offsets have 16 bits, so nothing further than that above the point is ever accepted.
 */
export class TsnTracker {
  cumulativeTsn: number
  /** TSNs received above the point. */
  received = 0
  readonly duplicates = new Uint32Array(MOST_DUPLICATES)
  duplicateCount = 0
  /** Distance of the highest TSN received above the point; 0 when there is none. */
  private reach = 0
  private readonly bits = new Uint32Array(WINDOW / 32)

  constructor(initialTsn: number) {
    this.cumulativeTsn = (initialTsn - 1) >>> 0
  }

  /** True while TSNs above the point have arrived and the one next to it has not. */
  get hasGaps(): boolean {
    return this.received > 0
  }

  get highestTsn(): number {
    return (this.cumulativeTsn + this.reach) >>> 0
  }

  /** What receiving `tsn` would mean; changes nothing. */
  judge(tsn: number): TsnVerdict {
    const distance = tsnDistance(this.cumulativeTsn, tsn)
    if (distance <= 0) return 'duplicate'
    if (distance >= WINDOW) return 'beyond-window'
    return this.has(tsn) ? 'duplicate' : 'new'
  }

  /** Marks a TSN judged 'new' as received and moves the point over what is now complete. */
  receive(tsn: number): void {
    const distance = tsnDistance(this.cumulativeTsn, tsn)
    if (distance === 1 && this.received === 0) {
      // The common case, in order: nothing to remember.
      this.cumulativeTsn = tsn
      return
    }
    this.bits[(tsn >>> 5) & BITS_MASK]! |= 1 << (tsn & 31)
    this.received++
    if (distance > this.reach) this.reach = distance
    this.advance()
  }

  /**
   * Moves the point to `tsn`, which lies above it and at most MOST_FORWARDED away, and on over what has arrived (RFC 3758 §3.6). Costs the
   * same however far it goes: a word of the bitmap stands for 32 TSNs.
   */
  forward(tsn: number): void {
    const distance = tsnDistance(this.cumulativeTsn, tsn)
    if (distance >= this.reach) {
      if (this.received > 0) this.bits.fill(0)
      this.received = 0
      this.reach = 0
      this.cumulativeTsn = tsn
      return
    }
    for (let at = (this.cumulativeTsn + 1) >>> 0, left = distance; left > 0; ) {
      const bit = at & 31
      const cleared = Math.min(32 - bit, left)
      const mask = cleared === 32 ? -1 : ((1 << cleared) - 1) << bit
      const word = (at >>> 5) & BITS_MASK
      this.received -= bitCount(this.bits[word]! & mask)
      this.bits[word]! &= ~mask
      at = (at + cleared) >>> 0
      left -= cleared
    }
    this.cumulativeTsn = tsn
    this.reach -= distance
    this.advance()
  }

  /** Reported once in the next SACK, then forgotten; beyond the most kept, only counted by the caller. */
  noteDuplicate(tsn: number): void {
    if (this.duplicateCount < MOST_DUPLICATES) this.duplicates[this.duplicateCount++] = tsn
  }

  /** A TSN accepted above the point is given up again, to make room (§6.2: reneging in extreme need). */
  renege(tsn: number): void {
    if (!this.has(tsn)) return
    this.bits[(tsn >>> 5) & BITS_MASK]! &= ~(1 << (tsn & 31))
    this.received--
    while (this.reach > 0 && !this.has(this.cumulativeTsn + this.reach)) this.reach--
  }

  /**
   * Fills in what a SACK says of TSNs, in at most `slots` words of four octets: gap blocks go first, as §6.2 wants as many as fit;
   * duplicates take what is left, and are then forgotten.
   */
  describe(into: SackChunk, slots: number): void {
    into.cumulativeTsnAck = this.cumulativeTsn
    into.gapAckBlockCount = 0
    if (this.received > 0) this.describeGaps(into, slots)
    const duplicates = Math.min(this.duplicateCount, slots - into.gapAckBlockCount)
    if (into.duplicateTsns.length < duplicates) into.duplicateTsns = new Uint32Array(duplicates)
    for (let i = 0; i < duplicates; i++) into.duplicateTsns[i] = this.duplicates[i]!
    into.duplicateTsnCount = duplicates
    this.duplicateCount = 0
  }

  private describeGaps(into: SackChunk, mostBlocks: number): void {
    let count = 0
    for (let offset = 2; offset <= this.reach && count < mostBlocks; offset++) {
      if (!this.has(this.cumulativeTsn + offset)) continue
      const start = offset
      while (offset < this.reach && this.has(this.cumulativeTsn + offset + 1)) offset++
      if (into.gapAckBlocks.length < 2 * (count + 1)) into.gapAckBlocks = grown(into.gapAckBlocks)
      into.gapAckBlocks[2 * count] = start
      into.gapAckBlocks[2 * count + 1] = offset
      count++
    }
    into.gapAckBlockCount = count
  }

  private has(tsn: number): boolean {
    return ((this.bits[(tsn >>> 5) & BITS_MASK]! >>> (tsn & 31)) & 1) === 1
  }

  private advance(): void {
    while (this.received > 0) {
      const next = (this.cumulativeTsn + 1) >>> 0
      if (!this.has(next)) return
      this.bits[(next >>> 5) & BITS_MASK]! &= ~(1 << (next & 31))
      this.cumulativeTsn = next
      this.received--
      this.reach--
    }
    this.reach = 0
  }
}

function bitCount(word: number): number {
  let pairs = word - ((word >>> 1) & 0x5555_5555)
  pairs = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333)
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

function grown(blocks: Uint16Array): Uint16Array<ArrayBuffer> {
  const larger = new Uint16Array(2 * blocks.length)
  larger.set(blocks)
  return larger
}

/** No peer has more TSNs outstanding than offsets of 16 bits reach (RFC 9260 §3.3.4): a FORWARD TSN further than that makes no sense. */
export const MOST_FORWARDED = 65_535
/** TSNs above the point that are kept track of; a power of two, and below 65,536 as offsets have 16 bits. */
const WINDOW = 32_768
const BITS_MASK = WINDOW / 32 - 1
const MOST_DUPLICATES = 64
