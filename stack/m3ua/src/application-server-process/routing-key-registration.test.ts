import { DEREGISTRATION_STATUS, ERROR_CODE, type M3uaMessage, REGISTRATION_STATUS, type RegistrationResult } from '@sigbed/m3ua-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { userData } from '../../test/back-to-back.js'
import { dataOctets, error, hand, octetsOf, Recorder } from '../../test/recorder.js'
import type { AspEvent } from '../m3ua-event.js'
import { ApplicationServerProcess } from './application-server-process.js'
import type { ApplicationServerProcessConfiguration } from './asp-configuration.js'
import type { AspRoutingKey } from './asp-traffic.js'
import type { RegistrationRequestMessage } from './routing-key-registration.js'

const key = (pointCode: number): AspRoutingKey => ({
  destinations: [{ destinationPointCode: { mask: 0, pointCode }, serviceIndicators: [3], originatingPointCodes: [] }],
})
const KEYS: ApplicationServerProcessConfiguration = {
  applicationServers: [
    { routingContext: null, networkAppearance: 7, routingKey: key(1) },
    { routingContext: null, routingKey: key(2) },
  ],
  trafficMode: 'loadshare',
}
const UP_ACK: M3uaMessage = { kind: 'ASPUP ACK', aspIdentifier: null, info: null }
const activeAck = (...routingContexts: number[]): M3uaMessage => ({ kind: 'ASPAC ACK', trafficModeType: null, routingContexts, info: null })
const inactiveAck = (...routingContexts: number[]): M3uaMessage => ({ kind: 'ASPIA ACK', routingContexts, info: null })
const results = (...registrationResults: RegistrationResult[]): M3uaMessage => ({ kind: 'REG RSP', registrationResults })
const registered = (localRoutingKeyIdentifier: number, routingContext: number): RegistrationResult => ({
  localRoutingKeyIdentifier,
  status: REGISTRATION_STATUS.SUCCESSFULLY_REGISTERED,
  routingContext,
})
const refused = (localRoutingKeyIdentifier: number, status: number): RegistrationResult => ({
  localRoutingKeyIdentifier,
  status,
  routingContext: 0,
})
const deregistered = (routingContext: number, status: number = DEREGISTRATION_STATUS.SUCCESSFULLY_DEREGISTERED): M3uaMessage => ({
  kind: 'DEREG RSP',
  deregistrationResults: [{ routingContext, status }],
})

const up = (configuration = KEYS) => {
  const line = new Recorder()
  const events: AspEvent[] = []
  const asp = new ApplicationServerProcess(line, configuration, { onEvent: (event) => events.push(event), onData: () => {} })
  const hears = (message: M3uaMessage, now = 0): string[] => {
    hand(asp, octetsOf(message), 0, now)
    return line.said()
  }
  const kinds = () => events.splice(0).map(({ kind }) => kind)
  asp.communicationUp(17, 0)
  asp.activate(0)
  line.said()
  return { asp, line, events, hears, kinds }
}
const active = () => {
  const parts = up()
  parts.hears(UP_ACK)
  parts.hears(results(registered(1, 100), registered(2, 200)))
  parts.hears(activeAck(100, 200))
  expect(parts.asp.stateFor(200)).toBe('ASP-ACTIVE')
  parts.events.length = 0
  return parts
}

