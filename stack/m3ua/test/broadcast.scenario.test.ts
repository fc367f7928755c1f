import { describe, expect, it } from 'vitest'
import type { ApplicationServerProcessConfiguration } from '../src/application-server-process/application-server-process.js'
import { Bench, userData } from './back-to-back.js'

const asp = (aspIdentifier: number): ApplicationServerProcessConfiguration => ({
  applicationServers: [{ routingContext: 100 }],
  trafficMode: 'broadcast',
  aspIdentifier,
})
const gateway = (requiredActiveAsps = 1) => ({
  applicationServers: [{ routingContext: 100, trafficMode: 'broadcast' as const, requiredActiveAsps }],
})
const data = (bench: Bench) => bench.said().filter((entry) => entry.includes('DATA'))

describe('broadcast', () => {
  it('sends every message to every active ASP, and tags the first of each flow after one joins', () => {
    const bench = new Bench(gateway())
    const a = bench.addActive('A', asp(1))
    for (const sls of [1, 1, 2]) expect(bench.sgp.sendData(userData(sls, sls), 100)).toBe('sent')
    expect(data(bench)).toEqual(['Z > A DATA on 2 #1', 'Z > A DATA on 2', 'Z > A DATA on 3 #2'])

    const b = bench.addActive('B', asp(2))
    expect([a.asp.state, b.asp.state]).toEqual(['ASP-ACTIVE', 'ASP-ACTIVE'])
    for (const sls of [2, 2, 1]) bench.sgp.sendData(userData(10 + sls, sls), 100)
    expect(data(bench)).toEqual([
      'Z > A DATA on 3 #3',
      'Z > B DATA on 3 #3',
      'Z > A DATA on 3',
      'Z > B DATA on 3',
      'Z > A DATA on 2 #4',
      'Z > B DATA on 2 #4',
    ])
    bench.run(20)
    expect([a.received, b.received]).toEqual([
      [1, 1, 2, 12, 12, 11],
      [12, 12, 11],
    ])
  })

  it('tags what waits in AS-PENDING, and does not tag the flow a second time', () => {
    const bench = new Bench(gateway())
    const a = bench.addActive('A', asp(1))
    bench.sgp.sendData(userData(0, 5), 100)
    bench.cut(a)
    bench.said()
    for (let i = 1; i <= 2; i++) expect(bench.sgp.sendData(userData(i, 5), 100)).toBe('queued')
    bench.connect(a)
    bench.run(100)
    bench.sgp.sendData(userData(3, 5), 100)
    expect(data(bench)).toEqual(['Z > A DATA on 6 #2', 'Z > A DATA on 6', 'Z > A DATA on 6'])
    bench.run(20)
    expect(a.received).toEqual([1, 2, 3])
  })

  it('waits for n active ASPs, and asks for another when fewer are left', () => {
    const bench = new Bench(gateway(2))
    const a = bench.addActive('A', asp(1))
    expect([bench.sgp.asState(100), bench.sgp.sendData(userData(1), 100)]).toEqual(['AS-INACTIVE', 'not-active'])
    bench.addActive('B', asp(2))
    expect(bench.sgp.asState(100)).toBe('AS-ACTIVE')
    const c = bench.add('C', asp(3))
    bench.connect(c)
    c.asp.standBy(bench.now)
    bench.run(100)
    bench.said()
    bench.cut(a)
    bench.run(100)
    expect(bench.said().filter((entry) => entry.includes('Z > C'))).toEqual(['Z > C NTFY 2/3', 'Z > C NTFY 2/1', 'Z > C ASPAC ACK'])
    expect(bench.sgp.asState(100)).toBe('AS-ACTIVE')
  })

  it('counts the copies one ASP could not take, and refuses when none could', () => {
    const bench = new Bench(gateway())
    const a = bench.addActive('A', asp(1))
    const b = bench.addActive('B', asp(2))
    a.accepts = false
    expect(bench.sgp.sendData(userData(1), 100)).toBe('sent')
    b.accepts = false
    expect(bench.sgp.sendData(userData(2), 100)).toBe('send-buffer-full')
    expect(bench.sgp.asStatistics(100)).toMatchObject({ sent: 1, broadcastRefused: 1, refusedSendBufferFull: 1 })
    b.accepts = true
    bench.said()
    bench.sgp.sendData(userData(3), 100)
    expect(data(bench)).toEqual(['Z > B DATA on 1'])
  })
})
