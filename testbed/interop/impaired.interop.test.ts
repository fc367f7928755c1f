import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import { ANY_ADDRESS, EventLoopSurroundings, FaultInjector } from '@sigbed/sctp-transport'
import { SeededRandom } from '@sigbed/simulated-network'
import { expect, it } from 'vitest'
import { describeWithUsrsctp, digest, type InteropScene, patterned } from './interop-scene.js'

/** An endpoint whose packets are lost, duplicated and delayed in both directions. */
async function openImpaired(scene: InteropScene) {
  const surroundings = new EventLoopSurroundings()
  const chance = new SeededRandom(20_260)
  return scene.open({
    localAddresses: ['127.0.0.1'],
    surroundings,
    wrapTransport: (transport, addresses) => {
      const injector = new FaultInjector(transport, addresses, surroundings, { randomUint32: () => chance.uint32() })
      injector.impair({ local: ANY_ADDRESS, remote: ANY_ADDRESS }, { lossProbability: 0.02, duplicateProbability: 0.02, delayMs: 3 })
      return injector
    },
  })
}

describeWithUsrsctp('a bad network between us and usrsctp', (scene) => {
  it('costs time and no message, there and back through echo_server', async () => {
    const { encapsulationPort } = await scene.start('echo_server', (port) => [port])
    const endpoint = await openImpaired(scene)
    const sent = Array.from({ length: 300 }, (_, i) => patterned(1 + ((i * 61) % 6000), i))
    const echoes: Uint8Array[] = []
    let socket: OneToOneSocket | undefined
    await new Promise<void>((resolve, reject) => {
      const onSocket = (made: OneToOneSocket): void => {
        socket = made
        made.onMessage = (message) => echoes.push(message.copyPayload()) === sent.length && resolve()
        made.onNotification = ({ kind }) => kind === 'communication-lost' && reject(new Error(kind))
        for (const octets of sent) made.send(octets, { stream: 0 })
      }
      endpoint.connect({ addresses: ['127.0.0.1'], port: ECHO_PORT, encapsulationPort, onSocket }).catch(reject)
    })
    expect(digest(echoes)).toBe(digest(sent))
    const { dataChunksRetransmitted, duplicateTsnsReceived } = socket!.statistics
    expect(dataChunksRetransmitted).toBeGreaterThan(0)
    expect(duplicateTsnsReceived).toBeGreaterThan(0)
  })

  it('costs time and no message from tsctp to us', async () => {
    const endpoint = await openImpaired(scene)
    let messages = 0
    let socket: OneToOneSocket | undefined
    const ended = new Promise<string>((resolve) => {
      endpoint.listen(TSCTP_PORT, {
        onAssociation: (accepted) => {
          socket = accepted
          accepted.onMessage = ({ length }) => {
            if (length === 500) messages++
          }
          accepted.onNotification = ({ kind }) => {
            if (kind === 'shutdown-complete' || kind === 'communication-lost') resolve(kind)
          }
        },
      })
    })
    const port = endpoint.encapsulationPort
    await scene.start('tsctp', (own) => ['-E', own, '-U', port, '-p', TSCTP_PORT, '-l', 500, '-n', 2000, '127.0.0.1'], 'discarded')
    expect(await ended).toBe('shutdown-complete')
    expect(messages).toBe(2000)
    expect(socket!.statistics.duplicateTsnsReceived).toBeGreaterThan(0)
  })
})

const ECHO_PORT = 7
const TSCTP_PORT = 5001
