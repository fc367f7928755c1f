import type { RegistrationConfiguration, SignallingGatewayConfiguration } from '@sigbed/m3ua'
import { describe, expect, it } from 'vitest'
import type { ReadMessage } from './message-contents.js'
import { grouped, MESSAGE, message, messageOf, parameter, routingContext, type TRAFFIC_MODE, trafficMode, words } from './message-octets.js'
import type { Peer } from './peer.js'
import { SgpUnderTest } from './sgp-under-test.js'

const [RKM] = MESSAGE['REG REQ']
/** RFC 4666 §3.1.2: types 5 to 127 are reserved. */
const RESERVED_TYPE = 5
const DPC = 100
/** RFC 4666 §3.6.2. */
const REGISTERED = 0
const INVALID_DPC = 2
const INVALID_NETWORK_APPEARANCE = 3
const INVALID_ROUTING_KEY = 4
const PERMISSION_DENIED = 5
const CANNOT_SUPPORT_UNIQUE_ROUTING = 6
const NOT_PROVISIONED = 7
const INSUFFICIENT_RESOURCES = 8
const UNSUPPORTED_PARAMETER = 9
const UNSUPPORTED_TRAFFIC_MODE = 10
const CHANGE_REFUSED = 11
const ALREADY_REGISTERED = 12
/** RFC 4666 §3.6.4. */
const DEREGISTERED = 0
const DEREGISTRATION_PERMISSION_DENIED = 3
const NOT_REGISTERED = 4
const ASP_ACTIVE = 5

/** An SGP at which ASPs may register, and one that is up. */
function registrar(registration: RegistrationConfiguration = {}, more: Partial<SignallingGatewayConfiguration> = {}) {
  const sut = new SgpUnderTest({ applicationServers: [], registration, ...more })
  return { sut, asp: up(sut) }
}

function up(sut: SgpUnderTest, name = 'ASP', routingContexts?: readonly number[]): Peer {
  const asp = sut.peer(name, routingContexts)
  asp.send(message('ASPUP'))
  asp.expect('ASPUP ACK')
  for (const _ of routingContexts ?? []) asp.expect('NTFY')
  return asp
}

function key(identifier: number, ...parameters: readonly Uint8Array[]): Uint8Array {
  return grouped('Routing Key', words('Local-RK-Identifier', identifier), ...parameters)
}

function dpc(pointCode: number): Uint8Array {
  return words('Destination Point Code', pointCode)
}

/** The status that answers one key. */
function statusOf(asp: Peer, ...parameters: readonly Uint8Array[]): unknown {
  return register(asp, ...parameters)['registrationStatus']
}

/** What answers one key; the notification for an AS that it has brought into being is taken in as well. */
function register(asp: Peer, ...parameters: readonly Uint8Array[]): Record<string, unknown> {
  asp.send(message('REG REQ', key(7, ...parameters)))
  const [result] = resultsOf(asp.expect('REG RSP'), 'registrationResults')
  expect(result).toMatchObject({ localRoutingKeyIdentifier: 7 })
  for (const { name } of asp.takeUnread()) expect(name).toBe('NTFY')
  return result!
}

function deregister(asp: Peer, ...contexts: readonly number[]): unknown[] {
  asp.send(message('DEREG REQ', routingContext(...contexts)))
  return resultsOf(asp.expect('DEREG RSP'), 'deregistrationResults').map((result) => result['deregistrationStatus'])
}

function resultsOf(response: ReadMessage, field: string): readonly Record<string, unknown>[] {
  return response[field] as readonly Record<string, unknown>[]
}

/** Registered in one mode, asked for in another: by a second ASP, as it is another ASP's mode that it must agree with. */
function statusInAnotherMode(registered: keyof typeof TRAFFIC_MODE, asked: keyof typeof TRAFFIC_MODE): unknown {
  const { sut, asp } = registrar()
  expect(statusOf(asp, trafficMode(registered), dpc(DPC))).toBe(REGISTERED)
  return statusOf(up(sut, 'second'), trafficMode(asked), dpc(DPC))
}

