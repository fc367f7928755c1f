import { parseIpAddress, readU32, writeU32 } from '@sigbed/octets'
import {
  type Association,
  CHECKSUM_ABSENT,
  Endpoint,
  type EndpointEvent,
  type IcmpReport,
  PacketBatch,
  type ProtocolParameters,
  type ReceivedMessage,
  TransportAddressTable,
} from '@sigbed/sctp-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { EndpointDriver } from '../src/endpoint-driver.js'
import { EventLoopSurroundings } from '../src/event-loop-surroundings.js'
import { RawIp, type RawIpOptions } from '../src/raw-ip.js'
import { SystemEnvironment } from '../src/system-environment.js'
import { NetworkNamespaces } from '../src/testing/network-namespaces.js'
import { rawIpObstacle } from '../src/testing/raw-ip-obstacle.js'

const obstacle = rawIpObstacle(true)
const namespaces = new NetworkNamespaces()
const parties: { close(): Promise<void> }[] = []

/** A node of the lab: an SCTP endpoint on raw IP in its own network namespace, and what it was told. */
class Party {
  readonly addresses = new TransportAddressTable()
  readonly events: EndpointEvent['event'][] = []
  /** The serial numbers in the messages, in the order of their delivery. */
  readonly heard: number[] = []
  onMessage: (message: ReceivedMessage) => void = () => {}
  onRoom: () => void = () => {}
  association: Association | null = null

  static async open(namespace: string, local: readonly string[]): Promise<Party> {
    const party = new Party()
    const transport = await RawIp.open({ addresses: party.addresses, local, networkNamespace: namespaces.fileOf(namespace) })
    return party.attach(transport)
  }

  transport!: RawIp
  endpoint!: Endpoint
  driver!: EndpointDriver

  private attach(transport: RawIp): this {
    const { addresses } = this
    this.transport = transport
    this.endpoint = new Endpoint({ environment: new SystemEnvironment(), addresses, localAddresses: transport.localAddresses })
    const user = {
      onMessage: (_: Association, message: ReceivedMessage) => {
        this.heard.push(readU32(message.octets, message.offset))
        this.onMessage(message)
      },
      onEvent: ({ association, event }: EndpointEvent) => {
        this.association ??= association
        this.events.push(event)
        if (event.kind === 'send-buffer-available') this.onRoom()
      },
    }
    this.driver = new EndpointDriver(this.endpoint, transport, user, new EventLoopSurroundings())
    parties.push(this)
    return this
  }

  associate(destinations: readonly string[], port: number, parameters: Partial<ProtocolParameters>): Association {
    const indices = destinations.map((text) => this.addresses.intern(parseIpAddress(text)!, 0))
    this.association = this.endpoint.associate(indices, port, 40_000, parameters, performance.now())
    this.driver.planDrain()
    return this.association
  }

  /** What became of the path to an address, oldest first. */
  statesOf(remote: string): string[] {
    return this.events.flatMap((event) =>
      event.kind === 'network-status-change' && this.addresses.at(event.remoteAddress).text === remote ? [event.status] : [],
    )
  }

  async close(): Promise<void> {
    this.driver.close()
    await this.transport.close()
  }
}

/** Patient with the association, impatient with its paths, as a test has to be. */
const PARAMETERS: Partial<ProtocolParameters> = {
  rtoInitialMs: 200,
  rtoMinMs: 100,
  rtoMaxMs: 400,
  pathMaxRetrans: 2,
  associationMaxRetrans: 60,
  heartbeatIntervalMs: 100,
  sackDelayMs: 20,
}

afterEach(async () => {
  await Promise.all(parties.splice(0).map((party) => party.close()))
})
afterAll(() => namespaces.remove())

