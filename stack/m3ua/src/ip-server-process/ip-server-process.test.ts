import type { M3uaMessage } from '@sigbed/m3ua-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ASPUP, aspac, aspia, dataOctets, error, hand, octetsOf, Recorder } from '../../test/recorder.js'
import type { IpspEvent } from '../m3ua-event.js'
import { IpServerProcess, type IpServerProcessConfiguration } from './ip-server-process.js'

const SINGLE: IpServerProcessConfiguration = {
  exchange: 'single',
  applicationServers: [{ routingContext: 100 }, { routingContext: 200 }],
  trafficMode: 'override',
  aspIdentifier: 5,
}
const DOUBLE: IpServerProcessConfiguration = {
  exchange: 'double',
  applicationServers: [{ routingContext: 100 }],
  peerApplicationServers: [
    { routingContext: 200, trafficMode: 'override' },
    { routingContext: 300, trafficMode: 'override' },
  ],
  trafficMode: null,
}
const UP_ACK: M3uaMessage = { kind: 'ASPUP ACK', aspIdentifier: 9, info: null }
const DOWN: M3uaMessage = { kind: 'ASPDN', info: null }
const DOWN_ACK: M3uaMessage = { kind: 'ASPDN ACK', info: null }
const activeAck = (...routingContexts: number[]): M3uaMessage => ({ kind: 'ASPAC ACK', trafficModeType: null, routingContexts, info: null })
const inactiveAck = (...routingContexts: number[]): M3uaMessage => ({ kind: 'ASPIA ACK', routingContexts, info: null })

const associated = (configuration: IpServerProcessConfiguration) => {
  const events: IpspEvent[] = []
  const data: number[] = []
  const process = new IpServerProcess(configuration, {
    onEvent: (event) => events.push(event),
    onData: (_, __, routingContext) => data.push(routingContext),
  })
  const line = new Recorder()
  const peer = process.attach(line)
  peer.communicationUp(17, 0)
  const hears = (message: M3uaMessage) => {
    hand(peer, octetsOf(message))
    return line.said()
  }
  return { process, peer, line, events, data, hears }
}

describe('an IPSP in a single exchange', () => {
  it('goes with what the peer asks for, one AS at a time', () => {
    const { peer, hears } = associated({ ...SINGLE, initiates: false })
    expect(hears(ASPUP)).toEqual(['ASPUP ACK'])
    expect(hears(aspac([200]))).toEqual(['ASPAC ACK [200]'])
    expect([peer.stateFor(100), peer.stateFor(200), peer.peerStateFor(200)]).toEqual(['ASP-INACTIVE', 'ASP-ACTIVE', 'ASP-ACTIVE'])
    expect(hears(aspia([200]))).toEqual(['ASPIA ACK [200]'])
    expect(hears(DOWN)).toEqual(['ASPDN ACK'])
    expect(peer.state).toBe('ASP-DOWN')
  })

  it('takes ASPAC that crosses its own, and the acknowledgement that follows', () => {
    const { peer, hears } = associated(SINGLE)
    peer.activate(0)
    expect(hears(ASPUP)).toEqual(['ASPUP', 'ASPUP ACK', 'ASPAC [100,200]'])
    expect(hears(UP_ACK)).toEqual([])
    expect(hears(aspac([100]))).toEqual(['ASPAC ACK [100]'])
    expect(peer.isRequesting).toBe(true)
    expect(hears(activeAck(100, 200))).toEqual([])
    expect([peer.stateFor(100), peer.stateFor(200), peer.isRequesting]).toEqual(['ASP-ACTIVE', 'ASP-ACTIVE', false])
    expect(peer.aspIdentifier).toBe(9)
  })

  it('goes down at the peer’s ASPDN and does not come up by itself, but goes along when the peer does', () => {
    const { peer, hears } = associated(SINGLE)
    peer.activate(0)
    hears(UP_ACK)
    hears(activeAck(100, 200))
    expect(hears(DOWN)).toEqual(['ASPDN ACK'])
    peer.handleTimeout(60_000)
    expect(peer.state).toBe('ASP-DOWN')
    expect([hears(ASPUP), hears(aspac())]).toEqual([['ASPUP ACK'], ['ASPAC ACK']])
    expect(peer.state).toBe('ASP-ACTIVE')
  })

  it('answers what nobody asked for as an ASP does', () => {
    const { hears, line } = associated(SINGLE)
    expect(hears(activeAck(100))).toEqual(['ERR 0x06 [100]'])
    expect(hears(aspac([100]))).toEqual(['ERR 0x06 [100]'])
    hears(ASPUP)
    expect(hears(aspac([9]))).toEqual(['ERR 0x19 [9]'])
    hears(error(0x19, aspac([100]), [100]))
    expect(line.said()).toEqual([])
  })
})

