/**
 * Messages that came due while the stack took none, first in line first. Room for a fixed number, laid out once; each keeps the
 * instant it was meant for, so that the time it waits here counts as latency.
 */
export class Backlog {
  /** How many wait. */
  count = 0
  private first = 0
  private readonly mask: number
  private readonly sequences: Uint32Array
  private readonly intended: Float64Array

  /** @param limit the most messages that may wait; 0: none ever does. */
  constructor(readonly limit: number) {
    const room = 2 ** Math.ceil(Math.log2(Math.max(limit, 1)))
    this.mask = room - 1
    this.sequences = new Uint32Array(room)
    this.intended = new Float64Array(room)
  }

  /** Puts a message last in line; false: the line is full and nothing has changed. */
  add(sequence: number, intendedAtMs: number): boolean {
    if (this.count >= this.limit) return false
    const slot = (this.first + this.count) & this.mask
    this.sequences[slot] = sequence
    this.intended[slot] = intendedAtMs
    this.count++
    return true
  }

  /** Of the message first in line; only while `count` is above zero. */
  firstSequence(): number {
    return this.sequences[this.first]!
  }

  /** Of the message first in line; only while `count` is above zero. */
  firstIntendedAtMs(): number {
    return this.intended[this.first]!
  }

  removeFirst(): void {
    this.first = (this.first + 1) & this.mask
    this.count--
  }
}