describe('routing key management at the SGP', () => {
  // RFC 4666 §4.4.1.
  it('M3UA_SGP_RKM_V_001 registers a key that it does not have yet', () => {
    const { sut, asp } = registrar()
    asp.send(message('REG REQ', key(1, dpc(DPC))))
    const response = asp.expect({ name: 'REG RSP', streamId: 0 })
    const [{ localRoutingKeyIdentifier, registrationStatus, routingContexts }] = resultsOf(response, 'registrationResults') as [
      Record<string, unknown>,
    ]
    expect([localRoutingKeyIdentifier, registrationStatus]).toEqual([1, REGISTERED])
    asp.expect({ name: 'NTFY', status: 'AS-INACTIVE', routingContexts })
    asp.send(message('ASPAC', words('Routing Context', ...(routingContexts as number[]))))
    asp.expectAll({ name: 'ASPAC ACK', routingContexts }, { name: 'NTFY', status: 'AS-ACTIVE' })
    expect(sut.routeData({ destinationPointCode: DPC })).toBe('sent')
    asp.expect({ name: 'DATA', routingContexts, destinationPointCode: DPC })
  })

  // RFC 4666 §3.6.2: each key has a Routing Context of its own, and its result names it by the ASP's number.
  it('M3UA_SGP_RKM_V_002 gives every key a Routing Context of its own', () => {
    const { asp } = registrar()
    asp.send(message('REG REQ', key(21, dpc(DPC)), key(22, dpc(DPC + 1)), key(23, dpc(DPC + 2))))
    const results = resultsOf(asp.expect('REG RSP'), 'registrationResults')
    expect(results.map((result) => [result['localRoutingKeyIdentifier'], result['registrationStatus']])).toEqual([
      [21, REGISTERED],
      [22, REGISTERED],
      [23, REGISTERED],
    ])
    expect(new Set(results.map((result) => String(result['routingContexts']))).size).toBe(3)
    expect(asp.takeUnread().map(({ name }) => name)).toEqual(['NTFY', 'NTFY', 'NTFY'])
  })

  // RFC 4666 §4.4.2.
  it('M3UA_SGP_RKM_V_003 deregisters a key', () => {
    const { sut, asp } = registrar()
    const { routingContexts } = register(asp, dpc(DPC))
    const [context] = routingContexts as [number]
    expect(deregister(asp, context)).toEqual([DEREGISTERED])
    expect(sut.routeData({ destinationPointCode: DPC })).toBe('no-routing-key')
    expect(deregister(asp, context)).not.toEqual([DEREGISTERED])
  })

  // RFC 4666 §4.4.1: an SGP that does not register.
  it('M3UA_SGP_RKM_V_004 answers REG REQ by Unsupported Message Class where it does not register', () => {
    const asp = new SgpUnderTest().inactive()
    for (const request of [message('REG REQ', key(1, dpc(DPC))), message('DEREG REQ', routingContext(1))]) {
      asp.send(request)
      asp.expect({ name: 'ERR', errorCode: 'unsupportedMessageClass', diagnosticInformation: request.slice(0, 40) })
    }
  })

  // RFC 4666 §4.4.1: of a key that is not whole its ASP is told by its result, not by ERR, so that the other keys are heard.
  it('M3UA_SGP_RKM_I_003 answers a key without Destination Point Code by Invalid Routing Key', () => {
    const { asp } = registrar()
    expect(statusOf(asp)).toBe(INVALID_ROUTING_KEY)
    asp.send(message('REG REQ', key(1), key(2, dpc(DPC))))
    const results = resultsOf(asp.expect('REG RSP'), 'registrationResults')
    expect(results.map((result) => result['registrationStatus'])).toEqual([INVALID_ROUTING_KEY, REGISTERED])
    asp.expect('NTFY')
  })

  // RFC 4666 §3.6.1: the mask of the Destination Point Code is always zero.
  it('M3UA_SGP_RKM_I_004 answers a range of destinations by Invalid DPC', () => {
    const { asp } = registrar()
    expect(statusOf(asp, dpc(0x0300_0000 + DPC))).toBe(INVALID_DPC)
  })

  it('M3UA_SGP_RKM_I_005 answers a network that is not configured by Invalid Network Appearance', () => {
    const { asp } = registrar({}, { networkAppearances: [1] })
    expect(statusOf(asp, dpc(DPC), words('Network Appearance', 2))).toBe(INVALID_NETWORK_APPEARANCE)
    expect(statusOf(asp, dpc(DPC), words('Network Appearance', 1))).toBe(REGISTERED)
  })

  // RFC 4666 §1.4.2.2: no message may fit two keys.
  it('M3UA_SGP_RKM_I_006 answers a key that overlaps another by Cannot Support Unique Routing', () => {
    const { asp } = registrar()
    expect(statusOf(asp, dpc(DPC))).toBe(REGISTERED)
    expect(statusOf(asp, dpc(DPC), parameter('Service Indicators', [3]))).toBe(CANNOT_SUPPORT_UNIQUE_ROUTING)
  })

  it('M3UA_SGP_RKM_I_007 answers a key that the ASP may not have by Permission Denied', () => {
    const { asp } = registrar({ authorises: (_, { destinations }) => destinations[0]?.destinationPointCode.pointCode !== 103 })
    expect(statusOf(asp, dpc(103))).toBe(PERMISSION_DENIED)
    expect(statusOf(asp, dpc(DPC))).toBe(REGISTERED)
  })

  // RFC 4666 §4.4.1: an SGP that takes only the keys it is configured with.
  it('M3UA_SGP_RKM_I_008 answers an unknown key by Routing Key not Currently Provisioned where it makes none', () => {
    const configured = { routingContext: 1, trafficMode: 'loadshare', routingKey: [{ destinationPointCode: DPC }] } as const
    const { asp } = registrar({ maximumApplicationServers: 0 }, { applicationServers: [configured] })
    expect(statusOf(asp, dpc(104))).toBe(NOT_PROVISIONED)
    expect(register(asp, dpc(DPC))).toMatchObject({ registrationStatus: REGISTERED, routingContexts: [1] })
  })

  it('M3UA_SGP_RKM_I_009 answers one key too many by Insufficient Resources', () => {
    const { asp } = registrar({ maximumApplicationServers: 1 })
    expect(statusOf(asp, dpc(DPC))).toBe(REGISTERED)
    expect(statusOf(asp, dpc(DPC + 1))).toBe(INSUFFICIENT_RESOURCES)
  })

  // Circuit ranges, which the purpose names, are not in RFC 4666 any more (§3.6.1): the parameters left that an SGP may not support.
  it('M3UA_SGP_RKM_I_010 answers parameters it does not support by Unsupported RK Parameter Field', () => {
    const { asp } = registrar({ acceptsServiceIndicators: false, acceptsOriginatingPointCodes: false })
    expect(statusOf(asp, dpc(DPC), parameter('Service Indicators', [5]))).toBe(UNSUPPORTED_PARAMETER)
    expect(statusOf(asp, dpc(DPC), words('Originating Point Code List', 9))).toBe(UNSUPPORTED_PARAMETER)
    expect(statusOf(asp, dpc(DPC))).toBe(REGISTERED)
  })

  // RFC 4666 §4.4.1: the mode is that of the AS, whichever comes first.
  it('M3UA_SGP_RKM_I_011 answers loadshare for an AS in override by Unsupported Traffic Handling Mode', () => {
    expect(statusInAnotherMode('override', 'loadshare')).toBe(UNSUPPORTED_TRAFFIC_MODE)
  })

  it('M3UA_SGP_RKM_I_012 answers broadcast for an AS in override by Unsupported Traffic Handling Mode', () => {
    expect(statusInAnotherMode('override', 'broadcast')).toBe(UNSUPPORTED_TRAFFIC_MODE)
  })

  it('M3UA_SGP_RKM_I_013 answers a traffic mode that does not exist by Unsupported Traffic Handling Mode', () => {
    const { asp } = registrar()
    for (const mode of [0, 4, 0xffff_ffff]) expect(statusOf(asp, words('Traffic Mode Type', mode), dpc(DPC))).toBe(UNSUPPORTED_TRAFFIC_MODE)
  })

  it('M3UA_SGP_RKM_I_014 answers override for an AS in loadshare by Unsupported Traffic Handling Mode', () => {
    expect(statusInAnotherMode('loadshare', 'override')).toBe(UNSUPPORTED_TRAFFIC_MODE)
  })

  it('M3UA_SGP_RKM_I_015 answers broadcast for an AS in loadshare by Unsupported Traffic Handling Mode', () => {
    expect(statusInAnotherMode('loadshare', 'broadcast')).toBe(UNSUPPORTED_TRAFFIC_MODE)
  })

  it('M3UA_SGP_RKM_I_017 answers override for an AS in broadcast by Unsupported Traffic Handling Mode', () => {
    expect(statusInAnotherMode('broadcast', 'override')).toBe(UNSUPPORTED_TRAFFIC_MODE)
  })

  it('M3UA_SGP_RKM_I_018 answers loadshare for an AS in broadcast by Unsupported Traffic Handling Mode', () => {
    expect(statusInAnotherMode('broadcast', 'loadshare')).toBe(UNSUPPORTED_TRAFFIC_MODE)
  })

  // The Routing Context is that of an AS, but not one this ASP has registered for. RFC 4666 §4.4.2.
  it('M3UA_SGP_RKM_I_020 answers DEREG REQ of what the ASP has not registered by Not Registered', () => {
    const { sut, asp } = registrar()
    const [context] = register(asp, dpc(DPC))['routingContexts'] as [number]
    expect(deregister(up(sut, 'second'), context)).toEqual([NOT_REGISTERED])
    expect(sut.routeData({ destinationPointCode: DPC })).toBe('not-active')
  })

  // What the configuration has given, only the configuration takes. RFC 4666 §4.4.2.
  it('M3UA_SGP_RKM_I_021 answers DEREG REQ that it does not permit by Permission Denied', () => {
    const sut = new SgpUnderTest({ applicationServers: [{ routingContext: 1, trafficMode: 'loadshare' }], registration: {} })
    expect(deregister(up(sut, 'ASP', [1]), 1)).toEqual([DEREGISTRATION_PERMISSION_DENIED])
  })

  // RFC 4666 §4.4.2.
  it('M3UA_SGP_RKM_I_022 answers DEREG REQ in ASP-ACTIVE by ASP Currently Active for Routing Context', () => {
    const { asp } = registrar()
    const [context] = register(asp, dpc(DPC))['routingContexts'] as [number]
    asp.send(message('ASPAC', routingContext(context)))
    asp.expectAll('ASPAC ACK', 'NTFY')
    expect(deregister(asp, context)).toEqual([ASP_ACTIVE])
    asp.send(message('ASPIA', routingContext(context)))
    asp.expectAll('ASPIA ACK', 'NTFY')
    expect(deregister(asp, context)).toEqual([DEREGISTERED])
  })

  // RFC 4666 §3.8.1.
  it('M3UA_SGP_RKM_I_023 answers an RKM message of a reserved type by Unsupported Message Type', () => {
    const { asp } = registrar()
    asp.send(messageOf(RKM, RESERVED_TYPE))
    asp.expect({ name: 'ERR', errorCode: 'unsupportedMessageType' })
  })
})

