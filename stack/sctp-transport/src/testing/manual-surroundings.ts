import type { Surroundings, TimerHandle } from '../surroundings.js'

interface ManualTimer {
  readonly dueMs: number
  readonly expired: () => void
}

/** Surroundings for this package's own tests: time goes on when a test says so, and chance is a list. */
export class ManualSurroundings implements Surroundings {
  /** What randomUint32 gives, one after the other; 0 when the list is empty. */
  randomNumbers: number[] = []
  private instantMs = 0
  private timers: ManualTimer[] = []
  private turnEnd: (() => void)[] = []

  now(): number {
    return this.instantMs
  }

  get pendingTimers(): number {
    return this.timers.length
  }

  startTimer(delayMs: number, expired: () => void): TimerHandle {
    const timer = { dueMs: this.instantMs + delayMs, expired }
    this.timers.push(timer)
    return timer
  }

  stopTimer(handle: TimerHandle): void {
    this.timers = this.timers.filter((timer) => timer !== handle)
  }

  afterTurn(callback: () => void): void {
    this.turnEnd.push(callback)
  }

  randomUint32(): number {
    return this.randomNumbers.shift() ?? 0
  }

  /** Lets `ms` milliseconds go by, instant by instant. */
  advance(ms: number): void {
    const untilMs = this.instantMs + ms
    this.endTurn()
    for (;;) {
      const nextMs = Math.min(...this.timers.map(({ dueMs }) => dueMs))
      if (nextMs > untilMs) break
      this.instantMs = Math.max(this.instantMs, nextMs)
      const due = this.timers.filter(({ dueMs }) => dueMs === nextMs)
      for (const timer of due) {
        if (!this.timers.includes(timer)) continue
        this.stopTimer(timer)
        timer.expired()
      }
      this.endTurn()
    }
    this.instantMs = untilMs
  }

  /** Lets time go by without a timer being back, as when something else keeps the event loop busy. */
  late(ms: number): void {
    this.instantMs += ms
  }

  private endTurn(): void {
    while (this.turnEnd.length > 0) this.turnEnd.shift()!()
  }
}
