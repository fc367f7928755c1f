import type { Notification, OneToOneSocket } from '@sigbed/sctp-sockets'
import { expect, it } from 'vitest'
import { describeWithUsrsctp, type InteropScene } from './interop-scene.js'

/** Our server, which sends back every line, and usrsctp's client connected to it: what is written to it goes out, what comes is printed. */
async function serveLines(scene: InteropScene, localAddresses: readonly string[] = ['127.0.0.1']) {
  const endpoint = await scene.open({ localAddresses })
  const notifications: Notification[] = []
  const lines: string[] = []
  const accepted = new Promise<OneToOneSocket>((resolve) => {
    endpoint.listen(SERVER_PORT, {
      onAssociation: (socket) => {
        socket.onNotification = (notification) => notifications.push(notification)
        socket.onMessage = (message) => {
          lines.push(new TextDecoder().decode(message.copyPayload()))
          socket.sendMessage(message.octets, message.offset, message.length, 0, message.payloadProtocolId, message.unordered)
        }
        resolve(socket)
      },
    })
  })
  const { program } = await scene.start('client', (port) => ['127.0.0.1', SERVER_PORT, 0, port, endpoint.encapsulationPort])
  const socket = await accepted
  return { endpoint, socket, program, notifications, lines }
}

describeWithUsrsctp("our server and usrsctp's client", (scene) => {
  it('exchanges lines, and follows its graceful shutdown', async () => {
    const { socket, program, notifications, lines } = await serveLines(scene)
    const written = Array.from({ length: 50 }, (_, i) => `line ${i} of fifty\n`)
    for (const line of written) program.write(line)
    await program.outputHolds(50, /^line \d+ of fifty$/gm)
    program.endInput()
    expect(await program.exited()).toBe(0)
    expect(lines).toEqual(written)
    expect([...program.output.matchAll(/^line \d+ of fifty$/gm)].map(([line]) => `${line}\n`)).toEqual(written)
    expect(socket.state).toBe('CLOSED')
    const kinds = notifications.map(({ kind }) => kind).filter((kind) => kind !== 'path-change')
    expect(kinds).toEqual(['communication-up', 'peer-shutdown', 'shutdown-complete'])
  })

  it('is seen with the streams and addresses it announced', async () => {
    const { socket, program } = await serveLines(scene, ['127.0.0.1', '127.0.0.2'])
    await program.outputMatches(/Association change SCTP_COMM_UP, streams \(in\/out\) = \(32\/10\)/)
    await program.outputMatches(/^Peer addresses: 127\.0\.0\.1, 127\.0\.0\.2\.$/m)
    await program.outputMatches(/Peer address 127\.0\.0\.2 is now SCTP_ADDR_CONFIRMED/)
    expect([socket.outboundStreams, socket.inboundStreams]).toEqual([32, 10])
  })

  it('can be ended by our side gracefully', async () => {
    const { socket, program } = await serveLines(scene)
    program.write('one line\n')
    await program.outputMatches(/^one line$/m)
    await socket.close()
    await program.outputMatches(/Association change SCTP_SHUTDOWN_COMP/)
  })

  it('can be ended by our side with an ABORT that carries the reason', async () => {
    const { socket, program } = await serveLines(scene)
    await program.outputMatches(/Association change SCTP_COMM_UP/)
    socket.abort('maintenance')
    const [, causes] = await program.outputMatches(
      /Association change SCTP_COMM_LOST, streams \(in\/out\) = \(\d+\/\d+\), ABORT =((?: 0x\w\w)+)\./,
    )
    // ABORT, then cause 12, User-Initiated Abort, with its length and the reason. Padding at the end counts in neither length (RFC 9260 §3.2).
    const octets = causes!.trim().split(' ').map(Number)
    expect(octets).toEqual([6, 0, 0, 19, 0, 12, 0, 15, ...Buffer.from('maintenance')])
  })
})

const SERVER_PORT = 5000
