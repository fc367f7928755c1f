import type { M3uaMessage, REGISTRATION_STATUS, RoutingKey } from '@sigbed/m3ua-codec'
import { describe, expect, it } from 'vitest'
import type { SgpEvent } from '../src/m3ua-event.js'
import type { RegistrationConfiguration } from '../src/signalling-gateway/routing-key-registration.js'
import { type SignallingGatewayConfiguration, SignallingGatewayProcess } from '../src/signalling-gateway/signalling-gateway-process.js'
import { userData } from './back-to-back.js'
import { ASPUP, aspac, aspia, dataOctets, hand, octetsOf, Recorder } from './recorder.js'

const at = (pointCode: number, mask = 0) => ({ pointCode, mask })
const destination = (pointCode: number, serviceIndicators: readonly number[] = [], origins: readonly number[] = []) => ({
  destinationPointCode: at(pointCode),
  serviceIndicators,
  originatingPointCodes: origins.map((each) => at(each)),
})
const routingKey = (more: Partial<RoutingKey> = {}): RoutingKey => ({
  localRoutingKeyIdentifier: 1,
  routingContext: null,
  trafficModeType: null,
  networkAppearance: null,
  destinations: [destination(1)],
  ...more,
})
const regReq = (...routingKeys: RoutingKey[]): M3uaMessage => ({ kind: 'REG REQ', routingKeys })
const deregReq = (...routingContexts: number[]): M3uaMessage => ({ kind: 'DEREG REQ', routingContexts })

function scene(
  registration: RegistrationConfiguration | null = {},
  more: Partial<SignallingGatewayConfiguration> = {},
  show: (routingContext: number, sent: boolean) => void = () => {},
) {
  const events: SgpEvent[] = []
  const sgp = new SignallingGatewayProcess(
    {
      applicationServers: [
        {
          routingContext: 1,
          networkAppearance: 7,
          trafficMode: 'loadshare',
          routingKey: [{ destinationPointCode: 1, serviceIndicators: [3] }],
        },
      ],
      ...(registration !== null && { registration }),
      ...more,
    },
    {
      onEvent: (event) => events.push(event),
      onData: () => {},
      onUndelivered: (_, __, routingContext, sent) => show(routingContext, sent),
    },
  )
  const attach = (served?: readonly number[]) => {
    const line = new Recorder()
    const remote = sgp.attach(line, served)
    remote.communicationUp(17, 0)
    const says = (message: M3uaMessage) => {
      hand(remote, octetsOf(message))
      return line.said()
    }
    says(ASPUP)
    return { line, remote, says }
  }
  return { sgp, events, attach }
}

