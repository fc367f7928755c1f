import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatIpAddress, parseIpAddress } from '@sigbed/octets'
import { verifyChecksum } from '@sigbed/sctp-codec'
import { CHECKSUM_ABSENT, CHECKSUM_BAD, PacketBatch, TransportAddressTable } from '@sigbed/sctp-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DatagramTransport, noTrafficYet, type TransportStatistics } from '../datagram-transport.js'
import { readBlocks, readPackets, textOf } from '../testing/pcapng-reader.js'
import { CaptureFile } from './capture-file.js'
import { CapturingTransport } from './capturing-transport.js'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'capture-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

class Leaf implements DatagramTransport {
  onReceive: (batch: PacketBatch) => void = () => {}
  readonly statistics: TransportStatistics = noTrafficYet()
  readonly sent: PacketBatch[] = []
  closed = false
  send(batch: PacketBatch) {
    this.sent.push(batch)
  }
  async close() {
    this.closed = true
  }
}

function setUp(name: string, withInbound: boolean, mostAddresses?: number) {
  const path = join(folder, name)
  const file = CaptureFile.open({ path, startedAtEpochNs: 0n })
  const addresses = new TransportAddressTable(mostAddresses)
  const leaf = new Leaf()
  let now = 0
  const transport = new CapturingTransport(leaf, file, { addresses, now: () => ++now, withInbound })
  const address = (text: string, port = 9899) => addresses.intern(parseIpAddress(text)!, port)
  const batch = (local: number, remote: number, fill: number, checksum: number) => {
    const made = new PacketBatch()
    const octets = new Uint8Array(16).fill(fill)
    octets.fill(0, 8, 12)
    made.append(octets, 0, 16, local, remote, checksum)
    return made
  }
  const written = () => {
    file.close()
    const octets = readFileSync(path)
    const interfaces = readBlocks(octets)
      .filter(({ type }) => type === 1)
      .map(({ options }) => ({ name: textOf(options.get(2)), description: textOf(options.get(3)) }))
    return { interfaces, packets: readPackets(octets) }
  }
  return { transport, leaf, addresses, address, batch, written }
}

describe('capturing transport', () => {
  it('writes down what is sent, each path an interface, and passes it on as it is', () => {
    const { transport, leaf, address, batch, written } = setUp('sent.pcapng', false)
    const [a1, a2, z] = [address('10.0.0.1'), address('fd00::1'), address('10.0.0.2', 9900)]
    const z2 = address('fd00::2')
    const first = batch(a1, z, 1, CHECKSUM_ABSENT)
    transport.send(first)
    transport.send(batch(a2, z2, 2, CHECKSUM_ABSENT))
    transport.send(batch(a1, z, 3, CHECKSUM_ABSENT))
    expect(leaf.sent[0]).toBe(first)
    expect([...first.arena.subarray(8, 12)]).toEqual([0, 0, 0, 0])
    leaf.onReceive(batch(a1, z, 4, CHECKSUM_ABSENT))
    const { interfaces, packets } = written()
    expect(interfaces.map(({ name }) => name)).toEqual(['10.0.0.1 - 10.0.0.2', 'fd00::1 - fd00::2'])
    expect(interfaces[0]!.description).toContain('between ports 9899 and 9900')
    expect(packets.map(({ interfaceId, frame }) => `${interfaceId}: ${frame.at(-1)}`)).toEqual(['0: 1', '1: 2', '0: 3'])
    expect(packets.every(({ frame }) => verifyChecksum(frame, frame.length - 16, 16))).toBe(true)
  })

  it('writes down what is received where it is told to, as it came, and hands it on', () => {
    const { transport, leaf, address, batch, written } = setUp('received.pcapng', true)
    const [a, z] = [address('10.0.0.1', 0), address('10.0.0.2', 0)]
    const received: PacketBatch[] = []
    transport.onReceive = (one) => received.push(one)
    const damaged = batch(a, z, 5, CHECKSUM_BAD)
    leaf.onReceive(damaged)
    transport.send(batch(a, z, 6, CHECKSUM_ABSENT))
    expect(received).toEqual([damaged])
    const { interfaces, packets } = written()
    expect(interfaces).toEqual([{ name: '10.0.0.1 - 10.0.0.2', description: 'SCTP path 10.0.0.1 - 10.0.0.2' }])
    const ways = packets.map(({ frame, flags }) => `${formatIpAddress(frame, 12, 4)} to ${formatIpAddress(frame, 16, 4)}, flags ${flags}`)
    expect(ways).toEqual(['10.0.0.2 to 10.0.0.1, flags 1', '10.0.0.1 to 10.0.0.2, flags 2'])
    expect(verifyChecksum(packets[0]!.frame, 20, 16)).toBe(false)
  })

  it('gives the path to another address an interface of its own, though it has the index of a forgotten one', () => {
    const { transport, addresses, address, batch, written } = setUp('forgotten.pcapng', false, 2)
    const a = address('10.0.0.1')
    addresses.hold(a)
    const indices = ['10.0.0.2', '10.0.0.3'].map((text, i) => {
      for (let turn = 0; turn < 2; turn++) addresses.endTurn()
      const z = address(text)
      transport.send(batch(a, z, 1 + i, CHECKSUM_ABSENT))
      return z
    })
    expect(indices).toEqual([1, 1])
    const { interfaces, packets } = written()
    expect(interfaces.map(({ name }) => name)).toEqual(['10.0.0.1 - 10.0.0.2', '10.0.0.1 - 10.0.0.3'])
    expect(packets.map(({ interfaceId, frame }) => `${interfaceId}: ${frame.at(-1)}`)).toEqual(['0: 1', '1: 2'])
  })

  it('puts remarks on the next packet', () => {
    const { transport, address, batch, written } = setUp('remarks.pcapng', false)
    const [a, z] = [address('10.0.0.1'), address('10.0.0.2')]
    transport.send(batch(a, z, 1, CHECKSUM_ABSENT))
    transport.annotateNext('path 1 cut')
    transport.annotateNext('path 2 cut')
    transport.send(batch(a, z, 2, CHECKSUM_ABSENT))
    transport.send(batch(a, z, 3, CHECKSUM_ABSENT))
    expect(written().packets.map(({ comment }) => comment)).toEqual(['', 'path 1 cut\npath 2 cut', ''])
  })

  it('closes the transport below and shows its statistics', async () => {
    const { transport, leaf, written } = setUp('closed.pcapng', false)
    await transport.close()
    expect(leaf.closed).toBe(true)
    expect(transport.statistics).toBe(leaf.statistics)
    expect(written().packets).toEqual([])
  })
})
