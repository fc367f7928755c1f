import { describe, expect, it } from 'vitest'
import { affectedPointCodes, data, message, routingContext, words } from './message-octets.js'
import type { Peer } from './peer.js'
import { SgpUnderTest } from './sgp-under-test.js'

const CONGESTED = 1236
const RESTRICTED = 1237
const UNAVAILABLE = 1234
const AVAILABLE = 1235
/** RFC 4666 §3.4.1: a mask of as many bits as a point code has, or more, stands for the whole network. */
const WHOLE_NETWORK = [255, AVAILABLE] as const

function at(pointCode: number, mask = 0): { readonly mask: number; readonly pointCode: number } {
  return { mask, pointCode }
}

/** An SGP that knows a destination of each kind, and its ASP in ASP-ACTIVE, which has been told of them. */
function informed(): { sut: SgpUnderTest; asp: Peer } {
  const sut = new SgpUnderTest()
  const asp = sut.active()
  const network = sut.sgp.network()
  network.setStatus([at(AVAILABLE)], 'available')
  network.setStatus([at(RESTRICTED)], 'restricted')
  network.setStatus([at(UNAVAILABLE)], 'unavailable')
  network.setCongestion([at(CONGESTED)], 2)
  asp.takeUnread()
  return { sut, asp }
}

describe('signalling network management at the SGP', () => {
  // RFC 4666 §4.5.3: SCON goes before what is said of the destination's availability.
  it('M3UA_SGP_SSNM_001 answers DAUD of a congested destination by SCON', () => {
    const { asp } = informed()
    asp.send(message('DAUD', affectedPointCodes(CONGESTED)))
    asp.expect({ name: 'SCON', affectedPointCodes: [CONGESTED], congestionLevel: 2, concernedDestination: null })
    asp.expect({ name: 'DAVA', affectedPointCodes: [CONGESTED] })
  })

  it('M3UA_SGP_SSNM_002 answers DAUD of a restricted destination by DRST', () => {
    const { asp } = informed()
    asp.send(message('DAUD', affectedPointCodes(RESTRICTED)))
    asp.expect({ name: 'DRST', affectedPointCodes: [RESTRICTED], routingContexts: [1] })
  })

  it('M3UA_SGP_SSNM_003 answers DAUD of an unavailable destination by DUNA', () => {
    const { asp } = informed()
    asp.send(message('DAUD', affectedPointCodes(UNAVAILABLE)))
    asp.expect({ name: 'DUNA', affectedPointCodes: [UNAVAILABLE], routingContexts: [1] })
  })

  it('M3UA_SGP_SSNM_004 answers DAUD of an available destination by DAVA', () => {
    const { asp } = informed()
    asp.send(message('DAUD', affectedPointCodes(AVAILABLE)))
    asp.expect({ name: 'DAVA', affectedPointCodes: [AVAILABLE], routingContexts: [1] })
  })

  // Of the whole, and then of the parts of which something else is to be said.
  it('M3UA_SGP_SSNM_005 answers DAUD of the whole network', () => {
    const { sut, asp } = informed()
    sut.sgp.network().setStatus([at(0, 24)], 'available')
    asp.takeUnread()
    asp.send(message('DAUD', affectedPointCodes(WHOLE_NETWORK)))
    const told = asp.takeUnread().map(({ name, affectedPointCodes: affected }) => [name, affected])
    expect(told[0]).toEqual(['DAVA', [WHOLE_NETWORK]])
    const parts = told.slice(1)
    expect(parts.every(([name]) => name === 'SCON' || name === 'DRST' || name === 'DUNA')).toBe(true)
  })
})

