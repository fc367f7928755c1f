import { LINEAR_SLOT_BITS, LONGEST_LATENCY_US, longestInSlot, SLOT_COUNT, shortestInSlot, slotOf } from './histogram-geometry.js'
import { HistogramBlobError, HistogramFullError, NoLatencyError } from './measurement-error.js'
import { IntegerReader, LONGEST_INTEGER_OCTETS, writeInteger } from './variable-length-integer.js'

/**
 * Latencies of one flow over some time, in microseconds, to three significant digits: from 1 µs to 120 s, counted in slots
 * laid out once. `record` allocates nothing, so it may stand on the path of every message.
 *
 * Two histograms add up exactly, however often and in whatever order they are merged, because whole counts are added.
 */
export class LatencyHistogram {
  private readonly counts = new Uint32Array(SLOT_COUNT)
  /** Numbers beyond 32 bits stand in typed memory: a plain field of that size would be boxed anew at each change. */
  private readonly totals = new Float64Array(3)
  private shortest = LONGEST_LATENCY_US
  private longest = 0

  /** Counts one latency, rounded to whole microseconds. Below zero counts as zero; above 120 s as 120 s, see `clampedCount`. */
  record(latencyUs: number): void {
    let whole = 0
    if (latencyUs < LONGEST_LATENCY_US) whole = latencyUs > 0 ? (latencyUs + 0.5) | 0 : 0
    else whole = this.clamp(latencyUs)
    const slot = slotOf(whole)
    if (this.counts[slot] === MOST_PER_SLOT || this.totals[SUM]! > MOST_SUM - whole) throw new HistogramFullError(whole)
    this.counts[slot]!++
    this.totals[COUNT]!++
    this.totals[SUM]! += whole
    if (whole < this.shortest) this.shortest = whole
    if (whole > this.longest) this.longest = whole
  }

  /** How many latencies were recorded. */
  get count(): number {
    return this.totals[COUNT]!
  }
  /** How many of them were longer than 120 s and stand there as 120 s. */
  get clampedCount(): number {
    return this.totals[CLAMPED]!
  }
  /** The longest, µs, exactly as recorded; 0 when nothing was. */
  get maximumUs(): number {
    return this.longest
  }
  /** The shortest, µs, exactly as recorded; 0 when nothing was. */
  get minimumUs(): number {
    return this.count === 0 ? 0 : this.shortest
  }
  /** The mean, µs, exact; 0 when nothing was recorded. */
  get meanUs(): number {
    return this.count === 0 ? 0 : this.totals[SUM]! / this.count
  }

  /**
   * The latency that `percentile` per cent of the messages did not exceed, µs: the upper end of its slot, so at most one
   * part in a thousand too long and never too short; 0 when nothing was recorded. 0 gives the minimum, 100 the maximum.
   */
  valueAtPercentile(percentile: number): number {
    if (this.count === 0) return 0
    if (percentile <= 0) return this.shortest
    if (percentile >= 100) return this.longest
    const exactRank = (percentile / 100) * this.count
    // 99.9 % of 1,000 comes out a hair above 999 in floating point; that hair must not turn into a whole rank.
    const rank = Math.max(1, Math.ceil(exactRank - exactRank * Number.EPSILON))
    let passed = 0
    const last = slotOf(this.longest)
    for (let slot = slotOf(this.shortest); slot < last; slot++) {
      passed += this.counts[slot]!
      if (passed >= rank) return longestInSlot(slot)
    }
    return this.longest
  }

  /**
   * Adds everything `other` counted. `other` stays as it is.
   * @throws HistogramFullError with this histogram unchanged.
   */
  merge(other: LatencyHistogram): void {
    if (other.count === 0) return
    if (this.totals[SUM]! > MOST_SUM - other.totals[SUM]!) throw new HistogramFullError(other.longest)
    const last = slotOf(other.longest)
    for (let slot = slotOf(other.shortest); slot <= last; slot++)
      if (this.counts[slot]! + other.counts[slot]! > MOST_PER_SLOT) throw new HistogramFullError(shortestInSlot(slot))
    for (let slot = slotOf(other.shortest); slot <= last; slot++) this.counts[slot]! += other.counts[slot]!
    const { shortest, longest } = other
    for (let total = 0; total < this.totals.length; total++) this.totals[total]! += other.totals[total]!
    if (shortest < this.shortest) this.shortest = shortest
    if (longest > this.longest) this.longest = longest
  }

