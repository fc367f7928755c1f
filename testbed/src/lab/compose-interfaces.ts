import type { Scenario } from '../scenario/scenario.js'
import type { ScenarioLinks } from './scenario-links.js'

/** How the interfaces and the packet filter of a node's container are to be. */
export interface ContainerNetwork {
  /** In the scenario's order. */
  readonly interfaces: readonly ContainerInterface[]
  /** What is thrown away on arrival: packets with one of these sources for this destination. */
  readonly refused: readonly { readonly from: readonly string[]; readonly to: string }[]
}

export interface ContainerInterface {
  readonly network: string
  readonly address: string
  /** Whether it is there at all: an interface that is taken down is pulled out, its address with it. */
  readonly there: boolean
  /** Whether its link is up: it is down where everything is cut that comes or goes by it. */
  readonly up: boolean
}

/** What the links of a scenario make of one node's container. A cut in one direction alone is the receiver's to carry out. */
export function containerNetworkOf(scenario: Scenario, links: ScenarioLinks, node: string): ContainerNetwork {
  const plan = scenario.nodes.find(({ name }) => name === node)!
  const interfaces = plan.interfaces.map(({ network, address }) => {
    const own = links.all.filter((link) => link.network === network && (link.from === node || link.to === node))
    const up = own.length === 0 || own.some(({ state }) => state.up)
    return { network, address, there: links.isInterfaceUp(node, network), up }
  })
  const refused = interfaces
    .filter(({ there, up }) => there && up)
    .flatMap(({ network, address }) =>
      links.all
        .filter((link) => link.network === network && link.to === node && !link.state.up)
        .map(({ from }) => ({ from: addressesOf(scenario, from, address), to: address })),
    )
  return { interfaces, refused }
}

/**
 * For a shell in the container: brings what is there to what it is to be, whatever it was before. Interfaces are known by their addresses;
 * their names change when one is pulled out and put back.
 */
export function networkScript({ interfaces, refused }: ContainerNetwork): string {
  const rules = refused.map(({ from, to }) => {
    const family = to.includes(':') ? 'ip6' : 'ip'
    return `add rule inet sigbed arriving ${family} saddr { ${from.join(', ')} } ${family} daddr ${to} drop`
  })
  // One transaction: at no instant does a rule lack that was there and stays.
  const filter = ['add table inet sigbed', 'delete table inet sigbed', 'add table inet sigbed', CHAIN, ...rules]
  const settings = interfaces.filter(({ there }) => there).map(({ address, up }) => `interface ${address} ${up ? 'up' : 'down'}`)
  return [`printf '%s\\n' '${filter.join("' '")}' | nft -f -`, ...settings].join(' && ')
}

/** Said to a shell once, before any `networkScript`. */
export const NETWORK_SHELL_FUNCTIONS = `interface() {
  name=$(ip -oneline address show to "$1" | cut -d ' ' -f 2)
  [ -n "$name" ] || { echo "no interface has $1"; return 1; }
  ip link set "$name" "$2"
}`

/** For the shell, too: packets to a network go by an interface on it or nowhere, and never by way of the machine. */
export const WITHOUT_GATEWAYS = 'ip -4 route flush default; ip -6 route flush default'

function addressesOf({ nodes }: Scenario, node: string, like: string): readonly string[] {
  const { interfaces } = nodes.find(({ name }) => name === node)!
  return interfaces.map(({ address }) => address).filter((address) => address.includes(':') === like.includes(':'))
}

const CHAIN = 'add chain inet sigbed arriving { type filter hook input priority 0; }'