describe('signalling network management at the SGP, beyond the purposes', () => {
  // RFC 4666 §4.5.1: all ASPs that are active in the network, and no others (§4.3.1).
  it('tells every active ASP of a destination that has changed, and no inactive one', () => {
    const sut = new SgpUnderTest()
    const active = sut.active('active')
    const inactive = sut.peer('inactive')
    inactive.send(message('ASPUP'))
    inactive.expectAll('ASPUP ACK', 'NTFY')
    const network = sut.sgp.network()
    network.setStatus([at(UNAVAILABLE), at(8, 3)], 'unavailable')
    active.expect({ name: 'DUNA', routingContexts: [1], affectedPointCodes: [UNAVAILABLE, [3, 8]] })
    network.setCongestion([at(CONGESTED)], 1)
    active.expect({ name: 'SCON', affectedPointCodes: [CONGESTED], congestionLevel: 1, concernedDestination: null })
    network.tellUserPartUnavailable(AVAILABLE, 5, 1)
    active.expect({ name: 'DUPU', affectedPointCodes: [AVAILABLE], userCause: { cause: 1, user: 5 } })
    inactive.expectNothing()
  })

  // RFC 4666 §4.5.1.
  it('tells an ASP that becomes active what it could not know', () => {
    const sut = new SgpUnderTest()
    sut.sgp.network().setStatus([at(UNAVAILABLE)], 'unavailable')
    const asp = sut.inactive()
    asp.send(message('ASPAC'))
    const told = asp.takeUnread().map(({ name }) => name)
    expect(told.sort()).toEqual(['ASPAC ACK', 'DUNA', 'NTFY'])
  })

  // RFC 4666 §3.4.1: DUNA also answers a message to a destination that cannot be reached, once for a while.
  it('answers DATA towards an unavailable destination by DUNA, and not each of them', () => {
    const { sut, asp } = informed()
    asp.send(data(1, { destinationPointCode: UNAVAILABLE }), 1)
    asp.expect({ name: 'DUNA', affectedPointCodes: [UNAVAILABLE] })
    asp.send(data(1, { destinationPointCode: UNAVAILABLE }), 1)
    asp.expectNothing()
    expect(sut.delivered).toEqual([])
    asp.send(data(1, { destinationPointCode: AVAILABLE }), 1)
    expect(sut.delivered).toHaveLength(1)
  })

  // RFC 4666 §4.5.3: of what the SG knows nothing, it has no route to.
  it('answers DAUD of a destination it knows nothing of by DUNA', () => {
    const { asp } = informed()
    asp.send(message('DAUD', affectedPointCodes(99)))
    asp.expect({ name: 'DUNA', affectedPointCodes: [99] })
  })

  // RFC 4666 §3.8.1: the point codes MUST be in the ERR.
  it('answers such a DAUD by Destination Status Unknown where it is told to', () => {
    const sut = new SgpUnderTest({ interoperability: { refusesAuditOfUnknownDestinations: true } })
    const asp = sut.active()
    asp.send(message('DAUD', routingContext(1), affectedPointCodes(99)))
    asp.expect({ name: 'ERR', errorCode: 'destinationStatusUnknown', routingContexts: [1], affectedPointCodes: [99] })
  })

  it('answers every point code of DAUD', () => {
    const { asp } = informed()
    asp.send(message('DAUD', affectedPointCodes(UNAVAILABLE, AVAILABLE, RESTRICTED)))
    asp.expectAll(
      { name: 'DUNA', affectedPointCodes: [UNAVAILABLE] },
      { name: 'DAVA', affectedPointCodes: [AVAILABLE] },
      { name: 'DRST', affectedPointCodes: [RESTRICTED] },
    )
  })

  it('answers DAUD of a Routing Context or a network that is not configured with that', () => {
    const sut = new SgpUnderTest({ applicationServers: [{ routingContext: 1, networkAppearance: 4, trafficMode: 'loadshare' }] })
    const asp = sut.active()
    asp.send(message('DAUD', routingContext(7), affectedPointCodes(AVAILABLE)))
    asp.expect({ name: 'ERR', errorCode: 'invalidRoutingContext', routingContexts: [7] })
    asp.send(message('DAUD', words('Network Appearance', 9), affectedPointCodes(AVAILABLE)))
    asp.expect({ name: 'ERR', errorCode: 'invalidNetworkAppearance', networkAppearance: 9 })
  })

  // RFC 4666 §4.6.
  it('tells its ASPs when it is cut off from the network, and when it is back', () => {
    const sut = new SgpUnderTest()
    const network = sut.sgp.network()
    network.setStatus([at(AVAILABLE)], 'available')
    const asp = sut.active()
    network.isolate()
    asp.expect({ name: 'DUNA', affectedPointCodes: [AVAILABLE] })
    asp.send(message('DAUD', affectedPointCodes(AVAILABLE)))
    asp.expect({ name: 'DUNA', affectedPointCodes: [AVAILABLE] })
    network.endIsolation()
    asp.expect({ name: 'DAVA', affectedPointCodes: [AVAILABLE] })
  })
})
