import { describe, expect, it } from 'vitest'
import type { Delivery, Notification, SendFailed } from '../src/index.js'
import { octetsOf, SimulatedScene, textOf } from './simulated-scene.js'

describe('sendTracked', () => {
  it('tells by promise and by callback when the peer has a message, with its context', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate()
    const heard: Delivery[] = []
    const first = socketOfA.sendTracked(octetsOf('one'), { context: 7 })
    socketOfA.sendTracked(octetsOf('two'), { context: 8, stream: 1 }, (delivery) => heard.push(delivery))
    socketOfA.send(octetsOf('three'), { context: 9 })
    expect(await scene.run(first)).toEqual({ outcome: 'acknowledged', context: 7 })
    await scene.pass(1000)
    expect(heard).toEqual([{ outcome: 'acknowledged', context: 8 }])
    await scene.close()
  })

  it('does not tell before the last fragment is acknowledged', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate()
    let received = 0
    socketOfZ.onMessage = ({ length }) => {
      received += length
    }
    const delivery = await scene.run(socketOfA.sendTracked(new Uint8Array(100_000)))
    expect(delivery.outcome).toBe('acknowledged')
    expect(received).toBe(100_000)
    await scene.close()
  })

  it('tells what was on the wire and what was not when the association is lost', async () => {
    const scene = new SimulatedScene()
    const parameters = { associationMaxRetrans: 2, pathMaxRetrans: 1, maxBurst: 1 }
    const { socketOfA, notificationsOfA } = await scene.associate({ parameters })
    scene.cut(0)
    scene.cut(1)
    const deliveries = Promise.all(Array.from({ length: 12 }, (_, i) => socketOfA.sendTracked(new Uint8Array(1400), { context: i })))
    const all = await scene.run(deliveries)
    expect(all.every((delivery) => delivery.outcome === 'failed' && delivery.reason === 'too-many-retransmissions')).toBe(true)
    const sent = all.map((delivery) => delivery.outcome === 'failed' && delivery.sent)
    expect(sent[0]).toBe(true)
    expect(sent.at(-1)).toBe(false)
    expect(notificationsOfA.at(-1)).toMatchObject({ kind: 'communication-lost', unacknowledgedMessages: 12 })
    await scene.close()
  })

  it('tells at once of a message that is not taken', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate()
    const refused = { outcome: 'failed', sent: false }
    expect(await socketOfA.sendTracked(new Uint8Array(0), { context: 1 })).toEqual({ ...refused, context: 1, reason: 'empty-message' })
    expect(await socketOfA.sendTracked(octetsOf('x'), { stream: 9999 })).toEqual({ ...refused, context: 0, reason: 'no-such-stream' })
    await scene.run(socketOfA.close())
    expect(await socketOfA.sendTracked(octetsOf('x'))).toEqual({ ...refused, context: 0, reason: 'closed' })
    await scene.close()
  })

  it('tells of messages for streams that the peer did not grant', async () => {
    const scene = new SimulatedScene()
    const a = await scene.open('10.0.0.1')
    const z = await scene.open('10.0.0.2')
    z.listen(5000, { parameters: { inboundStreams: 2 }, onAssociation: () => {} })
    const socket = a.associate({ addresses: ['10.0.0.2'], port: 5000 })
    const granted = socket.sendTracked(octetsOf('x'), { stream: 1 })
    const refused = socket.sendTracked(octetsOf('x'), { stream: 2, context: 5 })
    expect(await scene.run(refused)).toEqual({ outcome: 'failed', context: 5, sent: false, reason: 'no-such-stream' })
    expect(await scene.run(granted)).toMatchObject({ outcome: 'acknowledged' })
    await scene.close()
  })

  it('tells of messages that were queued when the setup was given up', async () => {
    const scene = new SimulatedScene()
    const a = await scene.open('10.0.0.1')
    const closed = a.associate({ addresses: ['10.0.0.9'], port: 5000 })
    const first = closed.sendTracked(octetsOf('x'))
    await scene.run(closed.close())
    expect(await scene.run(first)).toEqual({ outcome: 'failed', context: 0, sent: false, reason: 'association-closed' })
    const unanswered = a.associate({ addresses: ['10.0.0.9'], port: 5000, parameters: { maxInitRetransmits: 1 } })
    const second = unanswered.sendTracked(octetsOf('x'))
    expect(await scene.run(second)).toEqual({ outcome: 'failed', context: 0, sent: false, reason: 'setup-timed-out' })
    await scene.close()
  })

  it('tells of messages that the restart of the peer has swept away', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, notificationsOfA } = await scene.associate({ localPort: 4000 }, { heartbeatIntervalMs: 0 })
    scene.network.link('10.0.0.1', '10.0.0.2').cut()
    scene.network.link('10.0.1.1', '10.0.1.2').cut()
    const delivery = socketOfA.sendTracked(octetsOf('lost'), { context: 3 })
    await scene.pass(100)
    // Z begins anew: from the same address and port, knowing nothing.
    scene.network.detach('10.0.0.2')
    scene.network.detach('10.0.1.2')
    const again = await scene.open('10.0.0.2', '10.0.1.2')
    scene.network.link('10.0.0.1', '10.0.0.2').restore()
    scene.network.link('10.0.1.1', '10.0.1.2').restore()
    again.associate({ addresses: ['10.0.0.1', '10.0.1.1'], port: 4000, localPort: 5000 })
    expect(await scene.run(delivery)).toEqual({ outcome: 'failed', context: 3, sent: true, reason: 'peer-restarted' })
    expect(notificationsOfA.map(({ kind }) => kind)).toContain('restart')
    await scene.close()
  })
})

