import type { ExpectationOutcome, RunOutcome, RunVerdict } from '@sigbed/measurement'

/** What a run says about its scenario, and why; sentences for people, without a full stop. */
export interface JudgedRun {
  /** null when the run did not get far enough for one. */
  readonly verdict: RunVerdict | null
  readonly reasons: readonly string[]
}

/**
 * A run passes when it went to its end and met every expectation; what it did not show either way it did not meet. A generator or
 * a machine that fell short does not change that, but it is said: the latencies are partly theirs then.
 *
 * @param failure why the run did not get to its end; null when nothing kept it from that but, perhaps, somebody
 */
export function judgeRun(
  outcome: RunOutcome,
  failure: string | null,
  expectations: readonly ExpectationOutcome[],
  shortfalls: readonly string[],
): JudgedRun {
  if (failure !== null) return { verdict: null, reasons: [failure] }
  if (outcome !== 'completed') return { verdict: null, reasons: ['stopped before its end'] }
  const unmet = expectations.filter(({ met }) => met !== true)
  if (unmet.length > 0) return { verdict: 'fail', reasons: [...unmet.map(({ text, seen }) => `${text}: ${seen}`), ...shortfalls] }
  if (expectations.length === 0) return { verdict: 'pass', reasons: ['the scenario expects nothing', ...shortfalls] }
  return { verdict: 'pass', reasons: shortfalls }
}
