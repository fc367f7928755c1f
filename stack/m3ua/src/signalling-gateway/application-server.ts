import {
  AS_STATE_CHANGE,
  DataMessage,
  LONGEST_USER_DATA,
  type NotifyMessage,
  OTHER_STATUS,
  type ProtocolData,
  STATUS_TYPE,
} from '@sigbed/m3ua-codec'
import { type AspState, type AspTrigger, nextAspState } from '../asp-state-machine.js'
import { M3uaConfigurationError } from '../configuration-error.js'
import { type Instant, NEVER } from '../lower-layer.js'
import type { SgpEvent } from '../m3ua-event.js'
import type { MessageSender } from '../message-sender.js'
import {
  NO_NETWORK_APPEARANCE,
  NO_ROUTING_CONTEXT,
  type RoutedTraffic,
  routingContextOrNull,
  routingContextsOf,
} from '../routing-context.js'
import type { SendOutcome } from '../send-outcome.js'
import { dataStream, NO_DATA_STREAM } from '../stream-selection.js'
import type { TrafficMode } from '../traffic-mode.js'
import { type AsState, type AsTrigger, asTrigger, nextAsState } from './as-state-machine.js'
import { DEFAULT_PENDING_MESSAGES, DEFAULT_PENDING_OCTETS, PendingQueue } from './pending-queue.js'
import type { RemoteAsp } from './remote-asp.js'
import { SlsDistribution } from './sls-distribution.js'

export interface ApplicationServerConfiguration {
  /** Null only where the SGP has no other AS; DATA then carries none. */
  readonly routingContext: number | null
  readonly networkAppearance?: number | null
  readonly trafficMode: TrafficMode
  /** n of "n+k" for loadshare; 1 when left out, and always for override. */
  readonly requiredActiveAsps?: number
  /** Bounds of the queue in AS-PENDING: 16,384 messages and 4 MiB when left out. */
  readonly pendingMessages?: number
  readonly pendingOctets?: number
}

/** One ASP in one AS: the state the SGP keeps for the pair. RFC 4666 §4.3.1. */
export class Membership implements RoutedTraffic {
  readonly routingContext: number
  readonly networkAppearance: number
  state: AspState = 'ASP-DOWN'

  constructor(
    readonly asp: RemoteAsp,
    readonly applicationServer: ApplicationServer,
  ) {
    this.routingContext = applicationServer.routingContext
    this.networkAppearance = applicationServer.networkAppearance
  }
}

/**
 * One Application Server at the SGP: its state, the ASPs that serve it, who gets which traffic, and the queue of AS-PENDING.
 * RFC 4666 §4.3.2, §4.3.4.3 to §4.3.4.5.
 */
export class ApplicationServer implements RoutedTraffic {
  readonly routingContext: number
  readonly networkAppearance: number
  readonly trafficMode: TrafficMode
  state: AsState = 'AS-DOWN'
  /** When T(r) expires; NEVER outside AS-PENDING. */
  recoveryDeadline: Instant = NEVER
  private readonly required: number
  private readonly members: Membership[] = []
  private readonly distribution = new SlsDistribution<Membership>()
  private readonly pending: PendingQueue
  /** Routing Context and Network Appearance stand in it once and for all; only the Protocol Data change. */
  private readonly outgoing = new DataMessage()

  constructor(
    configuration: ApplicationServerConfiguration,
    private readonly recoveryMs: number,
    private readonly sender: MessageSender,
    private readonly onEvent: (event: SgpEvent) => void,
  ) {
    this.routingContext = configuration.routingContext ?? NO_ROUTING_CONTEXT
    this.networkAppearance = configuration.networkAppearance ?? NO_NETWORK_APPEARANCE
    this.trafficMode = configuration.trafficMode
    this.required = configuration.trafficMode === 'override' ? 1 : (configuration.requiredActiveAsps ?? 1)
    if (!(this.required >= 1)) throw new M3uaConfigurationError('an Application Server needs at least one active ASP')
    this.pending = new PendingQueue(
      configuration.pendingMessages ?? DEFAULT_PENDING_MESSAGES,
      configuration.pendingOctets ?? DEFAULT_PENDING_OCTETS,
    )
    this.outgoing.hasRoutingContext = this.routingContext !== NO_ROUTING_CONTEXT
    this.outgoing.routingContext = this.routingContext >>> 0
    this.outgoing.hasNetworkAppearance = this.networkAppearance !== NO_NETWORK_APPEARANCE
    this.outgoing.networkAppearance = this.networkAppearance >>> 0
  }

