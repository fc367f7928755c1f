import type { OutboundStream } from './outbound-stream.js'
import { StreamHeap } from './stream-heap.js'
import type { StreamScheduler } from './stream-scheduler.js'

/**
 * Every stream gets its share of the octets, however long its messages are: all the same (RFC 8260 §3.5), or by their weights (§3.6).
 *
 * Each stream has a time of its own, which a turn moves on by the octets sent, divided by its weight; next is the stream that is
 * furthest behind. One that comes with messages after a rest begins where the furthest behind is: what it did not use is gone, and
 * what it had in advance it still has to wait for. A busy period begins at 0 when nobody has messages, so times stay small.
 */
export class FairQueueing implements StreamScheduler {
  private readonly heap = new StreamHeap()
  private busyPeriod = 0

  constructor(private readonly weighted: boolean) {}

  join(stream: OutboundStream): void {
    if (this.heap.isEmpty) this.busyPeriod++
    const now = this.heap.isEmpty ? 0 : this.heap.first.rank
    const own = stream.busyPeriod === this.busyPeriod ? stream.rank : 0
    stream.rank = Math.max(own, now)
    stream.busyPeriod = this.busyPeriod
    this.heap.add(stream)
  }

  leave(stream: OutboundStream): void {
    this.heap.remove(stream)
  }

  next(): OutboundStream {
    return this.heap.first
  }

  served(stream: OutboundStream, octets: number): void {
    stream.rank += octets / this.weightOf(stream)
    this.heap.moved(stream)
  }

  /** A weight counts from the next turn on. */
  changed(stream: OutboundStream): void {
    this.heap.moved(stream)
  }

  startPacket(): boolean {
    return false
  }

  /** §4.3.3 leaves open what a stream has that nobody gave a weight: the smallest. */
  private weightOf(stream: OutboundStream): number {
    return this.weighted ? Math.max(stream.value, 1) : 1
  }
}
