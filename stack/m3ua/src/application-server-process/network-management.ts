import {
  type AffectedPointCode,
  type CongestionMessage,
  type DestinationStateMessage,
  ERROR_CODE,
  type SignallingNetworkManagementMessage,
} from '@sigbed/m3ua-codec'
import type { DestinationStatus, TableOutcome } from '../destination-table.js'
import type { Interoperability } from '../interoperability.js'
import { type Instant, NEVER } from '../lower-layer.js'
import { findTraffic, NO_NETWORK_APPEARANCE, routingContextOrNull, routingContextsOf } from '../routing-context.js'
import type { SendOutcome } from '../send-outcome.js'
import type { AspLink } from './asp-link.js'
import type { AspProcedures } from './asp-procedures.js'
import type { AspTraffic } from './asp-traffic.js'

/** What became of a DAUD or an SCON of this end. */
export type NetworkManagementOutcome = Extract<SendOutcome, 'sent' | 'not-active' | 'send-buffer-full' | 'unknown-routing-context'>

/** What an ASP says of its own congestion. RFC 4666 §3.4.4. */
export interface CongestionReport {
  /** Those whose traffic is concerned. */
  readonly affectedPointCodes: readonly AffectedPointCode[]
  /** 0 (over) to 3; null where the network has no levels. */
  readonly congestionLevel: number | null
  /** Point code of who sent the message that met the congestion, where known. */
  readonly concernedDestination?: number
}

/**
 * The ASP's half of signalling network management: what the SGP says of SS7 destinations, and asking it. RFC 4666 §4.5.2, §4.5.3, §4.6.
 *
 * What is known of destinations is known as long as the ASP is active for the AS: the SGP need not tell an inactive ASP, and may tell
 * one that is becoming active before it acknowledges that (RFC 4666 §4.5.1).
 */
export class AspNetworkManagement {
  constructor(
    private readonly traffic: readonly AspTraffic[],
    private readonly procedures: AspProcedures,
    private readonly interoperability: Interoperability,
    private readonly link: AspLink,
  ) {}

  handle(message: SignallingNetworkManagementMessage, now: Instant): void {
    const { kind, routingContexts } = message
    // RFC 4666 §4.3.1: in ASP-DOWN there is nobody to tell. §4.5.3: DAUD goes to the SGP only.
    if (!this.procedures.isUp || kind === 'DAUD') {
      this.link.refuse(ERROR_CODE.UNEXPECTED_MESSAGE, kind, routingContexts, null)
      return
    }
    for (const traffic of this.concerned(message)) {
      switch (kind) {
        case 'DUNA':
          this.tell(traffic, message, 'unavailable', now)
          break
        case 'DAVA':
          this.tell(traffic, message, 'available', now)
          break
        case 'DRST':
          this.tell(traffic, message, 'restricted', now)
          break
        case 'SCON':
          this.tellCongestion(traffic, message, now)
          break
        case 'DUPU': {
          const { affectedPointCode, user, cause } = message
          const routingContext = routingContextOrNull(traffic.routingContext)
          this.link.onEvent({ kind: 'user-part-unavailable', routingContext, pointCode: affectedPointCode.pointCode, user, cause })
          break
        }
        default:
          kind satisfies never
      }
    }
  }

  /** After anything that may have moved the ASP: who has become active asks, who is no longer active forgets. */
  followStates(): void {
    for (const traffic of this.traffic) {
      const isActive = traffic.state === 'ASP-ACTIVE'
      if (isActive === traffic.wasActive) continue
      traffic.wasActive = isActive
      // RFC 4666 §4.5.3, "Isolation": the newly active ASP asks about those it expects to communicate with.
      if (isActive) {
        traffic.destinations.enter()
        this.sendAudit(traffic, traffic.expectedDestinations)
      } else {
        traffic.destinations.leave()
      }
    }
  }

  /** Sends DAUD. RFC 4666 §4.5.3. */
  audit(routingContext: number, affectedPointCodes: readonly AffectedPointCode[]): NetworkManagementOutcome {
    const traffic = findTraffic(this.traffic, routingContext)
    if (traffic === null) return 'unknown-routing-context'
    if (traffic.state !== 'ASP-ACTIVE') return 'not-active'
    return this.sendAudit(traffic, affectedPointCodes) ? 'sent' : 'send-buffer-full'
  }

  /** Sends SCON. RFC 4666 §3.4.4, §4.5.2. */
  reportCongestion(routingContext: number, report: CongestionReport): NetworkManagementOutcome {
    const traffic = findTraffic(this.traffic, routingContext)
    if (traffic === null) return 'unknown-routing-context'
    if (traffic.state !== 'ASP-ACTIVE') return 'not-active'
    const { affectedPointCodes, congestionLevel, concernedDestination = null } = report
    const message = { ...heading(traffic), affectedPointCodes, concernedDestination, congestionLevel, info: null }
    return this.link.send({ kind: 'SCON', ...message }) ? 'sent' : 'send-buffer-full'
  }

