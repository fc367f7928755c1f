import type { Surroundings } from '@sigbed/sctp-sockets'
import {
  type AvpValue,
  avpValue,
  CREDIT_CONTROL_APPLICATION_ID,
  CreditControlResultCode,
  type DiameterMessage,
  GY,
  ResultCode,
} from 'diameter-codec'
import { AnsweredRequests } from '../answered-requests.js'
import { type RequestSender, type ServedApplication, servedApplication, type TypedAnswer } from '../application.js'
import { SessionTable } from '../session-table.js'
import type { Account } from './account.js'
import type { AccountBook } from './account-book.js'
import { type ChargingPolicy, ChargingSession, type ServiceOutcome } from './charging-session.js'
import { finalUnitIndication } from './final-unit.js'
import type { Micros } from './money.js'
import { costInformationOf, requestedActionOf, serveEvent } from './one-time-event.js'
import { nextServerState, type ServerSessionEvent, type ServerSessionState } from './server-session-state.js'
import { type ServiceRequest, serviceRequestsOf } from './service-request.js'
import { type SubscriptionId, subscriptionIdsOf } from './subscription.js'
import { type GyAvp, unitsAvp } from './tariff.js'

type GyAvps = typeof GY.avpRows
type GyMessage = DiameterMessage<GyAvps, typeof GY.commandRows>
type GyAnswer = TypedAnswer<GyAvps>

export interface OnlineChargingOptions extends ChargingPolicy {
  readonly surroundings: Surroundings
  readonly accounts: AccountBook
  /** ISO 4217 by number: 978 is the euro. */
  readonly currencyCode: number
  readonly sessionFailover: AvpValue<GyAvps, 'CC-Session-Failover'>
  readonly failureHandling: AvpValue<GyAvps, 'Credit-Control-Failure-Handling'>
  readonly directDebitingFailureHandling: AvpValue<GyAvps, 'Direct-Debiting-Failure-Handling'>
  readonly sessionLimit: number
  /** What happens to sessions that no message tells of: expired, refused re-authorization. */
  readonly onEvent: (kind: string, detail: string) => void
}

/** A request with what was found of its session and its subscriber. */
interface CreditControlRequest {
  readonly sessionId: string
  readonly avps: readonly GyAvp[]
  readonly account: Account | null
  readonly multiple: boolean
  readonly services: readonly ServiceRequest[]
}

/** What a request was answered with, and what that is to the session (RFC 8506 §7, Table 6). */
interface Served {
  readonly event: ServerSessionEvent
  readonly answer: GyAnswer
}

/** An online charging system: a credit-control server with prepaid accounts. RFC 8506 §5, §6; TS 32.299 §6.3. */
export class OnlineChargingSystem {
  readonly application: ServedApplication
  private readonly sessions: SessionTable<ChargingSession>
  private readonly answered = new AnsweredRequests<GyAnswer>(ANSWERS_KEPT)
  private sender: RequestSender | null = null

  constructor(private readonly options: OnlineChargingOptions) {
    this.sessions = new SessionTable(options.sessionLimit, options.surroundings, (sessionId, session) => this.expire(sessionId, session))
    const advertised = { applicationId: CREDIT_CONTROL_APPLICATION_ID, vendorId: 0, kind: 'authentication' } as const
    this.application = servedApplication('Gy online charging system', advertised, GY, (request) => this.answer(request))
  }

  /** Where Re-Auth-Requests go out. */
  connect(sender: RequestSender): void {
    this.sender = sender
  }

  get sessionCount(): number {
    return this.sessions.size
  }

  /**
   * Adds what a subscriber has paid, and asks the clients of the sessions that wait for money to come again (RFC 8506 §5.6.4).
   * False when nobody has this identity.
   */
  topUp(subscriptionId: SubscriptionId, amount: Micros): boolean {
    const account = this.options.accounts.find([subscriptionId])
    if (account === null) return false
    account.credit(amount)
    for (const [sessionId, session] of this.sessions) {
      if (session.account === account && session.waitsForMoney) this.requestReAuthorization(sessionId, session)
    }
    return true
  }

