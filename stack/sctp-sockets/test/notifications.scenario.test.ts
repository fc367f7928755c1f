import { describe, expect, it } from 'vitest'
import { isSetupFailure, type Notification } from '../src/index.js'
import { octetsOf, SimulatedScene } from './simulated-scene.js'

describe('notifications', () => {
  it('tell the life of an association, the end last', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, notificationsOfA, notificationsOfZ } = await scene.associate({ parameters: { outboundStreams: 7 } })
    await scene.pass(5000)
    await scene.run(socketOfA.close())
    await scene.until(() => notificationsOfZ.at(-1)?.kind === 'shutdown-complete')
    expect(notificationsOfA[0]).toMatchObject({ kind: 'communication-up', outboundStreams: 7, inboundStreams: 32 })
    expect(notificationsOfZ[0]).toMatchObject({ kind: 'communication-up', outboundStreams: 32, inboundStreams: 7 })
    // A named both addresses of Z itself, so they count as confirmed (RFC 9260 §5.4); Z has read those of A in its INIT.
    expect(notificationsOfA.map(({ kind }) => kind)).toEqual(['communication-up', 'shutdown-complete'])
    expect(notificationsOfZ.map(({ kind }) => kind)).toEqual(['communication-up', 'path-change', 'peer-shutdown', 'shutdown-complete'])
    expect(notificationsOfZ[1]).toMatchObject({ remoteAddress: '10.0.1.1', localAddress: '10.0.1.2', state: 'active', reason: 'confirmed' })
    await scene.close()
  })

  it('tell of paths that fail, with the addresses at both ends, and of the path that takes over', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, notificationsOfA } = await scene.associate()
    await scene.until(() => socketOfA.paths().every(({ state }) => state === 'active'))
    notificationsOfA.length = 0
    scene.cut(0)
    socketOfA.send(octetsOf('x'))
    await scene.until(() => notificationsOfA.length >= 2)
    expect(notificationsOfA[0]).toMatchObject({
      kind: 'path-change',
      remoteAddress: '10.0.0.2',
      state: 'potentially-failed',
      errorCount: 1,
    })
    expect(notificationsOfA[1]).toEqual({ kind: 'data-path-change', localAddress: '10.0.1.1', remoteAddress: '10.0.1.2' })
    await scene.close()
  })

  it('tell an association that could not be set up from one that was lost', async () => {
    const scene = new SimulatedScene()
    const a = await scene.open('10.0.0.1')
    await scene.open('10.0.0.2')
    const heard: Notification[] = []
    const refused = a.connect({
      addresses: ['10.0.0.2'],
      port: 5000,
      onSocket: (socket) => {
        socket.onNotification = (notification) => heard.push(notification)
      },
    })
    await expect(scene.run(refused)).rejects.toMatchObject({ code: 'SCTP_CONNECTION_REFUSED' })
    expect(heard).toHaveLength(1)
    const [last] = heard
    expect(last?.kind === 'communication-lost' && isSetupFailure(last.reason)).toBe(true)
    expect(isSetupFailure('aborted-by-peer')).toBe(false)
    await scene.close()
  })

  it('are made only for who subscribed to them', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ, notificationsOfA, notificationsOfZ } = await scene.associate()
    socketOfA.unsubscribe('shutdown-complete')
    socketOfZ.unsubscribe('peer-shutdown', 'path-change')
    expect(socketOfZ.getOption('SCTP_EVENT')).not.toContain('path-change')
    await scene.pass(5000)
    expect(socketOfZ.paths().every(({ state }) => state === 'active')).toBe(true)
    await scene.run(socketOfA.close())
    await scene.until(() => notificationsOfZ.at(-1)?.kind === 'shutdown-complete')
    expect(notificationsOfA.map(({ kind }) => kind)).toEqual(['communication-up'])
    expect(notificationsOfZ.map(({ kind }) => kind)).toEqual(['communication-up', 'shutdown-complete'])
    await scene.close()
  })

  it("say 'sender-dry' on subscribing when nothing is to be sent, and whenever that is so again", async () => {
    const scene = new SimulatedScene()
    const { socketOfA, notificationsOfA } = await scene.associate()
    const dry = () => notificationsOfA.filter(({ kind }) => kind === 'sender-dry').length
    await scene.run(socketOfA.sendTracked(octetsOf('unheard')))
    expect(dry()).toBe(0)
    socketOfA.subscribe('sender-dry')
    await scene.pass(0)
    expect(dry()).toBe(1)
    for (let i = 0; i < 40; i++) socketOfA.send(new Uint8Array(1000))
    await scene.until(() => socketOfA.bufferedOctets === 0)
    await scene.pass(1000)
    expect(dry()).toBe(2)
    socketOfA.unsubscribe('sender-dry')
    await scene.run(socketOfA.sendTracked(octetsOf('unheard')))
    expect(dry()).toBe(2)
    await scene.close()
  })

  it("say 'partial-delivery-aborted' when the rest of a message will not come", async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ, notificationsOfZ } = await scene.associate({}, { receiveBufferOctets: 8000 })
    const parts: boolean[] = []
    socketOfZ.onMessage = ({ partial }) => parts.push(partial)
    socketOfA.send(new Uint8Array(200_000), { stream: 6 })
    await scene.until(() => parts.length > 0)
    socketOfA.abort()
    await scene.until(() => socketOfZ.state === 'CLOSED')
    expect(parts).not.toContain(false)
    const kinds = notificationsOfZ.map(({ kind }) => kind)
    expect(kinds.slice(-2)).toEqual(['partial-delivery-aborted', 'communication-lost'])
    expect(notificationsOfZ.at(-2)).toEqual({ kind: 'partial-delivery-aborted', stream: 6, streamSequenceNumber: 0 })
    await scene.close()
  })

  it('refuse to be subscribed to by a name there is none of', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate()
    const misspelt = 'sender-dri' as 'sender-dry'
    expect(() => socketOfA.subscribe(misspelt)).toThrow(expect.objectContaining({ code: 'SCTP_OPTION_INVALID', value: misspelt }))
    await scene.close()
  })
})
