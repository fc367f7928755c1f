import type { DataMessage, M3uaMessage } from '@sigbed/m3ua-codec'
import type { LowerLayer } from '../lower-layer.js'
import type { AspEvent } from '../m3ua-event.js'
import { MessageSender } from '../message-sender.js'

/** What the procedures of one ASP share: the way to its peer, the message at hand and how to refuse it, and whom to tell. */
export class AspLink {
  private readonly sender = new MessageSender()
  private octets: Uint8Array = NO_OCTETS
  private offset = 0
  private length = 0

  constructor(
    private readonly lowerLayer: LowerLayer,
    /** For what happened. Called synchronously. */
    readonly onEvent: (event: AspEvent) => void,
  ) {}

  /** False when the association did not take it. */
  send(message: M3uaMessage): boolean {
    return this.sender.send(this.lowerLayer, message)
  }

  /** Allocates nothing. */
  sendData(message: DataMessage, streamId: number): boolean {
    return this.sender.sendData(this.lowerLayer, message, streamId)
  }

  /** The message that `refuse` answers until the next; it is borrowed until `finish`. */
  begin(octets: Uint8Array, offset: number, length: number): void {
    this.octets = octets
    this.offset = offset
    this.length = length
  }

  finish(): void {
    this.octets = NO_OCTETS
    this.length = 0
  }

  /** Answers the message at hand with ERR, unless it is one. RFC 4666 §3.8.1. */
  refuse(errorCode: number, where: string, routingContexts: readonly number[] = [], networkAppearance: number | null = null): void {
    const { octets, offset, length } = this
    const sent = this.sender.sendError(this.lowerLayer, errorCode, octets, offset, length, routingContexts, networkAppearance)
    if (sent) this.onEvent({ kind: 'error-sent', errorCode, where })
  }

  /** Answers the DATA at hand, which `message` is the reading of. */
  refuseData(errorCode: number, message: DataMessage): void {
    this.sender.sendDataError(this.lowerLayer, errorCode, this.octets, this.offset, this.length, message)
    this.onEvent({ kind: 'error-sent', errorCode, where: 'DATA' })
  }
}

const NO_OCTETS = new Uint8Array(0)
