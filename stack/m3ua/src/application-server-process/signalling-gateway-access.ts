import type { AffectedPointCode, DataMessage, ProtocolData } from '@sigbed/m3ua-codec'
import { M3uaConfigurationError } from '../configuration-error.js'
import type { DestinationStatus, DestinationTable } from '../destination-table.js'
import { type Instant, type LowerLayer, NEVER, type Timed } from '../lower-layer.js'
import type { AccessEvent, AspEvent } from '../m3ua-event.js'
import type { SendOutcome } from '../send-outcome.js'
import { ApplicationServerProcess } from './application-server-process.js'
import { type ApplicationServerProcessConfiguration, destinationTables } from './asp-configuration.js'
import type { AspTarget } from './asp-procedures.js'
import type { AspApplicationServer } from './asp-traffic.js'
import { SgpRoutes } from './sgp-routes.js'

/** What an ASP is configured with holds towards every SGP. */
export interface SignallingGatewayAccessConfiguration extends ApplicationServerProcessConfiguration {
  /**
   * Whether DATA that had left when an association was lost, and was not acknowledged, goes to another SGP; false when left out. With it
   * nothing is lost, and what had arrived all the same arrives twice.
   */
  readonly redistributeUnacknowledged?: boolean
}

/** One SGP as the ASP is configured with it. */
export interface SgpConfiguration {
  /** In events; told apart by it. */
  readonly name: string
  /** The SG it belongs to: what one SGP says of destinations holds for all of its SG. An SG of its own when left out. */
  readonly signallingGateway?: string
  /** Where this SG has other Routing Contexts or Network Appearances for the AS: all of them, in the same order. */
  readonly applicationServers?: readonly AspApplicationServer[]
}

export interface SignallingGatewayAccessListener {
  onEvent(event: AccessEvent): void
  /** `applicationServer`: its position in the configuration. The message and its octets are borrowed until the call returns. */
  onData(message: DataMessage, sgp: string, applicationServer: number): void
  /**
   * DATA that an association took and did not deliver, and that no other SGP was given. `sent`: it had left, and may have arrived.
   * `applicationServer`: -1 for one that the ASP has been deregistered from since.
   * The message and its octets are borrowed until the call returns.
   */
  onUndelivered?(message: DataMessage, sgp: string, applicationServer: number, sent: boolean): void
}

/**
 * An Application Server Process and its associations with several SGPs, of one SG or of more: it chooses the SGP of each message by its SLS
 * and its destination. RFC 4666 §1.4.2.5, §4.5.2.2.
 *
 * AS are named by their positions in the configuration, since SGs may number them differently. Without I/O: the owner of the associations
 * attaches each, and tells the ApplicationServerProcess returned what happens to it.
 */
export class SignallingGatewayAccess implements Timed {
  private readonly asps = new Map<string, ApplicationServerProcess>()
  private readonly routes: readonly SgpRoutes[]
  private readonly tables = new Map<string, readonly DestinationTable[]>()
  private target: AspTarget = 'down'

  constructor(
    private readonly configuration: SignallingGatewayAccessConfiguration,
    private readonly listener: SignallingGatewayAccessListener,
  ) {
    this.routes = configuration.applicationServers.map((_, applicationServer) => new SgpRoutes(applicationServer, listener, configuration))
  }

