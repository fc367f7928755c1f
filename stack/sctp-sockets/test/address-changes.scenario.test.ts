import type { ProtocolParameters } from '@sigbed/sctp-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FutureOptions, type Notification, type OneToOneSocket, SctpEndpoint, SctpError, SocketOptionError } from '../src/index.js'
import { octetsOf, SimulatedScene, textOf } from './simulated-scene.js'

const DYNAMIC: Partial<ProtocolParameters> = { authentication: true, dynamicAddresses: true }
const open: SctpEndpoint[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.close(500)))
})

function changes(notifications: readonly Notification[], kind: 'local-address-change' | 'peer-address-change'): string[] {
  return notifications.flatMap((each) => {
    if (each.kind !== kind) return []
    if (each.kind === 'local-address-change')
      return [`${each.change} ${each.localAddress}${each.accepted ? '' : ` refused: ${each.causes}`}`]
    return each.kind === 'peer-address-change' ? [`${each.change} ${each.remoteAddress}`] : []
  })
}

const remotes = (socket: OneToOneSocket) => socket.paths().map(({ remoteAddress }) => remoteAddress)

describe('addresses that change (RFC 6458 §9.1, RFC 5061)', () => {
  it('are added and removed by bindx, and the peer sends where it is asked to', async () => {
    const scene = new SimulatedScene()
    const { a, socketOfA, socketOfZ, notificationsOfA, notificationsOfZ } = await scene.associate({ parameters: DYNAMIC }, DYNAMIC)
    const heard: string[] = []
    socketOfA.onMessage = (message) => heard.push(textOf(message.copyPayload()))
    await scene.run(a.bindx('add', '10.0.2.1'))
    await scene.pass(2000)
    expect(changes(notificationsOfA, 'local-address-change')).toEqual(['added 10.0.2.1'])
    expect(changes(notificationsOfZ, 'peer-address-change')).toEqual(['added 10.0.2.1'])
    expect(remotes(socketOfZ)).toEqual(['10.0.0.1', '10.0.1.1', '10.0.2.1'])
    socketOfA.setOption('SCTP_SET_PEER_PRIMARY_ADDR', '10.0.2.1')
    await scene.pass(500)
    expect(socketOfZ.getOption('SCTP_PRIMARY_ADDR')).toBe('10.0.2.1')
    await scene.run(a.bindx('remove', '10.0.0.1', '10.0.1.1'))
    socketOfZ.send(octetsOf('to what is left'))
    await scene.pass(2000)
    expect(remotes(socketOfZ)).toEqual(['10.0.2.1'])
    expect(heard).toEqual(['to what is left'])
    expect(changes(notificationsOfZ, 'peer-address-change')).toEqual([
      'added 10.0.2.1',
      'made-primary 10.0.2.1',
      'removed 10.0.0.1',
      'removed 10.0.1.1',
    ])
    // Closed when nobody uses it any more: it may be had again.
    await scene.run(a.bindx('add', '10.0.0.1'))
    await scene.pass(1000)
    expect(remotes(socketOfZ)).toEqual(['10.0.2.1', '10.0.0.1'])
    await scene.close()
  })

  it('say clearly what cannot be done', async () => {
    const scene = new SimulatedScene()
    const { a, socketOfA, socketOfZ } = await scene.associate({ parameters: DYNAMIC }, DYNAMIC)
    await expect(a.bindx('remove', '10.9.9.9')).rejects.toThrow('it has 10.0.0.1, 10.0.1.1')
    await expect(a.bindx('remove', '10.0.0.1', '10.0.1.1')).rejects.toThrow('the last address')
    await expect(a.bindx('add', 'no address')).rejects.toMatchObject({ code: 'SIGBED_ADDRESS_INVALID' })
    expect(() => socketOfA.setOption('SCTP_SET_PEER_PRIMARY_ADDR', '10.9.9.9')).toThrow(SocketOptionError)
    expect(() => socketOfA.getOption('SCTP_SET_PEER_PRIMARY_ADDR')).toThrow('only be set')
    expect(socketOfZ.getOption('SCTP_AUTO_ASCONF')).toBe(true)
    await scene.close()
  })

  it('are not told to peers of associations with SCTP_AUTO_ASCONF off', async () => {
    const scene = new SimulatedScene()
    const { a, socketOfA, socketOfZ } = await scene.associate({ parameters: DYNAMIC }, DYNAMIC)
    socketOfA.setOption('SCTP_AUTO_ASCONF', false)
    await scene.run(a.bindx('add', '10.0.2.1'))
    await scene.pass(1000)
    expect(remotes(socketOfZ)).toEqual(['10.0.0.1', '10.0.1.1'])
    await scene.close()
  })

  it('come and go over UDP while messages flow', async () => {
    const on = async (...localAddresses: string[]) => {
      const made = await SctpEndpoint.open({ localAddresses, encapsulationPort: 0 })
      open.push(made)
      return made
    }
    const parameters = { ...DYNAMIC, rtoInitialMs: 200, rtoMinMs: 100, rtoMaxMs: 1000, heartbeatIntervalMs: 500 }
    const server = await on('127.0.97.1')
    let accepted: OneToOneSocket | null = null
    let received = 0
    server.listen(5000, {
      parameters,
      onAssociation: (socket) => {
        accepted = socket
        socket.onMessage = () => received++
      },
    })
    const client = await on('127.0.98.1')
    const socket = await client.connect({ addresses: ['127.0.97.1'], port: 5000, encapsulationPort: server.encapsulationPort, parameters })
    const notifications: Notification[] = []
    socket.onNotification = (notification) => notifications.push(notification)
    let sent = 0
    const send = () => {
      for (let i = 0; i < 20; i++) if (socket.send(octetsOf(`message ${sent}`)) === 'queued') sent++
    }
    send()
    await client.bindx('add', '127.0.98.2')
    send()
    await vi.waitFor(() => expect(changes(notifications, 'local-address-change')).toEqual(['added 127.0.98.2']), 5000)
    await vi.waitFor(() => expect(accepted!.paths().map(({ state }) => state)).toEqual(['active', 'active']), 5000)
    send()
    await client.bindx('remove', '127.0.98.1')
    send()
    await vi.waitFor(() => expect(changes(notifications, 'local-address-change')).toHaveLength(2), 5000)
    send()
    await vi.waitFor(() => expect(received).toBe(sent), 5000)
    expect(sent).toBe(100)
    expect(remotes(accepted!)).toEqual(['127.0.98.2'])
    await socket.close()
  })

  it('are fixed where the transport opens them once and for all', async () => {
    const scene = new SimulatedScene()
    const a = await scene.open('10.0.0.1')
    const { localAddresses } = a as unknown as { localAddresses: { transport: { addLocalAddress?: unknown } } }
    // A transport without the method: raw IP, for one.
    Object.defineProperty(localAddresses.transport, 'addLocalAddress', { value: undefined })
    const refused = await a.bindx('add', '10.0.2.1').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SctpError)
    expect(refused).toMatchObject({ code: 'SCTP_ADDRESSES_FIXED' })
    await scene.close()
  })
})