describe('an ASP that registers its routing keys', () => {
  it('does so before ASPAC, and uses the Routing Contexts it learns', () => {
    const { asp, line, hears } = up()
    hand(asp, octetsOf(UP_ACK))
    expect(line.sent.splice(0)).toEqual([
      {
        kind: 'REG REQ',
        routingKeys: [
          {
            localRoutingKeyIdentifier: 1,
            routingContext: null,
            trafficModeType: 2,
            networkAppearance: 7,
            destinations: key(1).destinations,
          },
          {
            localRoutingKeyIdentifier: 2,
            routingContext: null,
            trafficModeType: 2,
            networkAppearance: null,
            destinations: key(2).destinations,
          },
        ],
      },
    ])
    expect([asp.state, asp.routingContextAt(0), asp.sendData(userData(1), 100)]).toEqual(['ASP-INACTIVE', null, 'unknown-routing-context'])
    expect(hears(results(registered(2, 200), registered(1, 100)))).toEqual(['ASPAC [100,200]'])
    expect([asp.routingContextAt(0), asp.routingContextAt(1)]).toEqual([100, 200])
    hears(activeAck(100, 200))
    expect([asp.sendData(userData(1), 100), asp.sendData(userData(1), 200)]).toEqual(['sent', 'sent'])
  })

  it('takes the results in pieces, and repeats what is left until it gives up', () => {
    const { asp, line, hears, events } = up({ ...KEYS, requestAttempts: 2 })
    expect(hears(UP_ACK)).toEqual(['REG REQ'])
    expect(hears(results(registered(2, 200)))).toEqual([])
    asp.handleTimeout(2_000)
    expect(
      line.sent.map((message) => message.kind === 'REG REQ' && message.routingKeys.map((one) => one.localRoutingKeyIdentifier)),
    ).toEqual([[1]])
    line.said()
    asp.handleTimeout(4_000)
    expect(line.said()).toEqual(['ASPAC [200]'])
    expect(events.at(-1)).toEqual({ kind: 'request-abandoned', request: 'REG REQ', attempts: 2 })
    hears(activeAck(200))
    // Late is better than never.
    expect(hears(results(registered(1, 100)))).toEqual(['ASPAC [100]'])
  })

  it('says what was refused, and goes on with the rest', () => {
    const { hears, events, asp } = up()
    hears(UP_ACK)
    expect(hears(results(refused(1, REGISTRATION_STATUS.PERMISSION_DENIED), registered(2, 200)))).toEqual(['ASPAC [200]'])
    expect(events).toContainEqual({ kind: 'routing-key-refused', localRoutingKeyIdentifier: 1, status: 5 })
    hears(activeAck(200))
    asp.register(0, 0)
    expect(asp.isRequesting).toBe(true)
  })

  it('registers again on a new association, where the old Routing Contexts are not valid', () => {
    const { asp, hears } = active()
    asp.communicationLost(10)
    expect(asp.sendData(userData(1), 100)).toBe('not-active')
    asp.communicationUp(17, 20)
    expect(hears(UP_ACK)).toEqual(['ASPUP', 'REG REQ'])
    // What was the first key's is the second's now.
    expect(hears(results(registered(2, 100), registered(1, 300)))).toEqual(['ASPAC [300,100]'])
    expect([asp.routingContextAt(0), asp.routingContextAt(1)]).toEqual([300, 100])
  })

  it('takes "Already Registered" for registered where it knows as what', () => {
    const { asp, hears, events } = active()
    asp.communicationUp(17, 20)
    hears(UP_ACK)
    const again = { ...refused(2, REGISTRATION_STATUS.ALREADY_REGISTERED), routingContext: 222 }
    expect(hears(results(refused(1, REGISTRATION_STATUS.ALREADY_REGISTERED), again))).toEqual(['ASPAC [100,222]'])
    expect(events.filter(({ kind }) => kind === 'routing-key-registered')).toHaveLength(2)
  })

  it('does not take the Routing Context of one key for another', () => {
    const { asp, hears, events } = up()
    hears(UP_ACK)
    expect(hears(results(registered(1, 100), registered(2, 100)))).toEqual(['ERR 0x07', 'ASPAC [100]'])
    expect(events).toContainEqual({ kind: 'routing-key-refused', localRoutingKeyIdentifier: 2, status: REGISTRATION_STATUS.ERROR_UNKNOWN })
    expect([asp.routingContextAt(0), asp.routingContextAt(1)]).toEqual([100, null])
  })

  it('does without where the SGP has no registration', () => {
    const { hears, asp, kinds } = up()
    hears(UP_ACK)
    expect(hears(error(ERROR_CODE.UNSUPPORTED_MESSAGE_CLASS))).toEqual([])
    expect(kinds()).toEqual(['error-received', 'request-refused'])
    expect([asp.state, asp.isRequesting]).toEqual(['ASP-INACTIVE', false])
  })

  it('names the Routing Context of the key that it changes', () => {
    const { asp, line } = up({
      ...KEYS,
      applicationServers: [{ routingContext: null, routingKey: { ...key(1), routingContextToChange: 55 } }],
    })
    hand(asp, octetsOf(UP_ACK))
    expect(line.sent[0]).toMatchObject({ kind: 'REG REQ', routingKeys: [{ routingContext: 55 }] })
  })
})

