import type { Surroundings } from '@sigbed/sctp-sockets'
import { avpValue, avpValues, CREDIT_CONTROL_APPLICATION_ID, GY, ResultCode } from 'diameter-codec'
import type { RequestSender } from '../application.js'
import type { GyAvp } from '../online-charging/tariff.js'
import { answerAvps, answerEvent, type CreditControlOutcome } from './answer-event.js'
import {
  type ClientSessionAction,
  type ClientSessionEvent,
  type ClientSessionState,
  clientSessionMove,
  type FailureHandling,
} from './client-session-state.js'
import { type ServiceAccess, ServiceQuota } from './service-quota.js'

export interface CreditControlSessionOptions {
  readonly surroundings: Surroundings
  readonly sender: RequestSender
  readonly serviceContextId: string
  readonly destinationRealm: string
  /** Null lets any server of the realm begin; the session stays with the one that answers. */
  readonly serverHost: string | null
  /** Where requests go that the first server does not take; null for nowhere. */
  readonly backupServerHost: string | null
  /** AVPs of every request: Subscription-Id, Service-Information. */
  readonly describing: readonly GyAvp[]
  /** Seconds since 1970, for Event-Timestamp. */
  readonly wallClockS: () => number
  /** Until the server has said otherwise (RFC 8506 §5.7). */
  readonly failureHandling: FailureHandling
  /** Tx: 10 s is recommended (RFC 8506 §13). */
  readonly txMs: number
  /** Whether traffic of a rating group may flow has changed. */
  readonly onAccess: (ratingGroup: number, access: ServiceAccess) => void
  /** New units were granted. */
  readonly onQuota?: (ratingGroup: number) => void
  /** The session is over. `granted` when the service goes on without being charged. */
  readonly onEnd: (granted: boolean, reason: string) => void
}

type RequestType = 'INITIAL_REQUEST' | 'UPDATE_REQUEST' | 'TERMINATION_REQUEST'

/** A credit-control session as its client leads it, with any number of rating groups. RFC 8506 §5, §7 Tables 3 and 4. */
export class CreditControlSession {
  readonly sessionId: string
  private currentState: ClientSessionState = 'Idle'
  private readonly quotas = new Map<number, ServiceQuota>()
  /** Rating groups that are to be reported as soon as no answer is awaited. */
  private readonly toReport = new Set<number>()
  private readonly newlyGranted: number[] = []
  private terminationQueued = false
  private cause: number = TerminationCause.DIAMETER_LOGOUT
  private requestNumber = 0
  private serverHost: string | null
  private failureHandling: FailureHandling
  private failoverSupported = false
  private txTimer: object | number | null = null
  private validityTimer: object | number | null = null
  /** Counts requests, so that the answer to one that is given up is known by its number. */
  private awaited = 0

  constructor(private readonly options: CreditControlSessionOptions) {
    this.sessionId = options.sender.nextSessionId()
    this.serverHost = options.serverHost
    this.failureHandling = options.failureHandling
  }

  get state(): ClientSessionState {
    return this.currentState
  }

  quota(ratingGroup: number): ServiceQuota | null {
    return this.quotas.get(ratingGroup) ?? null
  }

  /** Asks for quota of these rating groups; nothing may flow before onAccess says so. */
  start(ratingGroups: readonly number[]): void {
    for (const ratingGroup of ratingGroups) this.require(ratingGroup)
    this.happen('service requested')
  }

  /** Wants one more rating group in a session under way. */
  add(ratingGroup: number): void {
    if (this.quotas.has(ratingGroup)) return
    this.require(ratingGroup)
    this.happen('change in rating condition')
  }

  /** Counts what has flowed, and reports it when the quota is spent. */
  use(ratingGroup: number, units: bigint): void {
    const quota = this.quotas.get(ratingGroup)
    if (quota === undefined || this.currentState === 'Idle') return
    quota.use(units)
    if (quota.isSpent && !this.toReport.has(ratingGroup)) this.spend(quota)
  }

  /** What the service costs has changed: everything is reported and asked for anew. */
  changeRatingCondition(): void {
    for (const ratingGroup of this.quotas.keys()) this.toReport.add(ratingGroup)
    this.happen('change in rating condition')
  }

  /** The user is gone. @param cause Termination-Cause (RFC 6733 §8.15) */
  terminate(cause: number = TerminationCause.DIAMETER_LOGOUT): void {
    this.cause = cause
    this.happen('user service terminated')
  }

  /**
   * Takes a Re-Auth-Request for this session. The Result-Code of its answer (RFC 8506 §5.5): 2002 when an update request follows, 2001
   * when one is under way.
   */
  reAuthorize(avps: readonly GyAvp[]): number {
    if (this.currentState !== 'Open' && this.currentState !== 'PendingU') return ResultCode.DIAMETER_UNKNOWN_SESSION_ID
    const only = avpValue(avps, 'Rating-Group')
    const open = this.currentState === 'Open'
    if (open) for (const ratingGroup of this.quotas.keys()) if (only === null || only === ratingGroup) this.toReport.add(ratingGroup)
    this.happen('RAR received')
    return open ? ResultCode.DIAMETER_LIMITED_SUCCESS : ResultCode.DIAMETER_SUCCESS
  }

