import { concatenated } from './authentication-offer.js'

/**
 * The association shared key (RFC 4895 §6.1): the endpoint pair shared key, then the numerically smaller key vector, then the
 * larger one. Of two that are equal as numbers the shorter one goes first.
 */
export function associationSharedKey(endpointPairKey: Uint8Array, one: Uint8Array, other: Uint8Array): Uint8Array {
  const [smaller, larger] = goesFirst(one, other) ? [one, other] : [other, one]
  return concatenated([endpointPairKey, smaller, larger])
}

/** As numbers in network byte order, whatever their lengths: zeroes in front say nothing. */
function goesFirst(one: Uint8Array, other: Uint8Array): boolean {
  const from = firstDigit(one)
  const otherFrom = firstDigit(other)
  const digits = one.length - from
  if (digits !== other.length - otherFrom) return digits < other.length - otherFrom
  for (let i = 0; i < digits; i++) {
    const difference = one[from + i]! - other[otherFrom + i]!
    if (difference !== 0) return difference < 0
  }
  return one.length <= other.length
}

function firstDigit(octets: Uint8Array): number {
  const at = octets.findIndex((octet) => octet !== 0)
  return at < 0 ? octets.length : at
}
