import { DATA_MESSAGE_CODE, DataMessage, peekMessageCode, readDataMessage } from '@sigbed/m3ua-codec'
import type { UndeliveredMessages } from '../lower-layer.js'
import { NO_ROUTING_CONTEXT } from '../routing-context.js'

/** DATA of one AS that a lost association did not deliver, in messages. */
export interface UndeliveredCount {
  /** NO_ROUTING_CONTEXT where there is none. */
  readonly routingContext: number
  /** Had not left. */
  unsent: number
  /** Had left, and may have arrived. */
  unacknowledged: number
}

/** Shows the DATA among what an association did not deliver, in the order they were sent, and counts them by AS. */
export function showUndelivered(
  undelivered: UndeliveredMessages,
  show: (message: DataMessage, routingContext: number, sent: boolean) => void,
): readonly UndeliveredCount[] {
  const counts = new Map<number, UndeliveredCount>()
  const message = new DataMessage()
  undelivered((octets, offset, length, sent) => {
    if (peekMessageCode(octets, offset, length) !== DATA_MESSAGE_CODE) return
    if (readDataMessage(octets, offset, length, message) !== null) return
    // As it was when they were sent: the ASP may have left the AS since.
    const routingContext = message.hasRoutingContext ? message.routingContext : NO_ROUTING_CONTEXT
    const count = counts.get(routingContext) ?? { routingContext, unsent: 0, unacknowledged: 0 }
    counts.set(routingContext, count)
    if (sent) count.unacknowledged++
    else count.unsent++
    show(message, routingContext, sent)
  })
  return [...counts.values()]
}
