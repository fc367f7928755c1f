import { type AvpOf, avpValue, avpValues, CREDIT_CONTROL_APPLICATION_ID, GY } from 'diameter-codec'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { REALM, VirtualRealm } from '../testing/virtual-realm.js'
import { Account } from './account.js'
import { AccountBook } from './account-book.js'
import { OnlineChargingSystem } from './online-charging-system.js'

type GyAvp = AvpOf<typeof GY.avpRows>

const SUBSCRIBER: GyAvp = {
  name: 'Subscription-Id',
  value: [
    { name: 'Subscription-Id-Type', value: 'END_USER_E164' },
    { name: 'Subscription-Id-Data', value: '49170' },
  ],
}
/** Small numbers, and those at the edge of their format. */
const anyUnits = fc.oneof(fc.bigInt({ min: 0n, max: 10_000n }), fc.constantFrom(2n ** 64n - 1n, 2n ** 63n))
const anyMoney = fc.record({
  digits: fc.oneof(fc.bigInt({ min: -9n, max: 999n }), fc.constant(2n ** 63n - 1n)),
  exponent: fc.integer({ min: -8, max: 30 }),
})
const anyServiceUnit = fc.oneof(
  fc.constant<readonly GyAvp[]>([]),
  anyUnits.map((value): readonly GyAvp[] => [{ name: 'CC-Total-Octets', value }]),
  fc.nat(1000).map((value): readonly GyAvp[] => [{ name: 'CC-Time', value }]),
  anyMoney.map(({ digits, exponent }): readonly GyAvp[] => [
    {
      name: 'CC-Money',
      value: [
        {
          name: 'Unit-Value',
          value: [
            { name: 'Value-Digits', value: digits },
            { name: 'Exponent', value: exponent },
          ],
        },
      ],
    },
  ]),
)
const anyService = fc
  .record({
    ratingGroup: fc.constantFrom(10, 20, 77),
    requested: fc.option(anyServiceUnit),
    used: fc.array(anyServiceUnit, { maxLength: 2 }),
  })
  .map(
    ({ ratingGroup, requested, used }): GyAvp => ({
      name: 'Multiple-Services-Credit-Control',
      value: [
        { name: 'Rating-Group', value: ratingGroup },
        ...used.map((value): GyAvp => ({ name: 'Used-Service-Unit', value })),
        ...(requested === null ? [] : [{ name: 'Requested-Service-Unit', value: requested } as const]),
      ],
    }),
  )
const anyStep = fc.record({
  session: fc.constantFrom('a', 'b', 'c'),
  type: fc.constantFrom('INITIAL_REQUEST' as const, 'UPDATE_REQUEST' as const, 'UPDATE_REQUEST' as const, 'TERMINATION_REQUEST' as const),
  services: fc.array(anyService, { maxLength: 3 }),
  topUp: fc.boolean(),
})

it('answers whatever it is asked, loses no money and reserves none that is not there', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 15 }), fc.bigInt({ min: 0n, max: 5000n }), fc.boolean(), (steps, balance, redirects) => {
      const realm = new VirtualRealm()
      const account = new Account(balance, 100n)
      const accounts = new AccountBook()
      accounts.enter(['END_USER_E164:49170'], account)
      const tariff = { unitType: 'CC-Total-Octets', unitSize: 10n, price: 7n, quota: 1000n } as const
      const system = new OnlineChargingSystem({
        surroundings: realm,
        accounts,
        currencyCode: 978,
        tariffs: {
          services: new Map(),
          ratingGroups: new Map([
            [10, tariff],
            [20, { ...tariff, price: 0n }],
          ]),
        },
        validityTimeS: 60,
        finalUnit: redirects
          ? { action: 'RESTRICT_ACCESS', filterRules: [], filterIds: ['portal'], graceTimeS: 30 }
          : { action: 'TERMINATE' },
        sessionFailover: 'FAILOVER_SUPPORTED',
        failureHandling: 'TERMINATE',
        directDebitingFailureHandling: 'CONTINUE',
        sessionLimit: 2,
        onEvent: () => {},
      })
      system.connect(realm.join('ocs', [system.application]))
      const client = realm.join('pgw', [])
      let paidIn = balance
      for (const [number, step] of steps.entries()) {
        if (step.topUp) {
          system.topUp('END_USER_E164:49170', 50n)
          paidIn += 50n
        }
        let answered = false
        client.request(
          GY,
          {
            command: 'Credit-Control-Request',
            applicationId: CREDIT_CONTROL_APPLICATION_ID,
            destinationHost: 'ocs',
            destinationRealm: REALM,
            avps: [
              { name: 'Session-Id', value: step.session },
              { name: 'Auth-Application-Id', value: CREDIT_CONTROL_APPLICATION_ID },
              { name: 'Service-Context-Id', value: '32251@3gpp.org' },
              { name: 'CC-Request-Type', value: step.type },
              { name: 'CC-Request-Number', value: number },
              SUBSCRIBER,
              { name: 'Multiple-Services-Indicator', value: 'MULTIPLE_SERVICES_SUPPORTED' },
              ...step.services,
            ],
          },
          (outcome) => {
            expect(outcome.kind).toBe('answer')
            answered = true
            if (outcome.kind !== 'answer') return
            const grants = avpValues(outcome.message.avps, 'Multiple-Services-Credit-Control').filter(
              (members) => avpValue(members, 'Granted-Service-Unit') !== null,
            )
            if (grants.length > 0) expect(account.balance + account.overdraft > 0n).toBe(true)
          },
        )
        realm.advance(20)
        expect(answered).toBe(true)
        expect(account.available >= 0n && account.reserved >= 0n).toBe(true)
        // Sessions only take: nothing they report can put money into the account.
        expect(account.balance <= paidIn).toBe(true)
        if (system.sessionCount === 0) expect(account.reserved).toBe(0n)
      }
      realm.advance(1_000_000)
      // What was held is given back at the latest when every session has expired.
      expect([system.sessionCount, account.reserved]).toEqual([0, 0n])
    }),
    { numRuns: 150 },
  )
})
