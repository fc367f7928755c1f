import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SequenceNumbersError } from './measurement-error.js'
import { SequenceNumbers } from './sequence-numbers.js'

const NUMBER = fc.oneof(
  fc.nat({ max: 200 }),
  fc.nat({ max: 0xffff_ffff }),
  fc.integer({ min: 65_500, max: 65_600 }),
  fc.integer({ min: 131_000, max: 131_100 }),
)
const NUMBERS = fc.array(NUMBER, { maxLength: 60 })

describe('a set of sequence numbers', () => {
  it('says whether a number is new to it', () => {
    const numbers = new SequenceNumbers()
    expect([5, 5, 0, 0xffff_ffff, 0xffff_ffff].map((sequence) => numbers.add(sequence))).toEqual([true, false, true, true, false])
    expect(numbers.count).toBe(3)
    expect([0, 1, 5, 0xffff_ffff].map((sequence) => numbers.has(sequence))).toEqual([true, false, true, true])
  })

  it('holds what a Set would, alone and put together', () => {
    fc.assert(
      fc.property(NUMBERS, NUMBERS, NUMBER, (some, others, end) => {
        const ours = setOf(some)
        const theirs = setOf(others)
        const shared = [...new Set(some)].filter((sequence) => others.includes(sequence)).length
        expect(ours.countShared(theirs)).toBe(shared)
        expect(ours.countBelow(end)).toBe([...new Set(some)].filter((sequence) => sequence < end).length)
        expect(ours.merge(theirs)).toBe(shared)
        expect(ours.count).toBe(new Set([...some, ...others]).size)
        expect([...some, ...others].every((sequence) => ours.has(sequence))).toBe(true)
        expect(theirs.count).toBe(new Set(others).size)
      }),
    )
  })

  it('is the same after a passage as octets', () => {
    fc.assert(
      fc.property(NUMBERS, fc.array(fc.tuple(fc.nat({ max: 200_000 }), fc.nat({ max: 70_000 })), { maxLength: 3 }), (some, runs) => {
        const numbers = setOf(some)
        for (const [first, count] of runs) numbers.addRun(first, count)
        const read = SequenceNumbers.fromOctets(numbers.toOctets())
        expect(read.count).toBe(numbers.count)
        expect(read.countShared(numbers)).toBe(numbers.count)
        expect(read.toOctets()).toEqual(numbers.toOctets())
      }),
      { numRuns: 40 },
    )
  })

  it('takes a few octets for a flow that came whole', () => {
    const numbers = new SequenceNumbers()
    numbers.addRun(0, 3 * 65_536)
    expect([...numbers.toOctets()]).toEqual([1, 0, 0x80, 0x80, 0x0c])
  })

  it('begins anew after a reset', () => {
    const numbers = setOf([1, 70_000])
    numbers.reset()
    expect(numbers.count).toBe(0)
    expect(numbers.toOctets()).toEqual(new Uint8Array([1]))
    expect([numbers.add(1), numbers.add(70_000)]).toEqual([true, true])
  })

  it.each([
    ['cut-short', []],
    ['unknown-version', [2]],
    ['cut-short', [1, 5]],
    ['not-shortest-form', [1, 5, 0]],
    ['not-shortest-form', [1, 5, 1, 0, 1]],
    ['not-shortest-form', [1, 0x80, 0]],
    ['beyond-limit', [1, 99, 2]],
    ['number-too-large', [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]],
  ] as const)('refuses octets that are %s: %j', (fault, octets) => {
    const read = () => SequenceNumbers.fromOctets(Uint8Array.from(octets), 100)
    expect(read).toThrow(SequenceNumbersError)
    expect(read).toThrow(fault)
  })

  it('throws nothing else for any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        try {
          const numbers = SequenceNumbers.fromOctets(octets, 100_000)
          expect(numbers.toOctets()).toEqual(octets)
        } catch (error) {
          expect(error).toBeInstanceOf(SequenceNumbersError)
        }
      }),
    )
  })
})

function setOf(sequences: readonly number[]): SequenceNumbers {
  const numbers = new SequenceNumbers()
  for (const sequence of sequences) numbers.add(sequence)
  return numbers
}
