import { LONGEST_USER_DATA, type ProtocolData } from '@sigbed/m3ua-codec'
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
import { type TrafficMode, trafficModeOf } from '../traffic-mode.js'
import { ApplicationServerStatistics } from './application-server-statistics.js'
import { AsNotification } from './as-notification.js'
import { type AsState, type AsTrigger, asTrigger, nextAsState } from './as-state-machine.js'
import { DataDistribution } from './data-distribution.js'
import { Membership } from './membership.js'
import { DEFAULT_PENDING_MESSAGES, DEFAULT_PENDING_OCTETS, PendingQueue } from './pending-queue.js'
import type { RemoteAsp } from './remote-asp.js'
import type { RoutedDestination } from './routing-key.js'
import type { Ss7Network } from './ss7-network.js'

export interface ApplicationServerConfiguration {
  /** Null only where the SGP has no other AS; DATA then carries none. */
  readonly routingContext: number | null
  readonly networkAppearance?: number | null
  /** Null leaves it to the ASP that activates the AS: its ASPAC sets it until the AS is AS-DOWN again; override when it names none. */
  readonly trafficMode: TrafficMode | null
  /** n of "n+k" for loadshare and broadcast; 1 when left out, and always for override. */
  readonly requiredActiveAsps?: number
  /** Its Routing Key, for `routeData`; without one DATA have to name its Routing Context. */
  readonly routingKey?: readonly RoutedDestination[]
  /** Bounds of the queue in AS-PENDING: 16,384 messages and 4 MiB when left out. */
  readonly pendingMessages?: number
  readonly pendingOctets?: number
}

/** What an AS needs of the SGP it is configured at. */
export interface ApplicationServerOwner {
  readonly sender: MessageSender
  readonly recoveryMs: number
  readonly sendNotify: boolean
  /** @param networkAppearance NO_NETWORK_APPEARANCE for an AS without one */
  networkOf(networkAppearance: number): Ss7Network
  onEvent(event: SgpEvent): void
}

/**
 * One Application Server at the SGP: its state, the ASPs that serve it, and the procedures between the two.
 * RFC 4666 §4.3.2, §4.3.4.3 to §4.3.4.5.
 */
export class ApplicationServer implements RoutedTraffic {
  readonly routingContext: number
  readonly networkAppearance: number
  readonly statistics = new ApplicationServerStatistics()
  /** Its Network Appearance is that of the AS. */
  readonly network: Ss7Network
  state: AsState = 'AS-DOWN'
  /** Set by management: see `block`. */
  managementBlocked = false
  /** Null while it is open. */
  trafficMode: TrafficMode | null
  /** When T(r) expires; NEVER outside AS-PENDING. */
  recoveryDeadline: Instant = NEVER
  readonly members: Membership[] = []
  private readonly pending: PendingQueue
  private readonly distribution: DataDistribution
  private readonly notification: AsNotification

  /** @throws M3uaConfigurationError */
  constructor(
    private readonly configuration: ApplicationServerConfiguration,
    private readonly owner: ApplicationServerOwner,
  ) {
    this.routingContext = configuration.routingContext ?? NO_ROUTING_CONTEXT
    this.networkAppearance = configuration.networkAppearance ?? NO_NETWORK_APPEARANCE
    this.network = owner.networkOf(this.networkAppearance)
    if (!((configuration.requiredActiveAsps ?? 1) >= 1))
      throw new M3uaConfigurationError('an Application Server needs at least one active ASP')
    this.pending = new PendingQueue(
      configuration.pendingMessages ?? DEFAULT_PENDING_MESSAGES,
      configuration.pendingOctets ?? DEFAULT_PENDING_OCTETS,
    )
    this.distribution = new DataDistribution(this, this.pending, owner.sender, this.statistics)
    this.notification = new AsNotification(this, owner.sender, owner.sendNotify)
    this.trafficMode = null
    this.setTrafficMode(configuration.trafficMode)
  }

