import type { Timed } from '@sigbed/m3ua'

/** Virtual time: it moves only when a test says so, from timer to timer of the system under test. It also keeps the log of the test. */
export class Timeline {
  nowMs = 0
  private readonly log: string[] = []
  private timed: Timed | null = null
  /** How often in a row a timer has expired that was due again at once. */
  private stuck = 0

  /** Tells whose timers there are. */
  drive(timed: Timed): void {
    this.timed = timed
  }

  /** The instant of the next timer, or Infinity. */
  get nextTimer(): number {
    return this.timed?.pollTimeout() ?? Number.POSITIVE_INFINITY
  }

  /** Moves on to the next timer, at most to `limitMs`, and lets it expire. False when there is none by then: it is `limitMs` now. */
  step(limitMs: number): boolean {
    const due = this.nextTimer
    this.nowMs = Math.min(Math.max(due, this.nowMs), limitMs)
    if (due > limitMs) return false
    this.timed!.handleTimeout(this.nowMs)
    this.stuck = this.nextTimer <= due ? this.stuck + 1 : 0
    if (this.stuck > PATIENCE) throw new Error(this.report('a timer that never stops expiring'))
    return true
  }

  /** Lets every timer up to then expire. */
  waitUntil(untilMs: number): void {
    while (this.step(untilMs));
  }

  waitFor(ms: number): void {
    this.waitUntil(this.nowMs + ms)
  }

  note(what: string): void {
    this.log.push(`${this.nowMs} ms ${what}`)
  }

  /** A failure, and all that was said up to it. */
  report(what: string): string {
    return `${what} (at ${this.nowMs} ms)\n${this.log.slice(-LINES_OF_LOG).join('\n')}`
  }
}

const LINES_OF_LOG = 60
const PATIENCE = 1000
