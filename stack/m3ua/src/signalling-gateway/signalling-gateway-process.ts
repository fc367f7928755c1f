import { DataMessage, type ProtocolData } from '@sigbed/m3ua-codec'
import { M3uaConfigurationError } from '../configuration-error.js'
import type { Interoperability } from '../interoperability.js'
import { type Instant, type LowerLayer, NEVER, type Timed } from '../lower-layer.js'
import type { SgpEvent } from '../m3ua-event.js'
import { MessageSender } from '../message-sender.js'
import { checkRoutingContexts, NO_NETWORK_APPEARANCE, NO_ROUTING_CONTEXT } from '../routing-context.js'
import type { SendOutcome } from '../send-outcome.js'
import type { TrafficMode } from '../traffic-mode.js'
import { ApplicationServer, type ApplicationServerConfiguration } from './application-server.js'
import { ApplicationServerSet } from './application-server-set.js'
import type { ApplicationServerStatistics } from './application-server-statistics.js'
import { type AsState, DEFAULT_RECOVERY_MS } from './as-state-machine.js'
import { DEFAULT_DESTINATIONS } from './destination-states.js'
import { RemoteAsp, type RemoteAspOwner } from './remote-asp.js'
import { type RegistrationConfiguration, RoutingKeyRegistration } from './routing-key-registration.js'
import { DEFAULT_ANSWER_INTERVAL_MS, Ss7Network } from './ss7-network.js'

export interface SignallingGatewayConfiguration {
  /** None only where ASPs may register. */
  readonly applicationServers: readonly ApplicationServerConfiguration[]
  /** T(r); 2,000 when left out. */
  readonly recoveryMs?: number
  /** T(beat) towards every ASP that is up; 0 (never) when left out. */
  readonly heartbeatMs?: number
  /** Whether ASPUP without ASP Identifier is refused; false when left out. */
  readonly aspIdentifierRequired?: boolean
  /** Sent with ASPUP ACK by an IPSP; an SGP has none. */
  readonly ownAspIdentifier?: number | null
  /**
   * Whether DATA that had left when an association was lost, and was not acknowledged, goes to another ASP; false when left out. With it
   * nothing is lost, and what had arrived all the same arrives twice.
   */
  readonly redistributeUnacknowledged?: boolean
  /** Networks besides those of the AS above, by Network Appearance. */
  readonly networkAppearances?: readonly number[]
  /** How many destinations and ranges are remembered per network; 65,536 when left out. */
  readonly maximumDestinations?: number
  /** How long DATA towards an unavailable or congested destination are not answered a second time; 1,000 when left out. */
  readonly answerIntervalMs?: number
  /** Whether ASPs may register Routing Keys, and which; when left out, REG REQ is answered "Unsupported Message Class" (RFC 4666 §4.4.1). */
  readonly registration?: RegistrationConfiguration
  readonly interoperability?: Interoperability
}

/** Called synchronously, from within the call that caused it. It may send; it may not hand the same association its next message. */
export interface SignallingGatewayListener {
  onEvent(event: SgpEvent): void
  /**
   * DATA from an ASP that is active for the Routing Context (NO_ROUTING_CONTEXT where none is configured).
   * The message and its octets are borrowed until the call returns.
   */
  onData(message: DataMessage, asp: RemoteAsp, routingContext: number): void
  /**
   * DATA that an association took and did not deliver, one by one, in the order they were sent; no other ASP will be given them.
   * `sent`: it had left and was not acknowledged, and may have arrived. The message and its octets are borrowed until the call returns.
   */
  onUndelivered?(message: DataMessage, asp: RemoteAsp, routingContext: number, sent: boolean): void
}

/**
 * A Signalling Gateway Process: many associations, one per ASP, and the Application Servers they serve. RFC 4666 §1.4.2.4, §4.3.
 *
 * It is the whole Signalling Gateway. An SG of several SGPs, which would have to agree on the states of AS and destinations, is not built.
 *
 * Without I/O: whoever owns an association attaches it, tells the RemoteAsp what happens to it, and calls `handleTimeout` when
 * `pollTimeout` says so.
 */
export class SignallingGatewayProcess implements Timed {
  private readonly applicationServers = new ApplicationServerSet()
  /** Those of the configuration: whom an ASP serves unless something else is said. */
  private readonly configured: readonly ApplicationServer[]
  private readonly registration: RoutingKeyRegistration | null
  private readonly asps: RemoteAsp[] = []
  private readonly networks: ReadonlyMap<number, Ss7Network>
  private readonly heartbeatMs: number
  private readonly owner: RemoteAspOwner

