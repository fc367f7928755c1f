import type { ArrivalSchedule } from '../workload/arrival-schedule.js'

/** A schedule from its arrival number `first` on, which is number 0 here: for who joins while it is under way. Instants stay. */
export class LaterArrivals implements ArrivalSchedule {
  constructor(
    private readonly whole: ArrivalSchedule,
    readonly first: number,
  ) {}

  get offeredPerSecond(): number {
    return this.whole.offeredPerSecond
  }

  intendedAtMs(sequence: number): number {
    return this.whole.intendedAtMs(this.first + sequence)
  }

  arrivalsBefore(atMs: number): number {
    return Math.max(0, this.whole.arrivalsBefore(atMs) - this.first)
  }
}
