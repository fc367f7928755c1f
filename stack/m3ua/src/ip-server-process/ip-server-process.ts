import type { DataMessage, ProtocolData } from '@sigbed/m3ua-codec'
import {
  ApplicationServerProcess,
  type ApplicationServerProcessConfiguration,
} from '../application-server-process/application-server-process.js'
import { checkApplicationServers } from '../application-server-process/asp-traffic.js'
import { M3uaConfigurationError } from '../configuration-error.js'
import type { Instant, LowerLayer, Timed } from '../lower-layer.js'
import type { AspEvent, IpspEvent, SgpEvent } from '../m3ua-event.js'
import { NO_ROUTING_CONTEXT } from '../routing-context.js'
import type { SendOutcome } from '../send-outcome.js'
import type { ApplicationServerConfiguration } from '../signalling-gateway/application-server.js'
import type { AsState } from '../signalling-gateway/as-state-machine.js'
import type { RemoteAsp } from '../signalling-gateway/remote-asp.js'
import type { RegistrationConfiguration } from '../signalling-gateway/routing-key-registration.js'
import { SignallingGatewayProcess } from '../signalling-gateway/signalling-gateway-process.js'
import { type IpspExchange, RemoteIpsp } from './remote-ipsp.js'

/**
 * Everything an ASP is configured with holds for this end. `applicationServers` are those this end serves: its ASPAC names them, and the
 * peers' DATA carry their Routing Contexts.
 */
export interface IpServerProcessConfiguration extends ApplicationServerProcessConfiguration {
  /**
   * 'single': one exchange of ASPUP and ASPAC, whoever begins it, brings both ends up and active. Every IPSP can do this.
   * 'double': each end sends its own, and each direction of traffic has a life of its own.
   */
  readonly exchange: IpspExchange
  /**
   * The AS the peers serve, to which DATA go; several peers may share one. Required for a double exchange. In a single exchange the
   * Routing Contexts stand for both directions, and this is left out or repeats `applicationServers` with what an AS needs besides.
   */
  readonly peerApplicationServers?: readonly ApplicationServerConfiguration[]
  /** Whether this end sends ASPUP and ASPAC, or waits for its peer's; both may. True when left out, and always in a double exchange. */
  readonly initiates?: boolean
  /** T(r) of the peers' AS; 2,000 when left out. */
  readonly recoveryMs?: number
  /** Whether a peer's ASPUP without ASP Identifier is refused; false when left out. */
  readonly aspIdentifierRequired?: boolean
  /** Whether DATA that had left when an association was lost, and was not acknowledged, goes to another peer; false when left out. */
  readonly redistributeUnacknowledged?: boolean
  /** Whether, and within which bounds, the peers may register Routing Keys; only in a double exchange. Never when left out. RFC 4666 §4.4.3. */
  readonly registration?: RegistrationConfiguration
  /** Whether the peers are sent NTFY, which between IPSPs is optional (RFC 4666 §4.3.4.5.1); false when left out. */
  readonly sendNotify?: boolean
}

/** Called synchronously, from within the call that caused it. It may send; it may not hand the same association its next message. */
export interface IpServerProcessListener {
  onEvent(event: IpspEvent): void
  /** DATA for an AS of this end. The message and its octets are borrowed until the call returns. */
  onData(message: DataMessage, ipsp: RemoteIpsp, routingContext: number): void
  /**
   * DATA for an AS of the peers' that an association took and did not deliver, and that no other peer will be given. `sent`: it had left, and may
   * have arrived. The message and its octets are borrowed until the call returns.
   */
  onUndelivered?(message: DataMessage, ipsp: RemoteIpsp, routingContext: number, sent: boolean): void
}

/**
 * An IP Server Process: point to point with other IPSPs, without a signalling gateway. RFC 4666 §1.2, §1.4.3.4.
 *
 * It is an ASP towards each peer and what an SGP is to the peers, put together per association by RemoteIpsp. Who set the association up
 * does not matter. Without I/O: whoever owns an association attaches it and tells the RemoteIpsp what happens to it.
 */
export class IpServerProcess implements Timed {
  private readonly peers: SignallingGatewayProcess
  private readonly ipsps = new Map<RemoteAsp, RemoteIpsp>()

  /** @throws M3uaConfigurationError */
  constructor(
    private readonly configuration: IpServerProcessConfiguration,
    private readonly listener: IpServerProcessListener,
  ) {
    const { aspIdentifier, recoveryMs, aspIdentifierRequired, redistributeUnacknowledged, registration, sendNotify } = configuration
    checkApplicationServers(configuration.applicationServers)
    checkRegistration(configuration)
    this.peers = new SignallingGatewayProcess(
      {
        applicationServers: peerApplicationServers(configuration),
        ownAspIdentifier: aspIdentifier ?? null,
        ...(recoveryMs !== undefined && { recoveryMs }),
        ...(aspIdentifierRequired !== undefined && { aspIdentifierRequired }),
        ...(redistributeUnacknowledged !== undefined && { redistributeUnacknowledged }),
        ...(registration !== undefined && { registration }),
        interoperability: { ...configuration.interoperability, sendsNoNotify: !(sendNotify ?? false) },
      },
      {
        onEvent: (event) => this.notePeer(event),
        onData: ignore,
        onUndelivered: (message, asp, routingContext, sent) => {
          const ipsp = this.ipsps.get(asp)
          if (ipsp !== undefined) listener.onUndelivered?.(message, ipsp, routingContext, sent)
        },
      },
    )
  }

