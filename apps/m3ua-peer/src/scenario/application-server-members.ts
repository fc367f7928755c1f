import type { Scenario, ScenarioNode } from '@sigbed/testbed'
import {
  APPLICATION_SERVER_PROCESS_WORD,
  type ApplicationServerProcessSettings,
  type ApplicationServerSettings,
  SIGNALLING_GATEWAY_WORD,
  type SignallingGatewaySettings,
} from './m3ua-settings.js'

/** An ASP of a scenario in one Application Server. */
export interface Member {
  readonly node: string
  /** Becomes active only when the gateway says that the AS needs it. */
  readonly standby: boolean
}

/** What a node is told when it is a signalling gateway; null for any other. */
export function gatewaySettings(node: ScenarioNode | undefined): SignallingGatewaySettings | null {
  return node?.role === SIGNALLING_GATEWAY_WORD ? (node.settings as SignallingGatewaySettings) : null
}

/** What a node is told when it is an ASP; null for any other. */
export function aspSettings(node: ScenarioNode | undefined): ApplicationServerProcessSettings | null {
  return node?.role === APPLICATION_SERVER_PROCESS_WORD ? (node.settings as ApplicationServerProcessSettings) : null
}

export function nodeNamed(scenario: Scenario, name: string): ScenarioNode | undefined {
  return scenario.nodes.find((node) => node.name === name)
}

/** The AS of this Routing Context at a node; null when the node is no gateway, or has none such. */
export function applicationServerAt(scenario: Scenario, gateway: string, routingContext: number): ApplicationServerSettings | null {
  const settings = gatewaySettings(nodeNamed(scenario, gateway))
  return settings?.['application-servers'].find((applicationServer) => applicationServer['routing-context'] === routingContext) ?? null
}

/**
 * The ASPs of a scenario that serve an AS of a gateway, in the order of its nodes. RFC 4666 §4.3.4.3: in override one ASP is active at a
 * time, and whoever becomes active last is it. So that this is not left to chance the first is active, and the others stand by.
 */
export function membersOf(scenario: Scenario, gateway: string, routingContext: number): readonly Member[] {
  const overrides = applicationServerAt(scenario, gateway, routingContext)?.['traffic-mode'] === 'override'
  const members: Member[] = []
  for (const node of scenario.nodes) {
    const settings = aspSettings(node)
    if (settings === null || !settings.gateways.includes(gateway) || settings['routing-context'] !== routingContext) continue
    const hasActive = members.some(({ standby }) => !standby)
    members.push({ node: node.name, standby: settings.standby ?? (overrides && hasActive) })
  }
  return members
}

/** Whether an ASP stands by at the first gateway it names; it is to do the same at all of them. */
export function standsBy(scenario: Scenario, name: string, settings: ApplicationServerProcessSettings): boolean {
  const members = membersOf(scenario, settings.gateways[0]!, settings['routing-context'])
  return members.find(({ node }) => node === name)?.standby ?? false
}
