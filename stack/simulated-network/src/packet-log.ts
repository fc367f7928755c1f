/** What became of a packet. A packet that arrives twice, or damaged, is written down once for each arrival. */
export type Fate = 'delivered' | 'corrupted' | 'duplicate' | 'lost' | 'queue-full' | 'too-long' | 'link-down' | 'no-receiver'

export interface PacketLogEntry {
  /** When its fate was decided, in milliseconds: at its arrival, or when it was dropped. */
  readonly atMs: number
  readonly from: string
  readonly to: string
  /** Counts the packets of this direction from 0. */
  readonly serial: number
  readonly length: number
  readonly fate: Fate
}

/**
 * The last packets of a network, for the text of a failed test, and a digest of all of them, octets included: two runs with equal
 * digests moved the same octets at the same instants to the same fates.
 */
export class PacketLog {
  /** Packets written down since the start, those forgotten included. */
  count = 0
  private readonly ring: PacketLogEntry[] = []
  private hash = FNV_OFFSET_BASIS
  private readonly instant = new Float64Array(1)
  private readonly instantOctets = new Uint8Array(this.instant.buffer)

  /** @param capacity how many entries are remembered, at least one. */
  constructor(private readonly capacity = 256) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError(`a packet log remembers one packet or more, not ${capacity}`)
  }

  /** `octets` enter the digest and are not kept. */
  record(entry: PacketLogEntry, octets: Uint8Array): void {
    this.ring[this.count % this.capacity] = entry
    this.count++
    this.instant[0] = entry.atMs
    this.mixOctets(this.instantOctets)
    this.mixText(`${entry.from} ${entry.to} ${entry.fate} ${entry.serial} ${entry.length}`)
    this.mixOctets(octets)
  }

  /** 32 bits over all packets so far (FNV-1a): equal for equal traffic on machines of equal octet order. */
  get digest(): number {
    return this.hash >>> 0
  }

  /** The entries remembered, oldest first. */
  entries(): PacketLogEntry[] {
    const first = this.count > this.capacity ? this.count % this.capacity : 0
    return [...this.ring.slice(first), ...this.ring.slice(0, first)]
  }

  /** One line a packet, oldest first, for people. */
  toText(): string {
    const forgotten = this.count - this.ring.length
    const lines = this.entries().map(
      ({ atMs, from, to, serial, length, fate }) =>
        `${atMs.toFixed(3).padStart(12)} ms  ${from} -> ${to}  #${serial}  ${length} octets  ${fate}`,
    )
    return [...(forgotten > 0 ? [`(${forgotten} earlier packets not shown)`] : []), ...lines].join('\n')
  }

  private mixOctets(octets: Uint8Array): void {
    let hash = this.hash
    for (let i = 0; i < octets.length; i++) hash = Math.imul(hash ^ octets[i]!, FNV_PRIME)
    this.hash = hash
  }

  private mixText(text: string): void {
    let hash = this.hash
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME)
    this.hash = hash
  }
}

const FNV_OFFSET_BASIS = 0x811c9dc5 | 0
const FNV_PRIME = 0x01000193
