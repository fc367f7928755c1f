import type { SelfReport } from '../measurement/self-watch.js'
import type { KindReport, ResultCount } from './load-measurement.js'

/** What one generator tells, about once a second. Plain data. */
export interface GeneratorReport {
  /** 0 for the first. */
  readonly second: number
  /** On the run's clock: zero is the end of the warm-up. */
  readonly fromMs: number
  readonly toMs: number
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
  readonly atMs: number
  readonly kind: string
  readonly detail: string
}
