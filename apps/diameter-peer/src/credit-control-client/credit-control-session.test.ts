import { avpValue, avpValues, CREDIT_CONTROL_APPLICATION_ID, GY, ResultCode } from 'diameter-codec'
import { beforeEach, describe, expect, it } from 'vitest'
import { servedApplication, type TypedAnswer } from '../application.js'
import { Account } from '../online-charging/account.js'
import { AccountBook } from '../online-charging/account-book.js'
import type { FinalUnitPolicy } from '../online-charging/final-unit.js'
import { OnlineChargingSystem } from '../online-charging/online-charging-system.js'
import type { GyAvp } from '../online-charging/tariff.js'
import { REALM, REQUEST_TIMEOUT_MS, VirtualRealm } from '../testing/virtual-realm.js'
import type { FailureHandling } from './client-session-state.js'
import { CreditControlSession } from './credit-control-session.js'

const EURO = 1_000_000n
const MEGABYTE = 1_000_000n
const GY_ADVERTISED = { applicationId: CREDIT_CONTROL_APPLICATION_ID, vendorId: 0, kind: 'authentication' } as const
const REDIRECT: FinalUnitPolicy = {
  action: 'REDIRECT',
  addressType: 'URL',
  address: 'http://pay.example.net/',
  filterRules: [],
  graceTimeS: 120,
}

