import { parseIpAddress } from '@sigbed/octets'
import { TransportAddressTable } from '@sigbed/sctp-core'
import { describe, expect, it } from 'vitest'
import { ADDRESS_OCTETS, RawIpAddresses } from './raw-ip-addresses.js'

const octetsOf = (text: string) => parseIpAddress(text)!

describe('raw IP addresses', () => {
  it('tells the family of each index, and 0 for one that is reached through UDP', () => {
    const table = new TransportAddressTable()
    const addresses = new RawIpAddresses(table)
    const indices = [
      table.intern(octetsOf('192.0.2.1'), 0),
      table.intern(octetsOf('2001:db8::1'), 0),
      table.intern(octetsOf('192.0.2.1'), 9899),
    ]
    expect(indices.map((index) => addresses.familyOf(index))).toEqual([4, 6, 0])
    expect(() => addresses.familyOf(3)).toThrow(RangeError)
  })

  it('has the octets of every index that was asked after, however many there are', () => {
    const table = new TransportAddressTable()
    const addresses = new RawIpAddresses(table)
    const texts = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? `2001:db8::${i.toString(16)}` : `10.0.${i >> 8}.${i & 255}`))
    const indices = texts.map((text) => table.intern(octetsOf(text), 0))
    for (const [i, index] of indices.entries()) {
      const wanted = octetsOf(texts[i]!)
      expect(addresses.familyOf(index)).toBe(wanted.length === 16 ? 6 : 4)
      expect(addresses.octets.slice(index * ADDRESS_OCTETS, index * ADDRESS_OCTETS + wanted.length)).toEqual(wanted)
    }
  })

  it('gives what arrives the index the table has for it, new or known', () => {
    const table = new TransportAddressTable()
    const addresses = new RawIpAddresses(table)
    const known = table.intern(octetsOf('192.0.2.9'), 0)
    const slots = new Uint8Array(3 * ADDRESS_OCTETS)
    slots.set(octetsOf('192.0.2.9'), 0)
    slots.set(octetsOf('2001:db8::9'), ADDRESS_OCTETS)
    slots.set(octetsOf('255.255.255.254'), 2 * ADDRESS_OCTETS)
    expect(addresses.indexOf(slots, 0, 4)).toBe(known)
    for (let again = 0; again < 2; again++) {
      expect(table.at(addresses.indexOf(slots, ADDRESS_OCTETS, 6)).text).toBe('2001:db8::9')
      expect(table.at(addresses.indexOf(slots, 2 * ADDRESS_OCTETS, 4)).text).toBe('255.255.255.254')
    }
    // The first four octets of an IPv6 address are no IPv4 address.
    expect(addresses.indexOf(slots, ADDRESS_OCTETS, 6)).not.toBe(addresses.indexOf(slots, ADDRESS_OCTETS, 4))
  })

  it('knows whom something was sent to or heard from, and enters nobody for being asked', () => {
    const table = new TransportAddressTable()
    const addresses = new RawIpAddresses(table)
    const texts = ['192.0.2.1', '2001:db8::1', '192.0.2.2']
    const sentTo = [table.intern(octetsOf(texts[0]!), 0), table.intern(octetsOf(texts[1]!), 0)]
    const inUdp = table.intern(octetsOf('192.0.2.3'), 9899)
    expect(addresses.knownIndexOf(octetsOf(texts[0]!))).toBe(-1)
    for (const index of [...sentTo, inUdp]) addresses.familyOf(index)
    const heardFrom = addresses.indexOf(octetsOf(texts[2]!), 0, 4)
    expect(texts.map((text) => addresses.knownIndexOf(octetsOf(text)))).toEqual([...sentTo, heardFrom])
    for (const stranger of ['192.0.2.3', '192.0.2.4', '2001:db8::2']) expect(addresses.knownIndexOf(octetsOf(stranger))).toBe(-1)
    expect(() => table.at(heardFrom + 1)).toThrow(RangeError)
  })

  it('follows the table when an index is given to another address', () => {
    const table = new TransportAddressTable(2)
    const addresses = new RawIpAddresses(table)
    const indexOf = (text: string) => {
      for (let turn = 0; turn < 2; turn++) table.endTurn()
      const octets = octetsOf(text)
      return addresses.indexOf(octets, 0, octets.length === 16 ? 6 : 4)
    }
    const [first, second] = [indexOf('192.0.2.1'), indexOf('2001:db8::2')]
    expect([indexOf('2001:db8::3'), indexOf('192.0.2.4')]).toEqual([first, second])
    expect([addresses.familyOf(first), addresses.familyOf(second)]).toEqual([6, 4])
    expect(addresses.octets.slice(first * ADDRESS_OCTETS, (first + 1) * ADDRESS_OCTETS)).toEqual(octetsOf('2001:db8::3'))
    for (const forgotten of ['192.0.2.1', '2001:db8::2']) expect(addresses.knownIndexOf(octetsOf(forgotten))).toBe(-1)
    // Back again, under the other index; then the address that was there before is asked for once more.
    expect([indexOf('192.0.2.5'), indexOf('2001:db8::3')]).toEqual([first, second])
    expect([addresses.knownIndexOf(octetsOf('2001:db8::3')), addresses.knownIndexOf(octetsOf('192.0.2.5'))]).toEqual([second, first])
    // Entered by the endpoint, and never sent to since.
    for (let turn = 0; turn < 2; turn++) table.endTurn()
    expect(table.intern(octetsOf('192.0.2.6'), 9899)).toBe(first)
    expect([addresses.knownIndexOf(octetsOf('192.0.2.5')), addresses.familyOf(first)]).toEqual([-1, 0])
  })

  it('says -1 when the table is full, and goes on knowing the others', () => {
    const addresses = new RawIpAddresses(new TransportAddressTable(1))
    expect(addresses.indexOf(octetsOf('192.0.2.1'), 0, 4)).toBe(0)
    expect(addresses.indexOf(octetsOf('192.0.2.2'), 0, 4)).toBe(-1)
    expect(addresses.indexOf(octetsOf('2001:db8::2'), 0, 6)).toBe(-1)
    expect(addresses.indexOf(octetsOf('192.0.2.1'), 0, 4)).toBe(0)
  })
})
