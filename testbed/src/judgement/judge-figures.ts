import { LatencyHistogram } from '@sigbed/measurement'
import type { RunEvidence } from '../run/run-evidence.js'
import type { CountedFate } from '../scenario/expectation.js'
import { type DemandOf, holds, type Judgement, notShown, worstOf } from './judgement.js'
import { msText } from './time-allowance.js'

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
  return { met, seen: fate === 'offered' ? `${count} offered` : `${count} ${fate} of ${offered}` }
}

/** `delivered at asp-2 >= 500`. */
export function judgeDeliveredAt({ flow, node, comparison, limit }: DemandOf<'delivered-at'>, evidence: RunEvidence): Judgement {
  const isOf = (one: { readonly flow: string }): boolean => flow === null || one.flow === flow
  const count = evidence.deliveries
    .filter((delivery) => delivery.node === node && isOf(delivery))
    .reduce((sum, { delivered }) => sum + delivered, 0)
  const met = holds(count, comparison, limit)
  if (met && count === 0 && evidence.audits.filter(isOf).every(({ offered }) => offered === 0)) return notShown('nothing was offered')
  return { met, seen: `${count} delivered at ${node}` }
}

/** `p99 during < 300 ms`: every flow by itself. */
export function judgeLatency(demand: DemandOf<'latency'>, { scenario, phaseLatencies }: RunEvidence): Judgement {
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
    return { judgement: { met: holds(ms, comparison, limitMs), seen: `${msText(ms)}${ofFlow}` }, rank: isFloor ? -ms : ms }
  })
  return worstOf(judged)!
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
