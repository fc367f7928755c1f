import type { LoadClock, LoadTimer } from '../src/workload/load-clock.js'

interface Pending {
  readonly dueMs: number
  readonly expired: () => void
}

/** A clock that stands still until it is moved on by hand. Timers expire in the order they are due, never early. */
export class HandClock implements LoadClock {
  private pending: Pending[] = []
  /** How late each timer is called, ms: what a busy event loop does. */
  timerLatenessMs = 0

  constructor(private nowMs = 0) {}

  now(): number {
    return this.nowMs
  }

  startTimer(delayMs: number, expired: () => void): LoadTimer {
    if (!(delayMs >= 0)) throw new RangeError(`a delay of ${delayMs} ms`)
    const timer: Pending = { dueMs: this.nowMs + delayMs + this.timerLatenessMs, expired }
    this.pending.push(timer)
    return timer
  }

  stopTimer(timer: LoadTimer): void {
    this.pending = this.pending.filter((other) => other !== timer)
  }

  get timers(): number {
    return this.pending.length
  }

  /** Runs all that is due up to `atMs`, each at its instant, and stands there. */
  runUntil(atMs: number): void {
    let expiredNow = 0
    for (;;) {
      const next = this.pending.reduce<Pending | null>(
        (first, timer) => (first === null || timer.dueMs < first.dueMs ? timer : first),
        null,
      )
      if (next === null || next.dueMs > atMs) break
      this.stopTimer(next)
      expiredNow = next.dueMs > this.nowMs ? 0 : expiredNow + 1
      if (expiredNow > 1000) throw new Error(`timers keep expiring at ${this.nowMs} ms`)
      this.nowMs = Math.max(this.nowMs, next.dueMs)
      next.expired()
    }
    this.nowMs = Math.max(this.nowMs, atMs)
  }

  /** Time goes by and nobody is woken: a collection of garbage, another program on the processor. */
  standStill(forMs: number): void {
    this.nowMs += forMs
  }
}
