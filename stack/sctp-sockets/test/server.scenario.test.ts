import { describe, expect, it } from 'vitest'
import { type OneToOneSocket, type SctpEndpoint, SctpServer } from '../src/index.js'
import { octetsOf, SimulatedScene, textOf } from './simulated-scene.js'

const Z = { addresses: ['10.0.0.9'], port: 5000 }

describe('SctpServer', () => {
  it('hands associations to onAssociation', async () => {
    const scene = new SimulatedScene()
    const server = new SctpServer(await scene.open('10.0.0.9'))
    const heard: string[] = []
    server.onAssociation = (socket) => {
      socket.onMessage = (message) => heard.push(textOf(message.copyPayload()))
    }
    expect(server.listening).toBe(false)
    server.listen(5000)
    expect(server.localPort).toBe(5000)
    const a = await scene.open('10.0.0.1')
    const socket = await scene.run(a.connect(Z))
    socket.send(octetsOf('hello'))
    await scene.until(() => heard.length === 1)
    expect(server.associations).toHaveLength(1)
    await scene.run(socket.close())
    await scene.until(() => server.associations.length === 0)
    await scene.close()
  })

  it('hands them to a loop, with all that has been sent meanwhile', async () => {
    const scene = new SimulatedScene()
    const server = new SctpServer(await scene.open('10.0.0.9')).listen(5000)
    const a = await scene.open('10.0.0.1')
    const sockets = [a.associate(Z), a.associate(Z)]
    sockets.forEach((socket, i) => {
      for (let n = 0; n < 3; n++) socket.send(octetsOf(`${i}.${n}`))
    })
    await scene.pass(10_000)
    const heard: string[] = []
    const loop = (async () => {
      for await (const socket of server) {
        void (async () => {
          for await (const message of socket.messages()) heard.push(textOf(message.payload))
        })()
      }
      return 'ended'
    })()
    await scene.until(() => heard.length === 6)
    expect(heard.sort()).toEqual(['0.0', '0.1', '0.2', '1.0', '1.1', '1.2'])
    await scene.run(Promise.all(sockets.map((socket) => socket.close())))
    await scene.run(server.close())
    expect(await loop).toBe('ended')
    await scene.close()
  })

  it('aborts what does not fit into the backlog, and what is in it when it closes', async () => {
    const scene = new SimulatedScene()
    const server = new SctpServer(await scene.open('10.0.0.9'), { backlog: 2 }).listen(5000)
    const a = await scene.open('10.0.0.1')
    const ends: string[] = []
    const connect = async (endpoint: SctpEndpoint): Promise<OneToOneSocket> =>
      endpoint.connect({
        ...Z,
        onSocket: (socket) => {
          socket.onNotification = (notification) => notification.kind === 'communication-lost' && ends.push(notification.detail)
        },
      })
    for (let i = 0; i < 3; i++) await scene.run(connect(a).catch((error: unknown) => error))
    await scene.until(() => ends.length === 1)
    expect(ends[0]).toContain('backlog')
    expect(server.associations).toHaveLength(2)
    await scene.run(server.close())
    await scene.until(() => ends.length === 3)
    expect(ends[2]).toContain('closed')
    await scene.close()
  })

  it('accepts no more once closed, and resolves when the last association has ended', async () => {
    const scene = new SimulatedScene()
    const z = await scene.open('10.0.0.9')
    const server = new SctpServer(z)
    server.onAssociation = () => {}
    server.listen(5000)
    const a = await scene.open('10.0.0.1')
    const socket = await scene.run(a.connect(Z))
    let closed = false
    const closing = server.close().then(() => {
      closed = true
    })
    await scene.pass(5000)
    expect(closed).toBe(false)
    expect(socket.state).toBe('ESTABLISHED')
    await expect(scene.run(a.connect(Z))).rejects.toMatchObject({ code: 'SCTP_CONNECTION_REFUSED' })
    await scene.run(socket.close())
    await scene.run(closing)
    expect(() => server.listen(5001)).toThrow(expect.objectContaining({ code: 'SCTP_SOCKET_CLOSED' }))
    await scene.close()
  })

  it('refuses to listen twice, and on a port that is taken', async () => {
    const scene = new SimulatedScene()
    const z = await scene.open('10.0.0.9')
    const server = new SctpServer(z).listen(5000)
    expect(() => server.listen(5001)).toThrow(expect.objectContaining({ code: 'SCTP_PORT_IN_USE' }))
    expect(() => new SctpServer(z).listen(5000)).toThrow(expect.objectContaining({ code: 'SCTP_PORT_IN_USE' }))
    expect(() => new SctpServer(z).listen(0)).toThrow(expect.objectContaining({ code: 'SCTP_ADDRESS_INVALID' }))
    await scene.close()
  })
})
