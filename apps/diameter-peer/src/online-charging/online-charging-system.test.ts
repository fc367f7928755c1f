import { type AvpOf, avpValue, avpValues, CREDIT_CONTROL_APPLICATION_ID, type DiameterMessage, GY } from 'diameter-codec'
import { beforeEach, describe, expect, it } from 'vitest'
import { type RequestSender, servedApplication } from '../application.js'
import { REALM, VirtualRealm } from '../testing/virtual-realm.js'
import { Account } from './account.js'
import { AccountBook } from './account-book.js'
import { OnlineChargingSystem } from './online-charging-system.js'
import { SERVER_STATES } from './server-session-state.js'
import type { Tariff } from './tariff.js'

type GyAvp = AvpOf<typeof GY.avpRows>
type Answer = DiameterMessage<typeof GY.avpRows, typeof GY.commandRows>

const EURO = 1_000_000n
const MEGABYTE = 1_000_000n
const SUBSCRIBER: GyAvp = {
  name: 'Subscription-Id',
  value: [
    { name: 'Subscription-Id-Type', value: 'END_USER_E164' },
    { name: 'Subscription-Id-Data', value: '491701234567' },
  ],
}
const DATA: Tariff = { unitType: 'CC-Total-Octets', unitSize: MEGABYTE, price: EURO / 10n, quota: 10n * MEGABYTE }
const MESSAGE: Tariff = { unitType: 'CC-Service-Specific-Units', unitSize: 1n, price: EURO / 20n, quota: 1n }
const FREE: Tariff = { ...DATA, price: 0n }

