import {
  type AffectedPointCode,
  DATA_MESSAGE_CODE,
  type DataMessage,
  type DecodeFault,
  ERR_MESSAGE_CODE,
  ERROR_CODE,
  type M3uaMessage,
  peekMessageCode,
  readDataMessage,
  readMessage,
} from '@sigbed/m3ua-codec'
import { type AspState, type AspTrigger, aspTriggerTowards } from '../asp-state-machine.js'
import { Heartbeat } from '../heartbeat.js'
import type { Interoperability } from '../interoperability.js'
import { type AssociationUser, type Instant, type LowerLayer, NOTHING_UNDELIVERED, type UndeliveredMessages } from '../lower-layer.js'
import type { AssociationEvent, SgpEvent } from '../m3ua-event.js'
import type { MessageSender } from '../message-sender.js'
import { routingContextOrNull, routingContextsNamed, trafficOfData } from '../routing-context.js'
import { isUnexpectedStream } from '../stream-selection.js'
import type { ApplicationServer } from './application-server.js'
import { handleAspDown, handleAspUp } from './asp-state-maintenance.js'
import { handleAspActive, handleAspInactive } from './asp-traffic-maintenance.js'
import { handleDestinationAudit } from './destination-audit.js'
import type { Membership } from './membership.js'
import { membershipsNamed } from './network-scope.js'
import type { RoutingKeyRegistration } from './routing-key-registration.js'
import { redistribute } from './undelivered-data.js'

/** What a remote ASP needs of the SGP it is attached to. */
export interface RemoteAspOwner {
  readonly sender: MessageSender
  /** One for all associations: each message is done with before the next comes in. */
  readonly incoming: DataMessage
  readonly interoperability: Interoperability
  readonly aspIdentifierRequired: boolean
  /** Goes along in ASPUP ACK; null for an SGP, which has none. */
  readonly ownAspIdentifier: number | null
  readonly redistributeUnacknowledged: boolean
  /** Null where no Routing Keys can be registered. */
  readonly registration: RoutingKeyRegistration | null
  applicationServer(routingContext: number): ApplicationServer | undefined
  isAspIdentifierTaken(aspIdentifier: number, by: RemoteAsp): boolean
  onEvent(event: SgpEvent): void
  onData(message: DataMessage, asp: RemoteAsp, routingContext: number): void
  onUndelivered(message: DataMessage, asp: RemoteAsp, routingContext: number, sent: boolean): void
}

/**
 * An ASP as the SGP sees it: one association, and what is common to the SGP's half of the procedures of RFC 4666 §4.3.4; each procedure
 * has a file of its own. Made by `SignallingGatewayProcess.attach`.
 */
export class RemoteAsp implements AssociationUser {
  /** From ASPUP; null before, and when the ASP gives none. */
  aspIdentifier: number | null = null
  outboundStreams = 0
  /** Set by management: ASPUP and ASPAC are refused while true (RFC 4666 §4.3.4.1). An ASP already up stays so. */
  managementBlocked = false
  readonly heartbeat: Heartbeat
  readonly memberships: Membership[]
  private up = false
  private message: Offender = NO_OFFENDER

  constructor(
    readonly lowerLayer: LowerLayer,
    applicationServers: readonly ApplicationServer[],
    heartbeatMs: number,
    readonly owner: RemoteAspOwner,
  ) {
    this.heartbeat = new Heartbeat(heartbeatMs)
    this.memberships = applicationServers.map((applicationServer) => applicationServer.join(this, false))
  }

  get isUp(): boolean {
    return this.up
  }

  communicationUp(outboundStreams: number, now: Instant): void {
    this.goDown('SCTP communication down', now)
    this.outboundStreams = outboundStreams
    if (outboundStreams < 2) this.report({ kind: 'no-data-stream', outboundStreams })
  }

  communicationLost(now: Instant, undelivered = NOTHING_UNDELIVERED): void {
    this.loseAssociation('SCTP communication down', undelivered, now)
    this.outboundStreams = 0
  }

  restart(outboundStreams: number, now: Instant, undelivered = NOTHING_UNDELIVERED): void {
    this.loseAssociation('SCTP restart', undelivered, now)
    this.communicationUp(outboundStreams, now)
  }

  /** What comes while there is no association is dropped: it belongs to one that is gone. */
  handleMessage(octets: Uint8Array, offset: number, length: number, streamId: number, now: Instant): void {
    if (this.outboundStreams === 0) return
    this.heartbeat.heard(now)
    const code = peekMessageCode(octets, offset, length)
    if (code === DATA_MESSAGE_CODE) {
      this.handleData(octets, offset, length, streamId, now)
      return
    }
    const message = readMessage(octets, offset, length)
    if (message.kind !== 'DECODE-FAULT') {
      this.message = { octets, offset, length }
      if (isUnexpectedStream(code, streamId)) this.refuse(ERROR_CODE.INVALID_STREAM_IDENTIFIER, message.kind)
      else this.dispatch(message, now)
      this.message = NO_OFFENDER
    } else if (code === ERR_MESSAGE_CODE) {
      this.report({ kind: 'unreadable-error-received', where: message.where })
    } else {
      this.refuseOctets(message, octets, offset, length)
    }
  }

