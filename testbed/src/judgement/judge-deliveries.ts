import { durationText } from '@sigbed/measurement'
import type { FlowArrival, RunEvidence } from '../run/run-evidence.js'
import { firstBreak, linkFaults, mendOf } from './evidence-queries.js'
import { type DemandOf, type Judgement, notShown, within, worstOf } from './judgement.js'
import { allowanceFor, allowanceFrom, allowanceText, allowedMs } from './time-allowance.js'

/** `alternate carries data within 1 RTO`: every flow whose data came over a path that was cut. */
export function judgeAlternate({ flow, within: limit }: DemandOf<'alternate'>, evidence: RunEvidence): Judgement {
  const cut = linkFaults(evidence).find(({ broken }) => broken.length > 0)
  if (cut === undefined) return notShown('no path was cut')
  const { fault, broken } = cut
  const judged = flowEnds(flow, evidence).flatMap(({ name, node, senders, arrivals }) => {
    const before = arrivals.filter(({ atMs }) => atMs <= fault.atMs).at(-1)
    const wasOn = before?.network ?? null
    if (wasOn === null || !broken.some(({ network, from, to }) => network === wasOn && to === node && senders.includes(from))) return []
    const alternate = arrivals.find(({ atMs, network }) => atMs > fault.atMs && network !== null && network !== wasOn)
    const allowance = allowanceFor(limit, fault, null, name, evidence)
    if (allowance === null) return [{ judgement: notShown(`the RTO of ${wasOn} was not seen`), rank: Number.POSITIVE_INFINITY }]
    const afterMs = alternate === undefined ? null : alternate.atMs - fault.atMs
    return [
      {
        judgement: within(afterMs, allowance, alternate === undefined ? '' : ` over ${alternate.network} (${name})`),
        rank: afterMs ?? Number.POSITIVE_INFINITY,
      },
    ]
  })
  return worstOf(judged) ?? notShown('no flow came over a path that was cut')
}

/** `data returns to path-a within 3 s`: every flow that had left it. */
export function judgeDataReturns({ network, within: limit }: DemandOf<'data-returns'>, evidence: RunEvidence): Judgement {
  const fault = mendOf(network, evidence)
  if (fault === null) return notShown('nothing was restored')
  const judged = flowEnds(null, evidence).flatMap(({ name, arrivals }) => {
    const before = arrivals.filter(({ atMs }) => atMs <= fault.atMs)
    const wasThere = before.some((arrival) => arrival.network === network)
    if (!wasThere || before.at(-1)!.network === network) return []
    const back = arrivals.find((arrival) => arrival.atMs > fault.atMs && arrival.network === network)
    const allowance = allowanceFor(limit, fault, network, name, evidence)
    if (allowance === null) return [{ judgement: notShown(`the RTO of ${network} was not seen`), rank: Number.POSITIVE_INFINITY }]
    const afterMs = back === undefined ? null : back.atMs - fault.atMs
    return [{ judgement: within(afterMs, allowance, ` (${name})`), rank: afterMs ?? Number.POSITIVE_INFINITY }]
  })
  return worstOf(judged) ?? notShown(`no flow had left ${network}`)
}

/** `asp-2 takes over within 2 s`: the first message there after the first fault. */
export function judgeTakesOver({ node, within: limit }: DemandOf<'takes-over'>, evidence: RunEvidence): Judgement {
  const fault = firstBreak(evidence)
  if (fault === null) return notShown('nothing was broken')
  const allowance = allowanceFor(limit, fault, null, null, evidence)
  if (allowance === null) return notShown('the RTO was not seen')
  const arrival = evidence.arrivals.find((one) => one.node === node && one.atMs >= fault.atMs)
  // Who had messages before, too, tells no new address: then the first whole tenth of a second shows it.
  const delivery = evidence.deliveries.find((one) => one.node === node && one.toMs - TENTH_MS >= fault.atMs)
  const instants = [arrival?.atMs, delivery?.toMs].filter((atMs) => atMs !== undefined)
  return within(instants.length === 0 ? null : Math.min(...instants) - fault.atMs, allowance)
}

/**
 * `delivery resumes within 2 s`: of every flow the longest time without a delivery, whole tenths of a second, from the beginning of the
 * traffic to its end.
 */
export function judgeLongestSilence({ flow, within: limit }: DemandOf<'longest-silence'>, evidence: RunEvidence): Judgement {
  const { scenario, deliveries, durationMs } = evidence
  const flows = scenario.traffic.map((plan) => plan.flow).filter((name) => flow === null || name === flow)
  const judged = flows.flatMap((name) => {
    const ends = deliveries.filter((delivery) => delivery.flow === name && delivery.delivered > 0).map(({ toMs }) => toMs)
    const ofFlow = flows.length > 1 ? ` (${name})` : ''
    if (ends.length === 0) return [{ judgement: notShown(`nothing was delivered${ofFlow}`), rank: Number.POSITIVE_INFINITY }]
    // Between the end of one tenth with deliveries and the beginning of the next one; the first begins and the last ends with the traffic.
    const begins = [...ends.map((toMs) => toMs - TENTH_MS), durationMs]
    return begins.map((beginMs, i) => {
      const fromMs = ends[i - 1] ?? 0
      const silenceMs = Math.max(0, beginMs - fromMs)
      const allowance = allowanceFrom(fromMs, limit, name, evidence)
      const seen = `at most ${durationText(silenceMs)} without a delivery${ofFlow}; ${allowanceText(allowance)}`
      return { judgement: { met: silenceMs <= allowedMs(allowance), seen }, rank: silenceMs }
    })
  })
  return worstOf(judged)!
}

/** One flow at one node that received it. */
interface FlowEnd {
  readonly name: string
  readonly node: string
  /** Who may have sent what arrived there. */
  readonly senders: readonly string[]
  readonly arrivals: readonly FlowArrival[]
}

function flowEnds(flow: string | null, { scenario, arrivals }: RunEvidence): readonly FlowEnd[] {
  return scenario.traffic
    .filter((plan) => flow === null || plan.flow === flow)
    .flatMap(({ flow: name, from, to }) => {
      const ofFlow = arrivals.filter((arrival) => arrival.flow === name)
      return [...new Set(ofFlow.map(({ node }) => node))].map((node) => ({
        name,
        node,
        senders: [from, ...to].filter((other) => other !== node),
        arrivals: ofFlow.filter((arrival) => arrival.node === node),
      }))
    })
}

const TENTH_MS = 100
