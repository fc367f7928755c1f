import type { Surroundings } from '@sigbed/sctp-sockets'
import { type AvpValue, avpValue, type DiameterMessage, ResultCode, RX, RX_APPLICATION_ID, RxResultCode, VENDOR_3GPP } from 'diameter-codec'
import { AnsweredRequests } from '../answered-requests.js'
import { type RequestSender, type ServedApplication, servedApplication, type TypedAnswer } from '../application.js'
import { SessionTable } from '../session-table.js'
import type { GxAvp } from './charging-rule.js'
import { type GxSession, type RuleChanges, userAddresses } from './gx-session.js'
import type { GxSessions } from './gx-sessions.js'
import { mediaRules } from './media-rules.js'
import type { MediaQuality } from './policy.js'

type RxAvps = typeof RX.avpRows
type RxMessage = DiameterMessage<RxAvps, typeof RX.commandRows>
type RxAnswer = TypedAnswer<RxAvps>
export type SpecificAction = AvpValue<RxAvps, 'Specific-Action'>
export type AbortCause = AvpValue<RxAvps, 'Abort-Cause'>

export interface RxOptions {
  readonly surroundings: Surroundings
  readonly media: MediaQuality
  readonly sessionLimit: number
  readonly sessionLifetimeMs: number
  /** Precedence of the rules for media: before those of the profiles, if lower. */
  readonly precedence: number
  /** The rules of a bearer have changed and the gateway is to be told. */
  readonly onChanges: (session: GxSession, changes: RuleChanges) => void
}

/** A session of an application: what it belongs to and what its application wants to hear. */
interface RxSession {
  readonly sessionId: string
  readonly applicationHost: string
  readonly applicationRealm: string
  readonly bearer: GxSession
  subscribed: readonly SpecificAction[]
}

/** The Rx side of a PCRF: applications ask for bearers, and hear what becomes of them. TS 29.214 §4.4. */
export class RxSessions {
  readonly application: ServedApplication
  private readonly sessions: SessionTable<RxSession>
  private readonly answered = new AnsweredRequests<RxAnswer>(ANSWERS_KEPT)
  private sender: RequestSender | null = null

  constructor(
    private readonly bearers: GxSessions,
    private readonly options: RxOptions,
  ) {
    const { sessionLimit, surroundings } = options
    this.sessions = new SessionTable(sessionLimit, surroundings, (_sessionId, session) => this.withdraw(session))
    const advertised = { applicationId: RX_APPLICATION_ID, vendorId: VENDOR_3GPP, kind: 'authentication' } as const
    this.application = servedApplication('Rx PCRF', advertised, RX, (request) => this.answer(request))
  }

  connect(sender: RequestSender): void {
    this.sender = sender
  }

  get size(): number {
    return this.sessions.size
  }

  /** A bearer is gone: the sessions on it are aborted (TS 29.214 §4.4.6.1). */
  bearerGone(bearer: GxSession): void {
    for (const [, session] of this.sessions) if (session.bearer === bearer) this.abort(session, 'BEARER_RELEASED')
  }

  /**
   * A rule of an application is in force no more. Its application is told if it has asked for that; without any rule left the session
   * is aborted (TS 29.214 §4.4.6.2).
   */
  ruleGone(sessionId: string, action: SpecificAction): void {
    const session = this.sessions.get(sessionId)
    if (session === null) return
    if (session.bearer.ruleNames(`rx ${sessionId}`).length === 0) this.abort(session, 'INSUFFICIENT_BEARER_RESOURCES')
    else this.tell(session, action)
  }

  private answer(request: RxMessage): RxAnswer {
    switch (request.command) {
      case 'AA-Request':
        return this.authorize(request)
      case 'Session-Termination-Request':
        return this.terminate(avpValue(request.avps, 'Session-Id')!)
      default:
        return { result: ResultCode.DIAMETER_COMMAND_UNSUPPORTED, avps: [] }
    }
  }

