import type { AffectedPointCode } from '@sigbed/m3ua-codec'
import { describe, expect, it } from 'vitest'
import type { ApplicationServerProcessConfiguration } from '../src/application-server-process/application-server-process.js'
import type { AspEvent } from '../src/m3ua-event.js'
import { Bench, type Node, userData } from './back-to-back.js'

const at = (pointCode: number, mask = 0): AffectedPointCode => ({ pointCode, mask })
const GATEWAY = { applicationServers: [{ routingContext: 100, networkAppearance: 7, trafficMode: 'override' as const }] }
const ASP: ApplicationServerProcessConfiguration = {
  applicationServers: [{ routingContext: 100, networkAppearance: 7 }],
  trafficMode: 'override',
}
const towards = (destinationPointCode: number) => {
  const protocolData = userData(1)
  protocolData.destinationPointCode = destinationPointCode
  return protocolData
}
const statuses = ({ events }: Node) =>
  events
    .splice(0)
    .filter((event): event is Extract<AspEvent, { kind: 'destination-status-changed' }> => event.kind === 'destination-status-changed')
    .map(({ affectedPointCodes, status }) => `${affectedPointCodes.map(({ pointCode }) => pointCode)} ${status}`)

describe('an ASP and the SS7 network behind its SGP', () => {
  it('stops at a destination that is lost, and goes on when it is back', () => {
    const bench = new Bench(GATEWAY)
    const a = bench.addActive('A', ASP)
    const network = bench.sgp.network(7)
    network.setStatus([at(5)], 'unavailable')
    bench.run(20)
    expect([a.asp.sendData(towards(5), 100), a.asp.sendData(towards(6), 100)]).toEqual(['destination-unavailable', 'sent'])
    network.setStatus([at(5)], 'restricted')
    bench.run(20)
    expect(a.asp.sendData(towards(5), 100)).toBe('sent')
    network.setStatus([at(5)], 'available')
    bench.run(20)
    expect(statuses(a)).toEqual(['5 unavailable', '5 restricted', '5 available'])
  })

  it('learns what it is not told, because it came later, by asking', () => {
    const bench = new Bench({ ...GATEWAY, interoperability: { reportsNoDestinationsOnActivation: true } })
    const network = bench.sgp.network(7)
    network.setStatus([at(5)], 'unavailable')
    network.setStatus([at(6)], 'available')
    const a = bench.addActive('A', {
      ...ASP,
      applicationServers: [{ routingContext: 100, networkAppearance: 7, destinations: [at(5), at(6)] }],
      destinations: { unknown: 'unavailable' },
    })
    expect(bench.said().filter((entry) => /DAUD|DUNA|DAVA/.test(entry))).toEqual(['A > Z DAUD', 'Z > A DUNA', 'Z > A DAVA'])
    expect([5, 6, 7].map((pointCode) => a.asp.sendData(towards(pointCode), 100))).toEqual([
      'destination-unavailable',
      'sent',
      'destination-unavailable',
    ])
  })

  it('goes on asking about what is lost, so that a lost DAVA does no harm', () => {
    const bench = new Bench(GATEWAY)
    const a = bench.addActive('A', { ...ASP, destinations: { auditMs: 5_000 } })
    const network = bench.sgp.network(7)
    network.setStatus([at(5)], 'unavailable')
    bench.run(20)
    bench.fate = (entry) => (entry.endsWith('DAVA') ? 'lose' : 'deliver')
    network.setStatus([at(5)], 'available')
    bench.run(1_000)
    bench.fate = () => 'deliver'
    expect(a.asp.sendData(towards(5), 100)).toBe('destination-unavailable')
    bench.run(5_000)
    expect(a.asp.sendData(towards(5), 100)).toBe('sent')
    bench.said()
    bench.run(60_000)
    expect(bench.said()).toEqual([])
  })
})

describe('an ASP that registers with an SGP that has nothing configured for it', () => {
  const routingKey = (pointCode: number) => ({
    destinations: [{ destinationPointCode: at(pointCode), serviceIndicators: [], originatingPointCodes: [] }],
  })
  const REGISTERING: ApplicationServerProcessConfiguration = {
    applicationServers: [
      { routingContext: null, networkAppearance: 7, routingKey: routingKey(1) },
      { routingContext: null, networkAppearance: 7, routingKey: routingKey(2) },
    ],
    trafficMode: 'loadshare',
  }
  const trafficTo = (bench: Bench, node: Node, pointCode: number) => {
    node.received.length = 0
    const outcome = bench.sgp.routeData(towards(pointCode), 7)
    bench.run(20)
    return [outcome, node.received.length]
  }

  it('gets the traffic of its keys, gives it up key by key, and all of it before it goes down', () => {
    const bench = new Bench({ ...GATEWAY, registration: {} })
    const a = bench.addActive('A', REGISTERING)
    expect(bench.said().filter((entry) => entry.startsWith('A'))).toEqual(['A > Z ASPUP', 'A > Z REG REQ', 'A > Z ASPAC'])
    expect([trafficTo(bench, a, 1), trafficTo(bench, a, 2)]).toEqual([
      ['sent', 1],
      ['sent', 1],
    ])
    expect(a.asp.sendData(towards(9), a.asp.routingContextAt(1)!)).toBe('sent')

    bench.said()
    a.asp.deregister(0, bench.now)
    bench.run(100)
    expect(bench.said().filter((entry) => entry.startsWith('A'))).toEqual(['A > Z ASPIA', 'A > Z DEREG REQ'])
    expect(trafficTo(bench, a, 2)).toEqual(['sent', 1])

    bench.said()
    a.asp.down(bench.now)
    bench.run(100)
    expect(bench.said().filter((entry) => /^A|ERR/.test(entry))).toEqual(['A > Z ASPIA', 'A > Z DEREG REQ', 'A > Z ASPDN'])
    expect(a.asp.state).toBe('ASP-DOWN')
  })

  it('registers again after a loss, and after a restart', () => {
    const bench = new Bench({ ...GATEWAY, registration: {} })
    const a = bench.addActive('A', REGISTERING)
    bench.cut(a)
    bench.run(500)
    bench.connect(a)
    bench.run(200)
    expect(a.asp.state).toBe('ASP-ACTIVE')
    expect([trafficTo(bench, a, 1), trafficTo(bench, a, 2)]).toEqual([
      ['sent', 1],
      ['sent', 1],
    ])
    a.asp.restart(17, bench.now)
    a.remote.restart(17, bench.now)
    bench.run(200)
    expect(trafficTo(bench, a, 2)).toEqual(['sent', 1])
    expect(bench.log.filter((entry) => entry.includes('ERR'))).toEqual([])
  })

  it('stays out of traffic where the SGP registers nobody', () => {
    const bench = new Bench(GATEWAY)
    const a = bench.addActive('A', REGISTERING)
    bench.run(60_000)
    expect(a.asp.state).toBe('ASP-INACTIVE')
    expect(a.events.filter(({ kind }) => kind === 'request-refused')).toHaveLength(1)
    expect(bench.said().filter((entry) => entry.endsWith('REG REQ'))).toHaveLength(1)
  })
})
