import { LatencyHistogram } from '@sigbed/measurement'
import type { RunEvidence } from '../run/run-evidence.js'
import { type DemandOf, holds, type Judgement, notShown, worstOf } from './judgement.js'
import { msText } from './time-allowance.js'

/** `lost = 0`. */
export function judgeCount({ flow, fate, comparison, limit }: DemandOf<'count'>, { audits }: RunEvidence): Judgement {
  const counted = audits.filter((audit) => flow === null || audit.flow === flow)
  if (counted.length === 0) return notShown('nothing was counted')
  const count = counted.reduce((sum, audit) => sum + audit[fate], 0)
  const offered = counted.reduce((sum, audit) => sum + audit.offered, 0)
  return { met: holds(count, comparison, limit), seen: fate === 'offered' ? `${count} offered` : `${count} ${fate} of ${offered}` }
}

/** `delivered at asp-2 >= 500`. */
export function judgeDeliveredAt({ flow, node, comparison, limit }: DemandOf<'delivered-at'>, { deliveries }: RunEvidence): Judgement {
  const count = deliveries
    .filter((delivery) => delivery.node === node && (flow === null || delivery.flow === flow))
    .reduce((sum, { delivered }) => sum + delivered, 0)
  return { met: holds(count, comparison, limit), seen: `${count} delivered at ${node}` }
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
