import type { Scenario, ScenarioNode } from '../scenario/scenario.js'
import type { ScenarioLink, ScenarioLinks } from './scenario-links.js'

/** One node's interface on one network, with the port of the switch at the other end of its cable. */
interface Cable {
  readonly node: string
  readonly network: string
  /** In the node's namespace. */
  readonly interfaceName: string
  /** In the switches' namespace. */
  readonly portName: string
  readonly address: string
  readonly prefixLength: string
  /** Link-layer address of the interface. */
  readonly mac: string
}

/** Something broken in a namespace: how it is done, and how it is undone. */
export interface Disturbance {
  /** The same for the same thing broken in the same place. */
  readonly key: string
  readonly namespace: string
  /** As `ipBatch` takes it. */
  readonly family: 4 | 6 | null
  readonly begin: string
  readonly end: readonly string[]
}

/**
 * What a scenario becomes as network namespaces: one for each node, and one more for the switches, a bridge for each network. A pair of
 * veth interfaces is the cable between a node and a switch. Nothing leads from one network to another. All here is lines for `ip`.
 */
export class NetnsPlan {
  /** Of the switches. */
  readonly switches: string
  /** All, the switches' first. */
  readonly namespaces: readonly string[]
  private readonly cables: readonly Cable[]

  /** @param lab by which its namespaces are told from those of others; letters, digits and hyphens */
  constructor(
    private readonly scenario: Scenario,
    lab: string,
  ) {
    this.switches = `${NAMESPACE_PREFIX}${lab}`
    this.namespaces = [this.switches, ...scenario.nodes.map(({ name }) => this.namespaceOf(name))]
    this.cables = scenario.nodes.flatMap((node, i) => node.interfaces.map(({ network, address }) => this.cable(node, i, network, address)))
  }

  /** Of the addresses. */
  get families(): readonly (4 | 6)[] {
    return ([4, 6] as const).filter((family) => this.cables.some(({ address }) => isIpv6(address) === (family === 6)))
  }

  namespaceOf(node: string): string {
    return `${this.switches}-${PLAIN_NAME.test(node) ? node : `node.${this.scenario.nodes.findIndex(({ name }) => name === node) + 1}`}`
  }

  /** Makes the namespaces, empty. */
  namespaceLines(): readonly string[] {
    return this.namespaces.map((name) => `netns add ${name}`)
  }

  /** In the switches' namespace: bridges, and cables up to where they enter the nodes' namespaces. */
  switchLines(): readonly string[] {
    const bridges = this.scenario.networks.flatMap(({ name }) => {
      const bridge = this.bridgeName(name)
      // What is sent to all goes to all: no snooping on who wants it, and no waiting for other switches to be heard.
      return [`link add ${bridge} type bridge stp_state 0 forward_delay 0 mcast_snooping 0`, `link set ${bridge} up`]
    })
    const cables = this.cables.flatMap(({ node, network, interfaceName, portName, mac }) => [
      `link add ${portName} type veth peer name ${interfaceName} address ${mac} netns ${this.namespaceOf(node)}`,
      `link set ${portName} master ${this.bridgeName(network)} up`,
    ])
    return [...bridges, ...cables]
  }

  /** In a node's namespace: its interfaces. */
  nodeLines(node: string): readonly string[] {
    const ours = this.cables.filter((cable) => cable.node === node)
    const ipv4 = ours.filter(({ address }) => !isIpv6(address))
    return [
      'link set lo up',
      ...ipv4.map(({ address, prefixLength, interfaceName }) => `address add ${address}/${prefixLength} dev ${interfaceName}`),
      ...ours.flatMap((cable) => this.interfaceUpLines(cable)),
    ]
  }

  /** In a node's namespace, for each family: packets of a sender that is cut off are turned away by rules that come before that for local addresses. */
  ruleLines(): readonly string[] {
    return [`rule add pref ${LOCAL_RULE} lookup local`, 'rule del pref 0']
  }