describe('a credit-control session of a client', () => {
  let realm: VirtualRealm
  let account: Account
  let told: string[]
  let session: CreditControlSession
  let system: OnlineChargingSystem

  interface Setting {
    readonly balance?: bigint
    readonly finalUnit?: FinalUnitPolicy
    readonly failureHandling?: FailureHandling
    readonly failover?: boolean
    /** Instead of the charging system: what a server says to everything. */
    readonly answer?: TypedAnswer<typeof GY.avpRows>
  }

  function set({
    balance = 5n * EURO,
    finalUnit = { action: 'TERMINATE' },
    failureHandling = 'TERMINATE',
    failover = false,
    answer,
  }: Setting): void {
    realm = new VirtualRealm()
    account = new Account(balance)
    told = []
    const accounts = new AccountBook()
    accounts.enter(['END_USER_E164:49170'], account)
    const tariff = { unitType: 'CC-Total-Octets', unitSize: MEGABYTE, price: EURO / 10n, quota: 10n * MEGABYTE } as const
    system = new OnlineChargingSystem({
      surroundings: realm,
      accounts,
      currencyCode: 978,
      tariffs: {
        services: new Map(),
        ratingGroups: new Map([
          [10, tariff],
          [20, tariff],
          [99, { ...tariff, price: 0n }],
        ]),
      },
      validityTimeS: 600,
      finalUnit,
      sessionFailover: failover ? 'FAILOVER_SUPPORTED' : 'FAILOVER_NOT_SUPPORTED',
      failureHandling,
      directDebitingFailureHandling: 'CONTINUE',
      sessionLimit: 10,
      onEvent: () => {},
    })
    const application = answer === undefined ? system.application : servedApplication('stubborn', GY_ADVERTISED, GY, () => answer)
    system.connect(realm.join('ocs', [application]))
    realm.join('ocs2', [application])
    const client = servedApplication('client', GY_ADVERTISED, GY, ({ avps }) => ({ result: session.reAuthorize(avps), avps: [] }))
    session = new CreditControlSession({
      surroundings: realm,
      sender: realm.join('pgw', [client]),
      serviceContextId: '32251@3gpp.org',
      destinationRealm: REALM,
      serverHost: 'ocs',
      backupServerHost: 'ocs2',
      describing: [
        {
          name: 'Subscription-Id',
          value: [
            { name: 'Subscription-Id-Type', value: 'END_USER_E164' },
            { name: 'Subscription-Id-Data', value: '49170' },
          ],
        },
      ],
      wallClockS: () => 1_790_000_000,
      failureHandling,
      txMs: 10_000,
      onAccess: (ratingGroup, access) => told.push(`${ratingGroup} ${access}`),
      onEnd: (granted, reason) => told.push(`end ${granted ? 'granted' : 'refused'}: ${reason}`),
    })
  }

  /** Starts with one rating group and waits for the answer. */
  function begin(setting: Setting = {}, ratingGroups: readonly number[] = [10]): void {
    set(setting)
    session.start(ratingGroups)
    realm.advance(20)
  }

  /** The last request: its type and number, and per rating group what it reports and whether it asks for more. */
  function lastRequest(): string {
    const avps = realm.log.filter(({ command }) => command === 'CCR').at(-1)!.avps as readonly GyAvp[]
    const services = avpValues(avps, 'Multiple-Services-Credit-Control').map((members) => {
      const used = avpValue(avpValue(members, 'Used-Service-Unit') ?? [], 'CC-Total-Octets')
      return `${avpValue(members, 'Rating-Group')} ${used ?? '-'}${avpValue(members, 'Requested-Service-Unit') === null ? '' : ' more'}`
    })
    return [avpValue(avps, 'CC-Request-Type'), avpValue(avps, 'CC-Request-Number'), ...services].join(', ')
  }

  beforeEach(() => set({}))

  it('opens, reports what is used, and ends', () => {
    begin()
    expect([session.state, told]).toEqual(['Open', ['10 open']])
    session.use(10, 4n * MEGABYTE)
    expect(session.quota(10)?.remaining).toBe(6n * MEGABYTE)
    session.use(10, 6n * MEGABYTE)
    expect([session.state, lastRequest()]).toEqual(['PendingU', 'UPDATE_REQUEST, 1, 10 10000000 more'])
    realm.advance(20)
    session.use(10, MEGABYTE)
    session.terminate()
    expect([session.state, lastRequest()]).toEqual(['PendingT', 'TERMINATION_REQUEST, 2, 10 1000000'])
    realm.advance(20)
    expect([session.state, told.at(-1)]).toEqual(['Idle', 'end refused: successful answer received'])
    expect([account.balance, account.reserved]).toEqual([(39n * EURO) / 10n, 0n])
  })

  it('queues what happens while an answer is awaited', () => {
    begin({}, [10])
    session.use(10, 10n * MEGABYTE)
    session.add(20)
    session.use(10, MEGABYTE)
    session.terminate()
    expect(lastRequest()).toBe('UPDATE_REQUEST, 1, 10 10000000 more')
    realm.advance(20)
    expect(lastRequest()).toBe('TERMINATION_REQUEST, 2, 20 -, 10 1000000')
    realm.advance(20)
    expect([session.state, account.reserved, account.balance]).toEqual(['Idle', 0n, (39n * EURO) / 10n])
  })

  it('asks for one more rating group in the same session', () => {
    begin()
    session.add(20)
    session.add(20)
    expect(lastRequest()).toBe('UPDATE_REQUEST, 1, 20 - more')
    realm.advance(20)
    expect(told).toEqual(['10 open', '20 open'])
  })

  it('comes again when the validity has gone by, spent or not', () => {
    begin()
    session.use(10, MEGABYTE)
    realm.advance(600_000)
    expect(lastRequest()).toBe('UPDATE_REQUEST, 1, 10 1000000 more')
    realm.advance(700_000)
    expect(lastRequest()).toBe('UPDATE_REQUEST, 2, 10 0 more')
  })

  it('ends the service with the last units', () => {
    begin({ balance: EURO / 2n })
    session.use(10, 5n * MEGABYTE)
    expect(told).toEqual(['10 open', '10 closed'])
    expect([session.state, lastRequest()]).toEqual(['PendingT', 'TERMINATION_REQUEST, 1, 10 5000000'])
    realm.advance(20)
    expect([session.state, account.balance, account.reserved]).toEqual(['Idle', 0n, 0n])
  })

  it('ends one service and goes on with the others', () => {
    begin({ balance: (15n * EURO) / 10n }, [10, 20])
    session.use(20, 5n * MEGABYTE)
    expect([session.state, lastRequest()]).toEqual(['PendingU', 'UPDATE_REQUEST, 1, 20 5000000'])
    realm.advance(20)
    expect([session.state, told]).toEqual(['Open', ['10 open', '20 open', '20 closed']])
  })

  it('redirects, waits for money, and opens again when it comes', () => {
    begin({ balance: EURO / 2n, finalUnit: REDIRECT })
    session.use(10, 5n * MEGABYTE)
    // RFC 8506 §5.6.2: the report of the last units asks for nothing.
    expect(lastRequest()).toBe('UPDATE_REQUEST, 1, 10 5000000')
    realm.advance(20)
    expect([told, session.quota(10)?.final?.redirectAddress]).toEqual([['10 open', '10 restricted'], 'http://pay.example.net/'])
    system.topUp('END_USER_E164:49170', EURO)
    realm.advance(40)
    expect([lastRequest(), told.at(-1)]).toEqual(['UPDATE_REQUEST, 2, 10 - more', '10 open'])
    expect(session.state).toBe('Open')
  })

  it('asks once more when the time to pay has gone by, and ends', () => {
    begin({ balance: EURO / 2n, finalUnit: REDIRECT })
    session.use(10, 5n * MEGABYTE)
    realm.advance(20)
    realm.advance(120_000)
    expect(lastRequest()).toBe('UPDATE_REQUEST, 2, 10 - more')
    realm.advance(40)
    expect(told.slice(-2)).toEqual(['10 closed', 'end refused: successful answer received'])
    expect([session.state, system.sessionCount]).toEqual(['Idle', 0])
  })

  it('starts restricted on an empty account, without sending anything more', () => {
    begin({ balance: 0n, finalUnit: REDIRECT })
    expect([told, session.state, realm.log.length]).toEqual([['10 restricted'], 'Open', 1])
  })

  it('answers a RAR with 2002 and an update, and with 2001 when one is under way', () => {
    begin()
    expect(session.reAuthorize([{ name: 'Rating-Group', value: 10 }])).toBe(ResultCode.DIAMETER_LIMITED_SUCCESS)
    expect(lastRequest()).toBe('UPDATE_REQUEST, 1, 10 0 more')
    expect(session.reAuthorize([])).toBe(ResultCode.DIAMETER_SUCCESS)
    realm.advance(20)
    expect([session.state, realm.log.length]).toEqual(['Open', 2])
    session.terminate()
    expect(session.reAuthorize([])).toBe(ResultCode.DIAMETER_UNKNOWN_SESSION_ID)
  })

  it.each([
    ['TERMINATE', ['end refused: Tx timer expired'], 'Idle'],
    ['CONTINUE', ['10 open'], 'PendingI'],
    ['RETRY_AND_TERMINATE', ['10 open'], 'PendingI'],
  ] as const)('with %s, after ten silent seconds: %j', (failureHandling, expected, state) => {
    set({ failureHandling })
    realm.reachability.set('ocs', 'silent').set('ocs2', 'unreachable')
    session.start([10])
    realm.advance(9_999)
    expect(told).toEqual([])
    realm.advance(1)
    expect([told, session.state]).toEqual([expected, state])
    realm.advance(REQUEST_TIMEOUT_MS)
    const ending = {
      TERMINATE: expected,
      CONTINUE: ['10 open', 'end granted'],
      RETRY_AND_TERMINATE: ['10 open', '10 closed', 'end refused'],
    }
    expect(told.map((line) => line.replace(/: failure.*/, ''))).toEqual(ending[failureHandling])
    expect(session.state).toBe('Idle')
  })

  it('takes the late answer to a request whose Tx has gone by', () => {
    set({ failureHandling: 'CONTINUE' })
    realm.delayMs = 8_000
    session.start([10])
    realm.advance(10_000)
    expect([told, session.state]).toEqual([['10 open'], 'PendingI'])
    realm.advance(6_000)
    expect([session.state, session.quota(10)?.remaining]).toEqual(['Open', 10n * MEGABYTE])
  })

  it('tries a new session at the backup server, the T bit set', () => {
    set({})
    realm.reachability.set('ocs', 'busy')
    session.start([10])
    realm.advance(60)
    expect(realm.log.map(({ to, duplicate }) => `${to} ${duplicate}`)).toEqual(['ocs false', 'ocs2 true'])
    session.use(10, 10n * MEGABYTE)
    realm.advance(20)
    expect([session.state, realm.sent().at(-1)]).toEqual(['Open', 'CCR pgw>ocs2'])
  })

  it.each([
    [true, 'Open', ['CCR pgw>ocs', 'CCR pgw>ocs', 'CCR pgw>ocs2']],
    [false, 'Idle', ['CCR pgw>ocs', 'CCR pgw>ocs']],
  ])('moves a session under way only where failover is supported: %s', (failover, state, sent) => {
    begin({ failover })
    realm.reachability.set('ocs', 'unreachable')
    session.use(10, 10n * MEGABYTE)
    realm.advance(60)
    expect([session.state, realm.sent()]).toEqual([state, sent])
  })

  it('ends with DIAMETER_BAD_ANSWER what it cannot count', () => {
    const avps: GyAvp[] = [
      { name: 'Auth-Application-Id', value: 4 },
      { name: 'CC-Request-Type', value: 'INITIAL_REQUEST' },
      { name: 'CC-Request-Number', value: 0 },
      {
        name: 'Multiple-Services-Credit-Control',
        value: [
          { name: 'Rating-Group', value: 10 },
          {
            name: 'Granted-Service-Unit',
            value: [
              { name: 'CC-Total-Octets', value: 1n },
              { name: 'Tariff-Time-Change', value: 1_790_000_000 },
            ],
          },
        ],
      },
    ]
    begin({ answer: { result: 2001, avps } })
    expect(session.state).toBe('PendingT')
    const request = realm.log.at(-1)!.avps as readonly GyAvp[]
    expect(avpValue(request, 'Termination-Cause')).toBe(3)
    realm.advance(20)
    expect(session.state).toBe('Idle')
  })

  it.each([
    [4010, ['end refused: END_USER_SERVICE_DENIED received']],
    [4012, ['end refused: END_USER_SERVICE_DENIED received']],
    [5030, ['end refused: USER_UNKNOWN received']],
    [4011, ['10 open', 'end granted: CREDIT_CONTROL_NOT_APPLICABLE received']],
    [5012, ['end refused: failed answer received']],
    [5005, ['end refused: failed answer received']],
  ])('answered with %d: %j', (result, expected) => {
    const echoed: GyAvp[] = [
      { name: 'Auth-Application-Id', value: 4 },
      { name: 'CC-Request-Type', value: 'INITIAL_REQUEST' },
      { name: 'CC-Request-Number', value: 0 },
    ]
    begin({ answer: { result, avps: echoed } })
    expect([told, session.state]).toEqual([expected, 'Idle'])
  })

  it('lets what is free flow uncounted', () => {
    begin({}, [10, 99])
    expect([...told].sort()).toEqual(['10 open', '99 open'])
    session.use(99, 10n ** 12n)
    expect([session.state, session.quota(99)?.free]).toEqual(['Open', true])
  })
})
