import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SendQueue } from './send-queue.js'

/** Lengths to put in; 0 takes one out. */
const COMMANDS = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 3000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 70_000 }) },
    { weight: 6, arbitrary: fc.constant(0) },
  ),
  { maxLength: 150 },
)

describe('the send queue', () => {
  it('gives back what was put in, in order, and all its memory', () => {
    fc.assert(
      fc.property(COMMANDS, (commands) => {
        const queue = new SendQueue(true)
        const model: Uint8Array[] = []
        let count = 0
        const take = () => {
          const expected = model.shift()!
          const { page, at, length, streamId, unordered, context } = queue.front
          expect(length).toBe(expected.length)
          expect(page.octets.subarray(at, at + length).every((octet, i) => octet === expected[i])).toBe(true)
          expect([streamId, unordered, context]).toEqual([expected.length & 0xffff, expected.length % 2 === 0, expected.length])
          queue.bufferedOctets -= length
          queue.shift()
          queue.slab.release(page)
        }
        for (const length of commands) {
          if (length > 0) {
            const octets = new Uint8Array(length).fill(++count)
            queue.push(octets, 0, length, length & 0xffff, 0, length % 2 === 0, false, length, -1)
            model.push(octets)
          } else if (model.length > 0) take()
          expect(queue.length).toBe(model.length)
          expect(queue.bufferedOctets).toBe(model.reduce((sum, octets) => sum + octets.length, 0))
          expect(model.every((octets, index) => queue.at(index).length === octets.length)).toBe(true)
        }
        while (model.length > 0) take()
        expect([queue.length, queue.bufferedOctets, queue.slab.pagesInUse]).toEqual([0, 0, 1])
      }),
      { numRuns: 50 },
    )
  })
  it('copies: what happens to the octets afterwards does not matter', () => {
    const queue = new SendQueue(true)
    const octets = Uint8Array.of(1, 2, 3, 4, 5)
    queue.push(octets, 1, 3, 0, 0, false, false, 0, -1)
    octets.fill(9)
    const { page, at, length } = queue.front
    expect(page.octets.slice(at, at + length)).toEqual(Uint8Array.of(2, 3, 4))
  })
  it('copies: what happens to the octets afterwards does not matter', () => {
    const queue = new SendQueue(true)
    const octets = Uint8Array.of(1, 2, 3, 4, 5)
    queue.push(octets, 1, 3, 0, 0, false, false, 0, -1)
    octets.fill(9)
    const { page, at, length } = queue.front
    expect(page.octets.slice(at, at + length)).toEqual(Uint8Array.of(2, 3, 4))
  })
})
