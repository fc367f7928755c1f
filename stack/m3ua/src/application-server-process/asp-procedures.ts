import {
  AS_STATE_CHANGE,
  type AspTrafficMaintenanceMessage,
  ERROR_CODE,
  type ErrorMessage,
  M3UA_VERSION,
  MESSAGE_CODE,
  type NotifyMessage,
  OTHER_STATUS,
  peekMessageCode,
  type RoutingKeyManagementMessage,
  STATUS_TYPE,
} from '@sigbed/m3ua-codec'
import { type AspState, type AspTrigger, aspTriggerTowards, nextAspState } from '../asp-state-machine.js'
import type { Instant } from '../lower-layer.js'
import { routingContextOrNull, routingContextsOf } from '../routing-context.js'
import { type TrafficMode, trafficModeType } from '../traffic-mode.js'
import type { AcknowledgementTimer, AspRequest } from './acknowledgement-timer.js'
import type { AspLink } from './asp-link.js'
import type { AspTraffic } from './asp-traffic.js'
import { type RegistrationRequest, type RegistrationRequestMessage, RoutingKeyRegistration } from './routing-key-registration.js'

/** How far up management wants the ASP. In 'standby' it becomes active in an AS only when the SGP notifies that one is needed. */
export type AspTarget = 'down' | 'inactive' | 'standby' | 'active'

/** What the requests say of this ASP. */
export interface AspIdentity {
  readonly aspIdentifier: number | null
  readonly trafficMode: TrafficMode | null
  /** Whether ASPAC ACK may name another traffic mode. */
  readonly acceptsAnyTrafficMode: boolean
  /** False: ASPUP and ASPAC are left to the peer, which can only be the other end of an IPSP's single exchange. */
  readonly initiates: boolean
}

/**
 * The ASP's half of RFC 4666 §4.3.4: from where the ASP is to where management wants it, one request at a time, each repeated by
 * T(ack); and what acknowledgements, NTFY and ERR change about it.
 */
export class AspProcedures {
  /** False in ASP-DOWN. */
  isUp = false
  private readonly registration: RoutingKeyRegistration
  private target: AspTarget = 'down'
  private associated = false
  /** ASPUP was refused or never answered: not repeated until management or a new association says so. */
  private upRefused = false
  /** Acknowledgements that repeated ASPUPs may still bring: they are not unexpected. */
  private surplusUpAcknowledgements = 0

  constructor(
    private readonly traffic: readonly AspTraffic[],
    private readonly acknowledgement: AcknowledgementTimer,
    private readonly identity: AspIdentity,
    private readonly link: AspLink,
  ) {
    this.registration = new RoutingKeyRegistration(traffic, identity, link, (one, trigger) => this.move(one, trigger))
  }

  associate(now: Instant): void {
    this.associated = true
    this.aim(this.target, now)
  }

  /** The association is gone or was begun anew: ASP-DOWN, nothing under way. */
  reset(trigger: AspTrigger): void {
    this.associated = false
    this.stopRequest()
    this.surplusUpAcknowledgements = 0
    this.goDown(trigger)
  }

  aim(target: AspTarget, now: Instant): void {
    this.target = target
    this.upRefused = false
    for (const traffic of this.traffic) {
      traffic.wanted = target === 'active'
      traffic.refused = false
    }
    this.registration.forgive()
    this.proceed(now)
  }

  takeOver(now: Instant): void {
    if (this.target !== 'standby') return
    for (const traffic of this.traffic) traffic.wanted = true
    this.proceed(now)
  }

  /** Starts the next request on the way to the target, unless one is under way or there is none. */
  proceed(now: Instant): void {
    if (!this.associated || this.acknowledgement.request !== null) return
    const request = this.nextRequest()
    if (request === null) return
    for (const traffic of this.traffic) {
      traffic.requested = (request === 'ASPAC' && traffic.canActivate) || (request === 'ASPIA' && traffic.canDeactivate)
    }
    if (isRegistration(request)) this.registration.begin(request, this.target === 'down')
    this.acknowledgement.start(request, now)
    this.sendRequest(request)
  }

  handleTimeout(now: Instant): void {
    const { request, attempts } = this.acknowledgement
    const outcome = this.acknowledgement.expire(now)
    if (request === null || outcome === 'not-yet') return
    if (outcome === 'repeat') {
      this.sendRequest(request)
      return
    }
    this.link.onEvent({ kind: 'request-abandoned', request, attempts })
    this.giveUp(request, [])
    this.proceed(now)
  }

