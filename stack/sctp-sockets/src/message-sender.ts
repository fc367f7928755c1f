import { type Association, MessageOutcome, type SendOutcome } from '@sigbed/sctp-core'
import type { Delivery, SendFailureReason, SendOptions } from './message-information.js'
import { MessageTracking } from './message-tracking.js'
import type { SendFailed } from './notification.js'
import { demandPartialReliability, policyNumber, policyValue } from './partial-reliability.js'
import type { SocketSettings } from './socket-settings.js'
import { WaitingSends } from './waiting-sends.js'

/** What sending needs of the socket it is done for. */
export interface SenderHost {
  /** For people. */
  readonly peer: string
  readonly settings: SocketSettings
  /** The index of an address of the peer. @throws SctpError SCTP_ADDRESS_INVALID */
  addressIndex(text: string): number
  planDrain(): void
  now(): number
  /** SCTP_EOF */
  shutDown(): void
  /** SCTP_ABORT */
  abort(reason: string): void
  sendFailed(notification: SendFailed): void
}

/** The sending half of a socket: SCTP_SNDINFO and its defaults, messages that are asked after, messages that wait for room. */
export class MessageSender {
  private readonly tracking = new MessageTracking((message, sent, reason) => {
    const { payload, stream, payloadProtocolId, unordered, context } = message
    if (payload === null || !this.host.settings.subscription.keepsMessages) return
    this.host.sendFailed({ kind: 'send-failed', sent, reason, stream, payloadProtocolId, unordered, context, payload })
  })
  private readonly waiting: WaitingSends

  constructor(
    private readonly association: Association,
    private readonly host: SenderHost,
  ) {
    this.waiting = new WaitingSends((payload, options) => this.send(payload, options, null), host.peer)
  }

  /**
   * @param settled called once with what becomes of the message, if it is taken; null when nobody asks
   * @throws SctpError SCTP_ADDRESS_INVALID for `destination`, SCTP_OPTION_INVALID for `reliability`
   */
  send(payload: Uint8Array, options: SendOptions, settled: ((delivery: Delivery) => void) | null): SendOutcome {
    const { association, host, tracking } = this
    const { defaultSend, subscription } = host.settings
    if (options.abort === true) return this.abortWith(payload)
    const eof = options.eof ?? defaultSend.eof ?? false
    if (eof && payload.length === 0) return this.shutDown()
    const stream = options.stream ?? defaultSend.stream ?? 0
    const payloadProtocolId = options.payloadProtocolId ?? defaultSend.payloadProtocolId ?? 0
    const unordered = options.unordered ?? defaultSend.unordered ?? false
    const immediate = options.immediate ?? defaultSend.immediate ?? false
    const remoteAddress = options.destination === undefined ? -1 : host.addressIndex(options.destination)
    const { reliability = host.settings.defaultReliability } = options
    if (options.reliability !== undefined) demandPartialReliability('reliability', reliability)
    const policy = policyNumber(reliability.policy)
    const value = policyValue(reliability, host.now())
    const keepsCopy = subscription.keepsMessages
    const tag = settled === null && !keepsCopy ? 0 : tracking.nextTag()
    const { length } = payload
    const outcome = association.send(stream, payloadProtocolId, unordered, payload, 0, length, immediate, tag, remoteAddress, policy, value)
    if (outcome !== 'queued') return outcome
    if (tag !== 0) {
      const copy = keepsCopy ? Uint8Array.from(payload) : null
      tracking.remember(tag, { context: this.contextOf(options), stream, payloadProtocolId, unordered, payload: copy, settled })
    }
    if (eof) return this.shutDown()
    host.planDrain()
    return 'queued'
  }

  /** Also tells when the message is not even taken. */
  sendTracked(payload: Uint8Array, options: SendOptions, settled: (delivery: Delivery) => void): void {
    const outcome = this.send(payload, options, settled)
    if (outcome !== 'queued') settled({ outcome: 'failed', context: this.contextOf(options), sent: false, reason: outcome })
  }

  /** See WaitingSends.send. */
  sendWhenRoom(payload: Uint8Array, options: SendOptions): Promise<void> {
    return this.waiting.send(payload, options)
  }

  /** There may be room again, or no more use in waiting. */
  retryWaiting(): void {
    this.waiting.retry()
  }

  /** While the association lives, only messages fail that are given up, or whose stream the peer did not grant (RFC 9260 §5.1.1). */
  handleOutcome(outcome: MessageOutcome): void {
    this.tracking.settle(outcome, outcome.abandoned ? 'abandoned' : 'no-such-stream')
  }

  /** The association was lost, closed or begun anew: takes from the core what became of the messages before it tells of that. */
  handleLoss(reason: SendFailureReason): void {
    const outcome = new MessageOutcome()
    while (this.association.outcomes.poll(outcome)) this.tracking.settle(outcome, outcome.abandoned ? 'abandoned' : reason)
    // What was sent before the association was up leaves no outcome.
    this.tracking.giveUp(reason)
  }

  private contextOf(options: SendOptions): number {
    return options.context ?? this.host.settings.defaultSend.context ?? 0
  }

  /** RFC 6458 §5.3.4, SCTP_ABORT: the message is the reason the peer is told. */
  private abortWith(payload: Uint8Array): SendOutcome {
    if (this.association.isOver) return 'closed'
    this.host.abort(String.fromCharCode(...payload.subarray(0, LONGEST_REASON)))
    return 'queued'
  }

  /** RFC 6458 §5.3.4, SCTP_EOF. */
  private shutDown(): SendOutcome {
    if (this.association.isOver) return 'closed'
    this.host.shutDown()
    return 'queued'
  }
}

/** What the core takes of an abort's reason. */
const LONGEST_REASON = 200
