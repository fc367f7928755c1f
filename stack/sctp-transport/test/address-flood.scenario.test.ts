import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { COMMON_HEADER_LENGTH, fillChecksum, writeCommonHeader } from '@sigbed/sctp-codec'
import { Endpoint, type ReceivedMessage, TransportAddressTable } from '@sigbed/sctp-core'
import { afterEach, describe, expect, it } from 'vitest'
import { EndpointDriver } from '../src/endpoint-driver.js'
import { EventLoopSurroundings } from '../src/event-loop-surroundings.js'
import { SystemEnvironment } from '../src/system-environment.js'
import { UdpEncapsulation } from '../src/udp-encapsulation.js'

const MOST_ADDRESSES = 256
const STRANGERS = 2000
const AT_ONCE = 50
const PORT = 2905

const opened: { close(): unknown }[] = []

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

async function openNode(local: string, mostAddresses: number) {
  const addresses = new TransportAddressTable(mostAddresses)
  const transport = await UdpEncapsulation.open({ addresses, local: [local], port: 0 })
  const endpoint = new Endpoint({ environment: new SystemEnvironment(), addresses, localAddresses: transport.localAddresses })
  const texts: string[] = []
  const onMessage = (_: unknown, message: ReceivedMessage) => texts.push(new TextDecoder().decode(message.copyPayload()))
  const driver = new EndpointDriver(endpoint, transport, { onMessage, onEvent: () => {} }, new EventLoopSurroundings())
  opened.push(driver, transport)
  return { addresses, transport, endpoint, driver, texts }
}

type Node = Awaited<ReturnType<typeof openNode>>

function associate(from: Node, to: Node) {
  const { octets, encapsulationPort } = to.addresses.at(to.transport.localAddresses[0]!)
  const destination = from.addresses.intern(octets, encapsulationPort)
  const association = from.endpoint.associate([destination], PORT, 40_000, {}, from.driver.surroundings.now())
  from.driver.planDrain()
  return association
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries === 5000) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** DATA of nobody, with a tag of its own; the answer is an ABORT that carries the same. */
function outOfTheBlue(tag: number): Uint8Array {
  const packet = new Uint8Array(COMMON_HEADER_LENGTH + 20)
  packet.set([0, 3, 0, 20], writeCommonHeader(packet, 0, 7000, PORT, tag))
  fillChecksum(packet, 0, packet.length)
  return packet
}

async function strangers(count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => createSocket('udp4'))
  await Promise.all(
    sockets.map((socket) => {
      socket.bind(0, '127.0.0.1')
      return once(socket, 'listening')
    }),
  )
  return sockets
}

describe('UDP encapsulation, asked from more ports than are remembered', () => {
  it('answers each stranger at its own port, stays within its bound and keeps its association', async () => {
    const z = await openNode('127.0.0.1', MOST_ADDRESSES)
    const a = await openNode('127.0.0.1', MOST_ADDRESSES)
    z.endpoint.listen(PORT)
    const association = associate(a, z)
    await until(() => association.state === 'ESTABLISHED' && z.endpoint.table.size === 1)

    const ports = new Set<number>()
    for (let first = 0; first < STRANGERS; first += AT_ONCE) {
      const sockets = await strangers(AT_ONCE)
      const answers = sockets.map((socket) => once(socket, 'message'))
      for (const [i, socket] of sockets.entries()) {
        ports.add(socket.address().port)
        socket.send(outOfTheBlue(1 + first + i), z.transport.port, '127.0.0.1')
      }
      for (const [i, answer] of answers.entries()) {
        const [datagram] = (await answer) as [Buffer]
        expect([datagram.readUInt32BE(4), datagram[COMMON_HEADER_LENGTH]]).toEqual([1 + first + i, 6])
      }
      for (const socket of sockets) socket.close()
      const payload = new TextEncoder().encode(`${first}`)
      association.send(0, 0, false, payload, 0, payload.length)
      a.driver.planDrain()
      await until(() => z.texts.at(-1) === `${first}`)
      expect(z.addresses.size).toBeLessThanOrEqual(MOST_ADDRESSES)
    }
    // The system gives ports out again; far more than are remembered were different all the same.
    expect(ports.size).toBeGreaterThan(4 * MOST_ADDRESSES)
    expect(z.addresses.size).toBe(MOST_ADDRESSES)
    expect(z.texts).toHaveLength(STRANGERS / AT_ONCE)
    expect([z.transport.statistics.receiveDiscards, z.endpoint.statistics.outOfTheBlue]).toEqual([0, STRANGERS])

    const late = await openNode('127.0.0.1', MOST_ADDRESSES)
    const second = associate(late, z)
    await until(() => second.state === 'ESTABLISHED' && z.endpoint.table.size === 2)
    expect(association.state).toBe('ESTABLISHED')
  }, 60_000)
})
