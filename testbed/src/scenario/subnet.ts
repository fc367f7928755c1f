import { formatIpAddress, parseIpAddress } from '@sigbed/octets'

/** A range of IP addresses: 10.132.1.0/24, fd00:132:2::/64. */
export class Subnet {
  private constructor(
    /** As it was written. */
    readonly text: string,
    private readonly octets: Uint8Array,
    private readonly prefixLength: number,
  ) {}

  /** null for what is no subnet, or has bits set behind its prefix. */
  static parse(text: string): Subnet | null {
    const [, address, length] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
    const octets = address === undefined ? null : parseIpAddress(address)
    const prefixLength = Number(length)
    if (octets === null || prefixLength > octets.length * 8) return null
    const subnet = new Subnet(text, octets, prefixLength)
    return octets.every((octet, i) => (octet & ~subnet.maskAt(i)) === 0) ? subnet : null
  }

  get isIpv4(): boolean {
    return this.octets.length === 4
  }

  /** How many addresses it has; at most 2^31. */
  get size(): number {
    return 2 ** Math.min(31, this.octets.length * 8 - this.prefixLength)
  }

  contains(address: Uint8Array): boolean {
    return address.length === this.octets.length && this.octets.every((octet, i) => (address[i]! & this.maskAt(i)) === octet)
  }

  overlaps(other: Subnet): boolean {
    return this.contains(other.octets) || other.contains(this.octets)
  }

  /** The address so many behind its first. */
  addressAt(place: number): string {
    const address = Uint8Array.from(this.octets)
    for (let i = address.length - 1, rest = place; rest > 0; i--, rest = Math.floor(rest / 256)) address[i]! |= rest & 0xff
    return formatIpAddress(address)
  }

  /** How many places an address that it contains is behind its first; Infinity where that is very far. */
  placeOf(address: Uint8Array): number {
    let place = 0
    for (let i = 0; i < address.length; i++) place = place * 256 + (address[i]! & ~this.maskAt(i) & 0xff)
    return place
  }

  private maskAt(octet: number): number {
    const bits = Math.min(8, Math.max(0, this.prefixLength - 8 * octet))
    return (0xff << (8 - bits)) & 0xff
  }
}
