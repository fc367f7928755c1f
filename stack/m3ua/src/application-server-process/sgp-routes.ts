import type { AffectedPointCode, ProtocolData } from '@sigbed/m3ua-codec'
import type { DestinationStatus, DestinationTable } from '../destination-table.js'
import type { AccessEvent } from '../m3ua-event.js'
import type { SendOutcome } from '../send-outcome.js'
import { SlsDistribution } from '../sls-distribution.js'
import type { ApplicationServerProcess } from './application-server-process.js'
import { type ApplicationServerProcessConfiguration, destinationTables } from './asp-configuration.js'

/**
 * The SGPs by which the traffic of one AS can go, and which of them it takes. RFC 4666 §1.4.2.5, §4.5.2.2.
 *
 * An SLS is bound to one SGP as long as that stays: no other SLS moves when an SGP comes or goes than must. A message whose destination its own
 * SGP cannot reach, or only poorly, takes another that reaches it well: always the same one, while nothing changes.
 */
export class SgpRoutes {
  private readonly distribution = new SlsDistribution<ApplicationServerProcess>()
  /** What was last told of destinations as a whole: the best of what the SGPs say. */
  private readonly overall: DestinationTable

  constructor(
    readonly applicationServer: number,
    private readonly listener: { onEvent(event: AccessEvent): void },
    configuration: ApplicationServerProcessConfiguration,
  ) {
    this.overall = destinationTables(configuration)[applicationServer]!
  }

  get count(): number {
    return this.distribution.members.length
  }

  statusOf(pointCode: number): DestinationStatus {
    let best: DestinationStatus = 'unavailable'
    for (const asp of this.distribution.members) {
      const status = this.statusBy(asp, pointCode)
      if (status === 'available') return status
      if (status === 'restricted') best = status
    }
    return best
  }

  /** Allocates nothing. */
  sendData(protocolData: ProtocolData): SendOutcome {
    // An ASP that has begun to leave is found out here, once: its SLS go to others from then on.
    for (let attempts = this.count; attempts > 0; attempts--) {
      const asp = this.routeOf(protocolData.destinationPointCode, protocolData.signallingLinkSelection)
      if (asp === null) return 'destination-unavailable'
      const outcome = asp.sendDataOf(asp.traffic[this.applicationServer]!, protocolData)
      if (outcome !== 'not-active') return outcome
      this.refresh(asp)
    }
    return 'not-active'
  }

  audit(affectedPointCodes: readonly AffectedPointCode[]): void {
    for (const asp of this.distribution.members) {
      asp.audit(asp.traffic[this.applicationServer]!.routingContext, affectedPointCodes)
    }
  }

  /** Something about an SGP's ASP has changed: it may carry traffic from now on, or no more. */
  refresh(asp: ApplicationServerProcess): void {
    const { members } = this.distribution
    const usable = asp.isUsableFor(asp.traffic[this.applicationServer]!)
    if (usable === members.includes(asp)) return
    if (usable) this.distribution.add(asp)
    else this.distribution.remove(asp)
    this.listener.onEvent({ kind: 'access-changed', applicationServer: this.applicationServer, activeSgps: this.count })
    const told = members.flatMap((one) => one.traffic[this.applicationServer]!.destinations.told())
    this.review([...told, ...this.overall.told()])
  }

  /**
   * RFC 4666 §4.5.2.2: tells of destinations whose availability as a whole has changed. Ranges are looked at by their first point code; while no
   * SGP is left nothing is told of them, since then none can be reached.
   */
  review(affectedPointCodes: readonly AffectedPointCode[]): void {
    if (this.count === 0) return
    const changed: Record<DestinationStatus, AffectedPointCode[]> = { available: [], restricted: [], unavailable: [] }
    for (const affected of affectedPointCodes) {
      const status = this.statusOf(affected.pointCode)
      if (this.overall.tell(affected, status, 0) === 'changed') changed[status].push(affected)
    }
    for (const status of ['available', 'restricted', 'unavailable'] as const) {
      const { applicationServer } = this
      if (changed[status].length > 0) {
        this.listener.onEvent({ kind: 'destination-status-changed', applicationServer, affectedPointCodes: changed[status], status })
      }
    }
  }

  private routeOf(pointCode: number, signallingLinkSelection: number): ApplicationServerProcess | null {
    const bound = this.distribution.ownerOf(signallingLinkSelection)
    if (bound === null) return null
    const status = this.statusBy(bound, pointCode)
    if (status === 'available') return bound
    const { members } = this.distribution
    let restricted = status === 'restricted' ? bound : null
    for (let i = 0; i < members.length; i++) {
      const asp = members[(signallingLinkSelection + i) % members.length]!
      const by = this.statusBy(asp, pointCode)
      if (by === 'available') return asp
      if (by === 'restricted') restricted ??= asp
    }
    return restricted
  }

  private statusBy(asp: ApplicationServerProcess, pointCode: number): DestinationStatus {
    return asp.traffic[this.applicationServer]!.destinations.statusOf(pointCode)
  }
}
