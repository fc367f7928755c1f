import { type AvpValue, avpValue, avpValues, GX, GX_APPLICATION_ID, ResultCode } from 'diameter-codec'
import type { RequestSender } from '../application.js'
import { type GxAvp, ruleNameOctets, ruleNameOf } from '../policy-control/charging-rule.js'

type GxAvps = typeof GX.avpRows
export type EventTrigger = AvpValue<GxAvps, 'Event-Trigger'>
export type RuleFailureCode = AvpValue<GxAvps, 'Rule-Failure-Code'>

/** Why a rule cannot be enforced, or null when it can. */
export type RuleCheck = (ruleName: string, definition: readonly GxAvp[]) => RuleFailureCode | null

/** The states of a Gx session at the gateway: those RFC 8506 §7 gives a client, without Tx, which Gx does not have (TS 29.212 §4.5.1). */
export type GatewaySessionState = 'Idle' | 'PendingI' | 'Open' | 'PendingU' | 'PendingT'

export interface GatewaySessionOptions {
  readonly sender: RequestSender
  readonly destinationRealm: string
  /** AVPs of the first request: Subscription-Id, Framed-IP-Address, Called-Station-Id, IP-CAN-Type, RAT-Type. */
  readonly describing: readonly GxAvp[]
  readonly checkRule: RuleCheck
  /** The rules in force have changed; their names. */
  readonly onRules: (ruleNames: readonly string[]) => void
  /** The first decision has been taken. */
  readonly onOpen?: () => void
  /** The session is over; `reason` for people. */
  readonly onEnd: (reason: string) => void
}

/** An IP-CAN session as a gateway (PCEF) leads it: reports what happens, and enforces the rules it is given. TS 29.212 §4.5. */
export class GatewaySession {
  readonly sessionId: string
  private currentState: GatewaySessionState = 'Idle'
  private readonly rules = new Map<string, readonly GxAvp[]>()
  private triggers: ReadonlySet<EventTrigger> = new Set()
  private requestNumber = 0
  private server: string | null = null
  /** What came up while an answer was awaited. */
  private waiting: GxAvp[] = []
  private ending = false

  constructor(private readonly options: GatewaySessionOptions) {
    this.sessionId = options.sender.nextSessionId()
  }

  get state(): GatewaySessionState {
    return this.currentState
  }

  /** The PCRF that has decided; null before. */
  get serverHost(): string | null {
    return this.server
  }

  get ruleNames(): readonly string[] {
    return [...this.rules.keys()]
  }

  /** The definition of a rule in force. */
  rule(name: string): readonly GxAvp[] | null {
    return this.rules.get(name) ?? null
  }

  start(): void {
    if (this.currentState !== 'Idle') return
    this.currentState = 'PendingI'
    this.send('INITIAL_REQUEST', this.options.describing)
  }

  /** Something has happened. It is reported if the PCRF wants to hear of it (TS 29.212 §4.5.3); false when it does not. */
  report(trigger: EventTrigger, changed: readonly GxAvp[]): boolean {
    if (!this.triggers.has(trigger)) return false
    this.update([{ name: 'Event-Trigger', value: trigger }, ...changed])
    return true
  }

  /** A rule can be enforced no more (TS 29.212 §4.5.12). */
  loseRule(ruleName: string, cause: RuleFailureCode): void {
    if (!this.rules.delete(ruleName)) return
    this.options.onRules(this.ruleNames)
    this.update([ruleReport([ruleName], cause)])
  }

  /** @param cause Termination-Cause (RFC 6733 §8.15) */
  terminate(cause = DIAMETER_LOGOUT): void {
    if (this.currentState === 'PendingI' || this.currentState === 'PendingU') this.ending = true
    if (this.currentState !== 'Open') return
    this.currentState = 'PendingT'
    this.send('TERMINATION_REQUEST', [{ name: 'Termination-Cause', value: cause }])
  }

  /** Takes a Re-Auth-Request. What its answer has to say of rules that could not be installed (TS 29.212 §4.5.2). */
  reAuthorize(avps: readonly GxAvp[]): { readonly resultCode: number; readonly avps: readonly GxAvp[] } {
    if (this.currentState === 'Idle') return { resultCode: ResultCode.DIAMETER_UNKNOWN_SESSION_ID, avps: [] }
    const failures = this.takeRules(avps)
    // TS 29.212 §4.5.9: the PCRF ends the session.
    if (avpValue(avps, 'Session-Release-Cause') !== null) this.terminate(DIAMETER_ADMINISTRATIVE)
    return { resultCode: ResultCode.DIAMETER_SUCCESS, avps: failures }
  }

