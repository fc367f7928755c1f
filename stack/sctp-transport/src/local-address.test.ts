import { describe, expect, it } from 'vitest'
import { parseLocalAddresses } from './local-address.js'

describe('local addresses', () => {
  it('are parsed in their order, IPv4 and IPv6', () => {
    const octets = parseLocalAddresses(['127.0.0.1', '::1'])
    expect(octets.map((address) => address.length)).toEqual([4, 16])
    expect([...octets[0]!]).toEqual([127, 0, 0, 1])
  })

  it('are refused when there is none, or one is malformed, a wildcard, or named twice', () => {
    for (const local of [[], ['localhost'], ['fe80::1%eth0'], ['0.0.0.0'], ['::'], ['::1', '0:0::1'], ['127.0.0.1', '127.0.0.1']]) {
      expect(() => parseLocalAddresses(local)).toThrow(expect.objectContaining({ code: 'SIGBED_ADDRESS_INVALID' }))
    }
  })
})
