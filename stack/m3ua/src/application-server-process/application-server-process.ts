import {
  DATA_MESSAGE_CODE,
  DataMessage,
  ERR_MESSAGE_CODE,
  ERROR_CODE,
  LONGEST_USER_DATA,
  type M3uaMessage,
  type ProtocolData,
  peekMessageCode,
  readDataMessage,
  readMessage,
} from '@sigbed/m3ua-codec'
import type { AspState, AspTrigger } from '../asp-state-machine.js'
import { Heartbeat } from '../heartbeat.js'
import type { AssociationUser, Instant, LowerLayer, Timed } from '../lower-layer.js'
import type { AspEvent } from '../m3ua-event.js'
import { MessageSender } from '../message-sender.js'
import { checkRoutingContexts, findTraffic, routingContextOrNull, routingContextsNamed, trafficOfData } from '../routing-context.js'
import type { SendOutcome } from '../send-outcome.js'
import { dataStream, isUnexpectedStream, NO_DATA_STREAM } from '../stream-selection.js'
import type { TrafficMode } from '../traffic-mode.js'
import { AcknowledgementTimer, DEFAULT_ACKNOWLEDGEMENT_MS, DEFAULT_REQUEST_ATTEMPTS } from './acknowledgement-timer.js'
import { AspProcedures } from './asp-procedures.js'
import { AspTraffic } from './asp-traffic.js'

export interface ApplicationServerProcessConfiguration {
  /** One or more AS; a null Routing Context only where it is the only one, and is not sent then. */
  readonly applicationServers: readonly { readonly routingContext: number | null; readonly networkAppearance?: number | null }[]
  /** Sent in ASPAC; left out when null, and the SGP goes by its own configuration. */
  readonly trafficMode: TrafficMode | null
  readonly aspIdentifier?: number | null
  /** T(ack); 2,000 when left out. */
  readonly acknowledgementMs?: number
  /** False only at an end of an IPSP's single exchange that leaves ASPUP and ASPAC to its peer; true when left out. */
  readonly initiates?: boolean
  /** How often a request is sent before it is abandoned; 10 when left out. */
  readonly requestAttempts?: number
  /** T(beat); 0 (never) when left out. */
  readonly heartbeatMs?: number
}

/** Called synchronously, from within the call that caused it. It may send; it may not hand in the next message. */
export interface ApplicationServerProcessListener {
  onEvent(event: AspEvent): void
  /** The message and its octets are borrowed until the call returns. `routingContext`: NO_ROUTING_CONTEXT where none is configured. */
  onData(message: DataMessage, routingContext: number): void
}

/**
 * An Application Server Process and its association with one SGP. RFC 4666 §1.4.2.4, §4.3.
 *
 * Management says how far up it is to be (`up`, `activate`, `standBy`, `deactivate`, `down`, at any time); it goes there as soon as the
 * association allows, and back there after every loss. Without I/O: the owner of the association calls in.
 */
export class ApplicationServerProcess implements AssociationUser, Timed {
  private readonly traffic: readonly AspTraffic[]
  private readonly sender = new MessageSender()
  private readonly incoming = new DataMessage()
  private readonly outgoing = new DataMessage()
  private readonly acknowledgement: AcknowledgementTimer
  private readonly procedures: AspProcedures
  private readonly heartbeat: Heartbeat
  /** From ASPUP ACK, where an IPSP may give it (RFC 4666 §3.5.2); null when it did not. */
  peerAspIdentifier: number | null = null
  /** Zero while there is no association. */
  private outboundStreams = 0

