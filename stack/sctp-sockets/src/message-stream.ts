import { Duplex } from 'node:stream'
import type { KeptMessage, OutgoingMessage, SendOptions } from './message-information.js'
import type { OneToOneSocket } from './one-to-one-socket.js'

export interface MessageStreamOptions {
  /** Messages kept for a slow reader before the association is paused; 64 unless told. */
  readonly readableHighWaterMark?: number
  /** Messages kept for a slow association before write() says false; 64 unless told. */
  readonly writableHighWaterMark?: number
  /** How plain octets that are written are sent, and messages that do not say. */
  readonly sendOptions?: SendOptions
}

/**
 * An association as a Node stream in object mode. What is read is a KeptMessage; what is written is an OutgoingMessage or an
 * Uint8Array. Backpressure goes both ways: a reader that is slow closes the peer's window, a peer that is slow holds up write().
 *
 * end() closes the association gracefully, destroy() aborts it. SCTP knows no half-closed state (RFC 6458 §4.1.7): when the peer
 * closes, both sides of the stream end. An association that is lost destroys the stream with its AssociationLostError.
 *
 * Takes the place of the socket's onMessage.
 */
export class MessageStream extends Duplex {
  constructor(
    readonly socket: OneToOneSocket,
    private readonly options: MessageStreamOptions = {},
  ) {
    super({
      objectMode: true,
      allowHalfOpen: false,
      readableHighWaterMark: options.readableHighWaterMark ?? 64,
      writableHighWaterMark: options.writableHighWaterMark ?? 64,
    })
    socket.onMessage = (message) => {
      if (!this.push(socket.keep(message))) socket.holdReceiving(true)
    }
    socket.whenEnded((error) => {
      if (error === null) this.push(null)
      else this.destroy(error)
    })
  }

  override _read(): void {
    this.socket.holdReceiving(false)
  }

  override _write(chunk: OutgoingMessage | KeptMessage | Uint8Array, _encoding: string, written: (error?: Error | null) => void): void {
    const { socket } = this
    const { sendOptions } = this.options
    if (!isMessage(chunk)) {
      written(new TypeError('a MessageStream takes Uint8Array, or an object with payload: Uint8Array'))
      return
    }
    const isBare = chunk instanceof Uint8Array
    const payload = isBare ? chunk : chunk.payload
    const options = isBare ? sendOptions : sendOptions === undefined ? chunk : { ...sendOptions, ...chunk }
    socket.sendWhenRoom(payload, options).then(() => written(), written)
  }

  override _final(ended: (error?: Error | null) => void): void {
    this.socket.close().then(() => ended(), ended)
  }

  override _destroy(error: Error | null, destroyed: (error?: Error | null) => void): void {
    this.socket.onMessage = ignore
    this.socket.abort(error?.message ?? '')
    destroyed(error)
  }
}

function isMessage(chunk: unknown): chunk is OutgoingMessage | Uint8Array {
  return (
    chunk instanceof Uint8Array ||
    (typeof chunk === 'object' && chunk !== null && 'payload' in chunk && chunk.payload instanceof Uint8Array)
  )
}

function ignore(): void {}
