import type { OutboundStream } from './outbound-stream.js'
import type { StreamScheduler } from './stream-scheduler.js'

/**
 * RFC 8260 §3.2: one stream after the other, a turn each, in a ring of those that have messages. Per packet (§3.3) the turn lasts
 * until a packet is full.
 */
export class RoundRobin implements StreamScheduler {
  /** Whose turn it is; null when no stream has messages. */
  private head: OutboundStream | null = null
  /** The packet that is being filled has something of the head. */
  private inPacket = false

  constructor(private readonly perPacket: boolean) {}

  /** At the end of the round. */
  join(stream: OutboundStream): void {
    const { head } = this
    if (head === null) {
      stream.following = stream
      stream.preceding = stream
      this.head = stream
      this.inPacket = false
      return
    }
    stream.following = head
    stream.preceding = head.preceding
    head.preceding.following = stream
    head.preceding = stream
  }

  leave(stream: OutboundStream): void {
    if (this.head === stream) this.turn()
    if (this.head === stream) this.head = null
    stream.preceding.following = stream.following
    stream.following.preceding = stream.preceding
    stream.following = stream
    stream.preceding = stream
  }

  next(): OutboundStream {
    return this.head!
  }

  served(stream: OutboundStream): void {
    // Another than the head was in the middle of a message when this scheduler began.
    if (stream !== this.head) return
    if (this.perPacket) this.inPacket = true
    else this.turn()
  }

  changed(): void {}

  startPacket(): boolean {
    if (!this.inPacket) return false
    this.turn()
    return true
  }

  private turn(): void {
    this.head = this.head!.following
    this.inPacket = false
  }
}
