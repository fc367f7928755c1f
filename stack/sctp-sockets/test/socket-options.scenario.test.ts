import { describe, expect, it } from 'vitest'
import { FutureOptions, type SettableOption, SocketOptionError, type SocketOptionName } from '../src/index.js'
import { octetsOf, SimulatedScene } from './simulated-scene.js'

describe('the options of an association', () => {
  it('tell the parameters it was set up with', async () => {
    const scene = new SimulatedScene()
    const parameters = { rtoMinMs: 300, rtoMaxMs: 2000, associationMaxRetrans: 4, sackDelayMs: 50, maxBurst: 6, autocloseMs: 99_000 }
    const { socketOfA } = await scene.associate({ parameters: { ...parameters, outboundStreams: 5, maxInitRetransmits: 3 } })
    expect(socketOfA.getOption('SCTP_RTOINFO')).toEqual({ rtoInitialMs: 1000, rtoMinMs: 300, rtoMaxMs: 2000 })
    expect(socketOfA.getOption('SCTP_ASSOCINFO')).toEqual({
      associationMaxRetrans: 4,
      validCookieLifeMs: 60_000,
      peerDestinations: 2,
      peerWindowOctets: 1_048_576,
      localWindowOctets: 1_048_576,
    })
    expect(socketOfA.getOption('SCTP_INITMSG')).toEqual({ outboundStreams: 5, inboundStreams: 2048, maxInitRetransmits: 3 })
    expect(socketOfA.getOption('SCTP_DELAYED_SACK')).toEqual({ sackDelayMs: 50, packets: 2 })
    expect(socketOfA.getOption('SCTP_MAX_BURST')).toEqual({ maxBurst: 6 })
    expect(socketOfA.getOption('SCTP_AUTOCLOSE')).toEqual({ autocloseMs: 99_000 })
    expect(socketOfA.getOption('SCTP_NODELAY')).toBe(true)
    expect(socketOfA.getOption('SCTP_PEER_ADDR_THLDS')).toEqual({
      pathMaxRetrans: 5,
      potentiallyFailedMaxRetrans: 0,
      primarySwitchoverMaxRetrans: Number.POSITIVE_INFINITY,
    })
    await scene.close()
  })

  it('tell how it stands and how its paths do', async () => {
    const scene = new SimulatedScene(1, 25)
    const { socketOfA, socketOfZ } = await scene.associate()
    socketOfZ.pauseReceiving()
    socketOfA.send(new Uint8Array(2000))
    const status = socketOfA.getOption('SCTP_STATUS')
    expect(status).toMatchObject({ state: 'ESTABLISHED', unacknowledgedChunks: 0, inboundStreams: 32, outboundStreams: 32 })
    await scene.pass(30)
    expect(socketOfA.getOption('SCTP_STATUS')).toMatchObject({ unacknowledgedChunks: 2, peerWindowOctets: 1_048_576 - 2000 })
    expect(socketOfZ.getOption('SCTP_STATUS').pendingMessages).toBe(1)
    expect(status.fragmentationPoint).toBe(1500 - 20 - 12 - 16)
    await scene.pass(1000)
    const path = socketOfA.getOption('SCTP_GET_PEER_ADDR_INFO')
    expect(path).toMatchObject({ remoteAddress: '10.0.0.2', state: 'active', primary: true, chunkOctets: 1468 })
    expect(path.smoothedRoundTripMs).toBeCloseTo(50, 0)
    expect(socketOfA.getOption('SCTP_GET_PEER_ADDR_INFO', { address: '10.0.1.2' }).primary).toBe(false)
    expect(socketOfZ.getOption('SCTP_ASSOCINFO').localWindowOctets).toBeLessThan(1_048_576 - 2000)
    await scene.close()
  })

  it('choose the stream scheduler and give streams values, while messages wait: SCTP_STREAM_SCHEDULER', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate()
    const got: number[] = []
    socketOfZ.onMessage = (message) => got.push(message.streamId)
    expect(socketOfA.getOption('SCTP_STREAM_SCHEDULER')).toBe('first-come-first-served')
    expect(socketOfA.getOption('SCTP_STREAM_SCHEDULER_VALUE')).toEqual([])
    for (const stream of [1, 1, 2, 2, 3, 3]) socketOfA.send(octetsOf('x'), { stream })
    socketOfA.setOption('SCTP_STREAM_SCHEDULER', 'priority')
    socketOfA.setOption('SCTP_STREAM_SCHEDULER_VALUE', { stream: 1, value: 9 })
    socketOfA.setOption('SCTP_STREAM_SCHEDULER_VALUE', { stream: 2, value: 1 })
    await scene.until(() => got.length === 6)
    expect(got).toEqual([3, 3, 2, 2, 1, 1])
    expect(socketOfA.getOption('SCTP_STREAM_SCHEDULER')).toBe('priority')
    expect(socketOfA.getOption('SCTP_STREAM_SCHEDULER_VALUE')).toEqual([
      { stream: 1, value: 9 },
      { stream: 2, value: 1 },
    ])
    await scene.close()
  })

  it('tell whether messages are interleaved, which is settled with the setup: SCTP_INTERLEAVING_SUPPORTED', async () => {
    const scene = new SimulatedScene()
    const parameters = { interleaving: true }
    const { socketOfA } = await scene.associate({ parameters }, parameters)
    expect(socketOfA.getOption('SCTP_INTERLEAVING_SUPPORTED')).toBe(true)
    expect(socketOfA.getOption('SCTP_FRAGMENT_INTERLEAVE')).toBe(2)
    expect(socketOfA.getOption('SCTP_STATUS').fragmentationPoint).toBe(1500 - 20 - 12 - 20)
    socketOfA.setOption('SCTP_INTERLEAVING_SUPPORTED', true)
    expect(refusalOf(() => socketOfA.setOption('SCTP_INTERLEAVING_SUPPORTED', false)).code).toBe('SCTP_OPTION_FIXED')
    expect(refusalOf(() => socketOfA.setOption('SCTP_FRAGMENT_INTERLEAVE', 1)).code).toBe('SCTP_OPTION_FIXED')
    await scene.close()
  })

  it('refuse a scheduler nobody knows, and values of streams there are not', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate()
    expect(refusalOf(() => socketOfA.setOption('SCTP_STREAM_SCHEDULER', 'fastest' as 'priority'))).toMatchObject({
      code: 'SCTP_OPTION_INVALID',
      value: 'fastest',
      allowed: expect.stringContaining('round-robin, '),
    })
    const value = (stream: number, value: number) =>
      refusalOf(() => socketOfA.setOption('SCTP_STREAM_SCHEDULER_VALUE', { stream, value })).option
    expect(value(32, 1)).toBe('SCTP_STREAM_SCHEDULER_VALUE.stream')
    expect(value(0, 65_536)).toBe('SCTP_STREAM_SCHEDULER_VALUE.value')
    expect(value(0, 0.5)).toBe('SCTP_STREAM_SCHEDULER_VALUE.value')
    await scene.close()
  })

  it('choose the primary path: SCTP_PRIMARY_ADDR', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ, notificationsOfA } = await scene.associate()
    expect(socketOfA.getOption('SCTP_PRIMARY_ADDR')).toBe('10.0.0.2')
    socketOfA.setOption('SCTP_PRIMARY_ADDR', '10.0.1.2')
    expect(socketOfA.getOption('SCTP_PRIMARY_ADDR')).toBe('10.0.1.2')
    const from: string[] = []
    socketOfZ.onMessage = (message) => from.push(socketOfZ.addressText(message.remoteAddress))
    socketOfA.send(octetsOf('x'))
    await scene.until(() => from.length === 1)
    expect(from).toEqual(['10.0.1.1'])
    expect(notificationsOfA.at(-1)).toMatchObject({ kind: 'data-path-change', remoteAddress: '10.0.1.2' })
    expect(refusalOf(() => socketOfA.setOption('SCTP_PRIMARY_ADDR', '10.7.7.7'))).toMatchObject({
      code: 'SCTP_OPTION_INVALID',
      value: '10.7.7.7',
      allowed: expect.stringContaining('10.0.0.2, 10.0.1.2'),
    })
    await scene.close()
  })

  it('refuse a primary path that is not confirmed yet', async () => {
    const scene = new SimulatedScene()
    scene.network.cutPath('10.0.1.1', '10.0.1.2')
    const { socketOfZ } = await scene.associate()
    expect(socketOfZ.paths().map(({ state }) => state)).toContain('unconfirmed')
    expect(refusalOf(() => socketOfZ.setOption('SCTP_PRIMARY_ADDR', '10.0.1.1')).allowed).toContain('not confirmed')
    await scene.close()
  })

  it('turn heartbeats off and on, change their interval, and send one on demand: SCTP_PEER_ADDR_PARAMS', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate({ parameters: { heartbeatIntervalMs: 10_000 } }, { heartbeatIntervalMs: 0 })
    const sent = () => socketOfA.statistics.heartbeatsSent
    const sentWithin = async (durationMs: number) => {
      const before = sent()
      await scene.pass(durationMs)
      return sent() - before
    }
    await scene.pass(1000)
    socketOfA.setOption('SCTP_PEER_ADDR_PARAMS', { heartbeatEnabled: false })
    expect(await sentWithin(100_000)).toBe(0)
    expect(socketOfA.getOption('SCTP_PEER_ADDR_PARAMS')).toMatchObject({ heartbeatEnabled: false, heartbeatIntervalMs: 10_000 })
    const before = sent()
    socketOfA.setOption('SCTP_PEER_ADDR_PARAMS', { heartbeatDemand: true }, { address: '10.0.1.2' })
    await scene.pass(1000)
    expect(sent() - before).toBe(1)
    expect(await sentWithin(100_000)).toBe(0)
    socketOfA.setOption('SCTP_PEER_ADDR_PARAMS', { heartbeatEnabled: true, heartbeatIntervalMs: 1000 }, { address: '10.0.1.2' })
    expect(socketOfA.getOption('SCTP_PEER_ADDR_PARAMS', { address: '10.0.1.2' }).heartbeatIntervalMs).toBe(1000)
    expect(socketOfA.getOption('SCTP_PEER_ADDR_PARAMS', { address: '10.0.0.2' }).heartbeatEnabled).toBe(false)
    // One path, an interval of 1 s, an RTO of 1 s, jitter of half an RTO.
    const busy = await sentWithin(100_000)
    expect(busy).toBeGreaterThan(39)
    expect(busy).toBeLessThan(68)
    await scene.close()
  })

  it('refuse a heartbeat on demand without an address, or to nobody', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate()
    const demand = { heartbeatDemand: true } as const
    expect(refusalOf(() => socketOfA.setOption('SCTP_PEER_ADDR_PARAMS', demand)).option).toBe('SCTP_PEER_ADDR_PARAMS.heartbeatDemand')
    await scene.run(socketOfA.close())
    expect(refusalOf(() => socketOfA.setOption('SCTP_PEER_ADDR_PARAMS', demand, { address: '10.0.0.2' })).allowed).toContain('established')
    await scene.close()
  })

  it('set the thresholds of one path: SCTP_PEER_ADDR_THLDS', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, notificationsOfA } = await scene.associate({ parameters: { heartbeatIntervalMs: 0 } })
    socketOfA.setOption('SCTP_PEER_ADDR_THLDS', { pathMaxRetrans: 0, potentiallyFailedMaxRetrans: 5 }, { address: '10.0.0.2' })
    expect(socketOfA.getOption('SCTP_PEER_ADDR_THLDS', { address: '10.0.0.2' })).toMatchObject({ pathMaxRetrans: 0 })
    expect(socketOfA.getOption('SCTP_PEER_ADDR_THLDS', { address: '10.0.1.2' })).toMatchObject({ pathMaxRetrans: 5 })
    scene.cut(0)
    socketOfA.send(octetsOf('x'))
    await scene.until(() => notificationsOfA.length > 1)
    // The first error makes it inactive, without having been potentially failed.
    expect(notificationsOfA[1]).toMatchObject({ kind: 'path-change', remoteAddress: '10.0.0.2', state: 'inactive', errorCount: 1 })
    await scene.close()
  })

  it('cut messages smaller than the path asks for: SCTP_MAXSEG', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate()
    socketOfA.setOption('SCTP_MAXSEG', 200)
    expect(socketOfA.getOption('SCTP_STATUS').fragmentationPoint).toBe(200)
    await scene.run(socketOfA.sendTracked(new Uint8Array(1000)))
    expect(socketOfA.statistics.dataChunksSent).toBe(5)
    socketOfA.setOption('SCTP_MAXSEG', 0)
    await scene.run(socketOfA.sendTracked(new Uint8Array(1000)))
    expect(socketOfA.statistics.dataChunksSent).toBe(6)
    expect(refusalOf(() => socketOfA.setOption('SCTP_MAXSEG', 10))).toMatchObject({ code: 'SCTP_OPTION_INVALID', value: 10 })
    await scene.close()
  })

  it('take SCTP_MAXSEG over from the options given to connect', async () => {
    const scene = new SimulatedScene()
    const options = new FutureOptions()
    options.set('SCTP_MAXSEG', 100)
    options.set('SCTP_RTOINFO', { rtoMinMs: 100, rtoInitialMs: 400 })
    options.set('SCTP_EVENT', { kind: 'path-change', on: false })
    const { socketOfA } = await scene.associate({ options, parameters: { rtoMinMs: 150 } })
    expect(socketOfA.getOption('SCTP_STATUS').fragmentationPoint).toBe(100)
    expect(socketOfA.getOption('SCTP_RTOINFO')).toEqual({ rtoInitialMs: 400, rtoMinMs: 150, rtoMaxMs: 60_000 })
    expect(socketOfA.getOption('SCTP_EVENT')).not.toContain('path-change')
    socketOfA.subscribe('path-change')
    expect(options.get('SCTP_EVENT')).not.toContain('path-change')
    await scene.close()
  })

  it('change timers and limits while the association lasts', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ, notificationsOfA } = await scene.associate({ parameters: { heartbeatIntervalMs: 0 } })
    socketOfA.setOption('SCTP_RTOINFO', { rtoInitialMs: 400, rtoMinMs: 200, rtoMaxMs: 2000 })
    socketOfA.setOption('SCTP_ASSOCINFO', { associationMaxRetrans: 3 })
    socketOfA.setOption('SCTP_MAX_BURST', { maxBurst: 3 })
    socketOfA.setOption('SCTP_PEER_ADDR_THLDS', { primarySwitchoverMaxRetrans: 3 })
    socketOfZ.setOption('SCTP_DELAYED_SACK', { sackDelayMs: 50 })
    expect(socketOfA.getOption('SCTP_RTOINFO')).toEqual({ rtoInitialMs: 400, rtoMinMs: 200, rtoMaxMs: 2000 })
    expect(socketOfA.getOption('SCTP_ASSOCINFO')).toMatchObject({ associationMaxRetrans: 3 })
    expect(socketOfA.getOption('SCTP_MAX_BURST')).toEqual({ maxBurst: 3 })
    expect(socketOfA.getOption('SCTP_PEER_ADDR_THLDS')).toMatchObject({ primarySwitchoverMaxRetrans: 3 })
    // The other end of the association, and what is set up later, keep theirs.
    expect(socketOfZ.getOption('SCTP_RTOINFO')).toMatchObject({ rtoMinMs: 1000 })

    // RFC 9260 §5.1: the first DATA is acknowledged at once.
    await scene.run(socketOfA.sendTracked(octetsOf('w')))
    const begun = scene.clock.now()
    await scene.run(socketOfA.sendTracked(octetsOf('x')))
    // 10 ms there, the new delay of the acknowledgement, 10 ms back.
    expect(scene.clock.now() - begun).toBeCloseTo(70, 3)
    scene.cut(0)
    scene.cut(1)
    const cutAt = scene.clock.now()
    socketOfA.send(octetsOf('y'))
    await scene.until(() => notificationsOfA.at(-1)?.kind === 'communication-lost')
    // The first RTO is 200 ms, no later one above 2 s, and the fourth error ends it. By the values of the setup it would have taken
    // eleven, the first after a second.
    expect(scene.clock.now() - cutAt).toBeGreaterThan(4 * 200)
    expect(scene.clock.now() - cutAt).toBeLessThan(200 + 3 * 2000)
    await scene.close()
  })

  it('bring an RTO within new bounds at once', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate()
    const rto = () => socketOfA.getOption('SCTP_GET_PEER_ADDR_INFO').rtoMs
    expect(rto()).toBe(1000)
    socketOfA.setOption('SCTP_RTOINFO', { rtoInitialMs: 500, rtoMinMs: 100, rtoMaxMs: 500 })
    expect(rto()).toBe(500)
    socketOfA.setOption('SCTP_RTOINFO', { rtoMinMs: 3000, rtoMaxMs: 5000 })
    await scene.run(socketOfA.sendTracked(octetsOf('x')))
    expect(rto()).toBe(3000)
    expect(refusalOf(() => socketOfA.setOption('SCTP_RTOINFO', { rtoMinMs: 6000 })).code).toBe('SCTP_OPTION_INVALID')
    expect(socketOfA.getOption('SCTP_RTOINFO').rtoMinMs).toBe(3000)
    await scene.close()
  })

  it('begin, move and end the time to an autoclose', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, notificationsOfA } = await scene.associate()
    socketOfA.setOption('SCTP_AUTOCLOSE', { autocloseMs: 5000 })
    await scene.pass(3000)
    socketOfA.setOption('SCTP_AUTOCLOSE', { autocloseMs: 0 })
    await scene.pass(100_000)
    expect(socketOfA.getOption('SCTP_STATUS').state).toBe('ESTABLISHED')
    socketOfA.setOption('SCTP_AUTOCLOSE', { autocloseMs: 5000 })
    const since = scene.clock.now()
    await scene.until(() => notificationsOfA.at(-1)?.kind === 'shutdown-complete')
    expect(scene.clock.now() - since).toBeGreaterThanOrEqual(5000)
    expect(scene.clock.now() - since).toBeLessThan(6000)
    await scene.close()
  })

  it('refuse what is settled with the setup, saying where it can be chosen', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate()
    const refused = [
      refusalOf(() => socketOfA.setOption('SCTP_INITMSG', { outboundStreams: 3 })),
      refusalOf(() => socketOfA.setOption('SCTP_PEER_ADDR_PARAMS', { pathMtu: 1400 })),
    ]
    for (const { code, allowed } of refused) {
      expect(code).toBe('SCTP_OPTION_FIXED')
      expect(allowed).toContain('future associations')
    }
    expect(refused[0]).toMatchObject({ option: 'SCTP_INITMSG.outboundStreams', value: 3, name: 'SocketOptionError' })
    // What it is already is no change.
    expect(() => socketOfA.setOption('SCTP_INITMSG', { outboundStreams: 32 })).not.toThrow()
    await scene.close()
  })

  it('refuse what can only be read, what one-to-one sockets do not have, and what there is not', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate()
    for (const name of ['SCTP_STATUS', 'SCTP_GET_PEER_ADDR_INFO', 'SCTP_GET_ASSOC_NUMBER'] as unknown as SettableOption[])
      expect(refusalOf(() => socketOfA.setOption(name, {} as never)).code).toBe('SCTP_OPTION_READ_ONLY')
    for (const name of ['SCTP_GET_ASSOC_NUMBER', 'SCTP_GET_ASSOC_ID_LIST'] as const)
      expect(refusalOf(() => socketOfA.getOption(name)).code).toBe('SCTP_OPTION_UNSUPPORTED')
    const unknown = 'SCTP_NO_SUCH_OPTION' as SocketOptionName
    expect(refusalOf(() => socketOfA.getOption(unknown)).code).toBe('SCTP_OPTION_UNSUPPORTED')
    expect(refusalOf(() => socketOfA.setOption(unknown as SettableOption, {} as never)).code).toBe('SCTP_OPTION_UNSUPPORTED')
    expect(refusalOf(() => socketOfA.setOption('SCTP_NODELAY', false)).allowed).toContain('only true')
    expect(() => socketOfA.setOption('SCTP_NODELAY', true)).not.toThrow()
    expect(refusalOf(() => socketOfA.setOption('SCTP_DELAYED_SACK', { packets: 1 })).option).toBe('SCTP_DELAYED_SACK.packets')
    expect(refusalOf(() => socketOfA.setOption('SCTP_CONTEXT', -1)).code).toBe('SCTP_OPTION_INVALID')
    expect(refusalOf(() => socketOfA.setOption('SCTP_DEFAULT_SNDINFO', { stream: 65_536 })).option).toBe('SCTP_DEFAULT_SNDINFO.stream')
    expect(refusalOf(() => socketOfA.getOption('SCTP_PEER_ADDR_PARAMS', { address: 'x' })).option).toBe('SCTP_PEER_ADDR_PARAMS.address')
    await scene.close()
  })
})

/** The refusal of an option; anything else that is thrown, or nothing, fails the test. */
function refusalOf(attempt: () => void): SocketOptionError {
  try {
    attempt()
  } catch (error) {
    expect(error).toBeInstanceOf(SocketOptionError)
    return error as SocketOptionError
  }
  throw new Error('it was not refused')
}
