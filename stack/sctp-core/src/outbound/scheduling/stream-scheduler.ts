import { FairQueueing } from './fair-queueing.js'
import type { OutboundStream } from './outbound-stream.js'
import { Priority } from './priority.js'
import { RoundRobin } from './round-robin.js'

/** The schedulers of RFC 8260 §3, in the order of its sections; the first is the default. */
export const STREAM_SCHEDULERS = [
  'first-come-first-served',
  'round-robin',
  'round-robin-per-packet',
  'priority',
  'fair-bandwidth',
  'weighted-fair-queueing',
] as const

export type StreamSchedulerName = (typeof STREAM_SCHEDULERS)[number]

/**
 * Says which stream is next among those that have messages. A turn is a user message, or a single chunk where messages are interleaved
 * (RFC 8260 §3.2); the send queue sees to it that a turn begun is finished.
 */
export interface StreamScheduler {
  /** The stream, without messages so far, has one. */
  join(stream: OutboundStream): void
  /** The stream has no message any more. */
  leave(stream: OutboundStream): void
  /** Whose turn it is; only when a stream has joined. The same until something changes. */
  next(): OutboundStream
  /** A turn is over in which `octets` of user data were sent. Asked also of a stream that has no message left and leaves after this. */
  served(stream: OutboundStream, octets: number): void
  /** The value of the stream, or its first message, is another one now. */
  changed(stream: OutboundStream): void
  /** A new packet begins; true when that makes it another stream's turn. */
  startPacket(): boolean
}

/**
 * RFC 8260 §3.1: first come, first served is no scheduler at all, since the send queue keeps the order of `send` anyway. Null stands for it,
 * and costs nothing.
 */
export function streamScheduler(name: StreamSchedulerName): StreamScheduler | null {
  switch (name) {
    case 'first-come-first-served':
      return null
    case 'round-robin':
      return new RoundRobin(false)
    case 'round-robin-per-packet':
      return new RoundRobin(true)
    case 'priority':
      return new Priority()
    case 'fair-bandwidth':
      return new FairQueueing(false)
    case 'weighted-fair-queueing':
      return new FairQueueing(true)
    default:
      return name satisfies never
  }
}
