import type { LiveState } from '@sigbed/load-generator'
import type { RunOutcome, RunVerdict } from '@sigbed/measurement'

/** How a run stands at one moment. */
export type RunFrame = LiveState

/** Where a run tells how it goes while it goes. Neither call throws or blocks. */
export interface RunConsole {
  /** One line for people, without a line end: something happened. */
  say(line: string): void
  /** How things stand; about five times a second. Borrowed for the call. */
  frame(frame: RunFrame): void
}

/** How a run ended. Everything else about it is in the database. */
export interface RunResult {
  readonly runId: number
  readonly outcome: RunOutcome
  /** null when the run did not get far enough for one. */
  readonly verdict: RunVerdict | null
  /** Why the verdict is what it is, or why the run broke off. */
  readonly reasons: readonly string[]
}
