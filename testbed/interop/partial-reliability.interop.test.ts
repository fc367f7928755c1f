import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import { ANY_ADDRESS, EventLoopSurroundings, FaultInjector } from '@sigbed/sctp-transport'
import { SeededRandom } from '@sigbed/simulated-network'
import { expect, it } from 'vitest'
import { describeWithUsrsctp, type InteropScene, patterned } from './interop-scene.js'

/** An endpoint that loses packets in both directions. */
async function openLossy(scene: InteropScene) {
  const surroundings = new EventLoopSurroundings()
  const chance = new SeededRandom(3758)
  return scene.open({
    localAddresses: ['127.0.0.1'],
    surroundings,
    wrapTransport: (transport, addresses) => {
      const injector = new FaultInjector(transport, addresses, surroundings, { randomUint32: () => chance.uint32() })
      injector.impair({ local: ANY_ADDRESS, remote: ANY_ADDRESS }, { lossProbability: 0.05, delayMs: 3 })
      return injector
    },
  })
}

const parameters = { partialReliability: true, rtoMinMs: 100, rtoInitialMs: 100, rtoMaxMs: 1000 }
const NEVER_AGAIN = { policy: 'limited-retransmissions', value: 0 } as const

/** One DATA chunk each, and several. */
const LENGTHS = [400, 4000]

describeWithUsrsctp('messages that are sent once only', (scene) => {
  it.each(LENGTHS)("of %i octets, by usrsctp's tsctp to us: what does not arrive is passed, and what does is whole", async (length) => {
    const endpoint = await openLossy(scene)
    let messages = 0
    let broken = 0
    let socket: OneToOneSocket | undefined
    const ended = new Promise<string>((resolve) => {
      endpoint.listen(TSCTP_PORT, {
        parameters,
        onAssociation: (accepted) => {
          socket = accepted
          accepted.onMessage = (message) => (message.length === length ? messages++ : broken++)
          accepted.onNotification = ({ kind }) => {
            if (kind === 'shutdown-complete' || kind === 'communication-lost') resolve(kind)
          }
        },
      })
    })
    const port = endpoint.encapsulationPort
    // -P 2: limited retransmissions, -t 0: none.
    const policy = ['-P', 2, '-t', 0]
    await scene.start(
      'tsctp',
      (own) => ['-E', own, '-U', port, '-p', TSCTP_PORT, '-l', length, '-n', MESSAGES, ...policy, '127.0.0.1'],
      'discarded',
    )
    expect(await ended).toBe('shutdown-complete')
    expect(socket!.getOption('SCTP_PR_SUPPORTED')).toBe(true)
    expect(socket!.statistics.forwardTsnsReceived).toBeGreaterThan(0)
    expect(messages).toBeLessThan(MESSAGES)
    expect(messages).toBeGreaterThan(MESSAGES / 2)
    expect(broken).toBe(0)
  })

  it.each(LENGTHS)('of %i octets, by us to tsctp: it goes on behind each that is given up', async (length) => {
    const { program, encapsulationPort } = await scene.start('tsctp', (own) => ['-E', own, '-p', TSCTP_PORT])
    const endpoint = await openLossy(scene)
    const socket = await endpoint.connect({ addresses: ['127.0.0.1'], port: TSCTP_PORT, encapsulationPort, parameters })
    expect(socket.getOption('SCTP_PR_SUPPORTED')).toBe(true)
    const sent = Array.from({ length: MESSAGES }, (_, i) => socket.sendTracked(patterned(length, i), { reliability: NEVER_AGAIN }))
    await socket.close()
    const fates = await Promise.all(sent)
    const acknowledged = fates.filter(({ outcome }) => outcome === 'acknowledged').length
    expect(fates.filter((fate) => fate.outcome === 'failed' && fate.reason !== 'abandoned')).toEqual([])
    // tsctp prints: length of the first message, messages, calls, octets, seconds, octets per second, notifications.
    const [, , received] = await program.outputMatches(/^(\d+), (\d+), (\d+), (\d+), [\d.]+, [\d.]+, \d+$/m)
    expect(Number(received)).toBeGreaterThanOrEqual(acknowledged)
    expect(Number(received)).toBeLessThan(MESSAGES)
    expect(socket.statistics.forwardTsnsSent).toBeGreaterThan(0)
    expect(socket.statistics).toMatchObject({ messagesAcknowledged: acknowledged, messagesAbandonedSent: MESSAGES - acknowledged })
  })
})

const TSCTP_PORT = 5001
const MESSAGES = 600
