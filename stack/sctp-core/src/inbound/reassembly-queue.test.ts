import { Slab } from '@sigbed/octets'
import { DataChunk } from '@sigbed/sctp-codec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReassemblyQueue } from './reassembly-queue.js'
import { ReceiveWindow } from './receive-window.js'

function queueOf() {
  const slab = new Slab(256, true)
  const window = new ReceiveWindow(1_000_000, 1500)
  return { slab, window, queue: new ReassemblyQueue(slab, window) }
}

interface Piece {
  readonly tsn: number
  readonly message: number
  readonly beginning: boolean
  readonly ending: boolean
  readonly octets: Uint8Array
}

function chunkOf(piece: Piece): DataChunk {
  return Object.assign(new DataChunk(), {
    tsn: piece.tsn,
    beginning: piece.beginning,
    ending: piece.ending,
    streamId: piece.message % 7,
    streamSequenceNumber: piece.message,
    payloadProtocolId: piece.message + 1,
    payloadAt: 0,
    payloadLength: piece.octets.length,
  })
}

/** Messages cut into two or more pieces each, with TSNs in a row from `firstTsn` on. */
function cut(firstTsn: number, sizes: readonly (readonly number[])[]): Piece[] {
  let tsn = firstTsn
  return sizes.flatMap((pieces, message) =>
    pieces.map((length, i) => {
      const octets = Uint8Array.from({ length }, (_, at) => (31 * message + 7 * i + at) & 0xff)
      const piece = { tsn, message, beginning: i === 0, ending: i === pieces.length - 1, octets }
      tsn = (tsn + 1) >>> 0
      return piece
    }),
  )
}

function whole(pieces: readonly Piece[], message: number): number[] {
  return pieces.filter((piece) => piece.message === message).flatMap((piece) => [...piece.octets])
}

const messages = fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 8 })

describe('the reassembly queue', () => {
  it('puts messages together whatever the order of their fragments, and gives all memory back', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 77, 0xffff_fff8), messages, fc.infiniteStream(fc.nat()), (firstTsn, sizes, chances) => {
        const { slab, window, queue } = queueOf()
        const pieces = cut(firstTsn, sizes)
        const rest = [...pieces]
        const done = new Set<number>()
        while (rest.length > 0) {
          const [piece] = rest.splice(chances.next().value! % rest.length, 1)
          const outcome = queue.add(chunkOf(piece!), piece!.octets)
          expect(outcome).not.toBe('contradiction')
          const complete = !rest.some((other) => other.message === piece!.message)
          expect(outcome !== 'held').toBe(complete)
          if (typeof outcome === 'string') continue
          expect([...outcome.octets]).toEqual(whole(pieces, piece!.message))
          expect(outcome.streamSequenceNumber).toBe(piece!.message)
          done.add(piece!.message)
        }
        expect(done.size).toBe(sizes.length)
        expect([window.held, queue.heldFragments, slab.pagesInUse]).toEqual([0, 0, 1])
      }),
    )
  })
  it('gives up the highest fragment it holds, as often as asked, and takes it again later', () => {
    fc.assert(
      fc.property(messages, fc.array(fc.tuple(fc.boolean(), fc.nat()), { maxLength: 60 }), (sizes, commands) => {
        const { slab, window, queue } = queueOf()
        const pieces = cut(0xffff_fffc, sizes)
        const missing = new Set(pieces)
        const held = new Set<Piece>()
        const finished = new Set<number>()
        const add = (piece: Piece) => {
          missing.delete(piece)
          held.add(piece)
          const outcome = queue.add(chunkOf(piece), piece.octets)
          if (typeof outcome === 'string') return
          expect([...outcome.octets]).toEqual(whole(pieces, piece.message))
          finished.add(piece.message)
          for (const part of pieces) if (part.message === piece.message) held.delete(part)
        }
        for (const [adds, chance] of commands) {
          if (adds && missing.size > 0) add([...missing][chance % missing.size]!)
          else if (!adds) {
            const highest = pieces.filter((piece) => held.has(piece)).at(-1)
            expect(queue.highestTsnAbove(0xffff_fff0)).toBe(highest?.tsn ?? null)
            if (highest === undefined) continue
            expect(queue.dropLast(highest.tsn)).toBe(true)
            held.delete(highest)
            missing.add(highest)
          }
          expect(queue.heldFragments).toBe(held.size)
          expect(window.held).toBe([...held].reduce((sum, piece) => sum + piece.octets.length + 16, 0))
        }
        for (const piece of [...missing]) add(piece)
        expect(finished.size).toBe(sizes.length)
        expect([window.held, slab.pagesInUse]).toEqual([0, 1])
      }),
    )
  })
  it('refuses what cannot belong together, and changes nothing by it', () => {
    const { queue, window } = queueOf()
    const [first, , third] = cut(10, [[4, 4, 4]])
    queue.add(chunkOf(first!), first!.octets)
    queue.add(chunkOf(third!), third!.octets)
    const octets = new Uint8Array(4)
    const base = { tsn: 11, message: 0, beginning: false, ending: false, octets }
    expect(queue.add(chunkOf({ ...base, message: 1 }), octets)).toBe('contradiction')
    expect(queue.add(chunkOf({ ...base, beginning: true }), octets)).toBe('contradiction')
    expect(queue.add(chunkOf({ ...base, ending: true }), octets)).toBe('contradiction')
    expect(queue.add(Object.assign(chunkOf(base), { unordered: true }), octets)).toBe('contradiction')
    expect(queue.contradicts(Object.assign(chunkOf(base), { beginning: true, ending: true }))).toBe(true)
    expect([queue.heldFragments, window.held]).toEqual([2, 40])
    expect(typeof queue.add(chunkOf(base), octets)).toBe('object')
  })
})
