import { type AffectedPointCode, ERROR_CODE, type ErrorMessage, type M3uaMessage } from '@sigbed/m3ua-codec'
import { describe, expect, it } from 'vitest'
import { userData } from '../../test/back-to-back.js'
import { hand, octetsOf, Recorder } from '../../test/recorder.js'
import { NEVER } from '../lower-layer.js'
import type { AspEvent } from '../m3ua-event.js'
import { ApplicationServerProcess } from './application-server-process.js'
import type { ApplicationServerProcessConfiguration } from './asp-configuration.js'

const ONE: ApplicationServerProcessConfiguration = {
  applicationServers: [{ routingContext: 100, networkAppearance: 7 }],
  trafficMode: 'override',
}
const TWO: ApplicationServerProcessConfiguration = {
  applicationServers: [{ routingContext: 100, networkAppearance: 7 }, { routingContext: 200 }],
  trafficMode: 'override',
}
const at = (pointCode: number, mask = 0): AffectedPointCode => ({ pointCode, mask })
const state = (
  kind: 'DUNA' | 'DAVA' | 'DAUD' | 'DRST',
  affectedPointCodes: readonly AffectedPointCode[],
  routingContexts: readonly number[] = [],
  networkAppearance: number | null = null,
): M3uaMessage => ({ kind, networkAppearance, routingContexts, affectedPointCodes, info: null })
const scon = (affectedPointCodes: readonly AffectedPointCode[], congestionLevel: number | null): M3uaMessage => ({
  kind: 'SCON',
  networkAppearance: null,
  routingContexts: [],
  affectedPointCodes,
  concernedDestination: null,
  congestionLevel,
  info: null,
})

const associated = (configuration: ApplicationServerProcessConfiguration) => {
  const line = new Recorder()
  const events: AspEvent[] = []
  const asp = new ApplicationServerProcess(line, configuration, { onEvent: (event) => events.push(event), onData: () => {} })
  asp.communicationUp(17, 0)
  const hears = (message: M3uaMessage, now = 0): M3uaMessage[] => {
    hand(asp, octetsOf(message), 1, now)
    return line.sent.splice(0)
  }
  const sends = (pointCode: number, routingContext = 100) => {
    const protocolData = userData(1)
    protocolData.destinationPointCode = pointCode
    return asp.sendData(protocolData, routingContext)
  }
  return { asp, line, events, hears, sends }
}

const active = (configuration = ONE) => {
  const parts = associated(configuration)
  parts.asp.activate(0)
  hand(parts.asp, octetsOf({ kind: 'ASPUP ACK', aspIdentifier: null, info: null }))
  hand(parts.asp, octetsOf({ kind: 'ASPAC ACK', trafficModeType: null, routingContexts: [], info: null }))
  expect(parts.asp.state).toBe('ASP-ACTIVE')
  parts.events.length = 0
  return parts
}
const silent = (configuration = ONE) => {
  const parts = active(configuration)
  parts.line.sent.length = 0
  return parts
}