  handleTimeout(now: Instant): void {
    switch (this.heartbeat.expire(now)) {
      case 'send':
        this.send({ kind: 'BEAT', heartbeatData: this.heartbeat.heartbeatData })
        break
      case 'peer-unavailable':
        // RFC 4666 §4.3.4.6: no BEAT any more, and the peer is considered unavailable.
        this.report({ kind: 'peer-unavailable', silentMs: this.heartbeat.silence(now) })
        this.goDown('SCTP communication down', now)
        break
    }
  }

  /**
   * Management takes the ASP down; it may come back unless it is blocked as well. RFC 4666 §4.3.4.2: an ASP takes an ASPDN ACK it did not
   * ask for to mean that it is ASP-DOWN.
   */
  takeDown(now: Instant): void {
    if (this.outboundStreams > 0) this.send({ kind: 'ASPDN ACK', info: null })
    this.goDown('ASP Down', now)
  }

  // ---- what the procedures share

  /** To ASP-INACTIVE in every AS. */
  comeUp(now: Instant): void {
    if (!this.up) this.heartbeat.start(now)
    this.up = true
    this.move(this.memberships, 'ASP Up', now)
  }

  /** To ASP-DOWN in every AS. */
  goDown(trigger: AspTrigger, now: Instant): void {
    this.up = false
    this.heartbeat.stop()
    this.move(this.memberships, trigger, now)
    this.owner.registration?.lapse(this, now)
  }

  /** To where this end of an IPSP's single exchange is, which the peer has acknowledged: nothing is sent to it for that. RFC 4666 §4.3.4.1.2. */
  follow(stateFor: (routingContext: number) => AspState, now: Instant): void {
    for (const membership of this.memberships) {
      const to = stateFor(membership.routingContext)
      if (to !== membership.state) this.move([membership], aspTriggerTowards(membership.state, to), now)
    }
    this.up = this.memberships.some(({ state }) => state !== 'ASP-DOWN')
  }

  move(memberships: readonly Membership[], trigger: AspTrigger, now: Instant): void {
    for (const membership of memberships) membership.applicationServer.handleAspTrigger(membership, trigger, now)
  }

  membershipIn(applicationServer: ApplicationServer): Membership | null {
    return this.memberships.find((membership) => membership.applicationServer === applicationServer) ?? null
  }

  /** By registration. */
  join(applicationServer: ApplicationServer): Membership {
    const membership = applicationServer.join(this, true)
    this.memberships.push(membership)
    return membership
  }

  /** The membership is ASP-DOWN. */
  leave(membership: Membership): void {
    membership.applicationServer.leave(membership)
    this.memberships.splice(this.memberships.indexOf(membership), 1)
  }

  send(message: M3uaMessage): void {
    this.owner.sender.send(this.lowerLayer, message)
  }

  /** Answers the message at hand with ERR. */
  refuse(
    errorCode: number,
    where: string,
    routingContexts: readonly number[] = [],
    networkAppearance: number | null = null,
    affectedPointCodes: readonly AffectedPointCode[] = [],
  ): void {
    const { octets, offset, length } = this.message
    const { sender } = this.owner
    const sent = sender.sendError(
      this.lowerLayer,
      errorCode,
      octets,
      offset,
      length,
      routingContexts,
      networkAppearance,
      affectedPointCodes,
    )
    if (sent) this.report({ kind: 'error-sent', errorCode, where })
  }

  report(event: AssociationEvent): void {
    this.owner.onEvent({ kind: 'asp', asp: this, event })
  }

  // ----

  /** What the association leaves behind goes to others before anybody hears of it and sends more. */
  private loseAssociation(trigger: AspTrigger, undelivered: UndeliveredMessages, now: Instant): void {
    for (const membership of this.memberships) membership.applicationServer.withdraw(membership)
    const outcomes = redistribute(this, undelivered)
    this.goDown(trigger, now)
    for (const { routingContext, ...counts } of outcomes) {
      this.owner.onEvent({ kind: 'data-undelivered', asp: this, routingContext: routingContextOrNull(routingContext), ...counts })
    }
  }

