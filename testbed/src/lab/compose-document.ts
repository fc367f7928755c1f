import type { Scenario, ScenarioNetwork, ScenarioNode } from '../scenario/scenario.js'
import { containerName, LAB_LABEL, MACHINE_LABEL, networkName } from './compose-names.js'
import { bridgeAddress } from './compose-subnets.js'

/** What of a lab's containers is not the scenario's to say. */
export interface ComposePlan {
  /** Name of the lab, which its containers and networks are labelled with. */
  readonly lab: string
  /** Of this machine: an engine may serve several, and only their own can see whether a lab lives. */
  readonly machine: string
  readonly image: string
  /** Folders of this machine that every container has at the same place. */
  readonly sharedFolders: readonly string[]
}

/**
 * A scenario as compose has it: a container for each node, which does nothing until it is told to, and a bridge for each network. Valid
 * for docker-compose 1.29 and for docker compose v2, which is why it has neither `version` nor `name`.
 */
export function composeDocument(scenario: Scenario, plan: ComposePlan): object {
  const labels = { [LAB_LABEL]: plan.lab, [MACHINE_LABEL]: plan.machine }
  const hasIpv6 = scenario.networks.some(isIpv6)
  return {
    services: Object.fromEntries(scenario.nodes.map((node) => [node.name, service(node, scenario, plan, labels, hasIpv6)])),
    networks: Object.fromEntries(scenario.networks.map((network) => [network.name, bridge(network, scenario, plan, labels)])),
  }
}

function service(node: ScenarioNode, scenario: Scenario, plan: ComposePlan, labels: object, hasIpv6: boolean): object {
  return {
    image: plan.image,
    container_name: containerName(plan.lab, node.name),
    // Waits for processes to be started in it, and gives the orphans among them somebody who waits for them.
    init: true,
    command: ['sleep', 'infinity'],
    // Raw IP sockets, and interfaces and packet filters that can be changed. Nothing is privileged.
    cap_add: ['NET_RAW', 'NET_ADMIN'],
    sysctls: hasIpv6 ? { ...IPV4_SYSCTLS, ...IPV6_SYSCTLS } : IPV4_SYSCTLS,
    labels,
    volumes: plan.sharedFolders.map((folder) => `${folder}:${folder}`),
    networks: Object.fromEntries(
      node.interfaces.map(({ network, address }) => {
        const { subnet } = scenario.networks.find(({ name }) => name === network)!
        return [network, { [subnet.includes(':') ? 'ipv6_address' : 'ipv4_address']: address }]
      }),
    ),
  }
}

function bridge(network: ScenarioNetwork, scenario: Scenario, plan: ComposePlan, labels: object): object {
  const taken = scenario.nodes.flatMap(({ interfaces }) => interfaces).map(({ address }) => address)
  return {
    name: networkName(plan.lab, network.name),
    driver: 'bridge',
    // A packet with the address of one network that takes another would be rewritten: bridged packets pass the packet filter, too.
    driver_opts: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' },
    ...(isIpv6(network) && { enable_ipv6: true }),
    ipam: { config: [{ subnet: network.subnet, gateway: bridgeAddress(network, taken) }] },
    labels,
  }
}

function isIpv6({ subnet }: ScenarioNetwork): boolean {
  return subnet.includes(':')
}

/** Who is multihomed answers by the path it was asked on; reverse path filtering would throw that away. */
const IPV4_SYSCTLS = { 'net.ipv4.conf.all.rp_filter': '0', 'net.ipv4.conf.default.rp_filter': '0' }
/** Addresses outlive an interface that is down, as they do with IPv4, and are of use at once: nobody else can have them. */
const IPV6_SYSCTLS = {
  'net.ipv6.conf.all.disable_ipv6': '0',
  'net.ipv6.conf.default.disable_ipv6': '0',
  'net.ipv6.conf.all.keep_addr_on_down': '1',
  'net.ipv6.conf.default.keep_addr_on_down': '1',
  'net.ipv6.conf.default.accept_dad': '0',
  'net.ipv6.conf.default.dad_transmits': '0',
}
