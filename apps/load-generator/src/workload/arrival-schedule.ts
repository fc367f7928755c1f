import { InvalidLoadError, ScheduleOrderError } from '../load-generator-error.js'

/**
 * When each message of a flow is meant to be sent. An open model: the instants depend on the rate alone and not on how the
 * messages before fared, as those of thousands of subscribers do not.
 *
 * All instants are milliseconds since the schedule's start and never decrease with the sequence number.
 */
export interface ArrivalSchedule {
  /** The mean rate. */
  readonly offeredPerSecond: number
  /** The instant of arrival `sequence` = 0, 1, 2, …; Infinity when the schedule ends before it. */
  intendedAtMs(sequence: number): number
  /** How many arrivals are meant for before `atMs`. */
  arrivalsBefore(atMs: number): number
}

/** One arrival every 1000 / rate milliseconds, the first at 0. Any question may be asked in any order. */
export class ConstantRateArrivals implements ArrivalSchedule {
  /**
   * @param durationMs arrivals at or after this instant do not happen; Infinity: it never ends.
   * @throws InvalidLoadError for a rate that is not above zero, or for more messages than sequence numbers of 32 bits tell apart.
   */
  constructor(
    readonly offeredPerSecond: number,
    private readonly durationMs: number = Infinity,
  ) {
    refuseImpossibleLoad(offeredPerSecond, durationMs)
  }

  intendedAtMs(sequence: number): number {
    const atMs = this.instantOf(sequence)
    return atMs < this.durationMs ? atMs : Infinity
  }

  arrivalsBefore(atMs: number): number {
    const endMs = Math.min(atMs, this.durationMs)
    if (!(endMs > 0)) return 0
    if (endMs === Infinity) return Infinity
    // The quotient may be off by a rounding; the instants themselves decide, so that both questions have one answer.
    let count = Math.ceil((endMs * this.offeredPerSecond) / 1000)
    while (count > 0 && this.instantOf(count - 1) >= endMs) count--
    while (this.instantOf(count) < endMs) count++
    return count
  }

  /** Computed from the number, never by adding up intervals: the millionth message is as punctual as the first. */
  private instantOf(sequence: number): number {
    return (sequence * 1000) / this.offeredPerSecond
  }
}

/**
 * Arrivals of a Poisson process: independent, the gaps between them distributed exponentially, as many independent subscribers
 * make them. Each of the two questions must be asked in order, sequence numbers and instants not decreasing.
 *
 * The gap before arrival n is computed from n and two seed words, so that the one who sends and the one who counts each walk the
 * same arrivals at a pace of their own, and nothing needs to be remembered.
 */
export class PoissonArrivals implements ArrivalSchedule {
  private readonly sending: ArrivalCursor
  private readonly counting: ArrivalCursor
  private countedToMs = Number.NEGATIVE_INFINITY

  /**
   * @param randomUint32 uniform over 0 to 2^32-1; asked twice, here and never again.
   * @param durationMs arrivals at or after this instant do not happen; Infinity: it never ends.
   * @throws InvalidLoadError as for a constant rate.
   */
  constructor(
    readonly offeredPerSecond: number,
    randomUint32: () => number,
    private readonly durationMs: number = Infinity,
  ) {
    refuseImpossibleLoad(offeredPerSecond, durationMs)
    const firstSeed = randomUint32() >>> 0
    const secondSeed = randomUint32() >>> 0
    this.sending = new ArrivalCursor(firstSeed, secondSeed, 1000 / offeredPerSecond)
    this.counting = new ArrivalCursor(firstSeed, secondSeed, 1000 / offeredPerSecond)
  }

  /** @throws ScheduleOrderError for a number below the one asked last. */
  intendedAtMs(sequence: number): number {
    const { sending } = this
    if (sequence < sending.sequence) throw new ScheduleOrderError(`arrival ${sequence}`, `arrival ${sending.sequence}`)
    while (sending.sequence < sequence) sending.advance()
    return sending.atMs < this.durationMs ? sending.atMs : Infinity
  }

  /** @throws ScheduleOrderError for an instant before the one asked last. */
  arrivalsBefore(atMs: number): number {
    if (atMs < this.countedToMs) throw new ScheduleOrderError(`${atMs} ms`, `${this.countedToMs} ms`)
    this.countedToMs = atMs
    const endMs = Math.min(atMs, this.durationMs)
    if (endMs === Infinity) return Infinity
    while (this.counting.atMs < endMs) this.counting.advance()
    return this.counting.sequence
  }
}

/** One walk along the arrivals of a Poisson process. */
class ArrivalCursor {
  sequence = 0
  atMs: number

  constructor(
    private readonly firstSeed: number,
    private readonly secondSeed: number,
    private readonly meanGapMs: number,
  ) {
    this.atMs = this.gapMs(0)
  }

  advance(): void {
    this.sequence++
    this.atMs += this.gapMs(this.sequence)
  }

  /** The exponential distribution turned round; one is added so that the logarithm of zero is never asked for. */
  private gapMs(sequence: number): number {
    const uniform = (this.uint32At(sequence) + 1) / 0x1_0000_0000
    return -Math.log(uniform) * this.meanGapMs
  }

  /** A counter stepped by the golden ratio and mixed twice (the finaliser of MurmurHash3). */
  private uint32At(sequence: number): number {
    const step = (this.firstSeed + Math.imul(sequence, GOLDEN_RATIO)) | 0
    return mixed(mixed(step) ^ this.secondSeed) >>> 0
  }
}

function mixed(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return word ^ (word >>> 16)
}

function refuseImpossibleLoad(offeredPerSecond: number, durationMs: number): void {
  if (!(offeredPerSecond > 0) || offeredPerSecond === Infinity)
    throw new InvalidLoadError(`a rate must be a number of messages per second above 0, not ${offeredPerSecond}`)
  if (!(durationMs > 0)) throw new InvalidLoadError(`traffic must last longer than 0 ms, not ${durationMs}`)
  const messages = (offeredPerSecond * durationMs) / 1000
  if (durationMs !== Infinity && messages > MOST_MESSAGES)
    throw new InvalidLoadError(`${messages} messages are more than sequence numbers of 32 bits can tell apart`)
}

const GOLDEN_RATIO = 0x9e3779b9
const MOST_MESSAGES = 0x1_0000_0000
