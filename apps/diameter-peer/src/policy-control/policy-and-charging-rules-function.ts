import type { Surroundings } from '@sigbed/sctp-sockets'
import {
  type AvpValue,
  avpValue,
  avpValues,
  type DiameterMessage,
  GX,
  GX_APPLICATION_ID,
  GxResultCode,
  ResultCode,
  VENDOR_3GPP,
} from 'diameter-codec'
import { AnsweredRequests } from '../answered-requests.js'
import { type RequestSender, type ServedApplication, servedApplication, type TypedAnswer } from '../application.js'
import { chargingRuleInstall, chargingRuleRemove, type GxAvp, ruleNameOf } from './charging-rule.js'
import { GxSession, type RuleChanges, userAddresses } from './gx-session.js'
import { GxSessions } from './gx-sessions.js'
import { type Policy, type PolicyProfile, profileOf } from './policy.js'
import { RxSessions } from './rx-sessions.js'

type GxAvps = typeof GX.avpRows
type GxMessage = DiameterMessage<GxAvps, typeof GX.commandRows>
type GxAnswer = TypedAnswer<GxAvps>

export interface PolicyOptions {
  readonly surroundings: Surroundings
  readonly policy: Policy
  readonly sessionLimit: number
  /** A session of which nothing is heard for so long is taken for lost. */
  readonly sessionLifetimeMs: number
  /** What no message tells of: lost sessions, rules the gateway did not take. */
  readonly onEvent: (kind: string, detail: string) => void
}

/** A Policy and Charging Rules Function: Gx to the gateways, Rx to the applications. TS 29.212 §4.5, TS 29.214 §4.4. */
export class PolicyAndChargingRulesFunction {
  readonly applications: readonly ServedApplication[]
  readonly rx: RxSessions
  private readonly sessions: GxSessions
  private readonly answered = new AnsweredRequests<GxAnswer>(ANSWERS_KEPT)
  private sender: RequestSender | null = null

  constructor(private readonly options: PolicyOptions) {
    const { surroundings, policy, sessionLimit, sessionLifetimeMs } = options
    this.sessions = new GxSessions(sessionLimit, sessionLifetimeMs, surroundings, (session) => this.lose(session, 'session expired'))
    this.rx = new RxSessions(this.sessions, {
      surroundings,
      media: policy.media,
      sessionLimit,
      sessionLifetimeMs,
      precedence: MEDIA_PRECEDENCE,
      onChanges: (session, changes) => this.push(session, changes),
    })
    const advertised = { applicationId: GX_APPLICATION_ID, vendorId: VENDOR_3GPP, kind: 'authentication' } as const
    this.applications = [servedApplication('Gx PCRF', advertised, GX, (request) => this.answer(request)), this.rx.application]
  }

  /** Where Re-Auth- and Abort-Session-Requests go out. */
  connect(sender: RequestSender): void {
    this.sender = sender
    this.rx.connect(sender)
  }

  get sessionCount(): number {
    return this.sessions.size
  }

  /** Asks the gateway to end a session (TS 29.212 §4.5.9). False when there is none of this id. */
  release(sessionId: string, cause: AvpValue<GxAvps, 'Session-Release-Cause'>): boolean {
    const session = this.sessions.get(sessionId)
    if (session === null) return false
    this.request(session, [{ name: 'Session-Release-Cause', value: cause }])
    return true
  }

  /** Decides anew for every session, after the policy has changed, and tells the gateways (TS 29.212 §4.5.2). */
  reconsider(): void {
    for (const session of this.sessions.all()) this.push(session, session.applyProfile())
  }

