import { durationText } from '@sigbed/measurement'
import type { RunEvidence } from '../run/run-evidence.js'
import { firstBreak } from './evidence-queries.js'
import type { DemandOf, Judgement } from './judgement.js'

/** `event asp-active on sg`: from the first fault on, or from the start of traffic where there is none. */
export function judgeEvent({ event: kind, node }: DemandOf<'event'>, evidence: RunEvidence): Judgement {
  const fromMs = firstBreak(evidence)?.atMs ?? 0
  const told = evidence.events.filter((event) => event.kind === kind && (node === null || event.node === node))
  const [first] = told.filter(({ atMs }) => atMs >= fromMs)
  if (first !== undefined) return { met: true, seen: `at ${durationText(first.atMs)} by ${first.node}: ${first.detail}` }
  return { met: false, seen: told.length === 0 ? 'never' : `not after the first fault, which was at ${durationText(fromMs)}` }
}