  /** Forgets everything; the memory stays. */
  reset(): void {
    if (this.count > 0) this.counts.fill(0, slotOf(this.shortest), slotOf(this.longest) + 1)
    this.totals.fill(0)
    this.shortest = LONGEST_LATENCY_US
    this.longest = 0
  }

  /**
   * The histogram as octets, a new array: version, linear slot bits, longest latency, clamped count, and, unless empty,
   * minimum, maximum, sum, then the counts from the minimum's slot to the maximum's. Each count is an even number (twice
   * the count), each run of empty slots an odd one (twice the run, minus one): the zig-zag code of +count and -run.
   * One histogram has one such form.
   */
  toBlob(): Uint8Array {
    const octets = new Uint8Array(this.longestBlob())
    octets[0] = BLOB_VERSION
    octets[1] = LINEAR_SLOT_BITS
    let at = writeInteger(octets, 2, LONGEST_LATENCY_US)
    at = writeInteger(octets, at, this.clampedCount)
    if (this.count === 0) return octets.slice(0, at)
    at = writeInteger(octets, at, this.shortest)
    at = writeInteger(octets, at, this.longest)
    at = writeInteger(octets, at, this.totals[SUM]!)
    let emptyRun = 0
    const last = slotOf(this.longest)
    for (let slot = slotOf(this.shortest); slot <= last; slot++) {
      const count = this.counts[slot]!
      if (count === 0) {
        emptyRun++
        continue
      }
      if (emptyRun > 0) at = writeInteger(octets, at, emptyRun * 2 - 1)
      emptyRun = 0
      at = writeInteger(octets, at, count * 2)
    }
    return octets.slice(0, at)
  }

  /**
   * Reads what `toBlob` wrote. The octets may come from anywhere: nothing is taken that could not have been written, and
   * the work is bounded by their length and the number of slots. They are not kept.
   * @throws HistogramBlobError
   */
  static fromBlob(octets: Uint8Array): LatencyHistogram {
    const histogram = new LatencyHistogram()
    const reader = new IntegerReader(octets, (fault, at) => new HistogramBlobError(fault, at))
    if (reader.read() !== BLOB_VERSION) throw new HistogramBlobError('unknown-version', 0)
    if (reader.read() !== LINEAR_SLOT_BITS) throw new HistogramBlobError('other-geometry', 1)
    if (reader.read() !== LONGEST_LATENCY_US) throw new HistogramBlobError('other-geometry', 2)
    histogram.totals[CLAMPED] = reader.read()
    if (!reader.atEnd) histogram.readCounts(reader)
    else if (histogram.clampedCount > 0) throw new HistogramBlobError('totals-contradict-counts', reader.at)
    return histogram
  }

  /** How often each slot was hit, from slot 0 to that of the maximum; empty when nothing was recorded. A copy. */
  slotCounts(): Uint32Array {
    return this.count === 0 ? new Uint32Array(0) : this.counts.slice(0, slotOf(this.longest) + 1)
  }

  /**
   * From counts by slot alone, which are copied: each latency is taken for the middle of its slot, the shortest and the longest for its
   * ends, so that no percentile changes.
   * @param counts at most as many as there are slots.
   * @throws HistogramFullError when the latencies add up to more than 285 years.
   */
  static fromSlotCounts(counts: Uint32Array): LatencyHistogram {
    const histogram = new LatencyHistogram()
    histogram.counts.set(counts)
    const first = counts.findIndex((count) => count > 0)
    if (first < 0) return histogram
    let last = first
    let sum = 0
    for (let slot = first; slot < counts.length; slot++) {
      const count = counts[slot]!
      if (count > 0) last = slot
      histogram.totals[COUNT]! += count
      sum += count * Math.floor((shortestInSlot(slot) + longestInSlot(slot)) / 2)
    }
    histogram.longest = Math.min(LONGEST_LATENCY_US, longestInSlot(last))
    histogram.shortest = histogram.count === 1 ? histogram.longest : shortestInSlot(first)
    const { least, most } = histogram.sumBounds()
    if (most > MOST_SUM) throw new HistogramFullError(histogram.longest)
    histogram.totals[SUM] = Math.min(most, Math.max(least, sum))
    return histogram
  }

