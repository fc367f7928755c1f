import { durationText, type ExpectationOutcome, type RunOutcome, type RunVerdict } from '@sigbed/measurement'
import type { Demand, Expectation } from '../scenario/expectation.js'
import { heldUpMs } from './hold-up.js'
import type { RunEvidence } from './run-evidence.js'

/** What a run says about its scenario, and why; sentences for people, without a full stop. */
export interface JudgedRun {
  /** null when the run did not get far enough for one, or the machine did not let it. */
  readonly verdict: RunVerdict | null
  readonly reasons: readonly string[]
}

/**
 * A run passes when it went to its end and met every expectation; what it did not show either way it did not meet. A generator or
 * a machine that fell short does not change that, but it is said: the latencies are partly theirs then. A machine that kept nodes from
 * their work for a good part of the time can make timers expire for nothing, one after the other: then what was late is held against
 * nobody, and there is no verdict. What was lost, twice or out of order is, on any machine.
 *
 * @param expectations in the order of `outcomes`
 * @param failure why the run did not get to its end; null when nothing kept it from that but, perhaps, somebody
 */
export function judgeRun(
  outcome: RunOutcome,
  failure: string | null,
  expectations: readonly Expectation[],
  outcomes: readonly ExpectationOutcome[],
  generatorReasons: readonly string[],
  { holdUps, endMs }: Pick<RunEvidence, 'holdUps' | 'endMs'>,
): JudgedRun {
  if (failure !== null) return { verdict: null, reasons: [failure] }
  if (outcome !== 'completed') return { verdict: null, reasons: ['stopped before its end'] }
  const heldUp = heldUpMs(0, endMs, holdUps)
  const held = `the machine held nodes up for ${durationText(heldUp)} of ${durationText(endMs)}`
  const isHeldUp = heldUp >= TOO_MUCH * endMs
  const shortfalls = isHeldUp ? [...generatorReasons, held] : generatorReasons
  const unmet = outcomes.filter(({ met }) => met !== true)
  const reasons = unmet.map(({ text, seen }) => `${text}: ${seen}`)
  if (unmet.length > 0) {
    const isForTime = outcomes.every(({ met }, i) => met === true || isAboutTime(expectations[i]!.demand))
    if (isHeldUp && isForTime)
      return { verdict: null, reasons: [`${held}: too long to say anything about times`, ...reasons, ...generatorReasons] }
    return { verdict: 'fail', reasons: [...reasons, ...shortfalls] }
  }
  if (outcomes.length === 0) return { verdict: 'pass', reasons: ['the scenario expects nothing', ...shortfalls] }
  return { verdict: 'pass', reasons: shortfalls }
}

/** Whether what is demanded depends on when something happens, and not only on what. */
function isAboutTime({ kind }: Demand): boolean {
  return kind !== 'count' && kind !== 'delivered-at' && kind !== 'event'
}

/** Of the run's length. */
const TOO_MUCH = 0.1