  private answer(request: GyMessage): GyAnswer {
    // Gy knows one request to a server; a Re-Auth-Request goes the other way.
    if (request.command !== 'Credit-Control-Request') return { result: ResultCode.DIAMETER_COMMAND_UNSUPPORTED, avps: [] }
    const { avps } = request
    const sessionId = avpValue(avps, 'Session-Id')!
    // RFC 8506 §8.2: Session-Id and CC-Request-Number together are globally unique; §5.7: by them duplicates are detected.
    const key = `${sessionId} ${avpValue(avps, 'CC-Sub-Session-Id') ?? ''} ${avpValue(avps, 'CC-Request-Number')}`
    const known = this.answered.find(key)
    if (known !== null) return known
    const account = this.options.accounts.find(subscriptionIdsOf(avps))
    const answer = this.serve({ sessionId, avps, account, ...serviceRequestsOf(avps) })
    const echoed: GyAvp[] = [
      { name: 'Auth-Application-Id', value: CREDIT_CONTROL_APPLICATION_ID },
      { name: 'CC-Request-Type', value: avpValue(avps, 'CC-Request-Type')! },
      { name: 'CC-Request-Number', value: avpValue(avps, 'CC-Request-Number')! },
    ]
    const complete = { result: answer.result, avps: [...echoed, ...answer.avps] }
    // Nothing was done yet for a request that was turned away for lack of room: when it comes again it is a first time.
    if (complete.result !== ResultCode.DIAMETER_TOO_BUSY) this.answered.keep(key, complete)
    return complete
  }

  private serve(request: CreditControlRequest): GyAnswer {
    const session = this.sessions.get(request.sessionId)
    const state: ServerSessionState = session === null ? 'Idle' : 'Open'
    const type = avpValue(request.avps, 'CC-Request-Type')!
    if (state === 'Idle' && type === 'INITIAL_REQUEST') return this.finish(request, state, this.begin(request))
    if (state === 'Idle' && type === 'EVENT_REQUEST') return this.finish(request, state, this.serveOneTimeEvent(request))
    if (session !== null && type === 'UPDATE_REQUEST') return this.finish(request, state, this.update(request, session))
    if (session !== null && type === 'TERMINATION_REQUEST') return this.finish(request, state, this.terminate(request, session))
    // RFC 8506 §7: an event not listed is an error condition. RFC 6733 §7.1.5: 5002 for a session that is not known.
    return { result: session === null ? ResultCode.DIAMETER_UNKNOWN_SESSION_ID : ResultCode.DIAMETER_UNABLE_TO_COMPLY, avps: [] }
  }

  /** Takes the session to its next state, with the actions Table 6 has for it. */
  private finish({ sessionId }: CreditControlRequest, state: ServerSessionState, { event, answer }: Served): GyAnswer {
    if (nextServerState(state, event) === 'Open') this.sessions.renew(sessionId, this.supervisionMs)
    else this.sessions.remove(sessionId)?.close()
    return answer
  }

  private begin(request: CreditControlRequest): Served {
    const refused = (result: number): Served => ({ event: 'initial request not processed', answer: { result, avps: [] } })
    const { account, avps, services } = request
    if (account === null) return refused(CreditControlResultCode.DIAMETER_USER_UNKNOWN)
    if (account.barred) return refused(CreditControlResultCode.DIAMETER_END_USER_SERVICE_DENIED)
    // RFC 6733 §7.1.3: DIAMETER_TOO_BUSY lets the client try another server.
    if (this.sessions.isFull) return refused(ResultCode.DIAMETER_TOO_BUSY)
    const session = new ChargingSession(account, avpValue(avps, 'Origin-Host')!, avpValue(avps, 'Origin-Realm')!, this.options)
    const answer = this.answerOf(request, session, session.serve(services))
    if (answer.result !== ResultCode.DIAMETER_SUCCESS) {
      session.close()
      return { event: 'initial request not processed', answer }
    }
    this.sessions.add(request.sessionId, session, this.supervisionMs)
    return { event: 'initial request processed', answer: { ...answer, avps: [...this.failureRules(), ...answer.avps] } }
  }

