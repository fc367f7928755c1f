import { describe, expect, it } from 'vitest'
import { AspUnderTest } from './asp-under-test.js'
import { ERROR, grouped, MESSAGE, message, messageOf, parameter, routingContext, words } from './message-octets.js'

const [RKM] = MESSAGE['REG REQ']
/** RFC 4666 §3.1.2: types 5 to 127 are reserved. */
const RESERVED_TYPE = 5
const T_ACK_MS = 2000
/** RFC 4666 §3.6.2, §3.6.4. */
const SUCCESS = 0
const PERMISSION_DENIED = 5

const KEY = {
  destinations: [{ destinationPointCode: { mask: 0, pointCode: 0x1234 }, serviceIndicators: [3, 5], originatingPointCodes: [] }],
}

/** An ASP that has its traffic by registration alone. */
function registering(): AspUnderTest {
  return new AspUnderTest({ applicationServers: [{ routingContext: null, networkAppearance: 4, routingKey: KEY }] })
}

/** ASP Up is acknowledged, and REG REQ sent. */
function requested(): AspUnderTest {
  const sut = registering()
  sut.activate()
  sut.sgp.communicationUp()
  sut.sgp.expect('ASPUP')
  sut.sgp.send(message('ASPUP ACK'))
  sut.sgp.expect('REG REQ')
  return sut
}

/** The key is registered as this Routing Context, and the ASP is active in it. */
function registered(context: number): AspUnderTest {
  const sut = requested()
  sut.sgp.send(registration(1, SUCCESS, context))
  sut.sgp.expect({ name: 'ASPAC', routingContexts: [context] })
  sut.sgp.send(message('ASPAC ACK', routingContext(context)))
  expect(sut.state).toBe('ASP-ACTIVE')
  return sut
}

function registration(identifier: number, outcome: number, context: number): Uint8Array {
  const result = [words('Local-RK-Identifier', identifier), words('Registration Status', outcome), routingContext(context)]
  return message('REG RSP', grouped('Registration Result', ...result))
}

function deregistration(context: number, outcome: number): Uint8Array {
  return message('DEREG RSP', grouped('Deregistration Result', routingContext(context), words('Deregistration Status', outcome)))
}

describe('routing key management at the ASP', () => {
  // RFC 4666 §3.6.1, §4.4.1: the mandatory parameters, laid out as the figure has them; a Routing Context only to change a key.
  it('M3UA_ASP_RKM_V_002 sends REG REQ with a Routing Key that is whole', () => {
    const sut = registering()
    sut.activate()
    sut.sgp.communicationUp()
    sut.sgp.expect('ASPUP')
    sut.sgp.send(message('ASPUP ACK'))
    const request = sut.sgp.expect({ name: 'REG REQ', streamId: 0 })
    expect(request['routingKeys']).toEqual([
      {
        localRoutingKeyIdentifier: 1,
        trafficMode: 'loadshare',
        networkAppearance: 4,
        destinationPointCodes: [0x1234],
        serviceIndicators: [[3, 5]],
      },
    ])
    sut.sgp.send(registration(1, SUCCESS, 77))
    sut.sgp.expect({ name: 'ASPAC', routingContexts: [77] })
  })

  // RFC 4666 §4.4.2: out of traffic first, and deregistered before ASP Down.
  it('M3UA_ASP_RKM_V_003 sends DEREG REQ before it goes down', () => {
    const sut = registered(77)
    sut.down()
    sut.sgp.expect('ASPIA')
    sut.sgp.send(message('ASPIA ACK', routingContext(77)))
    sut.sgp.expect({ name: 'DEREG REQ', streamId: 0 })
    sut.sgp.send(deregistration(77, SUCCESS))
    sut.sgp.expect('ASPDN')
    sut.sgp.send(message('ASPDN ACK'))
    expect(sut.state).toBe('ASP-DOWN')
  })

  // RFC 4666 §3.6.3: the Routing Context that the SGP gave, whatever its value.
  it('M3UA_ASP_RKM_V_004 sends DEREG REQ with the Routing Context it was given', () => {
    for (const context of [0, 1, 0xffff_ffff]) {
      const sut = registered(context)
      sut.deactivate()
      sut.sgp.expect({ name: 'ASPIA', routingContexts: [context] })
      sut.sgp.send(message('ASPIA ACK', routingContext(context)))
      sut.asp.deregister(0, sut.timeline.nowMs)
      sut.sgp.expect({ name: 'DEREG REQ', routingContexts: [context] })
      sut.sgp.send(deregistration(context, SUCCESS))
      expect(sut.heard).toContain('routing-key-deregistered')
    }
  })

  // RFC 4666 §3.8.1: and the registration goes on.
  it('M3UA_ASP_RKM_I_001 answers an RKM message of a reserved type by Unsupported Message Type', () => {
    const sut = requested()
    sut.sgp.send(messageOf(RKM, RESERVED_TYPE))
    sut.sgp.expect({ name: 'ERR', errorCode: 'unsupportedMessageType' })
    sut.sgp.expectAfter(T_ACK_MS, 'REG REQ')
  })
})

describe('routing key management at the ASP, beyond the purposes', () => {
  it('asks for no traffic of a key that was refused, and tells management why', () => {
    const sut = requested()
    sut.sgp.send(registration(1, PERMISSION_DENIED, 0))
    expect(sut.events.at(-1)).toEqual({ kind: 'routing-key-refused', localRoutingKeyIdentifier: 1, status: PERMISSION_DENIED })
    sut.sgp.expectNothingFor(60_000)
    expect(sut.state).toBe('ASP-INACTIVE')
  })

  // RFC 4666 §4.4.1: an SGP without registration says so by "Unsupported Message Class".
  it('does without registration where the SGP has none', () => {
    const sut = requested()
    sut.sgp.send(message('ERR', words('Error Code', ERROR.unsupportedMessageClass), parameter('Diagnostic Information', [1, 0, 9, 1])))
    sut.sgp.expectNothingFor(60_000)
    expect(sut.heard).toContain('request-refused')
    expect(sut.state).toBe('ASP-INACTIVE')
  })

  it('registers again on a new association', () => {
    const sut = registered(77)
    sut.sgp.communicationLost()
    sut.sgp.communicationUp()
    sut.sgp.expect('ASPUP')
    sut.sgp.send(message('ASPUP ACK'))
    sut.sgp.expect('REG REQ')
    sut.sgp.send(registration(1, SUCCESS, 78))
    sut.sgp.expect({ name: 'ASPAC', routingContexts: [78] })
  })

  it('answers responses to what it never asked, and requests, by Unexpected Message', () => {
    const sut = registered(77)
    sut.sgp.send(registration(9, SUCCESS, 5))
    sut.sgp.expect({ name: 'ERR', errorCode: 'unexpectedMessage' })
    sut.sgp.send(deregistration(9, SUCCESS))
    sut.sgp.expect({ name: 'ERR', errorCode: 'unexpectedMessage' })
    sut.sgp.send(message('DEREG REQ', routingContext(77)))
    sut.sgp.expect({ name: 'ERR', errorCode: 'unexpectedMessage', routingContexts: [77] })
    expect(sut.state).toBe('ASP-ACTIVE')
  })
})