  /**
   * All that is to be broken now. A node to and from which everything on a network is cut loses its carrier: the port of the switch goes
   * down. A link that is cut besides is cut by its receiver, by a rule. An interface that goes down loses its IPv6 addresses, its routes,
   * and whom it knows; it gets them back. A dead node hears nothing, for its kernel would tell everybody that no SCTP is there
   * (ICMP protocol unreachable, at which RFC 9260 §10 ends associations): it is to vanish without a word, as on every other network.
   */
  disturbances(links: ScenarioLinks, deadNodes: ReadonlySet<string> = new Set()): readonly Disturbance[] {
    const ports = this.cables.filter(({ node, network }) => isCutOff(links, node, network))
    const interfaces = this.cables.filter(({ node, network }) => !links.isInterfaceUp(node, network))
    return [
      ...ports.map(({ portName }) => disturbance(this.switches, null, `link set ${portName} down`, [`link set ${portName} up`])),
      ...interfaces.map((cable) =>
        disturbance(this.namespaceOf(cable.node), null, `link set ${cable.interfaceName} down`, this.interfaceUpLines(cable)),
      ),
      ...links.all.filter((link) => this.isCutByReceiver(links, link)).flatMap((link) => this.rulesAgainst(link)),
      ...this.cables.filter(({ node }) => deadNodes.has(node)).map((cable) => this.dropRule(cable, '')),
    ]
  }

  private isCutByReceiver(links: ScenarioLinks, { state, network, from, to }: ScenarioLink): boolean {
    return !state.up && !isCutOff(links, from, network) && !isCutOff(links, to, network)
  }

  /** A packet may have any address of its sender, whatever network it comes by. */
  private rulesAgainst({ network, from, to }: ScenarioLink): readonly Disturbance[] {
    const cable = this.cables.find((candidate) => candidate.node === to && candidate.network === network)!
    const sources = this.cables.filter(({ node, address }) => node === from && isIpv6(address) === isIpv6(cable.address))
    return sources.map(({ address }) => this.dropRule(cable, ` from ${address}`))
  }

  /** Packets that come in at an interface are lost without a word. */
  private dropRule({ node, interfaceName, address }: Cable, from: string): Disturbance {
    const rule = `pref ${DROP_RULE} iif ${interfaceName}${from} blackhole`
    return disturbance(this.namespaceOf(node), isIpv6(address) ? 6 : 4, `rule add ${rule}`, [`rule del ${rule}`])
  }

  /**
   * The link-layer addresses of the others are given, not asked for: an address resolution that falls into a cut is tried again after a
   * second, and would add that to whatever is measured.
   */
  private interfaceUpLines({ node, network, interfaceName, address, prefixLength }: Cable): readonly string[] {
    const others = this.cables.filter(
      (cable) => cable.network === network && cable.node !== node && isIpv6(cable.address) === isIpv6(address),
    )
    return [
      `link set ${interfaceName} up`,
      ...(isIpv6(address) ? [`address replace ${address}/${prefixLength} dev ${interfaceName} nodad`] : []),
      ...others.map((other) => `neighbour replace ${other.address} lladdr ${other.mac} dev ${interfaceName} nud permanent`),
    ]
  }

  private cable(node: ScenarioNode, nodeIndex: number, network: string, address: string): Cable {
    const networkIndex = this.scenario.networks.findIndex(({ name }) => name === network)
    const portName = `port${networkIndex + 1}-${nodeIndex + 1}`
    const interfaceName = INTERFACE_NAME.test(network) && !RESERVED_NAMES.has(network) ? network : `network.${networkIndex + 1}`
    const prefixLength = this.scenario.networks[networkIndex]!.subnet.split('/')[1]!
    const mac = ['02', '00', ...[networkIndex + 1, nodeIndex + 1].flatMap((n) => [hex(n >> 8), hex(n & 0xff)])].join(':')
    return { node: node.name, network, interfaceName, portName, address, prefixLength, mac }
  }

  private bridgeName(network: string): string {
    return `switch${this.scenario.networks.findIndex(({ name }) => name === network) + 1}`
  }
}

function disturbance(namespace: string, family: 4 | 6 | null, begin: string, end: readonly string[]): Disturbance {
  return { key: `${namespace} ${family} ${begin}`, namespace, family, begin, end }
}

/** Whether everything is cut between a node and all others on a network. */
function isCutOff(links: ScenarioLinks, node: string, network: string): boolean {
  const there = links.all.filter((link) => link.network === network && (link.from === node || link.to === node))
  return there.length > 0 && there.every(({ state }) => !state.up)
}

function isIpv6(address: string): boolean {
  return address.includes(':')
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0')
}

export const NAMESPACE_PREFIX = 'sigbed-'
const PLAIN_NAME = /^[\w-]{1,100}$/
/** What an interface may be called: 15 octets. */
const INTERFACE_NAME = /^[A-Za-z][\w-]{0,14}$/
/** `lo` is there; the others stand for many interfaces in the files of kernel parameters. */
const RESERVED_NAMES: ReadonlySet<string> = new Set(['lo', 'all', 'default'])
/** Rules go by their number, the lowest first. */
const DROP_RULE = 10
const LOCAL_RULE = 100
