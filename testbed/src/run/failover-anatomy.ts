import { type FailoverMeasure, failoverVerdict, type PathSample } from '@sigbed/measurement'
import { failoverExpectation } from '@sigbed/sctp-core'
import { isLinkAction, ScenarioLinks } from '../lab/scenario-links.js'
import { isAssociationBetween } from '../scenario/association-name.js'
import { heldUpMs } from './hold-up.js'
import { pathKey } from './path-key.js'
import type { CarriedOutFault, RunEvidence } from './run-evidence.js'

/** When the last message arrived, in some interval, that was meant to be sent before messages came from their present address. */
export interface DeliveryBacklog {
  readonly flow: string
  /** That received. */
  readonly node: string
  readonly atMs: number
}

/**
 * Every failover of a run, as RFC 9260 and RFC 7829 lead one to expect it from the timers, beside what was seen: one for each flow
 * whose data was on a path when that was cut, and each node that sent it there. A flow that is
 * answered is measured both ways: its requests where they are served, and the answers where they were asked for.
 */
export function failoverMeasures(
  evidence: Omit<RunEvidence, 'failovers'>,
  backlogs: readonly DeliveryBacklog[],
): readonly FailoverMeasure[] {
  return brokenPaths(evidence).flatMap((broken) => {
    const flows = evidence.scenario.traffic.filter(({ flow }) => flowsOver(broken, flow, evidence))
    return flows.map(({ flow }) => measured(flow, broken, evidence, backlogs))
  })
}

/** A path that carried data when it was cut. */
interface BrokenPath {
  readonly fault: CarriedOutFault
  readonly network: string
  readonly receiver: string
  /** The sender's, just before. */
  readonly path: PathSample
  /** One way, of the quickest of the paths that were left. */
  readonly alternateDelayMs: number
  /** When it was whole again; null: never. */
  restoredAtMs: number | null
  /** Until when data had another path to go to, and no reason to come back: what was due later was not due. null: to the end. */
  undisturbedUntilMs: number | null
}

function brokenPaths(evidence: Omit<RunEvidence, 'failovers'>): readonly BrokenPath[] {
  const links = new ScenarioLinks(evidence.scenario)
  const broken: BrokenPath[] = []
  const isWhole = (network: string, one: string, other: string) =>
    [links.link(network, one, other), links.link(network, other, one)].every((link) => link === null || link.carries)
  const alternates = (network: string, from: string, to: string) =>
    links.all.filter((link) => link.from === from && link.to === to && link.network !== network && isWhole(link.network, from, to))
  for (const fault of evidence.faults) {
    if (!isLinkAction(fault.action)) continue
    const wasWhole = links.all.filter(({ network, from, to }) => isWhole(network, from, to))
    links.apply(fault.action)
    for (const { network, from, to } of wasWhole) {
      if (isWhole(network, from, to)) continue
      const left = alternates(network, from, to)
      // Where there is nothing to go to, nothing fails over.
      if (left.length === 0) continue
      const alternateDelayMs = Math.min(...left.map(({ state }) => state.delayMs))
      for (const path of dataPathsBefore(fault, network, from, to, evidence))
        broken.push({ fault, network, receiver: to, path, alternateDelayMs, restoredAtMs: null, undisturbedUntilMs: null })
    }
    for (const one of broken) {
      const { network, receiver, path } = one
      const isBack = isWhole(network, path.node, receiver)
      if (isBack) one.restoredAtMs ??= fault.atMs
      if (isBack || alternates(network, path.node, receiver).length === 0) one.undisturbedUntilMs ??= fault.atMs
    }
  }
  return broken
}

