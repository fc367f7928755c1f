import type { Surroundings } from '@sigbed/sctp-sockets'
import type { SeededRandom, VirtualClock, VirtualTimer } from '@sigbed/simulated-network'

/** One timer of a node. It is its own handle. */
class NodeTimer {
  /** The clock's timer; null once that has fired. */
  virtual: VirtualTimer | null = null

  constructor(readonly expired: () => void) {}
}

/**
 * Time as the program on one node of a simulated lab has it. While the node stands still, as a process that was sent SIGSTOP does,
 * nothing of it runs, and the clock goes on: when the node goes on it finds that time has jumped, and all that came due meanwhile
 * is due at once, in the order of its instants. When the node is gone, as after SIGKILL, nothing of it ever runs again.
 */
export class SimulatedSurroundings implements Surroundings {
  private state: 'running' | 'standing-still' | 'gone' = 'running'
  private readonly timers = new Set<NodeTimer>()
  /** Those that came due while the node stood still, in the order they did. */
  private overdue: NodeTimer[] = []
  private heldTurnEnds: (() => void)[] = []

  /** @param random this node's alone, so that no node's draws shift those of another */
  constructor(
    private readonly clock: VirtualClock,
    private readonly random: SeededRandom,
  ) {}

  /** Timers that were started and have neither called back nor been stopped. */
  get pendingTimers(): number {
    return this.timers.size
  }

  now(): number {
    return this.clock.now()
  }

  startTimer(delayMs: number, expired: () => void): NodeTimer {
    const timer = new NodeTimer(expired)
    if (this.state === 'gone') return timer
    timer.virtual = this.clock.startTimer(delayMs, () => this.cameDue(timer))
    this.timers.add(timer)
    return timer
  }

  stopTimer(handle: object | number): void {
    if (!(handle instanceof NodeTimer) || !this.timers.delete(handle)) return
    if (handle.virtual !== null) this.clock.stopTimer(handle.virtual)
  }

  afterTurn(callback: () => void): void {
    if (this.state === 'gone') return
    this.clock.afterTurn(() => {
      if (this.state === 'running') callback()
      else if (this.state === 'standing-still') this.heldTurnEnds.push(callback)
    })
  }

  randomUint32(): number {
    return this.random.uint32()
  }

  standStill(): void {
    if (this.state === 'running') this.state = 'standing-still'
  }

  /** To be called in a turn of the clock. What ended a turn that was cut short ends this one, before anything that is new. */
  goOn(): void {
    if (this.state !== 'standing-still') return
    this.state = 'running'
    for (const callback of this.heldTurnEnds.splice(0)) this.afterTurn(callback)
    // One of them may stop others that are due as well.
    for (const timer of this.overdue.splice(0)) if (this.timers.delete(timer)) timer.expired()
  }

  vanish(): void {
    this.state = 'gone'
    for (const { virtual } of this.timers) if (virtual !== null) this.clock.stopTimer(virtual)
    this.timers.clear()
    this.overdue = []
    this.heldTurnEnds = []
  }

  private cameDue(timer: NodeTimer): void {
    timer.virtual = null
    if (this.state === 'standing-still') this.overdue.push(timer)
    else if (this.timers.delete(timer)) timer.expired()
  }
}
