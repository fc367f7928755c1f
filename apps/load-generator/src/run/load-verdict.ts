import type { ExpectationOutcome } from '@sigbed/measurement'
import type { SelfReport } from '../measurement/self-watch.js'
import type { LoadPlan } from '../plan/load-plan.js'
import { judgeThresholds } from './judged-conditions.js'
import type { LoadTally } from './load-tally.js'

/** `invalid`: the generator was the bottleneck, so that the figures are its own and not the target's. */
export type LoadVerdict = 'pass' | 'fail' | 'invalid'

/** What a load says about its target, and why. */
export interface JudgedLoad {
  readonly verdict: LoadVerdict
  /** Without a full stop; the worst first. */
  readonly reasons: readonly string[]
  readonly thresholds: readonly ExpectationOutcome[]
}

/**
 * A load passes when something was answered and every threshold held. None of this counts when the generator itself was the bottleneck:
 * what is measured then is the generator.
 *
 * @param endReason why it ended before its time; null when it did not
 */
export function judgeLoad(plan: LoadPlan, whole: LoadTally, lengthMs: number, self: SelfReport, endReason: string | null): JudgedLoad {
  const thresholds = judgeThresholds(plan.failIf, whole, lengthMs)
  // What could not be judged has not held: a kind of message that was never answered must not pass for a fast one.
  const missed = thresholds.filter(({ met }) => met !== true)
  const { offered, completed } = whole.total()
  const reasons = [
    ...(self.judgement === 'saturated' ? [...self.reasons, remedyFor(plan)] : []),
    ...(completed > 0 ? [] : [offered === 0 ? 'nothing was sent that counts' : 'no message was answered']),
    ...missed.map(({ text, seen }) => `${text}: ${seen}`),
    ...(endReason === null ? [] : [endReason]),
    ...(self.judgement === 'strained' ? self.reasons : []),
  ]
  const verdict = self.judgement === 'saturated' ? 'invalid' : missed.length > 0 || completed === 0 ? 'fail' : 'pass'
  return { verdict, reasons, thresholds }
}

function remedyFor({ workers, arrivals }: LoadPlan): string {
  const less = arrivals.model === 'closed' ? 'keep fewer under way' : 'offer less'
  const more = `more than ${workers} worker${workers === 1 ? '' : 's'} (--workers)`
  return `the figures are those of the generator and not of the target: ${less}, give it ${more}, or a quieter machine`
}
