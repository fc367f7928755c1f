import { networkInterfaces } from 'node:os'
import { fillChecksum } from '@sigbed/sctp-codec'
import { CHECKSUM_ABSENT, CHECKSUM_BAD, CHECKSUM_GOOD, PacketBatch, TransportAddressTable } from '@sigbed/sctp-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { RawIp, type RawIpOptions } from './raw-ip.js'
import { loadRawIpAddon, type RawIpAddon } from './raw-ip-addon.js'
import { rawIpObstacle } from './testing/raw-ip-obstacle.js'

const obstacle = rawIpObstacle(false)

interface Arrival {
  octets: number[]
  local: string
  remote: string
  checksum: number
}

/** An endpoint's end of the wire, with what has arrived there, batch by batch. */
interface End {
  transport: RawIp
  addresses: TransportAddressTable
  batches: Arrival[][]
}

const ends: RawIp[] = []

async function open(local: string[], options: Partial<RawIpOptions> = {}): Promise<End> {
  const addresses = options.addresses ?? new TransportAddressTable()
  const transport = await RawIp.open({ ...options, addresses, local })
  ends.push(transport)
  const batches: Arrival[][] = []
  const textOf = (index: number) => {
    expect(addresses.at(index).encapsulationPort).toBe(0)
    return addresses.at(index).text
  }
  transport.onReceive = (batch) => {
    batches.push(
      Array.from({ length: batch.count }, (_, i) => ({
        octets: [...batch.arena.subarray(batch.offset[i]!, batch.offset[i]! + batch.length[i]!)],
        local: textOf(batch.localAddress[i]!),
        remote: textOf(batch.remoteAddress[i]!),
        checksum: batch.checksum[i]!,
      })),
    )
  }
  return { transport, addresses, batches }
}

afterEach(async () => {
  await Promise.all(ends.splice(0).map((transport) => transport.close()))
})

/** A packet with an empty checksum and `length` - 12 octets of `fill` behind its common header. */
function packet(fill: number, length = 16): Uint8Array {
  const octets = new Uint8Array(length).fill(fill)
  octets.set([0x0b, 0x59, 0x0b, 0x59, 1, 2, 3, 4, 0, 0, 0, 0])
  return octets
}

function checked(octets: Uint8Array): number[] {
  const copy = octets.slice()
  fillChecksum(copy, 0, copy.length)
  return [...copy]
}

const peer = (from: End, to: End, which = 0) => from.addresses.intern(to.addresses.at(to.transport.localAddresses[which]!).octets, 0)

function batchOf(packets: readonly Uint8Array[], local: number, remote: number): PacketBatch {
  const batch = new PacketBatch(256, 1 << 19)
  for (const octets of packets) batch.append(octets, 0, octets.length, local, remote, CHECKSUM_ABSENT)
  return batch
}

const arrived = (end: End) => end.batches.flat()
const untilArrived = (end: End, count: number) => vi.waitFor(() => expect(arrived(end).length).toBe(count), { timeout: 5000, interval: 5 })
const silence = () => new Promise((resolve) => setTimeout(resolve, 60))

/** Sends IPv4 packets as they are, headers and all (protocol 255 of raw(7)), as no transport of ours would. */
function sendRaw(to: readonly number[], datagrams: readonly (readonly number[])[]): void {
  const { addon } = loadRawIpAddon() as { addon: RawIpAddon }
  const socket = addon.open({
    family: 4,
    protocol: 255,
    address: Uint8Array.of(127, 132, 0, 1),
    receiveBuffer: 0,
    sendBuffer: 0,
    fragmented: true,
    networkNamespace: '',
    onReadable: () => {},
  })
  const addresses = new Uint8Array(16)
  addresses.set(to)
  for (const datagram of datagrams) {
    const outcome = new Int32Array(1)
    const one = Int32Array.of(0)
    addon.send(socket, Uint8Array.from(datagram), one, Int32Array.of(datagram.length), new Uint8Array(1), one, addresses, 0, 1, outcome)
    expect(outcome[0]).toBe(0)
  }
  addon.close(socket)
}

