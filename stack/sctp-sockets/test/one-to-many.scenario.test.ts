import { describe, expect, it } from 'vitest'
import { type KeptMessage, type Notification, OneToManySocket, type SctpEndpoint } from '../src/index.js'
import { octetsOf, SimulatedScene, textOf } from './simulated-scene.js'

const Z = { addresses: ['10.0.0.9'], port: 5000 }

describe('a one-to-many socket', () => {
  it('sets an association up by sending, and answers by its identifier', async () => {
    const scene = new SimulatedScene()
    const server = new OneToManySocket(await scene.open('10.0.0.9'), { port: 5000 }).listen()
    const ids: number[] = []
    server.onMessage = (message, associationId) => {
      ids.push(associationId)
      server.send(associationId, octetsOf(`you are ${textOf(message.copyPayload())}`))
    }
    const heard: string[] = []
    for (const host of [1, 2]) {
      const client = new OneToManySocket(await scene.open(`10.0.0.${host}`))
      client.onMessage = (message, id) => heard.push(`${client.peer(id)} says ${textOf(message.copyPayload())}`)
      expect(client.send(Z, octetsOf(`client ${host}`))).toBe('queued')
      expect(client.send(Z, octetsOf('again'))).toBe('queued')
      expect(client.associationIds).toHaveLength(1)
    }
    await scene.until(() => heard.length === 4)
    expect(new Set(ids).size).toBe(2)
    expect([...server.associationIds].sort()).toEqual([...new Set(ids)].sort())
    expect(heard.sort()).toEqual([
      '10.0.0.9:5000 says you are again',
      '10.0.0.9:5000 says you are again',
      '10.0.0.9:5000 says you are client 1',
      '10.0.0.9:5000 says you are client 2',
    ])
    await scene.run(server.close())
    expect(server.associationIds).toEqual([])
    await scene.close()
  })

  it('tells with each notification whose it is, and takes notice of nobody else', async () => {
    const scene = new SimulatedScene()
    const { server, clients } = await crowd(scene, 2)
    const heard: [number, Notification['kind']][] = []
    server.onNotification = ({ kind }, id) => heard.push([id, kind])
    const [first, second] = server.associationIds
    clients[0]!.send(clients[0]!.associationIds[0]!, new Uint8Array(0), { abort: true })
    await scene.until(() => heard.length === 1)
    expect(heard).toEqual([[first, 'communication-lost']])
    expect(server.associationIds).toEqual([second])
    expect(() => server.send(first!, octetsOf('x'))).toThrow(expect.objectContaining({ code: 'SCTP_NO_SUCH_ASSOCIATION' }))
    await scene.close()
  })

  it('refuses to end an association that there is not, and to send once it is closed', async () => {
    const scene = new SimulatedScene()
    const socket = new OneToManySocket(await scene.open('10.0.0.1'))
    for (const flag of [{ eof: true }, { abort: true }])
      expect(() => socket.send(Z, new Uint8Array(0), flag)).toThrow(expect.objectContaining({ code: 'SCTP_SEND_REFUSED' }))
    expect(() => socket.send({ addresses: ['nowhere'], port: 1 }, octetsOf('x'))).toThrow(
      expect.objectContaining({ code: 'SCTP_ADDRESS_INVALID' }),
    )
    await scene.run(socket.close())
    expect(() => socket.send(Z, octetsOf('x'))).toThrow(expect.objectContaining({ code: 'SCTP_SOCKET_CLOSED' }))
    await scene.close()
  })

  it('rejects connect when nobody answers, and resolves it with the identifier when somebody does', async () => {
    const scene = new SimulatedScene()
    const { server } = await crowd(scene, 0)
    const socket = new OneToManySocket(await scene.open('10.0.0.1'), { parameters: { maxInitRetransmits: 0 } })
    await expect(scene.run(socket.connect({ addresses: ['10.0.0.8'], port: 1 }))).rejects.toMatchObject({
      code: 'SCTP_CONNECTION_TIMED_OUT',
    })
    expect(socket.associationIds).toEqual([])
    const id = await scene.run(socket.connect(Z))
    expect(socket.associationIds).toEqual([id])
    expect(await scene.run(socket.connect(Z))).toBe(id)
    await scene.until(() => server.associationIds.length === 1)
    await scene.close()
  })

  it('peels an association off, which loses nothing and is none of its own from then on', async () => {
    const scene = new SimulatedScene()
    const { server, clients } = await crowd(scene, 2)
    const many: string[] = []
    server.onMessage = (message) => many.push(textOf(message.copyPayload()))
    const [first, second] = server.associationIds
    const peeled = server.peelOff(first!)
    for (const client of clients) client.send(Z, octetsOf(`of ${client.port === clients[0]!.port ? 'first' : 'second'}`))
    await scene.pass(1000)
    expect(many).toEqual(['of second'])
    const heard: string[] = []
    peeled.onMessage = (message) => heard.push(textOf(message.copyPayload()))
    await scene.pass(1)
    expect(heard).toEqual(['of first'])
    expect(server.associationIds).toEqual([second])
    expect(() => server.peelOff(first!)).toThrow(expect.objectContaining({ code: 'SCTP_NO_SUCH_ASSOCIATION' }))
    await scene.run(server.close())
    expect(peeled.state).toBe('ESTABLISHED')
    await scene.run(peeled.close())
    await scene.close()
  })

  it('does not set a second association up with a peer whose association was peeled off', async () => {
    const scene = new SimulatedScene()
    const { clients } = await crowd(scene, 1)
    const [client] = clients
    const peeled = client!.peelOff(client!.associationIds[0]!)
    expect(() => client!.send(Z, octetsOf('x'))).toThrow(expect.objectContaining({ code: 'SCTP_PORT_IN_USE' }))
    expect(peeled.state).toBe('ESTABLISHED')
    await scene.close()
  })

  it('sends one message to all', async () => {
    const scene = new SimulatedScene()
    const { server, clients } = await crowd(scene, 3)
    const heard: string[] = []
    for (const client of clients) client.onMessage = (message) => heard.push(textOf(message.copyPayload()))
    expect([...server.sendAll(octetsOf('all of you'))]).toEqual(server.associationIds.map((id) => [id, 'queued']))
    await scene.until(() => heard.length === 3)
    expect(heard).toEqual(['all of you', 'all of you', 'all of you'])
    await scene.close()
  })

  it('tells by promise what became of a message to a peer yet to be associated with', async () => {
    const scene = new SimulatedScene()
    await crowd(scene, 0)
    const socket = new OneToManySocket(await scene.open('10.0.0.1'), { parameters: { maxInitRetransmits: 0 } })
    const delivered = socket.sendTracked(Z, octetsOf('x'), { context: 1 })
    const failed = socket.sendTracked({ addresses: ['10.0.0.8'], port: 1 }, octetsOf('x'), { context: 2 })
    expect(await scene.run(delivered)).toEqual({ outcome: 'acknowledged', context: 1 })
    expect(await scene.run(failed)).toEqual({ outcome: 'failed', context: 2, sent: false, reason: 'setup-timed-out' })
    await scene.close()
  })
})

