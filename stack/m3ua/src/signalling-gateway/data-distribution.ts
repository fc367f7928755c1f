import { DataMessage, type ProtocolData } from '@sigbed/m3ua-codec'
import type { MessageSender } from '../message-sender.js'
import { NO_NETWORK_APPEARANCE, NO_ROUTING_CONTEXT, type RoutedTraffic } from '../routing-context.js'
import type { SendOutcome } from '../send-outcome.js'
import { SlsDistribution } from '../sls-distribution.js'
import { dataStream, NO_DATA_STREAM } from '../stream-selection.js'
import type { ApplicationServerStatistics } from './application-server-statistics.js'
import { CorrelationTagging } from './correlation-tagging.js'
import type { Membership } from './membership.js'
import type { PendingQueue } from './pending-queue.js'

/**
 * Who gets which DATA of one AS, and the queue where it waits while nobody does. RFC 4666 §4.3.2, §4.3.4.3. In override there is one
 * active ASP, so that sharing by SLS gives it everything. On the path taken per message: allocates nothing.
 */
export class DataDistribution {
  private readonly shares = new SlsDistribution<Membership>()
  private readonly tagging = new CorrelationTagging()
  private broadcasts = false
  /** Routing Context and Network Appearance stand in it once and for all; only the Protocol Data change. */
  private readonly outgoing = new DataMessage()

  constructor(
    traffic: RoutedTraffic,
    private readonly pending: PendingQueue,
    private readonly sender: MessageSender,
    private readonly statistics: ApplicationServerStatistics,
  ) {
    const { outgoing } = this
    outgoing.hasRoutingContext = traffic.routingContext !== NO_ROUTING_CONTEXT
    outgoing.routingContext = traffic.routingContext >>> 0
    outgoing.hasNetworkAppearance = traffic.networkAppearance !== NO_NETWORK_APPEARANCE
    outgoing.networkAppearance = traffic.networkAppearance >>> 0
  }

  /** The active ASPs. */
  get active(): readonly Membership[] {
    return this.shares.members
  }

  set broadcast(on: boolean) {
    this.broadcasts = on
  }

  /** @param queueing the AS is AS-PENDING: what waits there has been tagged as far as it is to be. */
  add(membership: Membership, queueing: boolean): void {
    this.shares.add(membership)
    if (!queueing) this.tagging.begin()
  }

  /** Nothing happens to one that is not active. */
  remove(membership: Membership): void {
    this.shares.remove(membership)
    if (this.shares.members.length === 0) this.tagging.begin()
  }

  /** To the active ASPs, or to the queue when there are none, or when others wait there still. */
  send(protocolData: ProtocolData): SendOutcome {
    if (this.shares.members.length === 0 || this.pending.size > 0) return this.enqueue(protocolData)
    const { outgoing, sender, tagging } = this
    const selection = protocolData.signallingLinkSelection
    const outcome = this.hand(sender.octets, 0, sender.writeData(this.tagged(protocolData)), selection)
    if (outcome === 'sent' && outgoing.hasCorrelationId) tagging.done(selection)
    return outcome
  }

  /** Empties the queue towards the active ASPs, in its order. Returns how many their associations did not take. */
  replay(): number {
    return this.pending.drain((octets, offset, length, selection) => this.hand(octets, offset, length, selection) === 'sent')
  }

  private enqueue(protocolData: ProtocolData): SendOutcome {
    if (!this.pending.push(this.tagged(protocolData))) return 'queue-full'
    if (this.outgoing.hasCorrelationId) this.tagging.done(protocolData.signallingLinkSelection)
    return 'queued'
  }

  private tagged(protocolData: ProtocolData): DataMessage {
    const { outgoing, tagging } = this
    outgoing.protocolData = protocolData
    outgoing.hasCorrelationId = this.broadcasts && tagging.isDue(protocolData.signallingLinkSelection)
    if (outgoing.hasCorrelationId) outgoing.correlationId = tagging.next
    return outgoing
  }

  private hand(octets: Uint8Array, offset: number, length: number, selection: number): SendOutcome {
    if (this.broadcasts) return this.handToAll(octets, offset, length, selection)
    const owner = this.shares.ownerOf(selection)
    return owner === null ? 'not-active' : handTo(owner, octets, offset, length, selection)
  }

  /** RFC 4666 §4.3.4.3: every message to each active ASP. One that cannot take it now misses it, and that is counted. */
  private handToAll(octets: Uint8Array, offset: number, length: number, selection: number): SendOutcome {
    const { members } = this.shares
    let outcome: SendOutcome = 'not-active'
    let taken = 0
    for (let i = 0; i < members.length; i++) {
      outcome = handTo(members[i]!, octets, offset, length, selection)
      if (outcome === 'sent') taken++
    }
    if (taken === 0) return outcome
    this.statistics.broadcastRefused += members.length - taken
    return 'sent'
  }
}

function handTo({ asp }: Membership, octets: Uint8Array, offset: number, length: number, selection: number): SendOutcome {
  const streamId = dataStream(selection, asp.outboundStreams)
  if (streamId === NO_DATA_STREAM) return 'no-data-stream'
  return asp.lowerLayer.send(octets, offset, length, streamId, false) ? 'sent' : 'send-buffer-full'
}