describe('what the SGP says of destinations', () => {
  it('stops DATA to those unavailable, and lets all others go', () => {
    const { hears, sends, events, asp } = silent()
    expect(hears(state('DUNA', [at(1), at(0x100, 8)]))).toEqual([])
    expect([1, 2, 0x100, 0x1ff, 0x200].map((pointCode) => sends(pointCode))).toEqual([
      'destination-unavailable',
      'sent',
      'destination-unavailable',
      'destination-unavailable',
      'sent',
    ])
    hears(state('DRST', [at(1)], [100], 7))
    hears(state('DAVA', [at(0x101)]))
    expect([1, 0x100, 0x101].map((pointCode) => sends(pointCode))).toEqual(['sent', 'destination-unavailable', 'sent'])
    expect(asp.destinationStatus(100, 1)).toBe('restricted')
    const common = { kind: 'destination-status-changed', routingContext: 100 }
    expect(events).toEqual([
      { ...common, affectedPointCodes: [at(1), at(0x100, 8)], status: 'unavailable' },
      { ...common, affectedPointCodes: [at(1)], status: 'restricted' },
      { ...common, affectedPointCodes: [at(0x101)], status: 'available' },
    ])
  })

  it('is told once, however often it is said', () => {
    const { hears, events } = silent()
    hears(state('DAVA', [at(5)]))
    hears(state('DUNA', [at(1)]))
    hears(state('DUNA', [at(1), at(2)]))
    expect(events.map((event) => 'affectedPointCodes' in event && event.affectedPointCodes)).toEqual([[at(1)], [at(2)]])
  })

  it('holds for the AS it names, and lets the others’ traffic go', () => {
    const { hears, sends } = silent(TWO)
    hears(state('DUNA', [at(1)], [200]))
    expect([sends(1, 100), sends(1, 200)]).toEqual(['sent', 'destination-unavailable'])
    hears(state('DUNA', [at(2)], [100, 200]))
    expect([sends(2, 100), sends(2, 200)]).toEqual(['destination-unavailable', 'destination-unavailable'])
  })

  it('may come before the acknowledgement of ASPAC, and is forgotten when the ASP leaves traffic', () => {
    const { asp, hears, sends } = associated(ONE)
    asp.activate(0)
    hand(asp, octetsOf({ kind: 'ASPUP ACK', aspIdentifier: null, info: null }))
    hears(state('DUNA', [at(1)]))
    hand(asp, octetsOf({ kind: 'ASPAC ACK', trafficModeType: null, routingContexts: [], info: null }))
    expect(sends(1)).toBe('destination-unavailable')
    hand(asp, octetsOf({ kind: 'ASPIA ACK', routingContexts: [], info: null }))
    hand(asp, octetsOf({ kind: 'ASPAC ACK', trafficModeType: null, routingContexts: [], info: null }))
    expect(sends(1)).toBe('sent')
  })

  it('lets nothing go that nobody has told of, where it is configured so', () => {
    const { hears, sends } = silent({ ...ONE, destinations: { unknown: 'unavailable' } })
    expect(sends(1)).toBe('destination-unavailable')
    hears(state('DAVA', [at(1)]))
    expect(sends(1)).toBe('sent')
  })

  it('tells of congestion every time, and stops nothing for it', () => {
    const { hears, sends, events } = silent()
    hears(scon([at(1)], 2))
    hears(scon([at(1)], null))
    expect(sends(1)).toBe('sent')
    expect(events.map((event) => event.kind === 'destination-congested' && event.congestionLevel)).toEqual([2, null])
  })

  it('tells of user parts that are unavailable', () => {
    const { hears, events } = silent()
    const message = { kind: 'DUPU', networkAppearance: 7, routingContexts: [100], affectedPointCode: at(9), user: 3, cause: 1, info: null }
    hears(message as M3uaMessage)
    expect(events).toEqual([{ kind: 'user-part-unavailable', routingContext: 100, pointCode: 9, user: 3, cause: 1 }])
  })

  it('is remembered up to a bound, and the rest counted', () => {
    const { hears, events } = silent({ ...ONE, destinations: { maximumEntries: 2 } })
    hears(state('DUNA', [at(1), at(2), at(3), at(4)]))
    expect(events[0]).toEqual({ kind: 'destination-table-full', routingContext: 100, forgotten: 2 })
  })
})

describe('SSNM that has no place', () => {
  const refused = (sent: M3uaMessage[]) => {
    expect(sent.map(({ kind }) => kind)).toEqual(['ERR'])
    const { errorCode, routingContexts, networkAppearance } = sent[0] as ErrorMessage
    return { errorCode, routingContexts, networkAppearance }
  }

  it('of a Routing Context that is not configured is answered so, and holds for those that are', () => {
    const { hears, sends } = silent(TWO)
    expect(refused(hears(state('DUNA', [at(1)], [100, 9, 10])))).toEqual({
      errorCode: ERROR_CODE.INVALID_ROUTING_CONTEXT,
      routingContexts: [9, 10],
      networkAppearance: null,
    })
    expect(sends(1)).toBe('destination-unavailable')
  })

  it('of another Network Appearance is answered with that, unless any will do', () => {
    const message = state('DUNA', [at(1)], [100], 8)
    expect(refused(silent().hears(message))).toEqual({
      errorCode: ERROR_CODE.INVALID_NETWORK_APPEARANCE,
      routingContexts: [100],
      networkAppearance: 8,
    })
    const lenient = silent({ ...ONE, interoperability: { acceptsAnyNetworkAppearance: true } })
    expect([lenient.hears(message), lenient.sends(1)]).toEqual([[], 'destination-unavailable'])
  })

  it('names an AS where there are several, unless it concerns all of them', () => {
    expect(refused(silent(TWO).hears(state('DUNA', [at(1)])))).toMatchObject({ errorCode: ERROR_CODE.NO_CONFIGURED_AS_FOR_ASP })
    const lenient = silent({ ...TWO, interoperability: { ssnmWithoutRoutingContextConcernsAll: true } })
    expect(lenient.hears(state('DUNA', [at(1)]))).toEqual([])
    expect([lenient.sends(1, 100), lenient.sends(1, 200)]).toEqual(['destination-unavailable', 'destination-unavailable'])
  })

  it('is unexpected in ASP-DOWN, and DAUD always', () => {
    expect(refused(associated(ONE).hears(state('DUNA', [at(1)], [100])))).toMatchObject({
      errorCode: ERROR_CODE.UNEXPECTED_MESSAGE,
      routingContexts: [100],
    })
    expect(refused(silent().hears(state('DAUD', [at(1)])))).toMatchObject({ errorCode: ERROR_CODE.UNEXPECTED_MESSAGE })
  })
})