describe('messages() of a one-to-many socket', () => {
  it('does not let one association that floods it hold up the others', async () => {
    const scene = new SimulatedScene()
    const { server, clients } = await crowd(scene, 2, { receiveBufferOctets: 8000 })
    const messages = server.messages({ messages: 3 })
    for (let i = 0; i < 50; i++) clients[0]!.send(Z, new Uint8Array(1000).fill(i))
    await scene.pass(20_000)
    clients[1]!.send(Z, octetsOf('me, too'))
    await scene.pass(1000)
    // Only what may wait of the first association lies before it.
    const ahead: KeptMessage[] = []
    for (;;) {
      const { value } = await messages.next()
      if (value.payload.length !== 1000) break
      ahead.push(value)
    }
    expect(ahead).toHaveLength(3)
    const rest: KeptMessage[] = []
    while (rest.length < 47) rest.push((await scene.run(messages.next())).value)
    expect([...ahead, ...rest].map(({ payload }) => payload[0])).toEqual(Array.from({ length: 50 }, (_, i) => i))
    await scene.close()
  })

  it('ends when the socket is closed and all that had arrived was taken', async () => {
    const scene = new SimulatedScene()
    const { server, clients } = await crowd(scene, 2)
    const messages = server.messages({ messages: 2 })
    for (let i = 0; i < 10; i++) for (const client of clients) client.send(Z, octetsOf(`${i}`))
    await scene.run(Promise.all(clients.map((client) => client.close())))
    await scene.until(() => server.associationIds.length === 0)
    const read = (async () => {
      let count = 0
      for await (const _ of messages) count++
      return count
    })()
    await scene.run(server.close())
    expect(await scene.run(read)).toBe(20)
    await scene.close()
  })
})

describe('peelOff under a loop', () => {
  it('leaves to the loop what it had taken in, and nothing else', async () => {
    const scene = new SimulatedScene()
    const { server, clients } = await crowd(scene, 1)
    const messages = server.messages({ messages: 2 })
    for (let i = 0; i < 5; i++) clients[0]!.send(Z, octetsOf(`${i}`))
    await scene.pass(1000)
    const peeled = server.peelOff(server.associationIds[0]!)
    const heard: string[] = []
    peeled.onMessage = (message) => heard.push(textOf(message.copyPayload()))
    await scene.pass(1000)
    expect(heard).toEqual(['2', '3', '4'])
    expect([await messages.next(), await messages.next()].map(({ value }) => textOf(value.payload))).toEqual(['0', '1'])
    // Leaving the loop pauses the associations of the socket, which this one is no more.
    await messages.return?.()
    clients[0]!.send(Z, octetsOf('5'))
    await scene.pass(1000)
    expect(heard).toEqual(['2', '3', '4', '5'])
    // Nor does the loop wait for it when the socket is closed.
    await scene.run(server.close())
    expect(await scene.run(server.messages().next())).toEqual({ done: true, value: undefined })
    expect(peeled.state).toBe('ESTABLISHED')
    await scene.close()
  })
})

