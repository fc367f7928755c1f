import type { NetworkKind } from '@sigbed/measurement'
import { ConfigurationError, type ConfigurationProblem } from '../configuration/configuration-error.js'
import { ConfigurationText, type Place, placeText } from '../configuration/configuration-text.js'
import { addressesAlikeOnLoopback, loopbackAddress } from '../lab/loopback-address.js'
import type { RoleKind } from './role-kind.js'
import type { Scenario } from './scenario.js'

/** What keeps a scenario that is sound in itself from being run on a kind of network. Empty when nothing does. */
export function networkObstacles(
  file: string,
  scenario: Scenario,
  network: NetworkKind,
  roleKinds: readonly RoleKind[],
): readonly ConfigurationProblem[] {
  const source = new ConfigurationText(file, scenario.text)
  const problems: ConfigurationProblem[] = []
  const report = (place: Place, message: string) => problems.push({ line: source.lineOf(place), place: placeText(place), message })
  for (const node of scenario.nodes) {
    const alike = network === 'loopback' ? addressesAlikeOnLoopback(node) : []
    if (alike.length > 0)
      report(['nodes', node.name, 'interfaces'], `${alike.join(' and ')} would both be ${loopbackAddress(alike[0]!)}: run it on another.`)
    const kind = roleKinds.find(({ word }) => word === node.role)
    for (const { place, message } of kind?.obstacles?.(scenario, node, network) ?? [])
      report(['nodes', node.name, node.role, ...place], message)
  }
  return problems
}

/** @throws ConfigurationError that names the network, with all that keeps the scenario from it */
export function refuseObstacles(file: string, scenario: Scenario, network: NetworkKind, roleKinds: readonly RoleKind[]): void {
  const problems = networkObstacles(file, scenario, network, roleKinds)
  if (problems.length === 0) return
  throw new ConfigurationError(
    file,
    problems.map((problem) => ({ ...problem, message: `not on the ${network} network: ${problem.message}` })),
  )
}