  private answer({ command, avps }: GxMessage): GxAnswer {
    if (command !== 'CC-Request') return { result: ResultCode.DIAMETER_COMMAND_UNSUPPORTED, avps: [] }
    const sessionId = avpValue(avps, 'Session-Id')!
    const number = avpValue(avps, 'CC-Request-Number')!
    // RFC 8506 §8.2: the two together are globally unique, so a request that comes again is known by them.
    const key = `${sessionId} ${number}`
    const known = this.answered.find(key)
    if (known !== null) return known
    const answer = this.serve(sessionId, avps)
    const echoed: GxAvp[] = [
      { name: 'Auth-Application-Id', value: GX_APPLICATION_ID },
      { name: 'CC-Request-Type', value: avpValue(avps, 'CC-Request-Type')! },
      { name: 'CC-Request-Number', value: number },
    ]
    const complete = { result: answer.result, avps: [...echoed, ...answer.avps] }
    if (complete.result !== ResultCode.DIAMETER_TOO_BUSY) this.answered.keep(key, complete)
    return complete
  }

  private serve(sessionId: string, avps: readonly GxAvp[]): GxAnswer {
    const type = avpValue(avps, 'CC-Request-Type')!
    if (type === 'INITIAL_REQUEST') return this.establish(sessionId, avps)
    const session = this.sessions.hearOf(sessionId)
    // RFC 6733 §7.1.5.
    if (session === null) return { result: ResultCode.DIAMETER_UNKNOWN_SESSION_ID, avps: [] }
    if (type === 'UPDATE_REQUEST') return this.update(session, avps)
    if (type === 'TERMINATION_REQUEST') {
      this.sessions.remove(sessionId)
      this.rx.bearerGone(session)
      return { result: ResultCode.DIAMETER_SUCCESS, avps: [] }
    }
    // TS 29.212 §5.6.2: Gx knows no events of RFC 8506.
    return { result: ResultCode.DIAMETER_UNABLE_TO_COMPLY, avps: [] }
  }

  /** TS 29.212 §4.5.1. */
  private establish(sessionId: string, avps: readonly GxAvp[]): GxAnswer {
    const accessPoint = avpValue(avps, 'Called-Station-Id') ?? ''
    const profile = profileOf(this.options.policy, accessPoint)
    const addresses = userAddresses(avps)
    // TS 29.212 §5.5: 5140 when what the gateway says does not suffice to decide.
    if (profile === null || addresses.length === 0 || avpValue(avps, 'Subscription-Id') === null) return INITIAL_PARAMETERS
    const session = new GxSession(
      sessionId,
      avpValue(avps, 'Origin-Host')!,
      avpValue(avps, 'Origin-Realm')!,
      addresses,
      profile,
      avpValue(avps, 'IP-CAN-Type'),
      { accessPoint, ratType: avpValue(avps, 'RAT-Type') },
    )
    const addition = this.sessions.add(session)
    if (addition === 'table-full') return { result: ResultCode.DIAMETER_TOO_BUSY, avps: [] }
    if (addition === 'known') return { result: ResultCode.DIAMETER_UNABLE_TO_COMPLY, avps: [] }
    const { install } = session.applyProfile()
    return { result: ResultCode.DIAMETER_SUCCESS, avps: [...sessionRules(profile), ...chargingRuleInstall(install)] }
  }

  /** TS 29.212 §4.5.3, §4.5.12: events, and rules the gateway has no more. */
  private update(session: GxSession, avps: readonly GxAvp[]): GxAnswer {
    session.learn(avps)
    this.noteReports(session, avpValues(avps, 'Charging-Rule-Report'))
    const { install, remove } = session.applyProfile()
    return { result: ResultCode.DIAMETER_SUCCESS, avps: [...chargingRuleRemove(remove), ...chargingRuleInstall(install)] }
  }

