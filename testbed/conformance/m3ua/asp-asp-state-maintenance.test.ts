import { describe, expect, it } from 'vitest'
import { AspUnderTest } from './asp-under-test.js'
import { ERROR, MESSAGE, message, messageOf, ofVersion, parameter, routingContext, status, trafficMode, words } from './message-octets.js'

const [ASPSM] = MESSAGE.ASPUP
const RESERVED_TYPE = 7
const T_ACK_MS = 2000

describe('ASP state maintenance at the ASP', () => {
  // RFC 4666 §3.1.1.
  it('M3UA_ASP_ASPSM_V_002 sends ASP Up of version 1', () => {
    const sut = new AspUnderTest({ aspIdentifier: 7 })
    sut.up()
    sut.sgp.communicationUp()
    const aspUp = sut.sgp.expect({ name: 'ASPUP', aspIdentifier: 7, streamId: 0, unordered: false })
    expect([...aspUp.octets]).toEqual([1, 0, 3, 1, 0, 0, 0, 16, 0, 0x11, 0, 8, 0, 0, 0, 7])
  })

  // RFC 4666 §4.3.4.2.
  it('M3UA_ASP_ASPSM_V_005 sends ASP Down of version 1 from ASP-INACTIVE', () => {
    const sut = new AspUnderTest().inactive()
    sut.down()
    const aspDown = sut.sgp.expect('ASPDN')
    expect([...aspDown.octets]).toEqual([1, 0, 3, 2, 0, 0, 0, 8])
    sut.sgp.send(message('ASPDN ACK'))
    expect(sut.state).toBe('ASP-DOWN')
  })

  // RFC 4666 §4.9: out of traffic first, then down.
  it('M3UA_ASP_ASPSM_V_005_ALTERNATE sends ASP Inactive and then ASP Down from ASP-ACTIVE', () => {
    const sut = new AspUnderTest().active()
    sut.down()
    const aspInactive = sut.sgp.expect({ name: 'ASPIA', routingContexts: [1] })
    expect(aspInactive.octets[0]).toBe(1)
    sut.sgp.expectNothing()
    sut.sgp.send(message('ASPIA ACK', routingContext(1)))
    sut.sgp.expect('ASPDN')
    sut.sgp.send(message('ASPDN ACK'))
    expect(sut.state).toBe('ASP-DOWN')
  })

  // RFC 4666 §4.8: refused, and ASP Up goes on being repeated.
  it('M3UA_ASP_ASPSM_I_001 answers ASP Up Ack of another version by Invalid Version', () => {
    const sut = new AspUnderTest().comingUp()
    const wrong = ofVersion(2, message('ASPUP ACK'))
    sut.sgp.send(wrong)
    sut.sgp.expect({ name: 'ERR', errorCode: 'invalidVersion', diagnosticInformation: wrong })
    expect(sut.state).toBe('ASP-DOWN')
    sut.sgp.expectAfter(T_ACK_MS, 'ASPUP')
  })

  // RFC 4666 §4.8.
  it('M3UA_ASP_ASPSM_I_002 answers ASP Down Ack of another version by Invalid Version', () => {
    const sut = new AspUnderTest().goingDown()
    sut.sgp.send(ofVersion(2, message('ASPDN ACK')))
    sut.sgp.expect({ name: 'ERR', errorCode: 'invalidVersion' })
    expect(sut.state).toBe('ASP-INACTIVE')
    sut.sgp.expectAfter(T_ACK_MS, 'ASPDN')
  })

  // The same, having come from ASP-ACTIVE.
  it('M3UA_ASP_ASPSM_I_002_ALTERNATE answers ASP Down Ack of another version by Invalid Version after ASP Inactive', () => {
    const sut = new AspUnderTest().active()
    sut.down()
    sut.sgp.expect('ASPIA')
    sut.sgp.send(message('ASPIA ACK', routingContext(1)))
    sut.sgp.expect('ASPDN')
    sut.sgp.send(ofVersion(2, message('ASPDN ACK')))
    sut.sgp.expect({ name: 'ERR', errorCode: 'invalidVersion' })
    expect(sut.state).toBe('ASP-INACTIVE')
  })

  // RFC 4666 §3.8.1: whether it is up already or not.
  it('M3UA_ASP_ASPSM_I_003 answers an ASPSM message of a reserved type by Unsupported Message Type', () => {
    for (const sut of [new AspUnderTest().comingUp(), new AspUnderTest().inactive()]) {
      const before = sut.state
      sut.sgp.send(messageOf(ASPSM, RESERVED_TYPE))
      sut.sgp.expect({ name: 'ERR', errorCode: 'unsupportedMessageType' })
      expect(sut.state).toBe(before)
    }
  })

  // It is ASP-DOWN already: nothing to do but go on asking. RFC 4666 §4.3.4.1, §4.3.4.2.
  it('M3UA_ASP_ASPSM_O_001 does not take ASP Down Ack for an answer to ASP Up', () => {
    const sut = new AspUnderTest()
    sut.activate()
    sut.sgp.communicationUp()
    sut.sgp.expect('ASPUP')
    sut.sgp.send(message('ASPDN ACK'))
    sut.sgp.expectNothing()
    expect(sut.state).toBe('ASP-DOWN')
    sut.sgp.expectAfter(T_ACK_MS, 'ASPUP')
  })

  // RFC 4666 §3.8.1: answered by ERR, which it MAY be; no traffic flows.
  it('M3UA_ASP_ASPSM_O_002 does not take ASP Active Ack for an answer to ASP Up', () => {
    const sut = new AspUnderTest().comingUp()
    sut.sgp.send(message('ASPAC ACK', routingContext(1)))
    sut.sgp.expect({ name: 'ERR', errorCode: 'unexpectedMessage', routingContexts: [1] })
    expect(sut.state).toBe('ASP-DOWN')
    expect(sut.sendData()).toBe('not-active')
  })
})

