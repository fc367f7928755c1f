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
 * Shared by one endpoint and its transport. Addresses are never forgotten while the endpoint lives; `mostAddresses`
 * bounds what strangers can make it remember.
 */
export class TransportAddressTable {
  private readonly addresses: TransportAddress[] = []
  private readonly indexByKey = new Map<string, number>()

  constructor(private readonly mostAddresses = 65_536) {}

  /** The index of an address, new or known; -1 when the table is full. Copies `octets`. */
  intern(octets: Uint8Array, encapsulationPort: number): number {
    const key = `${formatIpAddress(octets)}/${encapsulationPort}`
    const known = this.indexByKey.get(key)
    if (known !== undefined) return known
    if (this.addresses.length >= this.mostAddresses) return -1
    const index = this.addresses.length
    this.addresses.push({ octets: new Uint8Array(octets), encapsulationPort, text: formatIpAddress(octets) })
    this.indexByKey.set(key, index)
    return index
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
}