describe('the send options', () => {
  it('are those of SCTP_DEFAULT_SNDINFO where they say nothing', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate()
    const heard: unknown[] = []
    socketOfZ.onMessage = ({ streamId, payloadProtocolId, unordered }) => heard.push([streamId, payloadProtocolId, unordered])
    socketOfA.setOption('SCTP_DEFAULT_SNDINFO', { stream: 4, payloadProtocolId: 3, unordered: true, context: 6 })
    const delivery = socketOfA.sendTracked(octetsOf('x'))
    socketOfA.send(octetsOf('x'), { stream: 0, unordered: false })
    expect(await scene.run(delivery)).toEqual({ outcome: 'acknowledged', context: 6 })
    expect(heard).toEqual([
      [4, 3, true],
      [0, 3, false],
    ])
    await scene.close()
  })

  it('choose the address a message goes to', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate()
    await scene.until(() => socketOfA.paths().every(({ state }) => state === 'active'))
    const from: string[] = []
    socketOfZ.onMessage = (message) => from.push(socketOfZ.addressText(message.remoteAddress))
    for (const destination of ['10.0.1.2', '10.0.0.2', '10.0.1.2']) socketOfA.send(octetsOf('x'), { destination, unordered: true })
    await scene.pass(1000)
    expect(from.sort()).toEqual(['10.0.0.1', '10.0.1.1', '10.0.1.1'])
    expect(() => socketOfA.send(octetsOf('x'), { destination: '10.9.9.9' })).toThrow(
      expect.objectContaining({ code: 'SCTP_ADDRESS_INVALID' }),
    )
    await scene.close()
  })

  it('ask for an acknowledgement without delay', async () => {
    const scene = new SimulatedScene(1, 10)
    const { socketOfA } = await scene.associate()
    await scene.pass(5000)
    const begun = scene.clock.now()
    await scene.run(socketOfA.sendTracked(octetsOf('now'), { immediate: true }))
    expect(scene.clock.now() - begun).toBeCloseTo(20, 3)
    const then = scene.clock.now()
    await scene.run(socketOfA.sendTracked(octetsOf('later')))
    expect(scene.clock.now() - then).toBeCloseTo(220, 3)
    await scene.close()
  })

  it('end the association gracefully after the message: SCTP_EOF', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ, notificationsOfA } = await scene.associate()
    const heard: string[] = []
    socketOfZ.onMessage = (message) => heard.push(textOf(message.copyPayload()))
    expect(socketOfA.send(octetsOf('goodbye'), { eof: true })).toBe('queued')
    expect(socketOfA.send(octetsOf('too late'))).toBe('shutting-down')
    await scene.until(() => socketOfZ.state === 'CLOSED' && socketOfA.state === 'CLOSED')
    expect(heard).toEqual(['goodbye'])
    expect(notificationsOfA.at(-1)).toEqual({ kind: 'shutdown-complete' })
    expect(socketOfA.send(new Uint8Array(0), { eof: true })).toBe('closed')
    await scene.close()
  })

  it('end it by ABORT with the message as the reason: SCTP_ABORT', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ, notificationsOfZ } = await scene.associate()
    expect(socketOfA.send(octetsOf('enough'), { abort: true })).toBe('queued')
    await scene.until(() => socketOfZ.state === 'CLOSED')
    expect(notificationsOfZ.at(-1)).toMatchObject({ kind: 'communication-lost', reason: 'aborted-by-peer' })
    expect(notificationsOfZ.at(-1)).toMatchObject({ detail: expect.stringContaining('enough') })
    expect(socketOfA.send(octetsOf('again'), { abort: true })).toBe('closed')
    await scene.close()
  })
})