describe('ASP state maintenance at the ASP, beyond the purposes', () => {
  // RFC 4666 §4.3.4.1: T(ack), 2 seconds unless configured otherwise.
  it('repeats ASP Up every T(ack), and tells management when it gives up', () => {
    const sut = new AspUnderTest({ requestAttempts: 3 })
    sut.up()
    sut.sgp.communicationUp()
    sut.sgp.expect('ASPUP')
    sut.sgp.expectAfter(T_ACK_MS, 'ASPUP')
    sut.sgp.expectAfter(T_ACK_MS, 'ASPUP')
    sut.sgp.expectNothingFor(60_000)
    expect(sut.events).toContainEqual({ kind: 'request-abandoned', request: 'ASPUP', attempts: 3 })
  })

  // RFC 4666 §4.3.4.1: it considers itself ASP-INACTIVE, says so by ERR, and goes back to where it was.
  it('goes through ASP-INACTIVE and back when ASP Up Ack comes in ASP-ACTIVE', () => {
    const sut = new AspUnderTest().active()
    sut.sgp.send(message('ASPUP ACK'))
    sut.sgp.expect({ name: 'ERR', errorCode: 'unexpectedMessage' })
    sut.sgp.expect('ASPAC')
    expect(sut.state).toBe('ASP-INACTIVE')
    sut.sgp.send(message('ASPAC ACK', routingContext(1)))
    expect(sut.state).toBe('ASP-ACTIVE')
  })

  // RFC 4666 §4.3.4.2.
  it.each(['ASP-INACTIVE', 'ASP-ACTIVE'] as const)('goes down and back when ASP Down Ack comes in %s unasked', (state) => {
    const sut = state === 'ASP-ACTIVE' ? new AspUnderTest().active() : new AspUnderTest().inactive()
    sut.sgp.send(message('ASPDN ACK'))
    expect(sut.state).toBe('ASP-DOWN')
    sut.sgp.expect('ASPUP')
    sut.sgp.send(message('ASPUP ACK'))
    if (state === 'ASP-ACTIVE') {
      sut.sgp.expect('ASPAC')
      sut.sgp.send(message('ASPAC ACK', routingContext(1)))
    }
    expect(sut.state).toBe(state)
  })

  it('goes down when its ASP Down is never answered', () => {
    const sut = new AspUnderTest({ requestAttempts: 2 }).goingDown()
    sut.sgp.expectAfter(T_ACK_MS, 'ASPDN')
    sut.sgp.expectNothingFor(T_ACK_MS)
    expect(sut.state).toBe('ASP-DOWN')
  })

  it('begins again from ASP Up on a new association and after a restart', () => {
    const sut = new AspUnderTest().active()
    sut.sgp.communicationLost()
    expect(sut.state).toBe('ASP-DOWN')
    expect(sut.sendData()).toBe('not-active')
    sut.sgp.communicationUp()
    sut.sgp.expect('ASPUP')
    sut.sgp.restart()
    sut.sgp.expect('ASPUP')
    sut.sgp.send(message('ASPUP ACK'))
    sut.sgp.expect({ name: 'ASPAC', trafficMode: 'loadshare', routingContexts: [1] })
    sut.sgp.send(message('ASPAC ACK', trafficMode('loadshare'), routingContext(1)))
    expect(sut.state).toBe('ASP-ACTIVE')
  })

  it('keeps ASP Up to itself when management has refused it', () => {
    const sut = new AspUnderTest().comingUp()
    sut.sgp.send(
      message('ERR', words('Error Code', ERROR.refusedManagementBlocking), parameter('Diagnostic Information', message('ASPUP'))),
    )
    expect(sut.heard).toContain('request-refused')
    sut.sgp.expectNothingFor(60_000)
    sut.up()
    sut.sgp.expect('ASPUP')
  })

  it('answers BEAT in any state, with the data unchanged', () => {
    for (const sut of [new AspUnderTest().comingUp(), new AspUnderTest().inactive(), new AspUnderTest().active()]) {
      sut.sgp.send(message('BEAT', parameter('Heartbeat Data', [9, 8, 7])))
      sut.sgp.expect({ name: 'BEAT ACK', heartbeatData: Uint8Array.of(9, 8, 7) })
    }
  })

  // RFC 4666 §4.3.4.6: 2 * T(beat) without a word.
  it('sends BEAT once it is up, and takes an SGP that is silent for two intervals to be unavailable', () => {
    const sut = new AspUnderTest({ heartbeatMs: 10_000 }).inactive()
    sut.sgp.expectAfter(10_000, 'BEAT')
    sut.sgp.send(message('BEAT ACK', parameter('Heartbeat Data', [0, 0, 0, 1])))
    sut.sgp.expectAfter(10_000, 'BEAT')
    sut.sgp.expectNothingFor(10_000)
    expect(sut.heard).toEqual(['heartbeat-acknowledged', 'peer-unavailable'])
    expect(sut.state).toBe('ASP-DOWN')
  })

  // RFC 4666 §4.3.4.5: what it makes of a notification is its own affair; an answer is none of it.
  it('takes NTFY of every kind without an answer', () => {
    const sut = new AspUnderTest().active()
    for (const name of ['AS-INACTIVE', 'AS-ACTIVE', 'AS-PENDING', 'Insufficient ASP Resources', 'ASP Failure'] as const) {
      sut.sgp.send(message('NTFY', status(name), routingContext(1)))
      expect(sut.state).toBe('ASP-ACTIVE')
    }
    sut.sgp.expectNothing()
  })

  it('answers requests, which only an ASP may make, by Unexpected Message', () => {
    const sut = new AspUnderTest().inactive()
    for (const name of ['ASPUP', 'ASPDN', 'ASPAC', 'ASPIA'] as const) {
      sut.sgp.send(message(name))
      sut.sgp.expect({ name: 'ERR', errorCode: 'unexpectedMessage' })
    }
    expect(sut.state).toBe('ASP-INACTIVE')
  })
})
