import type { OutboundStream } from './outbound-stream.js'

/**
 * The streams that have messages, the one of the lowest rank first; of equal ones that whose first message was sent first. Each finds
 * its place in logarithmic time, so that 65,535 streams cost little more than 32.
 */
export class StreamHeap {
  private readonly streams: OutboundStream[] = []

  get isEmpty(): boolean {
    return this.streams.length === 0
  }

  /** Only when there is one. */
  get first(): OutboundStream {
    return this.streams[0]!
  }

  add(stream: OutboundStream): void {
    stream.heapIndex = this.streams.length
    this.streams.push(stream)
    this.rise(stream)
  }

  /** Its rank or its first message has changed. */
  moved(stream: OutboundStream): void {
    this.rise(stream)
    this.sink(stream)
  }

  remove(stream: OutboundStream): void {
    const last = this.streams.pop()!
    const index = stream.heapIndex
    stream.heapIndex = -1
    if (last === stream) return
    this.put(last, index)
    this.moved(last)
  }

  private rise(stream: OutboundStream): void {
    while (stream.heapIndex > 0) {
      const index = stream.heapIndex
      const parent = this.streams[(index - 1) >> 1]!
      if (!precedes(stream, parent)) return
      this.put(stream, parent.heapIndex)
      this.put(parent, index)
    }
  }

  private sink(stream: OutboundStream): void {
    for (;;) {
      const index = stream.heapIndex
      const left = this.streams[2 * index + 1]
      if (left === undefined) return
      const right = this.streams[2 * index + 2]
      const child = right !== undefined && precedes(right, left) ? right : left
      if (!precedes(child, stream)) return
      this.put(stream, child.heapIndex)
      this.put(child, index)
    }
  }

  private put(stream: OutboundStream, index: number): void {
    this.streams[index] = stream
    stream.heapIndex = index
  }
}

function precedes(one: OutboundStream, other: OutboundStream): boolean {
  return one.rank < other.rank || (one.rank === other.rank && one.firstSerial < other.firstSerial)
}
