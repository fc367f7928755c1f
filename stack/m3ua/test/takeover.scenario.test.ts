import { describe, expect, it } from 'vitest'
import type { ApplicationServerProcessConfiguration } from '../src/application-server-process/application-server-process.js'
import { Bench, type Node, summary, userData } from './back-to-back.js'

const asp = (aspIdentifier: number, trafficMode: 'override' | 'loadshare' = 'override'): ApplicationServerProcessConfiguration => ({
  applicationServers: [{ routingContext: 100 }],
  trafficMode,
  aspIdentifier,
})
const OVERRIDE = { applicationServers: [{ routingContext: 100, trafficMode: 'override' as const }] }
const LOADSHARE = { applicationServers: [{ routingContext: 100, trafficMode: 'loadshare' as const, requiredActiveAsps: 2 }] }

describe('override', () => {
  it('gives all traffic to the ASP that became active last, and tells the one before', () => {
    const bench = new Bench(OVERRIDE)
    const a = bench.addActive('A', asp(1))
    bench.said()
    const b = bench.addActive('B', asp(2))
    expect(bench.said()).toEqual(['B > Z ASPUP', 'Z > B ASPUP ACK', 'Z > B NTFY 1/3', 'B > Z ASPAC', 'Z > B ASPAC ACK', 'Z > A NTFY 2/2'])
    expect([a.asp.state, b.asp.state]).toEqual(['ASP-INACTIVE', 'ASP-ACTIVE'])
    expect(a.events).toContainEqual({
      kind: 'notify-received',
      message: { kind: 'NTFY', statusType: 2, statusInformation: 2, aspIdentifier: 2, routingContexts: [100], info: null },
    })
    for (let sls = 0; sls < 16; sls++) bench.sgp.sendData(userData(sls, sls), 100)
    bench.run(20)
    expect([a.received, b.received.length]).toEqual([[], 16])
  })

  it('hands over to the standby within T(r) when the active ASP fails, and loses none of what was queued', () => {
    const bench = new Bench(OVERRIDE)
    const a = bench.addActive('A', asp(1))
    const b = bench.add('B', asp(2))
    bench.connect(b)
    b.asp.standBy(bench.now)
    bench.run(100)
    expect([a.asp.state, b.asp.state]).toEqual(['ASP-ACTIVE', 'ASP-INACTIVE'])
    bench.said()
    bench.cut(a)
    const outcomes = Array.from({ length: 50 }, (_, i) => bench.sgp.sendData(userData(i, i & 15), 100))
    expect(new Set(outcomes)).toEqual(new Set(['queued']))
    const cutAt = bench.now
    bench.run(30)
    expect(bench.now - cutAt).toBe(30)
    expect(bench.said().slice(0, 5)).toEqual(['Z > B NTFY 2/3', 'Z > B NTFY 1/4', 'B > Z ASPAC', 'Z > B ASPAC ACK', 'Z > B NTFY 1/3'])
    expect(b.received).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(bench.sgp.sendData(userData(50), 100)).toBe('sent')
    expect(summary(bench.events)).toContain('replayed 50 of 50')

    // The former active ASP comes back to stay behind when it is the standby now, as it was told.
    a.asp.standBy(bench.now)
    bench.connect(a)
    bench.run(100)
    expect([a.asp.state, b.asp.state]).toEqual(['ASP-INACTIVE', 'ASP-ACTIVE'])
  })

  it('lets the one overridden take over again when the other fails', () => {
    const bench = new Bench(OVERRIDE)
    const a = bench.addActive('A', asp(1))
    const b = bench.addActive('B', asp(2))
    bench.cut(b)
    bench.run(100)
    expect([a.asp.state, bench.sgp.asState(100)]).toEqual(['ASP-ACTIVE', 'AS-ACTIVE'])
  })
})

