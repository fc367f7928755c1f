import type { Surroundings } from '@sigbed/sctp-sockets'
import { avpValue, CREDIT_CONTROL_APPLICATION_ID, GY } from 'diameter-codec'
import type { RequestSender } from '../application.js'
import type { GyAvp } from '../online-charging/tariff.js'
import { answerAvps, answerEvent, type CreditControlOutcome } from './answer-event.js'
import {
  type DebitingFailureHandling,
  type OneTimeEventState,
  type OneTimeEventTrigger,
  oneTimeEventRow,
  type RequestedAction,
} from './one-time-event-state.js'

export interface OneTimeEventOptions {
  readonly surroundings: Surroundings
  readonly sender: RequestSender
  readonly serviceContextId: string
  readonly destinationRealm: string
  readonly serverHost: string | null
  readonly backupServerHost: string | null
  /** Seconds since 1970, for Event-Timestamp. */
  readonly wallClockS: () => number
  /** Until a server has said otherwise (RFC 8506 §6.5). */
  readonly debitingFailureHandling: DebitingFailureHandling
  readonly txMs: number
  /** Requests in storage are tried again after this, and forgotten after as many attempts. */
  readonly retryMs: number
  readonly mostAttempts: number
  /** Requests that may wait in storage; what comes on top is refused. */
  readonly storageLimit: number
}

/** What became of an event, told once. The AVPs are those of the answer, none without one. */
export type EventResult =
  | { readonly kind: 'granted'; readonly avps: readonly GyAvp[] }
  /** Nobody knows whether it was charged: it is kept, and sent again. */
  | { readonly kind: 'granted-and-stored' }
  | { readonly kind: 'refused'; readonly avps: readonly GyAvp[] }

interface StoredRequest {
  readonly avps: readonly GyAvp[]
  attempts: number
}

/**
 * One-time events of a client: direct debits, refunds, balance checks and price enquiries. RFC 8506 §6, §7 Table 5. What could not be
 * delivered and must not be lost is stored here, in memory: a testbed has nothing to lose in a crash.
 */
export class OneTimeEvents {
  private failureHandling: DebitingFailureHandling
  private readonly storage = new Set<StoredRequest>()
  private retryTimer: object | number | null = null

  constructor(private readonly options: OneTimeEventOptions) {
    this.failureHandling = options.debitingFailureHandling
  }

  get stored(): number {
    return this.storage.size
  }

  /** @param describing the AVPs of the event: Subscription-Id, Service-Identifier, Requested-Service-Unit */
  request(requestedAction: RequestedAction, describing: readonly GyAvp[], onResult: (result: EventResult) => void): void {
    const avps: GyAvp[] = [
      { name: 'Session-Id', value: this.options.sender.nextSessionId() },
      { name: 'Auth-Application-Id', value: CREDIT_CONTROL_APPLICATION_ID },
      { name: 'Service-Context-Id', value: this.options.serviceContextId },
      { name: 'CC-Request-Type', value: 'EVENT_REQUEST' },
      // RFC 8506 §8.2: in event charging it "should be set to 0".
      { name: 'CC-Request-Number', value: 0 },
      { name: 'Event-Timestamp', value: this.options.wallClockS() },
      { name: 'Requested-Action', value: requestedAction },
      ...describing,
    ]
    new PendingEvent(requestedAction, avps, onResult, this.options.surroundings).begin(this)
  }

  /** @internal Sends to the server, and to the backup server when that fails (RFC 8506 §6.5). */
  send(avps: readonly GyAvp[], possibleDuplicate: boolean, onOutcome: (outcome: CreditControlOutcome) => void): void {
    const { sender, destinationRealm, serverHost, backupServerHost } = this.options
    const sendTo = (destinationHost: string | null, duplicate: boolean, then: (outcome: CreditControlOutcome) => void): void => {
      const request = { command: 'Credit-Control-Request', applicationId: CREDIT_CONTROL_APPLICATION_ID, avps } as const
      sender.request(GY, { ...request, destinationHost, destinationRealm, possibleDuplicate: duplicate }, then)
    }
    sendTo(serverHost, possibleDuplicate, (outcome) => {
      const failed = answerEvent(outcome) === 'failure to send, or temporary error'
      if (failed && backupServerHost !== null) sendTo(backupServerHost, true, onOutcome)
      else onOutcome(outcome)
    })
  }

