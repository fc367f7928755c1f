/**
 * Finds things by a DiameterIdentity as it stands in a message, without building a string of it. Names that differ in the case of their
 * letters are one (RFC 6733 §4.3.1 makes them host names; §5.6.4 compares them so).
 */
export class IdentityTable<T> {
  private readonly chains = new Map<number, Entry<T>[]>()

  set(identity: string, value: T): void {
    this.delete(identity)
    const octets = octetsOf(identity)
    const hash = hashOf(octets, 0, octets.length)
    const chain = this.chains.get(hash)
    if (chain === undefined) this.chains.set(hash, [{ octets, value }])
    else chain.push({ octets, value })
  }

  delete(identity: string): void {
    const octets = octetsOf(identity)
    const hash = hashOf(octets, 0, octets.length)
    const others = this.chains.get(hash)?.filter((entry) => !matches(entry.octets, octets, 0, octets.length)) ?? []
    if (others.length > 0) this.chains.set(hash, others)
    else this.chains.delete(hash)
  }

  get(identity: string): T | null {
    const octets = octetsOf(identity)
    return this.find(octets, 0, octets.length)
  }

  /** What is entered under the identity that stands there; null when nothing is. */
  find(octets: Uint8Array, at: number, length: number): T | null {
    const chain = this.chains.get(hashOf(octets, at, length))
    if (chain === undefined) return null
    for (let i = 0; i < chain.length; i++) if (matches(chain[i]!.octets, octets, at, length)) return chain[i]!.value
    return null
  }

  isEmpty(): boolean {
    return this.chains.size === 0
  }

  /** Deletes what is unwanted, and says how many that were. */
  deleteWhere(unwanted: (value: T) => boolean): number {
    let deleted = 0
    for (const [hash, chain] of this.chains) {
      const others = chain.filter((entry) => !unwanted(entry.value))
      deleted += chain.length - others.length
      if (others.length === 0) this.chains.delete(hash)
      else this.chains.set(hash, others)
    }
    return deleted
  }

  values(): readonly T[] {
    return [...this.chains.values()].flatMap((chain) => chain.map((entry) => entry.value))
  }
}

interface Entry<T> {
  /** In lower case. */
  readonly octets: Uint8Array
  readonly value: T
}

/** A DiameterIdentity is ASCII; anything else in a name becomes an octet that no name has. */
function octetsOf(identity: string): Uint8Array {
  return Uint8Array.from(identity, (letter) => lowerCase(Math.min(letter.charCodeAt(0), 0xff)))
}

function matches(lower: Uint8Array, octets: Uint8Array, at: number, length: number): boolean {
  if (lower.length !== length) return false
  for (let i = 0; i < length; i++) if (lower[i] !== lowerCase(octets[at + i]!)) return false
  return true
}

/** FNV-1a. */
function hashOf(octets: Uint8Array, at: number, length: number): number {
  let hash = 0x811c_9dc5
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ lowerCase(octets[at + i]!), 0x0100_0193)
  return hash
}

function lowerCase(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet
}
