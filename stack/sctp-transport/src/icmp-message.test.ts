import { fromHexadecimal, parseIpAddress, writeU16 } from '@sigbed/octets'
import { describeFault, isFault } from '@sigbed/sctp-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type IcmpMessage, readIcmpMessage } from './icmp-message.js'

/** What Linux answered to an INIT where nobody has SCTP: over IPv4 "protocol unreachable", over IPv6 "unrecognized next header". */
const CAPTURED = fromHexadecimal(
  `03 02 fc e9 00 00 00 00
   45 00 00 34 2d b1 40 00 40 84 f5 8a 0a 84 01 01 0a 84 01 02
   13 88 13 89 00 00 00 00 57 6f 6c bc
   01 00 00 14 6c a6 9f 01 00 10 00 00 00 0a 08 00 00 00 00 01`.replace(/\s/g, ''),
)!
const CAPTURED_IPV6 = fromHexadecimal(
  `04 01 18 6e 00 00 00 06
   60 0d 05 ad 00 20 84 40 fd 00 01 32 00 00 00 00 00 00 00 00 00 00 00 01 fd 00 01 32 00 00 00 00 00 00 00 00 00 00 00 02
   13 88 13 89 00 00 00 00 57 6f 6c bc
   01 00 00 14 6c a6 9f 01 00 10 00 00 00 0a 08 00 00 00 00 01`.replace(/\s/g, ''),
)!

const DATA_PACKET = [0x13, 0x88, 0x13, 0x89, 0xde, 0xad, 0xbe, 0xef]
const INIT_PACKET = [0x13, 0x88, 0x13, 0x89, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 20, 0x11, 0x22, 0x33, 0x44]

/** An ICMP message of IPv4, its checksum right, about a packet with these SCTP octets and so many octets of IP options. */
function icmp(type: number, code: number, rest: number, sctp: readonly number[], options = 0): Uint8Array {
  const ipHeader = [
    0x45 + options / 4,
    0,
    0,
    200,
    0,
    0,
    0x40,
    0,
    64,
    132,
    0,
    0,
    10,
    132,
    1,
    1,
    10,
    132,
    1,
    2,
    ...new Array(options).fill(1),
  ]
  const octets = Uint8Array.from([type, code, 0, 0, rest >>> 24, rest >>> 16, rest >>> 8, rest, ...ipHeader, ...sctp])
  return withChecksum(octets)
}

