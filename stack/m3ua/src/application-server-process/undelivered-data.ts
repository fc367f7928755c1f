import { DATA_MESSAGE_CODE, DataMessage, peekMessageCode, readDataMessage } from '@sigbed/m3ua-codec'
import type { UndeliveredMessages } from '../lower-layer.js'
import { trafficOfData } from '../routing-context.js'
import type { AspTraffic } from './asp-traffic.js'

/** DATA of one AS that a lost association did not deliver, in messages. */
export interface UndeliveredCount {
  readonly traffic: AspTraffic
  /** Had not left. */
  unsent: number
  /** Had left, and may have arrived. */
  unacknowledged: number
}

/** Shows the DATA among what an association did not deliver, in the order they were sent, and counts them by AS. */
export function showUndelivered(
  served: readonly AspTraffic[],
  undelivered: UndeliveredMessages,
  show: (message: DataMessage, routingContext: number, sent: boolean) => void,
): readonly UndeliveredCount[] {
  const counts = new Map<AspTraffic, UndeliveredCount>()
  const message = new DataMessage()
  undelivered((octets, offset, length, sent) => {
    if (peekMessageCode(octets, offset, length) !== DATA_MESSAGE_CODE) return
    if (readDataMessage(octets, offset, length, message) !== null) return
    const traffic = trafficOfData(served, message)
    if (typeof traffic === 'number') return
    const count = counts.get(traffic) ?? { traffic, unsent: 0, unacknowledged: 0 }
    counts.set(traffic, count)
    if (sent) count.unacknowledged++
    else count.unsent++
    show(message, traffic.routingContext, sent)
  })
  return [...counts.values()]
}
