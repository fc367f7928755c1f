import { describe, expect, it } from 'vitest'
import { AssociationLostError, type KeptMessage, type OneToOneSocket } from '../src/index.js'
import { octetsOf, SimulatedScene, textOf } from './simulated-scene.js'

describe('messages() of a one-to-one socket', () => {
  it('hands over every message in order, with what is known of it, and ends when the peer has closed', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate()
    socketOfZ.setOption('SCTP_CONTEXT', 77)
    const read = collect(socketOfZ.messages())
    for (let i = 0; i < 5; i++) socketOfA.send(octetsOf(`message ${i}`), { stream: 2, payloadProtocolId: 46 })
    socketOfA.send(octetsOf('early'), { stream: 3, unordered: true })
    const closed = socketOfA.close()
    const messages = await scene.run(read)
    await closed
    expect(messages.map(({ payload }) => textOf(payload))).toEqual([0, 1, 2, 3, 4].map((i) => `message ${i}`).concat('early'))
    const [first, last] = [messages[0]!, messages[5]!]
    expect(first).toMatchObject({ stream: 2, streamSequenceNumber: 0, payloadProtocolId: 46, unordered: false, partial: false })
    expect(first).toMatchObject({ associationId: socketOfZ.associationId, context: 77, sourceAddress: '10.0.0.1' })
    expect(last).toMatchObject({ stream: 3, unordered: true, payloadProtocolId: 0 })
    expect(last.tsn).toBe((first.tsn + 5) >>> 0)
    expect(last.cumulativeTsn).toBe(last.tsn)
    await scene.close()
  })

  it('makes the peer wait for a reader who does not read, and loses nothing when the peer closes meanwhile', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate({}, { receiveBufferOctets: 20_000 })
    const messages = socketOfZ.messages({ messages: 4 })
    for (let i = 0; i < 60; i++) expect(socketOfA.send(new Uint8Array(1000).fill(i))).toBe('queued')
    await scene.pass(60_000)
    // 4 lie in the queue, and no more than 20,000 octets in the receive buffer.
    expect(socketOfA.bufferedOctets).toBeGreaterThan(30_000)
    const closed = socketOfA.close()
    const seen = await scene.run(collect(messages))
    await scene.run(closed)
    expect(seen.map(({ payload }) => payload[0])).toEqual(Array.from({ length: 60 }, (_, i) => i))
    expect(seen.every(({ payload }) => payload.length === 1000 && payload.every((octet) => octet === payload[0]))).toBe(true)
    await scene.close()
  })

  it('hands over what had arrived before the association ended under a paused reader', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ, notificationsOfZ } = await scene.associate()
    socketOfZ.pauseReceiving()
    for (let i = 0; i < 10; i++) socketOfA.send(octetsOf(`${i}`))
    await scene.run(socketOfA.close())
    await scene.until(() => socketOfZ.state === 'CLOSED')
    expect(notificationsOfZ.at(-1)).toEqual({ kind: 'shutdown-complete' })
    const read = collect(socketOfZ.messages())
    await scene.pass(1000)
    socketOfZ.resumeReceiving()
    expect((await scene.run(read)).map(({ payload }) => textOf(payload)).join('')).toBe('0123456789')
    await scene.close()
  })

  it('throws the reason, after the messages that had come, when the association is lost', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate()
    socketOfA.send(octetsOf('the last words'))
    await scene.until(() => socketOfZ.getOption('SCTP_STATUS').pendingMessages === 0 && socketOfA.bufferedOctets === 0)
    const heard: string[] = []
    const loop = (async () => {
      for await (const message of socketOfZ) heard.push(textOf(message.payload))
    })()
    const lost = loop.catch((error: unknown) => error)
    socketOfA.send(octetsOf('really the last'))
    await scene.until(() => heard.length === 1)
    socketOfA.abort('maintenance')
    const error = await scene.run(lost)
    expect(error).toBeInstanceOf(AssociationLostError)
    expect(error).toMatchObject({ code: 'SCTP_COMM_LOST', reason: 'aborted-by-peer' })
    expect(heard).toEqual(['really the last'])
    await scene.close()
  })

  it('goes on where a loop was left, and pauses the association in between', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate({}, { receiveBufferOctets: 4000 })
    const first = (async () => {
      for await (const message of socketOfZ.messages()) if (message.payload[0] === 2) return message.payload[0]
      return -1
    })()
    for (let i = 0; i < 3; i++) socketOfA.send(new Uint8Array(1000).fill(i))
    expect(await scene.run(first)).toBe(2)
    for (let i = 3; i < 30; i++) socketOfA.send(new Uint8Array(1000).fill(i))
    await scene.pass(30_000)
    expect(socketOfA.bufferedOctets).toBeGreaterThan(20_000)
    const rest = collect(socketOfZ.messages())
    await scene.pass(1000)
    const closed = socketOfA.close()
    expect((await scene.run(rest)).map(({ payload }) => payload[0])).toEqual(Array.from({ length: 27 }, (_, i) => i + 3))
    await scene.run(closed)
    await scene.close()
  })

  it('refuses a second loop at a time', async () => {
    const scene = new SimulatedScene()
    const { socketOfZ } = await scene.associate()
    const loop = socketOfZ.messages()
    expect(() => socketOfZ.messages()).toThrow(expect.objectContaining({ code: 'SCTP_ALREADY_READING' }))
    await loop.return?.()
    expect(() => socketOfZ.messages()).not.toThrow()
    await scene.close()
  })

  it('ends with an error when the endpoint closes over messages nobody took', async () => {
    const scene = new SimulatedScene()
    const { z, socketOfA, socketOfZ } = await scene.associate()
    const messages = socketOfZ.messages({ messages: 1 })
    for (let i = 0; i < 3; i++) socketOfA.send(octetsOf(`${i}`))
    await scene.run(socketOfA.close())
    await scene.run(z.close())
    expect(textOf((await messages.next()).value.payload)).toBe('0')
    await expect(messages.next()).rejects.toMatchObject({ code: 'SCTP_ENDPOINT_CLOSED' })
    await scene.close()
  })

  it('marks the parts of a message that is longer than the receive buffer', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate({}, { receiveBufferOctets: 8000 })
    const read = collect(socketOfZ.messages())
    socketOfA.send(
      Uint8Array.from({ length: 40_000 }, (_, i) => i % 251),
      { stream: 1 },
    )
    const closed = socketOfA.close()
    const parts = await scene.run(read)
    await scene.run(closed)
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.map(({ partial }) => partial)).toEqual(parts.map((_, i) => i < parts.length - 1))
    expect(new Set(parts.map(({ streamSequenceNumber }) => streamSequenceNumber))).toEqual(new Set([0]))
    expect(parts.flatMap(({ payload }) => [...payload])).toEqual(Array.from({ length: 40_000 }, (_, i) => i % 251))
    await scene.close()
  })
})

