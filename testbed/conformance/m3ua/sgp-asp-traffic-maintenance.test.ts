import { describe, expect, it } from 'vitest'
import {
  data,
  MESSAGE,
  message,
  messageOf,
  ofVersion,
  parameter,
  routingContext,
  type TRAFFIC_MODE,
  text,
  trafficMode,
  words,
} from './message-octets.js'
import type { Peer } from './peer.js'
import { SgpUnderTest } from './sgp-under-test.js'

const [ASPTM] = MESSAGE.ASPAC
/** RFC 4666 §3.1.2: types 5 to 127 are reserved. */
const RESERVED_TYPE = 5

/** The AS of these tests: Routing Context 1. */
function sutWith(mode: keyof typeof TRAFFIC_MODE, requiredActiveAsps = 1): SgpUnderTest {
  return new SgpUnderTest({ applicationServers: [{ routingContext: 1, trafficMode: mode as 'override', requiredActiveAsps }] })
}

/** Brings up one more ASP of an AS that is known already; it is told the state the AS is in. */
function joining(sut: SgpUnderTest, name: string, aspIdentifier: number): Peer {
  const peer = sut.peer(name)
  peer.send(message('ASPUP', words('ASP Identifier', aspIdentifier)))
  peer.expectAll('ASPUP ACK', 'NTFY')
  return peer
}

