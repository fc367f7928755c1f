import { DataChunk } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { FragmentAssembly, MOST_KEPT_OCTETS } from './fragment-assembly.js'

function chunk(tsn: number, flags: string, length: number): DataChunk {
  const data = new DataChunk()
  return Object.assign(data, { tsn, beginning: flags.includes('B'), ending: flags.includes('E'), payloadAt: 0, payloadLength: length })
}

const PARTS: readonly [number, string, string][] = [
  [0xffff_ffff, 'B', 'ab'],
  [0, '', 'cd'],
  [1, 'E', 'ef'],
]

function feed(assembly: FragmentAssembly, order: readonly number[], association = 'a'): (string | null)[] {
  return order.map((index) => {
    const [tsn, flags, text] = PARTS[index]!
    const octets = new TextEncoder().encode(text)
    const whole = assembly.take(association, octets, chunk(tsn, flags, octets.length))
    return whole === null ? null : new TextDecoder().decode(whole.octets.subarray(whole.at, whole.at + whole.length))
  })
}

describe('fragment assembly', () => {
  it('hands a message in one chunk out where it lies', () => {
    const octets = new Uint8Array(3)
    expect(new FragmentAssembly().take('a', octets, chunk(5, 'BE', 3))).toEqual({ octets, at: 0, length: 3, fragments: 1 })
  })

  it.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]], [[0, 0, 1, 1, 2]]])(
    'puts fragments together in the order %j, across the wrap of TSNs',
    (order) => {
      const results = feed(new FragmentAssembly(), order)
      expect(results.pop()).toBe('abcdef')
      expect(results.every((result) => result === null)).toBe(true)
    },
  )

  it('waits for what is missing, and keeps associations apart', () => {
    const assembly = new FragmentAssembly()
    expect(feed(assembly, [0, 2])).toEqual([null, null])
    expect(feed(assembly, [1], 'b')).toEqual([null])
    expect(feed(assembly, [1])).toEqual(['abcdef'])
  })

  it('drops the oldest when too much waits', () => {
    const assembly = new FragmentAssembly()
    feed(assembly, [0])
    const large = new Uint8Array(MOST_KEPT_OCTETS / 4)
    for (let tsn = 100; tsn < 110; tsn += 2) assembly.take('a', large, chunk(tsn, '', large.length))
    expect(feed(assembly, [1, 2])).toEqual([null, null])
  })
})