function withChecksum(octets: Uint8Array): Uint8Array {
  let sum = 0
  for (let i = 0; i < octets.length; i += 2) sum += (octets[i]! << 8) | (octets[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  writeU16(octets, 2, ~sum & 0xffff)
  return octets
}

/** An ICMPv6 message about a packet with these SCTP octets behind these extension headers, `next` being the first one's number. */
function icmpv6(
  type: number,
  code: number,
  rest: number,
  sctp: readonly number[],
  next = 132,
  extensions: readonly number[] = [],
): Uint8Array {
  const addresses = [...parseIpAddress('fd00:132::1')!, ...parseIpAddress('fd00:132::2')!]
  const header = [0x60, 0, 0, 0, 0, 100, next, 64, ...addresses]
  return Uint8Array.from([type, code, 0, 0, rest >>> 24, rest >>> 16, rest >>> 8, rest, ...header, ...extensions, ...sctp])
}

function read(octets: Uint8Array, version: 4 | 6): IcmpMessage | string | null {
  const framed = new Uint8Array(octets.length + 7).fill(0xee)
  framed.set(octets, 4)
  const message = readIcmpMessage(framed, 4, octets.length, version)
  return isFault(message) ? describeFault(message) : message
}

describe('ICMP message', () => {
  it('is read as captured, from both versions of IP', () => {
    expect(read(CAPTURED, 4)).toEqual({
      kind: 'protocol-unreachable',
      type: 3,
      code: 2,
      mtu: 0,
      localAddress: Uint8Array.of(10, 132, 1, 1),
      remoteAddress: Uint8Array.of(10, 132, 1, 2),
      sourcePort: 5000,
      destinationPort: 5001,
      verificationTag: 0,
      initiateTag: 0x6ca6_9f01,
    })
    expect(read(CAPTURED_IPV6, 6)).toEqual({
      kind: 'protocol-unreachable',
      type: 4,
      code: 1,
      mtu: 0,
      localAddress: parseIpAddress('fd00:132::1')!,
      remoteAddress: parseIpAddress('fd00:132::2')!,
      sourcePort: 5000,
      destinationPort: 5001,
      verificationTag: 0,
      initiateTag: 0x6ca6_9f01,
    })
  })

  it.each([
    [icmp(3, 0, 0, DATA_PACKET), 'destination-unreachable', 0],
    [icmp(3, 1, 0, DATA_PACKET), 'destination-unreachable', 0],
    [icmp(3, 2, 0, DATA_PACKET), 'protocol-unreachable', 0],
    [icmp(3, 4, 1280, DATA_PACKET), 'packet-too-big', 1280],
    [icmp(3, 4, 0, DATA_PACKET), 'packet-too-big', 0],
    [icmp(3, 13, 0, DATA_PACKET), 'destination-unreachable', 0],
    [icmp(3, 4, 0xffff_0500, DATA_PACKET), 'packet-too-big', 1280],
    [icmp(3, 2, 0, DATA_PACKET, 24), 'protocol-unreachable', 0],
    [icmp(3, 2, 0, [...DATA_PACKET, 7]), 'protocol-unreachable', 0],
  ])('of IPv4 comes to one of three kinds (%#)', (octets, kind, mtu) => {
    expect(read(octets, 4)).toMatchObject({
      kind,
      mtu,
      sourcePort: 5000,
      destinationPort: 5001,
      verificationTag: 0xdeadbeef,
      initiateTag: 0,
    })
  })

  it.each([
    [icmpv6(1, 0, 0, DATA_PACKET), 'destination-unreachable', 0],
    [icmpv6(1, 3, 0, DATA_PACKET), 'destination-unreachable', 0],
    [icmpv6(2, 0, 0x0001_0000, DATA_PACKET), 'packet-too-big', 65_536],
    [icmpv6(4, 1, 6, DATA_PACKET), 'protocol-unreachable', 0],
    [icmpv6(1, 0, 0, DATA_PACKET, 44, [132, 0, 0, 1, 0, 0, 0, 9]), 'destination-unreachable', 0],
    [icmpv6(1, 0, 0, DATA_PACKET, 0, [60, 1, ...new Array(14).fill(0), 132, 0, 0, 0, 0, 0, 0, 0]), 'destination-unreachable', 0],
  ])('of IPv6 comes to the same kinds, past extension headers (%#)', (octets, kind, mtu) => {
    expect(read(octets, 6)).toMatchObject({
      kind,
      mtu,
      localAddress: parseIpAddress('fd00:132::1')!,
      remoteAddress: parseIpAddress('fd00:132::2')!,
      verificationTag: 0xdeadbeef,
    })
  })

  it.each([
    ['another type', icmp(11, 0, 0, DATA_PACKET), 4],
    ['port unreachable', icmp(3, 3, 0, DATA_PACKET), 4],
    [
      'another protocol',
      withChecksum(Uint8Array.from(icmp(3, 2, 0, DATA_PACKET), (octet, i) => (i === 17 ? 17 : i === 2 || i === 3 ? 0 : octet))),
      4,
    ],
    [
      'a later fragment',
      withChecksum(Uint8Array.from(icmp(3, 2, 0, DATA_PACKET), (octet, i) => (i === 15 ? 9 : i === 2 || i === 3 ? 0 : octet))),
      4,
    ],
    ['port unreachable in IPv6', icmpv6(1, 4, 0, DATA_PACKET), 6],
    ['a parameter problem of another kind', icmpv6(4, 0, 0, DATA_PACKET), 6],
    ['an echo', icmpv6(128, 0, 0, DATA_PACKET), 6],
    ['another protocol in IPv6', icmpv6(1, 0, 0, DATA_PACKET, 17), 6],
    ['a later fragment in IPv6', icmpv6(1, 0, 0, DATA_PACKET, 44, [132, 0, 0, 8, 0, 0, 0, 9]), 6],
    ['no next header', icmpv6(1, 0, 0, DATA_PACKET, 59), 6],
  ] as const)('is left alone: %s', (_, octets, version) => {
    expect(read(octets, version)).toBeNull()
  })

  it('believes a tag of 0 only of an INIT chunk that it can see whole enough', () => {
    expect(read(icmp(3, 2, 0, INIT_PACKET), 4)).toMatchObject({ verificationTag: 0, initiateTag: 0x1122_3344 })
    expect(read(icmp(3, 2, 0, INIT_PACKET.slice(0, 19)), 4)).toBe('ICMP message: cut short')
    expect(
      read(
        icmp(
          3,
          2,
          0,
          INIT_PACKET.map((octet, i) => (i === 12 ? 2 : octet)),
        ),
        4,
      ),
    ).toBe('INIT chunk in an ICMP message: value not allowed here')
    expect(read(icmp(3, 2, 0, [...INIT_PACKET.slice(0, 16), 0, 0, 0, 0]), 4)).toBe('INIT chunk in an ICMP message: value not allowed here')
  })

  it('is refused with a wrong checksum, in IPv4', () => {
    for (let i = 0; i < CAPTURED.length; i++) {
      const wrong = CAPTURED.slice()
      wrong[i]! ^= 0x04
      expect(read(wrong, 4)).toBe('ICMP checksum: value not allowed here')
    }
  })

  it('is refused when it quotes less than ports and tag, wherever it is cut', () => {
    const whole = icmp(3, 2, 0, DATA_PACKET)
    for (let length = 0; length < whole.length; length++) {
      expect(read(withChecksumIfRoom(whole.slice(0, length)), 4)).toBe('ICMP message: cut short')
    }
    const whole6 = icmpv6(1, 0, 0, DATA_PACKET, 44, [132, 0, 0, 1, 0, 0, 0, 9])
    for (let length = 0; length < whole6.length; length++) expect(read(whole6.slice(0, length), 6)).toBe('ICMP message: cut short')
  })

  it('is refused when what it quotes is no IP header', () => {
    const quoting = (first: number) =>
      withChecksumIfRoom(Uint8Array.from(icmp(3, 2, 0, DATA_PACKET), (octet, i) => (i === 8 ? first : octet)))
    for (const first of [0x44, 0x65, 0x00]) expect(read(quoting(first), 4)).toBe('IP header in an ICMP message: value not allowed here')
    const wrong = icmpv6(1, 0, 0, DATA_PACKET)
    wrong[8] = 0x45
    expect(read(wrong, 6)).toBe('IP header in an ICMP message: value not allowed here')
  })

  it('never throws and never reads past the end, whatever arrives', () => {
    const mostlyIcmp = fc.tuple(fc.constantFrom(1, 2, 3, 4), fc.uint8Array({ maxLength: 160 })).map(([type, octets]) => {
      if (octets.length > 14) octets.set([type, octets[1]! & 7, 0, 0], 0)
      if (octets.length > 14) octets[8] = type === 3 ? 0x45 : 0x60
      if (octets.length > 14) octets[14] = [0, 43, 44, 60, 132][octets[14]! % 5]!
      return withChecksumIfRoom(octets)
    })
    fc.assert(
      fc.property(fc.oneof(mostlyIcmp, fc.uint8Array({ maxLength: 160 })), fc.constantFrom<4 | 6>(4, 6), (octets, version) => {
        const inside = readIcmpMessage(octets, 0, octets.length, version)
        // The same octets in the midst of others come to the same: nothing beyond the length counts.
        const wide = new Uint8Array(octets.length + 64).fill(0x5a)
        wide.set(octets, 32)
        expect(readIcmpMessage(wide, 32, octets.length, version)).toEqual(inside)
      }),
      { numRuns: 2000 },
    )
  })
})

function withChecksumIfRoom(octets: Uint8Array): Uint8Array {
  if (octets.length < 4) return octets
  octets[2] = 0
  octets[3] = 0
  return withChecksum(octets)
}