describe('authentication options (RFC 6458 §8.1.17, §8.1.18, §8.3.2 to §8.3.5)', () => {
  const KEY = octetsOf('a shared secret')

  it('set keys, lists and algorithms for future associations, and change keys while one lasts', async () => {
    const future = () => {
      const options = new FutureOptions()
      options.set('SCTP_AUTH_CHUNK', 0)
      options.set('SCTP_HMAC_IDENT', [1])
      options.set('SCTP_AUTH_KEY', { identifier: 3, octets: KEY })
      options.set('SCTP_AUTH_ACTIVE_KEY', 3)
      return options
    }
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ, notificationsOfZ } = await scene.associate({ options: future() }, future().parameters)
    expect(socketOfA.getOption('SCTP_PEER_AUTH_CHUNKS')).toEqual([0])
    expect(socketOfA.getOption('SCTP_LOCAL_AUTH_CHUNKS')).toEqual([0])
    expect(socketOfA.getOption('SCTP_HMAC_IDENT')).toEqual([1])
    expect(socketOfA.getOption('SCTP_AUTH_ACTIVE_KEY')).toBe(3)
    const heard: string[] = []
    socketOfZ.onMessage = (message) => heard.push(textOf(message.copyPayload()))
    for (const socket of [socketOfA, socketOfZ]) socket.setOption('SCTP_AUTH_KEY', { identifier: 4, octets: octetsOf('another') })
    socketOfA.setOption('SCTP_AUTH_ACTIVE_KEY', 4)
    socketOfA.send(octetsOf('by the new key'))
    await scene.pass(1000)
    expect(heard).toEqual(['by the new key'])
    expect(notificationsOfZ.filter(({ kind }) => kind === 'authentication-key')).toEqual([
      { kind: 'authentication-key', indication: 'new-key', keyIdentifier: 4 },
    ])
    expect(() => socketOfA.setOption('SCTP_AUTH_DELETE_KEY', 3)).toThrow('deactivate it first')
    expect(() => socketOfA.setOption('SCTP_AUTH_DEACTIVATE_KEY', 4)).toThrow('the active one')
    socketOfA.setOption('SCTP_AUTH_DEACTIVATE_KEY', 3)
    socketOfA.setOption('SCTP_AUTH_DELETE_KEY', 3)
    expect(() => socketOfA.setOption('SCTP_AUTH_ACTIVE_KEY', 3)).toThrow('SCTP_AUTH_KEY')
    expect(() => socketOfA.setOption('SCTP_AUTH_CHUNK', 0)).toThrow(expect.objectContaining({ code: 'SCTP_OPTION_FIXED' }))
    await scene.close()
  })

  it('refuse what makes no sense, and never show a key', () => {
    const options = new FutureOptions()
    // INIT
    expect(() => options.set('SCTP_AUTH_CHUNK', 1)).toThrow('INIT ACK')
    expect(() => options.set('SCTP_HMAC_IDENT', [3])).toThrow('SHA-1')
    expect(() => options.set('SCTP_AUTH_ACTIVE_KEY', 9)).toThrow('activeSharedKey')
    expect(() => options.set('SCTP_AUTH_KEY', { identifier: 70_000, octets: KEY })).toThrow('65535')
    expect(() => options.get('SCTP_AUTH_KEY')).toThrow('only be set')
    const refused = (() => {
      try {
        options.set('SCTP_AUTH_KEY', { identifier: 1, octets: 'secret' as unknown as Uint8Array })
      } catch (error) {
        return String(error)
      }
      return ''
    })()
    expect(refused).toContain('a Uint8Array')
    expect(refused).not.toContain('secret')
    expect(options.parameters.authentication).toBe(false)
  })
})