describe('an IPSP in a double exchange', () => {
  it('knows its own Routing Contexts in acknowledgements and DATA, and the peer’s in requests', () => {
    const { peer, hears, line, data } = associated(DOUBLE)
    peer.activate(0)
    expect(hears(UP_ACK)).toEqual(['ASPUP', 'ASPAC [100]'])
    expect(hears(activeAck(100))).toEqual([])
    hand(peer, dataOctets(100), 1)
    hand(peer, dataOctets(200), 1)
    expect([data, line.said()]).toEqual([[100], ['ERR 0x19 [200]']])
    expect(hears(ASPUP)).toEqual(['ASPUP ACK'])
    expect(hears(aspac([100]))).toEqual(['ERR 0x19 [100]'])
    expect(hears(aspac([200]))).toEqual(['ASPAC ACK [200]'])
    expect([peer.stateFor(100), peer.peerStateFor(200), peer.peerStateFor(300)]).toEqual(['ASP-ACTIVE', 'ASP-ACTIVE', 'ASP-INACTIVE'])
  })

  it('takes the peer’s loss for its own and the other way round', () => {
    const { peer, process, hears } = associated(DOUBLE)
    peer.activate(0)
    hears(UP_ACK)
    hears(activeAck(100))
    hears(ASPUP)
    hears(aspac([200]))
    expect(process.asState(200)).toBe('AS-ACTIVE')
    peer.communicationLost(0)
    expect([peer.state, peer.peerStateFor(200), process.asState(200)]).toEqual(['ASP-DOWN', 'ASP-DOWN', 'AS-PENDING'])
    process.detach(peer, 0)
    process.handleTimeout(2_000)
    expect(process.asState(200)).toBe('AS-DOWN')
  })
})

describe('any octets', () => {
  const tail = fc.uint8Array({ maxLength: 48 })
  const headed = fc
    .tuple(fc.constantFrom(0, 0, 1, 2, 3, 4, 9), fc.nat(6), tail)
    .map(([messageClass, type, octets]) => Uint8Array.of(1, 0, messageClass, type, 0, 0, 0, octets.length + 8, ...octets))
  const sound = fc
    .constantFrom(
      ASPUP,
      UP_ACK,
      DOWN,
      DOWN_ACK,
      aspac(),
      aspac([100]),
      aspac([200]),
      aspia(),
      aspia([100]),
      activeAck(),
      activeAck(200),
      inactiveAck(100),
      error(6, aspac([100])),
      error(0x19),
    )
    .map(octetsOf)
  const inputs = fc.array(fc.record({ octets: fc.oneof(tail, headed, sound, sound, fc.constant(dataOctets(100))), streamId: fc.nat(2) }), {
    maxLength: 14,
  })

  it.each([
    ['single', SINGLE],
    ['double', DOUBLE],
  ])('never make an IPSP throw, answer an ERR, or in a single exchange part its two halves (%s)', (exchange, configuration) => {
    fc.assert(
      fc.property(inputs, fc.constantFrom('up' as const, 'activate' as const, 'deactivate' as const, 'down' as const), (list, target) => {
        const { peer, line, process } = associated(configuration)
        peer[target](0)
        list.forEach(({ octets, streamId }, i) => {
          line.said()
          hand(peer, octets, streamId, i)
          const isError = octets.length >= 4 && octets[2] === 0 && octets[3] === 0
          if (isError) expect(line.said().filter((entry) => entry.startsWith('ERR'))).toEqual([])
          if (exchange === 'single') for (const rc of [100, 200]) expect(peer.peerStateFor(rc)).toBe(peer.stateFor(rc))
          process.handleTimeout(i * 500)
        })
        expect(line.sent.length).toBeLessThanOrEqual(6)
      }),
      { numRuns: 500 },
    )
  })
})
