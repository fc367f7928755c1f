import { describe, expect, it } from 'vitest'
import type { ApplicationServerProcessConfiguration } from '../src/application-server-process/application-server-process.js'
import type { SignallingGatewayConfiguration } from '../src/signalling-gateway/signalling-gateway-process.js'
import type { TrafficMode } from '../src/traffic-mode.js'
import { Bench, type Node, summary, userData } from './back-to-back.js'

const asp = (aspIdentifier: number, trafficMode: TrafficMode): ApplicationServerProcessConfiguration => ({
  applicationServers: [{ routingContext: 100 }],
  trafficMode,
  aspIdentifier,
})
const scene = (trafficMode: TrafficMode, names: string, more: Partial<SignallingGatewayConfiguration> = {}) => {
  const bench = new Bench({ applicationServers: [{ routingContext: 100, trafficMode }], ...more })
  const nodes = [...names].map((name, i) => bench.addActive(name, asp(i + 1, trafficMode)))
  bench.said()
  bench.events.length = 0
  return { bench, nodes: nodes as [Node, Node] }
}
const send = (bench: Bench, from: number, to: number, sls = (i: number) => i & 15) => {
  for (let i = from; i < to; i++) bench.sgp.sendData(userData(i, sls(i)), 100)
}
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

describe('DATA that a lost association did not deliver', () => {
  it('goes to the other ASPs when it had not left, before what is sent after', () => {
    const { bench, nodes } = scene('loadshare', 'AB')
    const [a, b] = nodes
    a.stalled = true
    send(bench, 0, 32)
    bench.run(20)
    expect(b.received).toHaveLength(16)
    bench.cut(a)
    send(bench, 32, 64)
    bench.run(20)
    // All of it, and in order within every SLS.
    expect([...b.received].sort((x, y) => x - y)).toEqual(range(0, 64))
    for (let sls = 0; sls < 16; sls++) {
      expect(b.received.filter((value) => (value & 15) === sls)).toEqual([sls, sls + 16, sls + 32, sls + 48])
    }
    expect(summary(bench.events)).toEqual(['ASP-ACTIVE -> ASP-DOWN', 'redistributed 16, unacknowledged 0, lost 0'])
    expect(bench.sgp.asStatistics(100)).toMatchObject({ sent: 64, redistributed: 16, unacknowledged: 0, undeliverable: 0 })
  })

  it('waits in AS-PENDING when nobody else is active, before what is sent after', () => {
    const { bench, nodes } = scene('override', 'A')
    const [a] = nodes
    a.stalled = true
    send(bench, 0, 10)
    bench.cut(a)
    send(bench, 10, 20)
    expect(bench.sgp.asState(100)).toBe('AS-PENDING')
    bench.connect(a)
    bench.run(100)
    expect(a.received).toEqual(range(0, 20))
    expect(summary(bench.events)).toContain('replayed 20 of 20')
  })

  it('is shown and counted when it had left, and is not sent again', () => {
    const { bench, nodes } = scene('override', 'A')
    const [a] = nodes
    send(bench, 0, 3)
    a.stalled = true
    send(bench, 3, 5)
    bench.cut(a)
    expect(bench.undelivered).toEqual(['0 sent', '1 sent', '2 sent'])
    expect(summary(bench.events)).toContain('redistributed 2, unacknowledged 3, lost 0')
    bench.connect(a)
    bench.run(100)
    expect(a.received).toEqual([3, 4])
    expect(bench.sgp.asStatistics(100)).toMatchObject({ redistributed: 2, unacknowledged: 3 })
  })

  it('is sent again although it had left where the configuration wants that', () => {
    const { bench, nodes } = scene('override', 'A', { redistributeUnacknowledged: true })
    const [a] = nodes
    send(bench, 0, 3)
    a.stalled = true
    send(bench, 3, 5)
    bench.cut(a)
    bench.connect(a)
    bench.run(100)
    expect([a.received, bench.undelivered]).toEqual([range(0, 5), []])
  })

  it('is lost, shown and counted when there is no room for it', () => {
    const { bench, nodes } = scene('loadshare', 'AB')
    const [a, b] = nodes
    a.stalled = true
    send(bench, 0, 16)
    bench.run(20)
    b.accepts = false
    bench.cut(a)
    expect(bench.undelivered).toHaveLength(8)
    expect(new Set(bench.undelivered.map((line) => line.split(' ')[1]))).toEqual(new Set(['unsent']))
    expect(summary(bench.events)).toContain('redistributed 0, unacknowledged 0, lost 8')
    expect(bench.sgp.asStatistics(100).undeliverable).toBe(8)
  })

  it('is nothing in broadcast while another ASP has its copies, and waits when the last one goes', () => {
    const { bench, nodes } = scene('broadcast', 'AB')
    const [a, b] = nodes
    a.stalled = true
    b.stalled = true
    send(bench, 0, 4)
    bench.cut(a)
    expect(summary(bench.events)).toEqual(['ASP-ACTIVE -> ASP-DOWN'])
    bench.cut(b)
    expect(summary(bench.events)).toContain('redistributed 4, unacknowledged 0, lost 0')
    bench.connect(b)
    bench.run(100)
    expect(b.received).toEqual(range(0, 4))
  })

  it('goes before what the listener sends when it hears of the loss', () => {
    const { bench, nodes } = scene('override', 'A')
    const [a] = nodes
    a.stalled = true
    send(bench, 0, 3)
    const push = bench.events.push.bind(bench.events)
    bench.events.push = (event) => {
      if (event.kind === 'asp' && event.event.kind === 'asp-state-change' && event.event.to === 'ASP-DOWN') send(bench, 3, 5)
      return push(event)
    }
    bench.cut(a)
    bench.connect(a)
    bench.run(100)
    expect(a.received).toEqual(range(0, 5))
  })
})
