import type { OutboundStream } from './outbound-stream.js'
import { StreamHeap } from './stream-heap.js'
import type { StreamScheduler } from './stream-scheduler.js'

/**
 * RFC 8260 §3.4: strict priorities. §4.3.2: the lower the value the higher the priority, so that 0, the default, is the highest. Among
 * equals first come, first served, which is what nobody who sets no value notices a difference to.
 */
export class Priority implements StreamScheduler {
  private readonly heap = new StreamHeap()

  join(stream: OutboundStream): void {
    stream.rank = stream.value
    this.heap.add(stream)
  }

  leave(stream: OutboundStream): void {
    this.heap.remove(stream)
  }

  next(): OutboundStream {
    return this.heap.first
  }

  served(stream: OutboundStream): void {
    this.heap.moved(stream)
  }

  changed(stream: OutboundStream): void {
    stream.rank = stream.value
    this.heap.moved(stream)
  }

  startPacket(): boolean {
    return false
  }
}
