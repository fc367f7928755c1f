import { afterEach, describe, expect, it, vi } from 'vitest'
import { AssociationLostError, type OneToOneSocket, SctpEndpoint } from '../src/index.js'

const open: SctpEndpoint[] = []

async function endpoint(localAddresses: readonly string[], encapsulationPort = 0): Promise<SctpEndpoint> {
  const made = await SctpEndpoint.open({ localAddresses, encapsulationPort })
  open.push(made)
  return made
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.close(500)))
})

/** A server on its own address that echoes on the stream a message came on. */
async function echoServer(): Promise<SctpEndpoint> {
  const server = await endpoint(['127.0.0.1'])
  server.listen(5000, {
    onAssociation: (socket) => {
      socket.onMessage = (message) =>
        socket.sendMessage(message.octets, message.offset, message.length, message.streamId, message.payloadProtocolId, message.unordered)
    },
  })
  return server
}

function text(octets: Uint8Array): string {
  return new TextDecoder().decode(octets)
}

describe('one-to-one sockets over UDP on loopback', () => {
  it('echoes messages with their stream, payload protocol and order', async () => {
    const server = await echoServer()
    const client = await endpoint(['127.0.0.1'])
    const socket = await client.connect({ addresses: ['127.0.0.1'], port: 5000, encapsulationPort: server.encapsulationPort })
    const heard: string[] = []
    const all = new Promise<void>((resolve) => {
      socket.onMessage = (message) => {
        heard.push(`${message.streamId}/${message.payloadProtocolId}/${text(message.copyPayload())}`)
        if (heard.length === 300) resolve()
      }
    })
    for (let i = 0; i < 300; i++)
      expect(socket.send(new TextEncoder().encode(`message ${i}`), { stream: 3, payloadProtocolId: 46 })).toBe('queued')
    await all
    expect(heard).toEqual(Array.from({ length: 300 }, (_, i) => `3/46/message ${i}`))
    await socket.close()
    expect(socket.state).toBe('CLOSED')
  })

  it('carries a megabyte in one direction and back, back-pressure and all', async () => {
    const server = await echoServer()
    const client = await endpoint(['127.0.0.1'])
    const socket = await client.connect({ addresses: ['127.0.0.1'], port: 5000, encapsulationPort: server.encapsulationPort })
    let received = 0
    const all = new Promise<void>((resolve) => {
      socket.onMessage = (message) => {
        received += message.length
        if (received === 1 << 20) resolve()
      }
    })
    for (let i = 0; i < 16; i++) socket.send(new Uint8Array(1 << 16).fill(i))
    await all
    expect(socket.bufferedOctets).toBe(0)
  })

  it('rejects a connection nobody listens for, naming the peer', async () => {
    const server = await endpoint(['127.0.0.1'])
    const client = await endpoint(['127.0.0.1'])
    const refused = client.connect({ addresses: ['127.0.0.1'], port: 5001, encapsulationPort: server.encapsulationPort })
    await expect(refused).rejects.toThrow(AssociationLostError)
    await expect(refused).rejects.toMatchObject({ code: 'SCTP_CONNECTION_REFUSED', peer: '127.0.0.1:5001' })
  })

  it('tells the peer the reason of an abort', async () => {
    const server = await endpoint(['127.0.0.1'])
    const lost = new Promise<string>((resolve) => {
      server.listen(5000, {
        onAssociation: (socket) => {
          socket.onNotification = (notification) => notification.kind === 'communication-lost' && resolve(notification.detail)
        },
      })
    })
    const client = await endpoint(['127.0.0.1'])
    const socket = await client.connect({ addresses: ['127.0.0.1'], port: 5000, encapsulationPort: server.encapsulationPort })
    socket.abort('maintenance')
    expect(await lost).toContain('maintenance')
  })

  it('tells peers of one address apart by the UDP port they are encapsulated on', async () => {
    const server = await endpoint(['127.0.0.1'])
    const accepted: number[] = []
    server.listen(5000, { onAssociation: (socket) => accepted.push(socket.peerEncapsulationPort) })
    const clients = [await endpoint(['127.0.0.1']), await endpoint(['127.0.0.1'])]
    for (const client of clients) {
      const socket = await client.connect({ addresses: ['127.0.0.1'], port: 5000, encapsulationPort: server.encapsulationPort })
      expect(socket.peerEncapsulationPort).toBe(server.encapsulationPort)
    }
    expect(accepted).toEqual(clients.map(({ encapsulationPort }) => encapsulationPort))
  })

  it.each([
    [
      ['127.0.1.1', '::1'],
      ['127.0.1.2', '::1'],
    ],
    [
      ['::1', '127.0.1.1'],
      ['::1', '127.0.1.2'],
    ],
  ])('takes no peer at an address of its own for itself: from %j to %j and a third', async (west, east) => {
    const server = await endpoint(east)
    const accepted: OneToOneSocket[] = []
    const parameters = { rtoInitialMs: 100, rtoMinMs: 60, heartbeatIntervalMs: 50 }
    server.listen(5000, { parameters, onAssociation: (socket) => accepted.push(socket) })
    const clients = [await endpoint(west), await endpoint([...west].reverse())]
    const to = { addresses: east, port: 5000, encapsulationPort: server.encapsulationPort, localPort: 5000, parameters }
    for (const client of clients) await client.connect(to)
    const associations = [...clients.map(({ associations: [only] }) => only!), ...accepted]
    expect(associations).toHaveLength(4)
    await vi.waitFor(() => {
      for (const association of associations) {
        const paths = association.paths().map(({ localAddress, remoteAddress, state }) => `${localAddress} ${remoteAddress} ${state}`)
        const [own, other] = accepted.includes(association) ? ['127.0.1.2', '127.0.1.1'] : ['127.0.1.1', '127.0.1.2']
        expect(paths.sort()).toEqual([`${own} ${other} active`, '::1 ::1 active'])
      }
    }, WITHIN_5_S)
  })

  it('says when the send buffer is full and when there is room again', async () => {
    const server = await echoServer()
    const client = await endpoint(['127.0.0.1'])
    const room = { resolve: () => {} }
    const available = new Promise<void>((resolve) => {
      room.resolve = resolve
    })
    const onSocket = (socket: OneToOneSocket) => {
      socket.onNotification = (notification) => notification.kind === 'send-buffer-available' && room.resolve()
    }
    const parameters = { sendBufferOctets: 10_000 }
    const socket = await client.connect({
      addresses: ['127.0.0.1'],
      port: 5000,
      encapsulationPort: server.encapsulationPort,
      parameters,
      onSocket,
    })
    const outcomes = Array.from({ length: 20 }, () => socket.send(new Uint8Array(1000)))
    expect(outcomes.filter((outcome) => outcome === 'queued')).toHaveLength(10)
    expect(outcomes.at(-1)).toBe('send-buffer-full')
    await available
    expect(socket.send(new Uint8Array(1000))).toBe('queued')
  })
})

const WITHIN_5_S = { timeout: 5000, interval: 10 }
