import { describe, expect, it } from 'vitest'
import { networkOf, plmnOctets } from './plmn.js'

describe('a network', () => {
  it.each([
    ['001-01', [0x00, 0xf1, 0x10]],
    ['310-410', [0x13, 0x00, 0x14]],
    ['208-93', [0x02, 0xf8, 0x39]],
  ])('%s is written in half octets', (network, octets) => {
    expect([...plmnOctets(network)]).toEqual(octets)
    expect(networkOf(Uint8Array.from(octets))).toBe(network)
  })

  it.each([[[0x00, 0xf1]], [[0x0a, 0xf1, 0x10]], [[0x00, 0xf1, 0xf0]]])('is not what %j says', (octets) => {
    expect(networkOf(Uint8Array.from(octets))).toBeNull()
  })

  it('is not "00101"', () => expect(() => plmnOctets('00101')).toThrow('give MCC and MNC'))
})