describe('onMessage', () => {
  it("comes after 'communication-up' even when data arrives along with the COOKIE ACK", async () => {
    const scene = new SimulatedScene()
    const a = await scene.open('10.0.0.1')
    const z = await scene.open('10.0.0.2')
    z.listen(5000, { onAssociation: (socket) => socket.send(octetsOf('welcome')) })
    const heard: string[] = []
    const socket = a.associate({
      addresses: ['10.0.0.2'],
      port: 5000,
      onSocket: (made) => {
        made.onNotification = ({ kind }) => heard.push(kind)
        made.onMessage = (message) => heard.push(textOf(message.copyPayload()))
      },
    })
    await scene.run(socket.whenOpen())
    expect(heard).toEqual(['communication-up', 'welcome'])
    await scene.close()
  })

  it("comes after 'communication-up' even when data arrives along with the COOKIE ECHO", async () => {
    const scene = new SimulatedScene()
    const a = await scene.open('10.0.0.1')
    const z = await scene.open('10.0.0.2')
    const accepted: OneToOneSocket[] = []
    const heard: string[] = []
    z.listen(5000, {
      onAssociation: (socket) => {
        accepted.push(socket)
        socket.onNotification = ({ kind }) => heard.push(kind)
        socket.onMessage = (message) => heard.push(textOf(message.copyPayload()))
      },
    })
    // Other stacks put DATA behind the COOKIE ECHO (RFC 9260 §5.1); this one waits for the COOKIE ACK. So both are sent a second
    // time, in one go, to a Z that has forgotten the association and knows its cookie still.
    const packets: Uint8Array[] = []
    const send = scene.network.send.bind(scene.network)
    scene.network.send = (octets, offset, length, from, to) => {
      if (from === '10.0.0.1') packets.push(octets.slice(offset, offset + length))
      send(octets, offset, length, from, to)
    }
    const socket = await scene.run(a.connect({ addresses: ['10.0.0.2'], port: 5000 }))
    await scene.run(socket.sendTracked(octetsOf('in haste')))
    expect(heard).toEqual(['communication-up', 'in haste'])
    const [cookieEcho, data] = packets.slice(1)
    expect([cookieEcho![12], data![12]]).toEqual([10, 0])
    scene.network.link('10.0.0.2', '10.0.0.1').cut()
    accepted[0]!.abort()
    await scene.pass(100)
    heard.length = 0
    for (const packet of [cookieEcho!, data!]) send(packet, 0, packet.length, '10.0.0.1', '10.0.0.2')
    await scene.pass(100)
    expect(heard).toEqual(['communication-up', 'in haste'])
    expect(accepted).toHaveLength(2)
    await scene.close()
  })

  it('is not called before the association is up, whatever was sent by then', async () => {
    const scene = new SimulatedScene()
    const a = await scene.open('10.0.0.1')
    const z = await scene.open('10.0.0.2')
    const heard: string[] = []
    z.listen(5000, {
      onAssociation: (socket) => {
        socket.onNotification = ({ kind }) => heard.push(kind)
        socket.onMessage = (message) => heard.push(textOf(message.copyPayload()))
      },
    })
    const socket = a.associate({ addresses: ['10.0.0.2'], port: 5000 })
    expect(socket.state).toBe('COOKIE-WAIT')
    expect(socket.send(octetsOf('before it is up'))).toBe('queued')
    await scene.until(() => heard.length === 2)
    expect(heard).toEqual(['communication-up', 'before it is up'])
    await scene.close()
  })
})

async function collect(messages: AsyncIterable<KeptMessage>): Promise<KeptMessage[]> {
  const collected: KeptMessage[] = []
  for await (const message of messages) collected.push(message)
  return collected
}
