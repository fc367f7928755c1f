import { ERROR_CODE, type M3uaMessage } from '@sigbed/m3ua-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ASPUP, aspac, aspia, dataOctets, error, hand, octetsOf, Recorder } from '../../test/recorder.js'
import type { SgpEvent } from '../m3ua-event.js'
import { type SignallingGatewayConfiguration, SignallingGatewayProcess } from './signalling-gateway-process.js'

const TWO: SignallingGatewayConfiguration = {
  applicationServers: [
    { routingContext: 100, networkAppearance: 7, trafficMode: 'override' },
    { routingContext: 200, trafficMode: 'loadshare' },
  ],
}

const gateway = (configuration: SignallingGatewayConfiguration = TWO, served?: readonly number[]) => {
  const events: SgpEvent[] = []
  const data: number[] = []
  const sgp = new SignallingGatewayProcess(configuration, {
    onEvent: (event) => events.push(event),
    onData: (_, __, routingContext) => data.push(routingContext),
  })
  const line = new Recorder()
  const remote = sgp.attach(line, served)
  remote.communicationUp(17, 0)
  const says = (message: M3uaMessage, now = 0) => {
    hand(remote, octetsOf(message), 0, now)
    return line.said()
  }
  return { sgp, line, remote, events, data, says }
}

describe('ASPUP at the SGP', () => {
  it('is acknowledged in every state, and from ASP-ACTIVE also answered with "Unexpected Message"', () => {
    const { says, sgp } = gateway()
    expect(says(ASPUP)).toEqual(['ASPUP ACK', 'NTFY 1/2 [100]', 'NTFY 1/2 [200]'])
    expect(says(ASPUP)).toEqual(['ASPUP ACK'])
    expect(says(aspac([100]))).toEqual(['ASPAC ACK [100]', 'NTFY 1/3 [100]'])
    expect(says(ASPUP)).toEqual(['ASPUP ACK', 'ERR 0x06', 'NTFY 1/4 [100]'])
    expect([sgp.asState(100), sgp.asState(200)]).toEqual(['AS-PENDING', 'AS-INACTIVE'])
  })

  it('is refused under management blocking', () => {
    const { says, remote } = gateway()
    remote.managementBlocked = true
    expect(says(ASPUP)).toEqual(['ERR 0x0d'])
    expect(remote.isUp).toBe(false)
    remote.managementBlocked = false
    expect(says(ASPUP)[0]).toBe('ASPUP ACK')
    remote.managementBlocked = true
    expect(says(aspac([100]))).toEqual(['ERR 0x0d [100]'])
  })

  it('must carry an ASP Identifier where one is required, and one of its own', () => {
    const { says, sgp, remote } = gateway({ ...TWO, aspIdentifierRequired: true })
    expect(says(ASPUP)).toEqual(['ERR 0x0e'])
    expect(says({ kind: 'ASPUP', aspIdentifier: 5, info: null })[0]).toBe('ASPUP ACK')
    const line = new Recorder()
    const other = sgp.attach(line)
    other.communicationUp(17, 0)
    hand(other, octetsOf({ kind: 'ASPUP', aspIdentifier: 5, info: null }))
    expect(line.said()).toEqual(['ERR 0x0f'])
    remote.communicationLost(0)
    hand(other, octetsOf({ kind: 'ASPUP', aspIdentifier: 5, info: null }))
    expect(line.said()[0]).toBe('ASPUP ACK')
  })
})

describe('ASPAC at the SGP', () => {
  it('is unexpected before ASPUP', () => {
    const { says } = gateway()
    expect(says(aspac([100]))).toEqual(['ERR 0x06 [100]'])
    expect(says(aspia([100]))).toEqual(['ERR 0x06 [100]'])
  })

  it('activates what is configured and names what is not', () => {
    const { says, sgp } = gateway()
    says(ASPUP)
    expect(says(aspac([9, 100, 9, 100]))).toEqual(['ERR 0x19 [9]', 'ASPAC ACK [100]', 'NTFY 1/3 [100]'])
    expect(says(aspia([9]))).toEqual(['ERR 0x19 [9]'])
    expect(sgp.asState(100)).toBe('AS-ACTIVE')
  })

  it('means every AS of the ASP when it names none, and is acknowledged likewise', () => {
    const { says, sgp } = gateway()
    says(ASPUP)
    expect(says(aspac())).toEqual(['ASPAC ACK', 'NTFY 1/3 [100]', 'NTFY 1/3 [200]'])
    expect([sgp.asState(100), sgp.asState(200)]).toEqual(['AS-ACTIVE', 'AS-ACTIVE'])
    expect(says(aspac())).toEqual(['ASPAC ACK'])
    expect(says(aspia())).toEqual(['ASPIA ACK', 'NTFY 1/4 [100]', 'NTFY 1/4 [200]'])
  })

  it('is refused with "No Configured AS for ASP" for an ASP that has none', () => {
    const { says } = gateway(TWO, [])
    expect(says(ASPUP)).toEqual(['ASPUP ACK'])
    expect(says(aspac())).toEqual(['ERR 0x1a'])
    expect(says(aspac([100]))).toEqual(['ERR 0x1a [100]'])
  })

  it('is refused where its traffic mode is not that of the AS', () => {
    const { says } = gateway()
    says(ASPUP)
    expect(says(aspac([100, 200], 2))).toEqual(['ASPAC ACK [200]', 'ERR 0x05 [100]', 'NTFY 1/3 [200]'])
    expect(says(aspac([100], 3))).toEqual(['ERR 0x05 [100]'])
    expect(says(aspac([100], 1))).toEqual(['ASPAC ACK [100]', 'NTFY 1/3 [100]'])
  })
})

