import { avpValue, avpValues, GX, GX_APPLICATION_ID, ResultCode } from 'diameter-codec'
import { beforeEach, describe, expect, it } from 'vitest'
import type { RequestSender } from '../application.js'
import { ApplicationFunction } from '../application-function/application-function.js'
import type { MediaSession, MediaSessionEvent, RxAvp } from '../application-function/media-session.js'
import { Gateway } from '../policy-enforcement/gateway.js'
import type { GatewaySession, RuleFailureCode } from '../policy-enforcement/gateway-session.js'
import { REALM, VirtualRealm } from '../testing/virtual-realm.js'
import type { ChargingRule, GxAvp } from './charging-rule.js'
import type { Policy } from './policy.js'
import { PolicyAndChargingRulesFunction } from './policy-and-charging-rules-function.js'

const RULE: ChargingRule = {
  name: 'web',
  precedence: 100,
  flows: [{ description: 'permit out 6 from any 80 to assigned', direction: 'DOWNLINK' }],
  flowStatus: 'ENABLED',
  ratingGroup: 10,
  online: true,
  offline: false,
  quality: { classIdentifier: 9, priorityLevel: 8 },
  applicationChargingId: null,
}
const POLICY: Policy = {
  profiles: [
    {
      accessPoint: 'internet',
      rules: [
        { rule: RULE, ratTypes: [] },
        { rule: { ...RULE, name: 'video', ratingGroup: 20, precedence: 101 }, ratTypes: ['EUTRAN', 'NR'] },
      ],
      eventTriggers: ['RAT_CHANGE', 'USER_LOCATION_CHANGE'],
      aggregateBitrate: { uplink: 50_000_000, downlink: 100_000_000 },
      defaultBearer: { classIdentifier: 9, priorityLevel: 8 },
    },
  ],
  media: {
    AUDIO: { classIdentifier: 1, priorityLevel: 2, guaranteed: true },
    VIDEO: { classIdentifier: 2, priorityLevel: 4, guaranteed: true },
  },
}
const ADDRESS = Uint8Array.of(10, 0, 0, 1)

