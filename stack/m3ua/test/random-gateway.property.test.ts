import { DATA_MESSAGE_CODE, DataMessage, type M3uaMessage, peekMessageCode, type RoutingKey, readDataMessage } from '@sigbed/m3ua-codec'
import { readU16, writeU16 } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LowerLayer } from '../src/lower-layer.js'
import type { RemoteAsp } from '../src/signalling-gateway/remote-asp.js'
import { type SignallingGatewayConfiguration, SignallingGatewayProcess } from '../src/signalling-gateway/signalling-gateway-process.js'
import type { TrafficMode } from '../src/traffic-mode.js'
import { userData } from './back-to-back.js'
import { ASPUP, aspac, aspia, error, hand, octetsOf } from './recorder.js'

/** An association that takes messages while it has room, and is asked at its end which of them it has delivered. */
class Line implements LowerLayer {
  room = Number.POSITIVE_INFINITY
  taken: Uint8Array[] = []

  send(octets: Uint8Array, offset: number, length: number): boolean {
    if (peekMessageCode(octets, offset, length) !== DATA_MESSAGE_CODE) return true
    if (this.taken.length >= this.room) return false
    this.taken.push(octets.slice(offset, offset + length))
    return true
  }
}

/** The number that `numbered` put into DATA. */
function numberOf(octets: Uint8Array): number {
  const message = new DataMessage()
  expect(readDataMessage(octets, 0, octets.length, message)).toBeNull()
  return readU16(message.protocolData.octets, message.protocolData.userDataAt)
}

function numbered(number: number) {
  const protocolData = userData(0, number & 15)
  protocolData.octets = new Uint8Array(2)
  writeU16(protocolData.octets, 0, number)
  protocolData.userDataLength = 2
  protocolData.destinationPointCode = number & 3
  return protocolData
}

describe('whatever happens to the ASPs of an SG', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('send' as const), messages: fc.integer({ min: 1, max: 5 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('activate' as const), asp: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('deactivate' as const, 'down' as const), asp: fc.nat(2) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('lose' as const, 'restart' as const),
        asp: fc.nat(2),
        delivered: fc.nat(100),
        sent: fc.nat(100),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('narrow' as const), asp: fc.nat(2), room: fc.nat(6) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 1, max: 3_000 }) }) },
  )

  it.each<[TrafficMode, boolean]>([
    ['override', false],
    ['override', true],
    ['loadshare', false],
    ['loadshare', true],
  ])('every message it took is accounted for once: %s, sending again what had left: %s', (trafficMode, redistributeUnacknowledged) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const fates: number[] = []
        const sgp = new SignallingGatewayProcess(
          { applicationServers: [{ routingContext: 100, trafficMode, pendingMessages: 7 }], redistributeUnacknowledged },
          {
            onEvent: () => {},
            onData: () => {},
            onUndelivered: ({ protocolData: { octets, userDataAt } }) => fates.push(readU16(octets, userDataAt)),
          },
        )
        const asps = [0, 1, 2].map(() => {
          const line = new Line()
          const remote = sgp.attach(line)
          remote.communicationUp(17, 0)
          return { line, remote }
        })
        const accepted: number[] = []
        let next = 0
        let now = 0
        for (const each of steps) {
          if (each.kind === 'send') {
            for (let i = 0; i < each.messages; i++, next++) {
              const outcome = sgp.sendData(numbered(next), 100)
              if (outcome === 'sent' || outcome === 'queued') accepted.push(next)
            }
            continue
          }
          if (each.kind === 'wait') {
            now += each.milliseconds
            sgp.handleTimeout(now)
            continue
          }
          const { line, remote } = asps[each.asp]!
          const say = (message: M3uaMessage) => hand(remote, octetsOf(message), 0, now)
          switch (each.kind) {
            case 'activate':
              if (!remote.isUp) say(ASPUP)
              say(aspac([100]))
              break
            case 'deactivate':
              say(aspia([100]))
              break
            case 'down':
              say({ kind: 'ASPDN', info: null })
              break
            case 'narrow':
              line.room = line.taken.length + each.room
              break
            default: {
              // Some have arrived, some have left, the rest has not.
              const delivered = Math.floor((line.taken.length * each.delivered) / 100)
              const sent = delivered + Math.floor(((line.taken.length - delivered) * each.sent) / 100)
              const taken = line.taken.splice(0)
              line.room = Number.POSITIVE_INFINITY
              fates.push(...taken.slice(0, delivered).map(numberOf))
              const show = (visit: (octets: Uint8Array, offset: number, length: number, sent: boolean) => void) => {
                taken.slice(delivered).forEach((octets, i) => {
                  visit(octets, 0, octets.length, delivered + i < sent)
                })
              }
              if (each.kind === 'restart') remote.restart(17, now, show)
              else {
                remote.communicationLost(now, show)
                remote.communicationUp(17, now)
              }
            }
          }
          const active = asps.filter((asp) => asp.remote.memberships[0]!.state === 'ASP-ACTIVE').length
          expect(sgp.asState(100) === 'AS-ACTIVE').toBe(active > 0)
          if (trafficMode === 'override') expect(active).toBeLessThan(2)
        }
        sgp.handleTimeout(now + 10_000)
        fates.push(...asps.flatMap(({ line }) => line.taken.map(numberOf)))
        const statistics = sgp.asStatistics(100)
        expect(fates.length - new Set(fates).size).toBe(0)
        expect(fates.every((number) => accepted.includes(number))).toBe(true)
        // What T(r) discarded, and what nobody took of the queue, is counted; all else has been seen.
        expect(fates.length + statistics.discarded + statistics.replayRefused).toBe(accepted.length)
        expect(statistics.sent + statistics.queued).toBe(accepted.length)
      }),
      { numRuns: 300 },
    )
  })
})

