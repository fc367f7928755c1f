import { describe, expect, it } from 'vitest'
import { AspUnderTest } from './asp-under-test.js'
import { affectedPointCodes, message, routingContext, words } from './message-octets.js'

const AUDIT_MS = 30_000
const PEER = 0x1234
/** RFC 4666 §3.4.1: a mask of as many bits as a point code has, or more, stands for the whole network. */
const WHOLE_NETWORK = [255, PEER] as const
const LEVEL = words('Congestion Indications', 1)
/** Unequipped Remote User, ISUP. */
const USER_CAUSE = words('User/Cause', 0x0001_0005)

/** An ASP in ASP-ACTIVE that asks about what is not well when it has heard nothing for AUDIT_MS. */
function sutWithAudit(): AspUnderTest {
  return new AspUnderTest({ destinations: { auditMs: AUDIT_MS } }).active()
}

describe('signalling network management at the ASP', () => {
  // The destination cannot be reached; its user is told, and the ASP asks until it can be. RFC 4666 §4.5.2, §4.5.3.
  it('M3UA_ASP_SSNM_001 stops traffic at DUNA of one point code, and audits it', () => {
    const sut = sutWithAudit()
    sut.sgp.send(message('DUNA', affectedPointCodes(PEER)))
    expect(sut.sendData({ destinationPointCode: PEER })).toBe('destination-unavailable')
    expect(sut.heard).toEqual(['destination-status-changed'])
    sut.sgp.expectAfter(AUDIT_MS, { name: 'DAUD', routingContexts: [1], affectedPointCodes: [PEER] })
    sut.sgp.expectAfter(AUDIT_MS, 'DAUD')
    sut.sgp.send(message('DAVA', affectedPointCodes(PEER)))
    expect(sut.sendData({ destinationPointCode: PEER })).toBe('sent')
    sut.sgp.expect('DATA')
    sut.sgp.expectNothingFor(10 * AUDIT_MS)
  })

  // RFC 4666 §3.4.1: the mask leaves all of the point code open.
  it('M3UA_ASP_SSNM_002 stops all traffic at DUNA of the whole network, and audits it', () => {
    const sut = sutWithAudit()
    sut.sgp.send(message('DUNA', affectedPointCodes(WHOLE_NETWORK)))
    for (const destinationPointCode of [0, PEER, 0xff_ffff]) {
      expect(sut.sendData({ destinationPointCode })).toBe('destination-unavailable')
    }
    sut.sgp.expectAfter(AUDIT_MS, 'DAUD')
    sut.sgp.send(message('DAVA', affectedPointCodes(WHOLE_NETWORK)))
    expect(sut.sendData()).toBe('sent')
    sut.sgp.expect('DATA')
  })

  // RFC 4666 §4.5.2: traffic may go on, by another way if there is one.
  it('M3UA_ASP_SSNM_003 tells its user of DRST of one point code, and audits it', () => {
    const sut = sutWithAudit()
    sut.sgp.send(message('DRST', affectedPointCodes(PEER)))
    expect(sut.events.at(-1)).toMatchObject({ kind: 'destination-status-changed', status: 'restricted' })
    expect(sut.asp.destinationStatus(1, PEER)).toBe('restricted')
    expect(sut.sendData({ destinationPointCode: PEER })).toBe('sent')
    sut.sgp.expect('DATA')
    sut.sgp.expectAfter(AUDIT_MS, { name: 'DAUD', affectedPointCodes: [PEER] })
  })

  it('M3UA_ASP_SSNM_004 tells its user of DRST of the whole network, and audits it', () => {
    const sut = sutWithAudit()
    sut.sgp.send(message('DRST', affectedPointCodes(WHOLE_NETWORK)))
    for (const pointCode of [0, PEER, 0xff_ffff]) expect(sut.asp.destinationStatus(1, pointCode)).toBe('restricted')
    sut.sgp.expectAfter(AUDIT_MS, 'DAUD')
  })

  // RFC 4666 §4.5.2: told as often as it comes; sending less is for the user.
  it('M3UA_ASP_SSNM_005 tells its user of SCON of one point code, and audits it', () => {
    const sut = sutWithAudit()
    sut.sgp.send(message('SCON', affectedPointCodes(PEER), LEVEL))
    expect(sut.events.at(-1)).toEqual({
      kind: 'destination-congested',
      routingContext: 1,
      affectedPointCodes: [{ mask: 0, pointCode: PEER }],
      congestionLevel: 1,
    })
    expect(sut.sendData({ destinationPointCode: PEER })).toBe('sent')
    sut.sgp.expect('DATA')
    sut.sgp.expectAfter(AUDIT_MS, { name: 'DAUD', affectedPointCodes: [PEER] })
    sut.sgp.send(message('SCON', affectedPointCodes(PEER), words('Congestion Indications', 0)))
    sut.sgp.expectNothingFor(10 * AUDIT_MS)
  })

  it('M3UA_ASP_SSNM_006 tells its user of SCON of the whole network, and audits it', () => {
    const sut = sutWithAudit()
    sut.sgp.send(message('SCON', affectedPointCodes(WHOLE_NETWORK), LEVEL))
    expect(sut.heard).toEqual(['destination-congested'])
    sut.sgp.expectAfter(AUDIT_MS, 'DAUD')
  })

  // RFC 4666 §4.5.2: an MTP-STATUS for the user. The destination itself is well: there is nothing to ask about it.
  it('M3UA_ASP_SSNM_007 tells its user of DUPU of one point code', () => {
    const sut = sutWithAudit()
    sut.sgp.send(message('DUPU', affectedPointCodes(PEER), USER_CAUSE))
    expect(sut.events.at(-1)).toEqual({ kind: 'user-part-unavailable', routingContext: 1, pointCode: PEER, user: 5, cause: 1 })
    sut.sgp.expectNothingFor(10 * AUDIT_MS)
  })

  // RFC 4666 §3.4.5, §3.8.1: the mask of DUPU is not used; another one is the RFC's own example of an invalid value.
  it('M3UA_ASP_SSNM_008 answers DUPU of more than one point code by Invalid Parameter Value', () => {
    const sut = sutWithAudit()
    sut.sgp.send(message('DUPU', affectedPointCodes(WHOLE_NETWORK), USER_CAUSE))
    sut.sgp.expect({ name: 'ERR', errorCode: 'invalidParameterValue' })
    expect(sut.heard).toEqual(['error-sent'])
  })
})

