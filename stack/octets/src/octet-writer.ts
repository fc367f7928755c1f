/** Big-endian (network order) writes at an offset. The caller has checked the room; higher bits of `value` are dropped. */

export function writeU8(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value
}

export function writeU16(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >>> 8
  octets[at + 1] = value
}

export function writeU24(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >>> 16
  octets[at + 1] = value >>> 8
  octets[at + 2] = value
}

export function writeU32(octets: Uint8Array, at: number, value: number): void {
  octets[at] = value >>> 24
  octets[at + 1] = value >>> 16
  octets[at + 2] = value >>> 8
  octets[at + 3] = value
}

/** `value` from 0 to 2^64-1. */
export function writeU64(octets: Uint8Array, at: number, value: bigint): void {
  writeU32(octets, at, Number((value >> 32n) & 0xffff_ffffn))
  writeU32(octets, at + 4, Number(value & 0xffff_ffffn))
}

/** Copies `length` octets; for the short lengths of signalling a loop beats creating a view for `set`. */
export function copyOctets(from: Uint8Array, fromAt: number, length: number, to: Uint8Array, toAt: number): void {
  if (length > COPY_BY_LOOP_UP_TO) {
    to.set(from.subarray(fromAt, fromAt + length), toAt)
    return
  }
  for (let i = 0; i < length; i++) to[toAt + i] = from[fromAt + i]!
}

/** True when both ranges lie inside their arrays and hold the same octets. Not for secrets: it stops at the first difference. */
export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

const COPY_BY_LOOP_UP_TO = 64