  /** @throws M3uaConfigurationError */
  constructor(configuration: SignallingGatewayConfiguration, listener: SignallingGatewayListener) {
    const sender = new MessageSender()
    this.heartbeatMs = configuration.heartbeatMs ?? 0
    const recoveryMs = configuration.recoveryMs ?? DEFAULT_RECOVERY_MS
    const interoperability = configuration.interoperability ?? {}
    const onEvent = (event: SgpEvent) => listener.onEvent(event)
    this.networks = this.makeNetworks(configuration)
    const networkOf = (networkAppearance: number) => this.networks.get(networkAppearance)!
    const applicationServerOwner = { sender, recoveryMs, sendNotify: interoperability.sendsNoNotify !== true, networkOf, onEvent }
    const create = (made: ApplicationServerConfiguration) => new ApplicationServer(made, applicationServerOwner)
    this.configured = this.configure(configuration, create)
    this.registration =
      configuration.registration === undefined
        ? null
        : new RoutingKeyRegistration(configuration.registration, {
            applicationServers: this.applicationServers,
            networkAppearances: [...this.networks.keys()],
            create,
            onEvent,
          })
    this.owner = {
      sender,
      incoming: new DataMessage(),
      interoperability,
      registration: this.registration,
      redistributeUnacknowledged: configuration.redistributeUnacknowledged ?? false,
      aspIdentifierRequired: configuration.aspIdentifierRequired ?? false,
      ownAspIdentifier: configuration.ownAspIdentifier ?? null,
      applicationServer: (routingContext) => this.applicationServers.withRoutingContext(routingContext),
      isAspIdentifierTaken: (aspIdentifier, by) => this.isAspIdentifierTaken(aspIdentifier, by),
      onEvent,
      onData: (message, asp, routingContext) => listener.onData(message, asp, routingContext),
      onUndelivered: (message, asp, routingContext, sent) => listener.onUndelivered?.(message, asp, routingContext, sent),
    }
  }

  /**
   * Takes on one ASP. What happens to its association is told to the RemoteAsp returned.
   *
   * @param routingContexts the AS it may serve, besides those it registers for. When left out: all that are configured, or none where ASPs
   *   may register. With none, ASPAC is answered "No Configured AS for ASP".
   * @throws M3uaConfigurationError for a Routing Context that is not configured.
   */
  attach(lowerLayer: LowerLayer, routingContexts?: readonly number[]): RemoteAsp {
    const usual = this.registration === null ? this.configured : []
    const served = routingContexts?.map((routingContext) => this.applicationServer(routingContext)) ?? usual
    const asp = new RemoteAsp(lowerLayer, served, this.heartbeatMs, this.owner)
    this.asps.push(asp)
    return asp
  }

  /** For an association that will not come back: its ASP goes down and is forgotten. Nothing is sent to it. */
  detach(asp: RemoteAsp, now: Instant): void {
    const index = this.asps.indexOf(asp)
    if (index < 0) return
    asp.communicationLost(now)
    this.asps.splice(index, 1)
    for (const membership of asp.memberships) membership.applicationServer.leave(membership)
    this.registration?.removeUnused()
  }

  /**
   * Sends one MTP3 message towards the AS of `routingContext` (NO_ROUTING_CONTEXT for an only AS that has none): to the active ASP in
   * override, to the one its SLS is bound to in loadshare, to all of them in broadcast. The user data are copied; the ProtocolData
   * received from another peer may be passed on as it is. Allocates nothing.
   */
  sendData(protocolData: ProtocolData, routingContext: number): SendOutcome {
    const applicationServer = this.applicationServers.withRoutingContext(routingContext)
    return applicationServer === undefined ? 'unknown-routing-context' : applicationServer.sendData(protocolData)
  }

  /**
   * Likewise, to the AS whose Routing Key fits the message best. RFC 4666 §1.4.2.3. Allocates nothing.
   *
   * @param networkAppearance the SS7 network it came from; NO_NETWORK_APPEARANCE for that of AS without one
   */
  routeData(protocolData: ProtocolData, networkAppearance: number = NO_NETWORK_APPEARANCE): SendOutcome {
    const applicationServer = this.applicationServers.route(protocolData, networkAppearance)
    return applicationServer === null ? 'no-routing-key' : applicationServer.sendData(protocolData)
  }

  /**
   * Management takes an AS out of service, or gives it back. While it is out, ASPAC for it are answered "Refused - Management Blocking"; the
   * ASPs active in it are told by ASPIA ACK that they are so no more. RFC 4666 §4.3.4.3, §4.3.4.4.
   *
   * @throws M3uaConfigurationError for a Routing Context that is not configured.
   */
  blockApplicationServer(blocked: boolean, now: Instant, routingContext: number = NO_ROUTING_CONTEXT): void {
    this.applicationServer(routingContext).block(blocked, now)
  }

