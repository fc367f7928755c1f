import { findFreeUdpPort, TransportError } from '@sigbed/sctp-transport'
import type { LinkState, ScenarioNode } from '../scenario/scenario.js'
import { LabError } from './lab-error.js'
import { addressesAlikeOnLoopback, loopbackAddress } from './loopback-address.js'
import { type NodeSite, ProcessScenarioLab } from './process-scenario-lab.js'
import type { ScenarioLink } from './scenario-links.js'

/**
 * A process for each node, on the loopback addresses of this machine: real sockets, real time, no rights needed. All addresses are one
 * interface there, so that links are broken by the senders themselves: what would go over a link that is down, they throw away.
 *
 * 10.132.1.10 becomes 127.132.1.10, and every IPv6 address becomes ::1, as there is no other. Each node is encapsulated on a UDP port of
 * its own, by which those at one address are told apart.
 */
export class LoopbackScenarioLab extends ProcessScenarioLab {
  readonly kind = 'loopback'
  protected readonly carrier = 'udp'

  /** @throws LabError (rejects) SIGBED_LAB_UNAVAILABLE, or SIGBED_LAB_SCENARIO for a node with two addresses that become one */
  protected async makeNetworks(): Promise<readonly NodeSite[]> {
    const sites: NodeSite[] = []
    // Other labs of this machine search at the same time, and what is found is bound only later, by the nodes.
    let from = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT - PORTS_OF_A_LAB))
    for (const node of this.scenario.nodes) {
      const addresses = loopbackAddresses(node)
      const encapsulationPort = await freeLoopbackPort(addresses, from)
      sites.push({ node: node.name, addresses, encapsulationPort, command: this.options.nodeCommand })
      from = encapsulationPort + 1
    }
    return sites
  }

  protected async removeNetworks(): Promise<readonly string[]> {
    return []
  }

  protected linkStateAtSender({ state, carries }: ScenarioLink): LinkState {
    return { ...state, up: carries }
  }
}

function loopbackAddresses(node: ScenarioNode): readonly string[] {
  const alike = addressesAlikeOnLoopback(node)
  if (alike.length > 0)
    throw new LabError(
      'SIGBED_LAB_SCENARIO',
      `on loopback ${alike.join(' and ')} of node ${node.name} would both be ${loopbackAddress(alike[0]!)}: run it with --network simulated or netns`,
    )
  return node.interfaces.map(({ address }) => loopbackAddress(address))
}

/** Exported for the tests: on Linux every one of these addresses is there. */
export async function freeLoopbackPort(addresses: readonly string[], from: number, platform = process.platform): Promise<number> {
  try {
    return await findFreeUdpPort({ addresses, from })
  } catch (cause) {
    const unavailable = cause instanceof TransportError && cause.code === 'SIGBED_ADDRESS_UNAVAILABLE'
    if (!unavailable) throw new LabError('SIGBED_LAB_UNAVAILABLE', cause instanceof Error ? cause.message : String(cause), { cause })
    const alias = addresses.filter((address) => !address.includes(':')).map((address) => `sudo ifconfig lo0 alias ${address}`)
    const remedy = platform === 'darwin' ? `, or add them: ${alias.join('; ')}` : ''
    throw new LabError(
      'SIGBED_LAB_UNAVAILABLE',
      `this machine does not have all the loopback addresses ${addresses.join(', ')}: run it with --network simulated${remedy}`,
      { cause },
    )
  }
}

/** Below the ports that systems hand out by themselves. */
const FIRST_PORT = 20_000
const LAST_PORT = 32_000
const PORTS_OF_A_LAB = 500
