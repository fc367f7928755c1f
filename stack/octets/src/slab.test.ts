import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Slab, type SlabPage } from './slab.js'

interface Piece {
  page: SlabPage
  at: number
  copy: number[]
}

const intact = (piece: Piece) => [...piece.page.octets.subarray(piece.at, piece.at + piece.copy.length)].join() === piece.copy.join()

describe('slab', () => {
  it('keeps every piece intact until it is released, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ length: fc.integer({ min: 0, max: 90 }), release: fc.nat() }), { maxLength: 200 }), (steps) => {
        const slab = new Slab(64, true)
        const held: Piece[] = []
        let fill = 0
        for (const { length, release } of steps) {
          const copy = Array.from({ length }, () => (fill = (fill + 1) & 0x7f))
          slab.store(Uint8Array.from([0xff, ...copy]), 1, length)
          held.push({ page: slab.page, at: slab.at, copy })
          if (release % 2 === 0) slab.release(held.splice(release % held.length, 1)[0]!.page)
          expect(held.every(intact)).toBe(true)
        }
        for (const piece of held) slab.release(piece.page)
        expect(slab.pagesInUse).toBe(1)
      }),
    )
  })

  it('overwrites released pages when told to poison them', () => {
    const slab = new Slab(16, true)
    slab.store(Uint8Array.of(1, 2, 3, 4), 0, 4)
    const { page, at } = slab
    slab.release(page)
    expect([...page.octets.subarray(at, 4)]).toEqual([0xdd, 0xdd, 0xdd, 0xdd])
  })
})