describe('REG REQ', () => {
  it('makes an AS for a key nobody has, and the second ASP with the same key joins it', () => {
    const { sgp, attach } = scene()
    const [a, b] = [attach(), attach()]
    expect(a.says(regReq(routingKey({ localRoutingKeyIdentifier: 77, destinations: [destination(2)] })))).toEqual([
      'REG RSP 77 SUCCESSFULLY_REGISTERED 2',
      'NTFY 1/2 [2]',
    ])
    expect(a.says(aspac([2], 2))).toEqual(['ASPAC ACK [2]', 'NTFY 1/3 [2]'])
    const message = userData(1)
    message.destinationPointCode = 2
    expect(sgp.routeData(message, 7)).toBe('sent')
    expect([sgp.asState(2), sgp.asTrafficMode(2)]).toEqual(['AS-ACTIVE', 'loadshare'])
    expect(b.says(regReq(routingKey({ destinations: [destination(2)] })))).toEqual(['REG RSP 1 SUCCESSFULLY_REGISTERED 2', 'NTFY 1/3 [2]'])
    expect(b.says(aspac([2]))).toEqual(['ASPAC ACK [2]'])
  })

  it('joins an AS that is configured', () => {
    const { sgp, attach } = scene({ maximumApplicationServers: 0 })
    const asp = attach()
    expect(asp.says(aspac())).toEqual(['ERR 0x1a'])
    expect(asp.says(regReq(routingKey({ destinations: [destination(1, [3])] })))).toEqual([
      'REG RSP 1 SUCCESSFULLY_REGISTERED 1',
      'NTFY 1/2 [1]',
    ])
    expect(asp.says(aspac())).toEqual(['ASPAC ACK', 'NTFY 1/3 [1]'])
    expect(sgp.asState(1)).toBe('AS-ACTIVE')
  })

  it('answers each key for itself', () => {
    const { attach, events } = scene()
    const asp = attach()
    const keys = [2, 1, 3].map((pointCode, i) => routingKey({ localRoutingKeyIdentifier: 10 + i, destinations: [destination(pointCode)] }))
    expect(asp.says(regReq(...keys))).toEqual([
      'REG RSP 10 SUCCESSFULLY_REGISTERED 2, 11 CANNOT_SUPPORT_UNIQUE_ROUTING 0, 12 SUCCESSFULLY_REGISTERED 3',
      'NTFY 1/2 [2]',
      'NTFY 1/2 [3]',
    ])
    expect(events.filter(({ kind }) => kind === 'routing-key-registration')).toMatchObject([
      { status: 0, routingContext: 2 },
      { status: 6, routingContext: null },
      { status: 0, routingContext: 3 },
    ])
  })

  const two = routingKey({ destinations: [destination(2)] })
  it.each<[keyof typeof REGISTRATION_STATUS, RegistrationConfiguration, RoutingKey[]]>([
    ['INVALID_DPC', {}, [routingKey({ destinations: [{ ...destination(2), destinationPointCode: at(2, 3) }] })]],
    ['INVALID_NETWORK_APPEARANCE', {}, [routingKey({ networkAppearance: 8, destinations: [destination(2)] })]],
    ['INVALID_ROUTING_KEY', {}, [routingKey({ destinations: [destination(2, [16])] })]],
    ['INVALID_ROUTING_KEY', {}, [routingKey({ destinations: [{ ...destination(2), originatingPointCodes: [at(4, 2)] }] })]],
    ['PERMISSION_DENIED', { authorises: (_, { destinations }) => destinations[0]!.destinationPointCode.pointCode !== 2 }, [two]],
    ['CANNOT_SUPPORT_UNIQUE_ROUTING', {}, [routingKey()]],
    ['CANNOT_SUPPORT_UNIQUE_ROUTING', {}, [routingKey({ destinations: [destination(1, [3], [9])] })]],
    ['ROUTING_KEY_NOT_PROVISIONED', { maximumApplicationServers: 0 }, [two]],
    ['INSUFFICIENT_RESOURCES', { maximumApplicationServers: 1 }, [routingKey({ destinations: [destination(3)] }), two]],
    ['UNSUPPORTED_ROUTING_KEY_PARAMETER', { acceptsServiceIndicators: false }, [routingKey({ destinations: [destination(2, [3])] })]],
    [
      'UNSUPPORTED_ROUTING_KEY_PARAMETER',
      { acceptsOriginatingPointCodes: false },
      [routingKey({ destinations: [destination(2, [], [9])] })],
    ],
    ['UNSUPPORTED_TRAFFIC_MODE', {}, [routingKey({ trafficModeType: 4, destinations: [destination(2)] })]],
    ['UNSUPPORTED_TRAFFIC_MODE', {}, [routingKey({ trafficModeType: 1, destinations: [destination(1, [3])] })]],
    ['ROUTING_KEY_CHANGE_REFUSED', {}, [two, routingKey({ routingContext: 2, destinations: [destination(3)] })]],
    ['ROUTING_KEY_CHANGE_REFUSED', { allowsChange: true }, [routingKey({ routingContext: 9, destinations: [destination(2)] })]],
    ['ROUTING_KEY_CHANGE_REFUSED', { allowsChange: true }, [routingKey({ routingContext: 1, destinations: [destination(2)] })]],
    ['ALREADY_REGISTERED', {}, [two, two]],
  ])('answers %s', (status, registration, keys) => {
    const { attach } = scene(registration)
    const [response] = attach().says(regReq(...keys))
    expect(response!.endsWith(` 1 ${status} 0`)).toBe(true)
  })

  it('may change the key of an ASP that is alone in its AS', () => {
    const { sgp, attach } = scene({ allowsChange: true })
    const [a, b] = [attach(), attach()]
    a.says(regReq(two))
    const change = (pointCode: number) => regReq(routingKey({ routingContext: 2, destinations: [destination(pointCode)] }))
    expect(a.says(change(3))).toEqual(['REG RSP 1 SUCCESSFULLY_REGISTERED 2'])
    const message = userData(1)
    message.destinationPointCode = 3
    expect(sgp.routeData(message, 7)).toBe('not-active')
    message.destinationPointCode = 2
    expect(sgp.routeData(message, 7)).toBe('no-routing-key')
    expect(a.says(change(1))).toEqual(['REG RSP 1 CANNOT_SUPPORT_UNIQUE_ROUTING 0'])
    b.says(regReq(routingKey({ destinations: [destination(3)] })))
    expect(a.says(change(4))).toEqual(['REG RSP 1 ROUTING_KEY_CHANGE_REFUSED 0'])
    expect(b.says(regReq(routingKey({ routingContext: 2, destinations: [destination(3)] })))).toEqual(['REG RSP 1 ALREADY_REGISTERED 0'])
  })

  it('is unexpected from an ASP that is down, and unsupported where nothing is registered', () => {
    const { attach } = scene()
    const asp = attach()
    asp.says({ kind: 'ASPDN', info: null })
    expect([asp.says(regReq(two)), asp.says(deregReq(2))]).toEqual([['ERR 0x06'], ['ERR 0x06 [2]']])
    const without = scene(null).attach()
    expect([without.says(regReq(two)), without.says(deregReq(1))]).toEqual([['ERR 0x03'], ['ERR 0x03']])
    const results = [{ localRoutingKeyIdentifier: 1, status: 0, routingContext: 1 }]
    expect(without.says({ kind: 'REG RSP', registrationResults: results })).toEqual(['ERR 0x03'])
    expect(attach().says({ kind: 'REG RSP', registrationResults: results })).toEqual(['ERR 0x06'])
  })
})

