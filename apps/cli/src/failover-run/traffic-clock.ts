import type { LoadClock, LoadTimer } from '@sigbed/load-generator'

/**
 * The time of one run: zero when traffic begins, as in everything that is recorded. Before `begin` that instant is not known, and
 * what happens then counts backward from a moment that is surely ahead: negative, in its order.
 */
export class TrafficClock implements LoadClock {
  private zeroMs: number

  constructor(private readonly clock: LoadClock) {
    this.zeroMs = clock.now() + LONGEST_SETUP_MS
  }

  /** Traffic begins now. */
  begin(): void {
    this.zeroMs = this.clock.now()
  }

  now(): number {
    return this.clock.now() - this.zeroMs
  }

  startTimer(delayMs: number, expired: () => void): LoadTimer {
    return this.clock.startTimer(delayMs, expired)
  }

  stopTimer(timer: LoadTimer): void {
    this.clock.stopTimer(timer)
  }
}

/** Associations and capabilities exchanges give up long before. */
const LONGEST_SETUP_MS = 120_000
