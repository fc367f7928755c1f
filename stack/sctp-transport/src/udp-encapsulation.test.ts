import { createSocket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { fillChecksum } from '@sigbed/sctp-codec'
import { CHECKSUM_ABSENT, CHECKSUM_BAD, CHECKSUM_GOOD, PacketBatch, TransportAddressTable } from '@sigbed/sctp-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { UdpEncapsulation } from './udp-encapsulation.js'

interface Arrival {
  octets: number[]
  /** Texts, with ports where they tell something. */
  local: string
  remote: string
  checksum: number
}

/** An endpoint's end of the wire, with what has arrived there, batch by batch. */
interface End {
  transport: UdpEncapsulation
  addresses: TransportAddressTable
  batches: Arrival[][]
}

const ends: End[] = []

async function open(local: string[], port = 0): Promise<End> {
  const addresses = new TransportAddressTable()
  const transport = await UdpEncapsulation.open({ addresses, local, port })
  const batches: Arrival[][] = []
  const textOf = (index: number) => addresses.at(index).text
  transport.onReceive = (batch) => {
    batches.push(
      Array.from({ length: batch.count }, (_, i) => ({
        octets: [...batch.arena.subarray(batch.offset[i]!, batch.offset[i]! + batch.length[i]!)],
        local: textOf(batch.localAddress[i]!),
        remote: `${textOf(batch.remoteAddress[i]!)}:${addresses.at(batch.remoteAddress[i]!).encapsulationPort}`,
        checksum: batch.checksum[i]!,
      })),
    )
  }
  const end = { transport, addresses, batches }
  ends.push(end)
  return end
}

afterEach(async () => {
  await Promise.all(ends.splice(0).map(({ transport }) => transport.close()))
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

const peer = (from: End, to: End, which = 0) => {
  const { octets, encapsulationPort } = to.addresses.at(to.transport.localAddresses[which]!)
  return from.addresses.intern(octets, encapsulationPort)
}

function batchOf(packets: readonly Uint8Array[], local: number, remote: number): PacketBatch {
  const batch = new PacketBatch(256, 1 << 19)
  for (const octets of packets) batch.append(octets, 0, octets.length, local, remote, CHECKSUM_ABSENT)
  return batch
}

const arrived = (end: End) => end.batches.flat()
const untilArrived = (end: End, count: number) => vi.waitFor(() => expect(arrived(end).length).toBe(count), { timeout: 5000, interval: 5 })
const silence = () => new Promise((resolve) => setTimeout(resolve, 60))

describe('UDP encapsulation', () => {
  it('carries a packet from the address of its path to the address of its path, with its checksum', async () => {
    const a = await open(['127.0.0.1', '127.0.0.2'])
    const z = await open(['127.0.1.1', '127.0.1.2'])
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
          local: ['127.0.1.1', '127.0.1.2'][to],
          remote: `${['127.0.0.1', '127.0.0.2'][from]}:${a.transport.port}`,
          checksum: CHECKSUM_GOOD,
        },
      ])
    }
    expect(a.transport.statistics).toMatchObject({ packetsSent: 4, octetsSent: 64, sendFailures: 0 })
    expect(z.transport.statistics).toMatchObject({ packetsReceived: 4, octetsReceived: 64, receiveDiscards: 0 })
  })

  it('gives all local addresses one free port when the port is 0', async () => {
    const { transport, addresses } = await open(['127.0.0.1', '127.0.0.2', '127.0.0.3'])
    const ports = transport.localAddresses.map((index) => addresses.at(index).encapsulationPort)
    expect(transport.port).toBeGreaterThan(0)
    expect(new Set(ports)).toEqual(new Set([transport.port]))
    expect(transport.receiveBuffer).toBeGreaterThan(0)
  })

  it('hands over what arrives in one turn as one batch', async () => {
    const a = await open(['127.0.0.1'])
    const z = await open(['127.0.1.1'])
    const packets = Array.from({ length: 20 }, (_, i) => packet(i))
    a.transport.send(batchOf(packets, a.transport.localAddresses[0]!, peer(a, z)))
    await untilArrived(z, 20)
    expect(arrived(z).map(({ octets }) => octets)).toEqual(packets.map(checked))
    expect(z.batches.length).toBeLessThanOrEqual(2)
  })

  it('hands a full batch over at once and loses nothing of a burst', async () => {
    const a = await open(['127.0.0.1'])
    const z = await open(['127.0.1.1', '127.0.1.2'])
    const packets = Array.from({ length: 200 }, (_, i) => packet(i, 1400))
    a.transport.send(batchOf(packets, a.transport.localAddresses[0]!, peer(a, z, 0)))
    a.transport.send(batchOf(packets, a.transport.localAddresses[0]!, peer(a, z, 1)))
    await untilArrived(z, 400)
    expect(Math.max(...z.batches.map((batch) => batch.length))).toBeLessThanOrEqual(64)
    expect(arrived(z).every(({ checksum }) => checksum === CHECKSUM_GOOD)).toBe(true)
    for (const local of ['127.0.1.1', '127.0.1.2']) {
      expect(
        arrived(z)
          .filter((one) => one.local === local)
          .map(({ octets }) => octets[12]),
      ).toEqual(packets.map((octets) => octets[12]))
    }
  })

  it('leaves the lent batch as it was and needs it no longer than the call', async () => {
    const a = await open(['127.0.0.1'])
    const z = await open(['127.0.1.1'])
    const batch = batchOf([packet(1), packet(2)], a.transport.localAddresses[0]!, peer(a, z))
    const before = batch.arena.slice(0, batch.end)
    a.transport.send(batch)
    expect(batch.arena.subarray(0, batch.end)).toEqual(before)
    batch.arena.fill(0xdd)
    await untilArrived(z, 2)
    expect(arrived(z).map(({ octets }) => octets)).toEqual([checked(packet(1)), checked(packet(2))])
  })

  it('marks a packet whose checksum is wrong, and discards what is no packet', async () => {
    const z = await open(['127.0.1.1'])
    const stranger = createSocket('udp4')
    const wrong = Uint8Array.from(checked(packet(5)))
    wrong[15]! ^= 0x10
    for (const octets of [wrong, new Uint8Array(11), new Uint8Array(0), Uint8Array.from(checked(packet(6)))]) {
      stranger.send(octets, z.transport.port, '127.0.1.1')
    }
    await vi.waitFor(() => expect(z.transport.statistics).toMatchObject({ packetsReceived: 2, receiveDiscards: 2 }), { timeout: 5000 })
    stranger.close()
    await untilArrived(z, 2)
    expect(arrived(z).map(({ checksum }) => checksum)).toEqual([CHECKSUM_BAD, CHECKSUM_GOOD])
  })

  it('discards what comes from more strangers than the table takes', async () => {
    const addresses = new TransportAddressTable(2)
    const transport = await UdpEncapsulation.open({ addresses, local: ['127.0.1.1'], port: 0 })
    const received = vi.fn()
    transport.onReceive = (batch) => received(batch.count)
    const strangers = [createSocket('udp4'), createSocket('udp4')]
    for (const stranger of strangers) {
      await new Promise<void>((resolve) => stranger.bind(0, '127.0.0.1', resolve))
      await new Promise((resolve) => stranger.send(Uint8Array.from(checked(packet(1))), transport.port, '127.0.1.1', resolve))
    }
    await vi.waitFor(() => expect(transport.statistics).toMatchObject({ packetsReceived: 1, receiveDiscards: 1 }), { timeout: 5000 })
    for (const stranger of strangers) stranger.close()
    await transport.close()
  })

  it('counts what cannot be sent and throws nothing', async () => {
    const a = await open(['127.0.0.1'])
    const local = a.transport.localAddresses[0]!
    const noSocket = a.addresses.intern(Uint8Array.of(127, 0, 0, 9), 9899)
    const onIpItself = a.addresses.intern(Uint8Array.of(127, 0, 1, 1), 0)
    // From the loopback to a network elsewhere: the kernel refuses. From IPv4 to IPv6: the socket does.
    const elsewhere = a.addresses.intern(Uint8Array.of(203, 0, 113, 1), 9899)
    const otherFamily = a.addresses.intern(new Uint8Array(16).fill(1), 9899)
    const reachable = a.addresses.intern(Uint8Array.of(127, 0, 1, 1), 9)
    a.transport.send(batchOf([packet(1)], noSocket, reachable))
    a.transport.send(batchOf([packet(1)], local, onIpItself))
    a.transport.send(batchOf([packet(1)], local, elsewhere))
    a.transport.send(batchOf([packet(1)], local, otherFamily))
    a.transport.send(batchOf([new Uint8Array(4)], local, reachable))
    a.transport.send(batchOf([packet(1)], local, reachable))
    await vi.waitFor(() => expect(a.transport.statistics).toMatchObject({ sendFailures: 5, packetsSent: 1 }), { timeout: 5000 })
    await a.transport.close()
    a.transport.send(batchOf([packet(1)], local, reachable))
    expect(a.transport.statistics.sendFailures).toBe(6)
  })

  it('binds all addresses or none', async () => {
    const holder = await open(['127.0.0.2'])
    await expect(open(['127.0.0.1', '127.0.0.2'], holder.transport.port)).rejects.toMatchObject({
      name: 'TransportError',
      code: 'SIGBED_PORT_TAKEN',
      message: expect.stringContaining(`127.0.0.2:${holder.transport.port}`),
    })
    await expect(open(['127.0.0.1', '203.0.113.77'], holder.transport.port)).rejects.toMatchObject({ code: 'SIGBED_ADDRESS_UNAVAILABLE' })
    // Both failures have let go of the first address.
    const after = await open(['127.0.0.1'], holder.transport.port)
    expect(after.transport.port).toBe(holder.transport.port)
  })

  it('refuses a port that is none', async () => {
    for (const port of [-1, 65_536, 1.5]) await expect(open(['127.0.0.1'], port)).rejects.toMatchObject({ code: 'SIGBED_ADDRESS_INVALID' })
  })

  it('carries IPv6 beside IPv4 where the machine has it, and says so where it has not', async () => {
    const hasIpv6 = Object.values(networkInterfaces()).some((list) => list!.some(({ address }) => address === '::1'))
    if (!hasIpv6) {
      await expect(open(['127.0.0.1', '::1'])).rejects.toMatchObject({ code: 'SIGBED_ADDRESS_UNAVAILABLE' })
      return
    }
    const a = await open(['127.0.0.1', '::1'])
    const z = await open(['127.0.1.1', '::1'])
    a.transport.send(batchOf([packet(3)], a.transport.localAddresses[1]!, peer(a, z, 1)))
    a.transport.send(batchOf([packet(4)], a.transport.localAddresses[0]!, peer(a, z, 0)))
    await untilArrived(z, 2)
    expect(
      arrived(z)
        .map(({ local, remote }) => `${remote} to ${local}`)
        .sort(),
    ).toEqual([`127.0.0.1:${a.transport.port} to 127.0.1.1`, `::1:${a.transport.port} to ::1`])
  })

  it('receives nothing after it is closed, not even what had arrived in the same turn', async () => {
    const a = await open(['127.0.0.1'])
    const z = await open(['127.0.1.1'])
    a.transport.send(batchOf([packet(1)], a.transport.localAddresses[0]!, peer(a, z)))
    await z.transport.close()
    await z.transport.close()
    await silence()
    expect(arrived(z)).toEqual([])
  })
})
