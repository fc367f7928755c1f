import { describe, expect, it } from 'vitest'
import { M3uaConfigurationError } from '../src/configuration-error.js'
import { IpServerProcess, type IpServerProcessConfiguration } from '../src/ip-server-process/ip-server-process.js'
import { userData } from './back-to-back.js'
import { IpspPair } from './ipsp-pair.js'

const SINGLE: IpServerProcessConfiguration = {
  exchange: 'single',
  applicationServers: [{ routingContext: 100, networkAppearance: 7 }],
  trafficMode: 'loadshare',
}
const PASSIVE: IpServerProcessConfiguration = { ...SINGLE, initiates: false }
/** The AS with Routing Context 100 is at A, the one with 200 at Z. */
const DOUBLE_A: IpServerProcessConfiguration = {
  exchange: 'double',
  applicationServers: [{ routingContext: 100 }],
  peerApplicationServers: [{ routingContext: 200, trafficMode: 'loadshare' }],
  trafficMode: 'loadshare',
  aspIdentifier: 1,
}
const DOUBLE_Z: IpServerProcessConfiguration = {
  exchange: 'double',
  applicationServers: [{ routingContext: 200 }],
  peerApplicationServers: [{ routingContext: 100, trafficMode: 'loadshare' }],
  trafficMode: 'loadshare',
  aspIdentifier: 2,
}
const REGISTERED = {
  routingContext: null,
  routingKey: { destinations: [{ destinationPointCode: { mask: 0, pointCode: 77 }, serviceIndicators: [], originatingPointCodes: [] }] },
}
const errors = (said: readonly string[]) => said.filter((entry) => entry.includes('ERR'))