describe('an ASP that deregisters', () => {
  it('leaves traffic first, and everything before it goes down', () => {
    const { asp, line, hears, events } = active()
    asp.down(0)
    expect(line.said()).toEqual(['ASPIA [100,200]'])
    expect(hears(inactiveAck(100, 200))).toEqual(['DEREG REQ [100,200]'])
    expect(hears(deregistered(100))).toEqual([])
    expect(hears(deregistered(200))).toEqual(['ASPDN'])
    expect(events.filter(({ kind }) => kind === 'routing-key-deregistered')).toHaveLength(2)
    expect([asp.stateFor(100), asp.routingContextAt(0)]).toEqual(['ASP-DOWN', null])
  })

  it('of one key leaves the other in traffic, until told to register again', () => {
    const { asp, line, hears } = active()
    asp.deregister(0, 0)
    expect(line.said()).toEqual(['ASPIA [100]'])
    expect(hears(inactiveAck(100))).toEqual(['DEREG REQ [100]'])
    expect(hears(deregistered(100))).toEqual([])
    expect([asp.sendData(userData(1), 200), asp.sendData(userData(1), 100)]).toEqual(['sent', 'unknown-routing-context'])
    asp.register(0, 0)
    expect(line.said()).toEqual(['REG REQ'])
    expect(hears(results(registered(1, 101)))).toEqual(['ASPAC [101]'])
  })

  it('stays registered where that is refused, and goes down all the same', () => {
    const { asp, hears, events } = active()
    asp.down(0)
    hears(inactiveAck(100, 200))
    hears(deregistered(100, DEREGISTRATION_STATUS.PERMISSION_DENIED))
    expect(hears(deregistered(200, DEREGISTRATION_STATUS.NOT_REGISTERED))).toEqual(['ASPDN'])
    expect(events).toContainEqual({ kind: 'deregistration-refused', localRoutingKeyIdentifier: 1, routingContext: 100, status: 3 })
  })
})

describe('RKM that nobody asked for', () => {
  it('is unexpected: a request always, a response about what this end does not know, and all in ASP-DOWN', () => {
    const { hears } = active()
    const routingKey = { localRoutingKeyIdentifier: 1, routingContext: null, trafficModeType: null, networkAppearance: null, ...key(3) }
    expect(hears({ kind: 'REG REQ', routingKeys: [routingKey] })).toEqual(['ERR 0x06'])
    expect(hears({ kind: 'DEREG REQ', routingContexts: [100] })).toEqual(['ERR 0x06 [100]'])
    expect(hears(results(registered(9, 100)))).toEqual(['ERR 0x06'])
    expect(hears(deregistered(9))).toEqual(['ERR 0x06'])
    expect(up().hears(results(registered(1, 100)))).toEqual(['ERR 0x06'])
  })

  it('takes the ASP out of the AS when the SGP says that it is, and the ASP goes back', () => {
    const { asp, hears } = active()
    expect(hears(deregistered(100))).toEqual(['REG REQ'])
    expect([asp.routingContextAt(0), asp.stateFor(200)]).toEqual([null, 'ASP-ACTIVE'])
  })

  it('changes nothing when it repeats what is known', () => {
    const { asp, hears, events } = active()
    expect(hears(results(registered(1, 999), refused(2, 5)))).toEqual([])
    expect([asp.routingContextAt(0), asp.stateFor(200), events]).toEqual([100, 'ASP-ACTIVE', []])
  })
})

