import type { SeededRandom } from './seeded-random.js'
import { TimerHeap, VirtualTimer } from './timer-heap.js'

/** Lets the promise reactions that are pending run; resolves when none of them has anything left to do. */
export type Settle = () => Promise<void>

/**
 * Time that stands still while code runs and then jumps to the next thing that happens: hours pass in the time the work itself takes.
 * It has the shape of the surroundings an endpoint runs in, so what runs here is what runs on the event loop.
 *
 * A turn is all timers due at one instant, in the order they were started, then whatever `afterTurn` was given. A timer started
 * for the very same instant waits for the next turn, at that instant still. All instants and delays are milliseconds.
 */
export class VirtualClock {
  private readonly timers = new TimerHeap()
  private turnEnd: (() => void)[] = []
  private nextOrder = 0
  private running = false
  private turnsAtThisInstant = 0

  /** @param random where randomUint32 draws from; leave it to the clock alone, or the draws of others shift its own. */
  constructor(
    private readonly random: SeededRandom,
    private instantMs = 0,
  ) {}

  now(): number {
    return this.instantMs
  }

  /** Timers that are started and have neither fired nor been stopped. */
  get pendingTimers(): number {
    return this.timers.size
  }

  /** @throws RangeError when the delay is NaN. A negative delay counts as none, an infinite one never ends. */
  startTimer(delayMs: number, expired: () => void): VirtualTimer {
    return this.startTimerAt(this.instantMs + delayMs, expired)
  }

  /** Like startTimer, to the exact instant: no sum is rounded on the way. An instant gone by counts as now. */
  startTimerAt(dueMs: number, expired: () => void): VirtualTimer {
    if (Number.isNaN(dueMs)) throw new RangeError('a timer wants a number of milliseconds, not NaN')
    const timer = new VirtualTimer(Math.max(dueMs, this.instantMs), this.nextOrder++, expired)
    this.timers.add(timer)
    return timer
  }

  /** Does nothing for a timer that has fired or been stopped. Takes any handle, as the surroundings' interface does. */
  stopTimer(timer: object | number): void {
    if (timer instanceof VirtualTimer) this.timers.remove(timer)
  }

  afterTurn(callback: () => void): void {
    this.turnEnd.push(callback)
  }

  randomUint32(): number {
    return this.random.uint32()
  }

  /**
   * Goes on to an instant, or until a condition holds, without ever giving way to promises.
   *
   * @param until an instant (everything due then has run when the call returns, and it is that time), or a condition, asked
   *   before every turn.
   * @param limitMs how much time may go by before the condition counts as missed; of no account for an instant.
   * @returns true when it was reached; false when time ran out or nothing is left that could happen.
   * @throws whatever a callback throws; Error when called from within a callback, or when time no longer moves.
   */
  runUntil(until: number | (() => boolean), limitMs = A_DAY): boolean {
    const limit = this.begin(until, limitMs)
    try {
      for (;;) {
        this.runTurnEnd()
        if (typeof until === 'function' && until()) return true
        if (!this.runTurn(limit)) return this.comeToRest(until, limit)
      }
    } finally {
      this.running = false
    }
  }

  /**
   * Like runUntil, and lets promise reactions run before each jump, so that code with `await` in it sees the time it would see.
   *
   * @param settle the one given reaches through a few dozen awaits in a row; from Node hand in
   *   `() => new Promise((resolve) => setImmediate(resolve))`, which reaches through any number.
   */
  async runAsync(until: number | (() => boolean), limitMs = A_DAY, settle: Settle = settleSomeReactions): Promise<boolean> {
    const limit = this.begin(until, limitMs)
    try {
      for (;;) {
        do await settle()
        while (this.runTurnEnd())
        if (typeof until === 'function' && until()) return true
        if (!this.runTurn(limit)) return this.comeToRest(until, limit)
      }
    } finally {
      this.running = false
    }
  }

  private begin(until: number | (() => boolean), limitMs: number): number {
    if (this.running) throw new Error('the virtual clock is running already: a callback must not run it again')
    if (typeof until === 'number' && !(until >= this.instantMs)) throw new RangeError(`it is ${this.instantMs} ms: ${until} ms has gone by`)
    this.running = true
    this.turnsAtThisInstant = 0
    return typeof until === 'number' ? until : this.instantMs + limitMs
  }

  /** Jumps to the next instant and runs what is due there; false when nothing is due up to `limit`. */
  private runTurn(limit: number): boolean {
    const first = this.timers.first()
    if (first === null || first.dueMs > limit || first.dueMs === Number.POSITIVE_INFINITY) return false
    if (first.dueMs > this.instantMs) this.turnsAtThisInstant = 0
    if (++this.turnsAtThisInstant > MOST_TURNS_AT_ONE_INSTANT) {
      throw new Error(`time stands still at ${this.instantMs} ms: callbacks start each other without delay`)
    }
    this.instantMs = first.dueMs
    const startedBeforeThisTurn = this.nextOrder
    for (let timer: VirtualTimer | null = first; timer !== null; timer = this.timers.first()) {
      if (timer.dueMs > this.instantMs || timer.order >= startedBeforeThisTurn) return true
      this.timers.remove(timer)
      timer.expired()
    }
    return true
  }

  /** Runs what afterTurn was given, and what that adds in its turn; false when there was nothing. */
  private runTurnEnd(): boolean {
    if (this.turnEnd.length === 0) return false
    for (let rounds = 0; this.turnEnd.length > 0; rounds++) {
      if (rounds > MOST_TURNS_AT_ONE_INSTANT) throw new Error(`the turn at ${this.instantMs} ms does not end: its last calls add new ones`)
      const callbacks = this.turnEnd
      this.turnEnd = []
      for (const callback of callbacks) callback()
    }
    return true
  }

  private comeToRest(until: number | (() => boolean), limit: number): boolean {
    if (limit < Number.POSITIVE_INFINITY && (typeof until === 'number' || this.timers.size > 0)) this.instantMs = limit
    return typeof until === 'number'
  }
}

async function settleSomeReactions(): Promise<void> {
  for (let i = 0; i < REACTIONS_TO_SETTLE; i++) await Promise.resolve()
}

const A_DAY = 86_400_000
const MOST_TURNS_AT_ONE_INSTANT = 1_000_000
const REACTIONS_TO_SETTLE = 64
