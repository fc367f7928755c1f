import { AlreadyStartedError, InvalidLoadError } from '../load-generator-error.js'
import type { ArrivalSchedule } from './arrival-schedule.js'
import { Backlog } from './backlog.js'
import type { LoadClock, LoadTimer } from './load-clock.js'

/**
 * Hands one message to the stack. Must not throw; may stop the source.
 *
 * @param sequence 0, 1, 2, …: counts all messages the schedule means to send, also those that are refused.
 * @param intendedAtMs when it was meant to be sent, on the source's clock; latency counts from here.
 * @returns false when the stack did not take it (send buffer full). It is offered again, unchanged.
 */
export type OfferMessage = (sequence: number, intendedAtMs: number) => boolean

/** Who wants to know how punctual the source itself is. */
export interface SourceWatch {
  /** A wake-up planned for `plannedAtMs` happened at `nowMs`. */
  recordWakeUp(plannedAtMs: number, nowMs: number): void
  /** Of `handled` messages that came due, `late` were looked at later than the source allows itself. */
  recordSends(handled: number, late: number): void
}

export interface OpenLoopOptions {
  /** The most messages that wait for the stack to take some again; what comes due beyond that is refused. 10,000. */
  readonly backlogLimit?: number
  /** The most messages handled in one wake-up, so that the rest of the program has its turn; a thousand times this each second. 10,000. */
  readonly mostPerWakeUp?: number
  /** A message first looked at more than this after its instant was sent late, by the generator's fault. 5 ms. */
  readonly lateAfterMs?: number
  readonly watch?: SourceWatch
  /** Hears of each message that is refused. */
  readonly refuse?: (sequence: number, intendedAtMs: number) => void
}

/**
 * Offers messages when the schedule says so, whatever becomes of those before (an open loop).
 *
 * At each wake-up everything due is offered, then the source sleeps until the next is due, but at least a millisecond: messages
 * that are due together leave bundled. What that wait costs is not hidden, because latency counts from the intended instant. No
 * arrival is ever skipped: after a stall, of the program or of the stack, all that came due meanwhile are offered with the
 * instants they were meant for. To leave them out would leave out the very messages that waited longest ("coordinated omission").
 *
 * Every number below `offered` is in exactly one place: offered = taken + waiting + refused.
 */
export class OpenLoopSource {
  /** Messages that came due. */
  offered = 0
  /** Messages the stack took. */
  taken = 0
  /** Messages the stack will never get: the backlog was full when they came due, or they still waited in it at the stop. */
  refused = 0
  /** Messages first looked at more than `lateAfterMs` after their instant. Waiting in the backlog does not make a message late. */
  late = 0

  private readonly backlog: Backlog
  private readonly mostPerWakeUp: number
  private readonly lateAfterMs: number
  private readonly watch: SourceWatch | null
  private readonly refuse: ((sequence: number, intendedAtMs: number) => void) | null
  private state: 'new' | 'running' | 'stopped' = 'new'
  private startedAtMs = Number.NaN
  /** The instant of message number `offered`; Infinity: there is none. */
  private nextAtMs = Infinity
  private plannedAtMs = Infinity
  private timer: LoadTimer | null = null
  private offering = false

  /** @throws InvalidLoadError for a limit that is none. */
  constructor(
    private readonly clock: LoadClock,
    private readonly schedule: ArrivalSchedule,
    private readonly offer: OfferMessage,
    options: OpenLoopOptions = {},
  ) {
    const { backlogLimit = 10_000, mostPerWakeUp = 10_000, lateAfterMs = 5, watch = null, refuse = null } = options
    if (!Number.isInteger(backlogLimit) || backlogLimit < 0 || backlogLimit > LARGEST_BACKLOG)
      throw new InvalidLoadError(`a backlog holds 0 to ${LARGEST_BACKLOG} messages, not ${backlogLimit}`)
    if (!Number.isInteger(mostPerWakeUp) || mostPerWakeUp < 1)
      throw new InvalidLoadError(`a wake-up handles 1 message or more, not ${mostPerWakeUp}`)
    if (!(lateAfterMs >= 0)) throw new InvalidLoadError(`lateness begins at 0 ms or later, not at ${lateAfterMs}`)
    this.backlog = new Backlog(backlogLimit)
    this.mostPerWakeUp = mostPerWakeUp
    this.lateAfterMs = lateAfterMs
    this.watch = watch
    this.refuse = refuse
  }

  /** Messages that wait for the stack to take some again. */
  get waiting(): number {
    return this.backlog.count
  }

  /** Whether nothing is left to offer, now or later. */
  get finished(): boolean {
    return this.state === 'stopped' || (this.state === 'running' && this.nextAtMs === Infinity && this.backlog.count === 0)
  }