  /** Sends, queues or refuses one message; copies what it keeps. On the path taken per message: allocates nothing. */
  sendData(protocolData: ProtocolData): SendOutcome {
    if (protocolData.userDataLength > LONGEST_USER_DATA) return 'user-data-too-long'
    this.outgoing.protocolData = protocolData
    if (this.state === 'AS-PENDING') return this.pending.push(this.outgoing) ? 'queued' : 'queue-full'
    if (this.state !== 'AS-ACTIVE') return 'not-active'
    const selection = protocolData.signallingLinkSelection
    const { asp } = this.distribution.ownerOf(selection)!
    const streamId = dataStream(selection, asp.outboundStreams)
    if (streamId === NO_DATA_STREAM) return 'no-data-stream'
    return this.sender.sendData(asp.lowerLayer, this.outgoing, streamId) ? 'sent' : 'send-buffer-full'
  }

  join(asp: RemoteAsp): Membership {
    const membership = new Membership(asp, this)
    this.members.push(membership)
    return membership
  }

  /** The caller has brought the membership to ASP-DOWN. */
  leave(membership: Membership): void {
    this.members.splice(this.members.indexOf(membership), 1)
  }

  /**
   * Moves one ASP and all that hangs on it: the distribution, the state of the AS, notifications and, after them, the queue.
   * The ASP's request has been acknowledged before: RFC 4666 §4.3.4.5 wants NTFY after the acknowledgement.
   */
  handleAspTrigger(membership: Membership, trigger: AspTrigger, now: Instant): void {
    const from = membership.state
    const to = nextAspState(from, trigger)
    if (to === null) return
    this.moveAsp(membership, to, trigger)
    if (from !== 'ASP-ACTIVE' && to === 'ASP-ACTIVE' && this.trafficMode === 'override') this.overrideOthers(membership)
    if (from !== 'ASP-DOWN' && isFailure(trigger)) this.notifyOther(OTHER_STATUS.ASP_FAILURE, membership.asp, this.members)

    const before = this.state
    const next = asTrigger(this.state, this.distribution.members.length, this.countUp(), this.required)
    if (next !== null) this.moveAs(next, now)
    if (this.state !== before) return
    // RFC 4666 §4.3.4.5: an ASP that comes up is told the state of the AS, changed or not.
    if (from === 'ASP-DOWN' && to === 'ASP-INACTIVE') this.notifyState([membership])
    if (from === 'ASP-ACTIVE' && to !== 'ASP-ACTIVE') this.askForMore()
  }

  handleTimeout(now: Instant): void {
    if (now < this.recoveryDeadline) return
    const messages = this.pending.size
    this.pending.clear()
    this.moveAs(this.countUp() > 0 ? 'T(r) expired, an ASP is inactive' : 'T(r) expired, all ASPs are down', now)
    this.onEvent({ kind: 'pending-discarded', routingContext: routingContextOrNull(this.routingContext), messages })
  }

  private moveAsp(membership: Membership, to: AspState, trigger: AspTrigger): void {
    const from = membership.state
    if (from === to) return
    membership.state = to
    if (to === 'ASP-ACTIVE') this.distribution.add(membership)
    else if (from === 'ASP-ACTIVE') this.distribution.remove(membership)
    const routingContext = routingContextOrNull(this.routingContext)
    this.onEvent({ kind: 'asp', asp: membership.asp, event: { kind: 'asp-state-change', routingContext, from, to, trigger } })
  }

