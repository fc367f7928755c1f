import type { Environment } from '../environment.js'

/** HMAC Identifiers of RFC 4895 §3.3, Table 2. */
export const HMAC_SHA_1 = 1
export const HMAC_SHA_256 = 3

/** What this side can compute, the stronger first. §6.1: SHA-1 MUST be supported. */
export const SUPPORTED_HMAC_IDENTIFIERS: readonly number[] = [HMAC_SHA_256, HMAC_SHA_1]

/** Octets of a MAC; 0 for an algorithm that is not supported. */
export function hmacOctetsOf(hmacIdentifier: number): number {
  if (hmacIdentifier === HMAC_SHA_1) return 20
  return hmacIdentifier === HMAC_SHA_256 ? 32 : 0
}

/** @param hmacIdentifier a supported one */
export function hmacOf(environment: Environment, hmacIdentifier: number, key: Uint8Array, octets: Uint8Array): Uint8Array {
  return hmacIdentifier === HMAC_SHA_1 ? environment.hmacSha1(key, octets) : environment.hmacSha256(key, octets)
}

/** Whether the MAC stands in `octets` at `at`. Looks at every octet whatever the first difference, so that its time tells nothing. */
export function macStandsAt(mac: Uint8Array, octets: Uint8Array, at: number): boolean {
  let difference = 0
  for (let i = 0; i < mac.length; i++) difference |= mac[i]! ^ octets[at + i]!
  return difference === 0
}