  private require(ratingGroup: number): void {
    this.quotas.set(ratingGroup, new ServiceQuota(ratingGroup))
    this.toReport.add(ratingGroup)
  }

  /** The quota of one service is spent; what comes then depends on whether it was the last (RFC 8506 §5.6). */
  private spend(quota: ServiceQuota): void {
    this.toReport.add(quota.ratingGroup)
    if (quota.final === null) {
      this.happen('granted unit elapses')
      return
    }
    const ends = quota.final.action === 'TERMINATE'
    this.setAccess(quota, ends ? 'closed' : 'restricted')
    // RFC 8506 §5.6.1: the end of one service is the end of the session only when no other is left.
    const allEnd = ends && [...this.quotas.values()].every(({ access }) => access === 'closed')
    this.happen(allEnd ? 'granted unit elapses with action TERMINATE' : 'granted unit elapses')
  }

  private happen(event: ClientSessionEvent): void {
    const move = clientSessionMove(this.currentState, event, this.failureHandling)
    // RFC 8506 §7: "Any event not listed in the state machines MUST be considered an error condition": nothing is to be answered here.
    if (move === null) return
    const before = this.currentState
    this.currentState = move.next
    for (const action of move.actions) this.act(action, event)
    if (move.next === 'Idle' && before !== 'Idle') this.clear(event, move.actions.includes('grant service'))
    else if (this.currentState === 'Open') this.takeUpQueue()
  }

  private act(action: ClientSessionAction, event: ClientSessionEvent): void {
    switch (action) {
      case 'send CC initial request':
        this.send('INITIAL_REQUEST', [{ name: 'Multiple-Services-Indicator', value: 'MULTIPLE_SERVICES_SUPPORTED' }, ...this.reports()])
        break
      case 'send CC update request':
        this.send('UPDATE_REQUEST', this.reports())
        break
      case 'send CC termination request':
        if (event === 'granted unit elapses with action TERMINATE') this.cause = TerminationCause.DIAMETER_SERVICE_NOT_PROVIDED
        for (const ratingGroup of this.quotas.keys()) this.toReport.add(ratingGroup)
        this.send('TERMINATION_REQUEST', [{ name: 'Termination-Cause', value: this.cause }, ...this.reports()])
        break
      case 'start Tx timer':
        this.startTx()
        break
      case 'stop Tx timer':
        this.stopTx()
        break
      case 'grant service':
        // RFC 8506 §5.7: without an answer the service is granted, though nobody has said how much of it.
        if (event !== 'successful answer received') this.setEveryAccess('open')
        break
      case 'terminate service':
        this.setEveryAccess('closed')
        break
      case 'queue termination event':
        this.terminationQueued = true
        break
      case 'queue update event':
      case 'send RAA':
        // The rating groups stand in toReport, and reAuthorize returns what the answer says.
        break
      default:
        action satisfies never
    }
  }

  private takeUpQueue(): void {
    const { quotas } = this
    if (this.terminationQueued) this.happen('user service terminated')
    else if (this.toReport.size > 0) this.happen('change in rating condition')
    else if (quotas.size > 0 && [...quotas.values()].every(({ access }) => access === 'closed')) this.terminate(NOT_PROVIDED)
    else this.watchValidity()
    if (this.currentState !== 'Open') return
    for (const ratingGroup of this.newlyGranted.splice(0)) this.options.onQuota?.(ratingGroup)
  }

  /** The Multiple-Services-Credit-Control of every rating group that is to be reported. */
  private reports(): readonly GyAvp[] {
    const ending = this.currentState === 'PendingT'
    const avps = [...this.toReport].map((ratingGroup) => {
      const quota = this.quotas.get(ratingGroup)!
      // RFC 8506 §5.6.2: nothing is asked for with the report of the last units, and again when the time to pay has gone by.
      const lastUnits = quota.final !== null && quota.isSpent
      return quota.report(!ending && !lastUnits)
    })
    this.toReport.clear()
    return avps
  }

  private send(type: RequestType, avps: readonly GyAvp[]): void {
    const { describing, serviceContextId, destinationRealm, sender, wallClockS } = this.options
    const number = ++this.awaited
    const complete: GyAvp[] = [
      { name: 'Session-Id', value: this.sessionId },
      { name: 'Auth-Application-Id', value: CREDIT_CONTROL_APPLICATION_ID },
      { name: 'Service-Context-Id', value: serviceContextId },
      { name: 'CC-Request-Type', value: type },
      { name: 'CC-Request-Number', value: this.requestNumber++ },
      // RFC 8506 §5.2, §5.3, §5.4: it "SHOULD be included".
      { name: 'Event-Timestamp', value: wallClockS() },
      ...describing,
      ...avps,
    ]
    const sendTo = (
      destinationHost: string | null,
      possibleDuplicate: boolean,
      onOutcome: (outcome: CreditControlOutcome) => void,
    ): void => {
      const request = { command: 'Credit-Control-Request', applicationId: CREDIT_CONTROL_APPLICATION_ID, avps: complete } as const
      sender.request(GY, { ...request, destinationHost, destinationRealm, possibleDuplicate }, onOutcome)
    }
    sendTo(this.serverHost, false, (outcome) => {
      if (number !== this.awaited) return
      const backup = this.backupFor(type)
      if (answerEvent(outcome) !== 'failure to send, or temporary error' || backup === null) this.receive(outcome)
      // RFC 8506 §5.7: failover to the backup server; what was asked may have been served, hence the T bit (RFC 6733 §3).
      else sendTo(backup, true, (second) => number === this.awaited && this.receive(second))
    })
  }

