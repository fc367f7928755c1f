import { avpValue, CREDIT_CONTROL_APPLICATION_ID, GY } from 'diameter-codec'
import { describe, expect, it } from 'vitest'
import { servedApplication } from '../application.js'
import { Account } from '../online-charging/account.js'
import { AccountBook } from '../online-charging/account-book.js'
import { OnlineChargingSystem } from '../online-charging/online-charging-system.js'
import type { GyAvp } from '../online-charging/tariff.js'
import { REALM, REQUEST_TIMEOUT_MS, VirtualRealm } from '../testing/virtual-realm.js'
import type { DebitingFailureHandling, RequestedAction } from './one-time-event-state.js'
import { type EventResult, OneTimeEvents } from './one-time-events.js'

const EURO = 1_000_000n

function setting(debitingFailureHandling: DebitingFailureHandling = 'TERMINATE_OR_BUFFER', storageLimit = 2) {
  const realm = new VirtualRealm()
  const account = new Account(EURO)
  const accounts = new AccountBook()
  accounts.enter(['END_USER_E164:49170'], account)
  const message = { unitType: 'CC-Service-Specific-Units', unitSize: 1n, price: EURO / 10n, quota: 1n } as const
  const system = new OnlineChargingSystem({
    surroundings: realm,
    accounts,
    currencyCode: 978,
    tariffs: { services: new Map([[7, message]]), ratingGroups: new Map() },
    validityTimeS: 600,
    finalUnit: { action: 'TERMINATE' },
    sessionFailover: 'FAILOVER_NOT_SUPPORTED',
    failureHandling: 'TERMINATE',
    directDebitingFailureHandling: debitingFailureHandling,
    sessionLimit: 1,
    onEvent: () => {},
  })
  realm.join('ocs', [system.application])
  const events = new OneTimeEvents({
    surroundings: realm,
    sender: realm.join('smsc', []),
    serviceContextId: '32274@3gpp.org',
    destinationRealm: REALM,
    serverHost: 'ocs',
    backupServerHost: null,
    wallClockS: () => 1_790_000_000,
    debitingFailureHandling,
    txMs: 10_000,
    retryMs: 60_000,
    mostAttempts: 3,
    storageLimit,
  })
  const results: EventResult[] = []
  const ask = (action: RequestedAction, units = 1n, subscriber = '49170'): string => {
    const avps: GyAvp[] = [
      {
        name: 'Subscription-Id',
        value: [
          { name: 'Subscription-Id-Type', value: 'END_USER_E164' },
          { name: 'Subscription-Id-Data', value: subscriber },
        ],
      },
      { name: 'Service-Identifier', value: 7 },
      { name: 'Requested-Service-Unit', value: [{ name: 'CC-Service-Specific-Units', value: units }] },
    ]
    events.request(action, avps, (result) => results.push(result))
    realm.advance(20)
    return results.at(-1)?.kind ?? 'pending'
  }
  return { realm, account, events, results, ask }
}

