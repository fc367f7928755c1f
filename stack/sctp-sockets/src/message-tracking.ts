import type { MessageOutcome } from '@sigbed/sctp-core'
import type { Delivery, SendFailureReason } from './message-information.js'

/** A message whose fate somebody wants to hear. */
export interface TrackedMessage {
  /** The user's own number for it. */
  readonly context: number
  readonly stream: number
  readonly payloadProtocolId: number
  readonly unordered: boolean
  /** A copy, kept for SCTP_SEND_FAILED_EVENT; null when nobody subscribed to it. */
  readonly payload: Uint8Array | null
  /** Null for a message that is only watched for that event. */
  readonly settled: ((delivery: Delivery) => void) | null
}

/**
 * The messages of one association that are on their way and asked after. The core knows each by a number of its own, so that users
 * may give the same context to many messages (RFC 6458 §5.3.4 leaves it to them).
 */
export class MessageTracking {
  private readonly messages = new Map<number, TrackedMessage>()
  private lastTag = 0

  /** @param onFailure called for each message that failed, after its own callback */
  constructor(private readonly onFailure: (message: TrackedMessage, sent: boolean, reason: SendFailureReason) => void) {}

  get size(): number {
    return this.messages.size
  }

  /** A number no message has: the context to hand to the core. Never 0. */
  nextTag(): number {
    return ++this.lastTag
  }

  /** To be called once the core has taken the message. */
  remember(tag: number, message: TrackedMessage): void {
    this.messages.set(tag, message)
  }

  /** @param reason why, in case it failed */
  settle(outcome: MessageOutcome, reason: SendFailureReason): void {
    const message = this.messages.get(outcome.context)
    if (message === undefined) return
    this.messages.delete(outcome.context)
    if (outcome.acknowledged) message.settled?.({ outcome: 'acknowledged', context: message.context })
    else this.fail(message, outcome.sent, reason)
  }

  /** Everything still open has failed without having been sent: the association went while it was being set up. */
  giveUp(reason: SendFailureReason): void {
    const given = [...this.messages.values()]
    this.messages.clear()
    for (const message of given) this.fail(message, false, reason)
  }

  private fail(message: TrackedMessage, sent: boolean, reason: SendFailureReason): void {
    message.settled?.({ outcome: 'failed', context: message.context, sent, reason })
    this.onFailure(message, sent, reason)
  }
}
