import type { ScenarioLink } from '../lab/scenario-links.js'
import { isLinkAction, ScenarioLinks } from '../lab/scenario-links.js'
import type { CarriedOutFault, RunEvidence } from '../run/run-evidence.js'

/** Networks an address of a node is on: several where the lab has one address for them. */
export function networksOf(node: string, address: string, { addresses }: RunEvidence): readonly string[] {
  return addresses.filter((known) => known.node === node && known.address === address).map(({ network }) => network)
}

/** Whatever broke first; null when nothing did. */
export function firstBreak({ faults }: RunEvidence): CarriedOutFault | null {
  return faults.find(({ effect }) => effect === 'breaks') ?? null
}

/** Whatever mended last; null when nothing did. */
export function lastMend({ faults }: RunEvidence): CarriedOutFault | null {
  return faults.filter(({ effect }) => effect === 'mends').at(-1) ?? null
}

/** A fault, and the links that carry nothing any more, or something again, since then. */
export interface LinkFault {
  readonly fault: CarriedOutFault
  readonly broken: readonly ScenarioLink[]
  readonly mended: readonly ScenarioLink[]
}

/** What each fault did to links, the timetable played through as it was carried out. Impairments neither break nor mend a link here. */
export function linkFaults({ scenario, faults }: RunEvidence): readonly LinkFault[] {
  const links = new ScenarioLinks(scenario)
  return faults.map((fault) => {
    const carried = new Set(links.all.filter(({ carries }) => carries))
    if (isLinkAction(fault.action)) links.apply(fault.action)
    return {
      fault,
      broken: links.all.filter((link) => carried.has(link) && !link.carries),
      mended: links.all.filter((link) => !carried.has(link) && link.carries),
    }
  })
}

/** The first fault that cut links of a network, or touched the network otherwise; any other where none did. */
export function breakOf(network: string, evidence: RunEvidence): CarriedOutFault | null {
  const cut = linkFaults(evidence).find(({ broken }) => broken.some((link) => link.network === network))
  return cut?.fault ?? evidence.faults.find((fault) => fault.effect === 'breaks' && concerns(fault, network)) ?? firstBreak(evidence)
}

/** The last fault that mended the network; any other where none did. */
export function mendOf(network: string, evidence: RunEvidence): CarriedOutFault | null {
  return evidence.faults.filter((fault) => fault.effect === 'mends' && concerns(fault, network)).at(-1) ?? lastMend(evidence)
}

function concerns({ action }: CarriedOutFault, network: string): boolean {
  if (action.kind === 'cut' || action.kind === 'restore') return action.links.some((links) => (links.network ?? network) === network)
  if (action.kind === 'impair') return (action.change.network ?? network) === network
  return 'network' in action && action.network === network
}
