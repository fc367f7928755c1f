import type { Surroundings } from '@sigbed/sctp-sockets'
import type { LoadClock, LoadTimer } from '../workload/load-clock.js'

/**
 * The run's clock as one node of a lab has it: zero is an instant of the clock all nodes share, and is known only when traffic is
 * about to begin. What happens before waits to be told, because until then nobody can say how long before.
 */
export class NodeClock implements LoadClock {
  private zeroMs = Number.NaN
  private waiting: { readonly localMs: number; readonly tell: (atMs: number) => void }[] = []

  /** @param sharedOffsetMs to add to the node's own clock for the shared one */
  constructor(
    private readonly surroundings: Surroundings,
    private readonly sharedOffsetMs: number,
  ) {}

  get isSet(): boolean {
    return !Number.isNaN(this.zeroMs)
  }

  /** Milliseconds since zero; NaN until it is known. */
  now(): number {
    return this.surroundings.now() - this.zeroMs
  }

  /** Zero lies at this instant of the shared clock; what waited is told, in order. Only the first time counts. */
  setZero(sharedMs: number = this.surroundings.now() + this.sharedOffsetMs): void {
    if (this.isSet) return
    this.zeroMs = sharedMs - this.sharedOffsetMs
    const { waiting } = this
    this.waiting = []
    for (const { localMs, tell } of waiting) tell(localMs - this.zeroMs)
  }

  /** Calls `tell` with the present instant of the run's clock: at once, or when that is known. */
  stamp(tell: (atMs: number) => void): void {
    if (this.isSet) tell(this.now())
    else if (this.waiting.length < MOST_WAITING) this.waiting.push({ localMs: this.surroundings.now(), tell })
  }

  startTimer(delayMs: number, expired: () => void): LoadTimer {
    return this.surroundings.startTimer(delayMs, expired)
  }

  stopTimer(timer: LoadTimer): void {
    this.surroundings.stopTimer(timer)
  }
}

/** Set-up takes a few events each association; a node that never gets going must not gather them for ever. */
const MOST_WAITING = 10_000
