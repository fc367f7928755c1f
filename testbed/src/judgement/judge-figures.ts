import { countText, durationText, LatencyHistogram, type RequestAudit, type RunPhase } from '@sigbed/measurement'
import { heldUpMs } from '../run/hold-up.js'
import type { RunEvidence } from '../run/run-evidence.js'
import type { CountedFate, CountedRepetition } from '../scenario/expectation.js'
import { outageOf } from '../scenario/fault-effect.js'
import { type DemandOf, holds, type Judgement, notShown, worstOf } from './judgement.js'

/** `lost = 0`: shown only by flows to which it could have happened. */
export function judgeCount({ flow, fate, comparison, limit }: DemandOf<'count'>, { audits }: RunEvidence): Judgement {
  const counted = audits.filter((audit) => flow === null || audit.flow === flow)
  if (counted.length === 0) return notShown('nothing was counted')
  const count = counted.reduce((sum, audit) => sum + audit[fate], 0)
  const offered = counted.reduce((sum, audit) => sum + audit.offered, 0)
  const met = holds(count, comparison, limit)
  const had = HAPPENS_TO[fate]
  const empty = had === null || !met ? undefined : counted.find((audit) => audit[had] + audit[fate] === 0)
  if (empty !== undefined) return notShown(`nothing of ${empty.flow} was ${had}`)
  return { met, seen: fate === 'offered' ? `${countText(count)} offered` : `${countText(count)} ${fate} of ${countText(offered)}` }
}

/** `delivered at asp-2 >= 500`. */
export function judgeDeliveredAt({ flow, node, comparison, limit }: DemandOf<'delivered-at'>, evidence: RunEvidence): Judgement {
  const isOf = (one: { readonly flow: string }): boolean => flow === null || one.flow === flow
  const count = evidence.deliveries
    .filter((delivery) => delivery.node === node && isOf(delivery))
    .reduce((sum, { delivered }) => sum + delivered, 0)
  const met = holds(count, comparison, limit)
  if (met && count === 0 && evidence.audits.filter(isOf).every(({ offered }) => offered === 0)) return notShown('nothing was offered')
  return { met, seen: `${countText(count)} delivered at ${node}` }
}

/** `carried out twice = 0`: shown only by flows whose requests reached a server. */
export function judgeRepetition(demand: DemandOf<'repetition'>, { requestAudits }: RunEvidence): Judgement {
  const { flow, repetition, comparison, limit } = demand
  const counted = requestAudits.filter((audit) => flow === null || audit.flow === flow)
  if (counted.length === 0) return notShown(`no request ${flow === null ? '' : `of ${flow} `}reached a server`)
  const count = counted.reduce((sum, audit) => sum + audit[REPETITIONS[repetition]], 0)
  const arrived = counted.reduce((sum, audit) => sum + audit.arrived, 0)
  return { met: holds(count, comparison, limit), seen: `${countText(count)} ${repetition} of ${countText(arrived)} that arrived` }
}

/**
 * `p99 during < 300 ms`: every flow by itself. No message can have waited longer for the machine than that held nodes up: a ceiling is
 * as much higher.
 */
export function judgeLatency(demand: DemandOf<'latency'>, evidence: RunEvidence): Judgement {
  const { scenario, phaseLatencies } = evidence
  const { flow, percentile, phase, comparison, limitMs } = demand
  const flows = scenario.traffic.map((plan) => plan.flow).filter((name) => flow === null || name === flow)
  const judged = flows.map((name) => {
    const histogram = new LatencyHistogram()
    for (const one of phaseLatencies) if (one.flow === name && (phase === null || one.phase === phase)) histogram.merge(one.histogram)
    const ofFlow = flows.length > 1 ? ` (${name})` : ''
    if (histogram.count === 0)
      return {
        judgement: notShown(`no message arrived${phase === null ? '' : ` that was sent ${phase}`}${ofFlow}`),
        rank: Number.POSITIVE_INFINITY,
      }
    const ms = (percentile === 100 ? histogram.maximumUs : histogram.valueAtPercentile(percentile)) / 1000
    const isFloor = comparison === '>' || comparison === '>='
    const machineMs = isFloor || holds(ms, comparison, limitMs) ? 0 : heldUpIn(phase, evidence)
    const seen = `${durationText(ms)}${ofFlow}${machineMs === 0 ? '' : `; ${durationText(machineMs)} for the machine`}`
    return { judgement: { met: holds(ms, comparison, limitMs + machineMs), seen }, rank: isFloor ? -ms : ms }
  })
  return worstOf(judged)!
}

const REPETITIONS: Readonly<Record<CountedRepetition, keyof Omit<RequestAudit, 'flow'>>> = {
  'arrived twice': 'arrivedAgain',
  'arrived twice unmarked': 'arrivedAgainUnmarked',
  'carried out twice': 'carriedOutAgain',
}

/** What must have become of some message before this can become of any; null: it always can. */
const HAPPENS_TO: Readonly<Record<CountedFate, 'offered' | 'delivered' | null>> = {
  offered: null,
  delivered: 'offered',
  lost: 'offered',
  refused: 'offered',
  duplicated: 'delivered',
  reordered: 'delivered',
  corrupted: 'delivered',
}

/** While messages meant to be sent in a phase, or in any, were under way. */
function heldUpIn(phase: RunPhase | null, { scenario, holdUps, endMs }: RunEvidence): number {
  const { fromMs, untilMs } = outageOf(scenario)
  switch (phase) {
    case 'before':
      return heldUpMs(0, fromMs ?? endMs, holdUps)
    case 'during':
      return heldUpMs(fromMs ?? 0, endMs, holdUps)
    case 'after':
      return heldUpMs(untilMs ?? 0, endMs, holdUps)
    case null:
      return heldUpMs(0, endMs, holdUps)
    default:
      return phase satisfies never
  }
}
