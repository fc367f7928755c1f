import type { SlabPage } from '@sigbed/octets'
import { ssnAdd, ssnLess, tsnLess } from '@sigbed/sctp-codec'

/** A complete message that came before its turn. */
export interface EarlyMessage {
  readonly streamSequenceNumber: number
  readonly payloadProtocolId: number
  readonly tsn: number
  readonly octets: Uint8Array
  readonly offset: number
  readonly length: number
  readonly page: SlabPage | null
  readonly heldOctets: number
}

/** The order of one inbound stream (RFC 9260 §6.6): which stream sequence number comes next, and what came too early. */
export class OrderedStream {
  expected = 0
  private readonly early = new Map<number, EarlyMessage>()

  /** 'now' when it is this message's turn, 'early' to hold it, 'stale' when that number was delivered before or is held already. */
  judge(streamSequenceNumber: number): 'now' | 'early' | 'stale' {
    if (streamSequenceNumber === this.expected) return 'now'
    if (ssnLess(streamSequenceNumber, this.expected) || this.early.has(streamSequenceNumber)) return 'stale'
    return 'early'
  }

  hold(message: EarlyMessage): void {
    this.early.set(message.streamSequenceNumber, message)
  }

  /** The message whose turn it is was delivered. */
  delivered(): void {
    this.expected = ssnAdd(this.expected, 1)
  }

  /** The held message whose turn it is now, taken out; null when it has not come. */
  takeNext(): EarlyMessage | null {
    if (this.early.size === 0) return null
    const message = this.early.get(this.expected)
    if (message === undefined) return null
    this.early.delete(this.expected)
    return message
  }

  /**
   * Messages up to `streamSequenceNumber` will not come any more (RFC 3758 §3.6): those of them that are held, in order, taken out. What
   * comes next is the number after it. Costs no more than the numbers passed or the messages held, whichever are fewer.
   */
  skipTo(streamSequenceNumber: number): EarlyMessage[] {
    if (ssnLess(streamSequenceNumber, this.expected)) return []
    const { early, expected } = this
    const passed = ((streamSequenceNumber - expected) & 0xffff) + 1
    this.expected = ssnAdd(streamSequenceNumber, 1)
    if (early.size === 0) return []
    const place = (message: EarlyMessage) => (message.streamSequenceNumber - expected) & 0xffff
    const stranded =
      passed < early.size
        ? Array.from({ length: passed }, (_, i) => early.get(ssnAdd(expected, i))).filter((message) => message !== undefined)
        : [...early.values()].filter((message) => place(message) < passed).sort((one, other) => place(one) - place(other))
    for (const message of stranded) early.delete(message.streamSequenceNumber)
    return stranded
  }

  /** Of the held messages that came whole in one chunk above `tsn`, the one with the highest TSN; null when there is none. */
  highestAbove(tsn: number): EarlyMessage | null {
    let highest: EarlyMessage | null = null
    for (const message of this.early.values()) {
      if (message.page !== null && tsnLess(highest?.tsn ?? tsn, message.tsn)) highest = message
    }
    return highest
  }

  /** Forgets a held message: it is given up to make room. */
  drop(message: EarlyMessage): void {
    this.early.delete(message.streamSequenceNumber)
  }
}
