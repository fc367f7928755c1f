import type { TransportAddress, TransportAddressTable } from '@sigbed/sctp-core'

/** Octets that an address takes in the addon's arrays, whatever its family. */
export const ADDRESS_OCTETS = 16

/**
 * The addresses of a transport address table as the addon reads and writes them: 16 octets each, of which IPv4 uses the first 4.
 * Follows the table: bounded by it, and an index that it gives to another address is read afresh.
 */
export class RawIpAddresses {
  /** Entry i is the address with index i in the table; grows, so ask for it at every use. */
  octets = new Uint8Array(64 * ADDRESS_OCTETS)
  /** For each index 4 or 6; 0 for an address that is reached through UDP, not on IP itself. */
  private family = new Uint8Array(64)
  /** What was copied; another object in the table is another address. */
  private readonly copied: (TransportAddress | undefined)[] = []
  private readonly ipv4 = new Map<number, number>()
  private readonly ipv6 = new Map<string, number>()

  constructor(private readonly table: TransportAddressTable) {}

  /** 4, 6, or 0 for an address with an encapsulation port. @throws RangeError for an index that the table did not give. */
  familyOf(index: number): number {
    this.follow(index)
    return this.family[index]!
  }

  /** The index of the address at `at`, new or known; -1 when the table is full. */
  indexOf(octets: Uint8Array, at: number, family: 4 | 6): number {
    return family === 4 ? this.indexOfIpv4(octets, at) : this.indexOfIpv6(octets, at)
  }

  /** The index of an address that something was sent to or came from; -1 for any other. Nothing is entered in the table. */
  knownIndexOf(octets: Uint8Array): number {
    return this.stillKnown(octets.length === 16 ? this.ipv6.get(ipv6Key(octets, 0)) : this.ipv4.get(ipv4Key(octets, 0)))
  }

  private indexOfIpv4(octets: Uint8Array, at: number): number {
    const key = ipv4Key(octets, at)
    const known = this.stillKnown(this.ipv4.get(key))
    return known < 0 ? this.enter(octets.subarray(at, at + 4)) : known
  }

  private indexOfIpv6(octets: Uint8Array, at: number): number {
    const key = ipv6Key(octets, at)
    const known = this.stillKnown(this.ipv6.get(key))
    return known < 0 ? this.enter(octets.subarray(at, at + 16)) : known
  }

  /** The index remembered for an address unless the table has forgotten that address since; else -1. */
  private stillKnown(index: number | undefined): number {
    return index !== undefined && this.copied[index] === this.table.at(index) ? index : -1
  }

  private enter(octets: Uint8Array): number {
    const index = this.table.intern(octets, 0)
    if (index >= 0) this.follow(index)
    return index
  }

  /** Copies the address with this index unless it is here already. */
  private follow(index: number): void {
    const address = this.table.at(index)
    const before = this.copied[index]
    if (before === address) return
    if (before !== undefined) this.forget(before, index)
    while (index >= this.family.length) this.grow()
    const { octets, encapsulationPort } = address
    this.copied[index] = address
    this.octets.set(octets, index * ADDRESS_OCTETS)
    this.family[index] = 0
    if (encapsulationPort !== 0) return
    this.family[index] = octets.length === 16 ? 6 : 4
    if (octets.length === 16) this.ipv6.set(ipv6Key(octets, 0), index)
    else this.ipv4.set(ipv4Key(octets, 0), index)
  }

  /** The address may have come back under another index, which stays. */
  private forget({ octets, encapsulationPort }: TransportAddress, index: number): void {
    if (encapsulationPort !== 0) return
    if (octets.length === 16) {
      if (this.ipv6.get(ipv6Key(octets, 0)) === index) this.ipv6.delete(ipv6Key(octets, 0))
    } else if (this.ipv4.get(ipv4Key(octets, 0)) === index) {
      this.ipv4.delete(ipv4Key(octets, 0))
    }
  }

  private grow(): void {
    const { octets, family } = this
    this.octets = new Uint8Array(2 * octets.length)
    this.octets.set(octets)
    this.family = new Uint8Array(2 * family.length)
    this.family.set(family)
  }
}

function ipv4Key(octets: Uint8Array, at: number): number {
  return (octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!
}

function ipv6Key(octets: Uint8Array, at: number): string {
  return String.fromCharCode(...octets.subarray(at, at + 16))
}
