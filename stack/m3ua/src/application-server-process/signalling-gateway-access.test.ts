import type { AffectedPointCode, M3uaMessage } from '@sigbed/m3ua-codec'
import { describe, expect, it } from 'vitest'
import { userData } from '../../test/back-to-back.js'
import { dataOctets, hand, octetsOf, Recorder } from '../../test/recorder.js'
import { M3uaConfigurationError } from '../configuration-error.js'
import type { UndeliveredMessages } from '../lower-layer.js'
import type { AccessEvent } from '../m3ua-event.js'
import type { ApplicationServerProcess } from './application-server-process.js'
import { type SgpConfiguration, SignallingGatewayAccess, type SignallingGatewayAccessConfiguration } from './signalling-gateway-access.js'

const CONFIGURATION: SignallingGatewayAccessConfiguration = { applicationServers: [{ routingContext: 100 }], trafficMode: 'loadshare' }
const UP_ACK: M3uaMessage = { kind: 'ASPUP ACK', aspIdentifier: null, info: null }
const ACTIVE_ACK: M3uaMessage = { kind: 'ASPAC ACK', trafficModeType: null, routingContexts: [], info: null }
const at = (pointCode: number, mask = 0): AffectedPointCode => ({ pointCode, mask })
const state = (kind: 'DUNA' | 'DAVA' | 'DRST', ...affectedPointCodes: AffectedPointCode[]): M3uaMessage => ({
  kind,
  networkAppearance: null,
  routingContexts: [],
  affectedPointCodes,
  info: null,
})

interface Sgp {
  readonly asp: ApplicationServerProcess
  readonly line: Recorder
  hears(message: M3uaMessage): void
}

const scene = (names: string, configuration = CONFIGURATION, more: (name: string) => Partial<SgpConfiguration> = () => ({})) => {
  const events: AccessEvent[] = []
  const undelivered: string[] = []
  const access = new SignallingGatewayAccess(configuration, {
    onEvent: (event) => events.push(event),
    onData: () => {},
    onUndelivered: (message, sgp, applicationServer, sent) =>
      undelivered.push(`${message.protocolData.destinationPointCode} ${sgp} ${applicationServer} ${sent ? 'sent' : 'unsent'}`),
  })
  access.aim('active', 0)
  const activate = (asp: ApplicationServerProcess) => {
    asp.communicationUp(17, 0)
    hand(asp, octetsOf(UP_ACK))
    hand(asp, octetsOf(ACTIVE_ACK))
  }
  const sgps = [...names].map((name): Sgp => {
    const line = new Recorder()
    const asp = access.attach(line, { name, ...more(name) }, 0)
    activate(asp)
    return { asp, line, hears: (message) => hand(asp, octetsOf(message)) }
  })
  const send = (pointCode: number, sls = 0) => {
    const protocolData = userData(sls, sls)
    protocolData.destinationPointCode = pointCode
    return access.sendData(protocolData, 0)
  }
  /** How many of 16 messages, one for each SLS, go by each SGP. */
  const shares = (pointCode = 1) => {
    for (const { line } of sgps) line.dataSent = 0
    for (let sls = 0; sls < 16; sls++) send(pointCode, sls)
    return sgps.map(({ line }) => line.dataSent)
  }
  /** By which SGP each of 16 SLS goes. */
  const paths = () =>
    Array.from({ length: 16 }, (_, sls) => {
      for (const { line } of sgps) line.dataSent = 0
      send(1, sls)
      return sgps.findIndex(({ line }) => line.dataSent === 1)
    })
  const told = () => events.splice(0).filter(({ kind }) => kind !== 'sgp')
  told()
  return { access, sgps: sgps as [Sgp, Sgp], events, undelivered, send, shares, paths, told, activate }
}

