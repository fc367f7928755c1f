import { ScheduleOrderError } from '../load-generator-error.js'
import type { ArrivalSchedule } from './arrival-schedule.js'
import type { TimeWarp } from './time-warp.js'

/**
 * The arrivals of another schedule at other instants: those of a rate curve, or of a pace that changes while they are sent. Each of
 * the two questions is asked in order, numbers and instants not decreasing.
 *
 * It counts by walking the same instants that are sent at, so that both questions have one answer, whatever the warp.
 */
export class WarpedArrivals implements ArrivalSchedule {
  readonly offeredPerSecond: number
  private readonly sending: ArrivalSchedule
  private readonly counting: ArrivalSchedule
  private counted = 0
  private countedToMs = Number.NEGATIVE_INFINITY

  /**
   * @param base makes the schedule that is warped; asked twice, for whoever sends and for whoever counts.
   * @param durationMs arrivals at or after this instant do not happen; Infinity: it never ends.
   */
  constructor(
    base: () => ArrivalSchedule,
    private readonly warp: TimeWarp,
    private readonly durationMs: number = Infinity,
    offeredPerSecond?: number,
  ) {
    this.sending = base()
    this.counting = base()
    this.offeredPerSecond = offeredPerSecond ?? this.sending.offeredPerSecond
  }

  intendedAtMs(sequence: number): number {
    return this.instantOf(this.sending, sequence)
  }

  /** @throws ScheduleOrderError for an instant before the one asked last. */
  arrivalsBefore(atMs: number): number {
    if (atMs < this.countedToMs) throw new ScheduleOrderError(`${atMs} ms`, `${this.countedToMs} ms`)
    this.countedToMs = atMs
    const endMs = Math.min(atMs, this.durationMs)
    if (endMs === Infinity) return Infinity
    while (this.instantOf(this.counting, this.counted) < endMs) this.counted++
    return this.counted
  }

  private instantOf(schedule: ArrivalSchedule, sequence: number): number {
    const planMs = schedule.intendedAtMs(sequence)
    const atMs = planMs === Infinity ? Infinity : this.warp.at(planMs)
    return atMs < this.durationMs ? atMs : Infinity
  }
}

/**
 * One worker's share of a schedule: every `of`-th arrival, beginning with number `worker`. The shares of all workers together are the
 * schedule, whichever it is.
 */
export class SharedArrivals implements ArrivalSchedule {
  constructor(
    private readonly whole: ArrivalSchedule,
    private readonly worker: number,
    private readonly of: number,
  ) {}

  get offeredPerSecond(): number {
    return this.whole.offeredPerSecond / this.of
  }

  intendedAtMs(sequence: number): number {
    return this.whole.intendedAtMs(sequence * this.of + this.worker)
  }

  arrivalsBefore(atMs: number): number {
    return Math.max(0, Math.ceil((this.whole.arrivalsBefore(atMs) - this.worker) / this.of))
  }
}

/** The arrivals of another schedule, ended after so many that are meant for an instant or later. Asked as that one wants to be. */
export class CountedArrivals implements ArrivalSchedule {
  /** The first number that is not sent; known when the first arrival that counts is. */
  private end = Infinity

  /**
   * @param fromMs arrivals before do not count: a warm-up
   */
  constructor(
    private readonly all: ArrivalSchedule,
    private readonly count: number,
    private readonly fromMs: number,
  ) {}

  get offeredPerSecond(): number {
    return this.all.offeredPerSecond
  }

  intendedAtMs(sequence: number): number {
    const atMs = this.all.intendedAtMs(sequence)
    if (this.end === Infinity && atMs >= this.fromMs) this.end = sequence + this.count
    return sequence < this.end ? atMs : Infinity
  }

  arrivalsBefore(atMs: number): number {
    return Math.min(this.all.arrivalsBefore(atMs), this.end)
  }
}
