/**
 * Big-endian (network order) reads at an offset. The caller has checked that the octets are there: reading past the end
 * gives a wrong number, never an exception, so every codec compares lengths first and refuses with a fault of its own.
 */

export function readU8(octets: Uint8Array, at: number): number {
  return octets[at]!
}

export function readU16(octets: Uint8Array, at: number): number {
  return (octets[at]! << 8) | octets[at + 1]!
}

export function readU24(octets: Uint8Array, at: number): number {
  return (octets[at]! << 16) | (octets[at + 1]! << 8) | octets[at + 2]!
}

/** Unsigned: 0 to 2^32-1. */
export function readU32(octets: Uint8Array, at: number): number {
  return ((octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) >>> 0
}

/** For the rare 64-bit fields (Diameter Unsigned64); never on a path taken per packet. */
export function readU64(octets: Uint8Array, at: number): bigint {
  return (BigInt(readU32(octets, at)) << 32n) | BigInt(readU32(octets, at + 4))
}
