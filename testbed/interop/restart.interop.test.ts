import type { Notification, OneToOneSocket } from '@sigbed/sctp-sockets'
import { ANY_ADDRESS, EventLoopSurroundings, FaultInjector } from '@sigbed/sctp-transport'
import { expect, it } from 'vitest'
import { describeWithUsrsctp, type InteropScene, patterned } from './interop-scene.js'

describeWithUsrsctp('a restart without goodbye', (scene) => {
  it('of usrsctp is noticed by our association, which goes on (RFC 9260 §5.2.4 A)', async () => {
    const endpoint = await scene.open({ localAddresses: ['127.0.0.1'] })
    const notifications: Notification[] = []
    const lines: string[] = []
    let accepted: OneToOneSocket | undefined
    endpoint.listen(SERVER_PORT, {
      onAssociation: (socket) => {
        accepted = socket
        socket.onNotification = (notification) => notifications.push(notification)
        socket.onMessage = (message) => {
          lines.push(new TextDecoder().decode(message.copyPayload()))
          socket.send(message.copyPayload())
        }
      },
    })
    // The same SCTP port both times, and the same UDP port, the first that is free.
    const argumentsFor = (port: number) => ['127.0.0.1', SERVER_PORT, CLIENT_PORT, port, endpoint.encapsulationPort]
    const first = await scene.start('client', argumentsFor)
    first.program.write('before\n')
    await first.program.outputMatches(/^before$/m)
    await first.program.stop()
    const second = await scene.start('client', argumentsFor)
    expect(second.encapsulationPort).toBe(first.encapsulationPort)
    second.program.write('after\n')
    await second.program.outputMatches(/^after$/m)
    expect(lines).toEqual(['before\n', 'after\n'])
    expect(endpoint.associations).toEqual([accepted])
    expect(notifications.map(({ kind }) => kind).filter((kind) => kind !== 'path-change')).toEqual(['communication-up', 'restart'])
  })

  it('of ours is accepted by usrsctp', async () => {
    const { program, encapsulationPort } = await scene.start('discard_server', (port) => [port])
    const before = await connectAndCrash(scene, encapsulationPort)
    await program.outputHolds(1, /^Msg of length 100 /gm)
    await before.crash()
    const endpoint = await scene.open({ localAddresses: ['127.0.0.1'], encapsulationPort: before.ownEncapsulationPort })
    const socket = await endpoint.connect({ addresses: ['127.0.0.1'], port: DISCARD_PORT, localPort: CLIENT_PORT, encapsulationPort })
    socket.send(patterned(200, 2))
    await socket.close()
    // Numbered from the beginning again.
    await program.outputMatches(/^Msg of length 200 received from \S+ on stream 0 with SSN 0 .* complete 1\.$/m)
  })
})

/** An association that has sent one message, and a way to be gone without a word on the wire. */
async function connectAndCrash(scene: InteropScene, encapsulationPort: number) {
  const surroundings = new EventLoopSurroundings()
  let injector: FaultInjector | undefined
  const endpoint = await scene.open({
    localAddresses: ['127.0.0.1'],
    surroundings,
    wrapTransport: (transport, addresses) => (injector = new FaultInjector(transport, addresses, surroundings)),
  })
  const socket = await endpoint.connect({ addresses: ['127.0.0.1'], port: DISCARD_PORT, localPort: CLIENT_PORT, encapsulationPort })
  socket.send(patterned(100, 1))
  const crash = async (): Promise<void> => {
    injector!.cut({ local: ANY_ADDRESS, remote: ANY_ADDRESS })
    await endpoint.close(0)
  }
  return { crash, ownEncapsulationPort: endpoint.encapsulationPort }
}

const SERVER_PORT = 5000
const CLIENT_PORT = 40_000
const DISCARD_PORT = 9