  /**
   * An SS7 network of the SG, to say what happens in it. Null is the network of AS without Network Appearance.
   *
   * @throws M3uaConfigurationError for a Network Appearance that is not configured.
   */
  network(networkAppearance: number | null = null): Ss7Network {
    const network = this.networks.get(networkAppearance ?? NO_NETWORK_APPEARANCE)
    if (network === undefined) throw new M3uaConfigurationError(`Network Appearance ${networkAppearance ?? 'none'} is not configured`)
    return network
  }

  /** Of all AS there are now, those that came into being by registration among them; NO_ROUTING_CONTEXT for an only AS that has none. */
  get routingContexts(): readonly number[] {
    return this.applicationServers.all.map(({ routingContext }) => routingContext)
  }

  /** @throws M3uaConfigurationError for a Routing Context that is not configured. */
  asState(routingContext: number = NO_ROUTING_CONTEXT): AsState {
    return this.applicationServer(routingContext).state
  }

  /** What became of the DATA of an AS; the live counters. @throws M3uaConfigurationError for a Routing Context that is not configured. */
  asStatistics(routingContext: number = NO_ROUTING_CONTEXT): Readonly<ApplicationServerStatistics> {
    return this.applicationServer(routingContext).statistics
  }

  /** The live traffic mode: null while it is open. @throws M3uaConfigurationError for a Routing Context that is not configured. */
  asTrafficMode(routingContext: number = NO_ROUTING_CONTEXT): TrafficMode | null {
    return this.applicationServer(routingContext).trafficMode
  }

  handleTimeout(now: Instant): void {
    for (const asp of this.asps) asp.handleTimeout(now)
    for (const applicationServer of this.applicationServers.all) applicationServer.handleTimeout(now)
    this.registration?.removeUnused()
  }

  pollTimeout(): Instant {
    let deadline = NEVER
    for (const asp of this.asps) deadline = Math.min(deadline, asp.heartbeat.deadline)
    for (const applicationServer of this.applicationServers.all) deadline = Math.min(deadline, applicationServer.recoveryDeadline)
    return deadline
  }

  /** @throws M3uaConfigurationError */
  private configure(
    { applicationServers, registration }: SignallingGatewayConfiguration,
    create: (configuration: ApplicationServerConfiguration) => ApplicationServer,
  ): readonly ApplicationServer[] {
    const configured = applicationServers.map(create)
    const routingContexts = configured.map(({ routingContext }) => routingContext)
    if (registration !== undefined && routingContexts.includes(NO_ROUTING_CONTEXT))
      throw new M3uaConfigurationError('an Application Server without a Routing Context where others may be registered')
    if (registration === undefined || configured.length > 0) checkRoutingContexts(routingContexts)
    configured.forEach((applicationServer, i) => {
      this.applicationServers.configure(applicationServer, applicationServers[i]!.routingKey)
    })
    return configured
  }

  private makeNetworks(configuration: SignallingGatewayConfiguration): ReadonlyMap<number, Ss7Network> {
    const { applicationServers, networkAppearances, maximumDestinations, answerIntervalMs } = configuration
    const owner = {
      asps: this.asps,
      interoperability: configuration.interoperability ?? {},
      maximumDestinations: maximumDestinations ?? DEFAULT_DESTINATIONS,
      answerIntervalMs: answerIntervalMs ?? DEFAULT_ANSWER_INTERVAL_MS,
    }
    const named = [
      ...applicationServers.map(({ networkAppearance }) => networkAppearance ?? NO_NETWORK_APPEARANCE),
      ...(networkAppearances ?? []),
    ]
    // ASPs that register without a Network Appearance need a network, too.
    const appearances = named.length === 0 ? [NO_NETWORK_APPEARANCE] : named
    return new Map(appearances.map((appearance) => [appearance, new Ss7Network(appearance, owner)]))
  }

  private applicationServer(routingContext: number): ApplicationServer {
    const applicationServer = this.applicationServers.withRoutingContext(routingContext)
    if (applicationServer === undefined) throw new M3uaConfigurationError(`Routing Context ${routingContext} is not configured`)
    return applicationServer
  }

  /** By another ASP that is up and serves one AS at least together with `by`. */
  private isAspIdentifierTaken(aspIdentifier: number, by: RemoteAsp): boolean {
    return this.asps.some(
      (asp) =>
        asp !== by &&
        asp.isUp &&
        asp.aspIdentifier === aspIdentifier &&
        asp.memberships.some(({ routingContext }) => by.memberships.some((mine) => mine.routingContext === routingContext)),
    )
  }
}