  /** RFC 4666 §4.3.4.1. Returns whether it was unexpected: it is then answered with ERR. */
  handleAspUpAck(): boolean {
    if (this.acknowledgement.request === 'ASPUP') {
      this.surplusUpAcknowledgements = this.acknowledgement.attempts - 1
      this.stopRequest()
      this.comeUp()
      return false
    }
    if (this.surplusUpAcknowledgements > 0) {
      this.surplusUpAcknowledgements--
      return false
    }
    // "If the ASP receives an unexpected ASP Up Ack message, the ASP should consider itself in the ASP-INACTIVE state", and from
    // another state it SHOULD send an Error; `proceed` then goes back to where it was.
    const unexpected = !this.isUp || this.traffic.some(({ state }) => state === 'ASP-ACTIVE')
    if (this.acknowledgement.request === 'ASPIA') this.stopRequest()
    this.comeUp()
    return unexpected
  }

  /** RFC 4666 §4.3.4.2. One that nobody asked for takes the ASP down all the same; `proceed` then goes back. */
  handleAspDownAck(): void {
    if (!this.isUp && this.acknowledgement.request !== 'ASPDN') return
    this.stopRequest()
    this.goDown('ASP Down')
  }

  /** RFC 4666 §4.3.4.3. Returns the Error Code that answers it, or zero. */
  handleAspActiveAck(message: Extract<AspTrafficMaintenanceMessage, { kind: 'ASPAC' | 'ASPAC ACK' }>): number {
    if (!this.isUp) return ERROR_CODE.UNEXPECTED_MESSAGE
    const asked = this.acknowledgement.request === 'ASPAC'
    const { trafficMode, acceptsAnyTrafficMode } = this.identity
    const answered = message.trafficModeType
    if (trafficMode !== null && answered !== null && answered !== trafficModeType(trafficMode) && !acceptsAnyTrafficMode) {
      if (asked) this.giveUp('ASPAC', message.routingContexts)
      return ERROR_CODE.UNSUPPORTED_TRAFFIC_MODE_TYPE
    }
    let unexpected = false
    for (const traffic of this.named(message.routingContexts)) {
      if (asked && traffic.requested) {
        traffic.requested = false
        this.move(traffic, 'ASP Active')
      } else if (traffic.state !== 'ASP-ACTIVE' && message.routingContexts.length > 0) {
        unexpected = true
      }
    }
    if (!asked && message.routingContexts.length === 0) unexpected = this.traffic.every(({ state }) => state !== 'ASP-ACTIVE')
    this.stopWhenAnswered()
    if (this.hasUnknown(message.routingContexts)) return ERROR_CODE.INVALID_ROUTING_CONTEXT
    return unexpected ? ERROR_CODE.UNEXPECTED_MESSAGE : 0
  }

  /** RFC 4666 §4.3.4.4. One that nobody asked for takes the ASP out of traffic all the same; `proceed` then goes back. */
  handleAspInactiveAck(message: Extract<AspTrafficMaintenanceMessage, { kind: 'ASPIA' | 'ASPIA ACK' }>): number {
    if (!this.isUp) return ERROR_CODE.UNEXPECTED_MESSAGE
    for (const traffic of this.named(message.routingContexts)) {
      if (this.acknowledgement.request === 'ASPIA') traffic.requested = false
      this.move(traffic, 'ASP Inactive')
    }
    this.stopWhenAnswered()
    return this.hasUnknown(message.routingContexts) ? ERROR_CODE.INVALID_ROUTING_CONTEXT : 0
  }

  /** RFC 4666 §4.4. Returns the Error Code that answers it, or zero. */
  handleRegistrationResponse(message: Extract<RoutingKeyManagementMessage, { kind: 'REG RSP' | 'DEREG RSP' }>): number {
    if (!this.isUp) return ERROR_CODE.UNEXPECTED_MESSAGE
    const errorCode = this.registration.handleResponse(message)
    this.stopWhenAnswered()
    return errorCode
  }

  /** A REG REQ or DEREG REQ that is none of the configuration's. */
  sendRegistration(message: RegistrationRequestMessage): boolean {
    return this.registration.sendForManagement(message)
  }

  /** The key of one AS is to be registered, or not any more: it leaves traffic first (RFC 4666 §4.4.2). */
  aimRegistration(traffic: AspTraffic, registered: boolean, now: Instant): void {
    traffic.registrationWanted = registered
    traffic.registrationRefused = false
    traffic.wanted = registered && this.target === 'active'
    this.proceed(now)
  }