  private noteReports(session: GxSession, reports: readonly (readonly GxAvp[])[]): void {
    for (const report of reports) {
      if (avpValue(report, 'PCC-Rule-Status') !== 'INACTIVE') continue
      const cause = avpValue(report, 'Rule-Failure-Code')
      for (const name of avpValues(report, 'Charging-Rule-Name').map(ruleNameOf)) {
        const owner = session.ownerOf(name)
        session.lose(name)
        this.options.onEvent('rule lost', `${session.sessionId}: ${name}${cause === null ? '' : `, ${cause}`}`)
        const failed = cause === 'RESOURCE_ALLOCATION_FAILURE' || cause === 'RESOURCES_LIMITATION'
        const action = failed ? 'INDICATION_OF_FAILED_RESOURCES_ALLOCATION' : 'INDICATION_OF_RELEASE_OF_BEARER'
        if (owner?.startsWith('rx ')) this.rx.ruleGone(owner.slice('rx '.length), action)
      }
    }
  }

  /** Tells the gateway what has to change, if anything has. */
  private push(session: GxSession, { install, remove }: RuleChanges): void {
    if (install.length + remove.length > 0) this.request(session, [...chargingRuleRemove(remove), ...chargingRuleInstall(install)])
  }

  private request(session: GxSession, avps: readonly GxAvp[]): void {
    const request = {
      command: 'Re-Auth-Request',
      applicationId: GX_APPLICATION_ID,
      destinationHost: session.gatewayHost,
      destinationRealm: session.gatewayRealm,
      avps: [
        { name: 'Session-Id', value: session.sessionId },
        { name: 'Auth-Application-Id', value: GX_APPLICATION_ID },
        { name: 'Re-Auth-Request-Type', value: 'AUTHORIZE_ONLY' },
        ...avps,
      ],
    } as const
    this.sender?.request(GX, request, (outcome) => {
      if (outcome.kind !== 'answer') {
        this.options.onEvent(
          're-authorization failed',
          `${session.sessionId}: ${outcome.kind === 'failed' ? outcome.failure : outcome.where}`,
        )
        return
      }
      // RFC 6733 §7.1.5: the gateway has lost the session.
      if (avpValue(outcome.message.avps, 'Result-Code') === ResultCode.DIAMETER_UNKNOWN_SESSION_ID) {
        if (this.sessions.remove(session.sessionId) === session) this.lose(session, 'unknown to the gateway')
        return
      }
      this.noteReports(session, avpValues(outcome.message.avps, 'Charging-Rule-Report'))
    })
  }

  private lose(session: GxSession, reason: string): void {
    this.options.onEvent('session lost', `${session.sessionId}: ${reason}`)
    this.rx.bearerGone(session)
  }
}

/** What holds for the session as a whole (TS 29.212 §5.3.7, §5.3.48, §5.3.16). */
function sessionRules({ eventTriggers, defaultBearer, aggregateBitrate }: PolicyProfile): readonly GxAvp[] {
  const priority: GxAvp = { name: 'Allocation-Retention-Priority', value: [{ name: 'Priority-Level', value: defaultBearer.priorityLevel }] }
  const bearer: GxAvp = {
    name: 'Default-EPS-Bearer-QoS',
    value: [{ name: 'QoS-Class-Identifier', value: defaultBearer.classIdentifier }, priority],
  }
  const aggregate = (rate: NonNullable<PolicyProfile['aggregateBitrate']>): GxAvp => ({
    name: 'QoS-Information',
    value: [
      { name: 'APN-Aggregate-Max-Bitrate-UL', value: rate.uplink },
      { name: 'APN-Aggregate-Max-Bitrate-DL', value: rate.downlink },
    ],
  })
  return [
    { name: 'Bearer-Control-Mode', value: 'UE_NW' },
    ...eventTriggers.map((value): GxAvp => ({ name: 'Event-Trigger', value })),
    bearer,
    ...(aggregateBitrate === null ? [] : [aggregate(aggregateBitrate)]),
  ]
}

const INITIAL_PARAMETERS: GxAnswer = {
  result: { vendorId: VENDOR_3GPP, experimentalResultCode: GxResultCode.DIAMETER_ERROR_INITIAL_PARAMETERS },
  avps: [],
}
/** Rules for media are looked at before those of a profile, which begin at 100. */
const MEDIA_PRECEDENCE = 10
const ANSWERS_KEPT = 10_000