  /** Sends, queues or refuses one message, and counts which; copies what it keeps. On the path taken per message: allocates nothing. */
  sendData(protocolData: ProtocolData): SendOutcome {
    if (protocolData.userDataLength > LONGEST_USER_DATA) return 'user-data-too-long'
    const outcome = this.state === 'AS-ACTIVE' || this.state === 'AS-PENDING' ? this.distribution.send(protocolData) : 'not-active'
    this.count(outcome)
    return outcome
  }

  /** RFC 4666 §4.3.4.4: an ASP takes an ASPIA ACK it did not ask for to mean that it is ASP-INACTIVE. */
  block(blocked: boolean, now: Instant): void {
    this.managementBlocked = blocked
    if (!blocked) return
    for (const membership of [...this.distribution.active]) {
      membership.asp.send({ kind: 'ASPIA ACK', routingContexts: routingContextsOf([this]), info: null })
      this.handleAspTrigger(membership, 'ASP Inactive', now)
    }
  }

  /** The association of an active ASP is gone: from here on others get its share, or the queue. `handleAspTrigger` follows. */
  withdraw(membership: Membership): void {
    this.distribution.remove(membership)
  }

  /** Broadcast: whatever one ASP lost the others have had. */
  get hasCopiesElsewhere(): boolean {
    return this.trafficMode === 'broadcast' && this.distribution.active.length > 0
  }

  /** Sends or queues once more what a lost association did not deliver; false when nobody takes it. */
  redistribute(protocolData: ProtocolData): boolean {
    if (this.state !== 'AS-ACTIVE' && this.state !== 'AS-PENDING') return false
    const outcome = this.distribution.send(protocolData)
    if (outcome !== 'sent' && outcome !== 'queued') return false
    this.statistics.redistributed++
    return true
  }

  /** Counts a message that a lost association did not deliver and nobody else will. */
  giveUp(sent: boolean): void {
    if (sent) this.statistics.unacknowledged++
    else this.statistics.undeliverable++
  }

  join(asp: RemoteAsp, registered: boolean): Membership {
    const membership = new Membership(asp, this, registered)
    this.members.push(membership)
    return membership
  }

  /** The caller has brought the membership to ASP-DOWN. */
  leave(membership: Membership): void {
    this.members.splice(this.members.indexOf(membership), 1)
  }

  /** Whether an ASPAC with this Traffic Mode Type fits. RFC 4666 §4.3.4.3. */
  acceptsTrafficMode(trafficModeType: number | null): boolean {
    return trafficModeType === null || this.trafficMode === null || this.trafficMode === trafficModeOf(trafficModeType)
  }

  /** RFC 4666 §4.3.4.3: where the mode is not configured, the first ASPAC MAY set it. */
  settleTrafficMode(trafficModeType: number | null): void {
    if (this.trafficMode === null) this.setTrafficMode(trafficModeType === null ? 'override' : trafficModeOf(trafficModeType))
  }

  /**
   * Moves one ASP, and whatever else hangs on it: the distribution, the state of the AS, the queue, and notifications.
   * The ASP's request has been acknowledged before: RFC 4666 §4.3.4.5 wants NTFY after the acknowledgement.
   */
  handleAspTrigger(membership: Membership, trigger: AspTrigger, now: Instant): void {
    const from = membership.state
    const to = nextAspState(from, trigger)
    if (to === null) return
    this.moveAsp(membership, to, trigger)
    if (from !== 'ASP-ACTIVE' && to === 'ASP-ACTIVE') {
      this.network.tellNewlyActive(membership)
      if (this.trafficMode === 'override') this.overrideOthers(membership)
    }
    const failed = from !== 'ASP-DOWN' && isFailure(trigger) ? membership.asp : null
    if (failed !== null) this.notification.tellFailure(failed, this.members)

    const before = this.state
    const next = asTrigger(this.state, this.distribution.active.length, this.countUp(), this.required)
    if (next !== null) this.moveAs(next, now, failed)
    if (this.state !== before) return
    // RFC 4666 §4.3.4.5: an ASP that comes up is told the state of the AS, changed or not.
    if (from === 'ASP-DOWN' && to === 'ASP-INACTIVE') this.notification.tellState(this.state, [membership])
    if (from === 'ASP-ACTIVE' && to !== 'ASP-ACTIVE') this.askForMore()
  }

