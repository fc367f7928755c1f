import {
  DEREGISTRATION_STATUS,
  ERROR_CODE,
  type M3uaMessage,
  REGISTRATION_STATUS,
  type RegistrationResult,
  type RoutingKey,
  type RoutingKeyManagementMessage,
} from '@sigbed/m3ua-codec'
import { NO_NETWORK_APPEARANCE } from '../routing-context.js'
import { trafficModeType } from '../traffic-mode.js'
import type { AspLink } from './asp-link.js'
import type { AspIdentity } from './asp-procedures.js'
import { type AspTraffic, UNREGISTERED } from './asp-traffic.js'

export type RegistrationRequest = 'REG REQ' | 'DEREG REQ'

/** REG REQ or DEREG REQ. RFC 4666 §3.6.1, §3.6.3. */
export type RegistrationRequestMessage = Extract<RoutingKeyManagementMessage, { kind: RegistrationRequest }>

/** Moves the ASP in an AS that it has joined or left by registration. */
type Mover = (traffic: AspTraffic, trigger: 'registered' | 'deregistered') => void

/**
 * The ASP's half of routing key management: the keys it has the SGP serve, and the Routing Contexts it learns for them. RFC 4666 §4.4.
 * Which request is under way, and its T(ack), is AspProcedures' to keep.
 */
export class RoutingKeyRegistration {
  /** What management has asked past the configuration: answers that name these change nothing here. */
  private readonly keysOfManagement = new Set<number>()
  private readonly contextsOfManagement = new Set<number>()

  constructor(
    private readonly traffic: readonly AspTraffic[],
    private readonly identity: AspIdentity,
    private readonly link: AspLink,
    private readonly move: Mover,
  ) {}

  /** RFC 4666 §4.4.2: an ASP SHOULD be inactive before it deregisters, and SHOULD deregister everywhere before it goes down. */
  nextDeregistration(goingDown: boolean): 'DEREG REQ' | null {
    return this.traffic.some((traffic) => canDeregister(traffic, goingDown)) ? 'DEREG REQ' : null
  }

  nextRegistration(): 'REG REQ' | null {
    return this.traffic.some(canRegister) ? 'REG REQ' : null
  }

  /** The keys the request is about: all that can be. */
  begin(request: RegistrationRequest, goingDown: boolean): void {
    for (const traffic of this.traffic) {
      traffic.registrationRequested = request === 'REG REQ' ? canRegister(traffic) : canDeregister(traffic, goingDown)
    }
  }

  /** Also when T(ack) has run out: what is not answered yet. */
  requestMessage(request: RegistrationRequest): M3uaMessage {
    const named = this.traffic.filter(({ registrationRequested }) => registrationRequested)
    if (request === 'DEREG REQ') return { kind: 'DEREG REQ', routingContexts: named.map(({ routingContext }) => routingContext) }
    return { kind: 'REG REQ', routingKeys: named.map((traffic) => this.routingKey(traffic)) }
  }

  /** Sends a request of management's as it is. */
  sendForManagement(message: RegistrationRequestMessage): boolean {
    if (!this.link.send(message)) return false
    if (message.kind === 'REG REQ') for (const key of message.routingKeys) this.keysOfManagement.add(key.localRoutingKeyIdentifier)
    else for (const routingContext of message.routingContexts) this.contextsOfManagement.add(routingContext)
    return true
  }

  /** True while something of the request under way is still to be answered: it may be in several pieces. */
  get isAwaiting(): boolean {
    return this.traffic.some(({ registrationRequested }) => registrationRequested)
  }

  /** Returns the Error Code that answers the message, or zero. */
  handleResponse(message: Extract<RoutingKeyManagementMessage, { kind: 'REG RSP' | 'DEREG RSP' }>): number {
    let known = false
    let anomaly = false
    if (message.kind === 'REG RSP') {
      for (const result of message.registrationResults) {
        if (this.keysOfManagement.delete(result.localRoutingKeyIdentifier)) {
          known = true
          continue
        }
        const traffic = this.traffic.find(
          (one) => one.routingKey !== null && one.localRoutingKeyIdentifier === result.localRoutingKeyIdentifier,
        )
        if (traffic === undefined) continue
        known = true
        if (!this.takeRegistration(traffic, result)) anomaly = true
      }
    } else {
      for (const { routingContext, status } of message.deregistrationResults) {
        if (this.contextsOfManagement.delete(routingContext)) known = true
        const traffic = this.traffic.find((one) => one.routingKey !== null && one.routingContext === routingContext)
        if (traffic === undefined) continue
        known = true
        this.takeDeregistration(traffic, status)
      }
    }
    if (anomaly) return ERROR_CODE.PROTOCOL_ERROR
    return known ? 0 : ERROR_CODE.UNEXPECTED_MESSAGE
  }

  /** The request was refused as a whole or never answered. A deregistration is then taken for done: the SGP does not want the ASP. */
  giveUp(): void {
    for (const traffic of this.traffic) {
      if (!traffic.registrationRequested) continue
      traffic.registrationRequested = false
      if (traffic.isRegistered) this.leave(traffic)
      else traffic.registrationRefused = true
    }
  }

