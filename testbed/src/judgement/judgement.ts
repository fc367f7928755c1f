import { durationText, type ExpectationOutcome } from '@sigbed/measurement'
import type { Comparison, Demand } from '../scenario/expectation.js'
import { allowanceText, allowedMs, type TimeAllowance } from './time-allowance.js'

/** Whether a demand was met, null where the run did not show it; and what was seen. */
export type Judgement = Omit<ExpectationOutcome, 'text'>

export type DemandOf<Kind extends Demand['kind']> = Extract<Demand, { kind: Kind }>

export function notShown(seen: string): Judgement {
  return { met: null, seen }
}

/** Something that is due within a time, and was seen after `afterMs`; null: not at all. @param where `on asp-1`, for people */
export function within(afterMs: number | null, allowance: TimeAllowance, where = ''): Judgement {
  const due = allowanceText(allowance)
  if (afterMs === null) return { met: false, seen: `never${where}; ${due}` }
  return { met: afterMs <= allowedMs(allowance), seen: `after ${durationText(afterMs)}${where}; ${due}` }
}

/** The judgement that decides about several that must all be met: the first that is not, or the last to speak. */
export function worstOf(judgements: readonly { readonly judgement: Judgement; readonly rank: number }[]): Judgement | null {
  const failed = judgements.filter(({ judgement }) => judgement.met !== true)
  const deciding = failed.length > 0 ? failed : judgements
  return deciding.reduce<(typeof judgements)[number] | null>((a, z) => (a === null || z.rank > a.rank ? z : a), null)?.judgement ?? null
}

export function holds(value: number, comparison: Comparison, limit: number): boolean {
  switch (comparison) {
    case '=':
      return value === limit
    case '<':
      return value < limit
    case '<=':
      return value <= limit
    case '>':
      return value > limit
    case '>=':
      return value >= limit
    default:
      return comparison satisfies never
  }
}