describe('an ASP with several SGPs', () => {
  it('shares its traffic among them by SLS, and moves none that need not move', () => {
    const { access, sgps, shares, paths } = scene('PQR')
    expect(shares()).toEqual([5, 5, 6])
    const before = paths()
    expect(paths()).toEqual(before)
    sgps[1].asp.communicationLost(0)
    expect(shares()).toEqual([8, 0, 8])
    expect(paths().filter((path, sls) => path !== before[sls])).toHaveLength(5)
    expect(access.activeSgps(0)).toBe(2)
  })

  it('sends round an SGP that does not reach the destination, by one that reaches it well rather than poorly', () => {
    const { sgps, shares, send, told } = scene('PQ')
    const [p, q] = sgps
    p.hears(state('DUNA', at(1)))
    expect([shares(1), shares(2)]).toEqual([
      [0, 16],
      [8, 8],
    ])
    expect(told()).toEqual([])
    q.hears(state('DRST', at(1)))
    expect(shares(1)).toEqual([0, 16])
    p.hears(state('DRST', at(1)))
    expect(shares(1)).toEqual([8, 8])
    p.hears(state('DAVA', at(1)))
    expect(shares(1)).toEqual([16, 0])
    p.hears(state('DUNA', at(1)))
    q.hears(state('DUNA', at(1)))
    expect(send(1)).toBe('destination-unavailable')
  })

  it('tells of a destination when the best that any SGP says of it changes', () => {
    const { access, sgps, told, activate } = scene('PQ')
    const [p, q] = sgps
    const event = (status: string) => ({ kind: 'destination-status-changed', applicationServer: 0, affectedPointCodes: [at(1)], status })
    p.hears(state('DUNA', at(1)))
    expect(told()).toEqual([])
    q.hears(state('DRST', at(1)))
    expect(told()).toEqual([event('restricted')])
    q.hears(state('DUNA', at(1)))
    expect([told(), access.destinationStatus(0, 1)]).toEqual([[event('unavailable')], 'unavailable'])
    q.hears(state('DAVA', at(1)))
    expect(told()).toEqual([event('available')])
    // With Q goes the only way there, and with Q it comes back.
    q.asp.communicationLost(0)
    expect(told()).toEqual([{ kind: 'access-changed', applicationServer: 0, activeSgps: 1 }, event('unavailable')])
    activate(q.asp)
    expect(told()).toEqual([{ kind: 'access-changed', applicationServer: 0, activeSgps: 2 }, event('available')])
  })

  it('takes what one SGP says for the word of all its SG', () => {
    const { sgps, shares, send } = scene('PQR', CONFIGURATION, (name) => (name === 'R' ? {} : { signallingGateway: 'one' }))
    sgps[0].hears(state('DUNA', at(1)))
    expect(shares(1)).toEqual([0, 0, 16])
    sgps[0].asp.communicationLost(0)
    expect(shares(1)).toEqual([0, 0, 16])
    sgps[1].hears(state('DAVA', at(1)))
    expect(send(1)).toBe('sent')
    expect(shares(1)[1]).toBe(8)
  })

  it('leaves an SGP as soon as it is told to, before that has answered', () => {
    const { sgps, shares } = scene('PQ')
    sgps[0].asp.deactivate(0)
    expect(shares()).toEqual([0, 16])
  })

  it('knows the AS of SGs that number them otherwise', () => {
    const { access, sgps } = scene('PQ', CONFIGURATION, (name) => (name === 'P' ? {} : { applicationServers: [{ routingContext: 900 }] }))
    expect([sgps[0].asp.routingContextAt(0), sgps[1].asp.routingContextAt(0), access.activeSgps(0)]).toEqual([100, 900, 2])
  })

  it('says when there is nobody to send by, and what it does not know', () => {
    const { access, sgps, send, told } = scene('P')
    sgps[0].asp.communicationLost(0)
    expect([send(1), access.sendData(userData(1), 7), access.destinationStatus(0, 1)]).toEqual([
      'not-active',
      'unknown-routing-context',
      'unavailable',
    ])
    expect(told()).toEqual([{ kind: 'access-changed', applicationServer: 0, activeSgps: 0 }])
    expect(() => access.attach(new Recorder(), { name: 'P' }, 0)).toThrow(M3uaConfigurationError)
    expect(() => access.attach(new Recorder(), { name: 'Q', applicationServers: [] }, 0)).toThrow(M3uaConfigurationError)
    access.detach('P', 0)
    expect(access.attach(new Recorder(), { name: 'P' }, 0).state).toBe('ASP-DOWN')
  })
})

describe('DATA that a lost association did not deliver', () => {
  /** Towards the destinations 1, which had left, 2 and 3. */
  const left: UndeliveredMessages = (visit) => {
    for (const destination of [1, 2, 3]) {
      const octets = dataOctets(100, null, destination)
      visit(octets, 0, octets.length, destination === 1)
    }
  }

  it('goes by another SGP where it had not left, before the loss is told', () => {
    const { sgps, undelivered, events, send } = scene('PQ')
    const [p, q] = sgps
    send(1, 0)
    q.line.dataSent = 0
    events.length = 0
    p.asp.communicationLost(0, left)
    expect([q.line.dataSent, undelivered]).toEqual([2, ['1 P 0 sent']])
    expect(events[0]).toMatchObject({ kind: 'access-changed' })
    expect(events.at(-1)).toMatchObject({ kind: 'sgp', sgp: 'P', event: { kind: 'data-undelivered', unsent: 2, unacknowledged: 1 } })
  })

  it('goes by another SGP even where it had left, if that is wanted', () => {
    const { sgps, undelivered } = scene('PQ', { ...CONFIGURATION, redistributeUnacknowledged: true })
    sgps[0].asp.communicationLost(0, left)
    expect([sgps[1].line.dataSent, undelivered]).toEqual([3, []])
  })

  it('is shown where nobody else is there', () => {
    const { sgps, undelivered } = scene('P')
    sgps[0].asp.communicationLost(0, left)
    expect(undelivered).toEqual(['1 P 0 sent', '2 P 0 unsent', '3 P 0 unsent'])
  })
})
