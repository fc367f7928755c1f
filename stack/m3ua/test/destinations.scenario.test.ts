import { type M3uaMessage, MTP3_USER, UNAVAILABILITY_CAUSE } from '@sigbed/m3ua-codec'
import { describe, expect, it } from 'vitest'
import type { Interoperability } from '../src/interoperability.js'
import type { SgpEvent } from '../src/m3ua-event.js'
import { SignallingGatewayProcess } from '../src/signalling-gateway/signalling-gateway-process.js'
import { ASPUP, aspac, dataOctets, hand, octetsOf, Recorder } from './recorder.js'

const at = (pointCode: number, mask = 0) => ({ pointCode, mask })
const daud = (
  affectedPointCodes: readonly { pointCode: number; mask: number }[],
  networkAppearance: number | null = null,
  routingContexts: readonly number[] = [],
): M3uaMessage => ({ kind: 'DAUD', networkAppearance, routingContexts, affectedPointCodes, info: null })

/** Two AS in network 7, one in network 8; ASPs that serve some of them, each with a recorder for a line. */
function scene(interoperability: Interoperability = {}) {
  const events: SgpEvent[] = []
  const delivered: number[] = []
  const sgp = new SignallingGatewayProcess(
    {
      applicationServers: [
        { routingContext: 100, networkAppearance: 7, trafficMode: 'loadshare' },
        { routingContext: 101, networkAppearance: 7, trafficMode: 'loadshare' },
        { routingContext: 200, networkAppearance: 8, trafficMode: 'loadshare' },
      ],
      interoperability,
    },
    { onEvent: (event) => events.push(event), onData: (message) => delivered.push(message.protocolData.destinationPointCode) },
  )
  const attach = (served: readonly number[]) => {
    const line = new Recorder()
    const remote = sgp.attach(line, served)
    remote.communicationUp(17, 0)
    hand(remote, octetsOf(ASPUP))
    line.said()
    const says = (message: M3uaMessage, now = 0) => {
      hand(remote, octetsOf(message), 0, now)
      return line.said()
    }
    const sendsData = (routingContext: number, destination: number, now = 0) => {
      hand(remote, dataOctets(routingContext, null, destination), 1, now)
      return line.said()
    }
    return { line, remote, says, sendsData }
  }
  const active = (served: readonly number[]) => {
    const made = attach(served)
    made.says(aspac())
    return made
  }
  return { sgp, events, delivered, attach, active }
}