describe('DEREG REQ', () => {
  it('is answered for each Routing Context', () => {
    const { attach, events } = scene()
    const [a, b] = [attach(), attach([1])]
    a.says(regReq(...[2, 3].map((pointCode) => routingKey({ destinations: [destination(pointCode)] }))))
    a.says(aspac([3]))
    expect(a.says(deregReq(2, 3, 1, 9))).toEqual([
      'DEREG RSP 2 SUCCESSFULLY_DEREGISTERED, 3 ASP_ACTIVE, 1 NOT_REGISTERED, 9 INVALID_ROUTING_CONTEXT',
    ])
    expect(events.filter(({ kind }) => kind === 'routing-key-deregistration')).toHaveLength(4)
    expect(b.says(deregReq(1))).toEqual(['DEREG RSP 1 PERMISSION_DENIED'])
    expect(a.says(aspac([2]))).toEqual(['ERR 0x19 [2]'])
    a.says(aspia([3]))
  })

  it('ends an AS when the last ASP has gone and T(r) has let go of it', () => {
    const { sgp, attach } = scene()
    const asp = attach()
    asp.says(regReq(routingKey({ destinations: [destination(2)] })))
    asp.says(aspac([2]))
    asp.says(aspia([2]))
    expect(asp.says(deregReq(2))).toEqual(['DEREG RSP 2 SUCCESSFULLY_DEREGISTERED'])
    expect(sgp.asState(2)).toBe('AS-PENDING')
    sgp.handleTimeout(2_000)
    expect(() => sgp.asState(2)).toThrow(expect.objectContaining({ code: 'M3UA_CONFIGURATION' }))
    expect(asp.says(regReq(routingKey({ destinations: [destination(2)] })))).toEqual([
      'REG RSP 1 SUCCESSFULLY_REGISTERED 2',
      'NTFY 1/2 [2]',
    ])
    expect(asp.says(deregReq(2))).toEqual(['DEREG RSP 2 SUCCESSFULLY_DEREGISTERED'])
    expect(() => sgp.asState(2)).toThrow()
  })
})

