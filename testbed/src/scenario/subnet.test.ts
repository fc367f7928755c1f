import { parseIpAddress } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Subnet } from './subnet.js'

const subnet = (text: string) => Subnet.parse(text)!
const octets = (text: string) => parseIpAddress(text)!

describe('a subnet', () => {
  it.each(['10.132.1.0', '10.132.1.5/24', '10.132.1.0/33', 'fd00::/129', '10.132.1/24', 'fd00:132:1::1/64', '', '/24'])(
    'is not %j',
    (text) => {
      expect(Subnet.parse(text)).toBeNull()
    },
  )

  it('has its addresses and no others', () => {
    expect(['10.132.1.0', '10.132.1.255'].every((address) => subnet('10.132.1.0/24').contains(octets(address)))).toBe(true)
    expect(['10.132.2.0', '10.132.0.255', 'fd00::1'].some((address) => subnet('10.132.1.0/24').contains(octets(address)))).toBe(false)
    expect(subnet('10.132.1.128/25').contains(octets('10.132.1.127'))).toBe(false)
    expect(subnet('fd00:132:1::/64').contains(octets('fd00:132:1:0:ffff::1'))).toBe(true)
  })

  it('overlaps what has an address of it', () => {
    expect(subnet('10.132.1.0/24').overlaps(subnet('10.0.0.0/8'))).toBe(true)
    expect(subnet('10.0.0.0/8').overlaps(subnet('10.132.1.0/24'))).toBe(true)
    expect(subnet('10.132.1.0/24').overlaps(subnet('10.132.2.0/24'))).toBe(false)
    expect(subnet('10.132.1.0/24').overlaps(subnet('fd00::/8'))).toBe(false)
  })

  it('counts its addresses as people write them', () => {
    expect([subnet('10.132.1.0/24').addressAt(10), subnet('10.132.0.0/16').addressAt(266)]).toEqual(['10.132.1.10', '10.132.1.10'])
    expect(subnet('fd00:132:1::/64').addressAt(0x10)).toBe('fd00:132:1::10')
    expect([subnet('10.132.1.0/24').size, subnet('fd00::/8').size]).toEqual([256, 2 ** 31])
  })

  it('finds the place of every address it gives', () => {
    fc.assert(
      fc.property(fc.constantFrom('10.0.0.0/8', '10.132.0.0/16', '10.132.1.128/25', 'fd00:132:2::/64'), fc.nat(127), (text, place) => {
        const address = octets(subnet(text).addressAt(place))
        expect(subnet(text).contains(address)).toBe(true)
        expect(subnet(text).placeOf(address)).toBe(place)
      }),
    )
  })
})
