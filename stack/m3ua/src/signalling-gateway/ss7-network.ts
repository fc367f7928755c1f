import type { AffectedPointCode, SignallingNetworkManagementMessage } from '@sigbed/m3ua-codec'
import type { DestinationStatus } from '../destination-table.js'
import type { Interoperability } from '../interoperability.js'
import type { Instant } from '../lower-layer.js'
import { networkAppearanceOrNull, routingContextsOf } from '../routing-context.js'
import { type DestinationReport, messagesTelling } from './destination-report.js'
import { DestinationStates } from './destination-states.js'
import type { Membership } from './membership.js'
import type { RemoteAsp } from './remote-asp.js'

/** What the networks of an SG share. */
export interface Ss7NetworkOwner {
  readonly asps: readonly RemoteAsp[]
  readonly interoperability: Interoperability
  readonly maximumDestinations: number
  /** How long DATA towards one destination are not answered by SSNM a second time. */
  readonly answerIntervalMs: number
}

/**
 * One SS7 network the SG is part of, known to its ASPs by a Network Appearance (RFC 4666 §1.2): what is known of its destinations, and the
 * SSNM that tell the ASPs of them, when a state changes, when an ASP becomes active, and in answer to DATA. §4.5.1, §4.6. Answers to DAUD
 * stand in destination-audit.ts. Management, or whoever relays for another SG, says what happens in the network.
 */
export class Ss7Network {
  readonly destinations: DestinationStates
  private cutOff = false

  constructor(
    /** NO_NETWORK_APPEARANCE for the network of AS that are configured without one. */
    readonly networkAppearance: number,
    private readonly owner: Ss7NetworkOwner,
  ) {
    this.destinations = new DestinationStates(owner.maximumDestinations)
  }

  /** Between `isolate` and `endIsolation`: nothing is available whatever the table says. */
  get isolated(): boolean {
    return this.cutOff
  }

  /** MTP-PAUSE, MTP-RESUME, or the restriction of a route. False when the table is full; the ASPs are told all the same. */
  setStatus(affected: readonly AffectedPointCode[], status: DestinationStatus): boolean {
    let kept = true
    for (const each of affected) kept = this.destinations.tell(each, status) && kept
    if (!this.cutOff) this.tell(affected.map((each) => ({ affected: each, status, congestionLevel: null })))
    return kept
  }

  /** MTP-STATUS with a congestion level; 0 when it has abated. */
  setCongestion(affected: readonly AffectedPointCode[], congestionLevel: number): boolean {
    let kept = true
    for (const each of affected) kept = this.destinations.tellCongestion(each, congestionLevel) && kept
    if (!this.cutOff) this.tell(affected.map((each) => ({ affected: each, status: null, congestionLevel })))
    return kept
  }

  /** MTP-STATUS with the cause "remote user unavailable". Not remembered: RFC 4666 has no message for the return of a user part. */
  tellUserPartUnavailable(pointCode: number, user: number, cause: number): void {
    const networkAppearance = networkAppearanceOrNull(this.networkAppearance)
    this.forEachConcerned((asp, routingContexts) => {
      const affectedPointCode = { mask: 0, pointCode }
      asp.send({ kind: 'DUPU', networkAppearance, routingContexts, affectedPointCode, user, cause, info: null })
    })
  }

  /** RFC 4666 §4.6: the SG is cut off from the network, or its MTP3 restarts. */
  isolate(): void {
    if (this.cutOff) return
    this.cutOff = true
    const reachable = this.destinations.reachable()
    this.tell(reachable.map((affected) => ({ affected, status: 'unavailable', congestionLevel: null })))
  }

  /** RFC 4666 §4.6: MTP3 has restarted. What is still unavailable needs no message, but within a range that is not. */
  endIsolation(): void {
    if (!this.cutOff) return
    this.cutOff = false
    this.tell(this.destinations.differencesFrom('unavailable'))
  }

