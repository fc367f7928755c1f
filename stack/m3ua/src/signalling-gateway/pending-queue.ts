import { type DataMessage, dataMessageLength, writeDataMessage } from '@sigbed/m3ua-codec'

/**
 * DATA for an AS in AS-PENDING, in the order given, as octets ready to send. Bounded by messages and by octets. RFC 4666 §4.3.2.
 * It fills and then empties at once, so it is a plain buffer written from the front; it takes no memory until first used.
 */
export class PendingQueue {
  private octets = new Uint8Array(0)
  private used = 0
  private readonly lengths: number[] = []
  private readonly selections: number[] = []

  constructor(
    private readonly maximumMessages: number,
    private readonly maximumOctets: number,
  ) {}

  get size(): number {
    return this.lengths.length
  }

  /** Copies the message in; false when it would pass a bound. */
  push(message: DataMessage): boolean {
    const length = dataMessageLength(message)
    if (this.lengths.length >= this.maximumMessages || this.used + length > this.maximumOctets) return false
    if (this.used + length > this.octets.length) this.grow(this.used + length)
    writeDataMessage(this.octets, this.used, message)
    this.used += length
    this.lengths.push(length)
    this.selections.push(message.protocolData.signallingLinkSelection)
    return true
  }

  /** Hands every message to `send` once, first come first served, and is empty then. Returns how many `send` did not take. */
  drain(send: (octets: Uint8Array, offset: number, length: number, signallingLinkSelection: number) => boolean): number {
    let refused = 0
    for (let i = 0, at = 0; i < this.lengths.length; at += this.lengths[i]!, i++) {
      if (!send(this.octets, at, this.lengths[i]!, this.selections[i]!)) refused++
    }
    this.clear()
    return refused
  }

  clear(): void {
    this.used = 0
    this.lengths.length = 0
    this.selections.length = 0
  }

  private grow(needed: number): void {
    const octets = new Uint8Array(Math.min(this.maximumOctets, Math.max(needed, 2 * this.octets.length, SMALLEST)))
    octets.set(this.octets.subarray(0, this.used))
    this.octets = octets
  }
}

export const DEFAULT_PENDING_MESSAGES = 16_384
export const DEFAULT_PENDING_OCTETS = 4 * 1_048_576
const SMALLEST = 16_384
