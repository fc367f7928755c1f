import { formatIpAddress, parseIpAddress } from '@sigbed/octets'
import { type Report, reportIssue } from '../configuration/schema-issue.js'
import { listed, unknownName } from './grammar/scenario-names.js'
import type { RoleKind } from './role-kind.js'
import type { ScenarioInterface, ScenarioNetwork, ScenarioNode } from './scenario.js'
import type { ScenarioDocument } from './scenario-document.js'
import { Subnet } from './subnet.js'

type NodeDocument = ScenarioDocument['nodes'][string]

/** What is known of a scenario by the time its nodes are looked at. */
interface Surroundings {
  readonly networks: readonly ScenarioNetwork[]
  /** Those that are wrong in themselves included. */
  readonly networkNames: readonly string[]
  readonly nodeNames: readonly string[]
  readonly roleKinds: readonly RoleKind[]
}

/** Nodes with their addresses and the settings of their roles. */
export function resolveNodes(nodes: ScenarioDocument['nodes'], around: Surroundings, report: Report): ScenarioNode[] {
  const resolved = Object.entries(nodes).flatMap(([name, document]) => {
    const interfaces = interfacesOf(name, document, around, report)
    const role = roleOf(name, document, around.roleKinds, report)
    return role === null ? [] : [{ name, interfaces, ...role }]
  })
  reportSharedAddresses(resolved, report)
  for (const node of resolved) reportStrangers(node, resolved, around, report)
  return resolved
}

function interfacesOf(node: string, { interfaces }: NodeDocument, around: Surroundings, report: Report): ScenarioInterface[] {
  const given = Array.isArray(interfaces)
    ? interfaces.map((network): [string, string | null] => [network, null])
    : Object.entries(interfaces)
  const resolved: ScenarioInterface[] = []
  given.forEach(([network, address], i) => {
    const place = ['nodes', node, 'interfaces', address === null ? i : network]
    const subnet = Subnet.parse(around.networks.find(({ name }) => name === network)?.subnet ?? '')
    if (!around.networkNames.includes(network)) report(place, unknownName(network, 'network', around.networkNames))
    else if (resolved.some((earlier) => earlier.network === network))
      report(place, `${network} stands here twice: a node has one interface on a network.`)
    else {
      const own = address ?? subnet?.addressAt(firstPlace(subnet) + around.nodeNames.indexOf(node)) ?? UNKNOWN
      const wrong = subnet === null ? null : wrongWith(own, subnet, network)
      if (wrong !== null) report(place, wrong)
      resolved.push({ network, address: subnet === null || wrong !== null ? UNKNOWN : formatIpAddress(parseIpAddress(own)!) })
    }
  })
  if (given.length === 0) report(['nodes', node, 'interfaces'], 'a node without a network reaches nobody: name one.')
  return resolved
}

function wrongWith(address: string, subnet: Subnet, network: string): string | null {
  const octets = parseIpAddress(address)
  const instead = `take ${subnet.addressAt(firstPlace(subnet))} or one behind it`
  if (octets === null) return `${address} is no IP address; ${instead}.`
  if (!subnet.contains(octets)) return `${address} is not in ${subnet.text}, the subnet of ${network}; ${instead}.`
  const place = subnet.placeOf(octets)
  const isLast = subnet.isIpv4 && place === subnet.size - 1
  return place < 2 || isLast ? `${address} is not for nodes (network, gateway and broadcast addresses); ${instead}.` : null
}

/** The tenth, as people count: 10.132.1.10, fd00:132:1::10. */
function firstPlace(subnet: Subnet): number {
  return subnet.isIpv4 ? Math.min(10, subnet.size / 2) : 0x10
}

function roleOf(
  node: string,
  document: NodeDocument,
  roleKinds: readonly RoleKind[],
  report: Report,
): Pick<ScenarioNode, 'role' | 'settings'> | null {
  const words = roleKinds.map(({ word }) => word)
  const given = words.filter((word) => document[word as keyof NodeDocument] !== undefined)
  if (given.length !== 1) {
    const remedy = given.length === 0 ? `give it one of ${listed(words)}` : `leave one of them, and make a node for each other`
    report(['nodes', node], `has ${given.length === 0 ? 'no role' : `the roles ${listed(given)}`}: ${remedy}.`)
    return null
  }
  const { word, schema } = roleKinds.find((kind) => kind.word === given[0])!
  const settings: unknown = document[word as keyof NodeDocument]
  if (settings !== null) return { role: word, settings }
  // Nothing behind the word: all its defaults.
  const checked = schema.safeParse({})
  if (checked.success) return { role: word, settings: checked.data }
  for (const issue of checked.error.issues)
    reportIssue(issue, {}, schema, (place, message) => report(['nodes', node, word, ...place], message))
  return null
}

function reportSharedAddresses(nodes: readonly ScenarioNode[], report: Report): void {
  const owners = new Map<string, string>()
  for (const { name, interfaces } of nodes)
    for (const { network, address } of interfaces) {
      // What is wrong with its network has been told.
      if (address === UNKNOWN) continue
      const owner = owners.get(address)
      if (owner !== undefined && owner !== name)
        report(['nodes', name, 'interfaces', network], `${address} is the address of ${owner}: give each node its own.`)
      owners.set(address, name)
    }
}

/** Nodes a role names that are not there, cannot be reached, or speak another protocol. */
function reportStrangers(node: ScenarioNode, nodes: readonly ScenarioNode[], { roleKinds, nodeNames }: Surroundings, report: Report): void {
  const kindOf = (word: string) => roleKinds.find((kind) => kind.word === word)!
  const kind = kindOf(node.role)
  for (const { place, node: named } of kind.nodesNamed(node.settings)) {
    const tell = (message: string) => report(['nodes', node.name, node.role, ...place], message)
    const peer = nodes.find(({ name }) => name === named)
    if (!nodeNames.includes(named)) tell(unknownName(named, 'node', nodeNames))
    else if (named === node.name) tell('names the node itself: name another.')
    else if (peer !== undefined && !networksBetween(node, peer).length)
      tell(`${named} shares no network with ${node.name}: give both an interface on one.`)
    else if (peer !== undefined && kindOf(peer.role).protocol !== kind.protocol)
      tell(`${named} is a ${peer.role}, which speaks no ${kind.protocol}: name another.`)
  }
}

function networksBetween(a: ScenarioNode, z: ScenarioNode): string[] {
  return a.interfaces.map(({ network }) => network).filter((network) => z.interfaces.some((other) => other.network === network))
}

/** Of an interface whose address, or whose network's subnet, was reported: it is there, and leads to its network. */
const UNKNOWN = ''
