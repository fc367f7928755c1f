import {
  type AffectedPointCode,
  DATA_MESSAGE_CODE,
  DataMessage,
  ERR_MESSAGE_CODE,
  ERROR_CODE,
  LONGEST_USER_DATA,
  type M3uaMessage,
  type ProtocolData,
  peekMessageCode,
  readMessage,
} from '@sigbed/m3ua-codec'
import type { AspState, AspTrigger } from '../asp-state-machine.js'
import type { DestinationStatus, DestinationTable } from '../destination-table.js'
import { Heartbeat } from '../heartbeat.js'
import {
  type AssociationUser,
  type Instant,
  type LowerLayer,
  NOTHING_UNDELIVERED,
  type Timed,
  type UndeliveredMessages,
} from '../lower-layer.js'
import type { AspEvent } from '../m3ua-event.js'
import { findTraffic, NO_ROUTING_CONTEXT, routingContextOrNull, routingContextsNamed } from '../routing-context.js'
import type { SendOutcome } from '../send-outcome.js'
import { dataStream, isUnexpectedStream, NO_DATA_STREAM } from '../stream-selection.js'
import { AcknowledgementTimer, DEFAULT_ACKNOWLEDGEMENT_MS, DEFAULT_REQUEST_ATTEMPTS } from './acknowledgement-timer.js'
import { type ApplicationServerProcessConfiguration, destinationTables } from './asp-configuration.js'
import { AspLink } from './asp-link.js'
import { AspProcedures, type AspTarget } from './asp-procedures.js'
import { AspTraffic, checkApplicationServers } from './asp-traffic.js'
import { DataReception } from './data-reception.js'
import { AspNetworkManagement, type CongestionReport, type NetworkManagementOutcome } from './network-management.js'
import type { RegistrationRequestMessage } from './routing-key-registration.js'
import { showUndelivered } from './undelivered-data.js'

export type { ApplicationServerProcessConfiguration } from './asp-configuration.js'

/** Called synchronously, from within the call that caused it. It may send; it may not hand in the next message. */
export interface ApplicationServerProcessListener {
  onEvent(event: AspEvent): void
  /** The message and its octets are borrowed until the call returns. `routingContext`: NO_ROUTING_CONTEXT where none is configured. */
  onData(message: DataMessage, routingContext: number): void
  /**
   * DATA that an association took and did not deliver, one by one, in the order they were sent, before the ASP is said to be down. `sent`: it
   * had left, and may have arrived. The message and its octets are borrowed until the call returns.
   */
  onUndelivered?(message: DataMessage, routingContext: number, sent: boolean): void
}

/**
 * An Application Server Process and its association with one SGP. RFC 4666 §1.4.2.4, §4.3.
 *
 * Management says how far up it is to be (`up`, `activate`, `standBy`, `deactivate`, `down`, at any time); it goes there as soon as the
 * association allows, and back there after every loss. Without I/O: the owner of the association calls in.
 */
export class ApplicationServerProcess implements AssociationUser, Timed {
  /** One for each AS, in the order of the configuration. */
  readonly traffic: readonly AspTraffic[]
  private readonly link: AspLink
  private readonly outgoing = new DataMessage()
  private readonly acknowledgement: AcknowledgementTimer
  private readonly procedures: AspProcedures
  private readonly networkManagement: AspNetworkManagement
  private readonly heartbeat: Heartbeat
  private readonly reception: DataReception
  /** From ASPUP ACK, where an IPSP may give it (RFC 4666 §3.5.2); null when it did not. */
  peerAspIdentifier: number | null = null
  /** Zero while there is no association. */
  private outboundStreams = 0

  /** @throws M3uaConfigurationError */
  constructor(
    lowerLayer: LowerLayer,
    configuration: ApplicationServerProcessConfiguration,
    private readonly listener: ApplicationServerProcessListener,
    /** One for each AS, where several ASPs share what an SG says of destinations. */
    tables: readonly DestinationTable[] = destinationTables(configuration),
  ) {
    checkApplicationServers(configuration.applicationServers)
    const { interoperability = {} } = configuration
    this.link = new AspLink(lowerLayer, (event) => listener.onEvent(event))
    this.traffic = configuration.applicationServers.map((applicationServer, i) => new AspTraffic(applicationServer, i + 1, tables[i]!))
    this.acknowledgement = new AcknowledgementTimer(
      configuration.acknowledgementMs ?? DEFAULT_ACKNOWLEDGEMENT_MS,
      configuration.requestAttempts ?? DEFAULT_REQUEST_ATTEMPTS,
    )
    this.procedures = new AspProcedures(
      this.traffic,
      this.acknowledgement,
      {
        aspIdentifier: configuration.aspIdentifier ?? null,
        trafficMode: configuration.trafficMode,
        acceptsAnyTrafficMode: interoperability.acceptsAnyTrafficMode ?? false,
        initiates: configuration.initiates ?? true,
      },
      this.link,
    )
    this.networkManagement = new AspNetworkManagement(this.traffic, this.procedures, interoperability, this.link)
    this.reception = new DataReception(this.traffic, interoperability, this.link, (message, routingContext) =>
      listener.onData(message, routingContext),
    )
    this.heartbeat = new Heartbeat(configuration.heartbeatMs ?? 0)
  }