/** Paths of `from` to `to` on the network that took new data when the fault came, as sampled for it. */
function dataPathsBefore(
  fault: CarriedOutFault,
  network: string,
  from: string,
  to: string,
  { pathSamples, addresses }: Omit<RunEvidence, 'failovers'>,
): readonly PathSample[] {
  const local = addresses.find((address) => address.node === from && address.network === network)?.address
  const latest = new Map<string, PathSample>()
  for (const sample of pathSamples) {
    if (sample.node !== from || sample.atMs > fault.atMs || !isAssociationBetween(sample.association, from, to)) continue
    // One sampling has all paths of an association at one instant.
    if (sample.carriesData) latest.set(sample.association, sample)
  }
  return [...latest.values()].filter(({ localAddress, atMs }) => localAddress === local && fault.atMs - atMs < SAMPLED_LATELY_MS)
}

/** Whether messages of the flow came over the path before it was cut. */
function flowsOver(broken: BrokenPath, flow: string, { arrivals }: Omit<RunEvidence, 'failovers'>): boolean {
  const { path, receiver, fault } = broken
  const before = arrivals.filter((arrival) => arrival.flow === flow && arrival.node === receiver && arrival.atMs <= fault.atMs)
  return before.at(-1)?.address === path.localAddress
}

function measured(
  flow: string,
  broken: BrokenPath,
  evidence: Omit<RunEvidence, 'failovers'>,
  backlogs: readonly DeliveryBacklog[],
): FailoverMeasure {
  const { path, receiver, network, restoredAtMs } = broken
  const cutAtMs = broken.fault.atMs
  const since = (atMs: number | undefined, fromMs = cutAtMs) => (atMs === undefined ? null : atMs - fromMs)
  const arrivals = evidence.arrivals.filter((arrival) => arrival.flow === flow && arrival.node === receiver && arrival.atMs >= cutAtMs)
  const alternate = arrivals.find((arrival) => arrival.network !== network)
  const moved = alternate && arrivals.find(({ atMs, address }) => atMs > alternate.atMs && address !== alternate.address)
  const drained =
    alternate &&
    backlogs
      .filter(({ flow: of, node, atMs }) => of === flow && node === receiver && atMs >= alternate.atMs && !(moved && atMs >= moved.atMs))
      .at(-1)
  const entered = (state: PathSample['state'], fromMs: number) =>
    evidence.pathEvents.find((event) => event.state === state && event.atMs >= fromMs && pathKey(event) === pathKey(path))?.atMs
  const inactiveAtMs = entered('inactive', cutAtMs)
  const expected = failoverExpectation(evidence.parameters, path.rtoMs)
  const measure = {
    flow,
    node: path.node,
    association: path.association,
    cutAtMs,
    firstDeliveryOnAlternateMs: since(alternate?.atMs),
    potentiallyFailedMs: since(entered('potentially-failed', cutAtMs)),
    inactiveMs: since(inactiveAtMs),
    activeAgainMs: restoredAtMs === null ? null : since(entered('active', restoredAtMs), restoredAtMs),
    drainedMs: since(drained?.atMs ?? alternate?.atMs),
    rtoAtCutMs: path.rtoMs,
    computedFirstDeliveryMs: expected.firstRetransmissionMs + broken.alternateDelayMs,
    computedPotentiallyFailedMs: expected.potentiallyFailedMs,
    computedInactiveMs: expected.inactiveMs,
    // T3-rtx may have been started anew by an acknowledgement up to one RTO before the cut or, with sparse traffic, run from the
    // first message after it; the rest is for timers, and what the machine kept nodes from.
    toleranceMs: path.rtoMs + SLACK_MS + heldUpMs(cutAtMs, inactiveAtMs ?? broken.undisturbedUntilMs ?? evidence.endMs, evidence.holdUps),
  }
  const outageMs = broken.undisturbedUntilMs === null ? null : broken.undisturbedUntilMs - cutAtMs
  return { ...measure, verdict: failoverVerdict(measure, outageMs, evidence.endMs - cutAtMs) }
}

/** A node that could not be sampled before the fault was sampled a tenth of a second ago. */
const SAMPLED_LATELY_MS = 300
const SLACK_MS = 50
