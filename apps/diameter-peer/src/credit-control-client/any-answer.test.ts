import { CREDIT_CONTROL_APPLICATION_ID, GY } from 'diameter-codec'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { servedApplication } from '../application.js'
import type { GyAvp } from '../online-charging/tariff.js'
import { REALM, REQUEST_TIMEOUT_MS, VirtualRealm } from '../testing/virtual-realm.js'
import { CreditControlSession } from './credit-control-session.js'

const anyGrant = fc.oneof(
  fc.constant<readonly GyAvp[]>([]),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value): readonly GyAvp[] => [{ name: 'CC-Total-Octets', value }]),
  fc.bigInt({ min: 0n, max: 3n }).map((value): readonly GyAvp[] => [{ name: 'CC-Total-Octets', value }]),
  fc.nat(60).map((value): readonly GyAvp[] => [
    { name: 'CC-Time', value },
    { name: 'Tariff-Time-Change', value: 9 },
  ]),
)
const anyService = fc
  .record({
    ratingGroup: fc.constantFrom(10, 20, 77),
    resultCode: fc.constantFrom(null, 2001, 2001, 4011, 4012, 5031),
    granted: fc.option(anyGrant),
    validity: fc.option(fc.nat(3)),
    final: fc.option(fc.constantFrom('TERMINATE' as const, 'REDIRECT' as const, 'RESTRICT_ACCESS' as const)),
  })
  .map(
    ({ ratingGroup, resultCode, granted, validity, final }): GyAvp => ({
      name: 'Multiple-Services-Credit-Control',
      value: [
        { name: 'Rating-Group', value: ratingGroup },
        ...(resultCode === null ? [] : [{ name: 'Result-Code', value: resultCode } as const]),
        ...(granted === null ? [] : [{ name: 'Granted-Service-Unit', value: granted } as const]),
        ...(validity === null ? [] : [{ name: 'Validity-Time', value: validity } as const]),
        ...(final === null
          ? []
          : [{ name: 'Final-Unit-Indication', value: [{ name: 'Final-Unit-Action', value: final }] satisfies readonly GyAvp[] } as const]),
      ],
    }),
  )
const anyAnswer = fc.record({
  result: fc.constantFrom(2001, 2001, 2001, 2002, 3002, 3004, 4010, 4012, 5030, 5012),
  failureHandling: fc.constantFrom('TERMINATE' as const, 'CONTINUE' as const, 'RETRY_AND_TERMINATE' as const),
  failover: fc.constantFrom('FAILOVER_SUPPORTED' as const, 'FAILOVER_NOT_SUPPORTED' as const),
  services: fc.array(anyService, { maxLength: 3 }),
})
const anyStep = fc.oneof(
  fc.record({ does: fc.constant('use' as const), amount: fc.bigInt({ min: 0n, max: 10n ** 7n }) }),
  fc.record({ does: fc.constantFrom('add' as const, 'rate' as const, 're-authorize' as const, 'wait' as const), amount: fc.constant(0n) }),
)

it('comes to its end, whatever the server answers and the user does', () => {
  fc.assert(
    fc.property(fc.array(anyAnswer, { minLength: 1, maxLength: 8 }), fc.array(anyStep, { maxLength: 12 }), (answers, steps) => {
      const realm = new VirtualRealm()
      let turn = 0
      const server = servedApplication(
        'any',
        { applicationId: CREDIT_CONTROL_APPLICATION_ID, vendorId: 0, kind: 'authentication' },
        GY,
        () => {
          const { result, failureHandling, failover, services } = answers[turn++ % answers.length]!
          const avps: GyAvp[] = [
            { name: 'Auth-Application-Id', value: CREDIT_CONTROL_APPLICATION_ID },
            { name: 'CC-Request-Type', value: 'UPDATE_REQUEST' },
            { name: 'CC-Request-Number', value: 0 },
            { name: 'CC-Session-Failover', value: failover },
            { name: 'Credit-Control-Failure-Handling', value: failureHandling },
            ...services,
          ]
          return { result, avps }
        },
      )
      realm.join('ocs', [server])
      realm.join('ocs2', [server])
      let ends = 0
      const session = new CreditControlSession({
        surroundings: realm,
        sender: realm.join('pgw', []),
        serviceContextId: '32251@3gpp.org',
        destinationRealm: REALM,
        serverHost: 'ocs',
        backupServerHost: 'ocs2',
        describing: [],
        wallClockS: () => 0,
        failureHandling: 'TERMINATE',
        txMs: 10_000,
        onAccess: () => {},
        onEnd: () => ends++,
      })
      session.start([10])
      for (const { does, amount } of steps) {
        if (does === 'use') session.use(10, amount)
        else if (does === 'add') session.add(20)
        else if (does === 'rate') session.changeRatingCondition()
        else if (does === 're-authorize') session.reAuthorize([])
        realm.advance(does === 'wait' ? 5_000 : 20)
        expect(session.quota(10)!.remaining >= 0n).toBe(true)
      }
      session.terminate()
      realm.advance(4 * REQUEST_TIMEOUT_MS)
      expect([session.state, ends]).toEqual(['Idle', 1])
      const sent = realm.log.length
      realm.advance(REQUEST_TIMEOUT_MS)
      // Nothing is left that ticks.
      expect(realm.log.length).toBe(sent)
    }),
    { numRuns: 200 },
  )
})