describe('ASP traffic maintenance at the SGP', () => {
  // RFC 4666 §4.3.4.3.
  it('M3UA_SGP_ASPTM_V_001 acknowledges ASP Active from an ASP that is ASP-INACTIVE', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    asp.send(message('ASPAC'))
    asp.expectAll('ASPAC ACK', 'NTFY')
    expect(sut.sendData(1)).toBe('sent')
    asp.expect('DATA')
  })

  // RFC 4666 §4.3.4.5: NTFY comes after the acknowledgement.
  it('M3UA_SGP_ASPTM_V_003 notifies AS-ACTIVE after the acknowledgement of ASP Active', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    asp.send(message('ASPAC'))
    asp.expect('ASPAC ACK')
    asp.expect({ name: 'NTFY', status: 'AS-ACTIVE', routingContexts: [1] })
    expect(sut.sgp.asState(1)).toBe('AS-ACTIVE')
  })

  // RFC 4666 §4.3.4.3: the Routing Contexts MUST be in the acknowledgement when they were in the request.
  it('M3UA_SGP_ASPTM_V_005 acknowledges ASP Active with the Routing Context it came with', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    asp.send(message('ASPAC', trafficMode('loadshare'), routingContext(1)))
    asp.expect({ name: 'ASPAC ACK', trafficMode: 'loadshare', routingContexts: [1] })
    asp.expect('NTFY')
  })

  // RFC 4666 §4.3.4.4.
  it('M3UA_SGP_ASPTM_V_006 acknowledges ASP Inactive from an ASP that is ASP-ACTIVE', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(message('ASPIA', routingContext(1)))
    asp.expect({ name: 'ASPIA ACK', routingContexts: [1] })
    asp.expect('NTFY')
    expect(sut.sendData(1)).toBe('queued')
    sut.timeline.waitFor(2000)
    asp.expectAfter(0, { name: 'NTFY', status: 'AS-INACTIVE' })
  })

  // The last active ASP left: T(r) runs. RFC 4666 §4.3.2, §4.3.4.5.
  it('M3UA_SGP_ASPTM_V_008 notifies AS-PENDING after the acknowledgement of ASP Inactive', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(message('ASPIA'))
    asp.expect('ASPIA ACK')
    asp.expect({ name: 'NTFY', status: 'AS-PENDING', routingContexts: [1] })
    expect(sut.sgp.asState(1)).toBe('AS-PENDING')
  })

  // RFC 4666 §4.3.4.6: the receiver MUST respond.
  it('M3UA_SGP_ASPTM_V_010 answers BEAT from an ASP that is ASP-ACTIVE', () => {
    const asp = new SgpUnderTest().active()
    asp.send(message('BEAT', text('Heartbeat Data', 'are you there?')))
    asp.expect('BEAT ACK')
  })

  // RFC 4666 §3.5.6: whatever the length, also one that needs padding, and none at all.
  it('M3UA_SGP_ASPTM_V_011 answers BEAT with its data unchanged', () => {
    const asp = new SgpUnderTest().active()
    for (const length of [13, 1, 16, 600]) {
      const heartbeatData = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 0xff)
      asp.send(message('BEAT', parameter('Heartbeat Data', heartbeatData)))
      asp.expect({ name: 'BEAT ACK', heartbeatData })
    }
    asp.send(message('BEAT'))
    asp.expect({ name: 'BEAT ACK', heartbeatData: null })
  })

  // The AS needs two active ASPs; one of them leaves. Who is inactive in it is asked for help. RFC 4666 §3.8.2, §4.3.4.5.
  it('M3UA_SGP_ASPTM_V_013 notifies Insufficient ASP Resources when too few ASPs are left active', () => {
    const sut = sutWith('loadshare', 2)
    const first = sut.inactive('first')
    const second = joining(sut, 'second', 2)
    first.send(message('ASPAC', trafficMode('loadshare')))
    first.expect('ASPAC ACK')
    second.send(message('ASPAC', trafficMode('loadshare')))
    second.expectAll('ASPAC ACK', { name: 'NTFY', status: 'AS-ACTIVE' })
    first.expect({ name: 'NTFY', status: 'AS-ACTIVE' })
    first.send(message('ASPIA'))
    first.expect('ASPIA ACK')
    first.expect({ name: 'NTFY', status: 'Insufficient ASP Resources', routingContexts: [1] })
    second.expectNothing()
    expect(sut.sgp.asState(1)).toBe('AS-ACTIVE')
  })

  // RFC 4666 §4.3.4.3: the one that was active MUST be told.
  it('M3UA_SGP_ASPTM_V_014 notifies Alternate ASP Active to the ASP that is overridden', () => {
    const sut = sutWith('override')
    const first = sut.active('first')
    const second = joining(sut, 'second', 2)
    second.send(message('ASPAC', trafficMode('override')))
    second.expect('ASPAC ACK')
    first.expect({ name: 'NTFY', status: 'Alternate ASP Active', routingContexts: [1] })
    expect(sut.sgp.asState(1)).toBe('AS-ACTIVE')
    sut.sendData(1)
    second.expect('DATA')
  })

  // RFC 4666 §3.8.2: its identifier MUST go along when it is known.
  it('M3UA_SGP_ASPTM_V_015 names the alternate ASP by its identifier', () => {
    const sut = sutWith('override')
    const first = sut.active('first')
    const second = joining(sut, 'second', 22)
    second.send(message('ASPAC'))
    second.expect('ASPAC ACK')
    first.expect({ name: 'NTFY', status: 'Alternate ASP Active', aspIdentifier: 22 })
  })

  // RFC 4666 §4.8.
  it('M3UA_SGP_ASPTM_I_001 answers ASP Active of another version by Invalid Version', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    asp.send(ofVersion(2, message('ASPAC')))
    asp.expect({ name: 'ERR', errorCode: 'invalidVersion' })
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
  })

  // RFC 4666 §4.3.4.3, §3.8.1: a mode that exists, but is not that of the AS.
  it('M3UA_SGP_ASPTM_I_003 answers ASP Active in another traffic mode than that of the AS by Unsupported Traffic Mode Type', () => {
    for (const [configured, asked] of [
      ['override', 'broadcast'],
      ['override', 'loadshare'],
      ['loadshare', 'override'],
    ] as const) {
      const sut = sutWith(configured)
      const asp = sut.inactive()
      asp.send(message('ASPAC', trafficMode(asked), routingContext(1)))
      asp.expect({ name: 'ERR', errorCode: 'unsupportedTrafficModeType' })
      expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
    }
  })

  // RFC 4666 §3.7.1: the mode has three values.
  it('M3UA_SGP_ASPTM_I_004 answers ASP Active with a traffic mode that does not exist by Unsupported Traffic Mode Type', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    for (const value of [0, 4, 0xffff_ffff]) {
      asp.send(message('ASPAC', words('Traffic Mode Type', value)))
      asp.expect({ name: 'ERR', errorCode: 'unsupportedTrafficModeType' })
    }
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
  })

  // RFC 4666 §3.8.1: the invalid Routing Context MUST be in the ERR. (§4.3.4.3 has the other of two codes; §3.8.1 defines them.)
  it('M3UA_SGP_ASPTM_I_005 answers ASP Active for a Routing Context that is not configured by Invalid Routing Context', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    asp.send(message('ASPAC', routingContext(3)))
    asp.expect({ name: 'ERR', errorCode: 'invalidRoutingContext', routingContexts: [3] })
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
  })

  // RFC 4666 §3.8.1.
  it('M3UA_SGP_ASPTM_I_006 answers an ASPTM message of a reserved type in ASP-INACTIVE by Unsupported Message Type', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    asp.send(messageOf(ASPTM, RESERVED_TYPE))
    asp.expect({ name: 'ERR', errorCode: 'unsupportedMessageType' })
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
  })

  // RFC 4666 §3.8.1: and it does not cost the ASP its traffic.
  it('M3UA_SGP_ASPTM_I_008 answers an ASPTM message of a reserved type in ASP-ACTIVE by Unsupported Message Type', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(messageOf(ASPTM, RESERVED_TYPE))
    asp.expect({ name: 'ERR', errorCode: 'unsupportedMessageType' })
    expect(sut.sgp.asState(1)).toBe('AS-ACTIVE')
  })

  // The association of an ASP is lost: the others of its AS are told which ASP failed. RFC 4666 §3.8.2, §4.2.1.
  it('M3UA_SGP_ASPTM_I_009 notifies ASP Failure to the other ASPs when an association is lost', () => {
    const sut = sutWith('override')
    const first = sut.peer('first')
    first.send(message('ASPUP', words('ASP Identifier', 11)))
    first.expectAll('ASPUP ACK', 'NTFY')
    first.send(message('ASPAC'))
    first.expectAll('ASPAC ACK', 'NTFY')
    const second = joining(sut, 'second', 22)
    second.send(message('ASPAC'))
    second.expect('ASPAC ACK')
    first.expect('NTFY')
    first.communicationLost()
    second.expect({ name: 'NTFY', status: 'ASP Failure', aspIdentifier: 11, routingContexts: [1] })
    expect(sut.sgp.asState(1)).toBe('AS-ACTIVE')
  })

  // A parameter that M3UA does not define is passed over, and the request is granted. RFC 4666 §3.1, §4.3.4.4.
  it('M3UA_SGP_ASPTM_I_010 acknowledges ASP Inactive that carries a parameter of an unknown tag', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(message('ASPIA', parameter(0x8001, [1, 2, 3]), routingContext(1), parameter(0x021f)))
    asp.expect({ name: 'ASPIA ACK', routingContexts: [1] })
    asp.expect({ name: 'NTFY', status: 'AS-PENDING' })
  })

  // RFC 4666 §4.3.4.3: acknowledged once more; nothing has changed, so nothing is notified.
  it('M3UA_SGP_ASPTM_O_001 acknowledges ASP Active in ASP-ACTIVE again', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(message('ASPAC', routingContext(1)))
    asp.expect({ name: 'ASPAC ACK', routingContexts: [1] })
    asp.expectNothing()
    expect(sut.sgp.asState(1)).toBe('AS-ACTIVE')
  })

  // RFC 4666 §4.3.4.4.
  it('M3UA_SGP_ASPTM_O_003 acknowledges ASP Inactive in ASP-INACTIVE', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    asp.send(message('ASPIA', routingContext(1)))
    asp.expect({ name: 'ASPIA ACK', routingContexts: [1] })
    asp.expectNothing()
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
  })
})

