/**
 * How far an IP address reaches: a loopback address means another machine on every machine, a link-local one another on every link.
 * RFC 9260 leaves this open; without it a peer's 127.0.0.1 would be probed on this machine, where a stranger may answer with ABORT.
 */
export type AddressScope = typeof HOST_SCOPE | typeof LINK_SCOPE | typeof GLOBAL_SCOPE

export const HOST_SCOPE = 0
export const LINK_SCOPE = 1
export const GLOBAL_SCOPE = 2

/** Of 4 octets (IPv4) or 16 (IPv6). Private addresses count as global: the two sides of an association may well share them. */
export function addressScope(octets: Uint8Array): AddressScope {
  if (octets.length === 4) {
    if (octets[0] === 127) return HOST_SCOPE
    return octets[0] === 169 && octets[1] === 254 ? LINK_SCOPE : GLOBAL_SCOPE
  }
  if (octets[0] === 0xfe && (octets[1]! & 0xc0) === 0x80) return LINK_SCOPE
  return octets[15] === 1 && octets.subarray(0, 15).every((octet) => octet === 0) ? HOST_SCOPE : GLOBAL_SCOPE
}

/** True when `octets` means the same node to everybody who can exchange packets with `other`. */
export function reachesAsFarAs(octets: Uint8Array, other: Uint8Array): boolean {
  return addressScope(octets) >= addressScope(other)
}

/** RFC 9260 §3.3.2.1.1, §8.4 (1): multicast and broadcast addresses, and none at all, are nobody's: nothing is ever sent to them. */
export function isUnicast(octets: Uint8Array): boolean {
  if (octets.length === 16) return octets[0] !== 0xff && octets.some((octet) => octet !== 0)
  return octets[0]! < 224 && octets[0] !== 0
}
