/**
 * Time as the driver of an endpoint needs it. The real one stands on the event loop; the simulated one is a virtual clock,
 * and the very same roles run on either. All instants and delays are milliseconds, with fractions.
 */
export interface Surroundings {
  /** A monotonic clock; only differences mean anything. */
  now(): number
  /** Calls back once, not before `delayMs` have gone by. The handle is opaque. */
  startTimer(delayMs: number, expired: () => void): TimerHandle
  stopTimer(handle: TimerHandle): void
  /** Calls back after the present turn, before time goes on: where what was queued in a turn is sent together. */
  afterTurn(callback: () => void): void
  /** Uniform over 0 to 2^32-1; unpredictable in the real surroundings, seeded in simulated ones. */
  randomUint32(): number
}

export type TimerHandle = object | number
