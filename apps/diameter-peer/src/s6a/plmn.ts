/**
 * A network, "001-01" or "310-410", as the three octets of Visited-PLMN-Id: MCC and MNC in half octets, the lower half first, F in place
 * of a third digit of the MNC. TS 29.272 §7.3.9.
 */
export function plmnOctets(network: string): Uint8Array {
  const [, country, code] = /^(\d{3})-(\d{2,3})$/.exec(network) ?? []
  if (country === undefined || code === undefined) throw new RangeError(`${network} is no network: give MCC and MNC, such as 001-01`)
  const [c1, c2, c3] = Array.from(country, Number)
  const [n1, n2, n3 = FILLER] = Array.from(code, Number)
  return Uint8Array.of((c2! << 4) | c1!, (n3 << 4) | c3!, (n2! << 4) | n1!)
}

/** The network three octets name, or null for what is none. */
export function networkOf(octets: Uint8Array): string | null {
  if (octets.length !== 3) return null
  const [first, second, third] = [octets[0]!, octets[1]!, octets[2]!]
  const country = [first & 0x0f, first >> 4, second & 0x0f]
  const code = second >> 4 === FILLER ? [third & 0x0f, third >> 4] : [third & 0x0f, third >> 4, second >> 4]
  return [...country, ...code].some((digit) => digit > 9) ? null : `${country.join('')}-${code.join('')}`
}

const FILLER = 0x0f