describe('ASP traffic maintenance at the SGP, beyond the purposes', () => {
  const TWO = {
    applicationServers: [
      { routingContext: 1, trafficMode: 'override' },
      { routingContext: 2, trafficMode: 'loadshare' },
    ],
  } as const

  function up(sut: SgpUnderTest, name = 'ASP', contexts: readonly number[] = [1, 2]): Peer {
    const peer = sut.peer(name, contexts)
    peer.send(message('ASPUP'))
    peer.expectAll(
      'ASPUP ACK',
      ...contexts.map((context) => ({ name: 'NTFY', status: 'AS-INACTIVE', routingContexts: [context] }) as const),
    )
    return peer
  }

  it('activates the AS that Routing Contexts name, and leaves the others as they are', () => {
    const sut = new SgpUnderTest(TWO)
    const asp = up(sut)
    asp.send(message('ASPAC', routingContext(2)))
    asp.expectAll({ name: 'ASPAC ACK', routingContexts: [2] }, { name: 'NTFY', status: 'AS-ACTIVE', routingContexts: [2] })
    expect([sut.sgp.asState(1), sut.sgp.asState(2)]).toEqual(['AS-INACTIVE', 'AS-ACTIVE'])
  })

  it('activates every AS of the ASP when no Routing Context is named', () => {
    const sut = new SgpUnderTest(TWO)
    const asp = up(sut)
    asp.send(message('ASPAC'))
    asp.expect({ name: 'ASPAC ACK', routingContexts: null })
    asp.expectAll({ name: 'NTFY', routingContexts: [1] }, { name: 'NTFY', routingContexts: [2] })
    expect([sut.sgp.asState(1), sut.sgp.asState(2)]).toEqual(['AS-ACTIVE', 'AS-ACTIVE'])
  })

  // RFC 4666 §4.3.4.3: what can be activated is acknowledged, the rest is answered by ERR.
  it('activates what it can of a list, and names the rest in ERR', () => {
    const sut = new SgpUnderTest(TWO)
    const asp = up(sut)
    asp.send(message('ASPAC', trafficMode('loadshare'), routingContext(2, 1, 9)))
    const answers = asp.takeUnread()
    expect(answers).toHaveLength(4)
    expect(answers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'ERR', errorCode: 'invalidRoutingContext', routingContexts: [9] }),
        expect.objectContaining({ name: 'ERR', errorCode: 'unsupportedTrafficModeType', routingContexts: [1] }),
        expect.objectContaining({ name: 'ASPAC ACK', routingContexts: [2] }),
        expect.objectContaining({ name: 'NTFY', status: 'AS-ACTIVE', routingContexts: [2] }),
      ]),
    )
    expect([sut.sgp.asState(1), sut.sgp.asState(2)]).toEqual(['AS-INACTIVE', 'AS-ACTIVE'])
  })

  it('answers ASP Active of an ASP that serves no AS by No Configured AS for ASP', () => {
    const sut = new SgpUnderTest()
    const asp = sut.peer('ASP', [])
    asp.send(message('ASPUP'))
    asp.expect('ASPUP ACK')
    asp.send(message('ASPAC'))
    asp.expect({ name: 'ERR', errorCode: 'noConfiguredAsForAsp' })
  })

  it('refuses ASP Active of an ASP that management has blocked, with its Routing Contexts', () => {
    const sut = new SgpUnderTest()
    const asp = sut.inactive()
    sut.remote(asp).managementBlocked = true
    asp.send(message('ASPAC', routingContext(1)))
    asp.expect({ name: 'ERR', errorCode: 'refusedManagementBlocking', routingContexts: [1] })
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
  })

  it('hands out what waited in AS-PENDING to the ASP that becomes active within T(r), in order and after NTFY', () => {
    const sut = new SgpUnderTest()
    const asp = sut.active()
    asp.send(message('ASPIA'))
    asp.expectAll('ASPIA ACK', 'NTFY')
    for (const octet of [1, 2, 3]) expect(sut.sendData(1, { userData: [octet] })).toBe('queued')
    sut.timeline.waitFor(1999)
    asp.send(message('ASPAC'))
    asp.expectAll('ASPAC ACK', { name: 'NTFY', status: 'AS-ACTIVE' })
    for (const octet of [1, 2, 3]) asp.expect({ name: 'DATA', userData: [octet] })
  })

  // RFC 4666 §4.3.4.5: the identifier in a notification is that of the ASP that failed, and nobody else's.
  it('names the ASP whose failure has left the AS without an active one', () => {
    const sut = new SgpUnderTest()
    const first = sut.peer('first')
    first.send(message('ASPUP', words('ASP Identifier', 11)))
    first.expectAll('ASPUP ACK', { name: 'NTFY', status: 'AS-INACTIVE', aspIdentifier: null })
    first.send(message('ASPAC'))
    first.expectAll('ASPAC ACK', { name: 'NTFY', status: 'AS-ACTIVE', aspIdentifier: null })
    const second = joining(sut, 'second', 22)
    first.communicationLost()
    second.expect({ name: 'NTFY', status: 'ASP Failure', aspIdentifier: 11 })
    second.expect({ name: 'NTFY', status: 'AS-PENDING', aspIdentifier: 11 })
    second.expectAfter(2000, { name: 'NTFY', status: 'AS-INACTIVE', aspIdentifier: null })
  })

  it('takes DATA from an ASP that is overridden no more', () => {
    const sut = sutWith('override')
    const first = sut.active('first')
    const second = joining(sut, 'second', 2)
    second.send(message('ASPAC'))
    second.expect('ASPAC ACK')
    first.expect('NTFY')
    first.send(data(1), 1)
    first.expect({ name: 'ERR', errorCode: 'unexpectedMessage', routingContexts: [1] })
    expect(sut.delivered).toEqual([])
  })

  // RFC 4666 §4.3.2: n of "n+k" must be active before the AS is; one is enough to keep it so.
  it('is AS-ACTIVE not before as many ASPs are active as the AS needs', () => {
    const sut = sutWith('loadshare', 2)
    const first = sut.inactive('first')
    const second = joining(sut, 'second', 2)
    first.send(message('ASPAC'))
    first.expect('ASPAC ACK')
    expect(sut.sgp.asState(1)).toBe('AS-INACTIVE')
    expect(sut.sendData(1)).toBe('not-active')
    second.send(message('ASPAC'))
    second.expectAll('ASPAC ACK', { name: 'NTFY', status: 'AS-ACTIVE' })
    first.expect({ name: 'NTFY', status: 'AS-ACTIVE' })
  })
})