  /** False after a loss, and after the peer was found to be silent: what still comes is dropped then. */
  get isAssociated(): boolean {
    return this.outboundStreams > 0
  }

  /** The highest state it has in any of its AS. */
  get state(): AspState {
    if (!this.procedures.isUp) return 'ASP-DOWN'
    return this.traffic.some(({ state }) => state === 'ASP-ACTIVE') ? 'ASP-ACTIVE' : 'ASP-INACTIVE'
  }

  /** ASP-DOWN for a Routing Context it does not serve. */
  stateFor(routingContext: number): AspState {
    return findTraffic(this.traffic, routingContext)?.state ?? 'ASP-DOWN'
  }

  /** True while a request waits for its acknowledgement. */
  get isRequesting(): boolean {
    return this.acknowledgement.request !== null
  }

  /** To ASP-INACTIVE, and no further. M-ASP_UP request of RFC 4666 §4.3.3. */
  up(now: Instant): void {
    this.aim('inactive', now)
  }

  /** To ASP-ACTIVE in every AS, again after each new association. M-ASP_ACTIVE request. */
  activate(now: Instant): void {
    this.aim('active', now)
  }

  /** To ASP-INACTIVE, and on to ASP-ACTIVE in an AS when the SGP notifies AS-PENDING or Insufficient ASP Resources for it. */
  standBy(now: Instant): void {
    this.aim('standby', now)
  }

  /** While it stands by: to ASP-ACTIVE in every AS though nobody has said that it is needed, until it is overridden or the association ends. */
  takeOver(now: Instant): void {
    this.procedures.takeOver(now)
  }

  /** Out of traffic everywhere, to ASP-INACTIVE. M-ASP_INACTIVE request. */
  deactivate(now: Instant): void {
    this.aim('inactive', now)
  }

  /** Out of traffic and to ASP-DOWN, in this order. M-ASP_DOWN request. */
  down(now: Instant): void {
    this.aim('down', now)
  }

  /** Any of the five above, by its name. */
  aim(target: AspTarget, now: Instant): void {
    this.procedures.aim(target, now)
  }

  communicationUp(outboundStreams: number, now: Instant): void {
    this.lose('SCTP communication down')
    this.outboundStreams = outboundStreams
    if (outboundStreams < 2) this.listener.onEvent({ kind: 'no-data-stream', outboundStreams })
    this.procedures.associate(now)
  }

  communicationLost(_now: Instant, undelivered: UndeliveredMessages = NOTHING_UNDELIVERED): void {
    this.lose('SCTP communication down', undelivered)
  }

  restart(outboundStreams: number, now: Instant, undelivered: UndeliveredMessages = NOTHING_UNDELIVERED): void {
    this.lose('SCTP restart', undelivered)
    this.communicationUp(outboundStreams, now)
  }

  /** For the other half of an IPSP's single exchange, whose peer has moved both ends. See AspProcedures.followPeer. */
  followPeer(stateFor: (routingContext: number) => AspState, yields: boolean, now: Instant): void {
    const wasUp = this.procedures.isUp
    this.procedures.followPeer(stateFor, yields)
    this.followUp(wasUp, now)
    this.procedures.proceed(now)
  }

  /** REG REQ for the key of an AS, by its position in the configuration; or nothing, where it has none or is registered. RFC 4666 §4.4.1. */
  register(applicationServer: number, now: Instant): void {
    const traffic = this.traffic[applicationServer]
    if (traffic !== undefined && traffic.routingKey !== null) this.procedures.aimRegistration(traffic, true, now)
  }

  /** Out of traffic, and DEREG REQ for the key of an AS, by its position; it stays so until `register`. RFC 4666 §4.4.2. */
  deregister(applicationServer: number, now: Instant): void {
    const traffic = this.traffic[applicationServer]
    if (traffic !== undefined && traffic.routingKey !== null) this.procedures.aimRegistration(traffic, false, now)
  }