describe('what is registered', () => {
  it('lapses with the association, and an ASP that registers again within T(r) gets what was kept for it', () => {
    const { sgp, attach } = scene()
    const asp = attach()
    const key = routingKey({ destinations: [destination(2)] })
    asp.says(regReq(key))
    asp.says(aspac([2]))
    asp.remote.communicationLost(0)
    const message = userData(1)
    message.destinationPointCode = 2
    expect(sgp.routeData(message, 7)).toBe('queued')
    const again = attach()
    expect(again.says(regReq(key))).toEqual(['REG RSP 1 SUCCESSFULLY_REGISTERED 2', 'NTFY 1/4 [2]'])
    expect(again.says(aspac([2]))).toEqual(['ASPAC ACK [2]', 'NTFY 1/3 [2]'])
    expect(again.line.dataSent).toBe(1)
  })

  it('is told by where the DATA of a lost association go, though it has lapsed before: after BEAT without an answer, or ASPDN', () => {
    const shown: string[] = []
    const { sgp, events, attach } = scene({}, { heartbeatMs: 1_000 }, (routingContext, sent) => shown.push(`${routingContext} ${sent}`))
    const undelivered = (...sent: boolean[]) => {
      const octets = dataOctets(2, 7, 2)
      return (visit: (octets: Uint8Array, offset: number, length: number, sent: boolean) => void) => {
        for (const each of sent) visit(octets, 0, octets.length, each)
      }
    }
    const reports = () => events.splice(0).filter(({ kind }) => kind === 'data-undelivered')
    const key = routingKey({ destinations: [destination(2)] })
    const silent = attach()
    silent.says(regReq(key))
    silent.says(aspac([2]))
    sgp.handleTimeout(2_000)
    expect(sgp.asState(2)).toBe('AS-PENDING')
    silent.remote.communicationLost(2_000, undelivered(true, false))
    expect(reports()).toMatchObject([{ routingContext: 2, redistributed: 1, unacknowledged: 1, lost: 0 }])
    sgp.handleTimeout(4_000)

    const leaving = attach()
    leaving.says(regReq(key))
    leaving.says({ kind: 'ASPDN', info: null })
    leaving.remote.communicationLost(4_000, undelivered(true, false))
    expect(reports()).toMatchObject([{ routingContext: 2, redistributed: 0, unacknowledged: 1, lost: 1 }])
    expect(shown).toEqual(['2 true', '2 true', '2 false'])
  })

  it('is void once the ASP goes down, or begins anew by ASPUP while it is active', () => {
    const { sgp, attach } = scene()
    const asp = attach()
    const key = routingKey({ destinations: [destination(2)] })
    asp.says(regReq(key))
    asp.says({ kind: 'ASPDN', info: null })
    expect(() => sgp.asState(2)).toThrow()
    asp.says(ASPUP)
    expect(asp.says(aspac([2]))).toEqual(['ERR 0x1a [2]'])
    asp.says(regReq(key))
    asp.says(aspac([2]))
    expect(asp.says(ASPUP)).toEqual(['ASPUP ACK', 'ERR 0x06', 'NTFY 1/4 [2]'])
    expect(sgp.asState(2)).toBe('AS-PENDING')
    expect(asp.says(regReq(key))).toEqual(['REG RSP 1 SUCCESSFULLY_REGISTERED 2', 'NTFY 1/4 [2]'])
  })
})

describe('Routing Keys of the configuration', () => {
  const configured = (...keys: { destinationPointCode: number; serviceIndicators?: number[] }[]) => ({
    applicationServers: keys.map((key, i) => ({ routingContext: i + 1, trafficMode: 'override' as const, routingKey: [key] })),
  })

  it('route what fits, by the key that says most', () => {
    const { sgp, attach } = scene(null, configured({ destinationPointCode: 1 }, { destinationPointCode: 1, serviceIndicators: [5] }))
    attach().says(aspac([2]))
    const message = userData(1)
    message.destinationPointCode = 1
    message.serviceIndicator = 3
    expect(sgp.routeData(message)).toBe('not-active')
    message.serviceIndicator = 5
    expect(sgp.routeData(message)).toBe('sent')
    expect(sgp.routeData(message, 7)).toBe('no-routing-key')
  })

  it.each<[string, Partial<SignallingGatewayConfiguration>]>([
    ['the same twice', configured({ destinationPointCode: 1 }, { destinationPointCode: 1 })],
    [
      'two of which neither says more',
      configured({ destinationPointCode: 1, serviceIndicators: [3, 5] }, { destinationPointCode: 1, serviceIndicators: [5] }),
    ],
    ['a point code no network has', configured({ destinationPointCode: 2 ** 24 })],
    ['a Service Indicator no network has', configured({ destinationPointCode: 1, serviceIndicators: [16] })],
    [
      'registration beside an AS without Routing Context',
      { applicationServers: [{ routingContext: null, trafficMode: null }], registration: {} },
    ],
  ])('may not be %s', (_, configuration) => {
    expect(() => scene(null, configuration)).toThrow(expect.objectContaining({ code: 'M3UA_CONFIGURATION' }))
  })

  it('may be none where ASPs register', () => {
    const { attach } = scene({ firstRoutingContext: 500, applicationServer: { trafficMode: 'broadcast' } }, { applicationServers: [] })
    const asp = attach()
    expect(asp.says(regReq(routingKey()))).toEqual(['REG RSP 1 SUCCESSFULLY_REGISTERED 500', 'NTFY 1/2 [500]'])
    expect(asp.says(aspac([500], 1))).toEqual(['ERR 0x05 [500]'])
  })
})
