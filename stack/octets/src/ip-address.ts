/**
 * IP addresses between text and octets: 4 octets for IPv4, 16 for IPv6, network order. SCTP lists them in INIT, Diameter in Host-IP-Address.
 */

/** The 4 or 16 octets of an address in text, or null when the text is no IP address. Zone indices (`%eth0`) are refused. */
export function parseIpAddress(text: string): Uint8Array | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text)
}

/** Dotted decimal for 4 octets, the canonical form of RFC 5952 for 16. */
export function formatIpAddress(octets: Uint8Array, at = 0, length = octets.length): string {
  if (length === 4) return `${octets[at]}.${octets[at + 1]}.${octets[at + 2]}.${octets[at + 3]}`
  const groups: number[] = []
  for (let i = 0; i < 8; i++) groups.push((octets[at + 2 * i]! << 8) | octets[at + 2 * i + 1]!)
  if (isIpv4Mapped(groups)) return `::ffff:${formatIpAddress(octets, at + 12, 4)}`
  const gap = longestRunOfZeros(groups)
  const text = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':')
  // RFC 5952 §4.2.2: "::" stands for two groups or more, never for one.
  return gap.length < 2 ? text(0, 8) : `${text(0, gap.start)}::${text(gap.start + gap.length, 8)}`
}

function parseIpv4(text: string): Uint8Array | null {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  const octets = new Uint8Array(4)
  for (let i = 0; i < 4; i++) {
    if (!/^(0|[1-9]\d{0,2})$/.test(parts[i]!)) return null
    const value = Number(parts[i])
    if (value > 255) return null
    octets[i] = value
  }
  return octets
}

function parseIpv6(text: string): Uint8Array | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const head = groupsOf(halves[0]!)
  const tail = halves.length === 2 ? groupsOf(halves[1]!) : []
  if (head === null || tail === null) return null
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  const octets = new Uint8Array(16)
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail]
  groups.forEach((group, i) => {
    octets[2 * i] = group >>> 8
    octets[2 * i + 1] = group
  })
  return octets
}

/** 16-bit groups of one side of "::"; a dotted IPv4 tail counts as two. Null for anything malformed. */
function groupsOf(text: string): number[] | null {
  if (text === '') return []
  const groups: number[] = []
  const words = text.split(':')
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (i === words.length - 1 && word.includes('.')) {
      const ipv4 = parseIpv4(word)
      if (ipv4 === null) return null
      groups.push((ipv4[0]! << 8) | ipv4[1]!, (ipv4[2]! << 8) | ipv4[3]!)
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(word)) return null
      groups.push(Number.parseInt(word, 16))
    }
  }
  return groups.length <= 8 ? groups : null
}

function isIpv4Mapped(groups: readonly number[]): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)
}

function longestRunOfZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < groups.length; start++) {
    let length = 0
    while (start + length < groups.length && groups[start + length] === 0) length++
    if (length > best.length) best = { start, length }
  }
  return best
}
