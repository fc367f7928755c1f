import type { RoleContradiction, Scenario, ScenarioNode } from '@sigbed/testbed'
import { askingSettings, DIAMETER_CLIENT_WORD, DIAMETER_RELAY_WORD, DIAMETER_SERVER_WORD } from './diameter-settings.js'

/** What of a Diameter node does not go with the rest of its scenario. */
export function diameterContradictions(scenario: Scenario, node: ScenarioNode): readonly RoleContradiction[] {
  const found: RoleContradiction[] = []
  const servers = askingSettings(node)?.servers ?? []
  servers.forEach((server, i) => {
    const place = ['servers', i] as const
    const role = nodeNamed(scenario, server)?.role
    if (role !== DIAMETER_SERVER_WORD && role !== DIAMETER_RELAY_WORD)
      found.push({ place, message: `${server} is no diameter-server and no diameter-relay: name one.` })
    else if (servers.indexOf(server) !== i) found.push({ place, message: `${server} is named twice.` })
    else if (server === node.name || behind(scenario, server).includes(node.name))
      found.push({ place, message: `requests to ${server} come back to ${node.name}: let relays name only who is nearer to the servers.` })
  })
  if (found.length > 0) return found
  for (const { flow, from, to } of scenario.traffic) {
    if (from !== node.name) continue
    if (node.role !== DIAMETER_CLIENT_WORD) {
      found.push({ place: [], message: `flow ${flow} begins at ${from}, and requests do at a diameter-client: let it begin at one.` })
      continue
    }
    const whoAnswers = serversOf(scenario, node.name)
    if (isSame(to, whoAnswers) || isSame(to, servers)) continue
    found.push({ place: [], message: `flow ${flow} goes to ${to.join(', ')}, and ${from} asks ${whoAnswers.join(', ')}: name those.` })
  }
  return found
}

/** The diameter-servers that may answer what a node asks, be it by way of relays. */
export function serversOf(scenario: Scenario, name: string): readonly string[] {
  return behind(scenario, name).filter((node) => nodeNamed(scenario, node)?.role === DIAMETER_SERVER_WORD)
}

/** Every node that requests of this one may come to. */
function behind(scenario: Scenario, name: string): readonly string[] {
  const found: string[] = []
  const waiting = [name]
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const server of askingSettings(nodeNamed(scenario, at))?.servers ?? []) {
      if (found.includes(server)) continue
      found.push(server)
      waiting.push(server)
    }
  }
  return found
}

function nodeNamed(scenario: Scenario, name: string): ScenarioNode | undefined {
  return scenario.nodes.find((node) => node.name === name)
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one))
}