  /** TS 29.214 §4.4.1, §4.4.2. The same information again leaves every rule as it is, so that a duplicate changes nothing. */
  private authorize({ avps }: RxMessage): RxAnswer {
    const sessionId = avpValue(avps, 'Session-Id')!
    const known = this.sessions.get(sessionId)
    const bearer = known?.bearer ?? this.bearers.bind(userAddresses(avps))
    const echoed: GxAvp[] = [{ name: 'Auth-Application-Id', value: RX_APPLICATION_ID }]
    const refuse = (experimentalResultCode: number): RxAnswer => ({
      result: { vendorId: VENDOR_3GPP, experimentalResultCode },
      avps: echoed,
    })
    // TS 29.214 §4.4.1: without an IP-CAN session to bind to.
    if (bearer === null) return refuse(RxResultCode['IP-CAN_SESSION_NOT_AVAILABLE'])
    const rules = mediaRules(sessionId, avps, this.options.media, this.options.precedence)
    if ('vendorId' in rules) return refuse(rules.experimentalResultCode)
    const subscribed = avps.flatMap((avp) => (avp.name === 'Specific-Action' ? [avp.value] : []))
    if (known === null) {
      const applicationHost = avpValue(avps, 'Origin-Host')!
      const session = { sessionId, applicationHost, applicationRealm: avpValue(avps, 'Origin-Realm')!, bearer, subscribed }
      const addition = this.sessions.add(sessionId, session, this.options.sessionLifetimeMs)
      if (addition === 'table-full') return { result: ResultCode.DIAMETER_TOO_BUSY, avps: [] }
    } else {
      this.sessions.renew(sessionId, this.options.sessionLifetimeMs)
      if (subscribed.length > 0) known.subscribed = subscribed
    }
    this.options.onChanges(bearer, bearer.replace(`rx ${sessionId}`, rules))
    const { ipCanType, ratType } = bearer
    return {
      result: ResultCode.DIAMETER_SUCCESS,
      avps: [
        ...echoed,
        ...(ipCanType === null ? [] : [{ name: 'IP-CAN-Type', value: ipCanType } as const]),
        ...(ratType === null ? [] : [{ name: 'RAT-Type', value: ratType } as const]),
      ],
    }
  }

  /** TS 29.214 §4.4.4. */
  private terminate(sessionId: string): RxAnswer {
    const repeated = this.answered.find(sessionId)
    if (repeated !== null) return repeated
    const session = this.sessions.remove(sessionId)
    if (session === null) return { result: ResultCode.DIAMETER_UNKNOWN_SESSION_ID, avps: [] }
    this.withdraw(session)
    const answer: RxAnswer = { result: ResultCode.DIAMETER_SUCCESS, avps: [] }
    this.answered.keep(sessionId, answer)
    return answer
  }

  /** Takes the rules of a session that has ended from its bearer. */
  private withdraw({ sessionId, bearer }: RxSession): void {
    const changes = bearer.replace(`rx ${sessionId}`, [])
    if (this.bearers.get(bearer.sessionId) === bearer) this.options.onChanges(bearer, changes)
  }

  private tell(session: RxSession, action: SpecificAction): void {
    if (!session.subscribed.includes(action)) return
    this.send(session, 'Re-Auth-Request', [{ name: 'Specific-Action', value: action }])
  }

  /** TS 29.214 §4.4.6.1: the application answers and then ends the session itself; should it not, the session expires. */
  private abort(session: RxSession, cause: AbortCause): void {
    this.send(session, 'Abort-Session-Request', [{ name: 'Abort-Cause', value: cause }])
  }

  private send(session: RxSession, command: 'Re-Auth-Request' | 'Abort-Session-Request', avps: readonly GxAvp[]): void {
    const request = {
      command,
      applicationId: RX_APPLICATION_ID,
      destinationHost: session.applicationHost,
      destinationRealm: session.applicationRealm,
      avps: [{ name: 'Session-Id', value: session.sessionId }, { name: 'Auth-Application-Id', value: RX_APPLICATION_ID }, ...avps],
    } as const
    this.sender?.request(RX, request, (outcome) => {
      const result = outcome.kind === 'answer' ? avpValue(outcome.message.avps, 'Result-Code') : null
      // RFC 6733 §7.1.5: an application that does not know the session will not end it either.
      if (result === ResultCode.DIAMETER_UNKNOWN_SESSION_ID && this.sessions.remove(session.sessionId) !== null) this.withdraw(session)
    })
  }
}

const ANSWERS_KEPT = 10_000
