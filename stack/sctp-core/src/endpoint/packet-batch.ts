/** What is known of a packet's checksum. The core never computes one: it belongs to the transport's edge. */
export const CHECKSUM_ABSENT = 0
export const CHECKSUM_GOOD = 1
export const CHECKSUM_BAD = 2

/**
 * Many packets in one arena, with parallel arrays that say where each lies and between which transport addresses it travels.
 * One batch crosses the border between core and transport at a time: the core appends what it sends, the transport what arrived.
 *
 * Both sides reuse theirs: whoever hands a batch over lends it until the call returns. Addresses are indices into the
 * endpoint's TransportAddressTable. Outgoing packets carry a zero checksum (CHECKSUM_ABSENT); the transport fills it in. One with
 * another mark has its checksum field filled already, rightly or, where a network that flips bits is rehearsed, wrongly: it leaves as it is.
 */
export class PacketBatch {
  readonly arena: Uint8Array
  readonly offset: Int32Array
  readonly length: Int32Array
  readonly localAddress: Int32Array
  readonly remoteAddress: Int32Array
  readonly checksum: Uint8Array
  count = 0
  /** First free octet of the arena. */
  end = 0

  constructor(
    readonly capacity = 64,
    arenaLength = 64 * 2048,
  ) {
    this.arena = new Uint8Array(arenaLength)
    this.offset = new Int32Array(capacity)
    this.length = new Int32Array(capacity)
    this.localAddress = new Int32Array(capacity)
    this.remoteAddress = new Int32Array(capacity)
    this.checksum = new Uint8Array(capacity)
  }

  /** True when one more packet of `length` octets fits. */
  hasRoom(length: number): boolean {
    return this.count < this.capacity && this.end + length <= this.arena.length
  }

  /** Closes the packet that was written at `end`; the next one begins behind it, on a four-octet boundary. */
  commit(length: number, localAddress: number, remoteAddress: number, checksum: number): void {
    const index = this.count++
    this.offset[index] = this.end
    this.length[index] = length
    this.localAddress[index] = localAddress
    this.remoteAddress[index] = remoteAddress
    this.checksum[index] = checksum
    this.end += (length + 3) & ~3
  }

  /** Copies a whole packet in; false when there is no room. */
  append(octets: Uint8Array, from: number, length: number, localAddress: number, remoteAddress: number, checksum: number): boolean {
    if (!this.hasRoom(length)) return false
    this.arena.set(octets.subarray(from, from + length), this.end)
    this.commit(length, localAddress, remoteAddress, checksum)
    return true
  }

  clear(): void {
    this.count = 0
    this.end = 0
  }
}
