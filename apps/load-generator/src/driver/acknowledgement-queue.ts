/**
 * Messages that an association has taken and the peer has not acknowledged, in the order they were taken: SCTP acknowledges
 * cumulatively (RFC 9260 §3.3.4), so the number of messages acknowledged says which they are. With several streams the order of the
 * TSNs may differ from that of the calls by what one turn bundles; the number is exact all the same.
 */
export class AcknowledgementQueue {
  count = 0
  private first = 0
  private instants = new Float64Array(FIRST_CAPACITY)

  /** @param intendedAtMs NaN for a message that is not measured */
  add(intendedAtMs: number): void {
    if (this.count === this.instants.length) this.grow()
    this.instants[(this.first + this.count++) & (this.instants.length - 1)] = intendedAtMs
  }

  /** When the message first in line was meant to be sent, which leaves it; only while `count` is above zero. */
  take(): number {
    const intendedAtMs = this.instants[this.first]!
    this.first = (this.first + 1) & (this.instants.length - 1)
    this.count--
    return intendedAtMs
  }

  private grow(): void {
    const { instants, first, count } = this
    this.instants = new Float64Array(2 * count)
    for (let i = 0; i < count; i++) this.instants[i] = instants[(first + i) & (count - 1)]!
    this.first = 0
  }
}

const FIRST_CAPACITY = 1024
