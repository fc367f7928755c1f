/** `length` rounded up to a multiple of four: chunks, parameters and AVPs are all padded so (RFC 9260 §3.2, RFC 6733 §4.1). */
export function padded(length: number): number {
  return (length + 3) & ~3
}

/** Writes the zero octets after a value that ends at `end` and began on a four-octet boundary `origin`; returns the padded end. */
export function writePadding(octets: Uint8Array, origin: number, end: number): number {
  const to = origin + padded(end - origin)
  for (let at = end; at < to; at++) octets[at] = 0
  return to
}
