import type { SendOutcome } from '@sigbed/m3ua'
import { type DataMessage, ProtocolData } from '@sigbed/m3ua-codec'
import type { TrafficConfiguration } from '../configuration/m3ua-configuration.js'

/** Whoever sends what is not thrown away. */
export interface DataSender {
  /** @param routingContext NO_ROUTING_CONTEXT for an only AS without one */
  sendData(protocolData: ProtocolData, routingContext: number): SendOutcome
  /** To the AS whose routing key fits best. @param routingContext of the AS it came in for, whose network it is in */
  relayData(protocolData: ProtocolData, routingContext: number): SendOutcome
}

/** What becomes of the DATA a node receives. On the path taken per message: allocates nothing. */
export class DataUse {
  /** Sent back or on, and not. */
  passed = 0
  refused = 0
  /** Relay: no Application Server is for it. */
  unroutable = 0
  private readonly outgoing = new ProtocolData()

  constructor(
    private readonly onData: TrafficConfiguration['onData'],
    private readonly sender: () => DataSender,
  ) {}

  /** @param routingContext of the AS it came in for */
  take({ protocolData }: DataMessage, routingContext: number): void {
    if (this.onData === 'discard') return
    this.note(this.onData === 'echo' ? this.echo(protocolData, routingContext) : this.sender().relayData(protocolData, routingContext))
  }

  private echo(incoming: ProtocolData, routingContext: number): SendOutcome {
    const { outgoing } = this
    outgoing.originatingPointCode = incoming.destinationPointCode
    outgoing.destinationPointCode = incoming.originatingPointCode
    outgoing.serviceIndicator = incoming.serviceIndicator
    outgoing.networkIndicator = incoming.networkIndicator
    outgoing.messagePriority = incoming.messagePriority
    outgoing.signallingLinkSelection = incoming.signallingLinkSelection
    outgoing.octets = incoming.octets
    outgoing.userDataAt = incoming.userDataAt
    outgoing.userDataLength = incoming.userDataLength
    return this.sender().sendData(outgoing, routingContext)
  }

  private note(outcome: SendOutcome): void {
    if (outcome === 'sent' || outcome === 'queued') this.passed++
    else if (outcome === 'no-routing-key') this.unroutable++
    else this.refused++
  }
}