describe('sendWhenRoom', () => {
  it('waits for room in the send buffer, in order, and rejects when there will be none', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate({ parameters: { sendBufferOctets: 4000 } })
    const heard: number[] = []
    socketOfZ.onMessage = (message) => heard.push(message.octets[message.offset]!)
    const taken: number[] = []
    const sends = Array.from({ length: 20 }, (_, i) => socketOfA.sendWhenRoom(new Uint8Array(1000).fill(i)).then(() => taken.push(i)))
    await scene.pass(0)
    expect(taken).toEqual([0, 1, 2, 3])
    await scene.run(Promise.all(sends))
    await scene.until(() => heard.length === 20)
    expect(heard).toEqual(Array.from({ length: 20 }, (_, i) => i))
    await scene.until(() => socketOfA.bufferedOctets === 0)
    const waiting = Array.from({ length: 6 }, () => socketOfA.sendWhenRoom(new Uint8Array(1000)))
    const closed = socketOfA.close()
    const settled = await scene.run(Promise.allSettled(waiting))
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect(settled[5]).toMatchObject({ reason: { code: 'SCTP_SEND_REFUSED', outcome: 'shutting-down' } })
    await scene.run(closed)
    await scene.close()
  })

  it('goes on after the peer has restarted', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate({ localPort: 4000, parameters: { sendBufferOctets: 2000 } })
    scene.network.detach('10.0.0.2')
    scene.network.detach('10.0.1.2')
    const sends = Promise.all(Array.from({ length: 3 }, () => socketOfA.sendWhenRoom(new Uint8Array(1000))))
    await scene.pass(100)
    const again = await scene.open('10.0.0.2', '10.0.1.2')
    again.associate({ addresses: ['10.0.0.1', '10.0.1.1'], port: 4000, localPort: 5000 })
    await scene.run(sends)
    await scene.close()
  })
})

describe("the notification 'send-failed'", () => {
  it('brings back every message that was not acknowledged, before the association counts as lost', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, notificationsOfA } = await scene.associate({ parameters: { associationMaxRetrans: 1, pathMaxRetrans: 1 } })
    socketOfA.subscribe('send-failed')
    await scene.run(socketOfA.sendTracked(octetsOf('arrives')))
    scene.cut(0)
    scene.cut(1)
    socketOfA.send(octetsOf('one'), { stream: 3, payloadProtocolId: 46, context: 11 })
    socketOfA.sendMessage(octetsOf('.two.'), 1, 3, 5, 0, true)
    await scene.until(() => socketOfA.state === 'CLOSED')
    const kinds = notificationsOfA.map(({ kind }) => kind)
    expect(kinds.slice(-3)).toEqual(['send-failed', 'send-failed', 'communication-lost'])
    const failed = notificationsOfA.filter((notification: Notification): notification is SendFailed => notification.kind === 'send-failed')
    expect(failed.map(({ payload }) => textOf(payload))).toEqual(['one', 'two'])
    expect(failed[0]).toMatchObject({ sent: true, reason: 'too-many-retransmissions', stream: 3, payloadProtocolId: 46, context: 11 })
    expect(failed[1]).toMatchObject({ stream: 5, unordered: true, context: 0 })
    await scene.close()
  })

  it('is not sent to those who did not subscribe to it', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, notificationsOfA } = await scene.associate({ parameters: { associationMaxRetrans: 1, pathMaxRetrans: 1 } })
    scene.cut(0)
    scene.cut(1)
    socketOfA.send(octetsOf('one'))
    await scene.until(() => socketOfA.state === 'CLOSED')
    expect(notificationsOfA.map(({ kind }) => kind)).not.toContain('send-failed')
    await scene.close()
  })
})
