import type { SlabPage } from '@sigbed/octets'
import { ssnAdd, ssnLess } from '@sigbed/sctp-codec'

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

  /** Takes out the held message that came whole in chunk `tsn`, if there is one: it is given up to make room. */
  drop(tsn: number): EarlyMessage | null {
    for (const message of this.early.values()) {
      if (message.tsn !== tsn || message.page === null) continue
      this.early.delete(message.streamSequenceNumber)
      return message
    }
    return null
  }
}