/** An IPv4 header from 127.132.0.1; the kernel fills in the rest. `options` are whole words. */
const ipv4 = (to: readonly number[], options: readonly number[] = []) => [
  ...[0x45 + options.length / 4, 0, 0, 0, 0, 0, 0, 0, 64, 132, 0, 0, 127, 132, 0, 1],
  ...to,
  ...options,
]

describe('raw IP without its addon', () => {
  it('says why there is none, how to build it, and what does without', async () => {
    const absent = { loaded: false, reason: 'not-built', detail: 'there is no such file' } as const
    const refused = RawIp.open({ addresses: new TransportAddressTable(), local: ['127.132.0.1'] }, absent)
    await expect(refused).rejects.toMatchObject({ name: 'TransportError', code: 'SIGBED_ADDON_ABSENT' })
    await expect(refused).rejects.toThrow(/not-built: there is no such file.*native\/build\.js.*UDP encapsulation/)
  })
})

describe.skipIf(obstacle !== null)(`raw IP${obstacle === null ? '' : ` (${obstacle})`}`, () => {
  it('carries a packet from the address of its path to the address of its path, with its checksum', async () => {
    const a = await open(['127.132.0.1', '127.132.0.2'])
    const z = await open(['127.132.1.1', '127.132.1.2'])
    for (const [from, to] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      z.batches.length = 0
      a.transport.send(batchOf([packet(7)], a.transport.localAddresses[from]!, peer(a, z, to)))
      await untilArrived(z, 1)
      expect(arrived(z)).toEqual([
        {
          octets: checked(packet(7)),
          local: ['127.132.1.1', '127.132.1.2'][to],
          remote: ['127.132.0.1', '127.132.0.2'][from],
          checksum: CHECKSUM_GOOD,
        },
      ])
    }
    expect(a.transport.statistics).toMatchObject({ packetsSent: 4, octetsSent: 64, sendFailures: 0 })
    expect(z.transport.statistics).toMatchObject({ packetsReceived: 4, octetsReceived: 64, receiveDiscards: 0 })
  })

  it('sends packets of several paths in one batch, each from its own address', async () => {
    const a = await open(['127.132.0.1', '127.132.0.2'])
    const z = await open(['127.132.1.1', '127.132.1.2'])
    const batch = new PacketBatch()
    for (let i = 0; i < 40; i++) {
      const octets = packet(i, 12 + 4 * i)
      batch.append(octets, 0, octets.length, a.transport.localAddresses[(i >> 2) & 1]!, peer(a, z, i & 1), CHECKSUM_ABSENT)
    }
    a.transport.send(batch)
    await untilArrived(z, 40)
    for (const { octets, local, remote, checksum } of arrived(z)) {
      const i = (octets.length - 12) / 4
      expect({ octets, local, remote, checksum }).toEqual({
        octets: checked(packet(i, 12 + 4 * i)),
        local: `127.132.1.${1 + (i & 1)}`,
        remote: `127.132.0.${1 + ((i >> 2) & 1)}`,
        checksum: CHECKSUM_GOOD,
      })
    }
  })

  it('loses nothing of a burst and keeps its order, in batches of at most 64', async () => {
    const a = await open(['127.132.0.1'])
    const z = await open(['127.132.1.1', '127.132.1.2'])
    const packets = Array.from({ length: 200 }, (_, i) => packet(i, 1400))
    a.transport.send(batchOf(packets, a.transport.localAddresses[0]!, peer(a, z, 0)))
    a.transport.send(batchOf(packets, a.transport.localAddresses[0]!, peer(a, z, 1)))
    await untilArrived(z, 400)
    expect(Math.max(...z.batches.map((batch) => batch.length))).toBe(64)
    for (const local of ['127.132.1.1', '127.132.1.2']) {
      const fills = arrived(z).filter((one) => one.local === local && one.checksum === CHECKSUM_GOOD)
      expect(fills.map(({ octets }) => octets[12])).toEqual(packets.map((octets) => octets[12]))
    }
    expect(z.transport.kernelDrops).toBe(0)
  })

  it('carries packets as long as IP allows, in fragments where it must', async () => {
    const a = await open(['127.132.0.1'])
    const z = await open(['127.132.1.1'])
    for (const length of [12, 13, 4000, 65_515]) {
      a.transport.send(batchOf([packet(9, length)], a.transport.localAddresses[0]!, peer(a, z)))
    }
    await untilArrived(z, 4)
    expect(arrived(z).map(({ octets, checksum }) => [octets.length, checksum])).toEqual(
      [12, 13, 4000, 65_515].map((length) => [length, CHECKSUM_GOOD]),
    )
  })

  it('leaves the lent batch as it was and needs it no longer than the call', async () => {
    const a = await open(['127.132.0.1'])
    const z = await open(['127.132.1.1'])
    const batch = batchOf([packet(1), packet(2)], a.transport.localAddresses[0]!, peer(a, z))
    const before = batch.arena.slice(0, batch.end)
    a.transport.send(batch)
    expect(batch.arena.subarray(0, batch.end)).toEqual(before)
    batch.arena.fill(0xdd)
    await untilArrived(z, 2)
    expect(arrived(z).map(({ octets }) => octets)).toEqual([checked(packet(1)), checked(packet(2))])
  })

  it('reads past the options of an IP header, marks a wrong checksum, and discards what is no packet', async () => {
    const z = await open(['127.132.1.1'])
    const to = [127, 132, 1, 1]
    const wrong = checked(packet(5))
    wrong[15]! ^= 0x10
    sendRaw(to, [
      [...ipv4(to, [1, 1, 1, 1, 1, 1, 1, 0]), ...checked(packet(3))],
      [...ipv4(to), ...wrong],
      [...ipv4(to), ...checked(packet(5)).slice(0, 11)],
      ipv4(to),
      [...ipv4(to), ...checked(packet(6))],
    ])
    await untilArrived(z, 3)
    expect(arrived(z)).toEqual([
      { octets: checked(packet(3)), local: '127.132.1.1', remote: '127.132.0.1', checksum: CHECKSUM_GOOD },
      { octets: wrong, local: '127.132.1.1', remote: '127.132.0.1', checksum: CHECKSUM_BAD },
      { octets: checked(packet(6)), local: '127.132.1.1', remote: '127.132.0.1', checksum: CHECKSUM_GOOD },
    ])
    expect(z.transport.statistics).toMatchObject({ packetsReceived: 3, receiveDiscards: 2 })
  })

  it('discards what comes from more strangers than the table takes', async () => {
    const z = await open(['127.132.1.1'], { addresses: new TransportAddressTable(2) })
    const a = await open(['127.132.0.1', '127.132.0.2'])
    for (const from of [0, 1, 0]) a.transport.send(batchOf([packet(from)], a.transport.localAddresses[from]!, peer(a, z)))
    await untilArrived(z, 2)
    expect(arrived(z).map(({ remote }) => remote)).toEqual(['127.132.0.1', '127.132.0.1'])
    expect(z.transport.statistics).toMatchObject({ packetsReceived: 2, receiveDiscards: 1 })
  })

  it('counts what cannot be sent, sends the rest, and throws nothing', async () => {
    const a = await open(['127.132.0.1'])
    const z = await open(['127.132.1.1'])
    const local = a.transport.localAddresses[0]!
    const reachable = peer(a, z)
    const noSocket = a.addresses.intern(Uint8Array.of(127, 132, 0, 9), 0)
    const inUdp = a.addresses.intern(Uint8Array.of(127, 132, 1, 1), 9899)
    const otherFamily = a.addresses.intern(new Uint8Array(16).fill(1), 0)
    // From the loopback to a network elsewhere: the kernel refuses.
    const elsewhere = a.addresses.intern(Uint8Array.of(203, 0, 113, 1), 0)
    const batch = new PacketBatch(16, 1 << 17)
    const add = (from: number, to: number, octets = packet(1)) => batch.append(octets, 0, octets.length, from, to, CHECKSUM_ABSENT)
    add(local, reachable)
    add(local, elsewhere)
    add(local, reachable)
    add(noSocket, reachable)
    add(local, inUdp)
    add(local, otherFamily)
    add(local, reachable, new Uint8Array(11))
    add(local, reachable, packet(1, 65_516))
    add(local, reachable)
    a.transport.send(batch)
    expect(a.transport.statistics).toMatchObject({ packetsSent: 3, octetsSent: 48, sendFailures: 6 })
    await untilArrived(z, 3)
    await a.transport.close()
    a.transport.send(batch)
    expect(a.transport.statistics).toMatchObject({ packetsSent: 3, sendFailures: 15 })
  })

  it('counts what a full receive buffer turned away', async () => {
    const a = await open(['127.132.0.1'])
    const z = await open(['127.132.1.1'], { receiveBuffer: 16_384 })
    expect(z.transport.receiveBuffer).toBe(32_768)
    const batch = batchOf(
      Array.from({ length: 200 }, () => packet(1, 1000)),
      a.transport.localAddresses[0]!,
      peer(a, z),
    )
    a.transport.send(batch)
    await silence()
    const { packetsSent } = a.transport.statistics
    const { packetsReceived } = z.transport.statistics
    expect(packetsSent).toBe(200)
    expect(z.transport.kernelDrops).toBeGreaterThan(0)
    expect(packetsReceived + z.transport.kernelDrops).toBe(200)
    await z.transport.close()
    expect(packetsReceived + z.transport.kernelDrops).toBe(200)
  })

  it('opens all addresses or none, and says which it could not', async () => {
    await expect(open(['127.132.0.1', '203.0.113.77'])).rejects.toMatchObject({
      name: 'TransportError',
      code: 'SIGBED_ADDRESS_UNAVAILABLE',
      message: expect.stringContaining('203.0.113.77'),
    })
    for (const local of [[], ['0.0.0.0'], ['127.0.0'], ['127.132.0.1', '127.132.0.1']]) {
      await expect(open(local)).rejects.toMatchObject({ code: 'SIGBED_ADDRESS_INVALID' })
    }
    await expect(open(['127.132.0.1'], { networkNamespace: '/run/netns/no-such' })).rejects.toMatchObject({ code: 'SIGBED_SOCKET' })
  })

  it('carries IPv6 beside IPv4 where the machine has it, and says so where it has not', async () => {
    const hasIpv6 = Object.values(networkInterfaces()).some((list) => list!.some(({ address }) => address === '::1'))
    if (!hasIpv6) {
      await expect(open(['127.132.0.1', '::1'])).rejects.toMatchObject({ code: 'SIGBED_ADDRESS_UNAVAILABLE' })
      return
    }
    const both = await open(['127.132.1.1', '::1'])
    const [ipv4Address, ipv6Address] = both.transport.localAddresses
    both.transport.send(batchOf([packet(3, 17), packet(4, 3000)], ipv6Address!, ipv6Address!))
    both.transport.send(batchOf([packet(5)], ipv4Address!, ipv4Address!))
    await untilArrived(both, 3)
    expect(
      arrived(both)
        .map(({ local, remote, octets, checksum }) => `${remote} to ${local}: ${octets.length}, ${checksum}`)
        .sort(),
    ).toEqual(['127.132.1.1 to 127.132.1.1: 16, 1', '::1 to ::1: 17, 1', '::1 to ::1: 3000, 1'])
  })

  it('receives nothing after it is closed, not even the rest of what had arrived in the same turn', async () => {
    const a = await open(['127.132.0.1'])
    const z = await open(['127.132.1.1'])
    const received = vi.fn(() => void z.transport.close())
    z.transport.onReceive = received
    a.transport.send(
      batchOf(
        Array.from({ length: 200 }, () => packet(1)),
        a.transport.localAddresses[0]!,
        peer(a, z),
      ),
    )
    await vi.waitFor(() => expect(received).toHaveBeenCalled())
    await silence()
    expect(received).toHaveBeenCalledTimes(1)
    expect(z.transport.statistics.packetsReceived).toBe(64)
    await z.transport.close()
  })
})