  /** @throws M3uaConfigurationError */
  constructor(
    private readonly lowerLayer: LowerLayer,
    configuration: ApplicationServerProcessConfiguration,
    private readonly listener: ApplicationServerProcessListener,
  ) {
    this.traffic = configuration.applicationServers.map(
      ({ routingContext, networkAppearance }) => new AspTraffic(routingContext, networkAppearance ?? null),
    )
    checkRoutingContexts(this.traffic.map(({ routingContext }) => routingContext))
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
        initiates: configuration.initiates ?? true,
      },
      { send: (message) => this.send(message), onEvent: (event) => listener.onEvent(event) },
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
    this.procedures.aim('inactive', now)
  }

  /** To ASP-ACTIVE in every AS, again after each new association. M-ASP_ACTIVE request. */
  activate(now: Instant): void {
    this.procedures.aim('active', now)
  }

  /** To ASP-INACTIVE, and on to ASP-ACTIVE in an AS when the SGP notifies AS-PENDING or Insufficient ASP Resources for it. */
  standBy(now: Instant): void {
    this.procedures.aim('standby', now)
  }

  /** Out of traffic everywhere, to ASP-INACTIVE. M-ASP_INACTIVE request. */
  deactivate(now: Instant): void {
    this.procedures.aim('inactive', now)
  }

  /** Out of traffic and to ASP-DOWN, in this order. M-ASP_DOWN request. */
  down(now: Instant): void {
    this.procedures.aim('down', now)
  }

  communicationUp(outboundStreams: number, now: Instant): void {
    this.lose('SCTP communication down')
    this.outboundStreams = outboundStreams
    if (outboundStreams < 2) this.listener.onEvent({ kind: 'no-data-stream', outboundStreams })
    this.procedures.associate(now)
  }

  communicationLost(_now: Instant): void {
    this.lose('SCTP communication down')
  }

  restart(outboundStreams: number, now: Instant): void {
    this.lose('SCTP restart')
    this.communicationUp(outboundStreams, now)
  }

  /** For the other half of an IPSP's single exchange, whose peer has moved both ends. See AspProcedures.followPeer. */
  followPeer(stateFor: (routingContext: number) => AspState, yields: boolean, now: Instant): void {
    const wasUp = this.procedures.isUp
    this.procedures.followPeer(stateFor, yields)
    this.followUp(wasUp, now)
    this.procedures.proceed(now)
  }

  /**
   * Sends one MTP3 message of the AS of `routingContext` (NO_ROUTING_CONTEXT for an only AS that has none). The user data are copied.
   * On the path taken per message: allocates nothing.
   */
  sendData(protocolData: ProtocolData, routingContext: number): SendOutcome {
    const traffic = findTraffic(this.traffic, routingContext)
    if (traffic === null) return 'unknown-routing-context'
    if (protocolData.userDataLength > LONGEST_USER_DATA) return 'user-data-too-long'
    // While ASPIA is under way no more is sent: the SGP may already have taken it.
    if (traffic.state !== 'ASP-ACTIVE' || traffic.requested) return 'not-active'
    const streamId = dataStream(protocolData.signallingLinkSelection, this.outboundStreams)
    if (streamId === NO_DATA_STREAM) return 'no-data-stream'
    const { outgoing } = this
    outgoing.hasRoutingContext = traffic.routingContext >= 0
    outgoing.routingContext = traffic.routingContext >>> 0
    outgoing.hasNetworkAppearance = traffic.networkAppearance >= 0
    outgoing.networkAppearance = traffic.networkAppearance >>> 0
    outgoing.protocolData = protocolData
    return this.sender.sendData(this.lowerLayer, outgoing, streamId) ? 'sent' : 'send-buffer-full'
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
    if (message.kind !== 'DECODE-FAULT' && isUnexpectedStream(code, streamId)) {
      this.refuse(ERROR_CODE.INVALID_STREAM_IDENTIFIER, message.kind, octets, offset, length, [])
    } else if (message.kind !== 'DECODE-FAULT') {
      const wasUp = this.procedures.isUp
      const errorCode = this.dispatch(message, now)
      if (errorCode !== 0) this.refuse(errorCode, message.kind, octets, offset, length, routingContextsNamed(message))
      this.followUp(wasUp, now)
      this.procedures.proceed(now)
    } else if (code === ERR_MESSAGE_CODE) {
      this.listener.onEvent({ kind: 'unreadable-error-received', where: message.where })
    } else {
      this.refuse(message.errorCode, message.where, octets, offset, length, [])
    }
  }

  handleTimeout(now: Instant): void {
    const wasUp = this.procedures.isUp
    this.procedures.handleTimeout(now)
    this.followUp(wasUp, now)
    switch (this.heartbeat.expire(now)) {
      case 'send':
        this.send({ kind: 'BEAT', heartbeatData: this.heartbeat.heartbeatData })
        break
      case 'peer-unavailable':
        // RFC 4666 §4.3.4.6: no BEAT any more, and the peer is considered unavailable.
        this.listener.onEvent({ kind: 'peer-unavailable', silentMs: this.heartbeat.silence(now) })
        this.lose('SCTP communication down')
        break
    }
  }

  pollTimeout(): Instant {
    return Math.min(this.acknowledgement.deadline, this.heartbeat.deadline)
  }

  private handleData(octets: Uint8Array, offset: number, length: number, streamId: number): void {
    const { incoming } = this
    const fault = readDataMessage(octets, offset, length, incoming)
    if (fault !== null) {
      this.refuse(fault.errorCode, fault.where, octets, offset, length, [])
      return
    }
    // RFC 4666 §1.4.7, §3.8.1: DATA MUST NOT come on stream 0.
    if (isUnexpectedStream(DATA_MESSAGE_CODE, streamId)) {
      this.refuseData(ERROR_CODE.INVALID_STREAM_IDENTIFIER, octets, offset, length)
      return
    }
    const traffic = trafficOfData(this.traffic, incoming)
    if (typeof traffic === 'number') {
      this.refuseData(traffic, octets, offset, length)
    } else if (traffic.state === 'ASP-ACTIVE' || traffic.requested) {
      // Also while ASPAC is under way: DATA has streams of its own and may overtake the acknowledgement, which is on stream 0.
      this.listener.onData(incoming, traffic.routingContext)
    } else if (traffic.state === 'ASP-INACTIVE') {
      // RFC 4666 §3.8.1: silently discarded in ASP-INACTIVE. DATA that were under way while the ASP left its traffic get no ERR each.
      this.listener.onEvent({ kind: 'data-discarded', routingContext: routingContextOrNull(traffic.routingContext) })
    } else {
      // RFC 4666 §4.3.1: an ASP that is down SHOULD NOT be sent DATA.
      this.refuseData(ERROR_CODE.UNEXPECTED_MESSAGE, octets, offset, length)
    }
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
        this.send({ kind: 'BEAT ACK', heartbeatData: message.heartbeatData })
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
        // RFC 4666 §4.3.4: these go from the ASP to the SGP only.
        return ERROR_CODE.UNEXPECTED_MESSAGE
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
        return ERROR_CODE.UNSUPPORTED_MESSAGE_CLASS
      default:
        return message satisfies never
    }
  }

  /** BEAT runs while the ASP is up. */
  private followUp(wasUp: boolean, now: Instant): void {
    if (this.procedures.isUp === wasUp) return
    if (wasUp) this.heartbeat.stop()
    else this.heartbeat.start(now)
  }

  private lose(trigger: AspTrigger): void {
    this.outboundStreams = 0
    this.heartbeat.stop()
    this.procedures.reset(trigger)
  }

  private send(message: M3uaMessage): void {
    this.sender.send(this.lowerLayer, message)
  }

  private refuse(
    errorCode: number,
    where: string,
    octets: Uint8Array,
    offset: number,
    length: number,
    routingContexts: readonly number[],
  ): void {
    const sent = this.sender.sendError(this.lowerLayer, errorCode, octets, offset, length, routingContexts)
    if (sent) this.listener.onEvent({ kind: 'error-sent', errorCode, where })
  }

  private refuseData(errorCode: number, octets: Uint8Array, offset: number, length: number): void {
    this.sender.sendDataError(this.lowerLayer, errorCode, octets, offset, length, this.incoming)
    this.listener.onEvent({ kind: 'error-sent', errorCode, where: 'DATA' })
  }
}