describe('a change in the SS7 network', () => {
  it('is told to the ASPs that are active there, with their Routing Contexts in that network', () => {
    const { sgp, active, attach } = scene()
    const [both, one, other, inactive] = [active([100, 101, 200]), active([101]), active([200]), attach([100])]
    expect(sgp.network(7).setStatus([at(5), at(0x100, 8)], 'unavailable')).toBe(true)
    expect(both.line.sent.at(-1)).toMatchObject({ kind: 'DUNA', networkAppearance: 7 })
    expect([both.line.said(), one.line.said(), other.line.said(), inactive.line.said()]).toEqual([
      ['DUNA 5,256/8 [100,101]'],
      ['DUNA 5,256/8 [101]'],
      [],
      [],
    ])
    sgp.network(7).setStatus([at(5)], 'restricted')
    sgp.network(7).setCongestion([at(5)], 2)
    sgp.network(7).tellUserPartUnavailable(5, MTP3_USER.ISUP, UNAVAILABILITY_CAUSE.INACCESSIBLE_REMOTE_USER)
    sgp.network(7).setCongestion([at(5)], 0)
    sgp.network(7).setStatus([at(5)], 'available')
    expect(one.line.said()).toEqual([
      'DRST 5 [101]',
      'SCON 5 level 2 [101]',
      'DUPU 5 user 5 cause 2 [101]',
      'SCON 5 level 0 [101]',
      'DAVA 5 [101]',
    ])
    expect(() => sgp.network(9)).toThrow(expect.objectContaining({ code: 'M3UA_CONFIGURATION' }))
    expect(() => sgp.network()).toThrow(expect.objectContaining({ code: 'M3UA_CONFIGURATION' }))
  })

  it('is told to inactive ASPs where the switch says so, and never to one that is down', () => {
    const { sgp, attach } = scene({ ssnmToInactiveAsps: true })
    const [inactive, down] = [attach([100]), attach([100])]
    down.says({ kind: 'ASPDN', info: null })
    sgp.network(7).setStatus([at(5)], 'unavailable')
    expect([inactive.line.said(), down.line.said()]).toEqual([['DUNA 5 [100]'], []])
    expect(inactive.says(daud([at(5)]))).toEqual(['DUNA 5 [100]'])
  })

  it('may be relayed from what another SG says', () => {
    const { sgp, active } = scene()
    const asp = active([100])
    const said = { networkAppearance: null, routingContexts: [], affectedPointCodes: [at(5)], info: null }
    sgp.network(7).relay({ kind: 'DUNA', ...said })
    sgp.network(7).relay({ kind: 'SCON', ...said, concernedDestination: null, congestionLevel: 3 })
    sgp.network(7).relay({ kind: 'DRST', ...said })
    sgp.network(7).relay({ kind: 'DAVA', ...said })
    sgp.network(7).relay({ kind: 'DAUD', ...said })
    sgp.network(7).relay({ kind: 'DUPU', ...said, affectedPointCode: at(5), user: 3, cause: 1 })
    expect(asp.line.said()).toEqual(['DUNA 5 [100]', 'SCON 5 level 3 [100]', 'DRST 5 [100]', 'DAVA 5 [100]', 'DUPU 5 user 3 cause 1 [100]'])
  })
})

describe('an ASP that becomes active', () => {
  it('is told after its acknowledgement what it could not know, and nothing else', () => {
    const { sgp, attach } = scene()
    sgp.network(7).setStatus([at(0x10, 4), at(9)], 'unavailable')
    sgp.network(7).setStatus([at(0x11), at(8)], 'available')
    sgp.network(7).setCongestion([at(8)], 1)
    const asp = attach([100, 200])
    expect(asp.says(aspac([100]))).toEqual([
      'ASPAC ACK [100]',
      'SCON 8 level 1 [100]',
      'DUNA 16/4,9 [100]',
      'DAVA 17 [100]',
      'NTFY 1/3 [100]',
    ])
    expect(asp.says(aspac([100]))).toEqual(['ASPAC ACK [100]'])
    expect(asp.says(aspac([200]))).toEqual(['ASPAC ACK [200]', 'NTFY 1/3 [200]'])
  })

  it('is told nothing where the switch says so', () => {
    const { sgp, attach } = scene({ reportsNoDestinationsOnActivation: true })
    sgp.network(7).setStatus([at(9)], 'unavailable')
    expect(attach([100]).says(aspac([100]))).toEqual(['ASPAC ACK [100]', 'NTFY 1/3 [100]'])
  })
})

