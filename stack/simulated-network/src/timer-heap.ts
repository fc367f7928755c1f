/** One timer of a virtual clock. It is its own handle: hand it back to stop it. */
export class VirtualTimer {
  /** Position in the heap; -1 when it has fired or been stopped. */
  slot = -1

  /** @param order tells apart timers due at the same instant: the lower one was started first. */
  constructor(
    readonly dueMs: number,
    readonly order: number,
    readonly expired: () => void,
  ) {}
}

/**
 * Timers by instant, and by the order they were started in where instants are equal. A binary heap whose members know their place,
 * so that stopping one removes it at once: stacks re-arm their timers far more often than they let them fire.
 */
export class TimerHeap {
  private readonly timers: VirtualTimer[] = []

  get size(): number {
    return this.timers.length
  }

  /** The timer that is due first, left where it is; null when there is none. */
  first(): VirtualTimer | null {
    return this.timers[0] ?? null
  }

  add(timer: VirtualTimer): void {
    this.timers.push(timer)
    timer.slot = this.timers.length - 1
    this.rise(timer)
  }

  /** False when the timer is not in the heap (it fired, or was stopped before). */
  remove(timer: VirtualTimer): boolean {
    const { slot } = timer
    if (slot < 0 || this.timers[slot] !== timer) return false
    const last = this.timers.pop()!
    timer.slot = -1
    if (last === timer) return true
    this.timers[slot] = last
    last.slot = slot
    this.rise(last)
    this.sink(last)
    return true
  }

  private rise(timer: VirtualTimer): void {
    while (timer.slot > 0) {
      const parent = this.timers[(timer.slot - 1) >>> 1]!
      if (!isBefore(timer, parent)) return
      this.exchange(timer, parent)
    }
  }

  private sink(timer: VirtualTimer): void {
    for (;;) {
      const left = this.timers[2 * timer.slot + 1]
      if (left === undefined) return
      const right = this.timers[2 * timer.slot + 2]
      const child = right !== undefined && isBefore(right, left) ? right : left
      if (!isBefore(child, timer)) return
      this.exchange(child, timer)
    }
  }

  private exchange(a: VirtualTimer, b: VirtualTimer): void {
    const slot = a.slot
    a.slot = b.slot
    b.slot = slot
    this.timers[a.slot] = a
    this.timers[b.slot] = b
  }
}

function isBefore(a: VirtualTimer, b: VirtualTimer): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order)
}