  /** RFC 4666 §4.3.4.3: who was active is now ASP-INACTIVE and MUST be told "Alternate ASP Active". */
  private overrideOthers(newcomer: Membership): void {
    const overridden = this.distribution.members.filter((membership) => membership !== newcomer)
    for (const membership of overridden) this.moveAsp(membership, 'ASP-INACTIVE', 'alternate ASP active')
    this.notifyOther(OTHER_STATUS.ALTERNATE_ASP_ACTIVE, newcomer.asp, overridden)
  }

  private moveAs(trigger: AsTrigger, now: Instant): void {
    const from = this.state
    const to = nextAsState(from, trigger)
    if (to === null) return
    this.state = to
    this.recoveryDeadline = to === 'AS-PENDING' ? now + this.recoveryMs : NEVER
    this.onEvent({ kind: 'as-state-change', routingContext: routingContextOrNull(this.routingContext), from, to, trigger })
    this.notifyState(this.members)
    if (from === 'AS-PENDING' && to === 'AS-ACTIVE') this.replay()
  }

  private replay(): void {
    const messages = this.pending.size
    const refused = this.pending.drain((octets, offset, length, selection) => {
      const asp = this.distribution.ownerOf(selection)?.asp
      const streamId = asp === undefined ? NO_DATA_STREAM : dataStream(selection, asp.outboundStreams)
      return asp !== undefined && streamId !== NO_DATA_STREAM && asp.lowerLayer.send(octets, offset, length, streamId, false)
    })
    this.onEvent({ kind: 'pending-replayed', routingContext: routingContextOrNull(this.routingContext), messages, refused })
  }

  /** RFC 4666 §3.8.2: an inactive ASP is told that the load needs one more. */
  private askForMore(): void {
    if (this.state !== 'AS-ACTIVE' || this.trafficMode === 'override' || this.distribution.members.length >= this.required) return
    this.notifyOther(
      OTHER_STATUS.INSUFFICIENT_ASP_RESOURCES,
      null,
      this.members.filter(({ state }) => state === 'ASP-INACTIVE'),
    )
  }

  /** RFC 4666 §4.3.4.5: all ASPs of the AS but those in ASP-DOWN. AS-DOWN is never notified: there is nobody to tell. */
  private notifyState(to: readonly Membership[]): void {
    if (this.state === 'AS-DOWN') return
    for (const { asp, state } of to) {
      if (state === 'ASP-DOWN') continue
      const statusInformation = STATUS_INFORMATION[this.state]
      this.notify(asp, { statusType: STATUS_TYPE.AS_STATE_CHANGE, statusInformation, aspIdentifier: asp.aspIdentifier })
    }
  }

  /** @param about the alternate or failed ASP, whose identifier MUST go along when it is known (RFC 4666 §3.8.2). */
  private notifyOther(statusInformation: number, about: RemoteAsp | null, to: readonly Membership[]): void {
    for (const { asp, state } of to) {
      if (state === 'ASP-DOWN') continue
      this.notify(asp, { statusType: STATUS_TYPE.OTHER, statusInformation, aspIdentifier: about === null ? null : about.aspIdentifier })
    }
  }

  private notify(asp: RemoteAsp, status: Pick<NotifyMessage, 'statusType' | 'statusInformation' | 'aspIdentifier'>): void {
    this.sender.send(asp.lowerLayer, { kind: 'NTFY', ...status, routingContexts: routingContextsOf([this]), info: null })
  }

  private countUp(): number {
    return this.members.reduce((count, { state }) => (state === 'ASP-DOWN' ? count : count + 1), 0)
  }
}

function isFailure(trigger: AspTrigger): boolean {
  return trigger === 'SCTP communication down' || trigger === 'SCTP restart'
}

const STATUS_INFORMATION = {
  'AS-INACTIVE': AS_STATE_CHANGE.AS_INACTIVE,
  'AS-ACTIVE': AS_STATE_CHANGE.AS_ACTIVE,
  'AS-PENDING': AS_STATE_CHANGE.AS_PENDING,
} as const
