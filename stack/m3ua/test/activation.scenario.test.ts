import { describe, expect, it } from 'vitest'
import type { ApplicationServerProcessConfiguration } from '../src/application-server-process/application-server-process.js'
import { Bench, type Fate, summary, userData } from './back-to-back.js'

const GATEWAY = { applicationServers: [{ routingContext: 100, networkAppearance: 7, trafficMode: 'override' as const }] }
const ASP: ApplicationServerProcessConfiguration = {
  applicationServers: [{ routingContext: 100, networkAppearance: 7 }],
  trafficMode: 'override',
  aspIdentifier: 3,
}

describe('an ASP and an SGP', () => {
  it('go from nothing to traffic and back', () => {
    const bench = new Bench(GATEWAY)
    const a = bench.addActive('A', ASP)
    expect(bench.said()).toEqual(['A > Z ASPUP', 'Z > A ASPUP ACK', 'Z > A NTFY 1/2', 'A > Z ASPAC', 'Z > A ASPAC ACK', 'Z > A NTFY 1/3'])
    expect([a.asp.state, a.asp.stateFor(100), a.asp.isRequesting, bench.sgp.asState(100)]).toEqual([
      'ASP-ACTIVE',
      'ASP-ACTIVE',
      false,
      'AS-ACTIVE',
    ])
    expect(a.remote.aspIdentifier).toBe(3)

    expect(a.asp.sendData(userData(1, 4), 100)).toBe('sent')
    expect(bench.sgp.sendData(userData(2, 15), 100)).toBe('sent')
    bench.run(20)
    expect(bench.said()).toEqual(['A > Z DATA on 5', 'Z > A DATA on 16'])
    expect([bench.received, a.received]).toEqual([[1], [2]])

    a.asp.down(bench.now)
    expect(a.asp.sendData(userData(3), 100)).toBe('not-active')
    bench.run(100)
    expect(bench.said()).toEqual(['A > Z ASPIA', 'Z > A ASPIA ACK', 'Z > A NTFY 1/4', 'A > Z ASPDN', 'Z > A ASPDN ACK'])
    expect(a.asp.state).toBe('ASP-DOWN')
    bench.run(5_000)
    expect([bench.said(), bench.sgp.asState(100)]).toEqual([[], 'AS-DOWN'])
    expect(summary(bench.events)).toEqual([
      'ASP-DOWN -> ASP-INACTIVE',
      'AS-DOWN -> AS-INACTIVE',
      'ASP-INACTIVE -> ASP-ACTIVE',
      'AS-INACTIVE -> AS-ACTIVE',
      'ASP-ACTIVE -> ASP-INACTIVE',
      'AS-ACTIVE -> AS-PENDING',
      'ASP-INACTIVE -> ASP-DOWN',
      'AS-PENDING -> AS-DOWN',
      'discarded 0',
    ])
  })

  it('stop at ASP-INACTIVE when that is what management wants', () => {
    const bench = new Bench(GATEWAY)
    const a = bench.addActive('A', ASP)
    a.asp.deactivate(bench.now)
    bench.run(100)
    expect(a.asp.state).toBe('ASP-INACTIVE')
    a.asp.activate(bench.now)
    bench.run(100)
    expect(a.asp.state).toBe('ASP-ACTIVE')
  })

  it('do without Routing Contexts where there is one AS only', () => {
    const bench = new Bench({ applicationServers: [{ routingContext: null, trafficMode: 'loadshare' }] })
    const a = bench.addActive('A', { applicationServers: [{ routingContext: null }], trafficMode: null })
    expect([a.asp.state, bench.sgp.asState()]).toEqual(['ASP-ACTIVE', 'AS-ACTIVE'])
    expect([a.asp.sendData(userData(1), -1), bench.sgp.sendData(userData(2), -1)]).toEqual(['sent', 'sent'])
    bench.run(20)
    expect([bench.received, a.received]).toEqual([[1], [2]])
  })

  it('serve several AS over one association, each with its own state', () => {
    const bench = new Bench({
      applicationServers: [
        { routingContext: 100, trafficMode: 'override' },
        { routingContext: 200, trafficMode: 'override' },
      ],
    })
    const a = bench.addActive('A', { applicationServers: [{ routingContext: 100 }, { routingContext: 200 }], trafficMode: 'override' })
    const b = bench.addActive('B', { applicationServers: [{ routingContext: 200 }], trafficMode: 'override' })
    expect([a.asp.stateFor(100), a.asp.stateFor(200), b.asp.stateFor(200)]).toEqual(['ASP-ACTIVE', 'ASP-INACTIVE', 'ASP-ACTIVE'])
    bench.sgp.sendData(userData(1), 100)
    bench.sgp.sendData(userData(2), 200)
    bench.run(20)
    expect([a.received, b.received]).toEqual([[1], [2]])
  })

  it('come back by themselves after the association is lost and after a restart', () => {
    const bench = new Bench(GATEWAY)
    const a = bench.addActive('A', ASP)
    bench.cut(a)
    expect([a.asp.state, bench.sgp.asState(100)]).toEqual(['ASP-DOWN', 'AS-PENDING'])
    bench.run(300)
    bench.connect(a)
    bench.run(100)
    expect([a.asp.state, bench.sgp.asState(100)]).toEqual(['ASP-ACTIVE', 'AS-ACTIVE'])
    a.asp.restart(17, bench.now)
    a.remote.restart(17, bench.now)
    expect(a.asp.state).toBe('ASP-DOWN')
    bench.run(100)
    expect([a.asp.state, bench.sgp.asState(100)]).toEqual(['ASP-ACTIVE', 'AS-ACTIVE'])
  })

  it('report that an association with one stream cannot carry DATA', () => {
    const bench = new Bench(GATEWAY)
    const a = bench.add('A', ASP)
    bench.connect(a, 1)
    a.asp.activate(bench.now)
    bench.run(100)
    expect(a.asp.state).toBe('ASP-ACTIVE')
    expect([a.asp.sendData(userData(1), 100), bench.sgp.sendData(userData(1), 100)]).toEqual(['no-data-stream', 'no-data-stream'])
    expect(a.events.map(({ kind }) => kind)).toContain('no-data-stream')
    expect(summary(bench.events)).toContain('no-data-stream')
    expect(bench.log.filter((entry) => entry.includes('DATA'))).toEqual([])
  })

  it('say so when DATA cannot be taken', () => {
    const bench = new Bench(GATEWAY)
    const a = bench.addActive('A', ASP)
    const long = userData(1)
    long.octets = new Uint8Array(65_520)
    long.userDataLength = 65_520
    expect([a.asp.sendData(long, 100), bench.sgp.sendData(long, 100)]).toEqual(['user-data-too-long', 'user-data-too-long'])
    expect([a.asp.sendData(userData(1), 9), bench.sgp.sendData(userData(1), 9)]).toEqual([
      'unknown-routing-context',
      'unknown-routing-context',
    ])
    a.accepts = false
    expect([a.asp.sendData(userData(1), 100), bench.sgp.sendData(userData(1), 100)]).toEqual(['send-buffer-full', 'send-buffer-full'])
  })
})

