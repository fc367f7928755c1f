import { DATA_MESSAGE_CODE, DataMessage, peekMessageCode, readDataMessage } from '@sigbed/m3ua-codec'
import type { UndeliveredMessages } from '../lower-layer.js'
import { NO_ROUTING_CONTEXT } from '../routing-context.js'
import type { RemoteAsp } from './remote-asp.js'

/** What became of the DATA of one AS that a lost association did not deliver, in messages. */
export interface UndeliveredData {
  /** NO_ROUTING_CONTEXT where there is none. */
  readonly routingContext: number
  /** On their way to another ASP, or in the queue of AS-PENDING. */
  redistributed: number
  /** Had left, were not acknowledged, and are not sent again: they may have arrived. */
  unacknowledged: number
  /** Had not left, and nobody else could take them. */
  lost: number
}

/**
 * Finds other ASPs, or the queue, for the DATA of an ASP whose association is gone, in the order they were sent; the ASP has been taken
 * out of the distribution before. RFC 4666 leaves this to the implementation. What has left is sent again only where the configuration
 * wants that: a message that had arrived would then arrive twice. What is not sent again is shown to the listener.
 */
export function redistribute(asp: RemoteAsp, undelivered: UndeliveredMessages): readonly UndeliveredData[] {
  const { owner } = asp
  const byRoutingContext = new Map<number, UndeliveredData>()
  const message = new DataMessage()
  undelivered((octets, offset, length, sent) => {
    if (peekMessageCode(octets, offset, length) !== DATA_MESSAGE_CODE) return
    if (readDataMessage(octets, offset, length, message) !== null) return
    const routingContext = message.hasRoutingContext ? message.routingContext : NO_ROUTING_CONTEXT
    // What it was registered for may be void by now, and an AS of that only there still.
    const applicationServer = owner.applicationServer(routingContext)
    // In broadcast the other active ASPs have had it all the same.
    if (applicationServer?.hasCopiesElsewhere === true) return
    const counts = byRoutingContext.get(routingContext) ?? { routingContext, redistributed: 0, unacknowledged: 0, lost: 0 }
    byRoutingContext.set(routingContext, counts)
    if ((!sent || owner.redistributeUnacknowledged) && applicationServer?.redistribute(message.protocolData) === true) {
      counts.redistributed++
      return
    }
    applicationServer?.giveUp(sent)
    if (sent) counts.unacknowledged++
    else counts.lost++
    owner.onUndelivered(message, asp, routingContext, sent)
  })
  return [...byRoutingContext.values()]
}
