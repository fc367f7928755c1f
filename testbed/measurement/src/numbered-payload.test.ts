import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NumberedPayload, readNumberedPayload, SHORTEST_PAYLOAD, writeNumberedPayload } from './numbered-payload.js'

const payload = fc.record({
  flowNumber: fc.nat(0xffff),
  orderKey: fc.nat(0xffff),
  sequence: fc.nat(0xffff_ffff),
  intendedAtMs: fc.double({ noNaN: true }),
})
const length = fc.integer({ min: SHORTEST_PAYLOAD, max: 300 })

describe('a numbered payload', () => {
  it('stands in the octets as drawn', () => {
    const octets = written({ flowNumber: 0x0102, orderKey: 0x0304, sequence: 0xdeadbeef, intendedAtMs: 1 }, 28, 0)
    expect([...octets.subarray(0, 20)]).toEqual([
      ...[0x53, 0x69, 0x67, 0x62],
      ...[0x01, 0x02, 0x03, 0x04],
      ...[0xde, 0xad, 0xbe, 0xef],
      ...[0x3f, 0xf0, 0, 0, 0, 0, 0, 0],
    ])
  })

  it('round-trips at any offset and length, and touches nothing beside', () => {
    fc.assert(
      fc.property(payload, length, fc.nat(9), (message, octetCount, at) => {
        const octets = written(message, octetCount, at)
        const read = new NumberedPayload()
        expect(readNumberedPayload(octets, at, octetCount, read)).toBe(null)
        expect({ ...read }).toEqual(message)
        expect([...octets.subarray(0, at), ...octets.subarray(at + octetCount)]).toEqual([...Array<number>(at).fill(0xdd), 0xdd, 0xdd])
      }),
    )
  })

  it('is found out with any octet changed', () => {
    fc.assert(
      fc.property(payload, length, fc.nat(), fc.integer({ min: 1, max: 255 }), (message, octetCount, where, change) => {
        const octets = written(message, octetCount, 0)
        octets[where % octetCount]! ^= change
        expect(readNumberedPayload(octets, 0, octetCount, new NumberedPayload())).not.toBe(null)
      }),
    )
  })

  it('is found out with every single bit flipped, one after the other', () => {
    const octets = written({ flowNumber: 1, orderKey: 7, sequence: 41, intendedAtMs: 123.456 }, 103, 0)
    const read = new NumberedPayload()
    for (let bit = 0; bit < 103 * 8; bit++) {
      octets[bit >>> 3]! ^= 1 << (bit & 7)
      const expected = bit < 32 ? 'no-numbered-payload' : bit < 192 ? 'damaged-header' : 'damaged-filling'
      expect(readNumberedPayload(octets, 0, 103, read), `bit ${bit}`).toBe(expected)
      octets[bit >>> 3]! ^= 1 << (bit & 7)
    }
    expect(readNumberedPayload(octets, 0, 103, read)).toBe(null)
  })

  it('is found out when octets are cut off, added or left out', () => {
    fc.assert(
      fc.property(payload, length, fc.nat(), fc.integer({ min: 1, max: 50 }), (message, octetCount, where, count) => {
        const octets = written(message, octetCount, 0)
        const read = new NumberedPayload()
        if (count <= octetCount) expect(readNumberedPayload(octets, 0, octetCount - count, read)).not.toBe(null)
        const longer = new Uint8Array(octetCount + count)
        longer.set(octets.subarray(0, octetCount))
        expect(readNumberedPayload(longer, 0, longer.length, read)).toBe('damaged-header')
        const from = where % octetCount
        const without = Uint8Array.from([...octets.subarray(0, from), ...octets.subarray(Math.min(from + count, octetCount), octetCount)])
        expect(readNumberedPayload(without, 0, without.length, read)).not.toBe(null)
      }),
    )
  })

  it('is found out with the filling of another message', () => {
    const one = written({ flowNumber: 1, orderKey: 1, sequence: 1, intendedAtMs: 1 }, 100, 0)
    const other = written({ flowNumber: 1, orderKey: 1, sequence: 2, intendedAtMs: 1 }, 100, 0)
    one.set(other.subarray(SHORTEST_PAYLOAD, 100), SHORTEST_PAYLOAD)
    expect(readNumberedPayload(one, 0, 100, new NumberedPayload())).toBe('damaged-filling')
  })

  it('never throws on arbitrary octets, and takes none for a message', () => {
    const anything = fc.oneof(fc.integer(), fc.double())
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), anything, anything, (octets, at, octetCount) => {
        expect(readNumberedPayload(octets, at, octetCount, new NumberedPayload())).not.toBe(null)
        expect(readNumberedPayload(octets, 0, octets.length, new NumberedPayload())).not.toBe(null)
      }),
    )
  })
})

function written(message: Readonly<NumberedPayload>, octetCount: number, at: number): Uint8Array {
  const octets = new Uint8Array(at + octetCount + 2).fill(0xdd)
  writeNumberedPayload(octets, at, octetCount, Object.assign(new NumberedPayload(), message))
  return octets
}
