import { expect, it } from 'vitest'
import { SIGBED_REALM, until } from './credit-control-node.js'
import { describeWithPeer, freePort } from './diameter-scene.js'
import { ERLANG_HOST, ERLANG_REALM, ErlangDiameter, erlangObstacle } from './erlang-diameter.js'

describeWithPeer("OTP's diameter", erlangObstacle, (scene) => {
  it('is connected to, serves 100 requests and sends 100', async () => {
    const listenPort = await freePort()
    const peer = await scene.run(ErlangDiameter.start({ listenPort }))
    const node = scene.node()
    node.connect(listenPort, ERLANG_HOST)
    await until(() => node.isUsable, 'the connection')
    node.send(100, ERLANG_REALM)
    await until(() => node.answered.length === 100, '100 answers')
    peer.sendRequests(100, SIGBED_REALM)
    await until(() => peer.successes() === 100, 'success for 100 requests')
    expect(node.requestsServed).toBe(100)
    expect(node.failures).toEqual([])
    expect(peer.output).not.toContain('REFUSED')
  })

  it('connects to us, serves 100 requests and sends 100, and takes leave', async () => {
    const node = scene.node()
    const peer = await scene.run(ErlangDiameter.start({ connectPort: await node.listen() }))
    await until(() => node.isUsable, 'the connection')
    peer.sendRequests(100, SIGBED_REALM)
    await until(() => peer.successes() === 100, 'success for 100 requests')
    node.send(100, ERLANG_REALM)
    await until(() => node.answered.length === 100, '100 answers')
    peer.leave()
    await until(() => node.countOf('closed') === 1, 'the end')
    expect(node.countOf('disconnect-requested')).toBe(1)
    expect(node.failures).toEqual([])
  })

  it('is asked for a sign of life, and asks for one', async () => {
    // Whoever has the shorter interval asks: first we, then OTP.
    const asking = scene.node(6_000)
    const quiet = await scene.run(ErlangDiameter.start({ connectPort: await asking.listen(), watchdogMs: 30_000 }))
    await until(() => asking.watchdogAnswers >= 1, 'a DWA', 15_000)

    const asked = scene.node(30_000)
    const peer = await scene.run(ErlangDiameter.start({ connectPort: await asked.listen(), watchdogMs: 6_000 }))
    await until(() => asked.watchdogRequests >= 1, 'a DWR', 15_000)
    for (const node of [asking, asked]) expect(node.countOf('failover') + node.countOf('closed')).toBe(0)
    expect(quiet.output + peer.output).not.toContain('DOWN')
  })

  it('is killed and comes back: the connection is made again and serves again', async () => {
    const listenPort = await freePort()
    const first = await scene.run(ErlangDiameter.start({ listenPort }))
    const node = scene.node()
    node.connect(listenPort, ERLANG_HOST)
    await until(() => node.isUsable, 'the connection')
    await first.stop()
    await until(() => node.countOf('closed') >= 1, 'the loss')
    await scene.run(ErlangDiameter.start({ listenPort }))
    // RFC 3539 §3.4.1: after a failure the connection proves itself by three DWAs, one every Tw.
    await until(() => node.isUsable, 'the connection, and its trial', 40_000)
    node.send(10, ERLANG_REALM)
    await until(() => node.answered.length === 10, '10 answers')
  })
})
