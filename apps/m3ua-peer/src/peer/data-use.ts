import { NO_ROUTING_CONTEXT, type SendOutcome } from '@sigbed/m3ua'
import { type AffectedPointCode, type DataMessage, ProtocolData, pointCodeRange } from '@sigbed/m3ua-codec'
import type { ApplicationServerEntry, TrafficConfiguration, TrafficKey } from '../configuration/m3ua-configuration.js'

export type SendToApplicationServer = (protocolData: ProtocolData, routingContext: number) => SendOutcome

/** What becomes of the DATA a node receives. On the path taken per message: allocates nothing. */
export class DataUse {
  /** Sent back or on, and not. */
  passed = 0
  refused = 0
  /** Relay: no Application Server is for it. */
  unroutable = 0
  private readonly routes: readonly Route[]
  private readonly outgoing = new ProtocolData()

  constructor(
    private readonly onData: TrafficConfiguration['onData'],
    applicationServers: readonly ApplicationServerEntry[],
    private readonly send: SendToApplicationServer,
  ) {
    this.routes = applicationServers.map(routeOf)
  }

  /** @param routingContext of the AS it came in for */
  take(message: DataMessage, routingContext: number): void {
    if (this.onData === 'discard') return
    if (this.onData === 'echo') this.echo(message.protocolData, routingContext)
    else this.relay(message.protocolData)
  }

  private echo(incoming: ProtocolData, routingContext: number): void {
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
    this.note(this.send(outgoing, routingContext))
  }

  private relay(protocolData: ProtocolData): void {
    for (const route of this.routes) {
      if (!matches(route, protocolData)) continue
      this.note(this.send(protocolData, route.routingContext))
      return
    }
    this.unroutable++
  }

  private note(outcome: SendOutcome): void {
    if (outcome === 'sent' || outcome === 'queued') this.passed++
    else this.refused++
  }
}

/** A routing key in the numbers it is compared with: first and last of each range, one after the other. */
interface Route {
  readonly routingContext: number
  readonly destinations: readonly number[]
  readonly origins: readonly number[]
  /** One bit each; all for every user. */
  readonly serviceIndicators: number
}

function routeOf({ routingContext, routingKey }: ApplicationServerEntry): Route {
  const key: TrafficKey = routingKey ?? { destinationPointCodes: [], serviceIndicators: [], originatingPointCodes: [] }
  return {
    routingContext: routingContext ?? NO_ROUTING_CONTEXT,
    destinations: key.destinationPointCodes.flatMap(boundsOf),
    origins: key.originatingPointCodes.flatMap(boundsOf),
    serviceIndicators: key.serviceIndicators.length === 0 ? 0xffff : key.serviceIndicators.reduce((bits, si) => bits | (1 << si), 0),
  }
}

function boundsOf(code: AffectedPointCode): number[] {
  const { first, last } = pointCodeRange(code)
  return [first, last]
}

function matches({ destinations, origins, serviceIndicators }: Route, protocolData: ProtocolData): boolean {
  return (
    (serviceIndicators & (1 << (protocolData.serviceIndicator & 15))) !== 0 &&
    within(destinations, protocolData.destinationPointCode) &&
    within(origins, protocolData.originatingPointCode)
  )
}

function within(bounds: readonly number[], pointCode: number): boolean {
  if (bounds.length === 0) return true
  for (let i = 0; i < bounds.length; i += 2) if (bounds[i]! <= pointCode && pointCode <= bounds[i + 1]!) return true
  return false
}