  /**
   * Begins the schedule. Nothing is offered before this returns.
   *
   * @param atMs where the schedule's zero lies on the clock; may lie ahead, or behind, whereupon what has come due is made up for.
   * @throws AlreadyStartedError
   */
  start(atMs: number = this.clock.now()): void {
    if (this.state !== 'new') throw new AlreadyStartedError('the source')
    this.state = 'running'
    this.startedAtMs = atMs
    this.nextAtMs = atMs + this.schedule.intendedAtMs(0)
    this.sleepUntil(this.nextAtMs)
  }

  /** Offers nothing more; what waited in the backlog is refused. May be called from within `offer`, and more than once. */
  stop(): void {
    this.cancelTimer()
    this.state = 'stopped'
    const { backlog } = this
    while (backlog.count > 0) {
      this.refuseOne(backlog.firstSequence(), backlog.firstIntendedAtMs())
      backlog.removeFirst()
    }
  }

  /** Says that the stack may take messages again: offers what waits at once instead of at the next wake-up. */
  resume(): void {
    if (this.state !== 'running' || this.offering || this.backlog.count === 0) return
    this.cancelTimer()
    this.offerAll(this.clock.now())
  }

  /** The schedule means its messages for other instants from now on: those still to be offered are asked for anew. */
  reschedule(): void {
    if (this.state !== 'running') return
    this.nextAtMs = this.startedAtMs + this.schedule.intendedAtMs(this.offered)
    if (this.offering || this.backlog.count > 0) return
    this.cancelTimer()
    this.sleepUntil(this.nextAtMs)
  }

  /**
   * How many messages were meant for before `atMs`, also those not yet looked at; after a stop none but those offered. To be
   * asked with instants that do not decrease.
   */
  dueBefore(atMs: number): number {
    if (this.state === 'new') return 0
    const due = this.schedule.arrivalsBefore(atMs - this.startedAtMs)
    return this.state === 'stopped' ? Math.min(due, this.offered) : due
  }

  private readonly wakeUp = (): void => {
    this.timer = null
    const nowMs = this.clock.now()
    this.watch?.recordWakeUp(this.plannedAtMs, nowMs)
    // A timer is never early, but start + delay may round to a hair before the planned instant; the message due then is due.
    this.offerAll(Math.max(nowMs, this.plannedAtMs))
  }

  private offerAll(nowMs: number): void {
    this.offering = true
    const offeredBefore = this.offered
    const lateBefore = this.late
    const room = this.offerWaiting(this.mostPerWakeUp)
    this.offerDue(nowMs, room)
    this.offering = false
    this.watch?.recordSends(this.offered - offeredBefore, this.late - lateBefore)
    if (this.state !== 'running') return
    const soonestMs = nowMs + LEAST_SLEEP_MS
    this.sleepUntil(this.backlog.count > 0 ? soonestMs : Math.max(this.nextAtMs, soonestMs))
  }

  /** Returns how many more messages this wake-up may handle. */
  private offerWaiting(room: number): number {
    const { backlog } = this
    for (; room > 0 && backlog.count > 0; room--) {
      if (!this.offer(backlog.firstSequence(), backlog.firstIntendedAtMs())) break
      this.taken++
      // The offer may have stopped the source, which empties the backlog and counts this message as refused: it was taken.
      if (this.state === 'running') backlog.removeFirst()
      else this.refused--
    }
    return room
  }

  private offerDue(nowMs: number, room: number): void {
    for (; room > 0 && this.nextAtMs <= nowMs && this.state === 'running'; room--) {
      const sequence = this.offered++
      const intendedAtMs = this.nextAtMs
      if (nowMs - intendedAtMs > this.lateAfterMs) this.late++
      // Nobody passes those who wait: order within a stream is part of what is measured.
      if (this.backlog.count === 0 && this.offer(sequence, intendedAtMs)) this.taken++
      else if (this.state !== 'running' || !this.backlog.add(sequence, intendedAtMs)) this.refuseOne(sequence, intendedAtMs)
      this.nextAtMs = this.startedAtMs + this.schedule.intendedAtMs(this.offered)
    }
  }

  private refuseOne(sequence: number, intendedAtMs: number): void {
    this.refused++
    this.refuse?.(sequence, intendedAtMs)
  }

  private sleepUntil(atMs: number): void {
    this.plannedAtMs = atMs
    // The clock is read again: offering took time, and that must not be slept once more.
    if (atMs < Infinity) this.timer = this.clock.startTimer(Math.max(atMs - this.clock.now(), 0), this.wakeUp)
  }

  private cancelTimer(): void {
    if (this.timer !== null) this.clock.stopTimer(this.timer)
    this.timer = null
  }
}

/** Wake-ups are at least this far apart. */
const LEAST_SLEEP_MS = 1
const LARGEST_BACKLOG = 2 ** 24