describe('the options of a one-to-many socket', () => {
  it('are those of one association, of all there are, or of those to come', async () => {
    const scene = new SimulatedScene()
    const { server, clients } = await crowd(scene, 1)
    const [id] = server.associationIds
    server.setOption('SCTP_CONTEXT', 1)
    server.setOption('SCTP_CONTEXT', 2, { association: id! })
    expect(server.getOption('SCTP_CONTEXT')).toBe(1)
    expect(server.getOption('SCTP_CONTEXT', { association: id! })).toBe(2)
    server.setOption('SCTP_CONTEXT', 3, { association: 'current' })
    expect(server.getOption('SCTP_CONTEXT')).toBe(1)
    expect(server.getOption('SCTP_CONTEXT', { association: id! })).toBe(3)
    server.setOption('SCTP_CONTEXT', 4, { association: 'all' })
    server.setOption('SCTP_INITMSG', { inboundStreams: 3 })
    server.setOption('SCTP_RTOINFO', { rtoMinMs: 200 })
    const late = new OneToManySocket(await scene.open('10.0.0.50'))
    await scene.run(late.connect(Z))
    await scene.until(() => server.associationIds.length === 2)
    const newcomer = server.associationIds[1]!
    expect(server.getOption('SCTP_CONTEXT', { association: newcomer })).toBe(4)
    expect(server.getOption('SCTP_STATUS', { association: newcomer }).inboundStreams).toBe(3)
    expect(server.getOption('SCTP_RTOINFO', { association: newcomer }).rtoMinMs).toBe(200)
    expect(server.getOption('SCTP_RTOINFO', { association: id! }).rtoMinMs).toBe(1000)
    expect(server.getOption('SCTP_GET_ASSOC_NUMBER')).toBe(2)
    expect(server.getOption('SCTP_GET_ASSOC_ID_LIST')).toEqual([id, newcomer])
    expect(clients).toHaveLength(1)
    await scene.close()
  })

  it('refuse to be read of all associations at once', async () => {
    const scene = new SimulatedScene()
    const { server } = await crowd(scene, 1)
    expect(() => server.getOption('SCTP_RTOINFO', { association: 'all' })).toThrow(
      expect.objectContaining({ code: 'SCTP_OPTION_INVALID', option: 'SCTP_RTOINFO.association' }),
    )
    expect(() => server.getOption('SCTP_STATUS')).toThrow(expect.objectContaining({ code: 'SCTP_OPTION_UNSUPPORTED' }))
    expect(() => server.getOption('SCTP_STATUS', { association: 999 })).toThrow(
      expect.objectContaining({ code: 'SCTP_NO_SUCH_ASSOCIATION' }),
    )
    await scene.close()
  })

  it('close associations that lie idle: SCTP_AUTOCLOSE', async () => {
    const scene = new SimulatedScene()
    const { server, clients } = await crowd(scene, 2, { autocloseMs: 10_000 })
    await scene.pass(6000)
    clients[0]!.send(Z, octetsOf('not idle'))
    await scene.pass(5000)
    expect(server.associationIds).toHaveLength(1)
    await scene.pass(6000)
    expect(server.associationIds).toHaveLength(0)
    await scene.close()
  })

  it('subscribe all associations to a notification', async () => {
    const scene = new SimulatedScene()
    const { server } = await crowd(scene, 2)
    const heard: number[] = []
    server.onNotification = ({ kind }, id) => kind === 'sender-dry' && heard.push(id)
    server.subscribe('sender-dry')
    await scene.pass(1)
    expect(heard).toEqual(server.associationIds)
    server.unsubscribe('sender-dry')
    await scene.run(server.sendTracked(server.associationIds[0]!, octetsOf('x')))
    expect(heard).toHaveLength(2)
    await scene.close()
  })
})

/** A server on 10.0.0.9 and so many clients, associated with it. */
async function crowd(scene: SimulatedScene, clientCount: number, parameters: Parameters<SctpEndpoint['listen']>[1]['parameters'] = {}) {
  const server = new OneToManySocket(await scene.open('10.0.0.9'), { port: 5000, parameters }).listen()
  const clients: OneToManySocket[] = []
  for (let i = 0; i < clientCount; i++) {
    const client = new OneToManySocket(await scene.open(`10.0.0.${i + 1}`))
    await scene.run(client.connect(Z))
    await scene.until(() => server.associationIds.length === i + 1)
    clients.push(client)
  }
  return { server, clients }
}