  private update(request: CreditControlRequest, session: ChargingSession): Served {
    const answer = this.answerOf(request, session, session.serve(request.services))
    const processed = answer.result === ResultCode.DIAMETER_SUCCESS
    return { event: processed ? 'update request processed' : 'update request not processed', answer }
  }

  private terminate(request: CreditControlRequest, session: ChargingSession): Served {
    session.conclude(request.services)
    // RFC 8506 §8.7: with TERMINATION_REQUEST the cost is the total of the session.
    const avps = [costInformationOf(session.cost, this.options.currencyCode)]
    return { event: 'termination request processed', answer: { result: ResultCode.DIAMETER_SUCCESS, avps } }
  }

  private serveOneTimeEvent({ avps, account, services }: CreditControlRequest): Served {
    const { tariffs, currencyCode } = this.options
    const action = requestedActionOf(avps)
    const missing = { result: ResultCode.DIAMETER_MISSING_AVP, avps: [MISSING_REQUESTED_ACTION] }
    // RFC 8506 §8.3: with EVENT_REQUEST the Requested-Action "MUST be included".
    if (action === null || services.length === 0) return { event: 'event request not processed', answer: missing }
    const outcome = serveEvent(action, services[0]!, account, tariffs, currencyCode)
    if (outcome.resultCode !== ResultCode.DIAMETER_SUCCESS) {
      const failed = outcome.resultCode === CreditControlResultCode.DIAMETER_RATING_FAILED ? [failedAvp(avps)] : []
      return { event: 'event request not processed', answer: { result: outcome.resultCode, avps: failed } }
    }
    return { event: 'event request processed', answer: { result: outcome.resultCode, avps: outcome.avps } }
  }

  /** The answer to a request of a session: the outcomes one by one, or of the only service the message itself speaks of. */
  private answerOf(
    { multiple, services, avps }: CreditControlRequest,
    session: ChargingSession,
    outcomes: readonly ServiceOutcome[],
  ): GyAnswer {
    const failed = outcomes.some(({ resultCode }) => resultCode === CreditControlResultCode.DIAMETER_RATING_FAILED) ? [failedAvp(avps)] : []
    if (!multiple) {
      const only = outcomes[0]!
      return { result: only.resultCode, avps: [...this.unitsOf(only), ...this.costSoFar(session), ...failed] }
    }
    const free = outcomes.length > 0 && outcomes.every(({ resultCode }) => resultCode === NOT_APPLICABLE)
    // RFC 8506 §5.2: at the command level it "implies that the credit-control session is to be terminated".
    if (free) return { result: NOT_APPLICABLE, avps: [] }
    const groups = outcomes.map((outcome, index): GyAvp => {
      const { ratingGroup, serviceIdentifiers } = services[index]!
      const target: GyAvp[] = [
        ...serviceIdentifiers.map((value): GyAvp => ({ name: 'Service-Identifier', value })),
        ...(ratingGroup === null ? [] : [{ name: 'Rating-Group', value: ratingGroup } as const]),
      ]
      const resultCode: GyAvp = { name: 'Result-Code', value: outcome.resultCode }
      return { name: 'Multiple-Services-Credit-Control', value: [...this.unitsOf(outcome), ...target, resultCode] }
    })
    return { result: ResultCode.DIAMETER_SUCCESS, avps: [...groups, ...this.costSoFar(session), ...failed] }
  }

  private unitsOf({ granted, final, validityTimeS }: ServiceOutcome): readonly GyAvp[] {
    const avps: GyAvp[] = []
    if (granted !== null) {
      const units = unitsAvp(granted.tariff.unitType, granted.units, this.options.currencyCode)
      avps.push({ name: 'Granted-Service-Unit', value: [units] })
    }
    if (validityTimeS !== null) avps.push({ name: 'Validity-Time', value: validityTimeS })
    if (final) avps.push(finalUnitIndication(this.options.finalUnit))
    return avps
  }

