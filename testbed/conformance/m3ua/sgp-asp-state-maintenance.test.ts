import { describe, expect, it } from 'vitest'
import { ERROR, MESSAGE, message, messageOf, ofVersion, words } from './message-octets.js'
import { SgpUnderTest } from './sgp-under-test.js'

const [ASPSM] = MESSAGE.ASPUP
/** RFC 4666 §3.1.2: types 7 to 127 are reserved. */
const RESERVED_TYPE = 7

describe('ASP state maintenance at the SGP', () => {
  // The ASP's first word on a new association. RFC 4666 §4.3.4.1.
  it('M3UA_SGP_ASPSM_V_001 acknowledges ASP Up from an ASP that is ASP-DOWN', () => {
    const sut = new SgpUnderTest()
    const asp = sut.peer()
    asp.send(message('ASPUP', words('ASP Identifier', 7)))
    asp.expect('ASPUP ACK')
    asp.expect('NTFY')
    expect(sut.remote(asp).isUp).toBe(true)
    expect(sut.remote(asp).aspIdentifier).toBe(7)
  })

  // The first ASP to come up takes its AS to AS-INACTIVE, and is told so after the acknowledgement. RFC 4666 §4.3.2, §4.3.4.5.
  it('M3UA_SGP_ASPSM_V_003 notifies AS-INACTIVE after the acknowledgement of ASP Up', () => {
    const sut = new SgpUnderTest()
    const asp = sut.peer()
    asp.send(message('ASPUP'))
    asp.expect('ASPUP ACK')
    asp.expect({ name: 'NTFY', status: 'AS-INACTIVE', routingContexts: [1] })
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
  })

  // RFC 4666 §4.3.4.2. Nothing is notified: nobody of the AS is left to be told.
  it('M3UA_SGP_ASPSM_V_005 acknowledges ASP Down, and the ASP is ASP-DOWN', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    asp.send(message('ASPDN'))
    asp.expect('ASPDN ACK')
    expect(sut.remote(asp).isUp).toBe(false)
    expect(sut.sgp.asState(1)).toBe('AS-DOWN')
  })

  // Management has locked the ASP out. RFC 4666 §4.3.4.1, §3.8.1.
  it('M3UA_SGP_ASPSM_V_009 refuses ASP Up from an ASP that management has blocked', () => {
    const sut = new SgpUnderTest()
    const asp = sut.peer()
    sut.remote(asp).managementBlocked = true
    asp.send(message('ASPUP'))
    asp.expect({ name: 'ERR', errorCode: 'refusedManagementBlocking' })
    expect(sut.remote(asp).isUp).toBe(false)
    expect(sut.sgp.asState(1)).toBe('AS-DOWN')
  })

  // The answer shows by its own header the version that is supported. RFC 4666 §4.8.
  it('M3UA_SGP_ASPSM_I_001 answers ASP Up of another version by Invalid Version', () => {
    const sut = new SgpUnderTest()
    const asp = sut.peer()
    const wrong = ofVersion(2, message('ASPUP'))
    asp.send(wrong)
    const error = asp.expect({ name: 'ERR', errorCode: 'invalidVersion', diagnosticInformation: wrong })
    expect(error.octets[0]).toBe(1)
    expect(sut.remote(asp).isUp).toBe(false)
  })

  // RFC 4666 §3.8.1.
  it('M3UA_SGP_ASPSM_I_002 answers an ASPSM message of a reserved type in ASP-DOWN by Unsupported Message Type', () => {
    const sut = new SgpUnderTest()
    const asp = sut.peer()
    const wrong = messageOf(ASPSM, RESERVED_TYPE)
    asp.send(wrong)
    asp.expect({ name: 'ERR', errorCode: 'unsupportedMessageType', diagnosticInformation: wrong })
    expect(sut.remote(asp).isUp).toBe(false)
  })

  // ASP Active has no place before ASP Up. RFC 4666 §4.3.1, §3.8.1.
  it('M3UA_SGP_ASPSM_I_003 answers ASP Active in ASP-DOWN by Unexpected Message', () => {
    const sut = new SgpUnderTest()
    const asp = sut.peer()
    asp.send(message('ASPAC', words('Routing Context', 1)))
    asp.expect({ name: 'ERR', errorCode: 'unexpectedMessage', routingContexts: [1] })
    expect(sut.sgp.asState(1)).toBe('AS-DOWN')
  })

  // RFC 4666 §3.8.1: and it costs the ASP nothing.
  it('M3UA_SGP_ASPSM_I_004 answers an ASPSM message of a reserved type in ASP-INACTIVE by Unsupported Message Type', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    asp.send(messageOf(ASPSM, RESERVED_TYPE))
    asp.expect({ name: 'ERR', errorCode: 'unsupportedMessageType' })
    expect(sut.remote(asp).isUp).toBe(true)
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
  })

  // RFC 4666 §4.3.4.1: acknowledged once more, and nothing else is done about it.
  it('M3UA_SGP_ASPSM_O_001 acknowledges ASP Up in ASP-INACTIVE again', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    asp.send(message('ASPUP'))
    asp.expect('ASPUP ACK')
    asp.expectNothing()
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
  })

  // RFC 4666 §4.3.4.1: acknowledged, answered by ERR as well, and the ASP is ASP-INACTIVE. It was the last active one: §4.3.2 has
  // AS-PENDING follow, and AS-INACTIVE only when T(r) has run out.
  it('M3UA_SGP_ASPSM_O_003 takes ASP Up in ASP-ACTIVE for a new beginning', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(message('ASPUP'))
    asp.expect('ASPUP ACK')
    asp.expect({ name: 'ERR', errorCode: 'unexpectedMessage' })
    asp.expect({ name: 'NTFY', status: 'AS-PENDING' })
    asp.expectAfter(2000, { name: 'NTFY', status: 'AS-INACTIVE' })
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
  })

  // RFC 4666 §4.3.4.2: the ASP may not have heard the first acknowledgement.
  it('M3UA_SGP_ASPSM_O_004 acknowledges ASP Down in ASP-DOWN', () => {
    const sut = new SgpUnderTest()
    const asp = sut.peer()
    asp.send(message('ASPDN'))
    asp.expect('ASPDN ACK')
    expect(sut.sgp.asState(1)).toBe('AS-DOWN')
  })
})