  handleTimeout(now: Instant): void {
    if (now < this.recoveryDeadline) return
    const messages = this.pending.size
    this.pending.clear()
    this.statistics.discarded += messages
    this.moveAs(this.countUp() > 0 ? 'T(r) expired, an ASP is inactive' : 'T(r) expired, all ASPs are down', now)
    this.owner.onEvent({ kind: 'pending-discarded', routingContext: routingContextOrNull(this.routingContext), messages })
  }

  private moveAsp(membership: Membership, to: AspState, trigger: AspTrigger): void {
    const from = membership.state
    if (from === to) return
    membership.state = to
    if (to === 'ASP-ACTIVE') this.distribution.add(membership, this.state === 'AS-PENDING')
    else if (from === 'ASP-ACTIVE') this.distribution.remove(membership)
    const routingContext = routingContextOrNull(this.routingContext)
    this.owner.onEvent({ kind: 'asp', asp: membership.asp, event: { kind: 'asp-state-change', routingContext, from, to, trigger } })
  }

  /** RFC 4666 §4.3.4.3: who was active is now ASP-INACTIVE and MUST be told "Alternate ASP Active". */
  private overrideOthers(newcomer: Membership): void {
    const overridden = this.distribution.active.filter((membership) => membership !== newcomer)
    for (const membership of overridden) this.moveAsp(membership, 'ASP-INACTIVE', 'alternate ASP active')
    this.notification.tellOverridden(newcomer.asp, overridden)
  }

  private moveAs(trigger: AsTrigger, now: Instant, failed: RemoteAsp | null = null): void {
    const from = this.state
    const to = nextAsState(from, trigger)
    if (to === null) return
    this.state = to
    this.recoveryDeadline = to === 'AS-PENDING' ? now + this.owner.recoveryMs : NEVER
    if (to === 'AS-DOWN') this.setTrafficMode(this.configuration.trafficMode)
    this.notification.tellState(to, this.members, failed)
    this.askForMore()
    // What waited goes before the event: whoever hears of the new state may send at once.
    if (from === 'AS-PENDING' && to === 'AS-ACTIVE') this.replay()
    this.owner.onEvent({ kind: 'as-state-change', routingContext: routingContextOrNull(this.routingContext), from, to, trigger })
  }

  private replay(): void {
    const messages = this.pending.size
    const refused = this.distribution.replay()
    this.statistics.replayed += messages - refused
    this.statistics.replayRefused += refused
    this.owner.onEvent({ kind: 'pending-replayed', routingContext: routingContextOrNull(this.routingContext), messages, refused })
  }

  private askForMore(): void {
    if (this.state !== 'AS-ACTIVE' || this.distribution.active.length >= this.required) return
    this.notification.askForMore(this.members)
  }

  /** n of "n+k". */
  private get required(): number {
    return this.trafficMode === 'loadshare' || this.trafficMode === 'broadcast' ? (this.configuration.requiredActiveAsps ?? 1) : 1
  }

  private setTrafficMode(mode: TrafficMode | null): void {
    this.trafficMode = mode
    this.distribution.broadcast = mode === 'broadcast'
  }

  private countUp(): number {
    return this.members.reduce((count, { state }) => (state === 'ASP-DOWN' ? count : count + 1), 0)
  }

  private count(outcome: SendOutcome): void {
    const { statistics } = this
    switch (outcome) {
      case 'sent':
        statistics.sent++
        break
      case 'queued':
        statistics.queued++
        break
      case 'queue-full':
        statistics.refusedQueueFull++
        break
      case 'not-active':
        statistics.refusedNotActive++
        break
      case 'send-buffer-full':
        statistics.refusedSendBufferFull++
        break
      case 'no-data-stream':
        statistics.refusedNoDataStream++
        break
    }
  }
}

function isFailure(trigger: AspTrigger): boolean {
  return trigger === 'SCTP communication down' || trigger === 'SCTP restart'
}