describe('AS-PENDING', () => {
  it('discards its queue when T(r) expires, and counts it', () => {
    const bench = new Bench({ ...OVERRIDE, recoveryMs: 2_000 })
    const a = bench.addActive('A', asp(1))
    bench.cut(a)
    for (let i = 0; i < 7; i++) bench.sgp.sendData(userData(i), 100)
    bench.run(1_999)
    expect(bench.sgp.asState(100)).toBe('AS-PENDING')
    bench.run(1)
    expect(bench.sgp.asState(100)).toBe('AS-DOWN')
    expect(summary(bench.events).slice(-2)).toEqual(['AS-PENDING -> AS-DOWN', 'discarded 7'])
    expect(bench.sgp.sendData(userData(8), 100)).toBe('not-active')
    bench.connect(a)
    bench.run(100)
    expect([a.asp.state, a.received]).toEqual(['ASP-ACTIVE', []])
  })

  it('becomes AS-INACTIVE when an ASP is there that did not want the traffic, and tells it', () => {
    const bench = new Bench(OVERRIDE)
    const a = bench.addActive('A', asp(1))
    const b = bench.add('B', asp(2))
    bench.connect(b)
    b.asp.up(bench.now)
    bench.run(100)
    bench.said()
    bench.cut(a)
    bench.run(3_000)
    expect(bench.said()).toEqual(['Z > B NTFY 2/3', 'Z > B NTFY 1/4', 'Z > B NTFY 1/2'])
    expect([b.asp.state, bench.sgp.asState(100)]).toEqual(['ASP-INACTIVE', 'AS-INACTIVE'])
  })

  it('holds no more than its bound', () => {
    const bench = new Bench({ applicationServers: [{ routingContext: 100, trafficMode: 'override', pendingMessages: 3 }] })
    const a = bench.addActive('A', asp(1))
    bench.cut(a)
    expect([1, 2, 3, 4].map((i) => bench.sgp.sendData(userData(i), 100))).toEqual(['queued', 'queued', 'queued', 'queue-full'])
    bench.connect(a)
    bench.run(100)
    expect(a.received).toEqual([1, 2, 3])
  })

  it('counts what the new association does not take', () => {
    const bench = new Bench(OVERRIDE)
    const a = bench.addActive('A', asp(1))
    bench.cut(a)
    for (let i = 0; i < 3; i++) bench.sgp.sendData(userData(i), 100)
    a.remote.communicationUp(1, bench.now)
    a.asp.communicationUp(17, bench.now)
    bench.run(100)
    expect(summary(bench.events)).toContain('replayed 0 of 3')
  })
})

describe('loadshare', () => {
  const share = (bench: Bench, nodes: readonly Node[]) => {
    for (const node of nodes) node.received.length = 0
    for (let sls = 0; sls < 16; sls++) expect(bench.sgp.sendData(userData(sls, sls), 100)).toBe('sent')
    bench.run(20)
    return nodes.map(({ received }) => [...received])
  }

  it('waits for n active ASPs, then shares by SLS, the same one to the same ASP', () => {
    const bench = new Bench(LOADSHARE)
    const a = bench.addActive('A', asp(1, 'loadshare'))
    expect([a.asp.state, bench.sgp.asState(100), bench.sgp.sendData(userData(1), 100)]).toEqual(['ASP-ACTIVE', 'AS-INACTIVE', 'not-active'])
    const b = bench.addActive('B', asp(2, 'loadshare'))
    expect(bench.sgp.asState(100)).toBe('AS-ACTIVE')
    const first = share(bench, [a, b])
    expect(first.map(({ length }) => length)).toEqual([8, 8])
    expect(share(bench, [a, b])).toEqual(first)

    const c = bench.addActive('C', asp(3, 'loadshare'))
    const second = share(bench, [a, b, c])
    expect(second.map(({ length }) => length).sort()).toEqual([5, 5, 6])
    expect(second[0]!.every((sls) => first[0]!.includes(sls))).toBe(true)

    bench.said()
    bench.cut(c)
    expect(bench.sgp.asState(100)).toBe('AS-ACTIVE')
    expect(share(bench, [a, b]).map(({ length }) => length)).toEqual([8, 8])
  })

  it('asks inactive ASPs for help when fewer than n are left', () => {
    const bench = new Bench(LOADSHARE)
    const [a, b] = [bench.addActive('A', asp(1, 'loadshare')), bench.addActive('B', asp(2, 'loadshare'))]
    const c = bench.add('C', asp(3, 'loadshare'))
    bench.connect(c)
    c.asp.standBy(bench.now)
    bench.run(100)
    expect(c.asp.state).toBe('ASP-INACTIVE')
    bench.said()
    bench.cut(a)
    bench.run(100)
    expect(bench.said().filter((entry) => entry.includes('Z > C'))).toEqual(['Z > C NTFY 2/3', 'Z > C NTFY 2/1', 'Z > C ASPAC ACK'])
    expect([b.asp.state, c.asp.state, bench.sgp.asState(100)]).toEqual(['ASP-ACTIVE', 'ASP-ACTIVE', 'AS-ACTIVE'])
  })

  it('forgets an ASP that is detached', () => {
    const bench = new Bench(LOADSHARE)
    const [a, b] = [bench.addActive('A', asp(1, 'loadshare')), bench.addActive('B', asp(2, 'loadshare'))]
    bench.sgp.detach(b.remote, bench.now)
    bench.sgp.detach(b.remote, bench.now)
    expect(share(bench, [a]).map(({ length }) => length)).toEqual([16])
  })
})
