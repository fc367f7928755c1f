import { readU8, readU24 } from '@sigbed/octets'
import { MAXIMUM_MESSAGE_LENGTH, MESSAGE_HEADER_LENGTH } from 'diameter-codec'

const NO_OCTETS = new Uint8Array(0)

/**
 * Cuts a byte stream into messages by their Message Length (RFC 6733 §3). For TCP; SCTP keeps the boundaries by itself.
 *
 *     framing.push(octets, offset, length)
 *     while (framing.next()) peer.handleMessage(framing.octets, framing.at, framing.length, now)
 *     if (framing.compromised) abort
 *
 * A message that lies whole in the pushed octets is handed out where it lies; only a rest is copied. What `next` shows is good
 * until the next push. Push only after `next` has returned false.
 */
export class MessageFraming {
  octets: Uint8Array = NO_OCTETS
  at = 0
  length = 0
  /**
   * The stream does not carry Diameter, or no more: another version, a length below the header or above the bound. There is no
   * way to find the next message, so the connection MUST be reset (RFC 6733 §2.1).
   */
  compromised = false
  private rest: Uint8Array = NO_OCTETS
  private restLength = 0
  private nextAt = 0
  private endAt = 0

  /** @param longestMessage octets; a length field above it compromises the stream, so that no peer can make us buffer 16 MB. */
  constructor(private readonly longestMessage = MAXIMUM_MESSAGE_LENGTH) {}

  push(octets: Uint8Array, offset = 0, length = octets.length - offset): void {
    if (this.restLength === 0) {
      this.show(octets, offset, offset + length)
      return
    }
    this.reserve(this.restLength + length)
    this.rest.set(octets.subarray(offset, offset + length), this.restLength)
    this.restLength += length
    this.show(this.rest, 0, this.restLength)
  }

  /** For another stream: what was kept of the last one is dropped. */
  reset(): void {
    this.compromised = false
    this.rest = NO_OCTETS
    this.restLength = 0
    this.show(NO_OCTETS, 0, 0)
  }

  /** True when a whole message stands at `at`; false when more octets are needed, which are then kept. */
  next(): boolean {
    const left = this.endAt - this.nextAt
    if (this.compromised || left < 4) return this.keepRest(left)
    const length = readU24(this.octets, this.nextAt + 1)
    if (readU8(this.octets, this.nextAt) !== 1 || length < MESSAGE_HEADER_LENGTH || length > this.longestMessage) {
      this.compromised = true
      return this.keepRest(0)
    }
    if (left < length) return this.keepRest(left)
    this.at = this.nextAt
    this.length = length
    this.nextAt += length
    return true
  }

  private show(octets: Uint8Array, from: number, to: number): void {
    this.octets = octets
    this.nextAt = from
    this.endAt = to
  }

  private keepRest(length: number): boolean {
    if (this.octets === this.rest) {
      // Only what has moved: a long message that comes octet by octet must not cost its length every time.
      if (this.nextAt > 0) this.rest.copyWithin(0, this.nextAt, this.endAt)
    } else if (length > 0) {
      this.reserve(length)
      this.rest.set(this.octets.subarray(this.nextAt, this.endAt))
    }
    this.restLength = length
    this.show(NO_OCTETS, 0, 0)
    return false
  }

  private reserve(length: number): void {
    if (length <= this.rest.length) return
    const larger = new Uint8Array(Math.max(length, 2 * this.rest.length))
    larger.set(this.rest.subarray(0, this.restLength))
    this.rest = larger
  }
}
