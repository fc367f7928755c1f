import { MESSAGE_CODE, peekMessageCode } from '@sigbed/m3ua-codec'
import type { ApplicationServerProcess } from '../application-server-process/application-server-process.js'
import type { RegistrationRequestMessage } from '../application-server-process/routing-key-registration.js'
import type { AspState } from '../asp-state-machine.js'
import type { AssociationUser, Instant, Timed, UndeliveredMessages } from '../lower-layer.js'
import { findTraffic } from '../routing-context.js'
import type { RemoteAsp } from '../signalling-gateway/remote-asp.js'

/** What the two ends of an association have to do with one another. RFC 4666 §1.4.3.4. */
export type IpspExchange = 'single' | 'double'

/**
 * One peer of an IPSP, and the association with it. It has two halves: `local` is this end, an ASP that makes requests and takes their
 * acknowledgements; `remote` is the peer, an ASP whose requests are acknowledged here. In a double exchange they know nothing of one another;
 * in a single exchange whatever moves one moves the other. RFC 4666 §4.3.1, §4.3.4. Made by `IpServerProcess.attach`.
 */
export class RemoteIpsp implements AssociationUser, Timed {
  constructor(
    private readonly local: ApplicationServerProcess,
    private readonly remote: RemoteAsp,
    private readonly exchange: IpspExchange,
    /** Something may have moved one half: of this peer, or through override of another. */
    private readonly onMoved: (yields: boolean, now: Instant) => void,
  ) {}

  /** The highest state this end has in any of its AS. */
  get state(): AspState {
    return this.local.state
  }

  /** This end's state in an AS of its own: whether the peer may send DATA for it. */
  stateFor(routingContext: number): AspState {
    return this.local.stateFor(routingContext)
  }

  /** The peer's state in an AS of the peers': whether DATA may be sent to it. In a single exchange always the same as `stateFor`. */
  peerStateFor(routingContext: number): AspState {
    return findTraffic(this.remote.memberships, routingContext)?.state ?? 'ASP-DOWN'
  }

  /** From the peer's ASPUP or ASPUP ACK; null while it has given none. */
  get aspIdentifier(): number | null {
    return this.remote.aspIdentifier ?? this.local.peerAspIdentifier
  }

  /** True while a request waits for its acknowledgement. */
  get isRequesting(): boolean {
    return this.local.isRequesting
  }

  /** Whether the peer's ASPUP and ASPAC are refused with "Refused - Management Blocking" (RFC 4666 §4.3.4.1.2). One that is up stays so. */
  set managementBlocked(blocked: boolean) {
    this.remote.managementBlocked = blocked
  }

  /** To ASP-INACTIVE, and no further. */
  up(now: Instant): void {
    this.local.up(now)
  }

  /** To ASP-ACTIVE in every AS of this end, again after each new association. */
  activate(now: Instant): void {
    this.local.activate(now)
  }

  /** Out of traffic everywhere, to ASP-INACTIVE. */
  deactivate(now: Instant): void {
    this.local.deactivate(now)
  }

  /** Out of traffic and to ASP-DOWN, in this order. */
  down(now: Instant): void {
    this.local.down(now)
  }

  /** REG REQ for the key of an AS of this end's, by its position in the configuration. RFC 4666 §4.4.3. */
  register(applicationServer: number, now: Instant): void {
    this.local.register(applicationServer, now)
  }

  /** Out of traffic, and DEREG REQ for it. */
  deregister(applicationServer: number, now: Instant): void {
    this.local.deregister(applicationServer, now)
  }

  /** See ApplicationServerProcess.sendRegistration. */
  sendRegistration(message: RegistrationRequestMessage): boolean {
    return this.local.sendRegistration(message)
  }

  /** The Routing Context of an AS of this end's by its position, learnt or configured; null while it has none. */
  routingContextAt(applicationServer: number): number | null {
    return this.local.routingContextAt(applicationServer)
  }

  /** The AS the peer may serve now, those it has registered for among them; NO_ROUTING_CONTEXT for an only AS that has none. */
  get peerRoutingContexts(): readonly number[] {
    return this.remote.memberships.map(({ routingContext }) => routingContext)
  }

  communicationUp(outboundStreams: number, now: Instant): void {
    this.remote.communicationUp(outboundStreams, now)
    this.local.communicationUp(outboundStreams, now)
  }

  communicationLost(now: Instant, undelivered?: UndeliveredMessages): void {
    this.local.communicationLost(now)
    this.remote.communicationLost(now, undelivered)
  }

  restart(outboundStreams: number, now: Instant, undelivered?: UndeliveredMessages): void {
    this.remote.restart(outboundStreams, now, undelivered)
    this.local.restart(outboundStreams, now)
  }

  handleMessage(octets: Uint8Array, offset: number, length: number, streamId: number, now: Instant): void {
    const code = peekMessageCode(octets, offset, length)
    if (PEER_REQUESTS.has(code)) this.remote.handleMessage(octets, offset, length, streamId, now)
    else this.local.handleMessage(octets, offset, length, streamId, now)
    if (code === DATA) return
    if (!PEER_REQUESTS.has(code)) this.followOwn(now)
    this.onMoved(code !== MESSAGE_CODE.ASPUP, now)
  }

  handleTimeout(now: Instant): void {
    this.local.handleTimeout(now)
    this.followOwn(now)
    this.onMoved(true, now)
  }

  pollTimeout(): Instant {
    return this.local.pollTimeout()
  }

  /** Single exchange: this end goes where the peer's request, or an override by a third, has brought the peer. */
  followPeer(yields: boolean, now: Instant): void {
    if (this.exchange === 'single') this.local.followPeer((routingContext) => this.peerStateFor(routingContext), yields, now)
  }

  /** Single exchange: the peer is where this end is, whose request it has acknowledged. And there is none without a life sign. */
  private followOwn(now: Instant): void {
    if (!this.local.isAssociated) this.remote.communicationLost(now)
    else if (this.exchange === 'single') this.remote.follow((routingContext) => this.local.stateFor(routingContext), now)
  }
}

/** What the peer asks of this end. Everything else it says answers this end, or concerns both alike. */
const PEER_REQUESTS: ReadonlySet<number> = new Set([
  MESSAGE_CODE.ASPUP,
  MESSAGE_CODE.ASPDN,
  MESSAGE_CODE.ASPAC,
  MESSAGE_CODE.ASPIA,
  MESSAGE_CODE['REG REQ'],
  MESSAGE_CODE['DEREG REQ'],
])
const DATA = MESSAGE_CODE.DATA
