/**
 * The procedures under way, by a small number that goes out with each request and comes back with its answer. Columns instead of
 * objects: beginning and ending one allocates nothing, but when there is no room for more.
 */
export class ProcedureTable {
  /** Under way now. */
  size = 0
  template = new Uint16Array(FIRST_CAPACITY)
  step = new Uint16Array(FIRST_CAPACITY)
  connection = new Uint16Array(FIRST_CAPACITY)
  row = new Uint32Array(FIRST_CAPACITY)
  /** Counts all procedures of the load, and those of their template. */
  arrival = new Float64Array(FIRST_CAPACITY)
  sequence = new Float64Array(FIRST_CAPACITY)
  /** When the message at hand was meant to be sent. */
  intendedAtMs = new Float64Array(FIRST_CAPACITY)
  private free = countingDown(FIRST_CAPACITY, 0)
  private freeCount = FIRST_CAPACITY
  private live = new Uint8Array(FIRST_CAPACITY)

  /** A number nobody else has; the columns at it are the caller's to fill. */
  begin(): number {
    if (this.freeCount === 0) this.grow()
    const procedure = this.free[--this.freeCount]!
    this.live[procedure] = 1
    this.size++
    return procedure
  }

  end(procedure: number): void {
    if (this.live[procedure] === 0) return
    this.live[procedure] = 0
    this.free[this.freeCount++] = procedure
    this.size--
  }

  private grow(): void {
    const before = this.live.length
    const larger = 2 * before
    this.template = grown(this.template, new Uint16Array(larger))
    this.step = grown(this.step, new Uint16Array(larger))
    this.connection = grown(this.connection, new Uint16Array(larger))
    this.row = grown(this.row, new Uint32Array(larger))
    this.arrival = grown(this.arrival, new Float64Array(larger))
    this.sequence = grown(this.sequence, new Float64Array(larger))
    this.intendedAtMs = grown(this.intendedAtMs, new Float64Array(larger))
    this.live = grown(this.live, new Uint8Array(larger))
    this.free = grown(countingDown(before, before), new Int32Array(larger))
    this.freeCount = before
  }
}

function countingDown(count: number, from: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => from + count - 1 - i)
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>(from: T, into: T): T {
  into.set(from)
  return into
}

const FIRST_CAPACITY = 1024
