import { AlreadyStartedError, InvalidLoadError } from '../load-generator-error.js'
import type { LoadClock, LoadTimer } from './load-clock.js'
import type { OfferMessage, SourceWatch } from './open-loop-source.js'

export interface ClosedLoopOptions {
  /** How many are under way at a time. */
  readonly outstanding: number
  /** From the end of one to the beginning of the one that takes its place. */
  readonly thinkMs: number
  /** Nothing begins at or after this instant; Infinity: it never ends. */
  readonly durationMs: number
  /** No more than these begin at or after this instant from the start: those before are a warm-up. */
  readonly countsFromMs: number
  readonly count: number
  readonly watch?: SourceWatch
}

/**
 * Keeps a fixed number under way (a closed loop): the next begins when one has ended. It finds out how much the target can do, and
 * nothing else: a target that slows down slows its own load down, and the messages that real subscribers would have sent meanwhile are
 * in no latency ("coordinated omission"). So whoever reports it has to say that it was a closed loop.
 */
export class ClosedLoopSource {
  offered = 0
  taken = 0
  refused = 0
  /** A closed loop has no instants to be late for. */
  readonly late = 0
  private state: 'new' | 'running' | 'stopped' = 'new'
  private startedAtMs = Number.NaN
  private underWay = 0
  /** Began before any counted. */
  private uncounted = 0
  /** When those that think are done, first in line first: all think equally long. */
  private readonly thinking: Float64Array
  private firstThinking = 0
  private thinkers = 0
  private timer: LoadTimer | null = null
  private offering = false

  /** @throws InvalidLoadError for a number under way that is none */
  constructor(
    private readonly clock: LoadClock,
    private readonly offer: OfferMessage,
    private readonly options: ClosedLoopOptions,
  ) {
    const { outstanding, thinkMs } = options
    if (!Number.isInteger(outstanding) || outstanding < 1 || outstanding > MOST_OUTSTANDING)
      throw new InvalidLoadError(`a closed loop keeps 1 to ${MOST_OUTSTANDING} under way, not ${outstanding}`)
    if (!(thinkMs >= 0) || thinkMs === Infinity) throw new InvalidLoadError(`a think time must be 0 ms or more, not ${thinkMs}`)
    this.thinking = new Float64Array(outstanding)
  }

  /** Those that could not begin because the stack took none. */
  get waiting(): number {
    return this.state === 'running' ? this.options.outstanding - this.underWay - this.thinkers : 0
  }

  get finished(): boolean {
    return this.state === 'stopped'
  }

  /** @throws AlreadyStartedError */
  start(atMs: number = this.clock.now()): void {
    if (this.state !== 'new') throw new AlreadyStartedError('the source')
    this.state = 'running'
    this.startedAtMs = atMs
    this.sleepUntil(atMs)
  }

  stop(): void {
    this.state = 'stopped'
    this.cancelTimer()
  }

  resume(): void {
    if (this.state === 'running' && !this.offering && this.clock.now() >= this.startedAtMs) this.offerAll()
  }

  /** One that was under way has ended, well or not. */
  ended(): void {
    if (this.underWay === 0) return
    this.underWay--
    const { thinkMs } = this.options
    if (thinkMs > 0) this.thinking[(this.firstThinking + this.thinkers++) % this.thinking.length] = this.clock.now() + thinkMs
    if (this.state !== 'running' || this.offering) return
    if (thinkMs > 0) this.sleepUntil(this.thinking[this.firstThinking]!)
    else this.offerAll()
  }

  /** What was begun is what was meant to be: asked at any instant, all there is so far. */
  dueBefore(): number {
    return this.offered
  }

  private offerAll(): void {
    this.offering = true
    const nowMs = this.clock.now()
    if (nowMs - this.startedAtMs < this.options.countsFromMs) this.uncounted = Infinity
    else if (this.uncounted === Infinity) this.uncounted = this.offered
    if (nowMs - this.startedAtMs >= this.options.durationMs || this.hasAll) this.stop()
    while (this.thinkers > 0 && this.thinking[this.firstThinking]! <= nowMs) {
      this.firstThinking = (this.firstThinking + 1) % this.thinking.length
      this.thinkers--
    }
    const before = this.offered
    while (this.state === 'running' && !this.hasAll && this.underWay + this.thinkers < this.options.outstanding) {
      this.underWay++
      if (!this.offer(this.offered, nowMs)) {
        this.underWay--
        break
      }
      this.offered++
      this.taken++
    }
    this.options.watch?.recordSends(this.offered - before, 0)
    this.offering = false
    if (this.state === 'running' && this.waiting > 0) this.sleepUntil(nowMs + RETRY_MS)
    else if (this.state === 'running' && this.thinkers > 0) this.sleepUntil(this.thinking[this.firstThinking]!)
  }

  private get hasAll(): boolean {
    return this.offered - this.uncounted >= this.options.count
  }

  private sleepUntil(atMs: number): void {
    if (this.timer === null) this.timer = this.clock.startTimer(Math.max(atMs - this.clock.now(), 0), this.wakeUp)
  }

  private readonly wakeUp = (): void => {
    this.timer = null
    if (this.state === 'running') this.offerAll()
  }

  private cancelTimer(): void {
    if (this.timer !== null) this.clock.stopTimer(this.timer)
    this.timer = null
  }
}

const MOST_OUTSTANDING = 2 ** 20
/** Until a stack that took none is asked again, should it not say by itself. */
const RETRY_MS = 1
