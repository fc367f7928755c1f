import { NEVER } from './peer-timers.js'

/** A request taken out of the list. The list reuses one of these: good until the next call that takes. */
export class PendingRequest {
  hopByHopId = 0
  endToEndId = 0
  /** The caller's own number for it. */
  context = 0
}

/**
 * The requests of one connection that wait for their answer (RFC 6733 §6.1.2). Hot. Hop-by-Hop Identifiers are handed out one
 * after the other (§3: "normally a monotonically increasing number, whose start value was randomly generated"), so a request
 * stands in a ring at its identifier masked; nothing is built per request and nothing searched. All wait equally long, so the
 * oldest is always the next to expire.
 */
export class PendingRequests {
  /** Requests that wait now. */
  size = 0
  private capacity = FIRST_CAPACITY
  private live = new Uint8Array(FIRST_CAPACITY)
  private endToEndIds = new Uint32Array(FIRST_CAPACITY)
  private commandCodes = new Uint32Array(FIRST_CAPACITY)
  private contexts = new Float64Array(FIRST_CAPACITY)
  private deadlines = new Float64Array(FIRST_CAPACITY)
  /** The oldest identifier that may still wait, and the next one to be handed out. */
  private oldest: number
  private next: number
  private readonly taken = new PendingRequest()

  /**
   * @param firstHopByHopId random
   * @param timeoutMs Tx
   * @param maximum requests that may wait at once
   */
  constructor(
    firstHopByHopId: number,
    private readonly timeoutMs: number,
    private readonly maximum: number,
  ) {
    this.oldest = firstHopByHopId >>> 0
    this.next = this.oldest
  }

  /** The oldest identifier that may still wait. */
  oldestHopByHopId(): number {
    return this.oldest
  }

  /** The identifier that `add` or `skip` hands out next. */
  nextHopByHopId(): number {
    return this.next
  }

  /**
   * No room for one more: too many wait, or so many were handed out since the oldest that its place is needed. The second bound
   * is eight times the first, so that a few requests nobody answers do not stop the rest.
   */
  isFull(): boolean {
    return this.size >= this.maximum || (this.next - this.oldest) >>> 0 >= this.maximum * SPREAD
  }

  /** Takes a request in under the next identifier, which is returned. Not while full. */
  add(commandCode: number, endToEndId: number, context: number, now: number): number {
    const hopByHopId = this.skip()
    if (this.size === 0) this.oldest = hopByHopId
    const slot = hopByHopId & (this.capacity - 1)
    this.live[slot] = 1
    this.endToEndIds[slot] = endToEndId
    this.commandCodes[slot] = commandCode
    this.contexts[slot] = context
    this.deadlines[slot] = now + this.timeoutMs
    this.size++
    return hopByHopId
  }

  /** Hands an identifier out for a message that is not waited for here (CER, DWR, DPR). */
  skip(): number {
    if ((this.next - this.oldest) >>> 0 === this.capacity) this.grow()
    const hopByHopId = this.next
    this.live[hopByHopId & (this.capacity - 1)] = 0
    this.next = (hopByHopId + 1) >>> 0
    if (this.size === 0) this.oldest = this.next
    return hopByHopId
  }

  /**
   * Takes out the request with this identifier. Null when none waits under it (RFC 6733 §3: such an answer MUST be discarded), or one
   * of another command, which this cannot be the answer to.
   */
  take(hopByHopId: number, commandCode: number): PendingRequest | null {
    if ((hopByHopId - this.oldest) >>> 0 >= (this.next - this.oldest) >>> 0) return null
    const slot = hopByHopId & (this.capacity - 1)
    return this.live[slot] === 1 && this.commandCodes[slot] === commandCode ? this.takeOut(hopByHopId, slot) : null
  }

  /** Takes out the request with this identifier when one waits under it and its context is wanted (null: any); else null. */
  withdraw(hopByHopId: number, wanted: ((context: number) => boolean) | null): PendingRequest | null {
    if ((hopByHopId - this.oldest) >>> 0 >= (this.next - this.oldest) >>> 0) return null
    const slot = hopByHopId & (this.capacity - 1)
    if (this.live[slot] === 0 || (wanted !== null && !wanted(this.contexts[slot]!))) return null
    return this.takeOut(hopByHopId, slot)
  }

  /** Takes out the oldest; null when none waits. */
  takeOldest(): PendingRequest | null {
    return this.size === 0 ? null : this.takeOut(this.oldest, this.oldest & (this.capacity - 1))
  }

  /** Takes out the oldest when its time is up, else null. Call it until then. */
  expire(now: number): PendingRequest | null {
    return now < this.deadline() ? null : this.takeOldest()
  }

  /** When the oldest request is given up. */
  deadline(): number {
    return this.size === 0 ? NEVER : this.deadlines[this.oldest & (this.capacity - 1)]!
  }

  private takeOut(hopByHopId: number, slot: number): PendingRequest {
    const { taken } = this
    taken.hopByHopId = hopByHopId
    taken.endToEndId = this.endToEndIds[slot]!
    taken.context = this.contexts[slot]!
    this.live[slot] = 0
    this.size--
    this.forgetAnswered()
    return taken
  }

  /** Moves `oldest` past what has been answered. */
  private forgetAnswered(): void {
    while (this.oldest !== this.next && this.live[this.oldest & (this.capacity - 1)] === 0) this.oldest = (this.oldest + 1) >>> 0
  }

  private grow(): void {
    const larger = 2 * this.capacity
    this.live = this.moved(this.live, new Uint8Array(larger))
    this.endToEndIds = this.moved(this.endToEndIds, new Uint32Array(larger))
    this.commandCodes = this.moved(this.commandCodes, new Uint32Array(larger))
    this.contexts = this.moved(this.contexts, new Float64Array(larger))
    this.deadlines = this.moved(this.deadlines, new Float64Array(larger))
    this.capacity = larger
  }

  private moved<T extends Uint8Array | Uint32Array | Float64Array>(from: T, into: T): T {
    for (let id = this.oldest; id !== this.next; id = (id + 1) >>> 0) into[id & (into.length - 1)] = from[id & (from.length - 1)]!
    return into
  }
}

const FIRST_CAPACITY = 64
const SPREAD = 8
