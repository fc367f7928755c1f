import {
  type AspStateMaintenanceMessage,
  type AspTrafficMaintenanceMessage,
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
import type { AssociationUser, Instant, LowerLayer } from '../lower-layer.js'
import type { AssociationEvent } from '../m3ua-event.js'
import type { MessageSender } from '../message-sender.js'
import { findTraffic, routingContextsOf, trafficOfData } from '../routing-context.js'
import { isUnexpectedStream } from '../stream-selection.js'
import type { ApplicationServer } from './application-server.js'
import type { Membership } from './membership.js'

/** What a remote ASP needs of the SGP it is attached to. */
export interface RemoteAspOwner {
  readonly sender: MessageSender
  /** One for all associations: each message is done with before the next comes in. */
  readonly incoming: DataMessage
  readonly aspIdentifierRequired: boolean
  /** Goes along in ASPUP ACK; null for an SGP, which has none. */
  readonly ownAspIdentifier: number | null
  isAspIdentifierTaken(aspIdentifier: number, by: RemoteAsp): boolean
  onAspEvent(asp: RemoteAsp, event: AssociationEvent): void
  onData(message: DataMessage, asp: RemoteAsp, routingContext: number): void
}

/**
 * An ASP as the SGP sees it: one association, and the SGP's half of the procedures of RFC 4666 §4.3.4.
 * Made by `SignallingGatewayProcess.attach`.
 */
export class RemoteAsp implements AssociationUser {
  /** From ASPUP; null before, and when the ASP gives none. */
  aspIdentifier: number | null = null
  outboundStreams = 0
  /** Set by management: ASPUP and ASPAC are refused while true (RFC 4666 §4.3.4.1). An ASP already up stays so. */
  managementBlocked = false
  readonly heartbeat: Heartbeat
  readonly memberships: readonly Membership[]
  private up = false
  private message: Offender = NO_OFFENDER

  constructor(
    readonly lowerLayer: LowerLayer,
    applicationServers: readonly ApplicationServer[],
    heartbeatMs: number,
    private readonly owner: RemoteAspOwner,
  ) {
    this.heartbeat = new Heartbeat(heartbeatMs)
    this.memberships = applicationServers.map((applicationServer) => applicationServer.join(this))
  }

  get isUp(): boolean {
    return this.up
  }

  communicationUp(outboundStreams: number, now: Instant): void {
    this.goDown('SCTP communication down', now)
    this.outboundStreams = outboundStreams
    if (outboundStreams < 2) this.owner.onAspEvent(this, { kind: 'no-data-stream', outboundStreams })
  }

  communicationLost(now: Instant): void {
    this.goDown('SCTP communication down', now)
    this.outboundStreams = 0
  }

  restart(outboundStreams: number, now: Instant): void {
    this.goDown('SCTP restart', now)
    this.communicationUp(outboundStreams, now)
  }

  /** What comes while there is no association is dropped: it belongs to one that is gone. */
  handleMessage(octets: Uint8Array, offset: number, length: number, streamId: number, now: Instant): void {
    if (this.outboundStreams === 0) return
    this.heartbeat.heard(now)
    const code = peekMessageCode(octets, offset, length)
    if (code === DATA_MESSAGE_CODE) {
      this.handleData(octets, offset, length, streamId)
      return
    }
    const message = readMessage(octets, offset, length)
    if (message.kind !== 'DECODE-FAULT') {
      this.message = { octets, offset, length }
      if (isUnexpectedStream(code, streamId)) this.refuse(ERROR_CODE.INVALID_STREAM_IDENTIFIER, message.kind)
      else this.dispatch(message, now)
      this.message = NO_OFFENDER
    } else if (code === ERR_MESSAGE_CODE) {
      this.owner.onAspEvent(this, { kind: 'unreadable-error-received', where: message.where })
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
        this.owner.onAspEvent(this, { kind: 'peer-unavailable', silentMs: this.heartbeat.silence(now) })
        this.goDown('SCTP communication down', now)
        break
    }
  }

  /** To ASP-DOWN in every AS. */
  goDown(trigger: AspTrigger, now: Instant): void {
    this.up = false
    this.heartbeat.stop()
    this.move(this.memberships, trigger, now)
  }

  /** To where this end of an IPSP's single exchange is, which the peer has acknowledged: nothing is sent to it for that. RFC 4666 §4.3.4.1.2. */
  follow(stateFor: (routingContext: number) => AspState, now: Instant): void {
    for (const membership of this.memberships) {
      const to = stateFor(membership.routingContext)
      if (to !== membership.state) this.move([membership], aspTriggerTowards(membership.state, to), now)
    }
    this.up = this.memberships.some(({ state }) => state !== 'ASP-DOWN')
  }

  private handleData(octets: Uint8Array, offset: number, length: number, streamId: number): void {
    const { incoming } = this.owner
    const fault = readDataMessage(octets, offset, length, incoming)
    if (fault !== null) {
      this.refuseOctets(fault, octets, offset, length)
      return
    }
    // RFC 4666 §1.4.7, §3.8.1: DATA MUST NOT come on stream 0.
    if (isUnexpectedStream(DATA_MESSAGE_CODE, streamId)) {
      this.refuseData(ERROR_CODE.INVALID_STREAM_IDENTIFIER, octets, offset, length)
      return
    }
    const membership = trafficOfData(this.memberships, incoming)
    if (typeof membership === 'number') this.refuseData(membership, octets, offset, length)
    // RFC 4666 §4.3.1: only an ASP in ASP-ACTIVE has traffic.
    else if (membership.state !== 'ASP-ACTIVE') this.refuseData(ERROR_CODE.UNEXPECTED_MESSAGE, octets, offset, length)
    else this.owner.onData(incoming, this, membership.routingContext)
  }

  private dispatch(message: M3uaMessage, now: Instant): void {
    switch (message.kind) {
      case 'ASPUP':
        this.handleAspUp(message, now)
        break
      case 'ASPDN':
        // RFC 4666 §4.3.4.2: the SGP MUST acknowledge ASP Down even when the ASP is ASP-DOWN already.
        this.send({ kind: 'ASPDN ACK', info: null })
        this.goDown('ASP Down', now)
        break
      case 'ASPAC':
        this.handleAspActive(message, now)
        break
      case 'ASPIA':
        this.handleAspInactive(message, now)
        break
      case 'BEAT':
        // RFC 4666 §4.3.4.6: in any state, with the data unchanged.
        this.send({ kind: 'BEAT ACK', heartbeatData: message.heartbeatData })
        break
      case 'BEAT ACK': {
        const roundTripMs = this.heartbeat.acknowledge(message.heartbeatData, now)
        if (!Number.isNaN(roundTripMs)) this.owner.onAspEvent(this, { kind: 'heartbeat-acknowledged', roundTripMs })
        break
      }
      case 'ERR':
        this.owner.onAspEvent(this, { kind: 'error-received', message })
        break
      case 'ASPAC ACK':
      case 'ASPIA ACK':
      case 'ASPUP ACK':
      case 'ASPDN ACK':
      case 'NTFY':
        // Only an ASP is sent these.
        this.refuse(ERROR_CODE.UNEXPECTED_MESSAGE, message.kind)
        break
      case 'DUNA':
      case 'DAVA':
      case 'DAUD':
      case 'SCON':
      case 'DUPU':
      case 'DRST':
      case 'REG REQ':
      case 'REG RSP':
      case 'DEREG REQ':
      case 'DEREG RSP':
        // Not done here yet: refused as a whole class, which RFC 4666 §4.4.1 allows for RKM.
        this.refuse(ERROR_CODE.UNSUPPORTED_MESSAGE_CLASS, message.kind)
        break
      default:
        message satisfies never
    }
  }

  /** RFC 4666 §4.3.4.1. */
  private handleAspUp(message: Extract<AspStateMaintenanceMessage, { kind: 'ASPUP' | 'ASPUP ACK' }>, now: Instant): void {
    const { aspIdentifier } = message
    if (this.managementBlocked) {
      this.refuse(ERROR_CODE.REFUSED_MANAGEMENT_BLOCKING, 'ASPUP')
      return
    }
    if (aspIdentifier === null && this.owner.aspIdentifierRequired) {
      this.refuse(ERROR_CODE.ASP_IDENTIFIER_REQUIRED, 'ASPUP')
      return
    }
    // RFC 4666 §3.5.1: the identifier is unique among the ASPs that support an AS.
    if (aspIdentifier !== null && this.owner.isAspIdentifierTaken(aspIdentifier, this)) {
      this.refuse(ERROR_CODE.INVALID_ASP_IDENTIFIER, 'ASPUP')
      return
    }
    this.aspIdentifier = aspIdentifier
    const wasActive = this.memberships.some(({ state }) => state === 'ASP-ACTIVE')
    // RFC 4666 §3.5.2: an IPSP may give its own identifier with the acknowledgement.
    this.send({ kind: 'ASPUP ACK', aspIdentifier: this.owner.ownAspIdentifier, info: null })
    // RFC 4666 §4.3.4.1: from ASP-ACTIVE it is acknowledged, answered with ERR as well, and the ASP is ASP-INACTIVE.
    if (wasActive) this.refuse(ERROR_CODE.UNEXPECTED_MESSAGE, 'ASPUP')
    if (!this.up) this.heartbeat.start(now)
    this.up = true
    this.move(this.memberships, 'ASP Up', now)
  }

  /** RFC 4666 §4.3.4.3. What can be activated is, and acknowledged at once; the rest is refused by Error Code. */
  private handleAspActive(message: Extract<AspTrafficMaintenanceMessage, { kind: 'ASPAC' | 'ASPAC ACK' }>, now: Instant): void {
    if (this.managementBlocked) {
      this.refuse(ERROR_CODE.REFUSED_MANAGEMENT_BLOCKING, 'ASPAC', message.routingContexts)
      return
    }
    const named = this.named(message.routingContexts, 'ASPAC')
    const { trafficModeType: asked } = message
    const agreed = named.filter(({ applicationServer }) => applicationServer.acceptsTrafficMode(asked))
    for (const { applicationServer } of agreed) applicationServer.settleTrafficMode(asked)
    if (agreed.length > 0) {
      // The Routing Contexts MUST be in the acknowledgement when they were in the request.
      const routingContexts = message.routingContexts.length === 0 ? [] : routingContextsOf(agreed)
      this.send({ kind: 'ASPAC ACK', trafficModeType: asked, routingContexts, info: null })
    }
    if (agreed.length < named.length) {
      const refused = named.filter((membership) => !agreed.includes(membership))
      this.refuse(ERROR_CODE.UNSUPPORTED_TRAFFIC_MODE_TYPE, 'ASPAC', routingContextsOf(refused))
    }
    this.move(agreed, 'ASP Active', now)
  }

  /** RFC 4666 §4.3.4.4. */
  private handleAspInactive(message: Extract<AspTrafficMaintenanceMessage, { kind: 'ASPIA' | 'ASPIA ACK' }>, now: Instant): void {
    const named = this.named(message.routingContexts, 'ASPIA')
    if (named.length === 0) return
    const routingContexts = message.routingContexts.length === 0 ? [] : routingContextsOf(named)
    this.send({ kind: 'ASPIA ACK', routingContexts, info: null })
    this.move(named, 'ASP Inactive', now)
  }

  /**
   * The memberships that Routing Contexts name, each once; all when none is named. What comes in ASP-DOWN or names nothing is
   * answered with ERR here.
   *
   * Not per RFC 4666 §4.3.4.3, which gives the two codes the other way round for ASPAC, but per §3.8.1, which defines them, §4.3.4.4 and
   * what peers expect: "Invalid Routing Context" for one that is not configured, "No Configured AS for ASP" when none is known.
   */
  private named(routingContexts: readonly number[], where: 'ASPAC' | 'ASPIA'): readonly Membership[] {
    if (!this.up) {
      this.refuse(ERROR_CODE.UNEXPECTED_MESSAGE, where, routingContexts)
      return []
    }
    if (this.memberships.length === 0) {
      this.refuse(ERROR_CODE.NO_CONFIGURED_AS_FOR_ASP, where, routingContexts)
      return []
    }
    const found = routingContexts.map((routingContext) => findTraffic(this.memberships, routingContext))
    const unknown = routingContexts.filter((_, i) => found[i] === null)
    // RFC 4666 §3.8.1: the invalid Routing Contexts MUST be in the ERR.
    if (unknown.length > 0) this.refuse(ERROR_CODE.INVALID_ROUTING_CONTEXT, where, [...new Set(unknown)])
    return routingContexts.length === 0 ? this.memberships : [...new Set(found)].filter((membership) => membership !== null)
  }

  private move(memberships: readonly Membership[], trigger: AspTrigger, now: Instant): void {
    for (const membership of memberships) membership.applicationServer.handleAspTrigger(membership, trigger, now)
  }

  private send(message: M3uaMessage): void {
    this.owner.sender.send(this.lowerLayer, message)
  }

  private refuse(errorCode: number, where: string, routingContexts: readonly number[] = []): void {
    const { octets, offset, length } = this.message
    const sent = this.owner.sender.sendError(this.lowerLayer, errorCode, octets, offset, length, routingContexts)
    if (sent) this.owner.onAspEvent(this, { kind: 'error-sent', errorCode, where })
  }

  private refuseOctets(fault: DecodeFault, octets: Uint8Array, offset: number, length: number): void {
    const sent = this.owner.sender.sendError(this.lowerLayer, fault.errorCode, octets, offset, length)
    if (sent) this.owner.onAspEvent(this, { kind: 'error-sent', errorCode: fault.errorCode, where: fault.where })
  }

  private refuseData(errorCode: number, octets: Uint8Array, offset: number, length: number): void {
    this.owner.sender.sendDataError(this.lowerLayer, errorCode, octets, offset, length, this.owner.incoming)
    this.owner.onAspEvent(this, { kind: 'error-sent', errorCode, where: 'DATA' })
  }
}

/** The message being handled, for the diagnostic information of an ERR. */
interface Offender {
  readonly octets: Uint8Array
  readonly offset: number
  readonly length: number
}

const NO_OFFENDER: Offender = { octets: new Uint8Array(0), offset: 0, length: 0 }