  /** RFC 8506 §8.7: the "accumulated cost estimation for the session, without taking any credit reservations into account". */
  private costSoFar(session: ChargingSession): readonly GyAvp[] {
    return session.cost === 0n ? [] : [costInformationOf(session.cost, this.options.currencyCode)]
  }

  /** What the client shall do when it cannot reach this server (RFC 8506 §5.7, §6.5). */
  private failureRules(): readonly GyAvp[] {
    const { sessionFailover, failureHandling, directDebitingFailureHandling } = this.options
    return [
      { name: 'CC-Session-Failover', value: sessionFailover },
      { name: 'Credit-Control-Failure-Handling', value: failureHandling },
      { name: 'Direct-Debiting-Failure-Handling', value: directDebitingFailureHandling },
    ]
  }

  private requestReAuthorization(sessionId: string, session: ChargingSession): void {
    const request = {
      command: 'Re-Auth-Request',
      applicationId: CREDIT_CONTROL_APPLICATION_ID,
      destinationHost: session.clientHost,
      destinationRealm: session.clientRealm,
      avps: [
        { name: 'Session-Id', value: sessionId },
        { name: 'Auth-Application-Id', value: CREDIT_CONTROL_APPLICATION_ID },
        // RFC 8506 §5.5: the type "is set to AUTHORIZE_ONLY".
        { name: 'Re-Auth-Request-Type', value: 'AUTHORIZE_ONLY' },
      ],
    } as const
    this.sender?.request(GY, request, (outcome) => {
      const result = outcome.kind === 'answer' ? avpValue(outcome.message.avps, 'Result-Code') : null
      // RFC 6733 §8.3: the client has lost the session, so nobody will report what is reserved.
      if (result === ResultCode.DIAMETER_UNKNOWN_SESSION_ID) this.sessions.remove(sessionId)?.close()
      else if (result === ResultCode.DIAMETER_SUCCESS || result === ResultCode.DIAMETER_LIMITED_SUCCESS) return
      this.options.onEvent(
        're-authorization failed',
        `${sessionId}: ${result ?? (outcome.kind === 'failed' ? outcome.failure : outcome.kind)}`,
      )
    })
  }

  private expire(sessionId: string, session: ChargingSession): void {
    // RFC 8506 §7, Table 6: "Release reserved units".
    session.close()
    this.options.onEvent('session expired', sessionId)
  }

  /** Tcc: "MAY be set so that Tcc is equal to 2 x Validity-Time" (RFC 8506 §13); the time to pay counts as well. */
  private get supervisionMs(): number {
    const { finalUnit, validityTimeS } = this.options
    return 2000 * Math.max(validityTimeS, finalUnit.action === 'TERMINATE' ? 0 : finalUnit.graceTimeS)
  }
}

/** RFC 8506 §9.2: with 5031 the Failed-AVP carries what could not be rated. */
function failedAvp(avps: readonly GyAvp[]): GyAvp {
  const culprits = avps.filter(({ name }) => WHAT_IS_RATED.has(name))
  return { name: 'Failed-AVP', value: culprits }
}

const NOT_APPLICABLE = CreditControlResultCode.DIAMETER_CREDIT_CONTROL_NOT_APPLICABLE
const WHAT_IS_RATED = new Set([
  'Multiple-Services-Credit-Control',
  'Service-Identifier',
  'Requested-Service-Unit',
  'Service-Parameter-Info',
])
/** RFC 6733 §7.5: an example of the AVP that is missing. */
const MISSING_REQUESTED_ACTION: GyAvp = { name: 'Failed-AVP', value: [{ name: 'Requested-Action', value: 'DIRECT_DEBITING' }] }
const ANSWERS_KEPT = 10_000