describe('signalling network management at the ASP, beyond the purposes', () => {
  const TWO = { applicationServers: [{ routingContext: 1 }, { routingContext: 2 }] } as const

  // RFC 4666 §3.4.1: where several share the association, SSNM names those that are concerned.
  it('stops the traffic of the AS that DUNA names, and of no other', () => {
    const sut = new AspUnderTest(TWO).active()
    sut.sgp.send(message('DUNA', routingContext(2), affectedPointCodes(PEER)))
    expect(sut.sendData({ destinationPointCode: PEER }, 1)).toBe('sent')
    sut.sgp.expect({ name: 'DATA', routingContexts: [1] })
    expect(sut.sendData({ destinationPointCode: PEER }, 2)).toBe('destination-unavailable')
  })

  it.each(['DUNA', 'DAVA', 'DRST', 'SCON'] as const)(
    'answers %s of a Routing Context it does not have by Invalid Routing Context',
    (name) => {
      const sut = new AspUnderTest(TWO).active()
      sut.sgp.send(message(name, routingContext(7), affectedPointCodes(PEER)))
      sut.sgp.expect({ name: 'ERR', errorCode: 'invalidRoutingContext', routingContexts: [7] })
      expect(sut.sendData({ destinationPointCode: PEER })).toBe('sent')
      sut.sgp.expect('DATA')
    },
  )

  it('answers SSNM of another network by Invalid Network Appearance, and names it', () => {
    const sut = new AspUnderTest({ applicationServers: [{ routingContext: 1, networkAppearance: 4 }] }).active()
    sut.sgp.send(message('DUNA', words('Network Appearance', 9), affectedPointCodes(PEER)))
    sut.sgp.expect({ name: 'ERR', errorCode: 'invalidNetworkAppearance', networkAppearance: 9 })
    expect(sut.asp.destinationStatus(1, PEER)).toBe('available')
  })

  // RFC 4666 §4.5.3: only an SGP is asked.
  it('answers DAUD, which only an ASP may send, by Unexpected Message', () => {
    const sut = new AspUnderTest().active()
    sut.sgp.send(message('DAUD', affectedPointCodes(PEER)))
    sut.sgp.expect({ name: 'ERR', errorCode: 'unexpectedMessage' })
  })

  // RFC 4666 §4.5.1: the SGP may tell of destinations before it acknowledges ASP Active.
  it('heeds DUNA that comes before the acknowledgement of its ASP Active', () => {
    const sut = new AspUnderTest().activating()
    sut.sgp.send(message('DUNA', affectedPointCodes(PEER)))
    sut.sgp.send(message('ASPAC ACK', routingContext(1)))
    expect(sut.sendData({ destinationPointCode: PEER })).toBe('destination-unavailable')
  })

  // RFC 4666 §4.5.3, "Isolation".
  it('asks about the destinations it expects to communicate with when it becomes active', () => {
    const destinations = [{ mask: 0, pointCode: PEER }]
    const sut = new AspUnderTest({ applicationServers: [{ routingContext: 1, destinations }] }).active()
    sut.sgp.expect({ name: 'DAUD', routingContexts: [1], affectedPointCodes: [PEER] })
  })

  // RFC 4666 §3.4.4.
  it('tells the SGP of its own congestion', () => {
    const sut = new AspUnderTest().active()
    sut.asp.reportCongestion(1, { affectedPointCodes: [{ mask: 0, pointCode: 7 }], congestionLevel: 2, concernedDestination: PEER })
    sut.sgp.expect({ name: 'SCON', routingContexts: [1], affectedPointCodes: [7], congestionLevel: 2, concernedDestination: PEER })
  })
})
