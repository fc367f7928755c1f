import { BlockList, isIPv6 } from 'node:net'
import { formatIpAddress, parseIpAddress } from '@sigbed/octets'
import type { Scenario, ScenarioNetwork } from '../scenario/scenario.js'
import type { ComposeEngine } from './compose-engine.js'
import { LAB_LABEL } from './compose-names.js'
import { LabError } from './lab-error.js'
import { labIsAlive } from './lab-register.js'

/**
 * The address that the machine's own end of a bridge gets: the highest in its subnet that no node has.
 *
 * @throws LabError SIGBED_LAB_SCENARIO when the nodes have them all
 */
export function bridgeAddress({ name, subnet }: ScenarioNetwork, taken: readonly string[]): string {
  const [network = '', length = ''] = subnet.split('/')
  const octets = parseIpAddress(network)!
  const inUse = new Set(taken.map((address) => formatIpAddress(parseIpAddress(address)!)))
  const bits = 8 * octets.length
  for (let bit = Number(length); bit < bits; bit++) octets[bit >> 3]! |= 0x80 >> (bit & 7)
  for (let left = taken.length + 1; left > 0; left--) {
    // All ones is for broadcasts.
    octets[octets.length - 1]! -= 1
    const address = formatIpAddress(octets)
    if (!inSubnet(address, subnet) || address === network) break
    if (!inUse.has(address)) return address
  }
  throw new LabError('SIGBED_LAB_SCENARIO', `network ${name}: ${subnet} leaves no address for the bridge of its containers; make it larger`)
}

/** @throws LabError SIGBED_LAB_NETWORK (rejects) when one of the scenario's subnets is in use, by whom, and what to do */
export async function demandFreeSubnets(engine: ComposeEngine, { networks }: Scenario): Promise<void> {
  for (const theirs of await networksOf(engine)) {
    const ours = networks.find(({ subnet }) => theirs.subnets.some((other) => overlap(subnet, other)))
    if (ours === undefined) continue
    const { name, lab } = theirs
    const subnet = `network ${ours.name}: the Docker network ${name} has addresses of ${ours.subnet}`
    const owner = lab === null ? 'remove it with "docker network rm", or give yours another subnet' : remedyFor(lab)
    throw new LabError('SIGBED_LAB_NETWORK', `${subnet}: ${owner}`)
  }
}

function remedyFor(lab: string): string {
  return labIsAlive(lab)
    ? `another lab runs with it; wait for its end, or give one of them another subnet`
    : `it is left of a lab that was killed; "sigbed lab down" removes it`
}

interface DockerNetwork {
  readonly name: string
  /** The lab it belongs to; null when it belongs to none. */
  readonly lab: string | null
  readonly subnets: readonly string[]
}

async function networksOf(engine: ComposeEngine): Promise<readonly DockerNetwork[]> {
  const ids = (await engine.docker('network', 'ls', '--quiet')).split('\n').filter((id) => id !== '')
  if (ids.length === 0) return []
  // One that vanishes in between is of no interest, but makes the question fail: each is asked for by itself.
  const found = await Promise.all(ids.map((id) => engine.docker('network', 'inspect', '--format', NETWORK, id).catch(() => null)))
  return found
    .filter((text) => text !== null)
    .map((text) => JSON.parse(text) as InspectedNetwork)
    .map(({ name, labels, configurations }) => ({
      name,
      lab: labels?.[LAB_LABEL] ?? null,
      subnets: (configurations ?? []).map(({ Subnet }) => Subnet),
    }))
}

interface InspectedNetwork {
  readonly name: string
  readonly labels: Readonly<Record<string, string>> | null
  readonly configurations: readonly { readonly Subnet: string }[] | null
}

function overlap(a: string, b: string): boolean {
  return inSubnet(a.split('/')[0]!, b) || inSubnet(b.split('/')[0]!, a)
}

function inSubnet(address: string, subnet: string): boolean {
  const [network = '', length = ''] = subnet.split('/')
  if (isIPv6(address) !== isIPv6(network)) return false
  const family = isIPv6(network) ? 'ipv6' : 'ipv4'
  const block = new BlockList()
  block.addSubnet(network, Number(length), family)
  return block.check(address, family)
}

const NETWORK = '{"name":{{json .Name}},"labels":{{json .Labels}},"configurations":{{json .IPAM.Config}}}'