  private update(avps: readonly GxAvp[]): void {
    if (this.currentState === 'Open') {
      this.currentState = 'PendingU'
      this.send('UPDATE_REQUEST', avps)
    } else {
      this.waiting.push(...avps)
    }
  }

  private send(type: 'INITIAL_REQUEST' | 'UPDATE_REQUEST' | 'TERMINATION_REQUEST', avps: readonly GxAvp[]): void {
    const { sender, destinationRealm } = this.options
    const request = {
      command: 'CC-Request',
      applicationId: GX_APPLICATION_ID,
      destinationHost: this.server,
      destinationRealm,
      avps: [
        { name: 'Session-Id', value: this.sessionId },
        { name: 'Auth-Application-Id', value: GX_APPLICATION_ID },
        { name: 'CC-Request-Type', value: type },
        { name: 'CC-Request-Number', value: this.requestNumber++ },
        ...avps,
      ],
    } as const
    sender.request(GX, request, (outcome) => {
      const answer = outcome.kind === 'answer' ? outcome.message.avps : []
      const resultCode = avpValue(answer, 'Result-Code')
      if (this.currentState === 'PendingT') this.end('terminated')
      else if (resultCode === ResultCode.DIAMETER_SUCCESS) this.takeAnswer(answer)
      // TS 29.212 §4.5.1: without a decision there is no session; an update that fails leaves none either.
      else this.end(outcome.kind === 'failed' ? outcome.failure : `refused: ${resultCode ?? experimentalResult(answer)}`)
    })
  }

  private takeAnswer(avps: readonly GxAvp[]): void {
    this.server = avpValue(avps, 'Origin-Host')
    const first = this.currentState === 'PendingI'
    this.currentState = 'Open'
    const triggers = avpValuesOf(avps)
    // TS 29.212 §5.3.7: a list replaces the one before.
    if (triggers.length > 0) this.triggers = new Set(triggers)
    const failures = [...this.takeRules(avps), ...this.waiting]
    this.waiting = []
    if (this.ending) this.terminate()
    else if (failures.length > 0) this.update(failures)
    if (first) this.options.onOpen?.()
  }

  /** Removes and installs what a message says; the report of what could not be installed, or nothing. */
  private takeRules(avps: readonly GxAvp[]): readonly GxAvp[] {
    const before = this.ruleNames.join()
    for (const members of avpValues(avps, 'Charging-Rule-Remove')) {
      for (const name of avpValues(members, 'Charging-Rule-Name')) this.rules.delete(ruleNameOf(name))
    }
    const failed = new Map<RuleFailureCode, string[]>()
    let replaced = false
    for (const members of avpValues(avps, 'Charging-Rule-Install')) {
      for (const definition of avpValues(members, 'Charging-Rule-Definition')) {
        const name = ruleNameOf(avpValue(definition, 'Charging-Rule-Name')!)
        const cause = this.options.checkRule(name, definition)
        if (cause === null) {
          replaced ||= this.rules.has(name)
          this.rules.set(name, definition)
        } else {
          this.rules.delete(name)
          failed.set(cause, [...(failed.get(cause) ?? []), name])
        }
      }
    }
    if (replaced || this.ruleNames.join() !== before) this.options.onRules(this.ruleNames)
    return [...failed].map(([cause, names]) => ruleReport(names, cause))
  }

  private end(reason: string): void {
    this.currentState = 'Idle'
    this.rules.clear()
    this.options.onEnd(reason)
  }
}

/** TS 29.212 §5.3.18. */
function ruleReport(ruleNames: readonly string[], cause: RuleFailureCode): GxAvp {
  return {
    name: 'Charging-Rule-Report',
    value: [
      ...ruleNames.map((name): GxAvp => ({ name: 'Charging-Rule-Name', value: ruleNameOctets(name) })),
      { name: 'PCC-Rule-Status', value: 'INACTIVE' },
      { name: 'Rule-Failure-Code', value: cause },
    ],
  }
}

function avpValuesOf(avps: readonly GxAvp[]): readonly EventTrigger[] {
  return avpValues(avps, 'Event-Trigger')
}

function experimentalResult(avps: readonly GxAvp[]): string {
  return String(avpValue(avpValue(avps, 'Experimental-Result') ?? [], 'Experimental-Result-Code') ?? 'unreadable')
}

const DIAMETER_LOGOUT = 1
const DIAMETER_ADMINISTRATIVE = 4