  /** ASP-DOWN: the SGP keeps no registration beyond it. The Routing Contexts stay known, for what SGPs answer to a key they still have. */
  reset(): void {
    this.keysOfManagement.clear()
    this.contextsOfManagement.clear()
    for (const traffic of this.traffic) {
      traffic.registrationRequested = false
      if (traffic.routingKey !== null) traffic.isRegistered = false
    }
  }

  /** Management, or a new association: what was refused may be tried again. */
  forgive(): void {
    for (const traffic of this.traffic) traffic.registrationRefused = false
  }

  private routingKey(traffic: AspTraffic): RoutingKey {
    const { networkAppearance, localRoutingKeyIdentifier, routingKey } = traffic
    const { trafficMode } = this.identity
    return {
      localRoutingKeyIdentifier,
      // RFC 4666 §4.4.1: a Routing Context in the request changes the key that has it.
      routingContext: routingKey!.routingContextToChange ?? null,
      trafficModeType: trafficMode === null ? null : trafficModeType(trafficMode),
      networkAppearance: networkAppearance === NO_NETWORK_APPEARANCE ? null : networkAppearance,
      destinations: routingKey!.destinations,
    }
  }

  /** False for a result that cannot be: a Routing Context stands for one key. */
  private takeRegistration(traffic: AspTraffic, result: RegistrationResult): boolean {
    const { localRoutingKeyIdentifier } = result
    let { status } = result
    const wasRequested = traffic.registrationRequested
    traffic.registrationRequested = false
    // The answer to a repeated request, or to one that was given up.
    if (!wasRequested && (traffic.isRegistered || status !== REGISTRATION_STATUS.SUCCESSFULLY_REGISTERED)) return true
    const routingContext = routingContextOf(result, traffic)
    const isTaken = this.traffic.some((one) => one !== traffic && one.isRegistered && one.routingContext === routingContext)
    if (isTaken) status = REGISTRATION_STATUS.ERROR_UNKNOWN
    if (isTaken || routingContext === UNREGISTERED) {
      traffic.registrationRefused = true
      this.link.onEvent({ kind: 'routing-key-refused', localRoutingKeyIdentifier, status })
      return !isTaken
    }
    this.forgetElsewhere(routingContext, traffic)
    traffic.routingContext = routingContext
    traffic.isRegistered = true
    this.link.onEvent({ kind: 'routing-key-registered', localRoutingKeyIdentifier, routingContext })
    this.move(traffic, 'registered')
    return true
  }

  private takeDeregistration(traffic: AspTraffic, status: number): void {
    const wasRequested = traffic.registrationRequested
    traffic.registrationRequested = false
    if (!traffic.isRegistered) return
    if (!wasRequested && status !== DEREGISTRATION_STATUS.SUCCESSFULLY_DEREGISTERED) return
    const { localRoutingKeyIdentifier, routingContext } = traffic
    if (GONE.has(status)) {
      this.leave(traffic)
    } else {
      traffic.registrationRefused = true
      this.link.onEvent({ kind: 'deregistration-refused', localRoutingKeyIdentifier, routingContext, status })
    }
  }

  private leave(traffic: AspTraffic): void {
    const { localRoutingKeyIdentifier, routingContext } = traffic
    this.move(traffic, 'deregistered')
    traffic.isRegistered = false
    traffic.requested = false
    traffic.routingContext = UNREGISTERED
    this.link.onEvent({ kind: 'routing-key-deregistered', localRoutingKeyIdentifier, routingContext })
  }

  /** A Routing Context of an earlier association may have been given to another key in this one. */
  private forgetElsewhere(routingContext: number, than: AspTraffic): void {
    for (const traffic of this.traffic) {
      if (traffic !== than && traffic.routingKey !== null && traffic.routingContext === routingContext)
        traffic.routingContext = UNREGISTERED
    }
  }
}

function canRegister({ routingKey, registrationWanted, isRegistered, registrationRefused }: AspTraffic): boolean {
  return routingKey !== null && registrationWanted && !isRegistered && !registrationRefused
}

function canDeregister(traffic: AspTraffic, goingDown: boolean): boolean {
  const { routingKey, registrationWanted, isRegistered, registrationRefused, state } = traffic
  return routingKey !== null && isRegistered && state === 'ASP-INACTIVE' && !registrationRefused && (goingDown || !registrationWanted)
}

/** UNREGISTERED where the registration failed. A key that is registered already is as good as one that is now, if its number is known. */
function routingContextOf({ status, routingContext }: RegistrationResult, traffic: AspTraffic): number {
  if (status === REGISTRATION_STATUS.SUCCESSFULLY_REGISTERED) return routingContext
  if (status !== REGISTRATION_STATUS.ALREADY_REGISTERED) return UNREGISTERED
  return routingContext === 0 ? traffic.routingContext : routingContext
}

/** After these the SGP has the ASP no longer in the AS. */
const GONE: ReadonlySet<number> = new Set([
  DEREGISTRATION_STATUS.SUCCESSFULLY_DEREGISTERED,
  DEREGISTRATION_STATUS.INVALID_ROUTING_CONTEXT,
  DEREGISTRATION_STATUS.NOT_REGISTERED,
])
