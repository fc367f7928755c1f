import type { HoldUp } from '@sigbed/testbed'
import type { LoadClock, LoadTimer } from '../workload/load-clock.js'

/**
 * Finds when this process stood still: it means to wake up every 10 ms, and writes down how long it was kept from that. Whatever holds
 * up the event loop does, a busy machine as well as this process's own work.
 */
export class HoldUpWatch {
  private holdUps: HoldUp[] = []
  private timer: LoadTimer | null = null
  private dueMs = 0

  /** @param clock on which hold-ups are told */
  constructor(private readonly clock: LoadClock) {}

  /** From now on. */
  start(): void {
    this.dueMs = this.clock.now() + STEP_MS
    this.timer = this.clock.startTimer(STEP_MS, this.wake)
  }

  stop(): void {
    if (this.timer !== null) this.clock.stopTimer(this.timer)
    this.timer = null
  }

  /** Those that have ended since the last time, in order. */
  take(): readonly HoldUp[] {
    const { holdUps } = this
    this.holdUps = []
    return holdUps
  }

  private readonly wake = (): void => {
    const nowMs = this.clock.now()
    if (nowMs - this.dueMs >= SHORTEST_MS) this.holdUps.push({ fromMs: this.dueMs, toMs: nowMs })
    this.start()
  }
}

const STEP_MS = 10
/** Timers of an idle machine are a millisecond or two late. */
const SHORTEST_MS = 5