describe('two IPSPs in a single exchange', () => {
  const active = (a = SINGLE, z = PASSIVE) => {
    const pair = new IpspPair(a, z)
    pair.connect()
    pair.a.peer.activate(pair.now)
    if (z.initiates !== false) pair.z.peer.activate(pair.now)
    pair.run(200)
    return pair
  }

  it('are both up and active after one ASPUP and one ASPAC, and send both ways', () => {
    const pair = active()
    expect(pair.said()).toEqual(['A > Z ASPUP', 'Z > A ASPUP ACK', 'A > Z ASPAC', 'Z > A ASPAC ACK'])
    expect(pair.states()).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
    expect([pair.a.process.asState(100), pair.z.process.asState(100)]).toEqual(['AS-ACTIVE', 'AS-ACTIVE'])
    expect([pair.a.process.sendData(userData(1, 4), 100), pair.z.process.sendData(userData(2, 5), 100)]).toEqual(['sent', 'sent'])
    pair.run(20)
    expect([pair.z.received, pair.a.received]).toEqual([[1], [2]])
    expect(pair.said()).toEqual(['A > Z DATA on 5', 'Z > A DATA on 6'])
  })

  it('begin wherever it is configured, whoever set the association up', () => {
    const pair = new IpspPair(PASSIVE, SINGLE)
    pair.connect()
    pair.a.peer.activate(pair.now)
    pair.run(10_000)
    expect(pair.said()).toEqual([])
    pair.z.peer.activate(pair.now)
    pair.run(200)
    expect(pair.said()).toEqual(['Z > A ASPUP', 'A > Z ASPUP ACK', 'Z > A ASPAC', 'A > Z ASPAC ACK'])
    expect(pair.states()).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
  })

  it('settle it when both begin at once and their requests cross', () => {
    const pair = active(SINGLE, SINGLE)
    const said = pair.said()
    expect(said.filter((entry) => entry.endsWith('ASPUP'))).toHaveLength(2)
    expect(errors(said)).toEqual([])
    expect(pair.states()).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
    expect([pair.a.peer.isRequesting, pair.z.peer.isRequesting]).toEqual([false, false])
    pair.run(60_000)
    expect(pair.said()).toEqual([])
  })

  it('tell one another their identifiers, in ASPUP and in its acknowledgement', () => {
    const pair = active({ ...SINGLE, aspIdentifier: 11 }, { ...PASSIVE, aspIdentifier: 22 })
    expect([pair.a.peer.aspIdentifier, pair.z.peer.aspIdentifier]).toEqual([22, 11])
  })

  it('leave traffic together, whoever asks, and the other does not ask back', () => {
    const pair = active(SINGLE, SINGLE)
    pair.said()
    pair.z.peer.deactivate(pair.now)
    pair.run(5_000)
    expect(pair.said()).toEqual(['Z > A ASPIA', 'A > Z ASPIA ACK'])
    expect(pair.states()).toBe('INACTIVE INACTIVE / INACTIVE INACTIVE')
    expect(pair.a.process.sendData(userData(1), 100)).toBe('not-active')
    pair.a.peer.activate(pair.now)
    pair.run(200)
    expect(pair.states()).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
  })

  it('go down together, from the end that did not begin as well', () => {
    const pair = active()
    pair.said()
    pair.z.peer.down(pair.now)
    pair.run(30_000)
    expect(pair.said()).toEqual(['Z > A ASPIA', 'A > Z ASPIA ACK', 'Z > A ASPDN', 'A > Z ASPDN ACK'])
    expect(pair.states()).toBe('DOWN DOWN / DOWN DOWN')
  })

  it('cross their ASPDNs in peace', () => {
    const pair = active(SINGLE, SINGLE)
    pair.said()
    pair.a.peer.down(pair.now)
    pair.z.peer.down(pair.now)
    pair.run(30_000)
    expect(errors(pair.said())).toEqual([])
    expect(pair.states()).toBe('DOWN DOWN / DOWN DOWN')
  })

  it('come back by themselves after a loss and after a restart of the association', () => {
    const pair = active(SINGLE, SINGLE)
    pair.cut()
    expect(pair.states()).toBe('DOWN DOWN / DOWN DOWN')
    expect(pair.a.process.sendData(userData(9), 100)).toBe('queued')
    pair.run(300)
    pair.connect()
    pair.run(200)
    expect(pair.states()).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
    expect(pair.z.received).toEqual([9])
    pair.said()
    pair.a.peer.restart(17, pair.now)
    pair.z.peer.restart(17, pair.now)
    expect(pair.states()).toBe('DOWN DOWN / DOWN DOWN')
    pair.run(200)
    expect(pair.states()).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
    expect(errors(pair.said())).toEqual([])
  })

  it('answer ASPUP in ASP-ACTIVE with ERR as well, and get back into traffic', () => {
    const pair = active(SINGLE, SINGLE)
    pair.said()
    // Z's process begins anew on an association that stays.
    pair.z.peer.communicationUp(17, pair.now)
    pair.run(500)
    const said = pair.said()
    expect(said[0]).toBe('Z > A ASPUP')
    expect(errors(said)).toEqual(['A > Z ERR 0x06'])
    expect(pair.states()).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
  })

  it('refuse ASPUP under management blocking', () => {
    const pair = new IpspPair(SINGLE, PASSIVE)
    pair.z.peer.managementBlocked = true
    pair.connect()
    pair.a.peer.activate(pair.now)
    pair.run(60_000)
    expect(pair.said()).toEqual(['A > Z ASPUP', 'Z > A ERR 0x0d'])
    expect(pair.states()).toBe('DOWN DOWN / DOWN DOWN')
  })

  it('find a peer that has fallen silent, and are down in both directions', () => {
    const pair = active({ ...SINGLE, heartbeatMs: 1_000 }, { ...PASSIVE, heartbeatMs: 1_000 })
    pair.run(5_000)
    expect(pair.said()).toContain('Z > A BEAT ACK')
    pair.silent = true
    pair.run(5_000)
    expect(pair.states()).toBe('DOWN DOWN / DOWN DOWN')
    for (const { events } of [pair.a, pair.z]) {
      expect(events.filter((event) => event.kind === 'ipsp' && event.event.kind === 'peer-unavailable')).toHaveLength(1)
    }
  })

  it('notify one another only where they are told to', () => {
    const pair = active(SINGLE, { ...PASSIVE, sendNotify: true })
    expect(pair.said().filter((entry) => entry.includes('NTFY'))).toEqual(['Z > A NTFY 1/2', 'Z > A NTFY 1/3'])
    expect(pair.states()).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
  })
})

