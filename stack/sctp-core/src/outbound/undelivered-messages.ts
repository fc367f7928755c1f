import { DATA_ENDING, DATA_UNORDERED } from '@sigbed/sctp-codec'
import type { Association } from '../association/association.js'
import type { OutboundData } from './outbound-data.js'

/** A message the association took and did not see acknowledged. One object for all of them; the octets are lent while it is visited. */
export class UndeliveredMessage {
  octets: Uint8Array = NO_OCTETS
  offset = 0
  length = 0
  streamId = 0
  payloadProtocolId = 0
  unordered = false
  /** As given to send; 0 for a message nobody asks after. */
  context = 0
  /** At least a part of it has left: the peer may have it. RFC 9260 §11.1.15; else §11.1.14. */
  sent = false
}

/**
 * What is under way in either direction comes to nothing; whoever waits for it hears of it (RFC 9260 §11.2.2, RFC 6458 §6.1.7). The octets
 * stay where they are, in `undelivered`.
 */
export function giveUpMessages(association: Association): void {
  const { inbound, outbound, outcomes } = association
  const partly = inbound?.partlyDelivered ?? null
  if (partly !== null)
    association.emit({ kind: 'partial-delivery-aborted', streamId: partly.streamId, streamSequenceNumber: partly.streamSequenceNumber })
  forEachUndelivered(outbound, ({ context, sent }) => {
    if (context !== 0) outcomes.push(context, false, sent)
  })
  association.undelivered = outbound
}

/**
 * Shows what `outbound` holds, in the order of `send`: first what was sent and not cumulatively acknowledged (RFC 9260 §11.1.15, Receive
 * Unacknowledged Message), then what was not sent (§11.1.14, Receive Unsent Message). A message of which the peer has acknowledged the
 * beginning is shown whole.
 */
export function forEachUndelivered(outbound: OutboundData, visit: (message: UndeliveredMessage) => void): void {
  const { outstanding, queue } = outbound
  const message = new UndeliveredMessage()
  for (let index = 0; index < outstanding.length; index++) {
    const chunk = outstanding.at(index)
    // All fragments lie one after the other where the message was stored; the last one tells where it ends.
    if ((chunk.flags & DATA_ENDING) === 0) continue
    message.octets = chunk.page.octets
    message.offset = chunk.messageAt
    message.length = chunk.at + chunk.length - chunk.messageAt
    message.streamId = chunk.streamId
    message.payloadProtocolId = chunk.payloadProtocolId
    message.unordered = (chunk.flags & DATA_UNORDERED) !== 0
    message.context = chunk.context
    message.sent = true
    visit(message)
  }
  for (let index = 0; index < queue.length; index++) {
    const queued = queue.at(index)
    message.octets = queued.page.octets
    message.offset = queued.at
    message.length = queued.length
    message.streamId = queued.streamId
    message.payloadProtocolId = queued.payloadProtocolId
    message.unordered = queued.unordered
    message.context = queued.context
    message.sent = queued.sent > 0
    visit(message)
  }
}

const NO_OCTETS = new Uint8Array(0)