  private handleData(octets: Uint8Array, offset: number, length: number, streamId: number, now: Instant): void {
    const { incoming, interoperability } = this.owner
    const fault = readDataMessage(octets, offset, length, incoming)
    if (fault !== null) {
      this.refuseOctets(fault, octets, offset, length)
      return
    }
    // RFC 4666 §1.4.7, §3.8.1: DATA MUST NOT come on stream 0.
    if (isUnexpectedStream(DATA_MESSAGE_CODE, streamId) && interoperability.acceptsDataOnStreamZero !== true) {
      this.refuseData(ERROR_CODE.INVALID_STREAM_IDENTIFIER, octets, offset, length)
      return
    }
    if (!incoming.hasRoutingContext && interoperability.requiresRoutingContext === true) {
      this.refuseData(ERROR_CODE.MISSING_PARAMETER, octets, offset, length)
      return
    }
    const membership = trafficOfData(this.memberships, incoming, interoperability.acceptsAnyNetworkAppearance)
    if (typeof membership === 'number') this.refuseData(membership, octets, offset, length)
    // RFC 4666 §4.3.1: only an ASP in ASP-ACTIVE has traffic.
    else if (membership.state !== 'ASP-ACTIVE') this.refuseData(ERROR_CODE.UNEXPECTED_MESSAGE, octets, offset, length)
    else if (membership.applicationServer.network.admits(membership, incoming.protocolData.destinationPointCode, now))
      this.owner.onData(incoming, this, membership.routingContext)
    else membership.applicationServer.statistics.discardedUnavailable++
  }

  private dispatch(message: M3uaMessage, now: Instant): void {
    switch (message.kind) {
      case 'ASPUP':
        handleAspUp(this, message, now)
        break
      case 'ASPDN':
        handleAspDown(this, now)
        break
      case 'ASPAC':
        handleAspActive(this, message, now)
        break
      case 'ASPIA':
        handleAspInactive(this, message, now)
        break
      case 'BEAT':
        // RFC 4666 §4.3.4.6: in any state, with the data unchanged.
        this.send({ kind: 'BEAT ACK', heartbeatData: message.heartbeatData })
        break
      case 'BEAT ACK': {
        const roundTripMs = this.heartbeat.acknowledge(message.heartbeatData, now)
        if (!Number.isNaN(roundTripMs)) this.report({ kind: 'heartbeat-acknowledged', roundTripMs })
        break
      }
      case 'ERR':
        this.report({ kind: 'error-received', message })
        break
      case 'DAUD':
        handleDestinationAudit(this, message)
        break
      case 'SCON':
        // RFC 4666 §3.4.4: an ASP may tell that it, or its M3UA, is congested.
        if (membershipsNamed(this, message).length > 0) this.owner.onEvent({ kind: 'congestion-reported', asp: this, message })
        break
      case 'REG REQ':
        if (this.owner.registration !== null) this.owner.registration.register(this, message.routingKeys, now)
        else this.refuse(ERROR_CODE.UNSUPPORTED_MESSAGE_CLASS, message.kind)
        break
      case 'DEREG REQ':
        if (this.owner.registration !== null) this.owner.registration.deregister(this, message.routingContexts, now)
        else this.refuse(ERROR_CODE.UNSUPPORTED_MESSAGE_CLASS, message.kind)
        break
      case 'REG RSP':
      case 'DEREG RSP':
        // RFC 4666 §4.4.1: a node that does not register Routing Keys knows none of the class.
        this.refuse(this.owner.registration === null ? ERROR_CODE.UNSUPPORTED_MESSAGE_CLASS : ERROR_CODE.UNEXPECTED_MESSAGE, message.kind)
        break
      case 'ASPAC ACK':
      case 'ASPIA ACK':
      case 'ASPUP ACK':
      case 'ASPDN ACK':
      case 'NTFY':
      case 'DUNA':
      case 'DAVA':
      case 'DUPU':
      case 'DRST':
        // Only an ASP is sent these.
        this.refuse(ERROR_CODE.UNEXPECTED_MESSAGE, message.kind, routingContextsNamed(message))
        break
      default:
        message satisfies never
    }
  }

  private refuseOctets(fault: DecodeFault, octets: Uint8Array, offset: number, length: number): void {
    const sent = this.owner.sender.sendError(this.lowerLayer, fault.errorCode, octets, offset, length)
    if (sent) this.report({ kind: 'error-sent', errorCode: fault.errorCode, where: fault.where })
  }

  private refuseData(errorCode: number, octets: Uint8Array, offset: number, length: number): void {
    this.owner.sender.sendDataError(this.lowerLayer, errorCode, octets, offset, length, this.owner.incoming)
    this.report({ kind: 'error-sent', errorCode, where: 'DATA' })
  }
}

/** The message being handled, for the diagnostic information of an ERR. */
interface Offender {
  readonly octets: Uint8Array
  readonly offset: number
  readonly length: number
}

const NO_OFFENDER: Offender = { octets: new Uint8Array(0), offset: 0, length: 0 }
