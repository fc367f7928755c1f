import { expect, it } from 'vitest'
import { security } from './certificates.js'
import { until } from './credit-control-node.js'
import { describeWithPeer, freePort } from './diameter-scene.js'
import { FREE_DIAMETER_HOST, FREE_DIAMETER_REALM, FreeDiameter, freeDiameterObstacle } from './free-diameter.js'

describeWithPeer('freeDiameter', freeDiameterObstacle, (scene) => {
  it('is connected to, serves 100 requests and sends 100', async () => {
    const port = await freePort()
    const peer = await scene.run(FreeDiameter.start({ port, requestsPerSignal: 100 }))
    const node = scene.node()
    node.connect(port, FREE_DIAMETER_HOST)
    await until(() => node.isUsable, 'the connection')
    node.send(100, FREE_DIAMETER_REALM)
    await until(() => node.answered.length === 100, '100 answers')
    peer.sendRequests()
    await until(() => peer.successes() === 100, 'success for 100 requests')
    expect(node.requestsServed).toBe(100)
    expect(node.failures).toEqual([])
  })

  it('connects to us, serves 100 requests and sends 100, and takes leave', async () => {
    const node = scene.node()
    const connectTo = { port: await node.listen() }
    const peer = await scene.run(FreeDiameter.start({ port: await freePort(), connectTo, requestsPerSignal: 100 }))
    await until(() => node.isUsable, 'the connection')
    peer.sendRequests()
    await until(() => peer.successes() === 100, 'success for 100 requests')
    node.send(100, FREE_DIAMETER_REALM)
    await until(() => node.answered.length === 100, '100 answers')
    peer.signal('SIGTERM')
    await until(() => node.countOf('closed') === 1, 'the end')
    expect(node.events.find(({ kind }) => kind === 'disconnect-requested')).toMatchObject({ cause: 'REBOOTING' })
    expect(node.failures).toEqual([])
  })

  it('is asked for a sign of life, and asks for one', async () => {
    // Whoever has the shorter interval asks: first we, then freeDiameter.
    const quiet = await freePort()
    await scene.run(FreeDiameter.start({ port: quiet, watchdogSeconds: 30 }))
    const asking = scene.node(6_000)
    asking.connect(quiet, FREE_DIAMETER_HOST)
    await until(() => asking.watchdogAnswers >= 1, 'a DWA', 15_000)

    const port = await freePort()
    await scene.run(FreeDiameter.start({ port, watchdogSeconds: 6 }))
    const asked = scene.node(30_000)
    asked.connect(port, FREE_DIAMETER_HOST)
    await until(() => asked.watchdogRequests >= 1, 'a DWR', 15_000)
    for (const node of [asking, asked]) expect(node.countOf('failover') + node.countOf('closed')).toBe(0)
  })

  it('is killed and comes back: the connection is made again and serves again', async () => {
    const port = await freePort()
    const first = await scene.run(FreeDiameter.start({ port }))
    const node = scene.node()
    node.connect(port, FREE_DIAMETER_HOST)
    await until(() => node.isUsable, 'the connection')
    await first.stop()
    await until(() => node.countOf('closed') >= 1, 'the loss')
    await scene.run(FreeDiameter.start({ port }))
    // RFC 3539 §3.4.1: after a failure the connection proves itself by three DWAs, one every Tw.
    await until(() => node.isUsable, 'the connection, and its trial', 40_000)
    node.send(10, FREE_DIAMETER_REALM)
    await until(() => node.answered.length === 10, '10 answers')
  })

  it('is connected to over TLS, both showing certificates', async () => {
    const securePort = await freePort()
    const peer = await scene.run(FreeDiameter.start({ port: await freePort(), securePort, requestsPerSignal: 20 }))
    const node = scene.node()
    node.connect(securePort, FREE_DIAMETER_HOST, security('client'))
    await until(() => node.isUsable, 'the connection')
    node.send(20, FREE_DIAMETER_REALM)
    peer.sendRequests()
    await until(() => node.answered.length === 20 && peer.successes() === 20, '20 answers each way')
  })
})
