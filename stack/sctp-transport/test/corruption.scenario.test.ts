import { CHECKSUM_ABSENT, Endpoint, PacketBatch, TransportAddressTable } from '@sigbed/sctp-core'
import { SeededRandom, SimulatedNetwork, VirtualClock } from '@sigbed/simulated-network'
import { afterEach, describe, expect, it } from 'vitest'
import type { DatagramTransport } from '../src/datagram-transport.js'
import { EndpointDriver } from '../src/endpoint-driver.js'
import { EventLoopSurroundings } from '../src/event-loop-surroundings.js'
import { FaultInjector } from '../src/impairment/fault-injector.js'
import { ANY_ADDRESS } from '../src/impairment/path-impairment.js'
import { RawIp } from '../src/raw-ip.js'
import { SimulatedTransport } from '../src/simulated-transport.js'
import type { Surroundings } from '../src/surroundings.js'
import { SystemEnvironment } from '../src/system-environment.js'
import { rawIpObstacle } from '../src/testing/raw-ip-obstacle.js'
import { UdpEncapsulation } from '../src/udp-encapsulation.js'

const obstacle = rawIpObstacle(false)
const EVERYTHING = { local: ANY_ADDRESS, remote: ANY_ADDRESS }
const RTO_OF_20_MS = { rtoInitialMs: 20, rtoMinMs: 20, rtoMaxMs: 20 }
const opened: { close(): unknown }[] = []

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

type Leaf = DatagramTransport & { readonly localAddresses: readonly number[] }

async function openNode(local: string, surroundings: Surroundings, open: (table: TransportAddressTable, local: string) => Promise<Leaf>) {
  const addresses = new TransportAddressTable()
  const leaf = await open(addresses, local)
  const faults = new FaultInjector(leaf, addresses, surroundings)
  const endpoint = new Endpoint({ environment: new SystemEnvironment(), addresses, localAddresses: leaf.localAddresses })
  const driver = new EndpointDriver(endpoint, faults, { onMessage: () => {}, onEvent: () => {} }, surroundings)
  opened.push(driver, faults)
  return { addresses, leaf, faults, endpoint, driver }
}

type Node = Awaited<ReturnType<typeof openNode>>

/** Every packet that A sends is damaged: not one is believed, and each is counted where its checksum is looked at. */
async function expectNothingBelieved(a: Node, z: Node, letTimePass: (until: () => boolean) => Promise<void>): Promise<void> {
  z.endpoint.listen(2905, {})
  a.faults.impair(EVERYTHING, { corruptProbability: 1 }, 'outbound')
  const { octets, encapsulationPort } = z.addresses.at(z.leaf.localAddresses[0]!)
  const peer = a.addresses.intern(octets, encapsulationPort)
  a.endpoint.associate([peer], 2905, 40_000, RTO_OF_20_MS, a.driver.surroundings.now())
  a.driver.planDrain()
  await letTimePass(() => z.endpoint.statistics.checksumErrors >= 3)
  expect(z.endpoint.statistics.packetsReceived).toBe(z.endpoint.statistics.checksumErrors)
  expect(z.leaf.statistics.packetsSent).toBe(0)
  expect(a.faults.tally(EVERYTHING, 'outbound').corrupted).toBeGreaterThanOrEqual(z.endpoint.statistics.checksumErrors)
  // Without damage the next INIT is answered: what was wrong was the checksum, and nothing else.
  a.faults.healAll()
  await letTimePass(() => z.leaf.statistics.packetsSent > 0)
}

async function inRealTime(until: () => boolean): Promise<void> {
  for (let tries = 0; !until(); tries++) {
    if (tries === 2000) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

describe('a packet that the fault injector corrupts', () => {
  it('is found wrong by the peer over UDP', async () => {
    const surroundings = new EventLoopSurroundings()
    const open = (addresses: TransportAddressTable, local: string) => UdpEncapsulation.open({ addresses, local: [local], port: 0 })
    const [a, z] = [await openNode('127.132.20.1', surroundings, open), await openNode('127.132.20.2', surroundings, open)]
    await expectNothingBelieved(a, z, inRealTime)
  })

  it.skipIf(obstacle !== null)('is found wrong by the peer over raw IP', async () => {
    const surroundings = new EventLoopSurroundings()
    const open = (addresses: TransportAddressTable, local: string) => RawIp.open({ addresses, local: [local] })
    const [a, z] = [await openNode('127.132.20.3', surroundings, open), await openNode('127.132.20.4', surroundings, open)]
    await expectNothingBelieved(a, z, inRealTime)
  })

  it('is found wrong by the peer on the simulated network', async () => {
    const random = new SeededRandom(1)
    const clock = new VirtualClock(random)
    const network = new SimulatedNetwork(clock, random)
    const open = async (addresses: TransportAddressTable, local: string) =>
      new SimulatedTransport(network, clock, { addresses, local: [local] })
    const [a, z] = [await openNode('10.132.0.1', clock, open), await openNode('10.132.0.2', clock, open)]
    await expectNothingBelieved(a, z, async (until) => void clock.runUntil(until, 10_000))
  })

  it('is found wrong by its receiver when it is corrupted on the way in', async () => {
    const random = new SeededRandom(2)
    const clock = new VirtualClock(random)
    const network = new SimulatedNetwork(clock, random)
    const open = async (addresses: TransportAddressTable, local: string) =>
      new SimulatedTransport(network, clock, { addresses, local: [local] })
    const [a, z] = [await openNode('10.132.0.1', clock, open), await openNode('10.132.0.2', clock, open)]
    z.faults.impair(EVERYTHING, { corruptProbability: 1 }, 'inbound')
    const packet = new PacketBatch()
    const peer = a.addresses.intern(Uint8Array.of(10, 132, 0, 2), 0)
    packet.append(new Uint8Array(16), 0, 16, a.leaf.localAddresses[0]!, peer, CHECKSUM_ABSENT)
    a.faults.send(packet)
    clock.runUntil(10)
    expect(z.endpoint.statistics).toMatchObject({ packetsReceived: 1, checksumErrors: 1 })
  })
})
