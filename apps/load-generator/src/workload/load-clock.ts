/**
 * Time, as the load generator needs it: real or virtual, in milliseconds with a fraction. The surroundings that the SCTP stack
 * runs in are such a clock.
 */
export interface LoadClock {
  /** Monotonic; only differences mean anything. */
  now(): number
  /** Calls back once, not before `delayMs` have gone by. */
  startTimer(delayMs: number, expired: () => void): LoadTimer
  /** Does nothing for a timer that has expired or been stopped. */
  stopTimer(timer: LoadTimer): void
}

/** Opaque. */
export type LoadTimer = object | number

/**
 * The time of one run: zero at the start of traffic, as in everything a run records. Sources, measurements and samplers of a
 * run share one, so that the intended instant in a payload, the boundaries of the phases and those of the intervals are all
 * on the same line.
 */
export class RunClock implements LoadClock {
  /** @param trafficStartMs the instant on `clock` that counts as zero; it may lie ahead. */
  constructor(
    private readonly clock: LoadClock,
    private trafficStartMs: number = clock.now(),
  ) {}

  /** Traffic starts now, whatever was expected: for a run whose setup takes as long as it takes. */
  begin(): void {
    this.trafficStartMs = this.clock.now()
  }

  /** Traffic starts, or has started, at this instant of the clock it was made with. */
  beginAt(atMs: number): void {
    this.trafficStartMs = atMs
  }

  /** Milliseconds since the start of traffic; negative before it. */
  now(): number {
    return this.clock.now() - this.trafficStartMs
  }

  startTimer(delayMs: number, expired: () => void): LoadTimer {
    return this.clock.startTimer(delayMs, expired)
  }

  stopTimer(timer: LoadTimer): void {
    this.clock.stopTimer(timer)
  }
}
