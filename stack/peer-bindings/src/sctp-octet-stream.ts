import { Duplex } from 'node:stream'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'

/**
 * An association as a stream of octets, on its stream 0, in order: what TLS runs on (RFC 3436 §3, with one stream and so one TLS
 * session). Backpressure goes both ways. end() closes the association gracefully, destroy() aborts it.
 *
 * RFC 6733 §2.1 wants DTLS on SCTP. Node has none, and no library of its kind is kept up well enough to trust with it; TLS on SCTP, the
 * way of RFC 3588, is what can be offered soundly, between nodes that both speak it. The payload protocol identifier is therefore 0:
 * 46 is for clear text, 47 for DTLS.
 *
 * Takes the place of the socket's onMessage.
 */
export class SctpOctetStream extends Duplex {
  constructor(private readonly socket: OneToOneSocket) {
    super({ allowHalfOpen: false })
    socket.onMessage = (message) => {
      const { octets, offset, length } = message
      if (!this.push(octets.slice(offset, offset + length))) socket.holdReceiving(true)
    }
    socket.whenEnded((error) => {
      if (error === null) this.push(null)
      else this.destroy(error)
    })
  }

  override _read(): void {
    this.socket.holdReceiving(false)
  }

  override _write(octets: Uint8Array, _encoding: string, written: (error?: Error | null) => void): void {
    void this.send(octets).then(() => written(), written)
  }

  override _final(ended: (error?: Error | null) => void): void {
    this.socket.close().then(() => ended(), ended)
  }

  override _destroy(error: Error | null, destroyed: (error?: Error | null) => void): void {
    this.socket.onMessage = ignore
    this.socket.abort(error?.message ?? '')
    destroyed(error)
  }

  private async send(octets: Uint8Array): Promise<void> {
    for (let at = 0; at < octets.length; at += LONGEST_PIECE) {
      await this.socket.sendWhenRoom(octets.subarray(at, at + LONGEST_PIECE), { stream: 0, payloadProtocolId: 0 })
    }
  }
}

/** Of one message: TLS records are 16 KiB at most, and a message has to fit the peer's window. */
const LONGEST_PIECE = 16_384

function ignore(): void {}