describe('the online charging system', () => {
  let realm: VirtualRealm
  let account: Account
  let system: OnlineChargingSystem
  let client: RequestSender
  let events: string[]
  let reAuthorizations: string[]

  function set(balance: bigint, options: { overdraft?: bigint; barred?: boolean; sessionLimit?: number; redirect?: boolean } = {}): void {
    realm = new VirtualRealm()
    account = new Account(balance, options.overdraft ?? 0n, options.barred ?? false)
    const accounts = new AccountBook()
    accounts.enter(['END_USER_E164:491701234567', 'END_USER_IMSI:001010123456789'], account)
    events = []
    reAuthorizations = []
    system = new OnlineChargingSystem({
      surroundings: realm,
      accounts,
      currencyCode: 978,
      tariffs: {
        services: new Map([[7, MESSAGE]]),
        ratingGroups: new Map([
          [10, DATA],
          [20, DATA],
          [99, FREE],
        ]),
      },
      validityTimeS: 600,
      finalUnit: options.redirect
        ? { action: 'REDIRECT', addressType: 'URL', address: 'http://pay.example.net/', filterRules: [], graceTimeS: 120 }
        : { action: 'TERMINATE' },
      sessionFailover: 'FAILOVER_SUPPORTED',
      failureHandling: 'CONTINUE',
      directDebitingFailureHandling: 'TERMINATE_OR_BUFFER',
      sessionLimit: options.sessionLimit ?? 10,
      onEvent: (kind, detail) => events.push(`${kind}: ${detail}`),
    })
    system.connect(realm.join('ocs', [system.application]))
    client = realm.join('pgw', [
      servedApplication('client', { applicationId: CREDIT_CONTROL_APPLICATION_ID, vendorId: 0, kind: 'authentication' }, GY, (request) => {
        reAuthorizations.push(avpValue(request.avps, 'Session-Id')!)
        return { result: reAuthorizations.length > 1 ? 5002 : 2002, avps: [] }
      }),
    ])
  }

  beforeEach(() => set(5n * EURO))

  function ask(
    session: string,
    type: 'INITIAL_REQUEST' | 'UPDATE_REQUEST' | 'TERMINATION_REQUEST' | 'EVENT_REQUEST',
    number: number,
    avps: readonly GyAvp[],
    subscriber: GyAvp = SUBSCRIBER,
  ): Answer {
    let answer: Answer | null = null
    client.request(
      GY,
      {
        command: 'Credit-Control-Request',
        applicationId: CREDIT_CONTROL_APPLICATION_ID,
        destinationHost: 'ocs',
        destinationRealm: REALM,
        avps: [
          { name: 'Session-Id', value: session },
          { name: 'Auth-Application-Id', value: CREDIT_CONTROL_APPLICATION_ID },
          { name: 'Service-Context-Id', value: '32251@3gpp.org' },
          { name: 'CC-Request-Type', value: type },
          { name: 'CC-Request-Number', value: number },
          subscriber,
          ...avps,
        ],
      },
      (outcome) => {
        if (outcome.kind !== 'answer') throw new Error(JSON.stringify(outcome))
        answer = outcome.message
      },
    )
    realm.advance(20)
    return answer!
  }

  const service = (ratingGroup: number, used: bigint | null, requested: boolean): GyAvp => ({
    name: 'Multiple-Services-Credit-Control',
    value: [
      ...(used === null ? [] : [{ name: 'Used-Service-Unit', value: [{ name: 'CC-Total-Octets', value: used }] } as const]),
      ...(requested ? [{ name: 'Requested-Service-Unit', value: [] } as const] : []),
      { name: 'Rating-Group', value: ratingGroup },
    ],
  })

  /** Per rating group: its result, the octets granted, and the action at the end of the money. */
  function grants({ avps }: Answer): string[] {
    return avpValues(avps, 'Multiple-Services-Credit-Control').map((members) => {
      const units = avpValue(avpValue(members, 'Granted-Service-Unit') ?? [], 'CC-Total-Octets')
      const final = avpValue(avpValue(members, 'Final-Unit-Indication') ?? [], 'Final-Unit-Action')
      const validity = avpValue(members, 'Validity-Time')
      return [
        avpValue(members, 'Rating-Group'),
        avpValue(members, 'Result-Code'),
        units ?? 'none',
        final ?? 'more',
        validity ?? 'ever',
      ].join(' ')
    })
  }
  const resultOf = ({ avps }: Answer) => avpValue(avps, 'Result-Code')
  const costOf = ({ avps }: Answer) => {
    const value = avpValue(avpValue(avps, 'Cost-Information') ?? [], 'Unit-Value') ?? []
    return `${avpValue(value, 'Value-Digits')}e${avpValue(value, 'Exponent') ?? 0}`
  }

  it('reserves for a quota, debits what was used, and gives back the rest at the end', () => {
    const initial = ask('s1', 'INITIAL_REQUEST', 0, [service(10, null, true)])
    expect([resultOf(initial), grants(initial)]).toEqual([2001, ['10 2001 10000000 more 600']])
    expect(avpValue(initial.avps, 'Credit-Control-Failure-Handling')).toBe('CONTINUE')
    expect([account.balance, account.reserved, system.sessionCount]).toEqual([5n * EURO, EURO, 1])
    const update = ask('s1', 'UPDATE_REQUEST', 1, [service(10, 10n * MEGABYTE, true)])
    expect([grants(update), costOf(update)]).toEqual([['10 2001 10000000 more 600'], '1e0'])
    expect([account.balance, account.reserved]).toEqual([4n * EURO, EURO])
    const end = ask('s1', 'TERMINATION_REQUEST', 2, [service(10, 3n * MEGABYTE, false)])
    expect([resultOf(end), costOf(end)]).toEqual([2001, '13e-1'])
    expect([account.balance, account.reserved, system.sessionCount]).toEqual([(37n * EURO) / 10n, 0n, 0])
  })

  it('says which units are the last, and 4012 when there are none', () => {
    set((15n * EURO) / 10n)
    ask('s1', 'INITIAL_REQUEST', 0, [service(10, null, true)])
    // One euro is reserved for the first group, so the second gets half a quota, its last.
    expect(grants(ask('s1', 'UPDATE_REQUEST', 1, [service(20, null, true)]))).toEqual(['20 2001 5000000 TERMINATE 600'])
    expect(grants(ask('s1', 'UPDATE_REQUEST', 2, [service(20, 5n * MEGABYTE, true)]))).toEqual(['20 4012 none more ever'])
    expect([account.balance, account.reserved]).toEqual([EURO, EURO])
  })

  it('debits what was used beyond the grant, and lends no more than the overdraft', () => {
    set(EURO, { overdraft: EURO / 2n })
    expect(grants(ask('s1', 'INITIAL_REQUEST', 0, [service(10, null, true)]))).toEqual(['10 2001 10000000 more 600'])
    expect(grants(ask('s1', 'UPDATE_REQUEST', 1, [service(10, 20n * MEGABYTE, true)]))).toEqual(['10 4012 none more ever'])
    expect([account.balance, account.reserved, account.available]).toEqual([-EURO, 0n, 0n])
  })

  it('redirects at the end of the money, and asks the client to come again when the subscriber has paid', () => {
    set(EURO / 2n, { redirect: true })
    expect(grants(ask('s1', 'INITIAL_REQUEST', 0, [service(10, null, true)]))).toEqual(['10 2001 5000000 REDIRECT 600'])
    // The report of the last units asks for nothing: it is answered with the time to pay.
    expect(grants(ask('s1', 'UPDATE_REQUEST', 1, [service(10, 5n * MEGABYTE, false)]))).toEqual(['10 2001 none more 120'])
    expect(system.topUp('END_USER_IMSI:001010123456789', 2n * EURO)).toBe(true)
    expect(system.topUp('END_USER_IMSI:9', EURO)).toBe(false)
    realm.advance(20)
    expect([reAuthorizations, system.sessionCount]).toEqual([['s1'], 1])
    expect(grants(ask('s1', 'UPDATE_REQUEST', 2, [service(10, null, true)]))).toEqual(['10 2001 10000000 more 600'])
    // Paying session: nobody needs to be asked.
    system.topUp('END_USER_E164:491701234567', EURO)
    realm.advance(20)
    expect(reAuthorizations.length).toBe(1)
  })

  it('refuses when the time to pay has gone by, and redirects an empty account from the first request on', () => {
    set(0n, { redirect: true })
    expect(grants(ask('s1', 'INITIAL_REQUEST', 0, [service(10, null, true)]))).toEqual(['10 2001 none REDIRECT 120'])
    expect(grants(ask('s1', 'UPDATE_REQUEST', 1, [service(10, null, true)]))).toEqual(['10 4012 none more ever'])
  })

  it('forgets a session whose client has lost it', () => {
    set(EURO / 2n, { redirect: true })
    ask('s1', 'INITIAL_REQUEST', 0, [service(10, null, true)])
    for (let times = 0; times < 2; times++) {
      system.topUp('END_USER_E164:491701234567', 1n)
      realm.advance(20)
    }
    expect([system.sessionCount, account.reserved, events]).toEqual([0, 0n, ['re-authorization failed: s1: 5002']])
  })

  it('does nothing twice: neither a request that comes again, nor an event', () => {
    ask('s1', 'INITIAL_REQUEST', 0, [service(10, null, true)])
    const first = ask('s1', 'UPDATE_REQUEST', 1, [service(10, 10n * MEGABYTE, true)])
    expect(ask('s1', 'UPDATE_REQUEST', 1, [service(10, 10n * MEGABYTE, true)])).toEqual(first)
    expect([account.balance, account.reserved]).toEqual([4n * EURO, EURO])
    const debit: GyAvp[] = [
      { name: 'Requested-Action', value: 'DIRECT_DEBITING' },
      { name: 'Service-Identifier', value: 7 },
    ]
    expect(resultOf(ask('e1', 'EVENT_REQUEST', 0, debit))).toBe(2001)
    expect(resultOf(ask('e1', 'EVENT_REQUEST', 0, debit))).toBe(2001)
    expect(account.balance).toBe((395n * EURO) / 100n)
    // A request that ends a session is known as long as others.
    const end = ask('s1', 'TERMINATION_REQUEST', 2, [])
    expect(ask('s1', 'TERMINATION_REQUEST', 2, [])).toEqual(end)
  })

  it('debits all that a request reports before it grants anything, and takes what is said twice of a service as one', () => {
    expect(grants(ask('s1', 'INITIAL_REQUEST', 0, [service(10, null, true), service(20, null, true)]))).toHaveLength(2)
    const update = ask('s1', 'UPDATE_REQUEST', 1, [
      service(10, 0n, true),
      service(20, 25n * MEGABYTE, false),
      service(20, 25n * MEGABYTE, false),
    ])
    expect(grants(update)).toEqual(['10 4012 none more ever', '20 2001 none more ever'])
    expect([account.balance, account.reserved]).toEqual([0n, 0n])
  })

  it('takes updates out of sequence', () => {
    ask('s1', 'INITIAL_REQUEST', 0, [service(10, null, true)])
    expect(resultOf(ask('s1', 'UPDATE_REQUEST', 2, [service(20, null, true)]))).toBe(2001)
    expect(resultOf(ask('s1', 'UPDATE_REQUEST', 1, [service(10, MEGABYTE, true)]))).toBe(2001)
  })

  it('knows neither strange sessions nor strange subscribers, and a barred one gets nothing', () => {
    expect(resultOf(ask('s9', 'UPDATE_REQUEST', 1, []))).toBe(5002)
    expect(resultOf(ask('s9', 'TERMINATION_REQUEST', 1, []))).toBe(5002)
    const stranger: GyAvp = { name: 'Subscription-Id-Extension', value: [{ name: 'Subscription-Id-E164', value: '1' }] }
    expect(resultOf(ask('s8', 'INITIAL_REQUEST', 0, [service(10, null, true)], stranger))).toBe(5030)
    const extension: GyAvp = { name: 'Subscription-Id-Extension', value: [{ name: 'Subscription-Id-IMSI', value: '001010123456789' }] }
    expect(resultOf(ask('s7', 'INITIAL_REQUEST', 0, [service(10, null, true)], extension))).toBe(2001)
    expect(resultOf(ask('s7', 'INITIAL_REQUEST', 1, []))).toBe(5012)
    set(EURO, { barred: true })
    expect(resultOf(ask('s1', 'INITIAL_REQUEST', 0, [service(10, null, true)]))).toBe(4010)
    expect([account.reserved, system.sessionCount]).toEqual([0n, 0])
  })

  it('cannot rate what has no price, and says what', () => {
    const answer = ask('s1', 'INITIAL_REQUEST', 0, [service(5, null, true), service(10, null, true)])
    expect(grants(answer)).toEqual(['5 5031 none more ever', '10 2001 10000000 more 600'])
    expect(avpValue(answer.avps, 'Failed-AVP')?.length).toBe(2)
    const wrongType: GyAvp = {
      name: 'Multiple-Services-Credit-Control',
      value: [
        { name: 'Requested-Service-Unit', value: [{ name: 'CC-Time', value: 60 }] },
        { name: 'Rating-Group', value: 20 },
      ],
    }
    expect(grants(ask('s1', 'UPDATE_REQUEST', 1, [wrongType]))).toEqual(['20 5031 none more ever'])
  })

  it('leaves free services alone', () => {
    expect(resultOf(ask('s1', 'INITIAL_REQUEST', 0, [service(99, null, true)]))).toBe(4011)
    expect(system.sessionCount).toBe(0)
    expect(grants(ask('s2', 'INITIAL_REQUEST', 0, [service(99, null, true), service(10, null, true)]))).toEqual([
      '99 4011 none more ever',
      '10 2001 10000000 more 600',
    ])
  })

  it('serves a client that knows one service only', () => {
    const request: GyAvp[] = [
      { name: 'Service-Identifier', value: 7 },
      { name: 'Requested-Service-Unit', value: [] },
    ]
    const initial = ask('s1', 'INITIAL_REQUEST', 0, request)
    expect(avpValue(initial.avps, 'Granted-Service-Unit')).toEqual([{ name: 'CC-Service-Specific-Units', value: 1n }])
    expect(avpValue(initial.avps, 'Validity-Time')).toBe(600)
    set(0n)
    // RFC 8506 §7, Table 6: a request that is not processed leaves no session.
    expect(resultOf(ask('s1', 'INITIAL_REQUEST', 0, request))).toBe(4012)
    expect(system.sessionCount).toBe(0)
  })

  it('takes money by the amount, and no amount below zero', () => {
    const money = (digits: bigint): GyAvp => ({
      name: 'Requested-Service-Unit',
      value: [
        {
          name: 'CC-Money',
          value: [
            { name: 'Unit-Value', value: [{ name: 'Value-Digits', value: digits }] },
            { name: 'Currency-Code', value: 978 },
          ],
        },
      ],
    })
    const event = (action: 'DIRECT_DEBITING' | 'REFUND_ACCOUNT' | 'CHECK_BALANCE' | 'PRICE_ENQUIRY', number: number, amount: bigint) =>
      ask('e1', 'EVENT_REQUEST', number, [{ name: 'Requested-Action', value: action }, money(amount)])
    expect(resultOf(event('DIRECT_DEBITING', 0, 2n))).toBe(2001)
    expect(account.balance).toBe(3n * EURO)
    expect(resultOf(event('REFUND_ACCOUNT', 1, 1n))).toBe(2001)
    expect(account.balance).toBe(4n * EURO)
    expect(resultOf(event('DIRECT_DEBITING', 2, 5n))).toBe(4012)
    expect(resultOf(event('REFUND_ACCOUNT', 3, -5n))).toBe(5031)
    expect(resultOf(event('DIRECT_DEBITING', 4, -5n))).toBe(5031)
    expect(avpValue(event('CHECK_BALANCE', 5, 4n).avps, 'Check-Balance-Result')).toBe('ENOUGH_CREDIT')
    expect(avpValue(event('CHECK_BALANCE', 6, 5n).avps, 'Check-Balance-Result')).toBe('NO_CREDIT')
    expect(costOf(event('PRICE_ENQUIRY', 7, 50n))).toBe('50e0')
    expect(account.balance).toBe(4n * EURO)
    expect(resultOf(ask('e2', 'EVENT_REQUEST', 0, []))).toBe(5005)
  })

  it('releases what a silent client has reserved, after twice the validity', () => {
    ask('s1', 'INITIAL_REQUEST', 0, [service(10, null, true)])
    realm.advance(1_199_000)
    expect([system.sessionCount, account.reserved]).toEqual([1, EURO])
    realm.advance(1_000)
    expect([system.sessionCount, account.reserved, events]).toEqual([0, 0n, ['session expired: s1']])
    expect(resultOf(ask('s1', 'UPDATE_REQUEST', 1, []))).toBe(5002)
  })

  it('has no more sessions than its limit, and takes the one turned away when there is room again', () => {
    set(5n * EURO, { sessionLimit: 1 })
    // A client of several services may open its session before it knows which they are.
    const several: GyAvp[] = [{ name: 'Multiple-Services-Indicator', value: 'MULTIPLE_SERVICES_SUPPORTED' }]
    expect(resultOf(ask('s1', 'INITIAL_REQUEST', 0, several))).toBe(2001)
    expect(resultOf(ask('s2', 'INITIAL_REQUEST', 0, several))).toBe(3004)
    ask('s1', 'TERMINATION_REQUEST', 1, [])
    expect(resultOf(ask('s2', 'INITIAL_REQUEST', 0, several))).toBe(2001)
  })

  it('moves between states as Table 6 of RFC 8506 has it', () => {
    expect(SERVER_STATES).toMatchInlineSnapshot(`
      {
        "Idle": {
          "event request not processed": "Idle",
          "event request processed": "Idle",
          "initial request not processed": "Idle",
          "initial request processed": "Open",
        },
        "Open": {
          "Tcc expired": "Idle",
          "termination request not processed": "Idle",
          "termination request processed": "Idle",
          "update request not processed": "Idle",
          "update request processed": "Open",
        },
      }
    `)
  })
})
