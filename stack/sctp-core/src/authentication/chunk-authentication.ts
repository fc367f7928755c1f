import { padded, readU16 } from '@sigbed/octets'
import { AuthChunk, authChunkLength, readAuthChunk, writeAuthChunk } from '@sigbed/sctp-codec'
import type { Environment } from '../environment.js'
import { associationSharedKey } from './association-shared-key.js'
import { type AuthenticationOffer, keyVector, mayBeListed } from './authentication-offer.js'
import { hmacOctetsOf, hmacOf, macStandsAt } from './hmac-algorithm.js'
import type { SharedKeys } from './shared-keys.js'

/** What came of an AUTH chunk. */
export type AuthenticationVerdict = 'authentic' | 'malformed' | 'unsupported-hmac' | 'no-such-key' | 'wrong-hmac'

/**
 * Authentication on one association (RFC 4895 §6): which chunks need it in either direction, and the MACs. It exists only where both
 * sides have offered it, so that all others pay for one comparison.
 */
export class ChunkAuthentication {
  /** The key the peer used last: another one is told to the user (RFC 6458 §6.1.8). */
  peerKeyIdentifier = 0
  /** Of the AUTH chunk that was verified last. */
  readonly chunk = new AuthChunk()
  private readonly sendHmac: number
  private readonly authOctets: number
  /** By chunk type: 1 for those the peer takes only behind AUTH, and for those this side does. */
  private readonly demanded: Uint8Array
  private readonly required: Uint8Array
  private readonly ownVector: Uint8Array
  private readonly peerVector: Uint8Array
  private readonly ownHmacs: readonly number[]
  /** Association shared keys by identifier, derived when first needed. */
  private readonly derived = new Map<number, Uint8Array>()
  private derivedGeneration = 0

  constructor(
    private readonly environment: Environment,
    readonly keys: SharedKeys,
    own: AuthenticationOffer,
    peer: AuthenticationOffer,
  ) {
    this.demanded = listedTypes(peer)
    this.required = listedTypes(own)
    this.ownVector = keyVector(own)
    this.peerVector = keyVector(peer)
    this.ownHmacs = own.hmacIdentifiers
    // RFC 4895 §6.1: the first of the peer's algorithms that is known here.
    this.sendHmac = peer.hmacIdentifiers.find((each) => hmacOctetsOf(each) > 0)!
    this.authOctets = authChunkLength(hmacOctetsOf(this.sendHmac))
  }

  /** The peer takes chunks of that type only behind an AUTH chunk. */
  isDemanded(chunkType: number): boolean {
    return this.demanded[chunkType] !== 0
  }

  /** This side does. */
  isRequired(chunkType: number): boolean {
    return this.required[chunkType] !== 0
  }

  /** Octets of the AUTH chunk that has to stand before a chunk of that type; 0 where none has to. */
  octetsBefore(chunkType: number): number {
    return this.demanded[chunkType] === 0 ? 0 : this.authOctets
  }

  /** Of several chunks in octets of their own: the type of one that is demanded; if none is, of the first. */
  decidingType(chunks: Uint8Array): number {
    for (let at = 0; at + 4 <= chunks.length; at += padded(Math.max(readU16(chunks, at + 2), 4)))
      if (this.isDemanded(chunks[at]!)) return chunks[at]!
    return chunks[0]!
  }

  /** Writes an AUTH chunk for the active key, to be filled when the packet is complete; returns the offset after it. */
  writeChunk(octets: Uint8Array, at: number): number {
    return writeAuthChunk(octets, at, this.keys.active, this.sendHmac, hmacOctetsOf(this.sendHmac))
  }

  /** RFC 4895 §6.2: the MAC over the AUTH chunk at `at`, its HMAC field zero, and all that follows it up to `end`. */
  fill(octets: Uint8Array, at: number, end: number): void {
    // The key may have been deleted since the chunk was written: then the receiver cannot know it either.
    const key = this.keyOf(readU16(octets, at + 4)) ?? NO_KEY
    octets.set(hmacOf(this.environment, this.sendHmac, key, octets.subarray(at, end)), at + authChunkLength(0))
  }

  /** RFC 4895 §6.3: judges the AUTH chunk at `at`, in a packet that ends at `end`. The octets are as before when it returns. */
  verify(octets: Uint8Array, at: number, length: number, end: number): AuthenticationVerdict {
    const { chunk } = this
    if (readAuthChunk(octets, at, length, chunk) !== null) return 'malformed'
    // §6.3: what this side has not listed in its HMAC-ALGO is not used.
    if (!this.ownHmacs.includes(chunk.hmacIdentifier)) return 'unsupported-hmac'
    if (chunk.hmacLength !== hmacOctetsOf(chunk.hmacIdentifier)) return 'malformed'
    const key = this.keyOf(chunk.sharedKeyIdentifier)
    if (key === undefined) return 'no-such-key'
    const claimed = octets.slice(chunk.hmacAt, chunk.hmacAt + chunk.hmacLength)
    octets.fill(0, chunk.hmacAt, chunk.hmacAt + chunk.hmacLength)
    const mac = hmacOf(this.environment, chunk.hmacIdentifier, key, octets.subarray(at, end))
    octets.set(claimed, chunk.hmacAt)
    return macStandsAt(mac, claimed, 0) ? 'authentic' : 'wrong-hmac'
  }

  private keyOf(identifier: number): Uint8Array | undefined {
    if (this.derivedGeneration !== this.keys.generation) {
      this.derived.clear()
      this.derivedGeneration = this.keys.generation
    }
    const known = this.derived.get(identifier)
    if (known !== undefined) return known
    const endpointPairKey = this.keys.get(identifier)
    if (endpointPairKey === undefined) return undefined
    const key = associationSharedKey(endpointPairKey, this.ownVector, this.peerVector)
    this.derived.set(identifier, key)
    return key
  }
}

function listedTypes({ chunkTypes }: AuthenticationOffer): Uint8Array {
  const listed = new Uint8Array(256)
  // §3.2: types that MUST NOT be listed are ignored.
  for (const type of chunkTypes ?? []) if (mayBeListed(type)) listed[type] = 1
  return listed
}

const NO_KEY = new Uint8Array(0)
