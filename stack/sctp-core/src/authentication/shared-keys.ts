/** An endpoint pair shared key, configured at both ends alike (RFC 4895 §6.1). */
export interface SharedKey {
  /** Shared Key Identifier: 0 to 65535. */
  readonly identifier: number
  /** Any number of octets; none is the null key. */
  readonly octets: Uint8Array
}

/** Why a key could not be changed as was asked. */
export type SharedKeyRefusal = 'no-such-key' | 'key-is-active' | 'key-is-deactivated' | 'key-is-not-deactivated'

/**
 * The endpoint pair shared keys of one association (RFC 6458 §8.3.3 to §8.3.5): one is active, and what is sent is authenticated with
 * it; with all others, the deactivated ones too, what arrives is verified. Key 0 is the null key unless another is set (RFC 4895 §6.2).
 */
export class SharedKeys {
  private readonly keys = new Map<number, Uint8Array>([[0, NULL_KEY]])
  private readonly deactivated = new Set<number>()
  private activeIdentifier: number
  /** Goes up with every change, so that what was derived from a key is derived anew. */
  generation = 0

  /** @param active one of `keys`, or 0 */
  constructor(keys: readonly SharedKey[], active: number) {
    for (const { identifier, octets } of keys) this.set(identifier, octets)
    this.activeIdentifier = active
  }

  get active(): number {
    return this.activeIdentifier
  }

  /** Undefined for a key that was never set, or deleted. */
  get(identifier: number): Uint8Array | undefined {
    return this.keys.get(identifier)
  }

  /** Sets a key, or another in its place. Copies `octets`. */
  set(identifier: number, octets: Uint8Array): void {
    this.keys.set(identifier, octets.slice())
    this.deactivated.delete(identifier)
    this.generation++
  }

  /** Authenticates with that key from the next packet on (RFC 6458 §8.1.18). */
  activate(identifier: number): SharedKeyRefusal | null {
    if (!this.keys.has(identifier)) return 'no-such-key'
    if (this.deactivated.has(identifier)) return 'key-is-deactivated'
    this.activeIdentifier = identifier
    return null
  }

  /** Nothing is sent with it any more; what arrives is still verified (§8.3.4). */
  deactivate(identifier: number): SharedKeyRefusal | null {
    if (!this.keys.has(identifier)) return 'no-such-key'
    // RFC 6458 §8.3.4: the currently active key cannot be deactivated.
    if (identifier === this.activeIdentifier) return 'key-is-active'
    this.deactivated.add(identifier)
    return null
  }

  /** §8.3.5: only a key that has been deactivated. */
  delete(identifier: number): SharedKeyRefusal | null {
    if (!this.keys.has(identifier)) return 'no-such-key'
    if (!this.deactivated.has(identifier)) return identifier === this.activeIdentifier ? 'key-is-active' : 'key-is-not-deactivated'
    this.keys.delete(identifier)
    this.deactivated.delete(identifier)
    this.generation++
    return null
  }
}

const NULL_KEY = new Uint8Array(0)