describe('what the ASP asks and says', () => {
  it('asks about the destinations it expects to communicate with whenever it has become active', () => {
    const configuration = {
      ...ONE,
      applicationServers: [{ routingContext: 100, networkAppearance: 7, destinations: [at(1), at(0x200, 4)] }],
    }
    const { asp, line } = active(configuration)
    expect(line.sent.at(-1)).toEqual(state('DAUD', [at(1), at(0x200, 4)], [100], 7))
    line.sent.length = 0
    asp.communicationUp(17, 5)
    hand(asp, octetsOf({ kind: 'ASPUP ACK', aspIdentifier: null, info: null }))
    hand(asp, octetsOf({ kind: 'ASPAC ACK', trafficModeType: null, routingContexts: [], info: null }))
    expect(line.said().at(-1)).toBe('DAUD 1,512/4 [100]')
  })

  it('asks again about those that are not well, an interval after the last word of them', () => {
    const { asp, hears, line } = silent()
    expect(asp.pollTimeout()).toBe(NEVER)
    hears(state('DUNA', [at(1)]), 0)
    hears(scon([at(2)], 1), 10_000)
    hears(scon([at(3)], 0), 10_000)
    hears(scon([at(4)], null), 10_000)
    expect(asp.pollTimeout()).toBe(30_000)
    asp.handleTimeout(30_000)
    expect(line.sent.splice(0)).toEqual([state('DAUD', [at(1)], [100], 7)])
    asp.handleTimeout(40_000)
    expect(line.sent.splice(0)).toEqual([state('DAUD', [at(2)], [100], 7)])
    hears(state('DAVA', [at(1)]), 41_000)
    hears(scon([at(2)], 0), 41_000)
    asp.handleTimeout(70_000)
    expect([line.sent, asp.pollTimeout()]).toEqual([[], NEVER])
  })

  it('asks and reports when told to, in ASP-ACTIVE only', () => {
    const { asp, line } = silent()
    expect([asp.audit(100, [at(5)]), asp.audit(9, [at(5)])]).toEqual(['sent', 'unknown-routing-context'])
    expect(asp.reportCongestion(100, { affectedPointCodes: [at(6)], congestionLevel: 2, concernedDestination: 77 })).toBe('sent')
    expect(line.sent).toEqual([
      state('DAUD', [at(5)], [100], 7),
      {
        kind: 'SCON',
        networkAppearance: 7,
        routingContexts: [100],
        affectedPointCodes: [at(6)],
        concernedDestination: 77,
        congestionLevel: 2,
        info: null,
      },
    ])
    asp.deactivate(0)
    hand(asp, octetsOf({ kind: 'ASPIA ACK', routingContexts: [], info: null }))
    expect([asp.audit(100, [at(5)]), asp.reportCongestion(100, { affectedPointCodes: [at(6)], congestionLevel: null })]).toEqual([
      'not-active',
      'not-active',
    ])
  })

  it('asks about many in messages that fit a packet', () => {
    const { asp, line } = silent()
    asp.audit(
      100,
      Array.from({ length: 300 }, (_, pointCode) => at(pointCode)),
    )
    expect(line.sent.map((message) => message.kind === 'DAUD' && message.affectedPointCodes.length)).toEqual([128, 128, 44])
  })
})