describe('DAUD', () => {
  it('is answered for each point code, congestion first, and by DUNA for what is not known', () => {
    const { sgp, active } = scene()
    const network = sgp.network(7)
    const asp = active([100])
    network.setStatus([at(1), at(2)], 'available')
    network.setStatus([at(3)], 'restricted')
    network.setStatus([at(4)], 'unavailable')
    network.setCongestion([at(2), at(3)], 2)
    asp.line.said()
    expect(asp.says(daud([1, 2, 3, 4, 5].map((pointCode) => at(pointCode))))).toEqual([
      'DAVA 1 [100]',
      'SCON 2 level 2 [100]',
      'DAVA 2 [100]',
      'SCON 3 level 2 [100]',
      'DRST 3 [100]',
      'DUNA 4,5 [100]',
    ])
  })

  it('tells of a range, and then of what is different within', () => {
    const { sgp, active } = scene()
    const network = sgp.network(7)
    const asp = active([100])
    network.setStatus([at(0x100, 8)], 'unavailable')
    network.setStatus([at(0x105)], 'available')
    asp.line.said()
    expect(asp.says(daud([at(0x100, 4)]))).toEqual(['DUNA 256/4 [100]', 'DAVA 261 [100]'])
    expect(asp.says(daud([at(0x105)]))).toEqual(['DAVA 261 [100]'])
    expect(asp.says(daud([at(0, 24)]))).toEqual(['DUNA 0/24 [100]', 'DAVA 261 [100]'])
  })

  it('about the unknown is answered as the switch says', () => {
    const refusing = scene({ refusesAuditOfUnknownDestinations: true }).active([100])
    expect(refusing.says(daud([at(5)], 7))).toEqual(['ERR 0x14'])
    const kind = scene({ unknownDestinationsAreAvailable: true }).active([100])
    expect(kind.says(daud([at(5)]))).toEqual(['DAVA 5 [100]'])
  })

  it('is refused for another network, an unknown Routing Context, an inactive ASP, or when it could mean two networks', () => {
    const { active, attach } = scene()
    const asp = active([100, 200])
    expect(asp.says(daud([at(5)]))).toEqual(['ERR 0x16'])
    expect(asp.says(daud([at(5)], 9))).toEqual(['ERR 0x15'])
    expect(asp.says(daud([at(5)], null, [101]))).toEqual(['ERR 0x19 [101]'])
    expect(asp.says(daud([at(5)], null, [200]))).toEqual(['DUNA 5 [200]'])
    expect(asp.says(daud([at(5)], 7))).toEqual(['DUNA 5 [100]'])
    expect(attach([100]).says(daud([at(5)]))).toEqual(['ERR 0x06'])
  })
})

describe('a Network Appearance where the SG has none', () => {
  it('is taken in DAUD as it is in DATA', () => {
    const delivered: number[] = []
    const sgp = new SignallingGatewayProcess(
      { applicationServers: [{ routingContext: 100, trafficMode: 'loadshare' }] },
      { onEvent: () => {}, onData: (message) => delivered.push(message.protocolData.destinationPointCode) },
    )
    const line = new Recorder()
    const asp = sgp.attach(line)
    asp.communicationUp(17, 0)
    for (const message of [ASPUP, aspac([100])]) hand(asp, octetsOf(message))
    line.said()
    hand(asp, dataOctets(100, 7, 5), 1)
    hand(asp, octetsOf(daud([at(5)], 7, [100])))
    expect([delivered, line.said()]).toEqual([[5], ['DUNA 5 [100]']])
  })
})

describe('DAUD by an ASP that means no good', () => {
  it('about everything, of a table that is full, is answered and never throws', () => {
    const { sgp, active } = scene()
    const asp = active([100])
    const network = sgp.network(7)
    for (let from = 0; from < 65_536; from += 512) {
      const some = Array.from({ length: 512 }, (_, i) => at((from + i) * 2))
      network.setStatus(some, 'restricted')
      network.setCongestion(some, 1)
    }
    asp.line.sent.length = 0
    hand(asp.remote, octetsOf(daud([at(0, 24)])))
    const told = asp.line.sent.splice(0)
    const countOf = (kind: string) =>
      told.reduce(
        (sum, message) => sum + (message.kind === kind && 'affectedPointCodes' in message ? message.affectedPointCodes.length : 0),
        0,
      )
    expect([countOf('SCON'), countOf('DRST'), countOf('DUNA')]).toEqual([65_536, 65_536, 1])
  })

  it('is answered once for what it asks twice, and for what lies within what it asks', () => {
    const { sgp, active } = scene()
    const asp = active([100])
    sgp.network(7).setStatus([at(0x110), at(0x200)], 'available')
    asp.line.said()
    const everythingOften = Array.from({ length: 16_000 }, (_, i) => at(i, 24))
    expect(asp.says(daud([...everythingOften, at(0x110), at(0x110, 4), at(7, 255)]))).toHaveLength(2)
    expect(asp.says(daud([at(0x110), at(0x110), at(0x200, 8), at(0x203)]))).toEqual([
      'DAVA 272 [100]',
      'DUNA 512/8 [100]',
      'DAVA 512 [100]',
    ])
  })
})