  /**
   * RFC 8506 §5.7: a session under way is moved only where the server has said FAILOVER_SUPPORTED; a new one "SHOULD be" tried at the
   * backup server in any case.
   */
  private backupFor(type: RequestType): string | null {
    const { backupServerHost } = this.options
    if (backupServerHost === this.serverHost) return null
    return type === 'INITIAL_REQUEST' || this.failoverSupported ? backupServerHost : null
  }

  private receive(outcome: CreditControlOutcome): void {
    const event = answerEvent(outcome)
    const avps = answerAvps(outcome)
    if (event === 'successful answer received' && !this.takeAnswer(avps)) {
      // RFC 8506 §8.17: what the client cannot count makes an incorrect answer; the session ends with DIAMETER_BAD_ANSWER.
      this.cause = TerminationCause.DIAMETER_BAD_ANSWER
      this.setEveryAccess('closed')
      this.terminationQueued = true
    }
    this.happen(event)
  }

  private takeAnswer(avps: readonly GyAvp[]): boolean {
    const { surroundings } = this.options
    // The session stays with the server that has answered.
    this.serverHost = avpValue(avps, 'Origin-Host')
    const failover = avpValue(avps, 'CC-Session-Failover')
    if (failover !== null) this.failoverSupported = failover === 'FAILOVER_SUPPORTED'
    // RFC 8506 §5.7: the value of the server "always overrides any existing values".
    this.failureHandling = avpValue(avps, 'Credit-Control-Failure-Handling') ?? this.failureHandling
    return avpValues(avps, 'Multiple-Services-Credit-Control').every((members) => {
      const quota = this.quotas.get(avpValue(members, 'Rating-Group') ?? -1)
      if (quota === undefined) return true
      const before = quota.access
      const understood = quota.take(members, surroundings.now())
      if (avpValue(members, 'Granted-Service-Unit') !== null) this.newlyGranted.push(quota.ratingGroup)
      if (quota.access !== before) this.options.onAccess(quota.ratingGroup, quota.access)
      return understood
    })
  }

  /** RFC 8506 §5.3: a request is due when the first Validity-Time has gone by, spent or not. */
  private watchValidity(): void {
    const { surroundings } = this.options
    if (this.validityTimer !== null) surroundings.stopTimer(this.validityTimer)
    this.validityTimer = null
    const untilMs = Math.min(...[...this.quotas.values()].map(({ validUntilMs }) => validUntilMs))
    if (untilMs === Number.POSITIVE_INFINITY) return
    this.validityTimer = surroundings.startTimer(Math.max(0, untilMs - surroundings.now()), () => {
      this.validityTimer = null
      for (const quota of this.quotas.values()) {
        if (quota.validUntilMs > surroundings.now()) continue
        quota.validUntilMs = Number.POSITIVE_INFINITY
        this.toReport.add(quota.ratingGroup)
      }
      this.happen('Validity-Time elapses')
    })
  }

  private setAccess(quota: ServiceQuota, access: ServiceAccess): void {
    if (quota.access === access) return
    quota.access = access
    this.options.onAccess(quota.ratingGroup, access)
  }

  private setEveryAccess(access: ServiceAccess): void {
    for (const quota of this.quotas.values()) this.setAccess(quota, access)
  }

  /** RFC 8506 §7: "moving to Idle state implies the clearing of the session and all the variables associated to it". */
  private clear(event: ClientSessionEvent, granted: boolean): void {
    this.stopTx()
    if (this.validityTimer !== null) this.options.surroundings.stopTimer(this.validityTimer)
    this.validityTimer = null
    this.awaited++
    this.toReport.clear()
    this.options.onEnd(granted, event)
  }

  private startTx(): void {
    this.stopTx()
    this.txTimer = this.options.surroundings.startTimer(this.options.txMs, () => {
      this.txTimer = null
      this.happen('Tx timer expired')
    })
  }

  private stopTx(): void {
    if (this.txTimer !== null) this.options.surroundings.stopTimer(this.txTimer)
    this.txTimer = null
  }
}

/** Values of Termination-Cause (RFC 6733 §8.15). */
export const TerminationCause = {
  DIAMETER_LOGOUT: 1,
  DIAMETER_SERVICE_NOT_PROVIDED: 2,
  DIAMETER_BAD_ANSWER: 3,
  DIAMETER_ADMINISTRATIVE: 4,
} as const

const NOT_PROVIDED = TerminationCause.DIAMETER_SERVICE_NOT_PROVIDED
