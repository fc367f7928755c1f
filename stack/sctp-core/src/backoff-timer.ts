import { type Duration, type Instant, NEVER } from './time.js'

/**
 * A timer that doubles its delay each time it expires: T1-init, T1-cookie and T2-shutdown (RFC 9260 §4, §6.3.3 E2).
 * It calls nobody and starts no system timer: its owner asks `expire(now)` and reports `deadline` upward.
 */
export class BackoffTimer {
  deadline: Instant = NEVER
  /** How often it has expired since `start`. */
  expirations = 0
  private delay: Duration = 0

  constructor(public longestDelay: Duration) {}

  get running(): boolean {
    return this.deadline !== NEVER
  }

  start(now: Instant, delay: Duration): void {
    this.expirations = 0
    this.restart(now, delay)
  }

  /** Sets a new deadline without forgetting the expirations. */
  restart(now: Instant, delay: Duration): void {
    this.delay = Math.min(delay, this.longestDelay)
    this.deadline = now + this.delay
  }

  stop(): void {
    this.deadline = NEVER
  }

  /** True once per expiry; the timer then runs on at twice the delay, at most the longest. */
  expire(now: Instant): boolean {
    if (now < this.deadline) return false
    this.expirations++
    this.restart(now, this.delay * 2)
    return true
  }
}