  /** Takes on one peer. What happens to its association is told to the RemoteIpsp returned; it does not begin before management says so. */
  attach(lowerLayer: LowerLayer): RemoteIpsp {
    const { configuration, listener } = this
    const initiates = configuration.exchange === 'double' || (configuration.initiates ?? true)
    const local = new ApplicationServerProcess(
      lowerLayer,
      { ...configuration, initiates },
      {
        onEvent: (event: AspEvent) => listener.onEvent({ kind: 'ipsp', ipsp, end: 'local', event }),
        onData: (message, routingContext) => listener.onData(message, ipsp, routingContext),
      },
    )
    const configured = peerApplicationServers(configuration).map(({ routingContext }) => routingContext ?? NO_ROUTING_CONTEXT)
    const remote = this.peers.attach(lowerLayer, configured)
    const ipsp = new RemoteIpsp(local, remote, configuration.exchange, (yields, now) => this.followPeers(yields, now))
    this.ipsps.set(remote, ipsp)
    return ipsp
  }

  /** For an association that will not come back. Nothing is sent. */
  detach(ipsp: RemoteIpsp, now: Instant): void {
    for (const [remote, attached] of this.ipsps) {
      if (attached !== ipsp) continue
      ipsp.communicationLost(now)
      this.peers.detach(remote, now)
      this.ipsps.delete(remote)
    }
  }

  /**
   * Sends one MTP3 message to the peers' AS of `routingContext` (NO_ROUTING_CONTEXT for an only AS that has none): to the active peer in
   * override, to the one its SLS is bound to in loadshare. The user data are copied. Allocates nothing.
   */
  sendData(protocolData: ProtocolData, routingContext: number): SendOutcome {
    return this.peers.sendData(protocolData, routingContext)
  }

  /** Of all AS of the peers', those that came into being by registration among them; NO_ROUTING_CONTEXT for an only AS that has none. */
  get peerRoutingContexts(): readonly number[] {
    return this.peers.routingContexts
  }

  /** The state of an AS of the peers'. RFC 4666 §4.3.2.1. @throws M3uaConfigurationError for a Routing Context that is not configured. */
  asState(routingContext: number = NO_ROUTING_CONTEXT): AsState {
    return this.peers.asState(routingContext)
  }

  handleTimeout(now: Instant): void {
    this.peers.handleTimeout(now)
    for (const ipsp of this.ipsps.values()) ipsp.handleTimeout(now)
  }

  pollTimeout(): Instant {
    let deadline = this.peers.pollTimeout()
    for (const ipsp of this.ipsps.values()) deadline = Math.min(deadline, ipsp.pollTimeout())
    return deadline
  }

  private followPeers(yields: boolean, now: Instant): void {
    for (const ipsp of this.ipsps.values()) ipsp.followPeer(yields, now)
  }

  private notePeer(event: SgpEvent): void {
    if (event.kind !== 'asp') {
      this.listener.onEvent(event)
      return
    }
    const ipsp = this.ipsps.get(event.asp)
    // Both halves have the one association: of its streams the local half tells.
    if (ipsp === undefined || event.event.kind === 'no-data-stream') return
    this.listener.onEvent({ kind: 'ipsp', ipsp, end: 'remote', event: event.event })
  }
}

/** In a single exchange the Routing Contexts stand for both ends, so that neither can have more of them than the other. */
function checkRegistration({ exchange, applicationServers, registration }: IpServerProcessConfiguration): void {
  if (exchange === 'double') return
  if (registration !== undefined || applicationServers.some(({ routingKey }) => routingKey !== undefined)) {
    throw new M3uaConfigurationError('in a single exchange no Routing Keys are registered')
  }
}

function peerApplicationServers(configuration: IpServerProcessConfiguration): readonly ApplicationServerConfiguration[] {
  const { exchange, applicationServers, peerApplicationServers: peers, trafficMode } = configuration
  if (exchange === 'double') {
    if (peers === undefined) throw new M3uaConfigurationError('a double exchange needs the Application Servers of the peers')
    return peers
  }
  const own = applicationServers.map((applicationServer) => applicationServer.routingContext)
  if (peers !== undefined && (peers.length !== own.length || peers.some(({ routingContext }) => !own.includes(routingContext)))) {
    throw new M3uaConfigurationError('in a single exchange both ends have the same Application Servers')
  }
  const shared = { trafficMode: trafficMode ?? 'loadshare' }
  return (
    peers ?? applicationServers.map(({ routingContext, networkAppearance = null }) => ({ routingContext, networkAppearance, ...shared }))
  )
}

function ignore(): void {}
