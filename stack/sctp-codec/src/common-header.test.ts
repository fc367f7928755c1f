import { fromHexadecimal, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CommonHeader, fillChecksum, readCommonHeader, verifyChecksum, writeCommonHeader } from './common-header.js'
import { crc32c } from './crc32c.js'

const packetOctets = () => fc.uint8Array({ minLength: 12, maxLength: 80 })

describe('common header', () => {
  it('reads a captured header', () => {
    // source port 2905, destination port 3868, verification tag 0x80000001, then the checksum
    const octets = fromHexadecimal('0b59 0f1c 80000001 deadbeef')!
    const header = new CommonHeader()
    expect(readCommonHeader(octets, 0, octets.length, header)).toBeNull()
    expect({ ...header }).toEqual({ sourcePort: 2905, destinationPort: 3868, verificationTag: 0x8000_0001 })
  })

  it('round-trips, leaving the checksum zero', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 0xffff }),
        fc.integer({ min: 1, max: 0xffff }),
        fc.nat(0xffff_ffff),
        fc.nat(9),
        (from, to, tag, at) => {
          const octets = new Uint8Array(30).fill(0xaa)
          expect(writeCommonHeader(octets, at, from, to, tag)).toBe(at + 12)
          expect([...octets.subarray(at + 8, at + 12)]).toEqual([0, 0, 0, 0])
          const header = new CommonHeader()
          expect(readCommonHeader(octets, at, 12, header)).toBeNull()
          expect({ ...header }).toEqual({ sourcePort: from, destinationPort: to, verificationTag: tag })
        },
      ),
    )
  })

  it('refuses a packet shorter than the header', () => {
    expect(readCommonHeader(new Uint8Array(40).fill(1), 0, 11, new CommonHeader())).toMatchObject({ fault: 'truncated' })
    expect(readCommonHeader(new Uint8Array(11).fill(1), 0, 12, new CommonHeader())).toMatchObject({ fault: 'truncated' })
  })

  it('refuses port 0 on either side', () => {
    const octets = new Uint8Array(12)
    writeCommonHeader(octets, 0, 0, 5, 1)
    expect(readCommonHeader(octets, 0, 12, new CommonHeader())).toEqual({ fault: 'bad-value', where: 'Source Port Number' })
    writeCommonHeader(octets, 0, 5, 0, 1)
    expect(readCommonHeader(octets, 0, 12, new CommonHeader())).toEqual({ fault: 'bad-value', where: 'Destination Port Number' })
  })

  it('never throws on arbitrary octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), fc.nat(30), fc.nat(40), (octets, at, length) => {
        readCommonHeader(octets, at, length, new CommonHeader())
        verifyChecksum(octets, at, length)
      }),
    )
  })
})

describe('packet checksum', () => {
  it('stores the register low octet first', () => {
    // COOKIE ACK from port 9899 to 9899 with tag 0x01020304
    const packet = fromHexadecimal('26ab 26ab 01020304 00000000 0b000004')!
    const checksum = crc32c(packet, 0, packet.length)
    fillChecksum(packet, 0, packet.length)
    expect(toHexadecimal(packet, 8, 12)).toBe(toHexadecimal(Uint8Array.of(checksum, checksum >>> 8, checksum >>> 16, checksum >>> 24)))
    expect(verifyChecksum(packet, 0, packet.length)).toBe(true)
  })

  it('accepts what it filled, and no packet with a bit changed', () => {
    fc.assert(
      fc.property(packetOctets(), fc.nat(7), fc.nat(), (packet, at, flip) => {
        const octets = new Uint8Array(at + packet.length + 4).fill(0x77)
        octets.set(packet, at)
        fillChecksum(octets, at, packet.length)
        expect(verifyChecksum(octets, at, packet.length)).toBe(true)
        const bit = flip % (8 * packet.length)
        octets[at + (bit >>> 3)]! ^= 1 << (bit & 7)
        expect(verifyChecksum(octets, at, packet.length)).toBe(false)
      }),
    )
  })

  it('touches nothing outside the checksum field, and nothing at all when verifying', () => {
    fc.assert(
      fc.property(packetOctets(), (packet) => {
        const filled = packet.slice()
        fillChecksum(filled, 0, filled.length)
        expect(toHexadecimal(filled, 0, 8) + toHexadecimal(filled, 12)).toBe(toHexadecimal(packet, 0, 8) + toHexadecimal(packet, 12))
        const before = toHexadecimal(filled)
        verifyChecksum(filled, 0, filled.length)
        expect(toHexadecimal(filled)).toBe(before)
      }),
    )
  })

  it('refuses what is too short to be a packet', () => {
    expect(verifyChecksum(new Uint8Array(11), 0, 11)).toBe(false)
    expect(verifyChecksum(new Uint8Array(16), 8, 12)).toBe(false)
  })
})