describe('the policy and charging rules function', () => {
  let realm: VirtualRealm
  let policy: Policy
  let pcrf: PolicyAndChargingRulesFunction
  let gateway: Gateway
  let application: ApplicationFunction
  let events: string[]
  let rules: string[]
  let told: MediaSessionEvent[]
  let unable: Map<string, RuleFailureCode>
  let strange: RequestSender

  function set(sessionLimit = 10): void {
    realm = new VirtualRealm()
    events = []
    rules = []
    told = []
    unable = new Map()
    policy = { ...POLICY }
    pcrf = new PolicyAndChargingRulesFunction({
      surroundings: realm,
      policy,
      sessionLimit,
      sessionLifetimeMs: 3_600_000,
      onEvent: (kind, detail) => events.push(`${kind}: ${detail}`),
    })
    pcrf.connect(realm.join('pcrf', pcrf.applications))
    gateway = new Gateway()
    gateway.connect(realm.join('pgw', gateway.applications))
    application = new ApplicationFunction()
    application.connect(realm.join('af', [application.application]))
    strange = realm.join('strange', [])
  }

  beforeEach(() => set())

  function establish(ratType: 'EUTRAN' | 'UTRAN' = 'EUTRAN', accessPoint = 'internet'): GatewaySession {
    const session = gateway.establish({
      destinationRealm: REALM,
      describing: [
        {
          name: 'Subscription-Id',
          value: [
            { name: 'Subscription-Id-Type', value: 'END_USER_IMSI' },
            { name: 'Subscription-Id-Data', value: '001010123456789' },
          ],
        },
        { name: 'Framed-IP-Address', value: ADDRESS },
        { name: 'IP-CAN-Type', value: '3GPP-EPS' },
        { name: 'RAT-Type', value: ratType },
        { name: 'Called-Station-Id', value: accessPoint },
      ],
      checkRule: (name) => unable.get(name) ?? null,
      onRules: (names) => rules.push(names.map((name) => name.replace(/^rx \S+ /, 'media ')).join(' ')),
      onEnd: (reason) => events.push(`gateway: ${reason}`),
    })
    realm.advance(20)
    return session
  }

  function call(media: readonly RxAvp[], address = ADDRESS): MediaSession {
    const session = application.open({
      destinationRealm: REALM,
      describing: [
        { name: 'Framed-IP-Address', value: address },
        { name: 'Specific-Action', value: 'INDICATION_OF_RELEASE_OF_BEARER' },
      ],
      onEvent: (event) => told.push(event),
    })
    session.authorize(media)
    realm.advance(40)
    return session
  }

  const component = (number: number, type: 'AUDIO' | 'VIDEO' | 'DATA', status: 'ENABLED' | 'REMOVED' = 'ENABLED'): RxAvp => ({
    name: 'Media-Component-Description',
    value: [
      { name: 'Media-Component-Number', value: number },
      { name: 'Media-Type', value: type },
      { name: 'Max-Requested-Bandwidth-UL', value: 64_000 },
      { name: 'Flow-Status', value: status },
      {
        name: 'Media-Sub-Component',
        value: [
          { name: 'Flow-Number', value: 1 },
          { name: 'Flow-Description', value: 'permit in 17 from 10.0.0.1 to 192.0.2.5 4000' },
        ],
      },
    ],
  })

  it('installs the rules of the access point, each defined in full', () => {
    const session = establish()
    expect([session.state, session.ruleNames, pcrf.sessionCount]).toEqual(['Open', ['web', 'video'], 1])
    const definition = session.rule('web')!
    expect([avpValue(definition, 'Rating-Group'), avpValue(definition, 'Online'), avpValue(definition, 'Precedence')]).toEqual([
      10,
      'ENABLE_ONLINE',
      100,
    ])
    expect(avpValue(avpValue(definition, 'QoS-Information')!, 'QoS-Class-Identifier')).toBe(9)
  })

  it('decides anew when the gateway tells of an event it was asked to tell of', () => {
    const session = establish()
    expect(session.report('PLMN_CHANGE', [])).toBe(false)
    expect(session.report('RAT_CHANGE', [{ name: 'RAT-Type', value: 'UTRAN' }])).toBe(true)
    // A second event waits for the answer to the first.
    session.report('RAT_CHANGE', [{ name: 'RAT-Type', value: 'UTRAN' }])
    realm.advance(20)
    expect([session.ruleNames, session.state]).toEqual([['web'], 'PendingU'])
    realm.advance(20)
    expect([session.state, realm.sent().length]).toEqual(['Open', 3])
  })

  it('pushes what has changed in its policy', () => {
    const session = establish('UTRAN')
    const profile = policy.profiles[0]!
    Object.assign(profile, { rules: [...profile.rules, { rule: { ...RULE, name: 'mail' }, ratTypes: [] }] })
    pcrf.reconsider()
    pcrf.reconsider()
    realm.advance(20)
    expect([session.ruleNames, realm.sent().filter((line) => line.startsWith('RAR'))]).toEqual([['web', 'mail'], ['RAR pcrf>pgw']])
    Object.assign(profile, { rules: profile.rules.slice(0, 2) })
  })

  it('ends a session, on either side', () => {
    const session = establish()
    session.terminate()
    realm.advance(20)
    expect([session.state, pcrf.sessionCount]).toEqual(['Idle', 0])
    const another = establish()
    expect(pcrf.release(another.sessionId, 'UE_SUBSCRIPTION_REASON')).toBe(true)
    realm.advance(40)
    expect([another.state, pcrf.sessionCount, events]).toEqual(['Idle', 0, ['gateway: terminated', 'gateway: terminated']])
    expect(pcrf.release(another.sessionId, 'UNSPECIFIED_REASON')).toBe(false)
  })

  it('refuses what it cannot decide, and has no more sessions than its limit', () => {
    establish('EUTRAN', 'nowhere')
    expect(events).toEqual(['gateway: refused: 5140'])
    set(1)
    establish()
    establish()
    expect(events).toEqual(['gateway: refused: 3004'])
  })

  it('gives an application its bearer: found by the address of the user, its rules pushed to the gateway', () => {
    const session = establish()
    const media = call([component(1, 'AUDIO'), component(2, 'VIDEO')])
    expect([media.isOpen, told, rules.at(-1)]).toEqual([true, [{ kind: 'authorized' }], 'web video media 1.1 media 2.1'])
    const name = session.ruleNames[2]!
    const quality = avpValue(session.rule(name)!, 'QoS-Information')!
    expect([avpValue(quality, 'QoS-Class-Identifier'), avpValue(quality, 'Guaranteed-Bitrate-UL')]).toEqual([1, 64_000])
    // The same again changes nothing and bothers nobody.
    media.authorize([component(1, 'AUDIO'), component(2, 'VIDEO')])
    realm.advance(40)
    expect(realm.sent().filter((line) => line.startsWith('RAR')).length).toBe(1)
    media.authorize([component(1, 'AUDIO'), component(2, 'VIDEO', 'REMOVED')])
    realm.advance(40)
    expect(rules.at(-1)).toBe('web video media 1.1')
    media.terminate()
    realm.advance(60)
    expect([rules.at(-1), pcrf.rx.size, told.at(-1)]).toEqual(['web video', 0, { kind: 'ended' }])
  })

  it('gives an application nothing without a bearer, nothing that is not allowed, and nothing it cannot tell', () => {
    call([component(1, 'AUDIO')])
    establish()
    call([component(1, 'DATA')])
    call([
      {
        name: 'Media-Component-Description',
        value: [
          { name: 'Media-Component-Number', value: 1 },
          { name: 'Media-Type', value: 'AUDIO' },
          { name: 'Media-Sub-Component', value: [{ name: 'Flow-Number', value: 1 }] },
        ],
      },
    ])
    call([component(1, 'AUDIO')], Uint8Array.of(10, 0, 0, 9))
    expect(told.map((event) => (event.kind === 'refused' ? event.reason : event.kind))).toEqual(['5065', '5063', '5061', '5065'])
    expect(pcrf.rx.size).toBe(0)
  })

  it('aborts the sessions of applications with the bearer they were on', () => {
    const session = establish()
    const media = call([component(1, 'AUDIO')])
    session.terminate()
    realm.advance(100)
    expect(told.slice(1)).toEqual([{ kind: 'aborted', cause: 'BEARER_RELEASED' }, { kind: 'ended' }])
    expect([pcrf.rx.size, media.isOpen]).toEqual([0, false])
  })

  it('tells an application that one of its bearers is gone, and aborts it when the last is', () => {
    const session = establish()
    call([component(1, 'AUDIO'), component(2, 'VIDEO')])
    session.loseRule(session.ruleNames[2]!, 'GW/PCEF_MALFUNCTION')
    realm.advance(60)
    expect(told.at(-1)).toEqual({ kind: 'notified', actions: ['INDICATION_OF_RELEASE_OF_BEARER'] })
    session.loseRule(session.ruleNames[2]!, 'GW/PCEF_MALFUNCTION')
    realm.advance(100)
    expect(told.slice(-2)).toEqual([{ kind: 'aborted', cause: 'INSUFFICIENT_BEARER_RESOURCES' }, { kind: 'ended' }])
    expect([session.ruleNames, pcrf.rx.size]).toEqual([['web', 'video'], 0])
  })

  it('hears in the answer to its push what the gateway could not install', () => {
    const session = establish()
    const media = application.open({
      destinationRealm: REALM,
      describing: [{ name: 'Framed-IP-Address', value: ADDRESS }],
      onEvent: (event) => told.push(event),
    })
    unable.set(`rx ${media.sessionId} 1.1`, 'RESOURCE_ALLOCATION_FAILURE')
    media.authorize([component(1, 'AUDIO')])
    realm.advance(200)
    expect(told.map(({ kind }) => kind)).toEqual(['authorized', 'aborted', 'ended'])
    expect([session.ruleNames, events]).toEqual([
      ['web', 'video'],
      [`rule lost: ${session.sessionId}: rx ${media.sessionId} 1.1, RESOURCE_ALLOCATION_FAILURE`],
    ])
  })

  it('loses sessions of which nothing is heard, and those the gateway does not know', () => {
    const session = establish()
    call([component(1, 'AUDIO')])
    realm.advance(3_600_000)
    expect([pcrf.sessionCount, told.map(({ kind }) => kind)]).toEqual([0, ['authorized', 'aborted', 'ended']])
    expect(events).toEqual([`session lost: ${session.sessionId}: session expired`])
    const another = establish()
    realm.join('pgw', new Gateway().applications)
    pcrf.release(another.sessionId, 'UNSPECIFIED_REASON')
    realm.advance(20)
    expect([pcrf.sessionCount, events.at(-1)]).toEqual([0, `session lost: ${another.sessionId}: unknown to the gateway`])
  })

  it('answers the same request twice alike, and changes nothing; knows no strange session', () => {
    establish()
    const answers: unknown[] = []
    const ask = (sessionId: string, type: 'UPDATE_REQUEST' | 'TERMINATION_REQUEST' | 'EVENT_REQUEST', number: number) => {
      const request = {
        command: 'CC-Request',
        applicationId: GX_APPLICATION_ID,
        destinationHost: 'pcrf',
        destinationRealm: REALM,
        avps: [
          { name: 'Session-Id', value: sessionId },
          { name: 'Auth-Application-Id', value: GX_APPLICATION_ID },
          { name: 'CC-Request-Type', value: type },
          { name: 'CC-Request-Number', value: number },
        ] satisfies readonly GxAvp[],
      } as const
      strange.request(GX, request, (outcome) =>
        answers.push(outcome.kind === 'answer' ? avpValues(outcome.message.avps, 'Result-Code')[0] : outcome),
      )
      realm.advance(20)
    }
    const [, sessionId] = /(pgw;1;\d+)/.exec(JSON.stringify(realm.log[0]!.avps))!
    ask('nobody', 'UPDATE_REQUEST', 1)
    ask(sessionId!, 'EVENT_REQUEST', 1)
    ask(sessionId!, 'TERMINATION_REQUEST', 2)
    ask(sessionId!, 'TERMINATION_REQUEST', 2)
    ask(sessionId!, 'TERMINATION_REQUEST', 3)
    expect(answers).toEqual([ResultCode.DIAMETER_UNKNOWN_SESSION_ID, 5012, 2001, 2001, 5002])
  })
})
