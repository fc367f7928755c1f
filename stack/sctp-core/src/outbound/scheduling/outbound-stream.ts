/** No message: the slots of the send queue count from 0. */
export const NO_MESSAGE = -1

/**
 * One outbound stream as the send queue and its scheduler see it: a queue of its own messages, oldest first (RFC 8260 §3). Made when the
 * scheduler first hears of the stream. Hot: reused, numbers but for the ring.
 */
export class OutboundStream {
  /** Slots of the messages that wait here; NO_MESSAGE twice when there are none. Belong to the send queue, as does the next. */
  first = NO_MESSAGE
  last = NO_MESSAGE
  /** Place in the order of `send` of the first message. */
  firstSerial = 0
  /** What the user set for it (RFC 8260 §4.3.3): its priority or its weight, as the scheduler may be. */
  value = 0

  // What follows belongs to the scheduler at work.
  /** Neighbours in the ring of streams that have messages. */
  following: OutboundStream = this
  preceding: OutboundStream = this
  /** Position in the heap of streams that have messages, -1 outside, and what the heap goes by: the lowest is first. */
  heapIndex = -1
  rank = 0
  /** The busy period that `rank` is of. */
  busyPeriod = 0
}
