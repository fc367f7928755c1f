import { monotonicNow } from './monotonic-clock.js'
import type { Surroundings, TimerHandle } from './surroundings.js'
import { SystemRandom } from './system-random.js'

/**
 * The real surroundings: Node's event loop, the monotonic clock, the system's random numbers.
 *
 * `afterTurn` is setImmediate, not a microtask. A microtask would run after each callback, so that an answer to the first of ten
 * datagrams or requests that arrived together would leave before the second was looked at; the check phase comes when everything
 * the poll phase had has been handled, and all that was queued leaves bundled. The poll phase does not wait while an immediate is
 * pending, so what this costs in latency is the handling of what had arrived already.
 */
export class EventLoopSurroundings implements Surroundings {
  private readonly random = new SystemRandom()

  now(): number {
    return monotonicNow()
  }

  /** @throws RangeError when the delay is NaN. A negative delay counts as none, an infinite one never ends. */
  startTimer(delayMs: number, expired: () => void): TimerHandle {
    if (Number.isNaN(delayMs)) throw new RangeError('a timer wants a number of milliseconds, not NaN')
    return new EventLoopTimer(monotonicNow() + delayMs, expired)
  }

  /** Does nothing for a timer that has fired or been stopped. */
  stopTimer(handle: TimerHandle): void {
    if (handle instanceof EventLoopTimer) handle.stop()
  }

  afterTurn(callback: () => void): void {
    setImmediate(callback)
  }

  randomUint32(): number {
    return this.random.uint32()
  }
}

/**
 * Never early. Node counts a timeout in whole milliseconds from a rounded-down reading of its clock, so one of 10 ms may fire when
 * 9.1 ms have gone by: a wake-up that comes too soon sleeps on for the rest. One beyond 2^31-1 ms, which Node would turn into
 * 1 ms, is slept in pieces.
 */
class EventLoopTimer {
  private timeout: NodeJS.Timeout

  constructor(
    private readonly dueMs: number,
    private readonly expired: () => void,
  ) {
    this.timeout = this.sleep()
  }

  stop(): void {
    clearTimeout(this.timeout)
  }

  private sleep(): NodeJS.Timeout {
    const restMs = Math.ceil(this.dueMs - monotonicNow())
    return setTimeout(this.wake, Math.min(Math.max(restMs, 0), LONGEST_TIMEOUT_MS))
  }

  private readonly wake = (): void => {
    if (monotonicNow() < this.dueMs) this.timeout = this.sleep()
    else this.expired()
  }
}

const LONGEST_TIMEOUT_MS = 0x7fff_ffff
