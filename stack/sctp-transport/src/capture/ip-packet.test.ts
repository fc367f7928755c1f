import { fromHexadecimal } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findIpPacket, IpPacket, isKnownLinkType } from './ip-packet.js'

const IPV4 = '45000018 00004000 40840000 0a000001 0a000002 01020304'
const IPV6 = '60000000 00048440 20010db8000000000000000000000001 20010db8000000000000000000000002 01020304'

function find(linkType: number, frame: string): IpPacket | null {
  const octets = fromHexadecimal(frame)!
  const packet = new IpPacket()
  return findIpPacket(linkType, octets, 0, octets.length, packet) ? packet : null
}

describe('IP packets in frames', () => {
  it.each([
    ['Ethernet', 1, `000000000001 000000000002 0800 ${IPV4}`],
    ['Ethernet with a VLAN tag', 1, `000000000001 000000000002 81000005 0800 ${IPV4}`],
    ['Ethernet with two tags', 1, `000000000001 000000000002 88a80005 81000006 0800 ${IPV4}`],
    ['Ethernet with padding', 1, `000000000001 000000000002 0800 ${IPV4} 0000000000000000`],
    ['Linux cooked', 113, `0000 0001 0006 0000000000000000 0800 ${IPV4}`],
    ['Linux cooked, version 2', 276, `0800 0000 00000001 0001 00 06 0000000000000000 ${IPV4}`],
    ['BSD loopback', 0, `02000000 ${IPV4}`],
    ['raw IP', 101, IPV4],
    ['raw IPv4', 228, IPV4],
  ])('is found in %s', (_, linkType, frame) => {
    expect(isKnownLinkType(linkType)).toBe(true)
    expect(find(linkType, frame)).toMatchObject({
      source: '10.0.0.1',
      destination: '10.0.0.2',
      protocol: 132,
      payloadLength: 4,
      isFragment: false,
    })
  })

  it('is found when it is of version 6, behind extension headers', () => {
    const expected = { source: '2001:db8::1', destination: '2001:db8::2', protocol: 132, payloadLength: 4 }
    expect(find(101, IPV6)).toMatchObject(expected)
    const withOptions = `${IPV6.slice(0, 9)}000c0040${IPV6.slice(17, -8)} 84000000 00000000 01020304`
    expect(find(101, withOptions)).toMatchObject(expected)
    const fragment = `${IPV6.slice(0, 9)}000c2c40${IPV6.slice(17, -8)} 84000001 00000007 01020304`
    expect(find(101, fragment)).toMatchObject({ ...expected, isFragment: true })
  })

  it('knows fragments, and options of version 4', () => {
    expect(find(101, IPV4.replace('00004000', '00002000'))?.isFragment).toBe(true)
    expect(find(101, IPV4.replace('45000018', '4600001c').replace('0a000002', '0a000002 01010101'))).toMatchObject({
      payloadAt: 24,
      payloadLength: 4,
    })
  })

  it.each([
    ['another link type', 147, IPV4],
    ['an ARP frame', 1, '000000000001 000000000002 0806 0001'],
    ['nothing', 101, ''],
    ['a header cut short', 101, '4500'],
    ['a header length below five words', 101, IPV4.replace('4500', '4400')],
    ['another version', 101, IPV4.replace('4500', '5500')],
    ['tags without end', 1, `000000000001 000000000002 ${'81000001'.repeat(9)}`],
  ])('is not found in %s', (_, linkType, frame) => {
    expect(find(linkType, frame)).toBeNull()
  })

  it('lies inside its frame, whatever the octets', () => {
    const packet = new IpPacket()
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 101, 113, 276),
        fc.uint8Array({ maxLength: 120 }),
        fc.constantFrom(IPV4, IPV6),
        (linkType, noise, start) => {
          const octets = Uint8Array.from([...noise.subarray(0, 20), ...fromHexadecimal(start)!, ...noise.subarray(20)])
          for (let at = 0; at < 24; at++) {
            if (!findIpPacket(linkType, octets, at, octets.length - at, packet)) continue
            expect(packet.payloadAt).toBeGreaterThanOrEqual(at)
            expect(packet.payloadLength).toBeGreaterThanOrEqual(0)
            expect(packet.payloadAt + packet.payloadLength).toBeLessThanOrEqual(octets.length)
          }
        },
      ),
    )
  })
})
