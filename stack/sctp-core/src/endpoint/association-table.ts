import type { Association } from '../association/association.js'
import type { TransportAddressTable } from './transport-address-table.js'

/**
 * Finds the association a packet belongs to (RFC 9260 §8.4: by its transport addresses), in constant time: by address and ports, and
 * by this side's Verification Tag, which is unique in the endpoint and on every packet but INIT. Holds the addresses of those it knows.
 */
export class AssociationTable {
  private readonly byTag = new Map<number, Association>()
  private readonly byWay = new Map<string, Association>()
  private readonly entries = new Map<Association, Entry>()

  constructor(private readonly addresses: TransportAddressTable) {}

  get size(): number {
    return this.byTag.size
  }

  [Symbol.iterator](): IterableIterator<Association> {
    return this.byTag.values()
  }

  hasTag(tag: number): boolean {
    return this.byTag.has(tag)
  }

  withTag(tag: number): Association | undefined {
    return this.byTag.get(tag)
  }

  /** The association with a peer at this transport address and SCTP port. */
  from(remoteAddress: number, peerPort: number, localPort: number): Association | undefined {
    return this.byWay.get(way(remoteAddress, peerPort, localPort))
  }

  /** Adds an association, or learns of its new tag and addresses. */
  index(association: Association): void {
    // Where the setup goes on may be no path any more, the peer's encapsulation port having changed (RFC 6951 §5.4).
    const held = [...association.paths.paths.map((path) => path.remoteAddress), ...(association.setup?.destinations ?? [])]
    for (const address of held) this.addresses.hold(address)
    this.remove(association)
    this.byTag.set(association.localTag, association)
    const ways: string[] = []
    for (const path of association.paths.paths) {
      const key = way(path.remoteAddress, association.peerPort, association.localPort)
      if (this.byWay.has(key)) continue
      this.byWay.set(key, association)
      ways.push(key)
    }
    this.entries.set(association, { tag: association.localTag, ways, held })
  }

  remove(association: Association): void {
    const entry = this.entries.get(association)
    if (entry === undefined) return
    for (const key of entry.ways) this.byWay.delete(key)
    this.byTag.delete(entry.tag)
    this.entries.delete(association)
    for (const address of entry.held) this.addresses.release(address)
  }
}

interface Entry {
  readonly tag: number
  readonly ways: readonly string[]
  /** Transport addresses held for the association. */
  readonly held: readonly number[]
}

function way(remoteAddress: number, peerPort: number, localPort: number): string {
  return `${remoteAddress}/${peerPort}/${localPort}`
}
