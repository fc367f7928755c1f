import { createHmac } from 'node:crypto'
import { SystemRandom } from './system-random.js'

/** The chance and the secrets that the core takes from outside, from the system's own cryptography. */
export class SystemEnvironment {
  private readonly random = new SystemRandom()

  /** Uniform over 0 to 2^32-1, unpredictable: Verification Tags, initial TSNs and heartbeat nonces rest on it (RFC 9260 §5.3.1). */
  randomUint32(): number {
    return this.random.uint32()
  }

  /** HMAC-SHA-1 (RFC 2104), 20 octets, the caller's to keep: the MAC that every peer that authenticates chunks can compute (RFC 4895 §3.3). */
  hmacSha1(key: Uint8Array, octets: Uint8Array): Uint8Array {
    return createHmac('sha1', key).update(octets).digest()
  }

  /** HMAC-SHA-256 (RFC 2104), 32 octets, the caller's to keep: the MAC over a State Cookie (RFC 9260 §5.1.3). */
  hmacSha256(key: Uint8Array, octets: Uint8Array): Uint8Array {
    return createHmac('sha256', key).update(octets).digest()
  }
}
