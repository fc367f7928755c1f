import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32c, crc32cOfPacket } from './crc32c.js'

/** Long division, one bit at a time: slow, and too plain to be wrong in the same way as the tables. */
function bitwiseCrc32c(octets: Uint8Array): number {
  let register = 0xffff_ffff
  for (const octet of octets) {
    register ^= octet
    for (let bit = 0; bit < 8; bit++) register = (register & 1) === 1 ? (register >>> 1) ^ 0x82f6_3b78 : register >>> 1
  }
  return ~register >>> 0
}

const ascending = Uint8Array.from({ length: 32 }, (_, i) => i)
const read10 = [
  0x01, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0x14, 0, 0, 0, 0x18, 0x28, 0, 0, 0, 0, 0, 0, 0,
  2, 0, 0, 0, 0, 0, 0, 0,
]

describe('CRC32c', () => {
  // RFC 3720 B.4 gives these; the octets are in wire order there, so 0xaa36918a on the wire is the number 0x8a9136aa.
  it.each<[string, Uint8Array, number]>([
    ['32 octets of zero', new Uint8Array(32), 0x8a91_36aa],
    ['32 octets of ones', new Uint8Array(32).fill(0xff), 0x62a8_ab43],
    ['32 ascending octets', ascending, 0x46dd_794e],
    ['32 descending octets', ascending.slice().reverse(), 0x113f_db5c],
    ['an iSCSI SCSI Read (10) command', Uint8Array.from(read10), 0xd996_3a56],
    ['the digits 1 to 9', Uint8Array.from('123456789', (digit) => digit.charCodeAt(0)), 0xe306_9283],
    ['nothing', new Uint8Array(0), 0],
  ])('gives the published value for %s', (_, octets, expected) => {
    expect(crc32c(octets, 0, octets.length)).toBe(expected)
  })

  it('agrees with long division for any octets at any offset', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(40), fc.nat(40), (octets, skip, drop) => {
        const from = Math.min(skip, octets.length)
        const to = Math.max(from, octets.length - drop)
        expect(crc32c(octets, from, to)).toBe(bitwiseCrc32c(octets.slice(from, to)))
      }),
    )
  })

  it('counts the checksum field of a packet as zero and leaves the packet alone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 120 }), fc.nat(5), (packet, at) => {
        const zeroed = packet.slice().fill(0, 8, 12)
        const placed = new Uint8Array(at + packet.length + 3).fill(0x55)
        placed.set(packet, at)
        const before = [...placed]
        expect(crc32cOfPacket(placed, at, packet.length)).toBe(bitwiseCrc32c(zeroed))
        expect([...placed]).toEqual(before)
      }),
    )
  })
})
