/**
 * Serial Number Arithmetic (RFC 1982) for TSNs (32 bits) and Stream Sequence Numbers (16 bits). RFC 9260 §1.6.
 *
 * The only place where sequence numbers are compared. Two numbers exactly half the space apart have no order
 * (RFC 1982 §3.2): here neither is less than the other. The order is not transitive over the whole space, so it must
 * never be given to a sort or a binary search without bounding the distances first.
 */

/** `n` places after `tsn` (before it for a negative `n`), from 0 to 2^32-1. */
export function tsnAdd(tsn: number, n: number): number {
  // RFC 9260 §1.6: arithmetic on TSNs is modulo 2^32; after 2^32-1 comes 0.
  return (tsn + n) >>> 0
}

/** How many places `to` lies after `from`; negative when before. From -2^31 to 2^31-1. */
export function tsnDistance(from: number, to: number): number {
  return (to - from) | 0
}

/** True when `a` comes before `b`. */
export function tsnLess(a: number, b: number): boolean {
  return ((b - a) | 0) > 0
}

/** True when `a` comes before `b` or is `b`. */
export function tsnLessOrEqual(a: number, b: number): boolean {
  return ((b - a) | 0) >= 0
}

/** `n` places after `ssn` (before it for a negative `n`), from 0 to 65535. */
export function ssnAdd(ssn: number, n: number): number {
  // RFC 9260 §6.5: after 65535 the next Stream Sequence Number is 0.
  return (ssn + n) & 0xffff
}

/** True when the Stream Sequence Number `a` comes before `b`. */
export function ssnLess(a: number, b: number): boolean {
  return ((b - a) << 16) >> 16 > 0
}
