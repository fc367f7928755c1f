import { writeU24 } from '@sigbed/octets'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_WAITING_OCTETS, TcpStream } from './tcp-stream.js'

/** A message of `length` octets that is told by its last one. */
function message(length: number, last: number): Uint8Array {
  const octets = new Uint8Array(length)
  octets[0] = 1
  writeU24(octets, 1, length)
  octets[length - 1] = last
  return octets
}

const STREAM = Uint8Array.from([...message(24, 1), ...message(20, 2), ...message(40, 3), ...message(20, 4)])

function lasts(segments: readonly (readonly [number, Uint8Array])[], stream = new TcpStream()): number[] {
  const seen: number[] = []
  for (const [sequence, payload] of segments)
    stream.take(sequence >>> 0, false, payload, (octets, at, length) => seen.push(octets[at + length - 1]!))
  return seen
}

describe('a TCP stream of a capture', () => {
  it('gives the messages in order, however they were cut, doubled or mixed up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(STREAM.length), { maxLength: 6 }),
        fc.nat(0xffff_ffff),
        fc.infiniteStream(fc.nat()),
        (cuts, begin, chance) => {
          const at = [...new Set([0, ...cuts, STREAM.length])].sort((a, b) => a - b)
          const segments = at.slice(1).map((end, i) => [begin + at[i]!, STREAM.slice(at[i], end)] as const)
          // The first stays first: it says where the stream begins.
          const rest = segments.slice(1).map((segment) => ({ segment, place: chance.next().value }))
          const mixed = rest.sort((a, b) => a.place - b.place).map(({ segment }) => segment)
          expect(lasts([segments[0]!, ...mixed, ...mixed])).toEqual([1, 2, 3, 4])
        },
      ),
    )
  })

  it('begins anew with a SYN, whose number stands before the first octet', () => {
    const stream = new TcpStream()
    const seen: number[] = []
    const take = (sequence: number, synchronize: boolean, payload: Uint8Array) =>
      stream.take(sequence, synchronize, payload, (octets, at, length) => seen.push(octets[at + length - 1]!))
    take(99, true, new Uint8Array(0))
    take(100, false, message(20, 7))
    take(5000, true, new Uint8Array(0))
    take(5001, false, message(20, 8))
    expect(seen).toEqual([7, 8])
  })

  it('finds the next message after octets that are none', () => {
    expect(
      lasts([
        [0, Uint8Array.of(9, 9, 9, 9)],
        [4, message(20, 5)],
      ]),
    ).toEqual([5])
  })

  it('goes on behind a gap when too much waits', () => {
    const large = MOST_WAITING_OCTETS / 2 + 20
    const stream = new TcpStream()
    expect(
      lasts(
        [
          [0, message(20, 1)],
          [100, message(large, 2)],
        ],
        stream,
      ),
    ).toEqual([1])
    expect(lasts([[100 + large, message(large, 3)]], stream)).toEqual([2, 3])
  })
})