describe('two IPSPs in a double exchange', () => {
  const connected = () => {
    const pair = new IpspPair(DOUBLE_A, DOUBLE_Z)
    pair.connect()
    return pair
  }

  it('need four messages each to be up and active in both directions', () => {
    const pair = connected()
    pair.a.peer.activate(pair.now)
    pair.z.peer.activate(pair.now)
    pair.run(200)
    const said = pair.said()
    expect(said).toHaveLength(8)
    expect(errors(said)).toEqual([])
    expect(pair.states(100, 200)).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
    expect([pair.a.peer.aspIdentifier, pair.z.peer.aspIdentifier]).toEqual([2, 1])
    expect([pair.a.process.sendData(userData(1), 200), pair.z.process.sendData(userData(2), 100)]).toEqual(['sent', 'sent'])
    pair.run(20)
    expect([pair.z.received, pair.a.received]).toEqual([[1], [2]])
  })

  it('keep each direction apart: one may be active while the other is down', () => {
    const pair = connected()
    pair.a.peer.activate(pair.now)
    pair.run(200)
    expect(pair.states(100, 200)).toBe('ACTIVE DOWN / DOWN ACTIVE')
    expect([pair.a.process.sendData(userData(1), 200), pair.z.process.sendData(userData(2), 100)]).toEqual(['not-active', 'sent'])
    pair.run(20)
    expect(pair.a.received).toEqual([2])

    pair.z.peer.activate(pair.now)
    pair.run(200)
    pair.a.peer.down(pair.now)
    pair.run(200)
    expect(pair.states(100, 200)).toBe('DOWN ACTIVE / ACTIVE DOWN')
    expect(errors(pair.said())).toEqual([])
    expect([pair.a.process.sendData(userData(3), 200), pair.z.process.sendData(userData(4), 100)]).toEqual(['sent', 'queued'])
    pair.run(20)
    expect(pair.z.received).toEqual([3])
  })

  it('know only their own Routing Contexts in requests and only the peer’s in acknowledgements', () => {
    const pair = connected()
    pair.a.peer.activate(pair.now)
    pair.z.peer.activate(pair.now)
    pair.run(200)
    expect([pair.a.process.sendData(userData(1), 100), pair.z.process.sendData(userData(1), 200)]).toEqual([
      'unknown-routing-context',
      'unknown-routing-context',
    ])
  })

  it('register keys with one another, and send by what they have learnt', () => {
    const pair = new IpspPair(
      { ...DOUBLE_A, applicationServers: [REGISTERED] },
      { ...DOUBLE_Z, registration: { firstRoutingContext: 500, applicationServer: { trafficMode: 'loadshare' } } },
    )
    pair.connect()
    pair.a.peer.activate(pair.now)
    pair.z.peer.activate(pair.now)
    pair.run(300)
    expect(errors(pair.said())).toEqual([])
    expect(pair.states(500, 200)).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
    expect([pair.a.process.sendData(userData(1), 200), pair.z.process.sendData(userData(2), 500)]).toEqual(['sent', 'sent'])
    pair.run(20)
    expect([pair.z.received, pair.a.received]).toEqual([[1], [2]])
  })

  it('come back in both directions after a loss, and queue for T(r) meanwhile', () => {
    const pair = connected()
    pair.a.peer.activate(pair.now)
    pair.z.peer.activate(pair.now)
    pair.run(200)
    pair.cut()
    expect(pair.states(100, 200)).toBe('DOWN DOWN / DOWN DOWN')
    expect(pair.a.process.sendData(userData(7), 200)).toBe('queued')
    pair.run(500)
    pair.connect()
    pair.run(200)
    expect(pair.states(100, 200)).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
    expect(pair.z.received).toEqual([7])
    pair.a.peer.restart(17, pair.now)
    pair.z.peer.restart(17, pair.now)
    pair.run(200)
    expect(pair.states(100, 200)).toBe('ACTIVE ACTIVE / ACTIVE ACTIVE')
  })
})

describe('the configuration of an IPSP', () => {
  const create = (configuration: IpServerProcessConfiguration) => () =>
    new IpServerProcess(configuration, { onEvent: () => {}, onData: () => {} })

  it('is refused where the exchange and the Application Servers do not fit', () => {
    const { peerApplicationServers: _, ...withoutPeers } = DOUBLE_A
    expect(create(withoutPeers)).toThrow(M3uaConfigurationError)
    expect(create({ ...SINGLE, peerApplicationServers: [{ routingContext: 5, trafficMode: 'override' }] })).toThrow(M3uaConfigurationError)
    expect(create({ ...SINGLE, applicationServers: [] })).toThrow(M3uaConfigurationError)
    expect(create({ ...SINGLE, registration: {} })).toThrow('no Routing Keys are registered')
    expect(create({ ...SINGLE, applicationServers: [REGISTERED] })).toThrow('no Routing Keys are registered')
    expect(create({ ...SINGLE, peerApplicationServers: [{ routingContext: 100, trafficMode: 'override' }] })).not.toThrow()
  })
})
