import { durationText, type RunEvent } from '@sigbed/measurement'
import type { RunEvidence } from '../run/run-evidence.js'
import { EVENTS_LEFT_OUT } from '../scenario/run-events.js'
import { firstBreak, lastMend } from './evidence-queries.js'
import { type DemandOf, type Judgement, notShown, within } from './judgement.js'
import { allowanceFor } from './time-allowance.js'

/** `association stays up`: while there was traffic; afterwards they are ended. */
export function judgeAssociationStays({ events: told, pathSamples, durationMs }: RunEvidence): Judgement {
  const ended = told.find(({ kind, atMs }) => ENDS.has(kind) && atMs >= 0 && atMs <= durationMs)
  if (ended !== undefined) return { met: false, seen: `at ${durationText(ended.atMs)} ${ended.node}: ${ended.detail} (${ended.kind})` }
  if (pathSamples.length === 0) return notShown('there was no association')
  const silenced = told.find(({ kind }) => kind === EVENTS_LEFT_OUT)
  return silenced === undefined ? { met: true, seen: 'none was lost' } : notShown(`${silenced.node} told ${silenced.detail}`)
}

/** `association lost within 5 s`. */
export function judgeAssociationLost({ within: limit }: DemandOf<'association-lost'>, evidence: RunEvidence): Judgement {
  const fault = firstBreak(evidence)
  if (fault === null) return notShown('nothing was broken')
  const allowance = allowanceFor(limit, fault, null, null, evidence)
  if (allowance === null) return notShown('the RTO was not seen')
  const [lost] = events('communication-lost', fault.atMs, evidence)
  return within(lost === undefined ? null : lost.atMs - fault.atMs, allowance, lost === undefined ? '' : ` by ${lost.node}`)
}

/** `association returns within 2 s`. */
export function judgeAssociationReturns({ within: limit }: DemandOf<'association-returns'>, evidence: RunEvidence): Judgement {
  const fault = lastMend(evidence)
  if (fault === null) return notShown('nothing was mended')
  const allowance = allowanceFor(limit, fault, null, null, evidence)
  if (allowance === null) return notShown('the RTO was not seen')
  // A peer that was started anew may find the old association still there and restart it (RFC 9260 §5.2).
  const up = [...events('communication-up', fault.atMs, evidence), ...events('restart', fault.atMs, evidence)].map(({ atMs }) => atMs)
  return within(up.length === 0 ? null : Math.min(...up) - fault.atMs, allowance)
}

function events(kind: string, fromMs: number, evidence: RunEvidence): RunEvent[] {
  return evidence.events.filter((event) => event.kind === kind && event.atMs >= fromMs)
}

/** An association that was ended in order, or that its peer began anew (RFC 9260 §5.2), has not stayed up either. */
const ENDS: ReadonlySet<string> = new Set(['communication-lost', 'shutdown-complete', 'restart'])
