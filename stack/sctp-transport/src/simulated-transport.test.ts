import { CHECKSUM_ABSENT, CHECKSUM_BAD, CHECKSUM_GOOD, PacketBatch, TransportAddressTable } from '@sigbed/sctp-core'
import { describe, expect, it } from 'vitest'
import { type PacketNetwork, SimulatedTransport } from './simulated-transport.js'
import { ManualSurroundings } from './testing/manual-surroundings.js'

type Receiver = (octets: Uint8Array, from: string, to: string) => void

/** A wire without length: packets arrive when the time of the surroundings goes on, changed by `onWire` if a test wants. */
class Wire implements PacketNetwork {
  readonly receivers = new Map<string, Receiver>()
  onWire: (octets: Uint8Array) => void = () => {}
  constructor(private readonly surroundings: ManualSurroundings) {}
  attach(address: string, receive: Receiver) {
    this.receivers.set(address, receive)
  }
  detach(address: string) {
    this.receivers.delete(address)
  }
  send(octets: Uint8Array, offset: number, length: number, from: string, to: string) {
    const copy = octets.slice(offset, offset + length)
    this.onWire(copy)
    this.surroundings.startTimer(1, () => {
      this.receivers.get(to)?.(copy, from, to)
      copy.fill(0xdd)
    })
  }
}

function setUp() {
  const surroundings = new ManualSurroundings()
  const wire = new Wire(surroundings)
  const end = (local: string[]) => {
    const addresses = new TransportAddressTable()
    const transport = new SimulatedTransport(wire, surroundings, { addresses, local, encapsulationPort: 9899 })
    const batches: { fill: number; local: string; remote: string; checksum: number }[][] = []
    transport.onReceive = (batch) => {
      const text = (index: number) => addresses.at(index).text
      batches.push(
        Array.from({ length: batch.count }, (_, i) => ({
          fill: batch.arena[batch.offset[i]! + 12]!,
          local: text(batch.localAddress[i]!),
          remote: text(batch.remoteAddress[i]!),
          checksum: batch.checksum[i]!,
        })),
      )
    }
    return { addresses, transport, batches }
  }
  return { surroundings, wire, a: end(['10.0.0.1', 'fd00::1']), z: end(['10.0.0.2', 'FD00:0::2']) }
}

function batchOf(fills: readonly number[], local: number, remote: number, length = 16): PacketBatch {
  const batch = new PacketBatch(256)
  for (const fill of fills) batch.append(new Uint8Array(length).fill(fill), 0, length, local, remote, CHECKSUM_ABSENT)
  return batch
}

describe('simulated transport', () => {
  it('carries packets with good checksums, and hands over what arrives at one instant as one batch', () => {
    const { surroundings, a, z } = setUp()
    const remote = a.addresses.intern(Uint8Array.of(10, 0, 0, 2), 9899)
    const batch = batchOf([1, 2, 3], a.transport.localAddresses[0]!, remote)
    a.transport.send(batch)
    batch.arena.fill(0xee)
    surroundings.advance(2)
    const arrival = { local: '10.0.0.2', remote: '10.0.0.1', checksum: CHECKSUM_GOOD }
    expect(z.batches).toEqual([
      [
        { ...arrival, fill: 1 },
        { ...arrival, fill: 2 },
        { ...arrival, fill: 3 },
      ],
    ])
    expect(z.addresses.at(z.addresses.intern(Uint8Array.of(10, 0, 0, 1), 9899)).encapsulationPort).toBe(9899)
    expect(a.transport.statistics).toMatchObject({ packetsSent: 3, octetsSent: 48 })
    expect(z.transport.statistics).toMatchObject({ packetsReceived: 3, octetsReceived: 48 })
  })

  it('attaches addresses in their canonical form', () => {
    const { surroundings, a, z } = setUp()
    const remote = a.addresses.intern(z.addresses.at(z.transport.localAddresses[1]!).octets, 9899)
    a.transport.send(batchOf([1], a.transport.localAddresses[1]!, remote))
    surroundings.advance(2)
    expect(z.batches.flat()).toEqual([{ fill: 1, local: 'fd00::2', remote: 'fd00::1', checksum: CHECKSUM_GOOD }])
  })

  it('marks what was damaged on the way and discards what is no packet', () => {
    const { surroundings, wire, a, z } = setUp()
    const remote = a.addresses.intern(Uint8Array.of(10, 0, 0, 2), 9899)
    wire.onWire = (octets) => (octets[13]! ^= 4)
    a.transport.send(batchOf([1], a.transport.localAddresses[0]!, remote))
    wire.send(new Uint8Array(11), 0, 11, '10.0.0.1', '10.0.0.2')
    wire.send(new Uint8Array(20), 0, 20, 'no address', '10.0.0.2')
    surroundings.advance(2)
    expect(z.batches.flat().map(({ checksum }) => checksum)).toEqual([CHECKSUM_BAD])
    expect(z.transport.statistics.receiveDiscards).toBe(2)
  })

  it('hands a full batch over at once', () => {
    const { surroundings, a, z } = setUp()
    const remote = a.addresses.intern(Uint8Array.of(10, 0, 0, 2), 9899)
    a.transport.send(
      batchOf(
        Array.from({ length: 100 }, (_, i) => i),
        a.transport.localAddresses[0]!,
        remote,
      ),
    )
    surroundings.advance(2)
    expect(z.batches.map((batch) => batch.length)).toEqual([64, 36])
    expect(z.batches.flat().map(({ fill }) => fill)).toEqual(Array.from({ length: 100 }, (_, i) => i))
  })

  it('counts what it cannot send', () => {
    const { a } = setUp()
    const remote = a.addresses.intern(Uint8Array.of(10, 0, 0, 2), 9899)
    a.transport.send(batchOf([1], remote, remote))
    a.transport.send(batchOf([1], a.transport.localAddresses[0]!, remote, 11))
    expect(a.transport.statistics).toMatchObject({ packetsSent: 0, sendFailures: 2 })
  })

  it('is silent after it is closed', async () => {
    const { surroundings, wire, a, z } = setUp()
    const remote = a.addresses.intern(Uint8Array.of(10, 0, 0, 2), 9899)
    a.transport.send(batchOf([1], a.transport.localAddresses[0]!, remote))
    await z.transport.close()
    await z.transport.close()
    surroundings.advance(2)
    expect(z.batches).toEqual([])
    expect([...wire.receivers.keys()]).toEqual(['10.0.0.1', 'fd00::1'])
    await a.transport.close()
    a.transport.send(batchOf([1], a.transport.localAddresses[0]!, remote))
    expect(a.transport.statistics.sendFailures).toBe(1)
  })
})
