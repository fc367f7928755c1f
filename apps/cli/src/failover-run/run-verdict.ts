import type { SelfReport } from '@sigbed/load-generator'
import type { FailoverMeasure, FlowAudit, RunOutcome, RunVerdict } from '@sigbed/measurement'

/** What the run says about the failover, and why. */
export interface JudgedRun {
  /** null when the run did not get far enough for one. */
  readonly verdict: RunVerdict | null
  readonly reasons: readonly string[]
}

/**
 * A run passes when nothing was lost, duplicated, reordered or damaged and every stage of every failover came when it was computed
 * to. A generator that fell short does not change that, but it is said: the latencies are partly its own then.
 */
export function judgeRun(
  outcome: RunOutcome,
  audits: readonly FlowAudit[],
  failovers: readonly FailoverMeasure[],
  generator: SelfReport,
): JudgedRun {
  const reasons: string[] = []
  for (const { flow, lost, duplicated, reordered, corrupted, refused } of audits) {
    for (const [count, fault] of [
      [lost, 'lost'],
      [duplicated, 'duplicated'],
      [reordered, 'out of order'],
      [corrupted, 'damaged'],
      [refused, 'refused by the stack'],
    ] as const)
      if (count > 0) reasons.push(`${flow}: ${count} message${count === 1 ? '' : 's'} ${fault}`)
  }
  for (const measure of failovers) {
    if (measure.verdict === 'fail') reasons.push(`${measure.flow} from ${measure.node}: the failover did not keep to its computed times`)
  }
  if (reasons.length > 0) return { verdict: 'fail', reasons }
  if (outcome !== 'completed' || failovers.every((measure) => measure.verdict === 'not-measured')) {
    return { verdict: null, reasons: [outcome === 'interrupted' ? 'stopped before its end' : 'no failover was measured'] }
  }
  return { verdict: 'pass', reasons: generator.judgement === 'sound' ? [] : generator.reasons }
}