  /** @throws M3uaConfigurationError for a name that is taken, and for what the ASP cannot be configured with. */
  attach(lowerLayer: LowerLayer, sgp: SgpConfiguration, now: Instant): ApplicationServerProcess {
    const { configuration, listener } = this
    if (this.asps.has(sgp.name)) throw new M3uaConfigurationError(`there is an SGP ${sgp.name} already`)
    const applicationServers = sgp.applicationServers ?? configuration.applicationServers
    if (applicationServers.length !== configuration.applicationServers.length) {
      throw new M3uaConfigurationError(
        `SGP ${sgp.name} has ${applicationServers.length} AS instead of ${configuration.applicationServers.length}`,
      )
    }
    const positionOf = (routingContext: number) => asp.traffic.findIndex((traffic) => traffic.routingContext === routingContext)
    const asp: ApplicationServerProcess = new ApplicationServerProcess(
      lowerLayer,
      { ...configuration, applicationServers },
      {
        onEvent: (event) => this.note(sgp.name, asp, event),
        onData: (message, routingContext) => listener.onData(message, sgp.name, positionOf(routingContext)),
        onUndelivered: (message, routingContext, sent) => this.redistribute(message, sgp.name, asp, positionOf(routingContext), sent),
      },
      this.tablesOf(sgp.signallingGateway ?? `SGP ${sgp.name}`),
    )
    this.asps.set(sgp.name, asp)
    asp.aim(this.target, now)
    return asp
  }

  /** For an SGP that is not to be used any more: it is said no goodbye; have it go down before. */
  detach(name: string, now: Instant): void {
    this.asps.get(name)?.communicationLost(now)
    this.asps.delete(name)
  }

  /** How far up to be towards every SGP. One of them alone is moved by its own ApplicationServerProcess. */
  aim(target: AspTarget, now: Instant): void {
    this.target = target
    for (const asp of this.asps.values()) asp.aim(target, now)
  }

  /** Of the AS at this position: how many SGPs have the ASP active. */
  activeSgps(applicationServer: number): number {
    return this.routes[applicationServer]?.count ?? 0
  }

  /** The best that any SGP with the ASP active says of a destination; 'unavailable' while there is none. */
  destinationStatus(applicationServer: number, pointCode: number): DestinationStatus {
    return this.routes[applicationServer]?.statusOf(pointCode) ?? 'unavailable'
  }

  /**
   * Sends one MTP3 message of the AS at this position by the SGP its SLS is bound to, or while that does not reach the destination, or only
   * poorly, by another. The user data are copied. On the path taken per message: allocates nothing.
   */
  sendData(protocolData: ProtocolData, applicationServer: number): SendOutcome {
    return this.routes[applicationServer]?.sendData(protocolData) ?? 'unknown-routing-context'
  }

  /** Asks every SGP that has the ASP active about destinations (RFC 4666 §4.5.3). */
  audit(applicationServer: number, affectedPointCodes: readonly AffectedPointCode[]): void {
    this.routes[applicationServer]?.audit(affectedPointCodes)
  }

  handleTimeout(now: Instant): void {
    for (const asp of this.asps.values()) asp.handleTimeout(now)
  }

  pollTimeout(): Instant {
    let deadline = NEVER
    for (const asp of this.asps.values()) deadline = Math.min(deadline, asp.pollTimeout())
    return deadline
  }

  private note(sgp: string, asp: ApplicationServerProcess, event: AspEvent): void {
    this.listener.onEvent({ kind: 'sgp', sgp, event })
    if (event.kind === 'asp-state-change') for (const routes of this.routes) routes.refresh(asp)
    else if (event.kind === 'destination-status-changed') {
      for (const routes of this.routes) {
        if (asp.traffic[routes.applicationServer]!.routingContext === (event.routingContext ?? -1)) routes.review(event.affectedPointCodes)
      }
    }
  }

  private redistribute(message: DataMessage, sgp: string, asp: ApplicationServerProcess, applicationServer: number, sent: boolean): void {
    const routes = this.routes[applicationServer]
    routes?.refresh(asp)
    const again = !sent || this.configuration.redistributeUnacknowledged === true
    if (again && routes?.sendData(message.protocolData) === 'sent') return
    this.listener.onUndelivered?.(message, sgp, applicationServer, sent)
  }

  private tablesOf(signallingGateway: string): readonly DestinationTable[] {
    const tables = this.tables.get(signallingGateway) ?? destinationTables(this.configuration)
    this.tables.set(signallingGateway, tables)
    return tables
  }
}