describe('messages lost or doubled', () => {
  const SCRIPT = [
    'A > Z ASPUP',
    'Z > A ASPUP ACK',
    'A > Z ASPAC',
    'Z > A ASPAC ACK',
    'A > Z ASPIA',
    'Z > A ASPIA ACK',
    'A > Z ASPDN',
    'Z > A ASPDN ACK',
  ]
  const wayUpAndDown = (fate: (entry: string) => Fate) => {
    const bench = new Bench(GATEWAY)
    bench.fate = fate
    const a = bench.add('A', ASP)
    bench.connect(a)
    a.asp.activate(bench.now)
    bench.run(10_000)
    expect([a.asp.state, bench.sgp.asState(100)]).toEqual(['ASP-ACTIVE', 'AS-ACTIVE'])
    a.asp.down(bench.now)
    bench.run(20_000)
    expect([a.asp.state, bench.sgp.asState(100)]).toEqual(['ASP-DOWN', 'AS-DOWN'])
    return bench.said()
  }

  it.each(SCRIPT)('get there when the first %s is lost', (victim) => {
    let lost = false
    const said = wayUpAndDown((entry) => {
      if (entry !== victim || lost) return 'deliver'
      lost = true
      return 'lose'
    })
    const request = victim.replace('Z > A', 'A > Z').replace(' ACK', '')
    expect(said.filter((entry) => entry.startsWith(request) && !entry.startsWith(`${request} ACK`))).toHaveLength(2)
    expect(said.filter((entry) => entry.includes('ERR'))).toEqual([])
  })

  it.each(SCRIPT)('get there when every %s comes twice', (victim) => {
    expect(wayUpAndDown((entry) => (entry === victim ? 'duplicate' : 'deliver')).filter((entry) => entry.includes('ERR'))).toEqual([])
  })

  it('get there without any NTFY', () => {
    wayUpAndDown((entry) => (entry.includes('NTFY') ? 'lose' : 'deliver'))
  })

  it('repeats ASPUP every T(ack), and gives up after the attempts it may make', () => {
    const bench = new Bench(GATEWAY)
    bench.fate = () => 'lose'
    const a = bench.add('A', { ...ASP, acknowledgementMs: 500, requestAttempts: 3 })
    bench.connect(a)
    a.asp.activate(bench.now)
    bench.run(999)
    expect(bench.log).toHaveLength(2)
    bench.run(60_000)
    expect(bench.log).toHaveLength(3)
    expect(a.events).toEqual([{ kind: 'request-abandoned', request: 'ASPUP', attempts: 3 }])
    bench.fate = () => 'deliver'
    a.asp.activate(bench.now)
    bench.run(100)
    expect(a.asp.state).toBe('ASP-ACTIVE')
  })

  it('goes down alone when the SGP says nothing', () => {
    const bench = new Bench(GATEWAY)
    const a = bench.addActive('A', { ...ASP, requestAttempts: 2 })
    bench.fate = () => 'lose'
    a.asp.down(bench.now)
    bench.run(60_000)
    expect(a.asp.state).toBe('ASP-DOWN')
    expect(a.events.filter(({ kind }) => kind === 'request-abandoned')).toHaveLength(2)
  })
})

