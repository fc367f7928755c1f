import type { Notification, OneToOneSocket, ReceivedMessage } from '@sigbed/sctp-sockets'
import { expect, it, vi } from 'vitest'
import { describeWithUsrsctp, type InteropScene, patterned } from './interop-scene.js'

/** usrsctp offers authentication and dynamic addresses by itself: both are agreed as soon as this side wants them. */
async function connectToEcho(scene: InteropScene, hmacIdentifiers: readonly number[]) {
  const { encapsulationPort } = await scene.start('echo_server', (port) => [port])
  const endpoint = await scene.open({ localAddresses: ['127.0.0.1'] })
  const notifications: Notification[] = []
  const echoes: Uint8Array[] = []
  const onSocket = (socket: OneToOneSocket): void => {
    socket.onMessage = (message: ReceivedMessage) => echoes.push(message.copyPayload())
    socket.onNotification = (notification) => notifications.push(notification)
  }
  const parameters = { authentication: true, dynamicAddresses: true, authenticatedChunks: [DATA, SACK], hmacIdentifiers }
  const socket = await endpoint.connect({ addresses: ['127.0.0.1'], port: ECHO_PORT, encapsulationPort, parameters, onSocket })
  return { endpoint, socket, echoes, notifications }
}

describeWithUsrsctp("authentication with usrsctp's echo_server", (scene) => {
  it.each([
    ['SHA-256', [3, 1]],
    ['SHA-1', [1]],
  ])('derives the same association shared key and MACs by %s in both directions', async (_, hmacIdentifiers) => {
    const { socket, echoes } = await connectToEcho(scene, hmacIdentifiers)
    const lengths = [1, 2, 3, 4, 5, 1400, 1415, 1416, 1417, 5000]
    for (const length of lengths) expect(socket.send(patterned(length, length))).toBe('queued')
    await vi.waitFor(() => expect(echoes).toHaveLength(lengths.length), 10_000)
    expect(echoes.map(({ length }) => length)).toEqual(lengths)
    // What usrsctp sent was listed, so it came behind AUTH, and every MAC was right.
    expect(socket.getOption('SCTP_LOCAL_AUTH_CHUNKS')).toEqual([DATA, SACK, ASCONF_ACK, ASCONF])
    expect([socket.statistics.authenticationFailures, socket.statistics.unauthenticatedChunks]).toEqual([0, 0])
    // It wants both chunks of RFC 5061 authenticated.
    expect(socket.getOption('SCTP_PEER_AUTH_CHUNKS')).toEqual(expect.arrayContaining([ASCONF_ACK, ASCONF]))
  })

  it('has its ASCONF answered', async () => {
    const { endpoint, socket, echoes, notifications } = await connectToEcho(scene, [3, 1])
    await endpoint.bindx('add', '127.0.0.2')
    await vi.waitFor(() => expect(notifications.filter(({ kind }) => kind === 'local-address-change')).toHaveLength(1), 10_000)
    socket.send(patterned(100, 1))
    await vi.waitFor(() => expect(echoes).toHaveLength(1), 10_000)
    const [change] = notifications.filter((each) => each.kind === 'local-address-change')
    expect(change).toMatchObject({ change: 'added', localAddress: '127.0.0.2' })
    expect(change).toMatchObject({ accepted: true })
  })
})

/** RFC 862: the port echo_server listens on. */
const ECHO_PORT = 7
const DATA = 0
const SACK = 3
const ASCONF_ACK = 0x80
const ASCONF = 0xc1