  /** RFC 4666 §4.3.4.5: what to do about it is up to the ASP, but for being overridden. No Routing Context means all of them. */
  handleNotify(message: NotifyMessage): void {
    this.link.onEvent({ kind: 'notify-received', message })
    const { statusType, statusInformation } = message
    if (statusType === STATUS_TYPE.OTHER && statusInformation === OTHER_STATUS.ALTERNATE_ASP_ACTIVE) {
      for (const traffic of this.named(message.routingContexts)) {
        if (traffic.state !== 'ASP-ACTIVE') continue
        // RFC 4666 §4.3.4.3: the ASP overridden MUST consider itself ASP-INACTIVE. To ask back at once would start a tug of war.
        traffic.wanted = false
        this.move(traffic, 'alternate ASP active')
      }
    }
    const needed =
      (statusType === STATUS_TYPE.AS_STATE_CHANGE && statusInformation === AS_STATE_CHANGE.AS_PENDING) ||
      (statusType === STATUS_TYPE.OTHER && statusInformation === OTHER_STATUS.INSUFFICIENT_ASP_RESOURCES)
    if (!needed || !this.isUp || this.target === 'down' || this.target === 'inactive') return
    for (const traffic of this.named(message.routingContexts)) traffic.wanted = true
  }

  /** RFC 4666 §3.8.1: never answered. Only what answers the request under way changes anything. */
  handleError(message: ErrorMessage): void {
    this.link.onEvent({ kind: 'error-received', message })
    const { request } = this.acknowledgement
    if (request === null) return
    const offending = offendingCode(message.diagnosticInformation)
    if (offending !== UNKNOWN_CODE && offending !== MESSAGE_CODE[request]) return
    if (message.errorCode === ERROR_CODE.UNEXPECTED_MESSAGE) {
      if (offending !== UNKNOWN_CODE && request !== 'ASPUP' && request !== 'ASPDN') this.fallBack()
      return
    }
    // Without the offending message at hand, only the codes that can mean nothing but a request count.
    if (offending === UNKNOWN_CODE && !REFUSALS.has(message.errorCode) && !(isRegistration(request) && NO_RKM.has(message.errorCode)))
      return
    const { errorCode, routingContexts } = message
    this.link.onEvent({ kind: 'request-refused', request, errorCode, routingContexts })
    this.giveUp(request, routingContexts)
  }

  /**
   * To where the peer's own requests have brought both ends of an IPSP's single exchange. RFC 4666 §4.3.4.1.2, §4.3.4.3.1, §4.3.4.4.1.
   *
   * @param yields whether this end, when taken out of traffic, stays there: to ask back at once would start a tug of war. Not after
   *               ASPUP in ASP-ACTIVE, by which the peer says that it began anew: traffic is wanted as before.
   */
  followPeer(stateFor: (routingContext: number) => AspState, yields: boolean): void {
    const up = this.traffic.some(({ routingContext }) => stateFor(routingContext) !== 'ASP-DOWN')
    if (up !== this.isUp) this.followUpOrDown(up)
    for (const traffic of this.traffic) {
      const { state: from, routingContext } = traffic
      const to = stateFor(routingContext)
      if (from === to) continue
      if (to === 'ASP-ACTIVE') traffic.wanted = true
      if (from === 'ASP-ACTIVE' && yields) traffic.wanted = false
      traffic.requested = false
      this.move(traffic, aspTriggerTowards(from, to))
    }
    this.stopWhenAnswered()
  }

  private followUpOrDown(up: boolean): void {
    this.isUp = up
    this.upRefused = !up
    if (up && this.target === 'down') this.target = 'inactive'
    // Requests crossed: the peer will acknowledge this end's as well.
    if (up && this.acknowledgement.request === 'ASPUP') this.surplusUpAcknowledgements = this.acknowledgement.attempts
    this.stopRequest()
    if (!up) this.registration.reset()
  }

  private nextRequest(): AspRequest | null {
    const { initiates } = this.identity
    if (!this.isUp) return this.target === 'down' || this.upRefused || !initiates ? null : 'ASPUP'
    if (this.traffic.some(({ canDeactivate }) => canDeactivate)) return 'ASPIA'
    const deregistration = this.registration.nextDeregistration(this.target === 'down')
    if (deregistration !== null) return deregistration
    if (this.target === 'down') return 'ASPDN'
    const registration = this.registration.nextRegistration()
    if (registration !== null) return registration
    return initiates && this.traffic.some(({ canActivate }) => canActivate) ? 'ASPAC' : null
  }

  private sendRequest(request: AspRequest): void {
    const routingContexts = routingContextsOf(this.traffic.filter(({ requested }) => requested))
    switch (request) {
      case 'ASPUP':
        this.link.send({ kind: 'ASPUP', aspIdentifier: this.identity.aspIdentifier, info: null })
        break
      case 'ASPDN':
        this.link.send({ kind: 'ASPDN', info: null })
        break
      case 'ASPAC': {
        const { trafficMode } = this.identity
        const type = trafficMode === null ? null : trafficModeType(trafficMode)
        this.link.send({ kind: 'ASPAC', trafficModeType: type, routingContexts, info: null })
        break
      }
      case 'ASPIA':
        this.link.send({ kind: 'ASPIA', routingContexts, info: null })
        break
      case 'REG REQ':
      case 'DEREG REQ':
        this.link.send(this.registration.requestMessage(request))
        break
      default:
        request satisfies never
    }
  }