  /** @internal */
  row(state: OneTimeEventState, trigger: OneTimeEventTrigger, action: RequestedAction, txRunning: boolean) {
    return oneTimeEventRow(state, trigger, action, this.failureHandling, txRunning)
  }

  /** @internal RFC 8506 §6.5: the DDFH of a server "always overrides any existing values". */
  learn(avps: readonly GyAvp[]): void {
    this.failureHandling = avpValue(avps, 'Direct-Debiting-Failure-Handling') ?? this.failureHandling
  }

  get txMs(): number {
    return this.options.txMs
  }

  /** @internal False when the storage is full. */
  store(avps: readonly GyAvp[]): boolean {
    if (this.storage.size >= this.options.storageLimit) return false
    this.storage.add({ avps, attempts: 0 })
    this.retryTimer ??= this.startRetry()
    return true
  }

  private startRetry(): object | number {
    return this.options.surroundings.startTimer(this.options.retryMs, () => {
      this.retryTimer = null
      for (const request of [...this.storage]) this.retry(request)
      if (this.storage.size > 0) this.retryTimer = this.startRetry()
    })
  }

  private retry(request: StoredRequest): void {
    // RFC 8506 §6.5: the number of attempts may be limited.
    if (++request.attempts > this.options.mostAttempts) {
      this.storage.delete(request)
      return
    }
    // RFC 8506 §6.5: a request sent again is marked "as a possible duplicate by setting the T flag".
    this.send(request.avps, true, (outcome) => {
      const row = this.row('PendingB', triggerOf(outcome), 'DIRECT_DEBITING', false)
      if (row?.actions.includes('delete request')) this.storage.delete(request)
    })
  }
}

/** One event on its way. */
class PendingEvent {
  private state: OneTimeEventState = 'Idle'
  private tx: object | number | null = null
  private told = false

  constructor(
    private readonly requestedAction: RequestedAction,
    private readonly avps: readonly GyAvp[],
    private readonly onResult: (result: EventResult) => void,
    private readonly surroundings: Surroundings,
  ) {}

  begin(events: OneTimeEvents): void {
    this.happen(events, 'service requested', [])
  }

  private happen(events: OneTimeEvents, trigger: OneTimeEventTrigger, answer: readonly GyAvp[]): void {
    const row = events.row(this.state, trigger, this.requestedAction, this.tx !== null)
    if (row === null) return
    this.state = row.next
    for (const action of row.actions) {
      switch (action) {
        case 'send CC event request':
          events.send(this.avps, false, (outcome) => {
            events.learn(answerAvps(outcome))
            this.happen(events, triggerOf(outcome), answerAvps(outcome))
          })
          break
        case 'start Tx timer':
          this.tx = this.surroundings.startTimer(events.txMs, () => {
            this.tx = null
            this.happen(events, 'Tx timer expired', [])
          })
          break
        case 'grant service':
          this.tell({ kind: 'granted', avps: answer })
          break
        case 'store request':
        case 'store request with T flag':
          this.tell(events.store(this.avps) ? { kind: 'granted-and-stored' } : { kind: 'refused', avps: [] })
          break
        default:
          this.tell({ kind: 'refused', avps: answer })
      }
    }
    if (row.next === 'Idle' && this.tx !== null) this.surroundings.stopTimer(this.tx)
  }

  private tell(result: EventResult): void {
    if (this.told) return
    this.told = true
    this.onResult(result)
  }
}

function triggerOf(outcome: CreditControlOutcome): OneTimeEventTrigger {
  const event = answerEvent(outcome)
  if (event !== 'failure to send, or temporary error') return event
  return outcome.kind === 'failed' ? 'failure to send' : 'temporary error'
}