describe('a traffic mode that is not configured', () => {
  const open = () => {
    const made = gateway({ applicationServers: [{ routingContext: 100, trafficMode: null }] })
    made.says(ASPUP)
    return made
  }

  it('is that of the first ASPAC, and the second has to agree', () => {
    const { says, sgp } = open()
    expect(sgp.asTrafficMode(100)).toBeNull()
    expect(says(aspac([100], 3))).toEqual(['ASPAC ACK [100]', 'NTFY 1/3 [100]'])
    expect(sgp.asTrafficMode(100)).toBe('broadcast')
    const line = new Recorder()
    const other = sgp.attach(line)
    other.communicationUp(17, 0)
    hand(other, octetsOf(ASPUP))
    line.said()
    hand(other, octetsOf(aspac([100], 2)))
    hand(other, octetsOf(aspac([100], 3)))
    expect(line.said()).toEqual(['ERR 0x05 [100]', 'ASPAC ACK [100]'])
  })

  it('is override when that names none, and open again once the AS is down', () => {
    const { says, sgp } = open()
    says(aspac([100]))
    expect(sgp.asTrafficMode(100)).toBe('override')
    says({ kind: 'ASPDN', info: null })
    sgp.handleTimeout(2_000)
    expect([sgp.asState(100), sgp.asTrafficMode(100)]).toEqual(['AS-DOWN', null])
  })
})

describe('DATA at the SGP', () => {
  const cases = (active: boolean): [string, Uint8Array, number, string | null][] => [
    ['on stream 0', dataOctets(100), 0, 'ERR 0x09 [100]'],
    ['for an AS it is not active in', dataOctets(200), 1, 'ERR 0x06 [200]'],
    ['for an AS it is active in', dataOctets(100, 7), 1, active ? null : 'ERR 0x06 [100]'],
    ['for an unknown Routing Context', dataOctets(9), 1, 'ERR 0x19 [9]'],
    ['for no Routing Context where there are two', dataOctets(null), 1, 'ERR 0x1a'],
    ['of another Network Appearance', dataOctets(100, 8), 1, 'ERR 0x15 [100]'],
    ['without Protocol Data', Uint8Array.of(1, 0, 1, 1, 0, 0, 0, 8), 1, 'ERR 0x16'],
  ]

  it.each(cases(true))('%s', (_, octets, streamId, answer) => {
    const { says, line, remote, data } = gateway()
    says(ASPUP)
    says(aspac([100]))
    hand(remote, octets, streamId)
    expect(line.said()).toEqual(answer === null ? [] : [answer])
    expect(data).toEqual(answer === null ? [100] : [])
  })

  it.each(cases(false))('before ASPAC: %s', (_, octets, streamId, answer) => {
    const { says, line, remote, data } = gateway()
    says(ASPUP)
    hand(remote, octets, streamId)
    expect(line.said()).toEqual([answer])
    expect(data).toEqual([])
  })

  it('quotes the first 40 octets of the offender, and the wrong Network Appearance', () => {
    const { line, remote } = gateway()
    const octets = dataOctets(100, 8)
    const long = Uint8Array.from([...octets, ...new Uint8Array(20)])
    long[7] = long.length
    hand(remote, dataOctets(100, 8), 1)
    expect(line.sent.pop()).toMatchObject({ networkAppearance: 8, diagnosticInformation: octets.slice(0, 40) })
    hand(remote, long, 1)
    expect(line.sent.pop()).toMatchObject({ kind: 'ERR', diagnosticInformation: long.slice(0, 40) })
  })
})

