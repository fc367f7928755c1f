import type { LoadShare } from '../driver/load-driver.js'
import type { GeneratorReport } from '../generator/generator-report.js'
import type { LoadPlan } from '../plan/load-plan.js'

/** What a worker is given when it begins. */
export interface WorkerAssignment {
  readonly plan: LoadPlan
  readonly share: LoadShare
  readonly connections: ConnectionShare
}

/** Which of all connections are a generator's own. */
export interface ConnectionShare {
  readonly first: number
  readonly count: number
}

export type WorkerCommand =
  /** Threads count time from instants of their own: this one is of the epoch. */
  | { readonly kind: 'start'; readonly zeroAtEpochMs: number }
  | { readonly kind: 'pace'; readonly factor: number }
  | { readonly kind: 'stop' }

export type WorkerMessage =
  /** Traffic may flow. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'report'; readonly report: GeneratorReport }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

/** As even as it goes; the first workers have one more. */
export function connectionShare(connections: number, worker: number, of: number): ConnectionShare {
  const least = Math.trunc(connections / of)
  const more = connections % of
  return { first: worker * least + Math.min(worker, more), count: least + (worker < more ? 1 : 0) }
}
