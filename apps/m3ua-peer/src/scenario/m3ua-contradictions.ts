import { LONGEST_USER_DATA } from '@sigbed/m3ua-codec'
import { SHORTEST_PAYLOAD } from '@sigbed/measurement'
import type { RoleContradiction, Scenario, ScenarioNode, TrafficPlan } from '@sigbed/testbed'
import { applicationServerAt, aspSettings, gatewaySettings, membersOf, nodeNamed } from './application-server-members.js'
import { type ApplicationServerProcessSettings, nameOf, type SignallingGatewaySettings } from './m3ua-settings.js'

/** What of a gateway does not go with the rest of its scenario. */
export function gatewayContradictions(scenario: Scenario, node: ScenarioNode): readonly RoleContradiction[] {
  const { 'application-servers': servers } = gatewaySettings(node)!
  const found: RoleContradiction[] = []
  servers.forEach((server, i) => {
    const place = ['application-servers', i] as const
    const routingContext = server['routing-context']
    if (servers.findIndex((other) => other['routing-context'] === routingContext) !== i) {
      found.push({ place: [...place, 'routing-context'], message: `${routingContext} has another Application Server: give each its own.` })
      return
    }
    const members = membersOf(scenario, node.name, routingContext)
    const active = members.filter(({ standby }) => !standby).map(({ node: asp }) => asp)
    if (members.length === 0) {
      const message = `no node serves ${nameOf(server)}: have an application-server-process name ${node.name} and routing-context ${routingContext}.`
      found.push({ place, message })
    } else if (active.length < server['active-asps']) {
      const message = `${nameOf(server)} needs ${server['active-asps']} active ASPs, and ${active.length} of its ASPs do not stand by: take standby from another.`
      found.push({ place: [...place, 'active-asps'], message })
    } else if (server['traffic-mode'] === 'override' && active.length > 1) {
      const message = `in override one ASP is active at a time: let ${active.slice(1).join(' and ')} stand by, or share the load.`
      found.push({ place: [...place, 'traffic-mode'], message })
    }
  })
  for (const plan of scenario.traffic)
    if (plan.from === node.name) found.push(...flowContradictions(plan, routingContextOfFlow(scenario, plan)))
  return found
}

/** What of an ASP does not go with the rest of its scenario. */
export function aspContradictions(scenario: Scenario, node: ScenarioNode): readonly RoleContradiction[] {
  const settings = aspSettings(node)!
  const found: RoleContradiction[] = []
  settings.gateways.forEach((gateway, i) => {
    const wrong = wrongWithGateway(scenario, settings, gateway)
    if (wrong !== null) found.push({ place: ['gateways', i], message: wrong })
    else if (settings.gateways.indexOf(gateway) !== i) found.push({ place: ['gateways', i], message: `${gateway} is named twice.` })
  })
  for (const plan of scenario.traffic) {
    if (plan.from !== node.name) continue
    const elsewhere = plan.to.filter((gateway) => !settings.gateways.includes(gateway))
    const missing = settings.gateways.filter((gateway) => !plan.to.includes(gateway))
    const wrong =
      elsewhere.length > 0
        ? `goes to ${elsewhere.join(' and ')}, which ${node.name} has no association with: name it among its gateways.`
        : missing.length > 0
          ? `goes through ${missing.join(' and ')}, too, since ${node.name} shares its traffic among its gateways: name all of them.`
          : null
    found.push(...flowContradictions(plan, wrong))
  }
  return found
}

/** The Routing Context a flow from a gateway goes to, or why there is none. */
export function routingContextOfFlow(scenario: Scenario, { from, to }: TrafficPlan): number | string {
  const strangers = to.filter((name) => aspSettings(nodeNamed(scenario, name))?.gateways.includes(from) !== true)
  if (strangers.length > 0) return `goes to ${strangers.join(' and ')}, which is no application-server-process of ${from}.`
  const routingContexts = new Set(to.map((name) => aspSettings(nodeNamed(scenario, name))!['routing-context']))
  if (routingContexts.size > 1) return `goes to ASPs of several Application Servers: make a flow for each.`
  const routingContext = [...routingContexts][0]!
  const missing = membersOf(scenario, from, routingContext).filter(({ node }) => !to.includes(node))
  if (missing.length === 0) return routingContext
  return `goes to an Application Server that ${missing.map(({ node }) => node).join(' and ')} serves, too: name all its ASPs.`
}

function wrongWithGateway(scenario: Scenario, settings: ApplicationServerProcessSettings, gateway: string): string | null {
  const there: SignallingGatewaySettings | null = gatewaySettings(nodeNamed(scenario, gateway))
  if (there === null) return `${gateway} is no signalling-gateway: name one.`
  const routingContext = settings['routing-context']
  const server = applicationServerAt(scenario, gateway, routingContext)
  if (server === null) {
    const known = there['application-servers'].map((each) => each['routing-context']).join(', ')
    return `${gateway} has no Application Server with routing-context ${routingContext}: it has ${known}.`
  }
  const mode = settings['traffic-mode']
  if (mode === undefined || mode === server['traffic-mode']) return null
  return `${gateway} has ${nameOf(server)} in ${server['traffic-mode']}, not ${mode}: say the same at both.`
}

function flowContradictions(plan: TrafficPlan, wrong: number | string | null): readonly RoleContradiction[] {
  const found: RoleContradiction[] = []
  const add = (message: string) => found.push({ place: [], message: `flow ${plan.flow} ${message}` })
  if (typeof wrong === 'string') add(wrong)
  if (plan.octets < SHORTEST_PAYLOAD || plan.octets > LONGEST_USER_DATA)
    add(`has messages of ${plan.octets} octets: give them a size of ${SHORTEST_PAYLOAD} to ${LONGEST_USER_DATA}.`)
  return found
}