  handleTimeout(now: Instant): void {
    for (const traffic of this.traffic) {
      if (now >= traffic.destinations.auditDeadline) this.sendAudit(traffic, traffic.destinations.dueForAudit(now))
    }
  }

  get deadline(): Instant {
    let deadline = NEVER
    for (const { destinations } of this.traffic) deadline = Math.min(deadline, destinations.auditDeadline)
    return deadline
  }

  /** The AS that a message is about; what names none, or a wrong one, is answered here. */
  private concerned({ kind, routingContexts, networkAppearance }: SignallingNetworkManagementMessage): readonly AspTraffic[] {
    const joined = this.traffic.filter(({ isRegistered }) => isRegistered)
    let named: readonly AspTraffic[] = joined
    if (routingContexts.length > 0) {
      const unknown = routingContexts.filter((routingContext) => findTraffic(joined, routingContext) === null)
      // RFC 4666 §3.8.1: the invalid Routing Contexts MUST be in the ERR.
      if (unknown.length > 0) this.link.refuse(ERROR_CODE.INVALID_ROUTING_CONTEXT, kind, unknown, null)
      named = joined.filter(({ routingContext }) => routingContexts.includes(routingContext))
    } else if (joined.length > 1 && this.interoperability.ssnmWithoutRoutingContextConcernsAll !== true) {
      // RFC 4666 §3.4.1: where several Routing Contexts share the association, SSNM MUST name those it concerns.
      this.link.refuse(ERROR_CODE.NO_CONFIGURED_AS_FOR_ASP, kind, [], null)
      return []
    }
    const ofNetwork = named.filter((traffic) => this.accepts(traffic, networkAppearance))
    // RFC 4666 §3.8.1: the invalid Network Appearance MUST be in the ERR.
    if (ofNetwork.length === 0 && named.length > 0) {
      this.link.refuse(ERROR_CODE.INVALID_NETWORK_APPEARANCE, kind, routingContexts, networkAppearance)
    }
    return ofNetwork
  }

  private accepts({ networkAppearance }: AspTraffic, named: number | null): boolean {
    if (named === null || this.interoperability.acceptsAnyNetworkAppearance === true) return true
    return networkAppearance === NO_NETWORK_APPEARANCE || networkAppearance === named
  }

  private tell(traffic: AspTraffic, message: DestinationStateMessage, status: DestinationStatus, now: Instant): void {
    const changed = this.remember(traffic, message.affectedPointCodes, (affected) => traffic.destinations.tell(affected, status, now))
    if (changed.length === 0) return
    const routingContext = routingContextOrNull(traffic.routingContext)
    this.link.onEvent({ kind: 'destination-status-changed', routingContext, affectedPointCodes: changed, status })
  }

  /** Told as often as it comes: a network without levels says nothing else, and never when it is over (RFC 4666 §4.5.3). */
  private tellCongestion(traffic: AspTraffic, { affectedPointCodes, congestionLevel }: CongestionMessage, now: Instant): void {
    this.remember(traffic, affectedPointCodes, (affected) => traffic.destinations.tellCongestion(affected, congestionLevel ?? 0, now))
    const routingContext = routingContextOrNull(traffic.routingContext)
    this.link.onEvent({ kind: 'destination-congested', routingContext, affectedPointCodes, congestionLevel })
  }

  private remember(
    traffic: AspTraffic,
    affectedPointCodes: readonly AffectedPointCode[],
    tell: (affected: AffectedPointCode) => TableOutcome,
  ): readonly AffectedPointCode[] {
    const outcomes = affectedPointCodes.map(tell)
    const forgotten = outcomes.filter((outcome) => outcome === 'full').length
    const routingContext = routingContextOrNull(traffic.routingContext)
    if (forgotten > 0) this.link.onEvent({ kind: 'destination-table-full', routingContext, forgotten })
    return affectedPointCodes.filter((_, i) => outcomes[i] === 'changed')
  }

  private sendAudit(traffic: AspTraffic, affectedPointCodes: readonly AffectedPointCode[]): boolean {
    let taken = true
    for (let from = 0; from < affectedPointCodes.length; from += POINT_CODES_A_DAUD) {
      const some = affectedPointCodes.slice(from, from + POINT_CODES_A_DAUD)
      taken = this.link.send({ kind: 'DAUD', ...heading(traffic), affectedPointCodes: some, info: null }) && taken
    }
    return taken
  }
}

function heading(traffic: AspTraffic) {
  const { networkAppearance } = traffic
  return {
    networkAppearance: networkAppearance === NO_NETWORK_APPEARANCE ? null : networkAppearance,
    routingContexts: routingContextsOf([traffic]),
  }
}

/** Few enough for one packet on any path. */
const POINT_CODES_A_DAUD = 128