describe('what an SGP refuses', () => {
  it.each<M3uaMessage>([
    { kind: 'ASPUP ACK', aspIdentifier: null, info: null },
    { kind: 'ASPDN ACK', info: null },
    { kind: 'ASPAC ACK', trafficModeType: null, routingContexts: [], info: null },
    { kind: 'ASPIA ACK', routingContexts: [], info: null },
    { kind: 'NTFY', statusType: 1, statusInformation: 3, aspIdentifier: null, routingContexts: [], info: null },
  ])('$kind, which only an ASP is sent', (message) => {
    const { says, events } = gateway()
    expect(says(message)).toEqual(['ERR 0x06'])
    expect(events.pop()).toMatchObject({ kind: 'asp', event: { kind: 'error-sent', errorCode: 6, where: message.kind } })
  })

  it('RKM by class, other versions by version', () => {
    const { line, remote } = gateway()
    hand(remote, Uint8Array.of(1, 0, 9, 3, 0, 0, 0, 16, 0, 6, 0, 8, 0, 0, 0, 100))
    hand(remote, Uint8Array.of(1, 0, 3, 7, 0, 0, 0, 8))
    hand(remote, Uint8Array.of(2, 0, 3, 1, 0, 0, 0, 8))
    expect(line.said()).toEqual(['ERR 0x03', 'ERR 0x04', 'ERR 0x01'])
  })

  it('answers ASPDN and BEAT even in ASP-DOWN, and drops everything while there is no association', () => {
    const { says, remote } = gateway()
    expect(says({ kind: 'ASPDN', info: null })).toEqual(['ASPDN ACK'])
    expect(says({ kind: 'BEAT', heartbeatData: Uint8Array.of(1, 2) })).toEqual(['BEAT ACK'])
    remote.communicationLost(0)
    expect(says(ASPUP)).toEqual([])
  })
})

describe('an ERR', () => {
  it('is never answered, however broken', () => {
    const { says, line, remote, events } = gateway()
    expect(says(error(ERROR_CODE.UNEXPECTED_MESSAGE))).toEqual([])
    for (const octets of [
      [1, 0, 0, 0],
      [1, 0, 0, 0, 0, 0, 0, 8],
      [2, 0, 0, 0, 0, 0, 0, 8],
      [1, 0, 0, 0, 0, 0, 0, 12, 0, 12, 0, 9],
    ]) {
      hand(remote, Uint8Array.from(octets))
    }
    expect(line.said()).toEqual([])
    expect(events.map((event) => (event.kind === 'asp' ? event.event.kind : event.kind))).toEqual([
      'error-received',
      ...new Array(4).fill('unreadable-error-received'),
    ])
  })
})

describe('configuration', () => {
  it.each<[string, SignallingGatewayConfiguration]>([
    ['no AS', { applicationServers: [] }],
    [
      'one Routing Context twice',
      {
        applicationServers: [
          { routingContext: 1, trafficMode: 'override' },
          { routingContext: 1, trafficMode: 'override' },
        ],
      },
    ],
    [
      'an AS without Routing Context among several',
      {
        applicationServers: [
          { routingContext: 1, trafficMode: 'override' },
          { routingContext: null, trafficMode: 'override' },
        ],
      },
    ],
    ['an AS that needs no ASP', { applicationServers: [{ routingContext: 1, trafficMode: 'loadshare', requiredActiveAsps: 0 }] }],
  ])('refuses %s', (_, configuration) => {
    expect(() => gateway(configuration)).toThrow(expect.objectContaining({ code: 'M3UA_CONFIGURATION' }))
  })

  it('refuses to attach an ASP to an AS there is not', () => {
    expect(() => gateway(TWO, [300])).toThrow(expect.objectContaining({ code: 'M3UA_CONFIGURATION' }))
  })
})

describe('any octets', () => {
  it('never make the SGP throw, nor answer an ERR with an ERR', () => {
    const tail = fc.uint8Array({ maxLength: 48 })
    const headed = fc
      .tuple(fc.constantFrom(0, 0, 1, 3, 4, 9), fc.nat(6), tail)
      .map(([messageClass, type, octets]) => Uint8Array.of(1, 0, messageClass, type, 0, 0, 0, octets.length + 8, ...octets))
    const sound = fc
      .constantFrom(ASPUP, aspac(), aspac([100]), aspac([200, 9], 2), aspia(), error(6), { kind: 'ASPDN', info: null } as const)
      .map(octetsOf)
    const inputs = fc.array(fc.record({ octets: fc.oneof(tail, headed, sound, fc.constant(dataOctets(100))), streamId: fc.nat(3) }), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(inputs, (list) => {
        const { line, remote, sgp } = gateway()
        list.forEach(({ octets, streamId }, i) => {
          line.said()
          hand(remote, octets, streamId, i)
          const isError = octets.length >= 4 && octets[2] === 0 && octets[3] === 0
          if (isError) expect(line.sent).toEqual([])
          sgp.handleTimeout(i)
        })
      }),
      { numRuns: 500 },
    )
  })
})