describe('DATA towards a destination', () => {
  it('that is unavailable is discarded and answered by DUNA, not more often than the ASP can react', () => {
    const { sgp, active, delivered } = scene()
    const asp = active([100])
    expect(asp.sendsData(100, 5)).toEqual([])
    sgp.network(7).setStatus([at(5), at(6)], 'unavailable')
    asp.line.said()
    expect(asp.sendsData(100, 5, 0)).toEqual(['DUNA 5 [100]'])
    expect(asp.sendsData(100, 5, 999)).toEqual([])
    expect(asp.sendsData(100, 6, 999)).toEqual(['DUNA 6 [100]'])
    expect(asp.sendsData(100, 5, 1_000)).toEqual(['DUNA 5 [100]'])
    expect(asp.sendsData(100, 7, 1_000)).toEqual([])
    expect(delivered).toEqual([5, 7])
    expect(sgp.asStatistics(100).discardedUnavailable).toBe(4)
  })

  it('that is congested goes on, and is answered by SCON', () => {
    const { sgp, active, delivered } = scene()
    const asp = active([100])
    sgp.network(7).setCongestion([at(5)], 1)
    asp.line.said()
    expect(asp.sendsData(100, 5, 0)).toEqual(['SCON 5 level 1 [100]'])
    expect(asp.sendsData(100, 5, 10)).toEqual([])
    expect(delivered).toEqual([5, 5])
  })
})

describe('an SG cut off from the network', () => {
  it('says DUNA for everything, and after the restart what is available again', () => {
    const { sgp, active, attach } = scene()
    const network = sgp.network(7)
    const asp = active([100])
    network.setStatus([at(1)], 'available')
    network.setStatus([at(2)], 'restricted')
    network.setStatus([at(3)], 'unavailable')
    asp.line.said()
    network.isolate()
    network.isolate()
    expect(asp.line.said()).toEqual(['DUNA 1,2 [100]'])
    network.setStatus([at(3)], 'available')
    network.setCongestion([at(1)], 1)
    expect(asp.line.said()).toEqual([])
    expect(asp.says(daud([at(1)]))).toEqual(['DUNA 1 [100]'])
    expect(asp.sendsData(100, 1)).toEqual(['DUNA 1 [100]'])
    expect(attach([101]).says(aspac([101]))).toEqual(['ASPAC ACK [101]', 'DUNA 1,2,3 [101]', 'NTFY 1/3 [101]'])
    network.endIsolation()
    network.endIsolation()
    expect(asp.line.said()).toEqual(['SCON 1 level 1 [100]', 'DAVA 1 [100]', 'DRST 2 [100]', 'DAVA 3 [100]'])
  })
})

describe('SSNM from an ASP', () => {
  it('may be SCON about itself; the others are for ASPs only', () => {
    const { active, attach, events } = scene()
    const asp = active([100])
    const said = { networkAppearance: null, routingContexts: [], affectedPointCodes: [at(5)], info: null }
    const scon: M3uaMessage = { kind: 'SCON', ...said, concernedDestination: 9, congestionLevel: 2 }
    expect(asp.says(scon)).toEqual([])
    expect(events.at(-1)).toMatchObject({ kind: 'congestion-reported', message: { concernedDestination: 9, congestionLevel: 2 } })
    for (const kind of ['DUNA', 'DAVA', 'DRST'] as const) expect(asp.says({ kind, ...said })).toEqual(['ERR 0x06'])
    expect(asp.says({ kind: 'DUPU', ...said, affectedPointCode: at(5), user: 3, cause: 1 })).toEqual(['ERR 0x06'])
    expect(asp.says({ ...scon, routingContexts: [101] })).toEqual(['ERR 0x19 [101]'])
    expect(asp.says({ ...scon, networkAppearance: 8 })).toEqual(['ERR 0x15'])
    expect(attach([]).says(scon)).toEqual(['ERR 0x1a'])
    const down = attach([100])
    down.says({ kind: 'ASPDN', info: null })
    expect(down.says(scon)).toEqual(['ERR 0x06'])
  })
})
