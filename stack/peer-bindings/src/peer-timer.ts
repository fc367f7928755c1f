import type { Surroundings, TimerHandle } from '@sigbed/sctp-sockets'

/** A state machine that knows when it wants to be called. M3UA processes and Diameter peers are such. */
export interface Timed {
  handleTimeout(now: number): void
  /** Infinity when idle. */
  pollTimeout(): number
}

/** The one system timer of a peer: `settle` after every call into the machine arms it anew, but only for an earlier deadline. */
export class PeerTimer {
  private timer: TimerHandle | null = null
  private armedFor = Number.POSITIVE_INFINITY
  private stopped = false
  private settling = false

  constructor(
    private readonly surroundings: Surroundings,
    private readonly timed: Timed,
  ) {}

  settle(): void {
    if (this.stopped) return
    const deadline = this.timed.pollTimeout()
    // Idle: a timer left standing would keep the whole program waiting for it.
    if (deadline === Number.POSITIVE_INFINITY) this.disarm()
    if (deadline >= this.armedFor) return
    this.disarm()
    this.armedFor = deadline
    this.timer = this.surroundings.startTimer(Math.max(deadline - this.surroundings.now(), 0), this.expired)
  }

  /**
   * The same at the end of the turn, for each message that is sent: a request that comes in on one connection and goes out on another sets
   * a timer of the other.
   */
  settleAfterTurn(): void {
    if (this.settling) return
    this.settling = true
    this.surroundings.afterTurn(this.turned)
  }

  /** For good: what the machine still hears of, an association that ends say, arms it no more. */
  stop(): void {
    this.stopped = true
    this.disarm()
  }

  private disarm(): void {
    if (this.timer !== null) this.surroundings.stopTimer(this.timer)
    this.timer = null
    this.armedFor = Number.POSITIVE_INFINITY
  }

  private readonly turned = (): void => {
    this.settling = false
    this.settle()
  }

  private readonly expired = (): void => {
    this.timer = null
    this.armedFor = Number.POSITIVE_INFINITY
    this.timed.handleTimeout(this.surroundings.now())
    this.settle()
  }
}
