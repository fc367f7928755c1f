import fc from 'fast-check'
import type { AffectedPointCode } from '../src/affected-point-code.js'
import type { M3uaMessage } from '../src/message.js'
import type { RoutingKey } from '../src/routing-key.js'

const u32 = fc.integer({ min: 0, max: 0xffff_ffff })
const u24 = fc.nat(0xff_ffff)
const u16 = fc.nat(0xffff)
const u8 = fc.nat(255)
const u32OrNull = fc.option(u32)
const info = fc.option(fc.string({ unit: 'grapheme', maxLength: 20 }))
const octetsOrNull = fc.option(fc.uint8Array({ maxLength: 50 }))
const routingContexts = fc.array(u32, { maxLength: 5 })
const pointCodes: fc.Arbitrary<AffectedPointCode> = fc.record({ mask: u8, pointCode: u24 })
const affectedPointCodes = fc.array(pointCodes, { minLength: 1, maxLength: 4 })

const routingKeys: fc.Arbitrary<RoutingKey> = fc.record({
  localRoutingKeyIdentifier: u32,
  routingContext: u32OrNull,
  trafficModeType: u32OrNull,
  networkAppearance: u32OrNull,
  destinations: fc.array(
    fc.record({
      destinationPointCode: pointCodes,
      serviceIndicators: fc.array(u8, { maxLength: 5 }),
      originatingPointCodes: fc.array(pointCodes, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
})

/** Any message that can be written and read, DATA aside. */
export const messages: fc.Arbitrary<M3uaMessage> = fc.oneof(
  fc.record({ kind: fc.constantFrom('ASPUP' as const, 'ASPUP ACK' as const), aspIdentifier: u32OrNull, info }),
  fc.record({ kind: fc.constantFrom('ASPDN' as const, 'ASPDN ACK' as const), info }),
  fc.record({ kind: fc.constantFrom('BEAT' as const, 'BEAT ACK' as const), heartbeatData: octetsOrNull }),
  fc.record({
    kind: fc.constantFrom('ASPAC' as const, 'ASPAC ACK' as const),
    trafficModeType: fc.option(fc.constantFrom(1, 2, 3)),
    routingContexts,
    info,
  }),
  fc.record({ kind: fc.constantFrom('ASPIA' as const, 'ASPIA ACK' as const), routingContexts, info }),
  fc.record({
    kind: fc.constant('NTFY' as const),
    statusType: u16,
    statusInformation: u16,
    aspIdentifier: u32OrNull,
    routingContexts,
    info,
  }),
  fc.record({
    kind: fc.constant('ERR' as const),
    errorCode: u32,
    routingContexts,
    networkAppearance: u32OrNull,
    affectedPointCodes: fc.array(pointCodes, { maxLength: 4 }),
    diagnosticInformation: octetsOrNull,
  }),
  fc.record({
    kind: fc.constantFrom('DUNA' as const, 'DAVA' as const, 'DAUD' as const, 'DRST' as const),
    networkAppearance: u32OrNull,
    routingContexts,
    affectedPointCodes,
    info,
  }),
  fc.record({
    kind: fc.constant('SCON' as const),
    networkAppearance: u32OrNull,
    routingContexts,
    affectedPointCodes,
    concernedDestination: fc.option(u24),
    congestionLevel: fc.option(fc.nat(3)),
    info,
  }),
  fc.record({
    kind: fc.constant('DUPU' as const),
    networkAppearance: u32OrNull,
    routingContexts,
    affectedPointCode: fc.record({ mask: fc.constant(0), pointCode: u24 }),
    user: fc.nat(15),
    cause: fc.nat(15),
    info,
  }),
  fc.record({ kind: fc.constant('REG REQ' as const), routingKeys: fc.array(routingKeys, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    kind: fc.constant('REG RSP' as const),
    registrationResults: fc.array(fc.record({ localRoutingKeyIdentifier: u32, status: u32, routingContext: u32 }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({ kind: fc.constant('DEREG REQ' as const), routingContexts: fc.array(u32, { minLength: 1, maxLength: 5 }) }),
  fc.record({
    kind: fc.constant('DEREG RSP' as const),
    deregistrationResults: fc.array(fc.record({ routingContext: u32, status: u32 }), { minLength: 1, maxLength: 3 }),
  }),
)
