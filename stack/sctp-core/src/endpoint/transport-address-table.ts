import { formatIpAddress, sameOctets } from '@sigbed/octets'

/**
 * Where packets come from and go to: an IP address, and the UDP port that SCTP is encapsulated to there
 * (RFC 6951 §5.1; 0 where SCTP runs on IP itself). The SCTP port is not part of it: it stands in each packet.
 */
export interface TransportAddress {
  /** 4 octets for IPv4, 16 for IPv6. */
  readonly octets: Uint8Array
  readonly encapsulationPort: number
  readonly text: string
}

/**
 * Gives every transport address a small integer, so that nothing on the way of a packet compares addresses.
 * Shared by one endpoint and its transport.
 *
 * An index is good while somebody holds it: associations hold those of their paths, a transport those of the packets it has not
 * handed over yet. When the table is full, a new address gets the index that nobody has held for the longest time, but none that was
 * entered or let go in this turn of the endpoint or the one before: answers may still be on their way there. So strangers can fill
 * the table, but not for good. Whoever remembers something about an index it does not hold compares what `at` gives: another address
 * is another object.
 */
export class TransportAddressTable {
  private readonly addresses: TransportAddress[] = []
  private readonly indexByPort = new Map<string, Map<number, number>>()
  /** For each index, how many hold it. */
  private readonly holders: number[] = []
  /** Those that nobody holds are a list, in the order in which they were let go; here their neighbours, -1 at the ends. */
  private readonly older: number[] = []
  private readonly newer: number[] = []
  /** The turn in which each was entered in the list. */
  private readonly idleSince: number[] = []
  private oldest = -1
  private newest = -1
  private turn = 0

  constructor(private readonly mostAddresses = 65_536) {}

  /** How many addresses are remembered. */
  get size(): number {
    return this.addresses.length
  }

  /**
   * The index of an address, new or known; -1 when the table is full of addresses that are in use. Copies `octets`. Good for this
   * turn and the next; hold it to keep it longer.
   */
  intern(octets: Uint8Array, encapsulationPort: number): number {
    const text = formatIpAddress(octets)
    const known = this.find(text, encapsulationPort)
    if (known >= 0) {
      if (this.holders[known] === 0) this.renew(known)
      return known
    }
    const index = this.addresses.length < this.mostAddresses ? this.addIndex() : this.forgetOldest()
    if (index < 0) return -1
    this.addresses[index] = { octets: new Uint8Array(octets), encapsulationPort, text }
    let byPort = this.indexByPort.get(text)
    if (byPort === undefined) this.indexByPort.set(text, (byPort = new Map()))
    byPort.set(encapsulationPort, index)
    this.appendIdle(index)
    return index
  }

  /** The index of an address in canonical text (RFC 5952), -1 for one that is not known. Enters nothing. */
  find(text: string, encapsulationPort: number): number {
    return this.indexByPort.get(text)?.get(encapsulationPort) ?? -1
  }

  /** Keeps the index for this address until `release` has been called as often. @throws RangeError for an index that intern did not give. */
  hold(index: number): void {
    const holders = this.holders[index]
    if (holders === undefined) throw new RangeError(`no transport address ${index}`)
    if (holders === 0) this.removeIdle(index)
    this.holders[index] = holders + 1
  }

  /** @throws RangeError for an index that nobody holds. */
  release(index: number): void {
    const holders = this.holders[index] ?? 0
    if (holders === 0) throw new RangeError(`nobody holds transport address ${index}`)
    this.holders[index] = holders - 1
    if (holders === 1) this.appendIdle(index)
  }

  /** Releases the first `count`: those of a batch, say. */
  releaseAll(indices: Int32Array, count: number): void {
    for (let i = 0; i < count; i++) this.release(indices[i]!)
  }

  /** What was handed out in this turn has been sent, or is being sent by who asked for it. */
  endTurn(): void {
    this.turn++
  }

  /** @throws RangeError for an index that intern did not give. */
  at(index: number): TransportAddress {
    const address = this.addresses[index]
    if (address === undefined) throw new RangeError(`no transport address ${index}`)
    return address
  }

  /** True when both are the same IP address, whatever their encapsulation ports. */
  sameHost(a: number, b: number): boolean {
    return a === b || sameOctets(this.at(a).octets, this.at(b).octets)
  }

  private addIndex(): number {
    this.older.push(-1)
    this.newer.push(-1)
    this.idleSince.push(0)
    return this.holders.push(0) - 1
  }

  /** The index that becomes free, out of the list; -1 when the oldest has not been idle long enough. */
  private forgetOldest(): number {
    const index = this.oldest
    if (index < 0 || this.turn - this.idleSince[index]! < TURNS_OF_REST) return -1
    const { text, encapsulationPort } = this.addresses[index]!
    const byPort = this.indexByPort.get(text)!
    byPort.delete(encapsulationPort)
    if (byPort.size === 0) this.indexByPort.delete(text)
    this.removeIdle(index)
    return index
  }

  private renew(index: number): void {
    this.removeIdle(index)
    this.appendIdle(index)
  }

  private appendIdle(index: number): void {
    this.idleSince[index] = this.turn
    this.older[index] = this.newest
    this.newer[index] = -1
    if (this.newest < 0) this.oldest = index
    else this.newer[this.newest] = index
    this.newest = index
  }

  private removeIdle(index: number): void {
    const older = this.older[index]!
    const newer = this.newer[index]!
    if (older < 0) this.oldest = newer
    else this.newer[older] = newer
    if (newer < 0) this.newest = older
    else this.older[newer] = older
  }
}

/** A turn ends when its last packets are polled; they are with the transport when the next one ends. */
const TURNS_OF_REST = 2
