import type { Surroundings, TimerHandle } from '../surroundings.js'

/** Something done at an instant of a run: a path cut, a path restored. */
export interface TimetableEntry {
  /** Milliseconds from the start of the timetable. */
  readonly atMs: number
  /** What a report calls it. */
  readonly label: string
  readonly action: () => void
}

/** Runs through its entries in the order of their instants; entries of one instant in the order they were given. */
export class FaultTimetable {
  private readonly entries: readonly TimetableEntry[]
  private next = 0
  private startedAtMs = 0
  private timer: TimerHandle | null = null
  /** Counts starts and stops, so that an action which does either ends the round it stands in. */
  private round = 0

  /**
   * @param done told after each action, with the instant it really took place at on the clock of the surroundings: timers are late
   *   by a millisecond or so, and what is measured from a fault is measured from there.
   * @throws RangeError for an instant that is negative or endless.
   */
  constructor(
    private readonly surroundings: Surroundings,
    entries: readonly TimetableEntry[],
    private readonly done: (entry: TimetableEntry, nowMs: number) => void = ignore,
  ) {
    for (const { atMs, label } of entries) {
      if (!(atMs >= 0 && atMs < Number.POSITIVE_INFINITY)) throw new RangeError(`${label}: ${atMs} ms is no time after the start`)
    }
    // Sorting is stable: entries of one instant keep their order.
    this.entries = [...entries].sort((a, b) => a.atMs - b.atMs)
  }

  /** Entries not yet run through. */
  get remaining(): number {
    return this.entries.length - this.next
  }

  /** Begins now, from the first entry; a timetable that runs already begins again. */
  start(): void {
    this.stop()
    this.next = 0
    this.startedAtMs = this.surroundings.now()
    this.armForNext()
  }

  /** The entries that are left do not take place. */
  stop(): void {
    if (this.timer !== null) this.surroundings.stopTimer(this.timer)
    this.timer = null
    this.round++
  }

  private armForNext(): void {
    const entry = this.entries[this.next]
    if (entry === undefined) return
    const delayMs = this.startedAtMs + entry.atMs - this.surroundings.now()
    this.timer = this.surroundings.startTimer(Math.max(delayMs, 0), () => {
      this.timer = null
      this.runAllOf(entry.atMs)
    })
  }

  /** All entries of one instant in one go: two paths that are cut together are cut in the same turn. */
  private runAllOf(atMs: number): void {
    const { round } = this
    for (let entry = this.entries[this.next]; entry?.atMs === atMs; entry = this.entries[this.next]) {
      this.next++
      entry.action()
      this.done(entry, this.surroundings.now())
      if (this.round !== round) return
    }
    this.armForNext()
  }
}

function ignore(): void {}
