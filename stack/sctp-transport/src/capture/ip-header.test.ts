import { fromHexadecimal, parseIpAddress, readU16, toHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ipHeaderLength, LONGEST_IP_PAYLOAD, writeIpHeader } from './ip-header.js'

function header(source: Uint8Array, destination: Uint8Array, payloadLength: number): Uint8Array {
  const octets = new Uint8Array(2 + ipHeaderLength(source.length)).fill(0xee)
  expect(writeIpHeader(octets, 2, source, destination, payloadLength)).toBe(octets.length)
  return octets.subarray(2)
}

describe('IP header', () => {
  it('is that of an SCTP packet over IPv4, checksum included', () => {
    const octets = header(parseIpAddress('192.168.0.1')!, parseIpAddress('192.168.0.199')!, 95)
    // Worked by hand: 4500 + 0073 + 4000 + 4084 + c0a8 + 0001 + c0a8 + 00c7 = 2480f, folded 4811, complemented b7ee.
    expect(toHexadecimal(octets)).toBe(toHexadecimal(fromHexadecimal('4500 0073 0000 4000 4084 b7ee c0a80001 c0a800c7')!))
  })

  it('has a checksum that makes the sum of all words come out as all ones, for any addresses and length', () => {
    const address = fc.uint8Array({ minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(address, address, fc.integer({ min: 0, max: LONGEST_IP_PAYLOAD }), (source, destination, length) => {
        const octets = header(source, destination, length)
        let sum = 0
        for (let at = 0; at < 20; at += 2) sum += readU16(octets, at)
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
        expect(sum).toBe(0xffff)
        expect(readU16(octets, 2)).toBe(20 + length)
      }),
    )
  })

  it('is that of an SCTP packet over IPv6', () => {
    const octets = header(parseIpAddress('2001:db8::1')!, parseIpAddress('fd00::2')!, 1200)
    expect(toHexadecimal(octets)).toBe(
      `6000000004b08440${toHexadecimal(parseIpAddress('2001:db8::1')!)}${toHexadecimal(parseIpAddress('fd00::2')!)}`,
    )
  })
})
