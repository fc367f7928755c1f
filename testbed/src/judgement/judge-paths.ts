import { durationText, type FailoverMeasure, type PathEvent, type PathSample, type PathState } from '@sigbed/measurement'
import { pathKey } from '../run/path-key.js'
import type { RunEvidence } from '../run/run-evidence.js'
import { breakOf, mendOf, networksOf } from './evidence-queries.js'
import { type DemandOf, type Judgement, notShown, within } from './judgement.js'
import { allowanceFor } from './time-allowance.js'

/** `path-a inactive within 2s`: the first path there; `path-a active within 3s`: all that were not. */
export function judgePathState(demand: DemandOf<'path-state'>, evidence: RunEvidence): Judgement {
  const { network, state, within: limit } = demand
  const fault = state === 'active' ? mendOf(network, evidence) : breakOf(network, evidence)
  if (fault === null) return notShown(state === 'active' ? 'nothing was restored' : 'nothing was broken')
  const allowance = allowanceFor(limit, fault, network, null, evidence)
  if (allowance === null) return notShown(`the RTO of ${network} was not seen`)
  const there = eventsOn(network, evidence)
  if (state !== 'active') {
    const entered = there.find((event) => event.state === state && event.atMs >= fault.atMs)
    return within(entered === undefined ? null : entered.atMs - fault.atMs, allowance, entered === undefined ? '' : ` on ${entered.node}`)
  }
  const broken = new Map<string, PathEvent>()
  const mended = new Map<string, number>()
  for (const event of there) {
    if (event.atMs <= fault.atMs) {
      if (OUT_OF_USE.includes(event.state)) broken.set(pathKey(event), event)
      else broken.delete(pathKey(event))
    } else if (event.state === 'active' && broken.has(pathKey(event)) && !mended.has(pathKey(event))) mended.set(pathKey(event), event.atMs)
  }
  if (broken.size === 0) return notShown(`no path of ${network} was out of use when it was restored`)
  const missing = [...broken].find(([path]) => !mended.has(path))
  if (missing !== undefined) return within(null, allowance, ` on ${missing[1].node}`)
  return within(Math.max(...mended.values()) - fault.atMs, allowance)
}

/** `path-b stays active`. */
export function judgePathStays({ network }: DemandOf<'path-stays'>, evidence: RunEvidence): Judgement {
  return never(OUT_OF_USE, network, evidence)
}

/** `path-b never inactive`. */
export function judgePathNever({ network, state }: DemandOf<'path-never'>, evidence: RunEvidence): Judgement {
  return never([state], network, evidence)
}

/** `failover as computed`. */
export function judgeFailover({ failovers }: RunEvidence): Judgement {
  const failed = failovers.find(({ verdict }) => verdict === 'fail')
  if (failed !== undefined) return { met: false, seen: stagesText(failed) }
  const passed = failovers.filter(({ verdict }) => verdict === 'pass')
  if (passed.length === 0) return notShown(failovers.length === 0 ? 'no path that carried data was cut' : 'no failover was due')
  return { met: true, seen: `${passed.length === 1 ? '' : `${passed.length} failovers, the first: `}${stagesText(passed[0]!)}` }
}

function never(states: readonly PathState[], network: string, evidence: RunEvidence): Judgement {
  const inTraffic = ({ atMs }: PathEvent | PathSample) => atMs >= 0 && atMs <= evidence.durationMs
  const event = eventsOn(network, evidence).find((one) => inTraffic(one) && states.includes(one.state))
  if (event !== undefined) return { met: false, seen: `${event.state} at ${durationText(event.atMs)} on ${event.node} (${event.reason})` }
  const samples = evidence.pathSamples.filter((one) => inTraffic(one) && isOn(network, one, evidence))
  // It may have got there before the traffic began, and stayed.
  const sample = samples.find(({ state }) => states.includes(state))
  if (sample !== undefined) return { met: false, seen: `${sample.state} at ${durationText(sample.atMs)} on ${sample.node}` }
  if (samples.length === 0) return notShown(`no path of ${network} was seen`)
  const active = new Set(samples.filter(({ state }) => state === 'active').map(pathKey))
  const unused = samples.find((one) => !active.has(pathKey(one)))
  if (unused !== undefined)
    return notShown(`${unused.localAddress} - ${unused.remoteAddress} was ${unused.state} on ${unused.node} all the time`)
  return { met: true, seen: `never ${states.join(' or ')}` }
}

function eventsOn(network: string, evidence: RunEvidence): PathEvent[] {
  return evidence.pathEvents.filter((event) => isOn(network, event, evidence))
}

/** Of paths that begin or end on the network. */
function isOn(network: string, { node, localAddress }: PathEvent | PathSample, evidence: RunEvidence): boolean {
  return networksOf(node, localAddress, evidence).includes(network)
}

function stagesText(measure: FailoverMeasure): string {
  const { flow, node, firstDeliveryOnAlternateMs, computedFirstDeliveryMs, potentiallyFailedMs, computedPotentiallyFailedMs } = measure
  const { inactiveMs, computedInactiveMs, toleranceMs } = measure
  const stages = [
    stageText('alternate', firstDeliveryOnAlternateMs, computedFirstDeliveryMs),
    stageText('potentially failed', potentiallyFailedMs, computedPotentiallyFailedMs),
    stageText('inactive', inactiveMs, computedInactiveMs),
  ].filter((stage) => stage !== '')
  return `${flow} from ${node}: ${stages.join(', ')}; give or take ${durationText(toleranceMs)}`
}

/** Empty for a stage that neither came nor has a figure. */
function stageText(stage: string, seenMs: number | null, computedMs: number | null): string {
  const hasFigure = computedMs !== null && Number.isFinite(computedMs)
  if (seenMs === null && !hasFigure) return ''
  return `${stage} ${seenMs === null ? 'never' : `after ${durationText(seenMs)}`}${hasFigure ? ` (computed ${durationText(computedMs)})` : ''}`
}

const OUT_OF_USE: readonly PathState[] = ['potentially-failed', 'inactive']
