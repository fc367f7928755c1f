/**
 * Messages that were sent and whose echo has not come back, by sequence number: a window over the numbers given out, which moves on when
 * the one in front comes back or is given up. Grows when it has to; adding and taking allocate nothing else.
 */
export class AwaitedEchoes {
  /** How many are awaited. */
  count = 0
  /** The window: numbers from `first` on, so many of them. */
  private first = 0
  private length = 0
  /** By number, when a message was meant to be sent; NaN: it is not awaited. */
  private instants = new Float64Array(FIRST_CAPACITY)

  /** @param sequence larger than any before; those left out are not awaited */
  add(sequence: number, intendedAtMs: number): void {
    if (this.length === 0) this.first = sequence
    while (sequence - this.first >= this.instants.length) this.grow()
    for (let skipped = this.first + this.length; skipped < sequence; skipped++) this.instants[this.slotOf(skipped)] = Number.NaN
    this.instants[this.slotOf(sequence)] = intendedAtMs
    this.length = sequence - this.first + 1
    this.count++
  }

  /** An echo came back. @returns when its message was meant to be sent; NaN when it is not awaited, or no longer */
  take(sequence: number): number {
    if (sequence < this.first || sequence >= this.first + this.length) return Number.NaN
    const slot = this.slotOf(sequence)
    const intendedAtMs = this.instants[slot]!
    if (Number.isNaN(intendedAtMs)) return Number.NaN
    this.instants[slot] = Number.NaN
    this.count--
    this.moveOn()
    return intendedAtMs
  }

  /** Gives up the message in front, when it was meant for before an instant. @returns for when; NaN when there is none such */
  giveUp(beforeMs: number): number {
    if (this.length === 0) return Number.NaN
    const intendedAtMs = this.instants[this.slotOf(this.first)]!
    return intendedAtMs < beforeMs ? this.take(this.first) : Number.NaN
  }

  private moveOn(): void {
    while (this.length > 0 && Number.isNaN(this.instants[this.slotOf(this.first)]!)) {
      this.first++
      this.length--
    }
  }

  private slotOf(sequence: number): number {
    return sequence & (this.instants.length - 1)
  }

  private grow(): void {
    const { instants, first, length } = this
    const larger = new Float64Array(2 * instants.length)
    for (let sequence = first; sequence < first + length; sequence++)
      larger[sequence & (larger.length - 1)] = instants[sequence & (instants.length - 1)]!
    this.instants = larger
  }
}

const FIRST_CAPACITY = 1024
