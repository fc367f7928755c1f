import type { Report } from '../configuration/schema-issue.js'
import { IMPAIRMENTS } from './grammar/impairments.js'
import { PhraseFault } from './grammar/phrase-fault.js'
import { type LinkState, PERFECT_LINK_STATE, type ScenarioNetwork } from './scenario.js'
import type { ScenarioDocument } from './scenario-document.js'
import { Subnet } from './subnet.js'

type NetworkDocument = NonNullable<ScenarioDocument['networks'][string]>

/** Networks with their subnets and what every link of theirs is like. */
export function resolveNetworks(networks: ScenarioDocument['networks'], names: readonly string[], report: Report): ScenarioNetwork[] {
  const resolved: ScenarioNetwork[] = []
  const subnets: { readonly name: string; readonly subnet: Subnet }[] = []
  for (const [name, given] of Object.entries(networks)) {
    const document = given ?? {}
    const text = document.subnet ?? `10.132.${names.indexOf(name) + 1}.0/24`
    const place = document.subnet === undefined ? ['networks', name] : ['networks', name, 'subnet']
    const subnet = Subnet.parse(text)
    const wrong = subnet === null ? `${text} is no subnet; write 10.132.1.0/24 or fd00:132:1::/64.` : wrongWith(subnet)
    const other = subnet === null ? undefined : subnets.find((earlier) => earlier.subnet.overlaps(subnet))
    if (wrong !== null) report(place, wrong)
    else if (other !== undefined) report(place, `${text} has addresses of ${other.name}: give each network a subnet of its own.`)
    else subnets.push({ name, subnet: subnet! })
    resolved.push({ name, subnet: text, link: { ...PERFECT_LINK_STATE, ...linkOf(name, document, report) } })
  }
  return resolved
}

/** Loopback has an address of its own for every one of 10.0.0.0/8; nobody on the machine should have these addresses otherwise. */
function wrongWith(subnet: Subnet): string | null {
  const allowed = Subnet.parse(subnet.isIpv4 ? '10.0.0.0/8' : 'fd00::/8')!
  if (!subnet.overlaps(allowed) || subnet.size > allowed.size) return `${subnet.text} is not the lab's own: take one in ${allowed.text}.`
  return subnet.size < SMALLEST_SUBNET ? `${subnet.text} has no room for nodes: take a /24 or /64.` : null
}

function linkOf(name: string, document: NetworkDocument, report: Report): Partial<LinkState> {
  const link: Partial<LinkState> = {}
  for (const { word, read } of IMPAIRMENTS) {
    const given = document[word as keyof NetworkDocument]
    if (given === undefined) continue
    try {
      Object.assign(link, read(String(given)))
    } catch (error) {
      if (!(error instanceof PhraseFault)) throw error
      report(['networks', name, word], error.message)
    }
  }
  return link
}

const SMALLEST_SUBNET = 16