describe('whatever an ASP says to an SG with everything switched on', () => {
  const CONFIGURATION: SignallingGatewayConfiguration = {
    applicationServers: [
      { routingContext: 1, networkAppearance: 7, trafficMode: null, routingKey: [{ destinationPointCode: 1 }] },
      { routingContext: 2, networkAppearance: 8, trafficMode: 'broadcast' },
    ],
    registration: { maximumApplicationServers: 2, allowsChange: true },
    heartbeatMs: 1_000,
    maximumDestinations: 4,
  }
  const pointCode = fc.record({ pointCode: fc.nat(5), mask: fc.constantFrom(0, 0, 0, 2, 24, 255) })
  const pointCodes = fc.array(pointCode, { minLength: 1, maxLength: 3 })
  const appearance = fc.constantFrom(null, 7, 8, 9)
  const contexts = fc.array(fc.nat(5), { maxLength: 3 })
  const routingKey: fc.Arbitrary<RoutingKey> = fc.record({
    localRoutingKeyIdentifier: fc.nat(3),
    routingContext: fc.constantFrom(null, null, 1, 3, 4),
    trafficModeType: fc.constantFrom(null, 1, 2, 3, 4),
    networkAppearance: appearance,
    destinations: fc.array(
      fc.record({
        destinationPointCode: pointCode,
        serviceIndicators: fc.array(fc.nat(17), { maxLength: 2 }),
        originatingPointCodes: fc.array(pointCode, { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  })
  const said: fc.Arbitrary<Uint8Array> = fc
    .oneof<fc.Arbitrary<M3uaMessage>[]>(
      fc.constantFrom<M3uaMessage[]>(ASPUP, aspac(), aspia(), error(6), { kind: 'ASPDN', info: null }),
      fc.tuple(contexts, fc.constantFrom(null, 1, 2, 3)).map(([routingContexts, type]) => aspac(routingContexts, type)),
      contexts.map((routingContexts) => aspia(routingContexts)),
      fc.record({
        kind: fc.constantFrom('DAUD' as const, 'DUNA' as const),
        networkAppearance: appearance,
        routingContexts: contexts,
        affectedPointCodes: pointCodes,
        info: fc.constant(null),
      }),
      fc.array(routingKey, { minLength: 1, maxLength: 2 }).map((routingKeys) => ({ kind: 'REG REQ', routingKeys })),
      fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }).map((routingContexts) => ({ kind: 'DEREG REQ', routingContexts })),
    )
    .map(octetsOf)
  const broken = fc
    .tuple(fc.constantFrom(0, 1, 2, 3, 4, 9), fc.nat(6), fc.uint8Array({ maxLength: 40 }))
    .map(([messageClass, type, octets]) => Uint8Array.of(1, 0, messageClass, type, 0, 0, 0, octets.length + 8, ...octets))
  const input = fc.record({
    octets: fc.oneof({ weight: 4, arbitrary: said }, broken),
    asp: fc.nat(2),
    streamId: fc.constantFrom(0, 0, 0, 1),
  })

  it('nothing throws, and when all have gone nothing is left of what was registered', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 40 }), (inputs) => {
        const sgp = new SignallingGatewayProcess(CONFIGURATION, { onEvent: () => {}, onData: () => {} })
        const asps: RemoteAsp[] = [[1, 2], [], undefined].map((served) => sgp.attach(new Line(), served))
        for (const asp of asps) asp.communicationUp(17, 0)
        sgp.network(7).setStatus([{ pointCode: 4, mask: 2 }], 'unavailable')
        inputs.forEach(({ octets, asp, streamId }, i) => {
          hand(asps[asp]!, octets, streamId, i * 100)
          sgp.handleTimeout(i * 100)
          sgp.routeData(numbered(i), 7)
        })
        for (const asp of asps) asp.communicationLost(10_000)
        sgp.handleTimeout(20_000)
        expect([sgp.asState(1), sgp.asState(2)]).toEqual(['AS-DOWN', 'AS-DOWN'])
        for (const routingContext of [3, 4, 5]) expect(() => sgp.asState(routingContext)).toThrow('not configured')
        for (const asp of asps) expect(asp.memberships.some(({ registered }) => registered)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