describe('BEAT', () => {
  it('runs both ways while the ASP is up, and is answered', () => {
    const bench = new Bench({ ...GATEWAY, heartbeatMs: 1_000 })
    const a = bench.add('A', { ...ASP, heartbeatMs: 1_000 })
    bench.connect(a)
    bench.run(5_000)
    expect(bench.said()).toEqual([])
    a.asp.activate(bench.now)
    bench.run(1_500)
    const beats = bench.said().filter((entry) => entry.includes('BEAT'))
    expect(beats.sort()).toEqual(['A > Z BEAT', 'A > Z BEAT ACK', 'Z > A BEAT', 'Z > A BEAT ACK'])
    expect(a.events).toContainEqual({ kind: 'heartbeat-acknowledged', roundTripMs: 20 })
    expect(summary(bench.events)).toContain('heartbeat-acknowledged')
  })

  it('finds a peer that is silent for two intervals', () => {
    const bench = new Bench({ ...GATEWAY, heartbeatMs: 1_000 })
    const a = bench.addActive('A', { ...ASP, heartbeatMs: 1_500 })
    const silentFrom = bench.now
    bench.fate = () => 'lose'
    bench.run(10_000)
    expect(summary(bench.events)).toContain('peer-unavailable')
    expect(a.events.find(({ kind }) => kind === 'peer-unavailable')).toMatchObject({ silentMs: 3_000 })
    expect([a.asp.state, bench.sgp.asState(100)]).toEqual(['ASP-DOWN', 'AS-DOWN'])
    expect(bench.now).toBe(silentFrom + 10_000)
  })
})