describe('one-time events', () => {
  it('debit, refund, check and enquire', () => {
    const { account, results, ask } = setting()
    expect(ask('DIRECT_DEBITING', 3n)).toBe('granted')
    expect(account.balance).toBe((7n * EURO) / 10n)
    expect(ask('REFUND_ACCOUNT', 1n)).toBe('granted')
    expect(account.balance).toBe((8n * EURO) / 10n)
    const answerOf = (action: RequestedAction, units: bigint) => {
      expect(ask(action, units)).toBe('granted')
      const result = results.at(-1)!
      return result.kind === 'granted' ? result.avps : []
    }
    expect(avpValue(answerOf('CHECK_BALANCE', 9n), 'Check-Balance-Result')).toBe('NO_CREDIT')
    expect(avpValue(answerOf('PRICE_ENQUIRY', 9n), 'Cost-Information')).toEqual([
      {
        name: 'Unit-Value',
        value: [
          { name: 'Value-Digits', value: 9n },
          { name: 'Exponent', value: -1 },
        ],
      },
      { name: 'Currency-Code', value: 978 },
    ])
    expect(ask('DIRECT_DEBITING', 9n)).toBe('refused')
    expect(ask('DIRECT_DEBITING', 1n, 'stranger')).toBe('refused')
    expect(account.balance).toBe((8n * EURO) / 10n)
  })

  it.each([
    ['DIRECT_DEBITING', 'TERMINATE_OR_BUFFER', 'granted-and-stored', 1],
    ['DIRECT_DEBITING', 'CONTINUE', 'granted', 0],
    ['REFUND_ACCOUNT', 'CONTINUE', 'granted-and-stored', 1],
    ['CHECK_BALANCE', 'CONTINUE', 'refused', 0],
    ['PRICE_ENQUIRY', 'TERMINATE_OR_BUFFER', 'refused', 0],
  ] as const)('%s with %s, when the server cannot be reached: %s', (action, failureHandling, kind, stored) => {
    const { realm, events, ask } = setting(failureHandling)
    realm.reachability.set('ocs', 'unreachable')
    expect([ask(action), events.stored]).toEqual([kind, stored])
  })

  it.each([
    ['DIRECT_DEBITING', 'refused', 0],
    ['REFUND_ACCOUNT', 'granted-and-stored', 1],
  ] as const)('%s, when the server is busy: %s', (action, kind, stored) => {
    const { realm, events, ask } = setting()
    realm.reachability.set('ocs', 'busy')
    expect([ask(action), events.stored]).toEqual([kind, stored])
  })

  it('charge once what is sent again, marked as a possible duplicate', () => {
    const { realm, account, events, ask, results } = setting()
    realm.reachability.set('ocs', 'silent')
    expect(ask('DIRECT_DEBITING')).toBe('pending')
    realm.advance(10_000)
    // The service goes on when Tx has gone by (RFC 8506 §6.5), and the request is stored when it fails.
    expect(results).toEqual([{ kind: 'granted', avps: [] }])
    realm.advance(REQUEST_TIMEOUT_MS)
    expect(events.stored).toBe(1)
    realm.reachability.set('ocs', 'up')
    realm.advance(60_020)
    expect([events.stored, account.balance]).toEqual([0, (9n * EURO) / 10n])
    expect(realm.log.map(({ duplicate }) => duplicate)).toEqual([false, true])
  })

  it('store no more than there is room for, and give up after some attempts', () => {
    const { realm, events, ask } = setting()
    realm.reachability.set('ocs', 'unreachable')
    expect([ask('DIRECT_DEBITING'), ask('DIRECT_DEBITING'), ask('DIRECT_DEBITING')]).toEqual([
      'granted-and-stored',
      'granted-and-stored',
      'refused',
    ])
    realm.advance(4 * 60_000)
    expect(events.stored).toBe(0)
    expect(realm.log.length).toBe(3 + 2 * 3)
  })

  it('delete what is refused when it is sent again', () => {
    const { realm, account, events, ask } = setting()
    realm.reachability.set('ocs', 'unreachable')
    ask('DIRECT_DEBITING')
    account.debit(EURO)
    realm.reachability.set('ocs', 'up')
    realm.advance(60_020)
    expect([events.stored, account.balance]).toEqual([0, 0n])
  })

  it('take the failure handling from what a server says', () => {
    const { realm, ask, events } = setting()
    realm.join('ocs', [
      servedApplication('teacher', { applicationId: CREDIT_CONTROL_APPLICATION_ID, vendorId: 0, kind: 'authentication' }, GY, () => ({
        result: 2001,
        avps: [
          { name: 'Auth-Application-Id', value: 4 },
          { name: 'CC-Request-Type', value: 'EVENT_REQUEST' },
          { name: 'CC-Request-Number', value: 0 },
          { name: 'Direct-Debiting-Failure-Handling', value: 'CONTINUE' },
        ],
      })),
    ])
    expect(ask('DIRECT_DEBITING')).toBe('granted')
    realm.reachability.set('ocs', 'unreachable')
    expect([ask('DIRECT_DEBITING'), events.stored]).toEqual(['granted', 0])
  })
})