describe.skipIf(obstacle !== null)(`raw IP between network namespaces${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  beforeAll(() => {
    for (const name of ['a', 'z', 'r']) namespaces.add(name)
    namespaces.connect('one', 'a', ['10.132.1.1/24', 'fd00:132:1::1/64'], 'z', ['10.132.1.2/24', 'fd00:132:1::2/64'])
    namespaces.connect('two', 'a', ['10.132.2.1/24', 'fd00:132:2::1/64'], 'z', ['10.132.2.2/24', 'fd00:132:2::2/64'])
    // A router that leads to a narrower link, and to another address of Z.
    namespaces.connect('near', 'a', ['10.132.3.1/24', 'fd00:132:3::1/64'], 'r', ['10.132.3.254/24', 'fd00:132:3::fe/64'])
    namespaces.connect('far', 'r', ['10.132.4.254/24', 'fd00:132:4::fe/64'], 'z', ['10.132.4.2/24', 'fd00:132:4::2/64'], 1300)
    namespaces.forward('r')
    namespaces.ip('a', 'route', 'add', '10.132.4.0/24', 'via', '10.132.3.254')
    namespaces.ip('a', 'route', 'add', 'fd00:132:4::/64', 'via', 'fd00:132:3::fe')
    namespaces.ip('z', 'route', 'add', '10.132.3.0/24', 'via', '10.132.4.254')
    namespaces.ip('z', 'route', 'add', 'fd00:132:3::/64', 'via', 'fd00:132:4::fe')
  })

  it.each([
    ['IPv4', '10.132.1.', '10.132.2.'],
    ['IPv6', 'fd00:132:1::', 'fd00:132:2::'],
  ])(
    'loses none of 10,000 messages when a link goes down under them, over %s',
    async (_, one, two) => {
      const a = await Party.open('a', [`${one}1`, `${two}1`])
      const z = await Party.open('z', [`${one}2`, `${two}2`])
      z.endpoint.listen(5000, PARAMETERS)
      const association = a.associate([`${one}2`, `${two}2`], 5000, { ...PARAMETERS, sendBufferOctets: 100_000 })
      await vi.waitFor(() => expect(association.state).toBe('ESTABLISHED'), { timeout: 5000 })

      // One message after the other into a small send buffer, so that there is always something on its way.
      const octets = new Uint8Array(200)
      let sent = 0
      const fill = (): void => {
        for (; sent < MESSAGES; sent++) {
          writeU32(octets, 0, sent)
          if (association.send(3, 46, false, octets, 0, octets.length) !== 'queued') break
        }
        a.driver.planDrain()
      }
      a.onRoom = fill
      const afterTheCut = new Set<string>()
      let sentAtTheCut = 0
      z.onMessage = () => {
        if (z.heard.length !== 4000) return
        namespaces.ip('a', 'link', 'set', 'one', 'down')
        sentAtTheCut = sent
        const { onReceive } = z.transport
        z.transport.onReceive = (batch) => {
          for (let i = 0; i < batch.count; i++) afterTheCut.add(z.addresses.at(batch.localAddress[i]!).text)
          onReceive(batch)
        }
      }
      fill()
      await vi.waitFor(() => expect(z.heard.length).toBe(MESSAGES), { timeout: 15_000, interval: 20 })
      // In the midst of it: more was heard than was sent at the cut, and all that came after it came over the other link.
      expect(sentAtTheCut).toBeLessThan(MESSAGES)
      expect([...afterTheCut]).toContain(`${two}2`)
      expect(z.heard).toEqual(Array.from({ length: MESSAGES }, (_, i) => i))
      expect(a.statesOf(`${one}2`)).toContain('potentially-failed')
      expect(a.transport.statistics.sendFailures + association.statistics.dataChunksRetransmitted).toBeGreaterThan(0)
      expect(z.transport.kernelDrops + a.transport.kernelDrops).toBe(0)

      await vi.waitFor(() => expect(a.statesOf(`${one}2`)).toContain('inactive'), { timeout: 10_000 })
      namespaces.ip('a', 'link', 'set', 'one', 'up')
      await vi.waitFor(() => expect(a.statesOf(`${one}2`).at(-1)).toBe('active'), { timeout: 10_000 })
      expect(a.events.map(({ kind }) => kind)).not.toContain('communication-lost')
    },
    60_000,
  )

  it.each([
    ['IPv4', '10.132.1.1', '10.132.1.2'],
    ['IPv6', 'fd00:132:1::1', 'fd00:132:1::2'],
  ])('hears that nobody speaks SCTP at an address of %s', async (_, from, to) => {
    const { transport, addresses, icmp } = await listener(from)
    // An INIT with tag 0, DATA with a tag, and something with neither, which nothing can be verified by.
    sendPackets(transport, addresses, to, [
      [...COMMON_HEADER, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 20, 0, 0, 0, 77, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1],
      [...COMMON_HEADER, 0xde, 0xad, 0xbe, 0xef, 0, 0, 0, 0],
      [...COMMON_HEADER, 0, 0, 0, 0, 0, 0, 0, 0],
      [...COMMON_HEADER, 0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 0],
    ])
    await vi.waitFor(() => expect(icmp.length).toBe(3), { timeout: 5000 })
    const common = {
      kind: 'protocol-unreachable',
      remoteAddress: addresses.intern(parseIpAddress(to)!, 0),
      sourcePort: 5000,
      destinationPort: 5001,
      mtu: 0,
    }
    expect(icmp).toEqual([
      expect.objectContaining({ ...common, verificationTag: 0, initiateTag: 77 }),
      expect.objectContaining({ ...common, verificationTag: 0xdeadbeef, initiateTag: 0 }),
      expect.objectContaining({ ...common, verificationTag: 0xcafebabe, initiateTag: 0 }),
    ])
  })

  it.each([
    ['IPv4', '10.132.3.1', '10.132.4.2', 20],
    ['IPv6', 'fd00:132:3::1', 'fd00:132:4::2', 40],
  ])(
    'hears how much a narrow link takes, and never has a packet cut where the endpoint minds that, over %s',
    async (_, from, to, header) => {
      const { transport, addresses, icmp } = await listener(from, { pathMtuDiscovery: 'endpoint' })
      const z = await listener(to)
      const lengths: number[] = []
      z.transport.onReceive = (batch) => lengths.push(...batch.length.subarray(0, batch.count))
      const tagged = (length: number) => [...COMMON_HEADER, 1, 2, 3, 4, ...new Array(length - 8).fill(0)]
      for (let times = 1; times <= 2; times++) {
        sendPackets(transport, addresses, to, [tagged(1300 - header + 4), tagged(1300 - header)])
        await vi.waitFor(() => expect(icmp.length).toBe(times), { timeout: 5000 })
        await vi.waitFor(() => expect(lengths).toEqual(new Array(times).fill(1300 - header)), { timeout: 5000 })
      }
      expect(icmp[1]).toMatchObject({ kind: 'packet-too-big', mtu: 1300, verificationTag: 0x0102_0304 })
      expect(addresses.at(icmp[1]!.remoteAddress).text).toBe(to)
    },
  )

  it.each([
    ['IPv4', '10.132.3.1', '10.132.4.2'],
    ['IPv6', 'fd00:132:3::1', 'fd00:132:4::2'],
  ])('has large packets cut by the kernel once it knows of a narrow link, unless told otherwise, over %s', async (_, from, to) => {
    const { transport, addresses, icmp } = await listener(from)
    const z = await listener(to)
    const lengths: number[] = []
    z.transport.onReceive = (batch) => lengths.push(...batch.length.subarray(0, batch.count))
    const large = [...COMMON_HEADER, 1, 2, 3, 4, ...new Array(1392).fill(0)]
    // The kernel may know already, from the test before.
    sendPackets(transport, addresses, to, [large])
    await vi.waitFor(() => expect(icmp.length + lengths.length).toBe(1), { timeout: 5000 })
    sendPackets(transport, addresses, to, [large])
    await vi.waitFor(() => expect(lengths.at(-1)).toBe(large.length), { timeout: 5000 })
    expect(transport.statistics.sendFailures).toBe(0)
  })
})

/** A transport without an endpoint, in the namespace of its address, and what ICMP told it. */
async function listener(local: string, options: Partial<RawIpOptions> = {}) {
  const addresses = new TransportAddressTable()
  const isZ = local.endsWith('.2') || local.endsWith(':2')
  const networkNamespace = namespaces.fileOf(isZ ? 'z' : 'a')
  const transport = await RawIp.open({ ...options, addresses, local: [local], networkNamespace })
  parties.push(transport)
  const icmp: IcmpReport[] = []
  transport.onIcmp = (message) => icmp.push(message)
  return { transport, addresses, icmp }
}

function sendPackets(transport: RawIp, addresses: TransportAddressTable, to: string, packets: readonly (readonly number[])[]): void {
  const batch = new PacketBatch()
  const remote = addresses.intern(parseIpAddress(to)!, 0)
  for (const octets of packets) {
    batch.append(Uint8Array.from(octets), 0, octets.length, transport.localAddresses[0]!, remote, CHECKSUM_ABSENT)
  }
  transport.send(batch)
}

const MESSAGES = 10_000
/** Ports 5000 to 5001; tag and checksum follow. */
const COMMON_HEADER = [0x13, 0x88, 0x13, 0x89]
