/** What the core may not take from its surroundings by itself: chance and secrets. Time comes in with every call. */
export interface Environment {
  /** Uniform over 0 to 2^32-1. Unpredictable in production, as tags and nonces rest on it (RFC 9260 §5.3.1, §5.4); seeded in tests. */
  randomUint32(): number
  /** HMAC-SHA-256, 32 octets: the MAC over State Cookies (RFC 9260 §5.1.3) and over authenticated chunks (RFC 4895 §3.3). */
  hmacSha256(key: Uint8Array, octets: Uint8Array): Uint8Array
  /** HMAC-SHA-1, 20 octets: what two ends that authenticate chunks have in common at least (RFC 4895 §3.3). */
  hmacSha1(key: Uint8Array, octets: Uint8Array): Uint8Array
}