  /**
   * Sends a REG REQ or DEREG REQ of management's own, for keys that are not in the configuration. The response is taken, and changes nothing but
   * for an AS of the configuration that the SGP says the ASP is deregistered from. False when the association did not take it.
   */
  sendRegistration(message: RegistrationRequestMessage): boolean {
    return this.procedures.sendRegistration(message)
  }

  /** The Routing Context of an AS by its position, learnt or configured; null while it has none. */
  routingContextAt(applicationServer: number): number | null {
    const routingContext = this.traffic[applicationServer]?.routingContext ?? NO_ROUTING_CONTEXT
    return routingContext < 0 ? null : routingContext
  }

  /** What the SGP has said of a destination of an AS; 'unavailable' for a Routing Context it does not serve. */
  destinationStatus(routingContext: number, pointCode: number): DestinationStatus {
    return findTraffic(this.traffic, routingContext)?.destinations.statusOf(pointCode) ?? 'unavailable'
  }

  /** Asks the SGP about destinations, by DAUD (RFC 4666 §4.5.3). What it answers comes as events where it is news. */
  audit(routingContext: number, affectedPointCodes: readonly AffectedPointCode[]): NetworkManagementOutcome {
    return this.networkManagement.audit(routingContext, affectedPointCodes)
  }

  /** Tells the SGP that this end is congested, by SCON (RFC 4666 §3.4.4). */
  reportCongestion(routingContext: number, congestion: CongestionReport): NetworkManagementOutcome {
    return this.networkManagement.reportCongestion(routingContext, congestion)
  }

  /**
   * Sends one MTP3 message of the AS of `routingContext` (NO_ROUTING_CONTEXT for an only AS that has none). The user data are copied.
   * On the path taken per message: allocates nothing.
   */
  sendData(protocolData: ProtocolData, routingContext: number): SendOutcome {
    const traffic = findTraffic(this.traffic, routingContext)
    return traffic === null ? 'unknown-routing-context' : this.sendDataOf(traffic, protocolData)
  }

  /** As `sendData`, for one of `traffic`. */
  sendDataOf(traffic: AspTraffic, protocolData: ProtocolData): SendOutcome {
    if (protocolData.userDataLength > LONGEST_USER_DATA) return 'user-data-too-long'
    if (!this.isUsableFor(traffic)) return 'not-active'
    // RFC 4666 §4.5.2: an MTP-PAUSE stops the traffic to the destination; restricted and congested ones are the sender's to decide about.
    if (traffic.destinations.statusOf(protocolData.destinationPointCode) === 'unavailable') return 'destination-unavailable'
    const streamId = dataStream(protocolData.signallingLinkSelection, this.outboundStreams)
    if (streamId === NO_DATA_STREAM) return 'no-data-stream'
    const { outgoing } = this
    outgoing.hasRoutingContext = traffic.routingContext >= 0
    outgoing.routingContext = traffic.routingContext >>> 0
    outgoing.hasNetworkAppearance = traffic.networkAppearance >= 0
    outgoing.networkAppearance = traffic.networkAppearance >>> 0
    outgoing.protocolData = protocolData
    return this.link.sendData(outgoing, streamId) ? 'sent' : 'send-buffer-full'
  }

  /** Whether DATA of one of `traffic` may be sent. While ASPIA is under way no more is: the SGP may already have taken it. */
  isUsableFor({ state, requested }: AspTraffic): boolean {
    return state === 'ASP-ACTIVE' && !requested && this.outboundStreams > 0
  }

  /** What comes while there is no association is dropped: it belongs to one that is gone. */
  handleMessage(octets: Uint8Array, offset: number, length: number, streamId: number, now: Instant): void {
    if (this.outboundStreams === 0) return
    this.heartbeat.heard(now)
    this.link.begin(octets, offset, length)
    if (peekMessageCode(octets, offset, length) === DATA_MESSAGE_CODE) this.reception.handle(octets, offset, length, streamId)
    else this.handleOther(octets, offset, length, streamId, now)
    this.link.finish()
  }

  handleTimeout(now: Instant): void {
    const wasUp = this.procedures.isUp
    this.procedures.handleTimeout(now)
    this.networkManagement.handleTimeout(now)
    this.followUp(wasUp, now)
    switch (this.heartbeat.expire(now)) {
      case 'send':
        this.link.send({ kind: 'BEAT', heartbeatData: this.heartbeat.heartbeatData })
        break
      case 'peer-unavailable':
        // RFC 4666 §4.3.4.6: no BEAT any more, and the peer is considered unavailable.
        this.listener.onEvent({ kind: 'peer-unavailable', silentMs: this.heartbeat.silence(now) })
        this.lose('SCTP communication down')
        break
    }
  }