describe('messages in any order', () => {
  const DOWN_ACK: M3uaMessage = { kind: 'ASPDN ACK', info: null }
  const messages = fc.constantFrom<M3uaMessage>(
    UP_ACK,
    DOWN_ACK,
    activeAck(),
    activeAck(100),
    inactiveAck(),
    inactiveAck(200),
    results(registered(1, 100)),
    results(registered(2, 100), refused(1, 5)),
    results(registered(1, 200), registered(2, 300)),
    results(refused(1, REGISTRATION_STATUS.ALREADY_REGISTERED)),
    deregistered(100),
    deregistered(200, DEREGISTRATION_STATUS.ASP_ACTIVE),
    deregistered(300, DEREGISTRATION_STATUS.NOT_REGISTERED),
    error(ERROR_CODE.UNEXPECTED_MESSAGE),
    error(ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE),
    { kind: 'DUNA', networkAppearance: null, routingContexts: [100], affectedPointCodes: [{ mask: 3, pointCode: 8 }], info: null },
    { kind: 'DAVA', networkAppearance: 7, routingContexts: [], affectedPointCodes: [{ mask: 0, pointCode: 9 }], info: null },
  )
  const step = fc.oneof(
    { weight: 5, arbitrary: messages },
    { weight: 1, arbitrary: fc.constantFrom('down', 'activate', 'register', 'deregister', 'lose', 'wait') },
  )

  it('never part a Routing Context from the one key that has it, nor make the ASP active without it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { asp, line } = up()
        steps.forEach((one, i) => {
          const now = 1_000 * i
          line.sent.length = 0
          if (typeof one !== 'string') hand(asp, octetsOf(one), 0, now)
          else if (one === 'lose') asp.communicationUp(17, now)
          else if (one === 'wait') asp.handleTimeout(now)
          else if (one === 'down' || one === 'activate') asp.aim(one === 'down' ? 'down' : 'active', now)
          else asp[one](0, now)
          const contexts = [0, 1].map((position) => asp.routingContextAt(position)).filter((each) => each !== null)
          expect(new Set(contexts).size).toBe(contexts.length)
          for (const { state, isRegistered, routingContext } of asp.traffic) {
            if (state !== 'ASP-DOWN') expect([isRegistered, routingContext >= 0]).toEqual([true, true])
          }
          expect(line.sent.length).toBeLessThanOrEqual(4)
        })
      }),
      { numRuns: 500 },
    )
  })
})

describe('DATA of an AS that the ASP has left', () => {
  it('are shown and counted when the association is lost with them', () => {
    const { asp, events, hears } = active()
    asp.deregister(0, 0)
    hears(inactiveAck(100))
    hears(deregistered(100))
    events.length = 0
    const octets = dataOctets(100)
    asp.communicationLost(0, (visit) => visit(octets, 0, octets.length, false))
    expect(events.find(({ kind }) => kind === 'data-undelivered')).toMatchObject({ routingContext: 100, unsent: 1, unacknowledged: 0 })
  })
})

describe('what management registers past the configuration', () => {
  const byHand = (localRoutingKeyIdentifier: number): RegistrationRequestMessage => ({
    kind: 'REG REQ',
    routingKeys: [
      {
        localRoutingKeyIdentifier,
        routingContext: null,
        trafficModeType: null,
        networkAppearance: null,
        destinations: key(9).destinations,
      },
    ],
  })

  it('is answered without an ERR, once, and changes nothing of the AS', () => {
    const { asp, line, hears, kinds } = active()
    expect(asp.sendRegistration(byHand(77))).toBe(true)
    expect(line.said()).toEqual(['REG REQ'])
    expect([hears(results(registered(77, 900))), hears(results(registered(77, 900)))]).toEqual([[], ['ERR 0x06']])
    expect(asp.sendRegistration({ kind: 'DEREG REQ', routingContexts: [900] })).toBe(true)
    line.said()
    expect([hears(deregistered(900)), hears(deregistered(900))]).toEqual([[], ['ERR 0x06']])
    expect(kinds()).toEqual(['error-sent', 'error-sent'])
    expect([asp.stateFor(100), asp.stateFor(200)]).toEqual(['ASP-ACTIVE', 'ASP-ACTIVE'])
  })

  it('is not taken for a key of the configuration that has the same number', () => {
    const { asp, hears, line } = up({
      applicationServers: [{ routingContext: 5 }, { routingContext: null, routingKey: key(1) }],
      trafficMode: null,
    })
    hears(UP_ACK)
    hears(results(refused(2, REGISTRATION_STATUS.PERMISSION_DENIED)))
    hears(activeAck(5))
    asp.sendRegistration(byHand(2))
    line.said()
    expect(hears(results(registered(2, 900)))).toEqual([])
    expect(asp.routingContextAt(1)).toBeNull()
  })

  it('is not waited for on the next association', () => {
    const { asp, hears, line } = active()
    asp.sendRegistration(byHand(77))
    asp.communicationLost(0)
    asp.communicationUp(17, 0)
    hears(UP_ACK)
    line.said()
    expect(hears(results(registered(77, 900)))).toEqual(['ERR 0x06'])
  })

  it('takes the ASP out of an AS of the configuration when that is what was deregistered', () => {
    const { asp, hears, line } = active()
    asp.sendRegistration({ kind: 'DEREG REQ', routingContexts: [100] })
    line.said()
    expect(hears(deregistered(100))).toEqual(['REG REQ'])
    expect(asp.stateFor(100)).toBe('ASP-DOWN')
  })
})
