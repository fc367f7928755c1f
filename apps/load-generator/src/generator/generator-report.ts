import type { SelfReport } from '../measurement/self-watch.js'
import type { KindReport, ResultCount } from './load-measurement.js'

/** What one generator tells, about once a second. Plain data. */
export interface GeneratorReport {
  /** Which second of the run it ends: 0 for the first. One that stood still leaves out those it missed. */
  readonly second: number
  /** On the run's clock: zero is the end of the warm-up. */
  readonly fromMs: number
  readonly toMs: number
  /** How long the traffic has lasted: up to now, or until it ended. The wait for what is under way is no part of it. */
  readonly lengthMs: number
  readonly kinds: readonly KindReport[]
  readonly results: readonly ResultCount[]
  /** Came due, and wait for the stack to take some again. */
  readonly waiting: number
  /** Procedures under way. */
  readonly outstanding: number
  /** Sent late by the generator's own fault, since the last report. */
  readonly late: number
  /** From the end of the warm-up to now. */
  readonly self: SelfReport
  readonly events: readonly GeneratorEvent[]
  /** Nothing comes after it. */
  readonly last: boolean
}

export interface GeneratorEvent {
  /** On the run's clock. */
  readonly atMs: number
  readonly kind: string
  readonly detail: string
}