  pollTimeout(): Instant {
    return Math.min(this.acknowledgement.deadline, this.heartbeat.deadline, this.networkManagement.deadline)
  }

  private handleOther(octets: Uint8Array, offset: number, length: number, streamId: number, now: Instant): void {
    const code = peekMessageCode(octets, offset, length)
    const message = readMessage(octets, offset, length)
    if (message.kind === 'DECODE-FAULT') {
      if (code === ERR_MESSAGE_CODE) this.link.onEvent({ kind: 'unreadable-error-received', where: message.where })
      else this.link.refuse(message.errorCode, message.where)
      return
    }
    if (isUnexpectedStream(code, streamId)) {
      this.link.refuse(ERROR_CODE.INVALID_STREAM_IDENTIFIER, message.kind)
      return
    }
    const wasUp = this.procedures.isUp
    const errorCode = this.dispatch(message, now)
    if (errorCode !== 0) this.link.refuse(errorCode, message.kind, this.routingContextsToReturn(errorCode, message))
    this.followUp(wasUp, now)
    this.procedures.proceed(now)
  }

  /** The Error Code that answers the message, or zero. */
  private dispatch(message: M3uaMessage, now: Instant): number {
    switch (message.kind) {
      case 'ASPUP ACK':
        this.peerAspIdentifier = message.aspIdentifier
        return this.procedures.handleAspUpAck() ? ERROR_CODE.UNEXPECTED_MESSAGE : 0
      case 'ASPDN ACK':
        this.procedures.handleAspDownAck()
        return 0
      case 'ASPAC ACK':
        return this.procedures.handleAspActiveAck(message)
      case 'ASPIA ACK':
        return this.procedures.handleAspInactiveAck(message)
      case 'NTFY':
        this.procedures.handleNotify(message)
        return 0
      case 'ERR':
        this.procedures.handleError(message)
        return 0
      case 'BEAT':
        // RFC 4666 §4.3.4.6: in any state, with the data unchanged.
        this.link.send({ kind: 'BEAT ACK', heartbeatData: message.heartbeatData })
        return 0
      case 'BEAT ACK': {
        const roundTripMs = this.heartbeat.acknowledge(message.heartbeatData, now)
        if (!Number.isNaN(roundTripMs)) this.listener.onEvent({ kind: 'heartbeat-acknowledged', roundTripMs })
        return 0
      }
      case 'ASPUP':
      case 'ASPDN':
      case 'ASPAC':
      case 'ASPIA':
      case 'REG REQ':
      case 'DEREG REQ':
        // RFC 4666 §4.3.4, §4.4: these go from the ASP to the SGP only.
        return ERROR_CODE.UNEXPECTED_MESSAGE
      case 'DUNA':
      case 'DAVA':
      case 'DAUD':
      case 'SCON':
      case 'DUPU':
      case 'DRST':
        this.networkManagement.handle(message, now)
        return 0
      case 'REG RSP':
      case 'DEREG RSP':
        return this.procedures.handleRegistrationResponse(message)
      default:
        return message satisfies never
    }
  }

  /** What hangs on the ASP's states: the audits, and BEAT, which runs while it is up. */
  private followUp(wasUp: boolean, now: Instant): void {
    this.networkManagement.followStates()
    if (this.procedures.isUp === wasUp) return
    if (wasUp) this.heartbeat.stop()
    else this.heartbeat.start(now)
  }

  /** What the association leaves behind is shown before anybody hears of the loss and sends more. */
  private lose(trigger: AspTrigger, undelivered: UndeliveredMessages = NOTHING_UNDELIVERED): void {
    this.outboundStreams = 0
    const counts = showUndelivered(undelivered, (...one) => this.listener.onUndelivered?.(...one))
    this.heartbeat.stop()
    this.procedures.reset(trigger)
    this.networkManagement.followStates()
    for (const { routingContext, unsent, unacknowledged } of counts) {
      this.link.onEvent({ kind: 'data-undelivered', routingContext: routingContextOrNull(routingContext), unsent, unacknowledged })
    }
  }

  /** RFC 4666 §3.8.1: an unexpected message's Routing Contexts SHOULD be in the ERR; of invalid ones those that are MUST. */
  private routingContextsToReturn(errorCode: number, message: M3uaMessage): readonly number[] {
    const named = routingContextsNamed(message)
    if (errorCode !== ERROR_CODE.INVALID_ROUTING_CONTEXT) return named
    return named.filter((routingContext) => findTraffic(this.traffic, routingContext) === null)
  }
}