  /**
   * The request, or its part for these Routing Contexts (all when none), was refused or abandoned. On the way up the ASP stays where it
   * is; on the way down it goes along: the SGP knows nothing of it any more, or will learn from the association.
   */
  private giveUp(request: AspRequest, routingContexts: readonly number[]): void {
    if (request === 'ASPUP' || request === 'ASPDN') this.stopRequest()
    if (request === 'ASPUP') this.upRefused = true
    if (request === 'ASPDN') this.goDown('ASP Down')
    if (isRegistration(request)) this.registration.giveUp()
    for (const traffic of this.named(routingContexts)) {
      if (!traffic.requested) continue
      traffic.requested = false
      if (request === 'ASPAC') traffic.refused = true
      else this.move(traffic, 'ASP Inactive')
    }
    this.stopWhenAnswered()
  }

  /** The SGP takes this ASP to be in ASP-DOWN: so it is. ASPUP follows when T(ack) runs out, not at once, lest the two chase one another. */
  private fallBack(): void {
    for (const traffic of this.traffic) traffic.requested = false
    if (this.target === 'down') this.acknowledgement.stop()
    else this.acknowledgement.request = 'ASPUP'
    this.goDown('ASP Down')
  }

  private stopRequest(): void {
    this.acknowledgement.stop()
    for (const traffic of this.traffic) traffic.requested = false
  }

  /** ASPAC and ASPIA may be answered in several pieces, by Routing Context. */
  private stopWhenAnswered(): void {
    const { request } = this.acknowledgement
    const awaiting = isRegistration(request) ? this.registration.isAwaiting : this.traffic.some(({ requested }) => requested)
    if (request !== 'ASPUP' && request !== 'ASPDN' && !awaiting) this.acknowledgement.stop()
  }

  private named(routingContexts: readonly number[]): readonly AspTraffic[] {
    return routingContexts.length === 0
      ? this.traffic
      : this.traffic.filter(({ routingContext }) => routingContexts.includes(routingContext))
  }

  private hasUnknown(routingContexts: readonly number[]): boolean {
    return routingContexts.some((named) => this.traffic.every(({ routingContext }) => routingContext !== named))
  }

  private comeUp(): void {
    this.isUp = true
    for (const traffic of this.traffic) if (traffic.isRegistered) this.move(traffic, 'ASP Up')
  }

  private goDown(trigger: AspTrigger): void {
    this.isUp = false
    for (const traffic of this.traffic) this.move(traffic, trigger)
    this.registration.reset()
  }

  private move(traffic: AspTraffic, trigger: AspTrigger): void {
    const from = traffic.state
    const to = nextAspState(from, trigger)
    if (to === null || to === from) return
    traffic.state = to
    this.link.onEvent({ kind: 'asp-state-change', routingContext: routingContextOrNull(traffic.routingContext), from, to, trigger })
  }
}

function isRegistration(request: AspRequest | null): request is RegistrationRequest {
  return request === 'REG REQ' || request === 'DEREG REQ'
}

/** The code of the message an ERR is about, when its diagnostic information quotes that message. */
function offendingCode(diagnosticInformation: Uint8Array | null): number {
  if (diagnosticInformation === null || diagnosticInformation[0] !== M3UA_VERSION) return UNKNOWN_CODE
  return peekMessageCode(diagnosticInformation, 0, diagnosticInformation.length)
}

const UNKNOWN_CODE = -1
/** RFC 4666 §4.4.1: of an SGP that has no registration. */
const NO_RKM: ReadonlySet<number> = new Set([ERROR_CODE.UNSUPPORTED_MESSAGE_CLASS, ERROR_CODE.UNSUPPORTED_MESSAGE_TYPE])
const REFUSALS: ReadonlySet<number> = new Set([
  ERROR_CODE.INVALID_VERSION,
  ERROR_CODE.UNSUPPORTED_TRAFFIC_MODE_TYPE,
  ERROR_CODE.REFUSED_MANAGEMENT_BLOCKING,
  ERROR_CODE.ASP_IDENTIFIER_REQUIRED,
  ERROR_CODE.INVALID_ASP_IDENTIFIER,
  ERROR_CODE.INVALID_ROUTING_CONTEXT,
  ERROR_CODE.NO_CONFIGURED_AS_FOR_ASP,
])