  /**
   * RFC 4666 §4.5.1: an ASP that has become active MAY be told what it could not know. It comes after the acknowledgement, which makes the
   * ASP listen.
   */
  tellNewlyActive({ asp, applicationServer }: Membership): void {
    if (this.owner.interoperability.reportsNoDestinationsOnActivation === true) return
    const { destinations } = this
    const reports: readonly DestinationReport[] = this.cutOff
      ? destinations.reachable().map((affected) => ({ affected, status: 'unavailable', congestionLevel: null }))
      : destinations.differencesFrom('available')
    for (const message of messagesTelling(reports, this.networkAppearance, routingContextsOf([applicationServer]))) asp.send(message)
  }

  /**
   * DATA from an active ASP towards a destination. False when it cannot get there: it is to be discarded, and the ASP is told by DUNA
   * (RFC 4666 §3.4.1); of congestion it is told by SCON (§3.4.4), and the DATA go on. Such answers are not repeated before the ASP has had
   * time to react. Allocates nothing while all is well.
   */
  admits(membership: Membership, destinationPointCode: number, now: Instant): boolean {
    const { destinations } = this
    if (!this.cutOff && destinations.isEmpty) return true
    const unavailable = this.cutOff || destinations.statusOf(destinationPointCode) === 'unavailable'
    const congestionLevel = unavailable ? 0 : destinations.congestionLevelOf(destinationPointCode)
    if (!unavailable && congestionLevel === 0) return true
    if (membership.answers.isDue(destinationPointCode, now, this.owner.answerIntervalMs)) {
      const affected = { mask: 0, pointCode: destinationPointCode }
      const report: DestinationReport = unavailable
        ? { affected, status: 'unavailable', congestionLevel: null }
        : { affected, status: null, congestionLevel }
      for (const message of messagesTelling([report], this.networkAppearance, routingContextsOf([membership]))) membership.asp.send(message)
    }
    return !unavailable
  }

  /** Passes on what another SG said of the network: the states are kept, and the concerned ASPs told. False when the table is full. */
  relay(message: SignallingNetworkManagementMessage): boolean {
    switch (message.kind) {
      case 'DUNA':
        return this.setStatus(message.affectedPointCodes, 'unavailable')
      case 'DAVA':
        return this.setStatus(message.affectedPointCodes, 'available')
      case 'DRST':
        return this.setStatus(message.affectedPointCodes, 'restricted')
      case 'SCON':
        // RFC 4666 §3.4.4: without Congestion Indications the network has no levels; it is congested.
        return this.setCongestion(message.affectedPointCodes, message.congestionLevel ?? 1)
      case 'DUPU':
        this.tellUserPartUnavailable(message.affectedPointCode.pointCode, message.user, message.cause)
        return true
      case 'DAUD':
        return true
      default:
        return message satisfies never
    }
  }

  /** Whether an ASP is to hear of destinations for the sake of this AS. RFC 4666 §4.3.1: in ASP-INACTIVE it SHOULD NOT be sent SSNM. */
  isConcerned({ state }: Membership): boolean {
    return state === 'ASP-ACTIVE' || (state === 'ASP-INACTIVE' && this.owner.interoperability.ssnmToInactiveAsps === true)
  }

  private tell(reports: readonly DestinationReport[]): void {
    this.forEachConcerned((asp, routingContexts) => {
      for (const message of messagesTelling(reports, this.networkAppearance, routingContexts)) asp.send(message)
    })
  }

  /** RFC 4666 §4.5.1: all ASPs that send and receive traffic within the network. The Routing Contexts are those of its AS there. */
  private forEachConcerned(visit: (asp: RemoteAsp, routingContexts: readonly number[]) => void): void {
    for (const asp of this.owner.asps) {
      const concerned = asp.memberships.filter((each) => each.applicationServer.network === this && this.isConcerned(each))
      if (concerned.length > 0) visit(asp, routingContextsOf(concerned))
    }
  }
}

/** T8 of Q.704 is 800 to 1,200 ms: so long a transfer-prohibited in answer to a message is not repeated. */
export const DEFAULT_ANSWER_INTERVAL_MS = 1_000
