import { describe, expect, it } from 'vitest'
import { type Delivery, FutureOptions, SocketOptionError } from '../src/index.js'
import { octetsOf, SimulatedScene } from './simulated-scene.js'

const WITH = { partialReliability: true }

describe('partial reliability of a socket (RFC 6458 §5.3.7, RFC 7496 §4)', () => {
  it('gives up a message whose lifetime ends on the way, and tells whoever asks after it', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ, notificationsOfA } = await scene.associate({ parameters: WITH }, WITH)
    socketOfA.setOption('SCTP_EVENT', { kind: 'send-failed', on: true })
    const received: string[] = []
    socketOfZ.onMessage = (message) => received.push(String.fromCharCode(...message.copyPayload()))
    scene.network.cutPath('10.0.0.1', '10.0.0.2')
    scene.network.cutPath('10.0.1.1', '10.0.1.2')
    const fates: Delivery[] = []
    const reliability = { policy: 'timed', value: 300 } as const
    socketOfA.sendTracked(octetsOf('stale'), { stream: 3, context: 7, reliability }, (fate) => fates.push(fate))
    socketOfA.send(octetsOf('kept'), { stream: 3 })
    await scene.pass(200)
    scene.network.restorePath('10.0.0.1', '10.0.0.2')
    scene.network.restorePath('10.0.1.1', '10.0.1.2')
    await scene.pass(5000)
    expect(received).toEqual(['kept'])
    expect(fates).toEqual([{ outcome: 'failed', context: 7, sent: true, reason: 'abandoned' }])
    expect(notificationsOfA.filter(({ kind }) => kind === 'send-failed')).toMatchObject([
      { sent: true, reason: 'abandoned', stream: 3, context: 7, payload: octetsOf('stale') },
    ])
    const counts = { sent: 1, unsent: 0 }
    expect(socketOfA.getOption('SCTP_PR_STREAM_STATUS')).toEqual([{ stream: 3, policy: 'timed', ...counts }])
    expect(socketOfA.getOption('SCTP_PR_ASSOC_STATUS')).toEqual({
      timed: counts,
      'limited-retransmissions': { sent: 0, unsent: 0 },
      priority: { sent: 0, unsent: 0 },
      all: counts,
    })
    await scene.close()
  })

  it('has a default for each socket, which a message may overrule', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate({ parameters: { ...WITH, sendBufferOctets: 2000 } }, WITH)
    expect(socketOfA.getOption('SCTP_DEFAULT_PRINFO')).toEqual({ policy: 'reliable' })
    socketOfA.setOption('SCTP_DEFAULT_PRINFO', { policy: 'priority', value: 4 })
    expect(socketOfA.getOption('SCTP_DEFAULT_PRINFO')).toEqual({ policy: 'priority', value: 4 })
    expect(socketOfA.send(new Uint8Array(1000))).toBe('queued')
    expect(socketOfA.send(new Uint8Array(1000))).toBe('queued')
    expect(socketOfA.send(new Uint8Array(1000))).toBe('send-buffer-full')
    expect(socketOfA.send(new Uint8Array(1000), { reliability: { policy: 'priority', value: 3 } })).toBe('queued')
    expect(socketOfA.send(new Uint8Array(1000), { reliability: { policy: 'reliable' } })).toBe('queued')
    expect(socketOfA.getOption('SCTP_PR_ASSOC_STATUS').priority).toEqual({ sent: 0, unsent: 2 })
    await scene.close()
  })

  it('is agreed upon when both offer it, and settled then', async () => {
    for (const offered of [true, false]) {
      const scene = new SimulatedScene()
      const { socketOfA, socketOfZ } = await scene.associate({ parameters: WITH }, { partialReliability: offered })
      expect([socketOfA, socketOfZ].map((socket) => socket.getOption('SCTP_PR_SUPPORTED'))).toEqual([offered, offered])
      socketOfA.setOption('SCTP_PR_SUPPORTED', offered)
      expect(() => socketOfA.setOption('SCTP_PR_SUPPORTED', !offered)).toThrow(/it is agreed upon when an association is set up/)
      await scene.close()
    }
    const options = new FutureOptions()
    expect(options.get('SCTP_PR_SUPPORTED')).toBe(false)
    options.set('SCTP_PR_SUPPORTED', true)
    options.set('SCTP_DEFAULT_PRINFO', { policy: 'limited-retransmissions', value: 2 })
    expect(options.parameters.partialReliability).toBe(true)
    expect(options.settings.copy().defaultReliability).toEqual({ policy: 'limited-retransmissions', value: 2 })
    expect(() => options.get('SCTP_PR_ASSOC_STATUS')).toThrow(/only an association that is there has it/)
  })

  it('refuses what is no policy, and values that make no sense', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate({ parameters: WITH }, WITH)
    const refused = (reliability: object) => {
      expect(() => socketOfA.send(octetsOf('x'), { reliability } as never)).toThrow(SocketOptionError)
      expect(() => socketOfA.setOption('SCTP_DEFAULT_PRINFO', reliability as never)).toThrow(SocketOptionError)
    }
    refused({ policy: 'sometimes' })
    for (const policy of ['timed', 'priority', 'limited-retransmissions'])
      for (const value of [undefined, -1, 0.5, 2 ** 32, Number.NaN]) refused({ policy, ...(value === undefined ? {} : { value }) })
    expect(() => socketOfA.send(octetsOf('x'), { reliability: { policy: 'timed' } })).toThrow(
      'reliability.value cannot be "left out": a whole number from 0 to 4294967295',
    )
    await scene.close()
  })
})
