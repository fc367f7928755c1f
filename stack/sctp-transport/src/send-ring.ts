/**
 * Octets of datagrams that the kernel may not have taken yet. Node hands a datagram to the kernel at once when it can; when the
 * socket's buffer is full it keeps a pointer and tries later, so the octets must stand still until the callback of the send.
 * Callbacks of one socket come in the order of its sends, hence a ring: room is taken at the front and given back at the rear.
 */
export class SendRing {
  readonly octets: Uint8Array
  /** Datagrams placed and not yet released. */
  held = 0
  /** Where each datagram begins, by its number. */
  private readonly starts: Int32Array
  private oldest = 0
  private end = 0

  /** @param mostHeld how many datagrams may be held at a time, a power of two. */
  constructor(
    capacity = 1 << 20,
    private readonly mostHeld = 4096,
  ) {
    if (mostHeld < 1 || (mostHeld & (mostHeld - 1)) !== 0) throw new RangeError(`a ring holds a power of two of datagrams, not ${mostHeld}`)
    this.octets = new Uint8Array(capacity)
    this.starts = new Int32Array(mostHeld)
  }

  /** Where `length` octets may be written, to be released later; -1 when there is no room. A datagram is never split. */
  place(length: number): number {
    if (this.held === this.mostHeld) return -1
    const at = this.roomFor(length)
    if (at < 0) return -1
    this.starts[(this.oldest + this.held) & (this.mostHeld - 1)] = at
    this.held++
    this.end = at + length
    return at
  }

  /** Gives back the datagram placed first; does nothing when none is held. */
  release(): void {
    if (this.held === 0) return
    this.oldest = (this.oldest + 1) & (this.mostHeld - 1)
    this.held--
  }

  private roomFor(length: number): number {
    if (this.held === 0) return length <= this.octets.length ? 0 : -1
    const first = this.starts[this.oldest]!
    const last = this.starts[(this.oldest + this.held - 1) & (this.mostHeld - 1)]!
    if (last < first) return this.end + length <= first ? this.end : -1
    if (this.end + length <= this.octets.length) return this.end
    return length <= first ? 0 : -1
  }
}
