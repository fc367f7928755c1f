/** Lower-case hexadecimal of a range, two digits an octet, no separators. */
export function toHexadecimal(octets: Uint8Array, from = 0, to = octets.length): string {
  let text = ''
  for (let at = from; at < to; at++) text += octets[at]!.toString(16).padStart(2, '0')
  return text
}

/** Octets of a hexadecimal text; white space and colons are passed over. Null when anything else stands there or a digit is left over. */
export function fromHexadecimal(text: string): Uint8Array | null {
  const digits = text.replace(/[\s:]/g, '')
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) return null
  const octets = new Uint8Array(digits.length / 2)
  for (let i = 0; i < octets.length; i++) octets[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)
  return octets
}
