import type { PathEvent, PathState, SpuriousFailovers } from '@sigbed/measurement'
import { isLinkAction, ScenarioLinks } from '../lab/scenario-links.js'
import { pathKey } from '../run/path-key.js'
import type { RunEvidence } from '../run/run-evidence.js'
import { peerIn } from '../scenario/association-name.js'

/**
 * How often a path was declared potentially failed or inactive though nothing had cut it: while traffic flowed, before the first fault
 * that breaks, or later on a path that none of them had touched. What a broken path does after its return counts for the fault.
 */
export function spuriousFailovers(evidence: RunEvidence): SpuriousFailovers {
  const { durationMs: observedMs, pathEvents } = evidence
  const faults = new FaultsOfPaths(evidence)
  const states = new Map<string, PathState>()
  let failovers = 0
  let inactive = 0
  for (const event of pathEvents) {
    const key = pathKey(event)
    // Paths that were confirmed before anybody looked are active (RFC 9260 §5.4).
    const before = states.get(key) ?? 'active'
    states.set(key, event.state)
    const isFailure = event.state === 'potentially-failed' || event.state === 'inactive'
    if (!isFailure || event.atMs < 0 || event.atMs > observedMs || faults.brokenFromMs(event) <= event.atMs) continue
    if (before === 'active') failovers++
    if (event.state === 'inactive' && before !== 'inactive') inactive++
  }
  return { observedMs, failovers, inactive }
}

/** When the timetable first broke each path. */
class FaultsOfPaths {
  private readonly links = new Map<string, number>()
  private readonly nodes = new Map<string, number>()

  constructor(private readonly evidence: RunEvidence) {
    const links = new ScenarioLinks(evidence.scenario)
    for (const { action, atMs } of evidence.faults) {
      if (isLinkAction(action)) {
        links.apply(action)
        for (const { network, from, to, carries } of links.all) if (!carries) keepFirst(this.links, linkKey(network, from, to), atMs)
      } else if (BREAKS_NODE.has(action.kind)) keepFirst(this.nodes, action.node, atMs)
    }
  }

  /** Infinity: never. */
  brokenFromMs({ node, association, localAddress }: PathEvent): number {
    const network = this.evidence.addresses.find((each) => each.node === node && each.address === localAddress)?.network ?? ''
    const peer = peerIn(association, node)
    return Math.min(
      this.links.get(linkKey(network, node, peer)) ?? Number.POSITIVE_INFINITY,
      this.links.get(linkKey(network, peer, node)) ?? Number.POSITIVE_INFINITY,
      this.nodes.get(node) ?? Number.POSITIVE_INFINITY,
      this.nodes.get(peer) ?? Number.POSITIVE_INFINITY,
    )
  }
}

function keepFirst(instants: Map<string, number>, key: string, atMs: number): void {
  if (!instants.has(key)) instants.set(key, atMs)
}

function linkKey(network: string, from: string, to: string): string {
  return `${network} ${from} ${to}`
}

/** A node whose application takes no messages still answers for its paths. */
const BREAKS_NODE: ReadonlySet<string> = new Set(['pause', 'kill'])
