import { DATA_MESSAGE_CODE, DataMessage, peekMessageCode, readDataMessage } from '@sigbed/m3ua-codec'
import type { UndeliveredMessages } from '../lower-layer.js'
import { trafficOfData } from '../routing-context.js'
import type { Membership } from './membership.js'
import type { RemoteAsp } from './remote-asp.js'

/** What became of the DATA of one AS that a lost association did not deliver, in messages. */
export interface UndeliveredData {
  readonly membership: Membership
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
  const { owner, memberships } = asp
  const byMembership = new Map<Membership, UndeliveredData>()
  const message = new DataMessage()
  undelivered((octets, offset, length, sent) => {
    if (peekMessageCode(octets, offset, length) !== DATA_MESSAGE_CODE) return
    if (readDataMessage(octets, offset, length, message) !== null) return
    const membership = trafficOfData(memberships, message)
    // In broadcast the other active ASPs have had it all the same.
    if (typeof membership === 'number' || membership.applicationServer.hasCopiesElsewhere) return
    const { applicationServer } = membership
    const counts = byMembership.get(membership) ?? { membership, redistributed: 0, unacknowledged: 0, lost: 0 }
    byMembership.set(membership, counts)
    if (!sent || owner.redistributeUnacknowledged) {
      if (applicationServer.redistribute(message.protocolData)) {
        counts.redistributed++
        return
      }
    }
    applicationServer.giveUp(sent)
    if (sent) counts.unacknowledged++
    else counts.lost++
    owner.onUndelivered(message, asp, membership.routingContext, sent)
  })
  return [...byMembership.values()]
}
