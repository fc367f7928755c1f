import { fromHexadecimal, padded } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChunkCursor } from './packet-reader.js'

const HEADER = '26ab26ab 01020304 00000000'

function walk(octets: Uint8Array, at = 0, length = octets.length) {
  const cursor = new ChunkCursor()
  cursor.begin(octets, at, length)
  const chunks: { type: number; flags: number; at: number; length: number }[] = []
  while (cursor.next()) chunks.push({ type: cursor.type, flags: cursor.flags, at: cursor.at, length: cursor.length })
  return { chunks, fault: cursor.fault, cursor }
}

describe('chunk cursor', () => {
  it('walks a captured packet: COOKIE ACK, then DATA of three octets with padding, then SHUTDOWN', () => {
    const packet = fromHexadecimal(
      `${HEADER}
       0b000004
       00030013 00000001 0005 0000 00000003 616263 00
       07000008 00000009`,
    )!
    expect(walk(packet)).toMatchObject({
      fault: null,
      chunks: [
        { type: 11, flags: 0, at: 12, length: 4 },
        { type: 0, flags: 3, at: 16, length: 19 },
        { type: 7, flags: 0, at: 36, length: 8 },
      ],
    })
  })

  it('accepts a last chunk whose padding is missing', () => {
    const packet = fromHexadecimal(`${HEADER} 0a000005 77`)!
    expect(walk(packet)).toMatchObject({ fault: null, chunks: [{ type: 10, at: 12, length: 5 }] })
  })

  it('finds the packet where it stands and does not look past its end', () => {
    const packet = fromHexadecimal(`ffffff ${HEADER} 0b000004 0b000004 0b000004`)!
    expect(walk(packet, 3, 16).chunks).toEqual([{ type: 11, flags: 0, at: 15, length: 4 }])
  })

  it.each([0, 1, 2, 3])('refuses a chunk length of %i, which would never advance', (length) => {
    const packet = fromHexadecimal(`${HEADER} 0b000004 0b00000${length}`)!
    expect(walk(packet)).toMatchObject({ fault: { fault: 'length-mismatch', where: 'Chunk Length' }, chunks: [{ type: 11 }] })
  })

  it('refuses a chunk that reaches past the packet, keeping those before it', () => {
    const packet = fromHexadecimal(`${HEADER} 0b000004 07000009 00000009`)!
    expect(walk(packet)).toMatchObject({ fault: { fault: 'truncated', where: 'chunk' }, chunks: [{ type: 11 }] })
  })

  it.each([1, 2, 3])('refuses %i octets left over where a chunk header should stand', (left) => {
    const packet = fromHexadecimal(`${HEADER} 0b000004 0b0000`)!
    expect(walk(packet, 0, 16 + left)).toMatchObject({ fault: { fault: 'truncated', where: 'chunk header' }, chunks: [{ type: 11 }] })
  })

  it('stays at the end once it got there, and begins anew without the old fault', () => {
    const { cursor } = walk(fromHexadecimal(`${HEADER} 0b000000 0b000004`)!)
    expect(cursor.fault).not.toBeNull()
    expect(cursor.next()).toBe(false)
    cursor.begin(fromHexadecimal(`${HEADER} 0b000004`)!, 0, 16)
    expect([cursor.next(), cursor.next(), cursor.fault]).toEqual([true, false, null])
  })

  it('sees no chunk in a packet that is only a header, or less', () => {
    for (let length = 0; length <= 12; length++) expect(walk(new Uint8Array(12), 0, length)).toMatchObject({ fault: null, chunks: [] })
  })

  it('returns the chunks that were put in, in their order', () => {
    const chunk = fc.record({ type: fc.nat(255), flags: fc.nat(255), value: fc.uint8Array({ maxLength: 40 }) })
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 12 }), (chunks) => {
        const octets: number[] = new Array<number>(12).fill(0)
        const expected = chunks.map(({ type, flags, value }) => {
          const at = octets.length
          const length = 4 + value.length
          octets.push(type, flags, 0, length, ...value, ...new Array<number>(padded(length) - length).fill(0))
          return { type, flags, at, length }
        })
        expect(walk(Uint8Array.from(octets))).toMatchObject({ fault: null, chunks: expected })
      }),
    )
  })

  it('never throws on arbitrary octets, always advances and never hands out what lies outside the packet', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 120 }), (octets) => {
        let end = 12
        for (const chunk of walk(octets).chunks) {
          expect(chunk.at).toBeGreaterThanOrEqual(end)
          expect(chunk.length).toBeGreaterThanOrEqual(4)
          end = chunk.at + chunk.length
          expect(end).toBeLessThanOrEqual(octets.length)
        }
      }),
    )
  })
})
