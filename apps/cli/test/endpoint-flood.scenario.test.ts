import { execFileSync } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHECKSUM_ABSENT, PacketBatch, type TransportAddressTable } from '@sigbed/sctp-core'
import type { SctpEndpoint } from '@sigbed/sctp-sockets'
import type { DatagramTransport, TransportStatistics } from '@sigbed/sctp-transport'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildProgram } from './built-program.js'
import { connect, EndpointScene, freePort, type Heard, QUICK_FLAGS } from './endpoint-scene.js'

describe('sigbed endpoint under a flood', () => {
  let folder = ''
  let scene: EndpointScene

  beforeAll(buildProgram, 60_000)
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigbed-flood-'))
    scene = new EndpointScene(folder)
  })
  afterEach(async () => {
    await scene.clear()
    rmSync(folder, { recursive: true, force: true })
  })

  it('neither ends nor grows, and serves the next peer, after 10,000 random and mutated packets, twice', async () => {
    const port = await freePort()
    const { child, end } = await scene.start(['--udp-port', port, '--heartbeat-interval', 100, ...QUICK_FLAGS])
    let hasEnded = false
    void end.then(() => {
      hasEnded = true
    })
    const sockets = await openSockets(4)
    const insidious = async (): Promise<Insidious> => {
      let transport: InsidiousTransport | null = null
      const wrapTransport = (inner: DatagramTransport, addresses: TransportAddressTable, [local = 0]: readonly number[]) =>
        (transport = new InsidiousTransport(inner, local, addresses.intern(Uint8Array.of(127, 0, 0, 1), port)))
      return { endpoint: await scene.open({ wrapTransport }), transport: transport! }
    }
    const strangers = await Promise.all(Array.from({ length: 4 }, insidious))
    const seed = 20_260_107
    const random = randomFrom(seed)
    const memoryMiB: number[] = []
    for (let round = 0; round < 2; round++) {
      const { endpoint, transport: peer } = await insidious()
      await talk(await connect(endpoint, port))
      const models = peer.sent
      expect(models.length).toBeGreaterThan(10)
      for (let i = 0; i < PACKETS; i++) {
        if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
        const model = models[random(models.length)]!
        const socket = sockets[i % sockets.length]!
        switch (random(4)) {
          case 0:
            socket.send(randomOctets(random), port, '127.0.0.1')
            break
          case 1:
            // Its checksum is that of the model.
            socket.send(mutated(model, random), port, '127.0.0.1')
            break
          case 2:
            strangers[i % strangers.length]!.transport.inject(mutated(model, random))
            break
          default:
            // From the peer's own address, with its tag as often as not: this goes to the heart of a living association.
            peer.inject(mutated(model, random))
        }
      }
      const survivor = await connect(await scene.open(), port)
      await talk(survivor)
      await survivor.socket.close()
      expect(hasEnded, `seed ${seed}, round ${round}`).toBe(false)
      // What the flood led to, associations of nobody included, has run out of retransmissions by then.
      await new Promise((resolve) => setTimeout(resolve, 500))
      memoryMiB.push(memoryOf(child.pid!))
    }
    // It has read them and found something to answer in many of them.
    for (const { transport } of strangers) expect(transport.statistics.packetsReceived).toBeGreaterThan(100)
    for (const socket of sockets) socket.close()
    expect(memoryMiB[1]! - memoryMiB[0]!).toBeLessThan(MOST_GROWTH_MIB)
    child.kill('SIGTERM')
    expect(await end).toEqual({ status: 0, signal: null, output: 'READY\n', errors: '' })
  }, 120_000)
})

/** Keeps what an endpoint sends, and sends what it is given as if the endpoint had. */
class InsidiousTransport implements DatagramTransport {
  onReceive: (batch: PacketBatch) => void = () => {}
  readonly sent: Uint8Array[] = []
  private readonly batch = new PacketBatch()

  /** @param remoteAddress where `inject` sends to; both are indices into the endpoint's table */
  constructor(
    private readonly inner: DatagramTransport,
    private readonly localAddress: number,
    private readonly remoteAddress: number,
  ) {
    inner.onReceive = (batch) => this.onReceive(batch)
  }

  get statistics(): TransportStatistics {
    return this.inner.statistics
  }

  send(batch: PacketBatch): void {
    for (let i = 0; i < batch.count && this.sent.length < 100; i++) {
      const at = batch.offset[i]!
      this.sent.push(Uint8Array.prototype.slice.call(batch.arena, at, at + batch.length[i]!))
    }
    this.inner.send(batch)
  }

  inject(packet: Uint8Array): void {
    this.batch.clear()
    this.batch.append(packet, 0, packet.length, this.localAddress, this.remoteAddress, CHECKSUM_ABSENT)
    this.inner.send(this.batch)
  }

  close(): Promise<void> {
    return this.inner.close()
  }
}

interface Insidious {
  readonly endpoint: SctpEndpoint
  readonly transport: InsidiousTransport
}

/** Messages of several sizes there and back, until all are back. */
async function talk(heard: Heard): Promise<void> {
  const { socket, messages } = heard
  const lengths = [1, 100, 3000, 50_000]
  lengths.forEach((length, stream) => {
    expect(socket.send(Buffer.alloc(length, 'm'), { stream, unordered: stream === 1 })).toBe('queued')
  })
  await heard.message(lengths.length)
  expect(messages.map(({ text }) => text.length).sort((a, b) => a - b)).toEqual(lengths)
}

async function openSockets(count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => createSocket('udp4'))
  for (const socket of sockets) {
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
  }
  return sockets
}

/** A few octets changed, lengths and counts more often than others; the end cut off or something behind it. */
function mutated(model: Uint8Array, random: (below: number) => number): Uint8Array {
  let packet = Uint8Array.from(model)
  for (let changes = 1 + random(4); changes > 0; changes--) {
    // Common header 12 octets, then chunk type, flags and length: most of what can go wrong stands there.
    const at = random(3) === 0 ? random(packet.length) : Math.min(8 + random(40), packet.length - 1)
    packet[at] = [0, 1, 0xff, 0x7f, 0x80, random(256)][random(6)]!
  }
  if (random(4) === 0) packet = packet.slice(0, 12 + random(packet.length - 12))
  if (random(4) === 0) packet = Uint8Array.from([...packet, ...packet.slice(12, 12 + 4 * random(100))])
  return packet
}

function randomOctets(random: (below: number) => number): Uint8Array {
  return Uint8Array.from({ length: random(1500) }, () => random(256))
}

/** xorshift32: the same flood in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

/** Resident memory of a process. */
function memoryOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
}

const PACKETS = 10_000

/** What the collector may leave lying about between two rounds; a kilobyte kept of each packet would be more. */
const MOST_GROWTH_MIB = 10