  private readCounts(reader: IntegerReader): void {
    this.shortest = reader.read()
    this.longest = reader.read()
    this.totals[SUM] = reader.read()
    if (this.shortest > this.longest || this.longest > LONGEST_LATENCY_US)
      throw new HistogramBlobError('totals-contradict-counts', reader.at)
    const last = slotOf(this.longest)
    let slot = slotOf(this.shortest)
    let mayBeEmpty = false
    while (slot <= last) {
      const at = reader.at
      const code = reader.read()
      const isEmptyRun = code % 2 === 1
      // The first and the last slot hold the minimum and the maximum, and two empty runs would have been written as one.
      if (code === 0 || (isEmptyRun && !mayBeEmpty)) throw new HistogramBlobError('not-shortest-form', at)
      mayBeEmpty = !isEmptyRun
      if (isEmptyRun) {
        slot += (code + 1) / 2
        if (slot > last) throw new HistogramBlobError('too-many-slots', at)
        continue
      }
      if (code / 2 > MOST_PER_SLOT) throw new HistogramBlobError('number-too-large', at)
      this.counts[slot++] = code / 2
      this.totals[COUNT]! += code / 2
    }
    if (!reader.atEnd) throw new HistogramBlobError('too-many-slots', reader.at)
    if (!this.totalsAgree()) throw new HistogramBlobError('totals-contradict-counts', reader.at)
  }

  /** Whether some set of latencies has these counts, this sum and this many clamped ones. */
  private totalsAgree(): boolean {
    const { least, most } = this.sumBounds()
    const sum = this.totals[SUM]!
    if (sum < least || sum > most) return false
    const last = slotOf(this.longest)
    return this.clampedCount === 0 || (this.longest === LONGEST_LATENCY_US && this.clampedCount <= this.counts[last]!)
  }

  /** Between which the sum of the latencies lies, by counts, minimum and maximum. */
  private sumBounds(): { readonly least: number; readonly most: number } {
    const first = slotOf(this.shortest)
    const last = slotOf(this.longest)
    let least = 0
    let most = 0
    for (let slot = first; slot <= last; slot++) {
      const count = this.counts[slot]!
      least += count * Math.max(this.shortest, shortestInSlot(slot))
      most += count * Math.min(this.longest, longestInSlot(slot))
    }
    // One latency is the minimum itself; one is the maximum, as is every clamped one.
    most -= Math.min(this.longest, longestInSlot(first)) - this.shortest
    least += Math.max(1, this.clampedCount) * (this.longest - Math.max(this.shortest, shortestInSlot(last)))
    return { least, most }
  }

  private longestBlob(): number {
    let used = 0
    if (this.count > 0) for (let slot = slotOf(this.shortest); slot <= slotOf(this.longest); slot++) if (this.counts[slot]! > 0) used++
    return 2 + 5 * LONGEST_INTEGER_OCTETS + used * (LONGEST_COUNT_OCTETS + LONGEST_RUN_OCTETS)
  }

  private clamp(latencyUs: number): number {
    if (Number.isNaN(latencyUs)) throw new NoLatencyError(latencyUs)
    if (latencyUs > LONGEST_LATENCY_US) this.totals[CLAMPED]!++
    return LONGEST_LATENCY_US
  }
}

const COUNT = 0
const SUM = 1
const CLAMPED = 2
const MOST_PER_SLOT = 0xffffffff
const MOST_SUM = Number.MAX_SAFE_INTEGER
const BLOB_VERSION = 1
/** Twice a count has up to 33 bits, twice a run up to 16. */
const LONGEST_COUNT_OCTETS = 5
const LONGEST_RUN_OCTETS = 3
