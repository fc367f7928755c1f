/**
 * Procedures that wait until they may go on. All wait equally long, so that the first in line is always the next: a ring, which grows
 * when it has to.
 */
export class WaitingProcedures {
  count = 0
  private first = 0
  private procedures = new Int32Array(FIRST_CAPACITY)
  private dueAtMs = new Float64Array(FIRST_CAPACITY)

  add(procedure: number, dueAtMs: number): void {
    if (this.count === this.procedures.length) this.grow()
    const slot = (this.first + this.count++) & (this.procedures.length - 1)
    this.procedures[slot] = procedure
    this.dueAtMs[slot] = dueAtMs
  }

  /** When the first in line may go on; Infinity when nobody waits. */
  nextAtMs(): number {
    return this.count === 0 ? Infinity : this.dueAtMs[this.first]!
  }

  /** Of the first in line; only while somebody waits. */
  firstProcedure(): number {
    return this.procedures[this.first]!
  }

  removeFirst(): void {
    this.first = (this.first + 1) & (this.procedures.length - 1)
    this.count--
  }

  private grow(): void {
    const { procedures, dueAtMs, first, count } = this
    this.procedures = new Int32Array(2 * count)
    this.dueAtMs = new Float64Array(2 * count)
    for (let i = 0; i < count; i++) {
      this.procedures[i] = procedures[(first + i) & (count - 1)]!
      this.dueAtMs[i] = dueAtMs[(first + i) & (count - 1)]!
    }
    this.first = 0
  }
}

const FIRST_CAPACITY = 256