describe('ASP state maintenance at the SGP, beyond the purposes', () => {
  it('acknowledges ASP Down in ASP-ACTIVE, and the AS waits for T(r)', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(message('ASPDN'))
    asp.expect('ASPDN ACK')
    expect(sut.sgp.asState(1)).toBe('AS-PENDING')
    sut.timeline.waitFor(2000)
    expect(sut.sgp.asState(1)).toBe('AS-DOWN')
  })

  it('demands an ASP Identifier where it is configured to, and takes it when it comes', () => {
    const sut = new SgpUnderTest({ aspIdentifierRequired: true })
    const asp = sut.peer()
    asp.send(message('ASPUP'))
    asp.expect({ name: 'ERR', errorCode: 'aspIdentifierRequired' })
    asp.send(message('ASPUP', words('ASP Identifier', 1)))
    asp.expectAll('ASPUP ACK', 'NTFY')
  })

  it('refuses an ASP Identifier that another ASP of the AS has', () => {
    const sut = new SgpUnderTest()
    const first = sut.peer('first')
    first.send(message('ASPUP', words('ASP Identifier', 1)))
    first.expectAll('ASPUP ACK', 'NTFY')
    const second = sut.peer('second')
    second.send(message('ASPUP', words('ASP Identifier', 1)))
    second.expect({ name: 'ERR', errorCode: 'invalidAspIdentifier' })
    expect(sut.remote(second).isUp).toBe(false)
  })

  it('tells an ASP that comes up of the state its AS is in already', () => {
    const sut = new SgpUnderTest()
    const first = sut.active('first')
    const second = sut.peer('second')
    second.send(message('ASPUP'))
    second.expectAll('ASPUP ACK', { name: 'NTFY', status: 'AS-ACTIVE', routingContexts: [1] })
    first.expectNothing()
  })

  it('begins anew when the association is restarted: ASP-DOWN, and ASP Up is acknowledged', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.restart()
    expect(sut.remote(asp).isUp).toBe(false)
    expect(sut.sgp.asState(1)).toBe('AS-PENDING')
    asp.send(message('ASPUP'))
    asp.expectAll('ASPUP ACK', { name: 'NTFY', status: 'AS-PENDING' })
    asp.expectAfter(2000, { name: 'NTFY', status: 'AS-INACTIVE' })
  })

  // RFC 4666 §4.3.4.6: BEAT MAY come in any state but is of use only where the ASP is known; the data come back as they were.
  it.each(['ASP-DOWN', 'ASP-INACTIVE', 'ASP-ACTIVE'])('answers BEAT in %s', (state) => {
    const sut = new SgpUnderTest()
    const asp = state === 'ASP-DOWN' ? sut.peer() : state === 'ASP-INACTIVE' ? sut.inactive() : sut.active()
    asp.send(message('BEAT', words('Heartbeat Data', 0x0102_0304, 5)))
    asp.expect({ name: 'BEAT ACK', heartbeatData: Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 5) })
  })

  it('never answers an acknowledgement, a notification or an error as if it were the ASP', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    for (const name of ['ASPUP ACK', 'ASPDN ACK', 'ASPAC ACK', 'ASPIA ACK'] as const) {
      asp.send(message(name))
      asp.expect({ name: 'ERR', errorCode: 'unexpectedMessage' })
    }
    asp.send(message('ERR', words('Error Code', ERROR.protocolError)))
    asp.expectNothing()
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
  })
})