describe('routing key management at the SGP, beyond the purposes', () => {
  it('answers a key that the ASP has already by Already Registered', () => {
    const { asp } = registrar()
    expect(statusOf(asp, dpc(DPC), parameter('Service Indicators', [3, 5]))).toBe(REGISTERED)
    expect(statusOf(asp, dpc(DPC), parameter('Service Indicators', [5, 3]))).toBe(ALREADY_REGISTERED)
  })

  it('lets a second ASP into the AS of a key, by the same Routing Context', () => {
    const { sut, asp } = registrar()
    const first = register(asp, dpc(DPC))
    const second = register(up(sut, 'second'), dpc(DPC))
    expect(second).toMatchObject({ registrationStatus: REGISTERED, routingContexts: first['routingContexts'] })
  })

  it.each([
    [false, CHANGE_REFUSED],
    [true, REGISTERED],
  ])('changes the key that a Routing Context names where it allows that: %s', (allowsChange, expected) => {
    const { sut, asp } = registrar({ allowsChange })
    const [context] = register(asp, dpc(DPC))['routingContexts'] as [number]
    expect(statusOf(asp, routingContext(context), dpc(DPC + 1))).toBe(expected)
    expect(sut.routeData({ destinationPointCode: DPC })).toBe(allowsChange ? 'no-routing-key' : 'not-active')
  })

  it('answers RKM before ASP Up by Unexpected Message', () => {
    const sut = new SgpUnderTest({ applicationServers: [], registration: {} })
    const asp = sut.peer()
    asp.send(message('REG REQ', key(1, dpc(DPC))))
    asp.expect({ name: 'ERR', errorCode: 'unexpectedMessage' })
    asp.send(message('DEREG REQ', routingContext(1)))
    asp.expect({ name: 'ERR', errorCode: 'unexpectedMessage', routingContexts: [1] })
  })

  it('forgets what an ASP has registered when its association is lost', () => {
    const { sut, asp } = registrar()
    register(asp, dpc(DPC))
    asp.communicationLost()
    sut.timeline.waitFor(2000)
    expect(sut.routeData({ destinationPointCode: DPC })).toBe('no-routing-key')
  })
})
