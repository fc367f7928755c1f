import { DATA_ENDING, DATA_UNORDERED } from '@sigbed/sctp-codec'
import type { Association } from '../association/association.js'
import type { OutboundData } from './outbound-data.js'
import { CHUNK_ABANDONED, OutstandingChunk } from './outstanding-data.js'
import type { QueuedMessage } from './send-queue.js'

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
 *
 * @returns how many messages the peer has not acknowledged
 */
export function giveUpMessages(association: Association): number {
  const { inbound, outbound, outcomes } = association
  for (const { streamId, streamSequenceNumber } of inbound?.messagesInParts ?? [])
    association.emit({ kind: 'partial-delivery-aborted', streamId, streamSequenceNumber })
  let count = 0
  forEachUndelivered(outbound, ({ context, sent }) => {
    count++
    if (context !== 0) outcomes.push(context, false, sent)
  })
  association.undelivered = outbound
  return count
}

/** RFC 3758 §3.6, a SHOULD: whoever has the beginning of a message is told that the end will not come, before anything that follows. */
export function tellOfBrokenOffMessage(association: Association): void {
  const broken = association.inbound?.delivery.takeBrokenOff() ?? null
  if (broken !== null)
    association.emit({ kind: 'partial-delivery-aborted', streamId: broken.streamId, streamSequenceNumber: broken.streamSequenceNumber })
}

/**
 * Shows what `outbound` holds: first what was sent and not cumulatively acknowledged (RFC 9260 §11.1.15, Receive Unacknowledged Message),
 * then what was not sent (§11.1.14, Receive Unsent Message), both in the order of `send`, whatever scheduler there was. A message of
 * which the peer has acknowledged the beginning is shown whole.
 */
export function forEachUndelivered(outbound: OutboundData, visit: (message: UndeliveredMessage) => void): void {
  const { outstanding, queue } = outbound
  const left: (OutstandingChunk | QueuedMessage)[] = []
  const waiting: QueuedMessage[] = []
  for (let index = 0; index < outstanding.length; index++) {
    const chunk = outstanding.at(index)
    // All fragments lie one after the other where the message was stored; the last one tells where it ends.
    if ((chunk.flags & DATA_ENDING) !== 0 && chunk.state !== CHUNK_ABANDONED) left.push(chunk)
  }
  for (let message = queue.oldest; message !== null; message = queue.after(message)) (message.sent > 0 ? left : waiting).push(message)
  left.sort((one, other) => one.serial - other.serial)

  const shown = new UndeliveredMessage()
  for (const one of left) {
    if (one instanceof OutstandingChunk) showChunk(one, shown)
    else showQueued(one, shown)
    visit(shown)
  }
  for (const message of waiting) {
    showQueued(message, shown)
    visit(shown)
  }
}

/** The message that ends with this chunk. */
function showChunk(chunk: OutstandingChunk, into: UndeliveredMessage): void {
  into.octets = chunk.page.octets
  into.offset = chunk.messageAt
  into.length = chunk.at + chunk.length - chunk.messageAt
  into.streamId = chunk.streamId
  into.payloadProtocolId = chunk.payloadProtocolId
  into.unordered = (chunk.flags & DATA_UNORDERED) !== 0
  into.context = chunk.context
  into.sent = true
}

function showQueued(queued: QueuedMessage, into: UndeliveredMessage): void {
  into.octets = queued.page.octets
  into.offset = queued.at
  into.length = queued.length
  into.streamId = queued.streamId
  into.payloadProtocolId = queued.payloadProtocolId
  into.unordered = queued.unordered
  into.context = queued.context
  into.sent = queued.sent > 0
}

const NO_OCTETS = new Uint8Array(0)
